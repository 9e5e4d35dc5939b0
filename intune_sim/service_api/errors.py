"""How is a refusal or a failure answered? In Graph's envelope, with the status and code of the contract."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import set_rollback

from intune_sim.errors import DomainError
from intune_sim.graph.errors import envelope, status_of

logger = logging.getLogger(__name__)

#: The code of each status that comes from HTTP itself.
CODES = {
    400: "BadRequest",
    401: "InvalidAuthenticationToken",
    403: "Forbidden",
    404: "ResourceNotFound",
    405: "MethodNotAllowed",
    413: "RequestEntityTooLarge",
    415: "UnsupportedMediaType",
    429: "TooManyRequests",
    500: "InternalServerError",
}


def answer_for(error: Exception, context: dict[str, Any]) -> Response:
    """The answer to an exception that a view raised; one that nobody foresaw is logged and answered with 500."""
    set_rollback()
    request = context["request"]
    status, code, message = _verdict(error)
    if status == 500:  # noqa: PLR2004 - nobody foresaw it
        logger.error("%s %s failed.", request.method, request.path, exc_info=error)
    body = envelope(
        code=code,
        message=message,
        request_id=request.request_id,
        client_request_id=request.client_request_id,
    )
    challenge = getattr(error, "auth_header", None)
    return Response(body, status=status, headers={"WWW-Authenticate": challenge} if challenge else {})


def _verdict(error: Exception) -> tuple[int, str, str]:
    """Status, code and message."""
    if isinstance(error, DomainError):
        return status_of(error), error.code, error.message
    if isinstance(error, APIException):
        return error.status_code, CODES.get(error.status_code, "BadRequest"), str(error.detail)
    if isinstance(error, RequestDataTooBig):
        return 413, CODES[413], "The body is too large."
    if isinstance(error, Http404):
        return 404, CODES[404], "There is nothing at this address."
    if isinstance(error, PermissionDenied):
        return 403, CODES[403], "Not allowed."
    return 500, CODES[500], "Something went wrong inside the simulator. Its log says what."
