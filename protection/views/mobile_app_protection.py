"""What does an admin see and do about app protection policies for phones? They are written over Graph, and read here."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from intune_sim.errors import NotFound
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import page
from intune_sim.tenants.roles import Permission as P
from protection.models import MobileAppProtection
from protection.queries import mobile_app_protection as queries
from protection.services import mobile_app_protection as services


@require_safe
@page(P.APPS_READ)
def mobile_policy(request: PortalRequest, policy_id: uuid.UUID) -> HttpResponse:
    """A policy's properties."""
    return _show(request, _policy(request, policy_id), "protection/mobile_policy.html")


@require_http_methods(["GET", "POST"])
@page(P.APPS_READ, P.APPS_DELETE)
def delete_mobile_policy(request: PortalRequest, policy_id: uuid.UUID) -> HttpResponse:
    """Ask whether to delete a policy, and do it."""
    policy = _policy(request, policy_id)
    if request.method == "GET":
        return _show(request, policy, "protection/delete_mobile_policy.html")
    try:
        services.delete_policy(policy=policy, by=request.actor, now=request.now)
    except NotFound as gone:
        raise Http404(gone.message) from gone
    messages.success(request, f"{policy.display_name} was deleted.")
    return redirect("policies")


def _policy(request: PortalRequest, policy_id: uuid.UUID) -> MobileAppProtection:
    found = queries.find_mobile_policy(request.tenant, policy_id)
    if found is None:
        raise Http404("There is no such policy.")
    return found


def _show(request: PortalRequest, policy: MobileAppProtection, template: str) -> HttpResponse:
    return render(request, template, {"policy": policy, "sheet": queries.mobile_sheet(policy)})
