"""How is a Graph request answered? One view for every declared resource, and the envelope for everything else."""

import logging
import uuid
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, ClassVar
from urllib.parse import urlencode

import orjson
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.exceptions import APIException, NotAuthenticated, UnsupportedMediaType
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, set_rollback

from intune_sim.errors import DomainError, Forbidden, Invalid, NotFound
from intune_sim.graph.batch import Part, read_batch, relative, run_batch
from intune_sim.graph.decoding import UNFIT, decode
from intune_sim.graph.encoding import Encoder, with_expanded
from intune_sim.graph.errors import code_of, envelope, nested, status_of
from intune_sim.graph.metadata import csdl
from intune_sim.graph.odata.options import Options, pairs_of, read_options
from intune_sim.graph.odata.paging import page_of
from intune_sim.graph.resources import Call, Family, Navigation, Resource
from intune_sim.graph.router import Address, Leaf, Router

logger = logging.getLogger(__name__)

JSON = "application/json; odata.metadata={}; odata.streaming=true; IEEE754Compatible=false; charset=utf-8"
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
RETURNS = {"return=minimal", "return=representation"}
#: What a part of a batch does not take over from the batch's own request.
OF_THE_BATCH = {"CONTENT_TYPE", "CONTENT_LENGTH", "QUERY_STRING", "wsgi.input", "HTTP_PREFER"}


class MethodNotAllowed(DomainError):
    """The address exists and does not take the method."""


