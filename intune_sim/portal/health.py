"""Does this instance answer? What `GET /healthz` says to whoever started it."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from intune_sim.tenants.models import Tenant


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and has its tables, else 503; nobody needs to sign in."""
    try:
        Tenant.objects.exists()
    except DatabaseError:
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ok"})
