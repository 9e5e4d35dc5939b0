"""What does Apps > Monitor > App protection status show?"""

from functools import partial

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from devices.lists.app_protection_status import APP_PROTECTION_STATUS
from devices.queries.app_instances import app_instances, live_registrations
from devices.queries.app_protection_status import status_summary, uncounted_summary
from intune_sim.lists.pages import answer
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import page
from intune_sim.tenants.roles import Permission
from protection.targeting import Targeting


@require_safe
@page(Permission.APPS_READ)
def app_protection_status(request: PortalRequest) -> HttpResponseBase:
    """Every app instance at once; tiles and pictures follow, as they count all of them."""
    return answer(
        request,
        APP_PROTECTION_STATUS,
        live_registrations(request.tenant),
        finish=partial(app_instances, targeting=Targeting(request.tenant)),
        template="devices/app_protection_status.html",
        context={"summary": uncounted_summary()},
    )


@require_safe
@page(Permission.APPS_READ)
def app_protection_status_summary(request: PortalRequest) -> HttpResponse:
    """The tiles and pictures above the list: what its page asks for, and a page by itself."""
    part = "devices/_status_summary.html"
    context = {
        "summary": status_summary(request.tenant),
        "part": part,
        "title": APP_PROTECTION_STATUS.title,
        "back": reverse("app-protection-status"),
        "back_to": APP_PROTECTION_STATUS.title,
    }
    return render(request, part if request.htmx else "_components/counted_page.html", context)
