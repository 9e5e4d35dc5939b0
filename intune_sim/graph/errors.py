"""What does an error look like on the wire? Microsoft Graph's envelope, for every JSON surface."""

from typing import Any

from intune_sim.clock import now
from intune_sim.errors import Conflict, DomainError, Forbidden, Invalid, NotFound

#: HTTP status of each kind of refusal.
STATUS: dict[type[DomainError], int] = {Invalid: 400, Forbidden: 403, NotFound: 404, Conflict: 409}


def status_of(error: DomainError) -> int:
    """The HTTP status with which a refusal is answered."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)


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
