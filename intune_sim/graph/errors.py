"""What does an error look like on the wire? Microsoft Graph's envelope, for every JSON surface."""

import json
from typing import Any

from intune_sim.clock import now
from intune_sim.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from intune_sim.graph.resources import Family


class MethodNotAllowed(DomainError):
    """The address exists and does not take the method."""


class NotServed(DomainError):
    """Microsoft Graph has the address, and this server has not."""


class PreconditionFailed(DomainError):
    """The entity is no longer what the caller knows."""


class TooManyRequests(DomainError):
    """The caller, or its tenant, asks too often; `retry_after` seconds from now it may again."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


#: HTTP status of each kind of refusal.
STATUS: dict[type[DomainError], int] = {
    Invalid: 400,
    Forbidden: 403,
    NotFound: 404,
    MethodNotAllowed: 405,
    Conflict: 409,
    PreconditionFailed: 412,
    TooManyRequests: 429,
    NotServed: 501,
}

#: The code of each status in Graph's own words.
CODES = {
    400: "BadRequest",
    401: "InvalidAuthenticationToken",
    403: "Forbidden",
    404: "ResourceNotFound",
    405: "MethodNotAllowed",
    409: "Conflict",
    412: "PreconditionFailed",
    413: "RequestEntityTooLarge",
    415: "UnsupportedMediaType",
    424: "FailedDependency",
    429: "TooManyRequests",
    500: "InternalServerError",
    501: "NotSupported",
}
#: And where the directory has words of its own.
DIRECTORY_CODES = {
    400: "Request_BadRequest",
    403: "Authorization_RequestDenied",
    404: "Request_ResourceNotFound",
    409: "Request_BadRequest",
}
IDENTITY_CODES = {403: "AccessDenied"}
OWN_CODES = {Family.DIRECTORY: DIRECTORY_CODES, Family.IDENTITY: IDENTITY_CODES}


def status_of(error: DomainError) -> int:
    """The HTTP status with which a refusal is answered."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)


def code_of(status: int, family: Family | None) -> str:
    """The code of a status in a family of resources; None is whatever stands before the families."""
    own = OWN_CODES.get(family, {}) if family else {}
    return own.get(status) or CODES.get(status, "BadRequest")


def nested(message: str) -> str:
    """A message as Intune sends it: a JSON object in a string."""
    return json.dumps(
        {
            "_version": 3,
            "Message": message,
            "CustomApiErrorPhrase": "",
            "RetryAfter": None,
            "ErrorSourceService": "",
            "HttpHeaders": "{}",
        }
    )


def envelope(*, code: str, message: str, request_id: str, client_request_id: str) -> dict[str, Any]:
    """Graph's error body (section "Errors" of the Graph documentation)."""
    return {
        "error": {
            "code": code,
            "message": message,
            "innerError": {
                "date": now().strftime("%Y-%m-%dT%H:%M:%S"),
                "request-id": request_id,
                "client-request-id": client_request_id,
            },
        }
    }
