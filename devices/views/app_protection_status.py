"""What does Apps > Monitor > App protection status show?"""

from functools import partial

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from devices.lists.app_protection_status import APP_PROTECTION_STATUS
from devices.queries.app_instances import app_instances, live_registrations
from devices.queries.app_protection_status import status_summary
from intune_sim.lists.pages import answer
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import page
from intune_sim.tenants.roles import Permission
from protection.targeting import Targeting


@require_safe
@page(Permission.APPS_READ)
def app_protection_status(request: PortalRequest) -> HttpResponseBase:
    """Tiles, pictures, and every app instance."""
    return answer(
        request,
        APP_PROTECTION_STATUS,
        live_registrations(request.tenant),
        finish=partial(app_instances, targeting=Targeting(request.tenant)),
        template="devices/app_protection_status.html",
        context={"summary": status_summary(request.tenant)},
    )
