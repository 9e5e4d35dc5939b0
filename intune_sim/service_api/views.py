"""What do all calls of the service surfaces share? A token with the right role, request ids, JSON in and out."""

import uuid
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.exceptions import NotAuthenticated, UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from intune_sim.errors import Forbidden, NotFound
from intune_sim.service_api.decoding import S, decode
from intune_sim.service_api.rendering import OneForm


class ServiceView(APIView):
    """A view of a service surface. `roles` are the permissions of which the token must hold one."""

    roles: ClassVar[tuple[str, ...]] = ()
    http_method_names: ClassVar[list[str]] = ["get", "post", "put", "patch", "delete", "head"]  # type: ignore[misc]
    content_negotiation_class = OneForm

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Give the request its ids before anything can go wrong."""
        asked = super().initialize_request(request, *args, **kwargs)
        request_id = str(uuid.uuid4())
        request.request_id = request_id  # type: ignore[attr-defined]
        request.client_request_id = request.headers.get("client-request-id") or request_id  # type: ignore[attr-defined]
        return asked

    def check_permissions(self, request: Request) -> None:
        """Let in a token that holds one of the roles. Raises `NotAuthenticated` and `Forbidden`."""
        if request.auth is None:
            raise NotAuthenticated("The access token is missing.")
        wanted = self.roles_for(request)
        if not self.caller.roles.intersection(wanted):
            raise Forbidden(f"The access token lacks the role {' or '.join(wanted)}.")

    @property
    def caller(self) -> Any:
        """Who calls: what the authentication of the settings made of the token, with tenant, roles and actor."""
        return self.request.auth

    def roles_for(self, request: Request) -> tuple[str, ...]:
        """The roles of which this call needs one."""
        return self.roles

    def body(self, kind: type[S]) -> S:
        """What the caller sent. Raises `Invalid`, `ParseError` and `UnsupportedMediaType`."""
        return decode(self.parsed_body(), kind)

    def parsed_body(self) -> Any:
        """The body as plain values; an empty one is an empty object."""
        if not self.request.content_type and self.request.META.get("CONTENT_LENGTH") not in {None, "", "0"}:
            raise UnsupportedMediaType("", "The body has no Content-Type; it must be application/json.")
        return self.request.data

    def finalize_response(self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any) -> Response:
        """Give every answer its ids, and nobody a reason to keep it."""
        answer = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        answer["request-id"] = request.request_id  # type: ignore[attr-defined]
        answer["client-request-id"] = request.client_request_id  # type: ignore[attr-defined]
        answer["Cache-Control"] = "no-store"
        return answer


class UnknownAddress(ServiceView):
    """Whatever no surface serves: 404 in the envelope, for any method and without a token."""

    authentication_classes = ()
    schema = None

    def check_permissions(self, request: Request) -> None:
        """Refuse whoever asks."""
        raise NotFound(f"Resource not found for the address '{request.path}'.")
