"""What do the pages about registrations do? The list, one registration, and its wipe."""

import uuid
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from devices.lists.health_reports import REGISTRATION_REPORTS
from devices.lists.registrations import REGISTRATIONS
from devices.models import WindowsManagedAppRegistration
from devices.queries.reevaluation import reevaluation_progress
from devices.queries.registrations import (
    SECURITY_CENTER_BUILD,
    app_name,
    can_report_health,
    history_of,
    registration_of,
    registration_rows,
    registrations_of,
    wipe_request_of,
)
from devices.queries.timeline import timeline_of
from devices.services import wipes
from devices.services.explanation import access_explanation
from devices.wipe_lifecycle import WipeState
from intune_sim.lists.pages import answer
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import attempt, page
from intune_sim.tenants.roles import Permission


@page(Permission.APPS_READ)
@require_GET
def registrations(request: PortalRequest) -> HttpResponseBase:
    """The list, as its address says."""
    return answer(
        request,
        REGISTRATIONS,
        registrations_of(request.tenant),
        finish=partial(registration_rows, tenant=request.tenant, now=request.now),
        template="devices/registrations.html",
    )


@page(Permission.APPS_READ)
@require_GET
def registration(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """Everything about one registration, as of now."""
    found = registration_of(tenant=request.tenant, graph_id=graph_id)
    return render(request, "devices/registration.html", _registration_context(request, found))


@page(Permission.APPS_READ)
@require_GET
def registration_reports(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponseBase:
    """Every health state that was reported about a registration's device."""
    found = registration_of(tenant=request.tenant, graph_id=graph_id)
    context = {"registration": found}
    template = "devices/registration_reports.html"
    return answer(request, REGISTRATION_REPORTS, found.reports.all(), template=template, context=context)


@page(Permission.APPS_READ)
@require_GET
def registration_access(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """The access block by itself, for a page that stays open."""
    found = registration_of(tenant=request.tenant, graph_id=graph_id)
    context = {"registration": found, "explanation": access_explanation(registration=found, now=request.now)}
    return render(request, "devices/_access.html", context)


@page(Permission.APPS_READ)
@require_GET
def progress(request: PortalRequest) -> HttpResponse:
    """How far a change of policies, groups or connectors has been carried to registrations; asks again until it is."""
    return render(request, "devices/_progress.html", {"progress": reevaluation_progress(request.tenant)})


@page(Permission.APPS_READ, Permission.APPS_WIPE)
@require_http_methods(["GET", "POST"])
def wipe(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """Confirm and ask for a selective wipe."""
    found = registration_of(tenant=request.tenant, graph_id=graph_id)
    if request.method == "POST":
        attempt(
            request,
            lambda: wipes.request_wipe(registration=found, by=request.actor, now=request.now),
            done="The wipe has been requested. It is carried out when the user next opens the app.",
        )
        return redirect("registration", graph_id=graph_id)
    return render(request, "devices/wipe.html", _registration_context(request, found))


@page(Permission.APPS_READ, Permission.APPS_UPDATE)
@require_http_methods(["GET", "POST"])
def delete_wipe(request: PortalRequest, graph_id: uuid.UUID, wipe_id: uuid.UUID) -> HttpResponse:
    """Confirm and take back a pending wipe request."""
    found = registration_of(tenant=request.tenant, graph_id=graph_id)
    pending = wipe_request_of(registration=found, graph_id=wipe_id)
    if request.method == "POST":
        attempt(
            request,
            lambda: wipes.cancel_wipe(request=pending, by=request.actor, now=request.now),
            done="The wipe request has been deleted.",
        )
        return redirect("registration", graph_id=graph_id)
    return render(request, "devices/delete_wipe.html", _registration_context(request, found))


def _registration_context(request: PortalRequest, found: WindowsManagedAppRegistration) -> dict[str, Any]:
    explanation = access_explanation(registration=found, now=request.now)
    history = history_of(registration=found, source=explanation.connector, now=request.now)
    is_live = found.ended_at is None
    has_open_wipe = any(one.state == WipeState.PENDING for one in history.wipes)
    return {
        "registration": found,
        "app": app_name(found.app_identifier),
        "explanation": explanation,
        "history": history,
        "timeline": timeline_of(
            registration=found, policies=[one.policy.policy_id for one in explanation.policies], now=request.now
        ),
        "has_open_wipe": has_open_wipe,
        "may_wipe": is_live and not has_open_wipe and Permission.APPS_WIPE in request.permissions,
        "may_delete_wipe": Permission.APPS_UPDATE in request.permissions,
        "can_report_health": can_report_health(found.platform_version),
        "security_center_build": SECURITY_CENTER_BUILD,
    }
