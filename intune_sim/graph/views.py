"""How is a Graph request answered? One view for every declared resource, and the envelope for everything else."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ClassVar, NoReturn, TypeVar
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request

from intune_sim.errors import Invalid
from intune_sim.graph import documents
from intune_sim.graph.batch import read_batch, run_batch
from intune_sim.graph.calling import body_of, called
from intune_sim.graph.decoding import decode, key_in, picked
from intune_sim.graph.documents import UNFIT
from intune_sim.graph.endpoint import GraphEndpoint
from intune_sim.graph.entity_tags import names
from intune_sim.graph.errors import MethodNotAllowed, NotServed, PreconditionFailed
from intune_sim.graph.expanding import expand
from intune_sim.graph.known import is_known, is_name
from intune_sim.graph.listing import Listed, counted, listed
from intune_sim.graph.metadata import csdl, returned
from intune_sim.graph.odata.options import Options, pairs_of, read_options
from intune_sim.graph.places import Place, entity_at, place_at
from intune_sim.graph.resources import Action, Function, Property, Resource, Shape
from intune_sim.graph.router import Address, Key, Leaf, Nowhere, Router, methods_of, nowhere

LISTING = ("$select", "$filter", "$search", "$orderby", "$top", "$skip", "$count", "$expand", "$skiptoken")
#: A write takes them as well: they shape what it answers, and tools send those of their reads with every call.
READING = ("$select", "$expand")
REFERRING = ("$filter", "$search", "$orderby", "$top", "$skip", "$count", "$skiptoken")
NONE = Options()

C = TypeVar("C", Action, Function)
#: What the addresses take that are no resource's.
ADDRESSES: Mapping[str, set[str]] = {"": {"GET"}, "$metadata": {"GET"}, "$batch": {"POST"}}


def unsupported(method: str) -> MethodNotAllowed:
    """The refusal of a method."""
    return MethodNotAllowed(f"The HTTP method '{method}' is not supported at this address.")


class UnknownVersion(GraphEndpoint):
    """Every address below a version that Graph has not."""

    def check_permissions(self, request: Request) -> None:
        """Refuse whoever asks."""
        raise Invalid(f"Invalid version: {self.version}")


class GraphView(GraphEndpoint):
    """Every address below a version."""

    router: ClassVar[Router] = Router(())
    #: The options of the query, each with its `$`.
    given: Mapping[str, str]

    def get(self, request: Request, version: str, path: str = "") -> HttpResponse:
        """Read."""
        if self.path.lower() == "$metadata":
            return HttpResponse(csdl(self.router.resources, version), content_type="application/xml; charset=utf-8")
        if not self.path:
            return self._service_root()
        address = self._address("GET")
        if isinstance(address.bound, Function):
            return self._call(address)
        place = place_at(address, self.call)
        match address.leaf:
            case Leaf.COLLECTION:
                return self._list(place)
            case Leaf.REFERENCES:
                return self._references(place)
            case Leaf.COUNT:
                return HttpResponse(str(counted(place, self.given, self.call)), content_type="text/plain")
            case Leaf.PROPERTY:
                return self._property(place, address)
        return self._read(place)

    def post(self, request: Request, version: str, path: str = "") -> HttpResponse:
        """Create, act, link; or answer a batch."""
        if self.path.lower() == "$batch":
            return self._batch()
        address = self._address("POST")
        self._refuse_options(*READING)
        if isinstance(address.bound, Action):
            self.given = {}
            return self._act(address)
        place = place_at(address, self.call)
        if address.leaf is Leaf.REFERENCES:
            return self._link(place)
        body = self._body()
        own = picked(body, place.resource, self.version)
        create = own.create or place.resource.create
        if create is None:
            raise unsupported("POST")
        write = decode(body, own, self.version, is_new=True, parent=place.owner, base=place.resource)
        options = read_options(self.given, own, self.call)
        key = own.key_of(create(self.call, write))
        place = replace(place_at(address, self.call), wanted=key)
        row = entity_at(place)
        is_minimal = self._wish() == "minimal"
        answer = HttpResponse(status=204) if is_minimal else self._entity(row, place, options, status=own.created)
        answer["Location"] = f"{self.encoder.base}/{place.item_path(row)}"
        return answer

    def patch(self, request: Request, version: str, path: str = "") -> HttpResponse:
        """Change."""
        address = self._address("PATCH")
        self._refuse_options(*READING)
        place = place_at(address, self.call)
        with self._unchanged(place) as row:
            own = place.resource.own(row)
            update = own.update or place.resource.update
            if update is None:
                raise unsupported("PATCH")
            write = decode(self._body(), own, self.version, is_new=False, parent=place.owner, base=place.resource)
            options = read_options(self.given, own, self.call)
            update(self.call, row, write)
        wish = self._wish() or ("minimal" if own.updates_silently else "representation")
        if wish == "minimal":
            return HttpResponse(status=204)
        place = place_at(address, self.call)
        return self._entity(entity_at(place), place, options)

    def delete(self, request: Request, version: str, path: str = "") -> HttpResponse:
        """Delete, or unlink."""
        address = self._address("DELETE")
        place = place_at(address, self.call)
        if address.leaf is Leaf.REFERENCES:
            place = replace(place, wanted=key_in(self.asked.get("@id"), name="@id"))
        else:
            self._refuse_options(*READING)
        if address.leaf in {Leaf.REFERENCE, Leaf.REFERENCES} and place.navigation and place.navigation.unlink:
            place.navigation.unlink(self.call, place.owner, entity_at(place))
            return HttpResponse(status=204)
        with self._unchanged(place) as row:
            delete = place.resource.own(row).delete or place.resource.delete
            if delete is None:
                raise unsupported("DELETE")
            delete(self.call, row)
        return HttpResponse(status=204)

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse a method that no address takes, unless the address is not there at all."""
        self._address(str(request.method))
        raise unsupported(str(request.method))

    @contextmanager
    def _unchanged(self, place: Place) -> Iterator[Any]:
        """The entity, held until the write is done where the caller says with `If-Match` what it knows of it.

        Raises `PreconditionFailed` where it has changed since.
        """
        known = self.request.headers.get("If-Match", "")
        if not known:
            yield entity_at(place)
            return
        with transaction.atomic():
            row = entity_at(place)
            if isinstance(row, Model):
                type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
                row = entity_at(place)
            if not names(known, self.encoder.tag(row, place.resource.own(row))):
                raise PreconditionFailed("The entity has changed since it was read: its ETag is another.")
            yield row

    # What a request is about

    def _address(self, method: str) -> Address:
        """Where the path leads, once the caller may go there and the address takes the method."""
        if UNFIT.search(self.path):
            raise Invalid("The path holds a character that is not allowed.")
        if self.path.lower() in ADDRESSES:
            self.allowed = ADDRESSES[self.path.lower()]
            raise unsupported(method)
        address = self._resolved()
        self.family = address.root.family
        self.allowed = methods_of(address, self.version)
        if method not in self.allowed:
            raise unsupported(method)
        is_write = method != "GET"
        action = address.bound.name if address.bound else ""
        self._permit(address.permissions(is_write=is_write), address.root.also, action=action)
        self._count(address.root, is_write=is_write)
        self.now = self.request.auth.tenant.now()  # type: ignore[union-attr]
        self._read_query(address)
        return address

    def _read_query(self, address: Address) -> None:
        """Part OData's options from the resource's own. Raises `Invalid`."""
        own = ("@id", *address.root.own_options) if address.leaf is Leaf.REFERENCES else address.root.own_options
        given = pairs_of(self.request.META.get("QUERY_STRING", ""), own)
        self.given = {name: value for name, value in given.items() if name.startswith("$")}
        self.asked = {name: value for name, value in given.items() if name not in self.given}
        if "$search" in self.given and self.request.headers.get("ConsistencyLevel", "").lower() != "eventual":
            raise Invalid("Request with $search query parameter needs the request header 'ConsistencyLevel: eventual'.")

    def _resolved(self) -> Address:
        """The address of the path. Raises `Invalid`, or `NotServed` for what Graph has and this server has not."""
        refusal = NotServed(f"Microsoft Graph has '{self.path}', and this server has not: see {self.origin}/coverage.")
        try:
            address = self.router.resolve(self.path, self.version)
        except Nowhere as error:
            if is_known(self.path, self.version):
                raise refusal from error
            raise
        # What looks like a key may be the name of an action that is not served.
        is_key = address.leaf is Leaf.ENTITY and address.steps and isinstance(address.steps[-1], Key)
        if is_key and is_name(self.path, self.version):
            raise refusal
        return address

    def _refuse_options(self, *taken: str) -> None:
        """Raise `Invalid` for any option but these."""
        for option in self.given:
            if option not in taken:
                raise Invalid(f"The query option '{option}' is not supported here.")

    # Answers

    def _list(self, place: Place, *, context: str = "") -> HttpResponse:
        encoder = self.encoder
        page = listed(place, self.given, self.call, allowed=LISTING)
        told = encoder.context(context or place.path, self._chosen(place), is_entity=False)
        items = [
            encoder.entity(row, own, options, path=place.item_path(row), is_typed=place.is_typed)
            for row, own, options in page.items
        ]
        return self._page(told, page, items)

    def _references(self, place: Place) -> HttpResponse:
        """The addresses of a collection's items."""
        page = listed(place, self.given, self.call, allowed=REFERRING)
        told = {"@odata.context": f"{self.encoder.base}/$metadata#Collection($ref)"}
        wider = place.navigation.context if place.navigation else ""
        keys = (f"{wider}/{own.key_of(row)}" if wider else place.item_path(row) for row, own, _ in page.items)
        return self._page(told, page, [{"@odata.id": f"{self.encoder.base}/{key}"} for key in keys])

    def _page(self, context: Mapping[str, Any], page: Listed, items: list[dict[str, Any]]) -> HttpResponse:
        """A page of a collection under its context, with what leads to the next one."""
        body = dict(context)
        if page.count is not None:
            body["@odata.count"] = page.count
        if page.token:
            body["@odata.nextLink"] = self._next_link(page.token)
        return self._json({**body, "value": items})

    def _chosen(self, place: Place) -> Options:
        """The options of the context."""
        if "$select" not in self.given:
            return NONE
        return read_options({"$select": self.given["$select"]}, place.resource, self.call)

    def _read(self, place: Place) -> HttpResponse:
        row = entity_at(place)
        options = read_options(self.given, place.resource.own(row), self.call, allowed=READING)
        return self._entity(row, place, options)

    def _property(self, place: Place, address: Address) -> HttpResponse:
        self._refuse_options()
        row = entity_at(place)
        own = place.resource.own(row)
        one = address.one and own.property_named(address.one.name, self.version)
        if one is None:
            raise nowhere(self.path.rpartition("/")[2])
        value = self.encoder.value(row, own, one)
        if value is None:
            return HttpResponse(status=204)
        context = self.encoder.context(f"{place.item_path(row)}/{one.name}", NONE, is_entity=False)
        return self._json({**context, "value": value})

    def _entity(self, row: Any, place: Place, options: Options | None = None, *, status: int = 200) -> HttpResponse:
        options = options or NONE
        own, encoder = place.resource.own(row), self.encoder
        tag = encoder.tag(row, own)
        # What is expanded may change while the entity does not.
        is_known = self.request.method in {"GET", "HEAD"} and not options.expand
        if is_known and names(self.request.headers.get("If-None-Match", ""), tag):
            return HttpResponse(status=304, headers={"ETag": tag})
        expand([row], options, self.call.tenant)
        body = encoder.context(place.path, options, is_entity=True)
        body |= encoder.entity(row, own, options, path=place.item_path(row), is_typed=place.is_typed)
        answer = self._json(body, status=status)
        answer["ETag"] = tag
        return answer

    def _link(self, place: Place) -> HttpResponse:
        navigation, body = place.navigation, self._body()
        if navigation is None or navigation.link is None or navigation.referents is None:
            raise unsupported("POST")
        wanted = key_in(body.get("@odata.id"), name="@odata.id")
        referents = replace(place, rows=navigation.referents(self.call.tenant), wanted=wanted)
        navigation.link(self.call, place.owner, entity_at(referents))
        return HttpResponse(status=204)

    # Actions and functions

    def _act(self, address: Address) -> HttpResponse:
        place, own, entity = self._behind(address)
        known = own.set_actions if address.is_of_set else (*own.actions, *place.resource.actions)
        action, *_ = self._named(known, address)
        result = action.run(self.call, *entity, body_of(action, self._body(), self.version))
        if action.status == 204:  # noqa: PLR2004
            return HttpResponse(status=204)
        if action.returns:
            return self._result(action, result)
        return self._entity(entity_at(place), place, status=action.status)

    def _call(self, address: Address) -> HttpResponse:
        place, own, entity = self._behind(address)
        known = own.set_functions if address.is_of_set else (*own.functions, *place.resource.functions)
        function, parameters = called(self._named(known, address), address.arguments)
        return self._result(function, function.run(self.call, *entity, **parameters))

    def _behind(self, address: Address) -> tuple[Place, Resource, tuple[Any, ...]]:
        """Behind what an action or a function stands: the place, the type, and the entity unless it is the collection."""
        place = place_at(address, self.call)
        if address.is_of_set:
            return place, place.resource, ()
        row = entity_at(place)
        return place, place.resource.own(row), (row,)

    def _named(self, known: Iterable[C], address: Address) -> list[C]:
        """Those that have the address's name in this version. Raises `Invalid` where the entity's own type has none."""
        wanted = address.bound.name if address.bound else ""
        named = [one for one in known if one.name == wanted and one.is_in(self.version)]
        if not named:
            raise nowhere(self.path.rpartition("/")[2])
        return named

    def _result(self, bound: Action | Function, result: Any) -> HttpResponse:
        """What an action or a function returned, under the context of its type."""
        kind = returned(bound)
        if isinstance(bound.returns, Resource):
            rows = result if bound.many else () if result is None else (result,)
            place = Place(resource=bound.returns, rows=rows, path=kind, is_single=not bound.many)
            if bound.many:
                return self._list(place)
            return HttpResponse(status=204) if result is None else self._single(place, result)
        self._refuse_options()
        if result is None:
            return HttpResponse(status=204)
        if isinstance(bound.returns, Shape):
            one = Property(name="value", shape=bound.returns, many=bound.many)
            is_annotated = self.encoder.metadata != "none"
            result = documents.shown(
                result, one, self.version, is_annotated=is_annotated, all_members=self.preferences.all_members
            )
        context = self.encoder.context(kind, NONE, is_entity=False)
        if not bound.many and isinstance(result, dict):
            return self._json({**context, **result})
        return self._json({**context, "value": list(result) if bound.many else result})

    def _single(self, place: Place, row: Any) -> HttpResponse:
        options = read_options(self.given, place.resource, self.call, allowed=READING)
        own = place.resource.own(row)
        expand([row], options, self.call.tenant)
        body = self.encoder.context(place.path, options, is_entity=False)
        body |= self.encoder.entity(row, own, options, path=place.path, is_typed=place.is_typed)
        return self._json(body)

    def _next_link(self, token: str) -> str:
        kept = {name: value for name, value in self.given.items() if name != "$skip"}
        query = urlencode({**self.asked, **kept, "$skiptoken": token}, safe="$")
        return f"{self.request.build_absolute_uri(self.request.path)}?{query}"

    def _service_root(self) -> HttpResponse:
        served = [one for one in self.router.resources if one.is_in(self.version)]
        sets = {one.path for one in served if not one.is_single}
        names = dict.fromkeys(one.path.split("/")[0] for one in served)
        value = [{"name": name, "kind": "EntitySet" if name in sets else "Singleton", "url": name} for name in names]
        return self._json({"@odata.context": f"{self.encoder.base}/$metadata", "value": value})

    def _batch(self) -> HttpResponse:
        view = type(self).as_view(router=self.router)
        parts = read_batch(self._body())

        def ask(request: WSGIRequest, path: str) -> HttpResponse:
            return view(request, version=self.version, path=path)

        return self._json(run_batch(parts, self.request, self.version, ask))
