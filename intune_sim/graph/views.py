"""How is a Graph request answered? One view for every declared resource, and the envelope for everything else."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from rest_framework.request import Request

from intune_sim.errors import Invalid, NotFound
from intune_sim.graph.batch import read_batch, run_batch
from intune_sim.graph.decoding import decode
from intune_sim.graph.documents import UNFIT
from intune_sim.graph.encoding import with_expanded
from intune_sim.graph.endpoint import GraphEndpoint, MethodNotAllowed
from intune_sim.graph.metadata import csdl
from intune_sim.graph.odata.options import Options, pairs_of, read_options
from intune_sim.graph.odata.paging import page_of
from intune_sim.graph.resources import Navigation, Resource
from intune_sim.graph.router import Address, Leaf, Router

#: Which methods each end of a path knows.
METHODS = {
    Leaf.COLLECTION: {"GET", "POST"},
    Leaf.ENTITY: {"GET", "PATCH", "DELETE"},
    Leaf.COUNT: {"GET"},
    Leaf.PROPERTY: {"GET"},
    Leaf.ACTION: {"POST"},
    Leaf.REFERENCES: {"POST"},
    Leaf.REFERENCE: {"DELETE"},
}
LISTING = ("$select", "$filter", "$orderby", "$top", "$skip", "$count", "$expand", "$skiptoken")


class GraphView(GraphEndpoint):
    """Every address below a version."""

    router: ClassVar[Router] = Router(())

    def get(self, request: Request, version: str, path: str = "") -> HttpResponse:
        """Read."""
        if self.path.lower() == "$metadata":
            return HttpResponse(csdl(self.router.resources, version), content_type="application/xml; charset=utf-8")
        if not self.path:
            return self._service_root()
        address, options = self._address("GET")
        match address.leaf:
            case Leaf.COLLECTION:
                return self._list(address, options)
            case Leaf.COUNT:
                return self._count(address, options)
            case Leaf.PROPERTY:
                return self._property(address)
        return self._read(address, options)

    def post(self, request: Request, version: str, path: str = "") -> HttpResponse:
        """Create, act, link; or answer a batch."""
        if self.path.lower() == "$batch":
            return self._batch()
        address, _ = self._address("POST")
        if address.leaf is Leaf.ACTION and address.action:
            row = self._root(address)
            address.action.run(self.call, row, self._body())
            if address.action.status == 204:  # noqa: PLR2004
                return HttpResponse(status=204)
            return self._entity(self._root(address), address.root, address.root.path, status=address.action.status)
        if address.leaf is Leaf.REFERENCES:
            return self._link(address)
        if address.resource.create is None or (address.navigation and address.resource.path):
            raise MethodNotAllowed("The HTTP method 'POST' is not supported at this address.")
        parent = self._root(address) if address.navigation else None
        write = decode(self._body(), address.resource, self.version, is_new=True, parent=parent)
        made = address.resource.create(self.call, write)
        rows = address.navigation.rows(parent) if address.navigation else self._rows_of(address.root)
        row = self._one(rows, address.resource, address.resource.key_of(made))
        path = self._collection_path(address, parent)
        location = f"{self.encoder.base}/{path}('{address.resource.key_of(row)}')"
        if self._preference == "minimal":
            answer = HttpResponse(status=204)
            answer["Preference-Applied"] = "return=minimal"
        else:
            answer = self._entity(row, address.resource, path, status=201)
        answer["Location"] = location
        return answer

    def patch(self, request: Request, version: str, path: str = "") -> HttpResponse:
        """Change."""
        address, _ = self._address("PATCH")
        if address.navigation or address.root.update is None:
            raise MethodNotAllowed("The HTTP method 'PATCH' is not supported at this address.")
        row = self._root(address)
        address.root.update(self.call, row, decode(self._body(), address.root, self.version, is_new=False))
        wish = self._preference or ("minimal" if address.root.updates_silently else "representation")
        if wish == "minimal":
            answer = HttpResponse(status=204)
        else:
            answer = self._entity(self._root(address), address.root, address.root.path, status=200)
        if self._preference:
            answer["Preference-Applied"] = f"return={self._preference}"
        return answer

    def delete(self, request: Request, version: str, path: str = "") -> HttpResponse:
        """Delete, or unlink."""
        address, _ = self._address("DELETE")
        navigation = address.navigation
        if address.leaf is Leaf.REFERENCE and navigation and navigation.unlink:
            owner = self._root(address)
            navigation.unlink(self.call, owner, self._one(navigation.rows(owner), navigation.resource, address.item))
            return HttpResponse(status=204)
        if address.resource.delete is None or (navigation and address.resource.path):
            raise MethodNotAllowed("The HTTP method 'DELETE' is not supported at this address.")
        address.resource.delete(self.call, self._target(address))
        return HttpResponse(status=204)

    # What a request is about

    def _address(self, method: str) -> tuple[Address, Options]:
        """Where the path leads, once the caller may go there and the query is understood."""
        if UNFIT.search(self.path):
            raise Invalid("The path holds a character that is not allowed.")
        address = self.router.resolve(self.path, self.version)
        self.family = address.root.family
        self._permit(address.permissions(is_write=method != "GET"), address.root.also)
        if method not in METHODS[address.leaf]:
            raise MethodNotAllowed(f"The HTTP method '{method}' is not supported at this address.")
        self.now = self.request.auth.tenant.now()  # type: ignore[union-attr]
        return address, self._options(address)

    def _options(self, address: Address) -> Options:
        given = pairs_of(self.request.META.get("QUERY_STRING", ""))
        allowed = {
            Leaf.COLLECTION: LISTING if self.request.method != "POST" else (),
            Leaf.ENTITY: ("$select", "$expand"),
            Leaf.COUNT: ("$filter",),
        }.get(address.leaf, ())
        return read_options(given, address.resource, self.version, allowed=allowed)

    # Rows

    def _one(self, rows: Any, resource: Resource, wanted: str) -> Any:
        row = resource.narrowed(rows, wanted).first()
        if row is None:
            raise NotFound(
                f"Resource '{wanted}' does not exist or one of its queried reference-property objects are not present."
            )
        return row

    def _root(self, address: Address) -> Any:
        return self._one(self._rows_of(address.root), address.root, address.key)

    def _target(self, address: Address) -> Any:
        """The entity at the end of the path."""
        root = self._root(address)
        if address.navigation is None:
            return root
        return self._one(address.navigation.rows(root), address.resource, address.item)

    def _rows_of(self, resource: Resource) -> Any:
        rows = resource.rows(self.call.tenant)
        return rows if resource.rows_only in {"", self.version} else rows.none()

    def _collection(self, address: Address) -> tuple[Any, str]:
        """The rows of a collection, and its path as the context names it."""
        if address.navigation is None:
            return self._rows_of(address.root), address.root.path
        owner = self._root(address)
        return address.navigation.rows(owner), self._collection_path(address, owner)

    @staticmethod
    def _collection_path(address: Address, owner: Any) -> str:
        if address.navigation is None:
            return address.root.path
        inside = f"{address.root.path}('{address.root.key_of(owner)}')/{address.navigation.name}"
        return address.navigation.context or inside

    # Answers

    def _list(self, address: Address, options: Options) -> HttpResponse:
        rows, path = self._collection(address)
        if options.condition is not None:
            rows = rows.filter(options.condition)
        page = page_of(with_expanded(rows, options, self.call.tenant), address.resource, options)
        body = self.encoder.context(path, options, is_entity=False)
        if options.count:
            body["@odata.count"] = rows.count()
        if page.token:
            body["@odata.nextLink"] = self._next_link(page.token)
        is_typed = self._is_typed(address.resource, address.navigation)
        body["value"] = [
            self.encoder.entity(row, address.resource, options, path=path, is_typed=is_typed) for row in page.rows
        ]
        return self._json(body)

    def _count(self, address: Address, options: Options) -> HttpResponse:
        rows, _ = self._collection(address)
        if options.condition is not None:
            rows = rows.filter(options.condition)
        return HttpResponse(str(rows.count()), content_type="text/plain")

    def _read(self, address: Address, options: Options) -> HttpResponse:
        if address.navigation:
            owner = self._root(address)
            rows, path = address.navigation.rows(owner), self._collection_path(address, owner)
            wanted = address.item
        else:
            rows, path, wanted = self._rows_of(address.root), address.root.path, address.key
        row = self._one(with_expanded(rows, options, self.call.tenant), address.resource, wanted)
        return self._entity(row, address.resource, path, options=options, navigation=address.navigation)

    def _property(self, address: Address) -> HttpResponse:
        if address.one is None:
            raise NotFound("There is no such property.")
        row = self._target(address)
        value = self.encoder.value(row, address.resource, address.one)
        if value is None:
            return HttpResponse(status=204)
        owner = self._root(address) if address.navigation else None
        path = self._collection_path(address, owner)
        place = f"{path}('{address.resource.key_of(row)}')/{address.one.name}"
        return self._json({**self.encoder.context(place, Options(), is_entity=False), "value": value})

    def _entity(
        self,
        row: Any,
        resource: Resource,
        path: str,
        *,
        options: Options | None = None,
        navigation: Navigation | None = None,
        status: int = 200,
    ) -> HttpResponse:
        options = options or Options()
        is_typed = self._is_typed(resource, navigation)
        body = self.encoder.context(path, options, is_entity=True)
        body |= self.encoder.entity(row, resource, options, path=path, is_typed=is_typed)
        return self._json(body, status=status)

    @staticmethod
    def _is_typed(resource: Resource, navigation: Navigation | None) -> bool:
        return bool(resource.item_type or (navigation and navigation.type))

    def _link(self, address: Address) -> HttpResponse:
        navigation, body = address.navigation, self._body()
        if navigation is None or navigation.link is None or navigation.referents is None:
            raise MethodNotAllowed("The HTTP method 'POST' is not supported at this address.")
        reference = body.get("@odata.id")
        if not isinstance(reference, str) or UNFIT.search(reference):
            raise Invalid("The body must hold '@odata.id', the address of what is to be added.")
        owner = self._root(address)
        wanted = reference.rstrip("/").rpartition("/")[2]
        found = self._one(navigation.referents(self.call.tenant), navigation.resource, wanted)
        navigation.link(self.call, owner, found)
        return HttpResponse(status=204)

    def _next_link(self, token: str) -> str:
        given = pairs_of(self.request.META.get("QUERY_STRING", ""))
        query = urlencode(
            {**{name: value for name, value in given.items() if name != "$skip"}, "$skiptoken": token}, safe="$"
        )
        return f"{self.request.build_absolute_uri(self.request.path)}?{query}"

    def _service_root(self) -> HttpResponse:
        names = dict.fromkeys(one.path.split("/")[0] for one in self.router.resources if one.only in {"", self.version})
        sets = {one.path for one in self.router.resources}
        value = [{"name": name, "kind": "EntitySet" if name in sets else "Singleton", "url": name} for name in names]
        return self._json({"@odata.context": f"{self.encoder.base}/$metadata", "value": value})

    def _batch(self) -> HttpResponse:
        view = type(self).as_view(router=self.router)
        parts = read_batch(self._body())

        def ask(request: WSGIRequest, path: str) -> HttpResponse:
            return view(request, version=self.version, path=path)

        return self._json(run_batch(parts, self.request, self.version, ask))
