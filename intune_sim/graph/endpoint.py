"""What do all answers below a version of Graph share? Who asks, headers, bodies, and the envelope of every refusal."""

import logging
import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import APIException, NotAuthenticated, UnsupportedMediaType
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, set_rollback

from intune_sim.errors import DomainError, Forbidden, Invalid
from intune_sim.graph import evolvable, throttling
from intune_sim.graph.encoding import Encoder
from intune_sim.graph.errors import (
    MethodNotAllowed,
    NotServed,
    TooManyRequests,
    code_of,
    envelope,
    nested,
    status_of,
)
from intune_sim.graph.preferences import Preferences, preferences_of
from intune_sim.graph.resources import Call, Family, Resource

logger = logging.getLogger(__name__)

JSON = "application/json; odata.metadata={}; odata.streaming=true; IEEE754Compatible=false; charset=utf-8"


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


class GraphEndpoint(APIView):
    """The manners of Graph, whatever is asked for."""

    content_negotiation_class = GraphNegotiation
    renderer_classes = (JSONRenderer,)
    schema = None
    http_method_names: ClassVar[list[str]] = ["get", "post", "patch", "delete", "head"]  # type: ignore[misc]
    #: The family of what is asked for, as soon as it is known.
    family: Family | None = None
    now: datetime
    #: The query options that are the resource's own.
    asked: Mapping[str, str] = MappingProxyType({})
    #: The methods that the address takes, as soon as they are known.
    allowed: Collection[str] = ()
    preferences: Preferences
    #: The preferences that are followed.
    applied: list[str]

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Give the request its ids before anything can go wrong."""
        request_id = str(uuid.uuid4())
        echo = request.headers.get("client-request-id", "")
        request.request_id = request_id  # type: ignore[attr-defined]
        request.client_request_id = echo if echo.isprintable() and echo else request_id  # type: ignore[attr-defined]
        self.preferences = preferences_of(request.headers.get("Prefer", ""))
        self.applied = [evolvable.PREFERENCE] if self.preferences.all_members else []
        return super().initialize_request(request, *args, **kwargs)

    def check_permissions(self, request: Request) -> None:
        """Whoever asks has a token; only `$metadata` is for everybody."""
        if request.auth is None and self.path.lower() != "$metadata":
            raise NotAuthenticated("Access token is empty.")

    def finalize_response(self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any) -> Response:
        """Give every answer Graph's headers."""
        answer = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        del answer["Allow"]
        if answer.status_code == 405:  # noqa: PLR2004 - whoever is refused a method is told the others
            answer["Allow"] = ", ".join(sorted({*self.allowed, *(("HEAD",) if "GET" in self.allowed else ())}))
        answer["request-id"] = request.request_id  # type: ignore[attr-defined]
        answer["client-request-id"] = request.client_request_id  # type: ignore[attr-defined]
        answer["x-ms-ags-diagnostic"] = '{"ServerInfo":{"DataCenter":"Local","Slice":"E","Ring":"1"}}'
        answer["OData-Version"] = "4.0"
        answer["Cache-Control"] = "no-cache"
        patch_vary_headers(answer, ("Accept-Encoding",))
        if request.is_secure():
            answer["Strict-Transport-Security"] = "max-age=31536000"
        if answer.status_code == 204:  # noqa: PLR2004 - there is no content that could have a type
            del answer["Content-Type"]
        if self.applied and answer.status_code < 400:  # noqa: PLR2004 - HTTP's failures
            answer["Preference-Applied"] = ", ".join(self.applied)
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
        if isinstance(exc, TooManyRequests):
            answer["Retry-After"] = str(exc.retry_after)
        return answer

    @property
    def version(self) -> str:
        """The version of Graph."""
        return str(self.kwargs["version"]).lower()

    @property
    def path(self) -> str:
        """The path behind the version."""
        return str(self.kwargs.get("path") or "").strip("/")

    @property
    def origin(self) -> str:
        """Scheme and host that the client used."""
        return f"{self.request.scheme}://{self.request.get_host()}"

    @property
    def call(self) -> Call:
        """Who asks, where and when."""
        caller: Any = self.request.auth
        return Call(
            tenant=caller.tenant,
            by=caller.actor,
            now=self.now,
            version=self.version,
            permit=lambda wanted: self._permit(wanted, method="GET"),
            asked=self.asked,
        )

    @property
    def encoder(self) -> Encoder:
        """The writer of this answer."""
        accept = self.request.headers.get("Accept", "").replace(" ", "").lower()
        wish = next((wish for wish in ("none", "full") if f"odata.metadata={wish}" in accept), "minimal")
        return Encoder(
            version=self.version,
            base=f"{self.origin}/{self.version}",
            metadata=wish,
            all_members=self.preferences.all_members,
        )

    def _wish(self) -> str:
        """What the caller would have a write answered with, `minimal` or `representation`; it is told so."""
        wish = self.preferences.answer
        if wish:
            self.applied.append(f"return={wish}")
        return wish

    def _permit(
        self, wanted: tuple[str, ...], also: tuple[str, ...] = (), *, method: str = "", action: str = ""
    ) -> None:
        """One of the `wanted` permissions is needed, and all of the others; a user's roles must allow it too.

        Raises `Forbidden`, naming what is missing.
        """
        caller: Any = self.request.auth
        missing = [one for one in also if one not in caller.roles]
        if not caller.roles.intersection(wanted):
            missing = [", ".join(wanted), *(one for one in missing if (one,) != wanted)]
        if missing:
            raise Forbidden(
                "Application is not authorized to perform this operation. "
                f"Application must have one of the following scopes: {' and '.join(missing)}"
            )
        if lacking := caller.lacks(wanted, method=method or self.request.method, action=action):
            raise Forbidden(
                f"User is not authorized to perform this operation. The user's roles do not allow: {lacking}"
            )

    def _count(self, root: Resource, *, is_write: bool) -> None:
        """Keep to the limits, where the tenant has them on. Raises `TooManyRequests`."""
        caller: Any = self.request.auth
        if caller.tenant.is_throttled:
            tenant, application = str(caller.tenant.graph_id), str(caller.application.client_id)
            throttling.count(root, tenant=tenant, application=application, is_write=is_write)

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

    def _json(self, body: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        metadata = self.encoder.metadata if status < 400 else "minimal"  # noqa: PLR2004
        return HttpResponse(orjson.dumps(body), status=status, content_type=JSON.format(metadata))

    def _traced(self, message: str) -> str:
        """A message as Intune's services end it: with what their support asks for."""
        activity: str = self.request.request_id  # type: ignore[attr-defined]
        return (
            f"{message} - Operation ID (for customer support): {uuid.UUID(int=0)} - Activity ID: {activity}"
            f" - Url: {self.origin}{self.request.path}?api-version={self.version}"
        )

    def _verdict(self, error: Exception) -> tuple[int, str, str]:
        """Status, code and message."""
        if isinstance(error, DomainError):
            status = status_of(error)
            is_nested = self.family is Family.INTUNE and not isinstance(error, MethodNotAllowed | NotServed)
            message = nested(self._traced(error.message)) if is_nested else error.message
            return status, code_of(status, self.family), message
        if isinstance(error, APIException):
            return error.status_code, code_of(error.status_code, self.family), str(error.detail)
        if isinstance(error, RequestDataTooBig):
            return 413, code_of(413, None), "The body is too large."
        return 500, code_of(500, None), "Something went wrong inside the simulator. Its log says what."
