"""What does an admin do under Apps > App selective wipe? Requests for a device's apps, and users wiped at every check-in."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from devices.queries import selective_wipe as queries
from devices.queries.users import USERS_SHOWN, find_user, find_users
from devices.services import wipes
from devices.wipe_lifecycle import WipeState
from intune_sim.errors import DomainError
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.models import User
from intune_sim.tenants.pages import page
from intune_sim.tenants.roles import Permission as P


@require_GET
@page(P.APPS_READ)
def wipe_requests(request: PortalRequest) -> HttpResponse:
    """The requests, grouped by user."""
    return render(request, "devices/wipe_requests.html", _requests(request))


@require_http_methods(["GET", "POST"])
@page(P.APPS_READ, P.APPS_WIPE)
def create_wipe_request(request: PortalRequest) -> HttpResponse:
    """The pane "Create wipe request": first the user, then the device."""
    user = _chosen_user(request)
    context = _requests(request) | {"user": user}
    if user is None:
        return render(request, "devices/create_wipe_request.html", context | _users(request))
    if request.method == "POST" and request.POST.get("device"):
        tag = request.POST["device"]
        return _do(
            request,
            lambda: wipes.wipe_device(user=user, device_tag=tag, by=request.actor, now=request.now),
            done="The wipe was requested. It is carried out when the user next opens the app.",
            back="wipe-requests",
        )
    context["devices"] = queries.devices_to_wipe(user)
    context["is_incomplete"] = request.method == "POST"
    return render(request, "devices/create_wipe_request.html", context)


@require_GET
@page(P.APPS_READ)
def user_level_wipes(request: PortalRequest) -> HttpResponse:
    """The users whose apps are wiped at every check-in."""
    return render(request, "devices/user_level_wipes.html", _entries(request))


@require_http_methods(["GET", "POST"])
@page(P.APPS_READ, P.APPS_WIPE)
def add_user_level_wipe(request: PortalRequest) -> HttpResponse:
    """The pane that puts a user on the list."""
    user = _chosen_user(request) if request.method == "POST" else None
    if user is None:
        context = _entries(request) | _users(request) | {"is_incomplete": request.method == "POST"}
        return render(request, "devices/add_user_level_wipe.html", context)
    return _do(
        request,
        lambda: wipes.wipe_user(user=user, by=request.actor, now=request.now),
        done=f"{user.display_name} was added. Every app on every device of this user is wiped at its next check-in.",
        back="user-level-wipes",
    )


@require_http_methods(["GET", "POST"])
@page(P.APPS_READ, P.APPS_UPDATE)
def delete_user_level_wipe(request: PortalRequest, user_id: uuid.UUID) -> HttpResponse:
    """Ask whether to take a user off the list, and do it."""
    user = _user(request, str(user_id))
    if request.method == "GET":
        return render(request, "devices/delete_user_level_wipe.html", _entries(request) | {"user": user})
    return _do(
        request,
        lambda: wipes.unblock_user(user=user, by=request.actor, now=request.now),
        done=f"{user.display_name} was removed and can enrol again.",
        back="user-level-wipes",
    )


def _requests(request: PortalRequest) -> dict[str, object]:
    given = request.GET.get("state", "")
    state = WipeState(given) if given in WipeState.wires() else None
    search = _search(request)
    found = queries.wipes_page(request.tenant, request.now, search=search, state=state, page=request.GET.get("page"))
    totals = queries.wipe_totals(request.tenant, request.now)
    return {"tab": "requests", "page": found, "search": search, "state": state, "totals": totals}


def _entries(request: PortalRequest) -> dict[str, object]:
    return {"tab": "users", "page": queries.user_level_wipes(request.tenant, page=request.GET.get("page"))}


def _users(request: PortalRequest) -> dict[str, object]:
    search = _search(request)
    users = find_users(request.tenant, search=search, with_registration=True)
    return {"users": users, "search": search, "has_more": len(users) == USERS_SHOWN}


def _search(request: PortalRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()


def _chosen_user(request: PortalRequest) -> User | None:
    """The user whom the address or the form names, if it names one."""
    given = request.POST.get("user") or request.GET.get("user")
    return _user(request, given) if given else None


def _user(request: PortalRequest, given: str) -> User:
    try:
        found = find_user(request.tenant, uuid.UUID(given))
    except ValueError:
        found = None
    if found is None:
        raise Http404("There is no such user.")
    return found


def _do(request: PortalRequest, deed: Callable[[], object], *, done: str, back: str) -> HttpResponse:
    """Call a service, tell what came of it, and go back to the list."""
    try:
        deed()
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(back)
