"""Why is there no token? Refusals in the words, numbers and form of Microsoft Entra."""

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse

from intune_sim.clock import now
from intune_sim.errors import DomainError
from intune_sim.tenants.services import grants


class Refusal(Exception):
    """Why there is no token: OAuth's error, Entra's number and sentence."""

    def __init__(self, error: str, number: int, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.error = error
        self.number = number
        self.sentence = sentence
        self.status = status


def refusal_of(error: DomainError, *, is_refresh: bool) -> Refusal:
    """Entra's words for why a grant cannot be redeemed."""
    match error:
        case grants.CodePending():
            sentence = "OAuth 2.0 device flow error. Authorization is pending. Continue polling."
            return Refusal("authorization_pending", 70016, sentence)
        case grants.CodeExpired():
            sentence = (
                "The provided value for the input parameter 'device_code' is not valid. This device code has expired."
            )
            return Refusal("expired_token", 70020, sentence)
        case grants.CodeDeclined():
            return Refusal("authorization_declined", 65004, "User declined to consent to access the app.")
        case grants.CodeRedeemed():
            sentence = "OAuth2 Authorization code was already redeemed, please retry with a new valid code."
            return Refusal("invalid_grant", 54005, sentence)
        case grants.AccountDisabled():
            return Refusal("invalid_grant", 50057, "The user account is disabled.")
        case grants.NotConsented():
            return Refusal(
                "invalid_grant", 65001, f"The user has not consented to use the application: {error.message}"
            )
    if is_refresh:
        return Refusal("invalid_grant", 70000, "Provided grant is invalid or malformed.")
    return Refusal("bad_verification_code", 70018, "The device code is not known.")


def answer_of(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The answer that a client library reads."""
    trace = str(uuid.uuid4())
    correlation = str(guid_in(request.headers.get("client-request-id", "")) or uuid.uuid4())
    at = now().strftime("%Y-%m-%d %H:%M:%SZ")
    body = {
        "error": refusal.error,
        "error_description": (
            f"AADSTS{refusal.number}: {refusal.sentence} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {at}"
        ),
        "error_codes": [refusal.number],
        "timestamp": at,
        "trace_id": trace,
        "correlation_id": correlation,
    }
    headers = {"Cache-Control": "no-store"}
    if refusal.status == 401:  # noqa: PLR2004 - the client did not prove who it is
        headers["WWW-Authenticate"] = "Basic"
    if refusal.status == 405:  # noqa: PLR2004 - only POST
        headers["Allow"] = "POST"
    return JsonResponse(body, status=refusal.status, headers=headers)


def guid_in(text: str) -> uuid.UUID | None:
    """The GUID that a text writes, if it writes one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