class GraphNegotiation(BaseContentNegotiation):
    """Answers are JSON whatever is accepted; a body must be JSON, whatever parameters its type carries."""

    def select_parser(self, request: Request, parsers: Sequence[BaseParser]) -> BaseParser | None:  # type: ignore[override]
        """The JSON parser; None, and so 415, for any other type."""
        kind = (request.content_type or "").lower().partition(";")[0].strip()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(  # type: ignore[override]
        self, request: Request, renderers: Sequence[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The first renderer, always."""
        return renderers[0], str(renderers[0].media_type)


class GraphView(APIView):
    """Every address below a version."""

    content_negotiation_class = GraphNegotiation
    renderer_classes = (JSONRenderer,)
    schema = None
    http_method_names: ClassVar[list[str]] = ["get", "post", "patch", "delete", "head"]  # type: ignore[misc]
    router: ClassVar[Router] = Router(())
    family: Family | None = None

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Give the request its ids before anything can go wrong."""
        request_id = str(uuid.uuid4())
        echo = request.headers.get("client-request-id", "")
        request.request_id = request_id  # type: ignore[attr-defined]
        request.client_request_id = echo if echo.isprintable() and echo else request_id  # type: ignore[attr-defined]
        return super().initialize_request(request, *args, **kwargs)

    def check_permissions(self, request: Request) -> None:
        """Whoever asks has a token; only `$metadata` is for everybody."""
        if request.auth is None and self.path.lower() != "$metadata":
            raise NotAuthenticated("Access token is empty.")

    def finalize_response(self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any) -> Response:
        """Give every answer Graph's headers."""
        answer = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        answer["request-id"] = request.request_id  # type: ignore[attr-defined]
        answer["client-request-id"] = request.client_request_id  # type: ignore[attr-defined]
        answer["x-ms-ags-diagnostic"] = '{"ServerInfo":{"DataCenter":"Local","Slice":"E","Ring":"1"}}'
        answer["OData-Version"] = "4.0"
        answer["Cache-Control"] = "no-cache"
        return answer

    def handle_exception(self, exc: Exception) -> HttpResponse:  # type: ignore[override]
        """The envelope of a refusal or a failure."""
        set_rollback()
        status, code, message = self._verdict(exc)
        if status == 500:  # noqa: PLR2004 - nobody foresaw it
            logger.error("%s %s failed.", self.request.method, self.request.path, exc_info=exc)
        body = envelope(
            code=code,
            message=message,
            request_id=self.request.request_id,  # type: ignore[attr-defined]
            client_request_id=self.request.client_request_id,  # type: ignore[attr-defined]
        )
        answer = self._json(body, status=status)
        if status == 401:  # noqa: PLR2004
            answer["WWW-Authenticate"] = self.get_authenticate_header(self.request) or "Bearer"
        return answer

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

    @property
    def version(self) -> str:
        """The version of Graph."""
        return str(self.kwargs["version"])

    @property
    def path(self) -> str:
        """The path behind the version."""
        return str(self.kwargs.get("path") or "").strip("/")

    @property
    def call(self) -> Call:
        """Who asks, where and when."""
        caller: Any = self.request.auth
        return Call(tenant=caller.tenant, by=caller.actor, now=self.now, version=self.version)

    @property
    def encoder(self) -> Encoder:
        """The writer of this answer."""
        accept = self.request.headers.get("Accept", "").replace(" ", "").lower()
        wish = next((wish for wish in ("none", "full") if f"odata.metadata={wish}" in accept), "minimal")
        base = f"{self.request.scheme}://{self.request.get_host()}/{self.version}"
        return Encoder(version=self.version, base=base, metadata=wish)

    @property
    def _preference(self) -> str:
        wishes = self.request.headers.get("Prefer", "").replace(" ", "").lower().split(",")
        return next((wish.removeprefix("return=") for wish in wishes if wish in RETURNS), "")

    def _address(self, method: str) -> tuple[Address, Options]:
        """Where the path leads, once the caller may go there and the query is understood."""
        if UNFIT.search(self.path):
            raise Invalid("The path holds a character that is not allowed.")
        address = self.router.resolve(self.path, self.version)
        self.family = address.root.family
        self._permit(address.permissions(is_write=method != "GET"))
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

    def _permit(self, wanted: tuple[str, ...]) -> None:
        caller: Any = self.request.auth
        if not caller.roles.intersection(wanted):
            raise Forbidden(
                "Application is not authorized to perform this operation. "
                f"Application must have one of the following scopes: {', '.join(wanted)}"
            )

    def _body(self) -> Any:
        if not self.request.content_type and self.request.META.get("CONTENT_LENGTH") not in {None, "", "0"}:
            raise UnsupportedMediaType("", "The body has no Content-Type; it must be application/json.")
        body = self.request.data if self.request.META.get("CONTENT_LENGTH") not in {None, "", "0"} else {}
        if not isinstance(body, dict):
            raise Invalid("The body must be a JSON object.")
        try:
            orjson.dumps(body)
        except TypeError as error:
            raise Invalid("The body holds a number that is too large, or text that is none.") from error
        return body

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

    def _json(self, body: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        metadata = self.encoder.metadata if status < 400 else "minimal"  # noqa: PLR2004
        return HttpResponse(orjson.dumps(body), status=status, content_type=JSON.format(metadata))

    def _verdict(self, error: Exception) -> tuple[int, str, str]:
        """Status, code and message."""
        if isinstance(error, MethodNotAllowed):
            return 405, code_of(405, self.family), error.message
        if isinstance(error, DomainError):
            status = status_of(error)
            message = nested(error.message) if self.family is Family.INTUNE else error.message
            return status, code_of(status, self.family), message
        if isinstance(error, APIException):
            return error.status_code, code_of(error.status_code, self.family), str(error.detail)
        if isinstance(error, RequestDataTooBig):
            return 413, code_of(413, None), "The body is too large."
        return 500, code_of(500, None), "Something went wrong inside the simulator. Its log says what."

    # $batch

    def _batch(self) -> HttpResponse:
        parts = read_batch(self._body())
        return self._json(run_batch(parts, self._answer_part, self._fail_part))

    def _answer_part(self, part: Part) -> dict[str, Any]:
        path, query = relative(part.url, self.version)
        body = b"" if part.body is None else orjson.dumps(part.body)
        environ = {name: value for name, value in self.request.META.items() if name not in OF_THE_BATCH}
        environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in part.headers.items()
                    if name not in {"content-type", "content-length", "authorization", "host"}}  # fmt: skip
        environ |= {
            "REQUEST_METHOD": part.method,
            "PATH_INFO": f"/{self.version}/{path}".encode().decode("latin-1"),
            "SCRIPT_NAME": "",
            "QUERY_STRING": query,
            "CONTENT_TYPE": part.headers.get("content-type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
        answer = type(self).as_view(router=self.router)(WSGIRequest(environ), version=self.version, path=path)
        headers = {name: answer[name] for name in ("Content-Type", "Location", "request-id") if name in answer}
        content = answer.content
        found: dict[str, Any] = {"status": answer.status_code, "headers": headers}
        if content:
            found["body"] = orjson.loads(content) if "json" in headers["Content-Type"] else content.decode()
        else:
            headers.pop("Content-Type", None)
        return found

    def _fail_part(self, part: Part) -> dict[str, Any]:
        body = envelope(
            code=code_of(424, None),
            message="A request that this one depends on has failed.",
            request_id=self.request.request_id,  # type: ignore[attr-defined]
            client_request_id=self.request.client_request_id,  # type: ignore[attr-defined]
        )
        return {"status": 424, "headers": {"Content-Type": "application/json"}, "body": body}
