"""What do the service surfaces promise? Their OpenAPI document, made from the very structs that calls are read into."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent

from intune_sim.service_api.decoding import Answer

Handler = TypeVar("Handler", bound=Callable[..., Any])

#: The surfaces by the start of their addresses.
SURFACES = {
    "/partner/": "Partner surface",
    "/mam/": "Managed-app surface",
    "/_simulator/": "Simulator surface",
}


class InnerError(msgspec.Struct, rename={"request_id": "request-id", "client_request_id": "client-request-id"}):
    """When a call was refused, and under which ids."""

    date: str
    request_id: str
    client_request_id: str


class Error(Answer):
    """Why a call was refused: the code is for programs, the message for people."""

    code: str
    message: str
    inner_error: InnerError


class Refusal(Answer):
    """Microsoft Graph's error envelope."""

    error: Error


@dataclass(frozen=True)
class Contract:
    """What one call takes and answers."""

    body: type[msgspec.Struct] | None
    answers: Mapping[int, type[msgspec.Struct] | None]
    refusals: tuple[int, ...]


def contract(
    *,
    body: type[msgspec.Struct] | None = None,
    answers: Mapping[int, type[msgspec.Struct] | None],
    refusals: tuple[int, ...] = (),
) -> Callable[[Handler], Handler]:
    """Say what a handler takes, what it answers by status, and how else it may refuse than every call does."""

    def decorate(handler: Handler) -> Handler:
        handler.contract = Contract(body, answers, refusals)  # type: ignore[attr-defined]
        return handler

    return decorate


class ContractSchema(AutoSchema):
    """Describes a handler by its contract, its docstring and the roles of its view."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry
    ) -> dict[str, Any]:
        """The operation of one address and method."""
        handler = getattr(self.view, method.lower())
        promised: Contract = handler.contract
        operation = {
            "operationId": f"{method.lower()}{type(self.view).__name__.removesuffix('View')}",
            "summary": handler.__doc__.strip(),
            "description": f"Needs the role {' or '.join(_roles(self.view))}.",
            "tags": [next(name for start, name in SURFACES.items() if path.startswith(start))],
            "parameters": [
                {"in": "path", "name": name, "required": True, "schema": {"type": "string", "format": "uuid"}}
                for name in _parameters(path)
            ],
            "security": [{"accessToken": []}],
            "responses": {
                str(status): _response(status, kind, registry) for status, kind in _outcomes(promised).items()
            },
        }
        if promised.body:
            operation["requestBody"] = {
                "required": _has_required(promised.body),
                "content": {"application/json": {"schema": _reference(promised.body, registry)}},
            }
        return operation


def service_surfaces_only(endpoints: list[tuple[str, str, str, Any]]) -> list[tuple[str, str, str, Any]]:
    """The addresses that the document covers."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(tuple(SURFACES))]


def _roles(view: Any) -> tuple[str, ...]:
    """The roles of which a call needs one."""
    roles: tuple[str, ...] = view.roles_for(view.request)
    return roles


def _parameters(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def _outcomes(promised: Contract) -> dict[int, type[msgspec.Struct] | None]:
    """Every answer by status: the promised ones, and the refusals."""
    refusals = {401, 403, *promised.refusals, *((400, 413, 415) if promised.body else ())}
    return {**promised.answers, **dict.fromkeys(sorted(refusals), Refusal)}


def _response(status: int, kind: type[msgspec.Struct] | None, registry: ComponentRegistry) -> dict[str, Any]:
    response: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    if kind:
        response["content"] = {"application/json": {"schema": _reference(kind, registry)}}
    return response


def _reference(kind: type[msgspec.Struct], registry: ComponentRegistry) -> Any:
    """A reference to a struct's schema, which is put among the components with all that it holds."""
    (reference,), components = msgspec.json.schema_components([kind], ref_template="#/components/schemas/{name}")
    for name, schema in components.items():
        registry.register_on_missing(
            ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=name, schema=schema)  # type: ignore[no-untyped-call]
        )
    return reference


def _has_required(kind: type[msgspec.Struct]) -> bool:
    return any(field.required for field in msgspec.structs.fields(kind))
