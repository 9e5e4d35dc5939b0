"""What does an admin do under Apps > App selective wipe? Requests for a device's apps, and users wiped at every check-in."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from devices.lists.selective_wipe import USER_LEVEL_WIPES, WIPE_REQUESTS
from devices.queries import selective_wipe as queries
from devices.queries.users import USERS_SHOWN, find_user, find_users
from devices.services import wipes
from intune_sim.lists.pages import answer
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.models import User
from intune_sim.tenants.pages import attempt, page
from intune_sim.tenants.roles import Permission as P


@require_GET
@page(P.APPS_READ)
def wipe_requests(request: PortalRequest) -> HttpResponseBase:
    """The requests."""
    return _requests(request, "devices/wipe_requests.html")


@require_GET
@page(P.APPS_READ)
def wipe_totals(request: PortalRequest) -> HttpResponse:
    """The numbers above the requests: what their page asks for now and then, and a page by itself."""
    part = "devices/_wipe_totals.html"
    context = {
        "totals": queries.wipe_totals(request.tenant, request.now),
        "part": part,
        "title": WIPE_REQUESTS.title,
        "back": reverse("wipe-requests"),
        "back_to": WIPE_REQUESTS.title,
    }
    return render(request, part if request.htmx else "_components/counted_page.html", context)


@require_http_methods(["GET", "POST"])
@page(P.APPS_READ, P.APPS_WIPE)
def create_wipe_request(request: PortalRequest) -> HttpResponseBase:
    """The pane "Create wipe request": first the user, then the device."""
    user = _chosen_user(request)
    if user is None:
        return _requests(request, "devices/create_wipe_request.html", **_users(request))
    if request.method == "POST" and request.POST.get("device"):
        tag = request.POST["device"]
        attempt(
            request,
            lambda: wipes.wipe_device(user=user, device_tag=tag, by=request.actor, now=request.now),
            done="The wipe was requested. It is carried out when the user next opens the app.",
        )
        return redirect("wipe-requests")
    return _requests(
        request,
        "devices/create_wipe_request.html",
        chosen=user,
        devices=queries.devices_to_wipe(user),
        is_incomplete=request.method == "POST",
    )


@require_http_methods(["GET", "POST"])
@page(P.APPS_READ, P.APPS_UPDATE)
def delete_wipe_requests(request: PortalRequest) -> HttpResponseBase:
    """Ask whether to take the chosen requests back, and do it."""
    guids = _guids(request.GET.getlist("selected"))
    chosen = list(queries.listed_wipes(request.tenant, request.now).filter(graph_id__in=guids))
    if request.method == "GET":
        return _requests(request, "devices/delete_wipe_requests.html", chosen=chosen)
    for wipe in chosen:
        attempt(
            request,
            lambda wipe=wipe: wipes.cancel_wipe(request=wipe, by=request.actor, now=request.now),  # type: ignore[misc]
            done=f"The wipe request for {wipe.registration} was deleted.",
        )
    return redirect("wipe-requests")


@require_GET
@page(P.APPS_READ)
def user_level_wipes(request: PortalRequest) -> HttpResponseBase:
    """The users whose apps are wiped at every check-in."""
    return _entries(request, "devices/user_level_wipes.html")


@require_http_methods(["GET", "POST"])
@page(P.APPS_READ, P.APPS_WIPE)
def add_user_level_wipe(request: PortalRequest) -> HttpResponseBase:
    """The pane that puts a user on the list."""
    user = _chosen_user(request) if request.method == "POST" else None
    if user is None:
        is_incomplete = request.method == "POST"
        return _entries(request, "devices/add_user_level_wipe.html", **_users(request), is_incomplete=is_incomplete)
    attempt(
        request,
        lambda: wipes.wipe_user(user=user, by=request.actor, now=request.now),
        done=f"{user.display_name} was added. Every app on every device of this user is wiped at its next check-in.",
    )
    return redirect("user-level-wipes")


@require_http_methods(["GET", "POST"])
@page(P.APPS_READ, P.APPS_UPDATE)
def delete_user_level_wipes(request: PortalRequest) -> HttpResponseBase:
    """Ask whether to take the chosen users off the list, and do it."""
    entries = queries.user_level_wipes(request.tenant)
    chosen = [entry.user for entry in entries.filter(user__graph_id__in=_guids(request.GET.getlist("selected")))]
    if request.method == "GET":
        return _entries(request, "devices/delete_user_level_wipes.html", chosen=chosen)
    for user in chosen:
        attempt(
            request,
            lambda user=user: wipes.unblock_user(user=user, by=request.actor, now=request.now),  # type: ignore[misc]
            done=f"{user.display_name} was removed and can enrol again.",
        )
    return redirect("user-level-wipes")


def _requests(request: PortalRequest, template: str, **context: Any) -> HttpResponseBase:
    """The list of requests, with a pane or a question over it where the template has one."""
    rows = queries.listed_wipes(request.tenant, request.now)
    context |= {"tab": "requests", "totals": queries.WipeTotals()}
    return answer(request, WIPE_REQUESTS, rows, template=template, context=context, path=reverse("wipe-requests"))


def _entries(request: PortalRequest, template: str, **context: Any) -> HttpResponseBase:
    """The list of users, with a pane or a question over it where the template has one."""
    rows = queries.user_level_wipes(request.tenant)
    context |= {"tab": "users"}
    return answer(request, USER_LEVEL_WIPES, rows, template=template, context=context, path=reverse("user-level-wipes"))


def _users(request: PortalRequest) -> dict[str, Any]:
    search = request.GET.get("find", "").replace("\0", "").strip()
    users = find_users(request.tenant, search=search, with_registration=True)
    return {"users": users, "search": search, "has_more": len(users) == USERS_SHOWN}


def _chosen_user(request: PortalRequest) -> User | None:
    """The user whom the address or the form names, if it names one."""
    given = request.POST.get("user") or request.GET.get("user")
    if not given:
        return None
    found = next((find_user(request.tenant, guid) for guid in _guids([given])), None)
    if found is None:
        raise Http404("There is no such user.")
    return found


def _guids(texts: Iterable[str]) -> list[uuid.UUID]:
    """The texts that are GUIDs."""
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
