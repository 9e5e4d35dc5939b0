"""What does Troubleshooting + support show? A user to pick, and everything that decides about this user's access."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from devices.queries.registrations import app_name
from devices.queries.users import find_user, find_users
from devices.services.troubleshooting import standing_of
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import page
from intune_sim.tenants.roles import Permission


@require_GET
@page(Permission.APPS_READ)
def troubleshooting(request: PortalRequest) -> HttpResponse:
    """Pick a user."""
    search = request.GET.get("q", "").replace("\0", "").strip()
    users = find_users(request.tenant, search=search)
    return render(request, "devices/troubleshooting.html", {"users": users, "search": search})


@require_GET
@page(Permission.APPS_READ)
def troubleshoot_user(request: PortalRequest, user_id: uuid.UUID) -> HttpResponse:
    """Licence, groups, policies, devices and access of one user."""
    user = find_user(request.tenant, user_id)
    if user is None:
        raise Http404("There is no such user.")
    standing = standing_of(user=user, now=request.now)
    apps = [(app_name(one.registration.app_identifier), one) for one in standing.registrations]
    return render(request, "devices/troubleshoot_user.html", {"standing": standing, "apps": apps})
