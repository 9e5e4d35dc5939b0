"""What do the pages about registrations do? The list, one registration, and its wipe."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from devices.forms import (
    RegistrationListForm,
    address_of,
)
from devices.models import WindowsManagedAppRegistration
from devices.queries.registrations import (
    SECURITY_CENTER_BUILD,
    Life,
    RegistrationFilter,
    app_name,
    can_report_health,
    history_of,
    registrations_page,
    wipe_request_of,
)
from devices.queries.timeline import timeline_of
from devices.services import enrolment, wipes
from devices.services.explanation import access_explanation
from devices.wipe_lifecycle import WipeState
from intune_sim.errors import DomainError
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import page
from intune_sim.tenants.roles import Permission
from intune_sim.vocabulary import Word
from protection.engine.facts import Access


@page(Permission.APPS_READ)
@require_GET
def registrations(request: PortalRequest) -> HttpResponse:
    """The list, narrowed and turned by its address; htmx gets the table only."""
    form = RegistrationListForm(request.GET)
    found = registrations_page(
        tenant=request.tenant,
        now=request.now,
        wanted=form.wanted,
        older_than=form.given("older"),
        newer_than=form.given("newer"),
    )
    is_fragment = request.htmx and not request.htmx.history_restore_request
    template = "devices/_registration_table.html" if is_fragment else "devices/registrations.html"
    context = {
        "page": found,
        "wanted": form.wanted,
        "pills": [
            _pill(request.GET, "access", "Access", Access, form.wanted.access),
            _pill(request.GET, "state", "State", Life, form.wanted.state),
        ],
        "filters": address_of(request.GET),
        "is_narrowed": form.wanted != RegistrationFilter(),
    }
    return render(request, template, context)


@page(Permission.APPS_READ)
@require_GET
def registration(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """Everything about one registration, as of now."""
    found = enrolment.registration_of(tenant=request.tenant, graph_id=graph_id)
    return render(request, "devices/registration.html", _registration_context(request, found))


@page(Permission.APPS_READ)
@require_GET
def registration_access(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """The access block by itself, for a page that stays open."""
    found = enrolment.registration_of(tenant=request.tenant, graph_id=graph_id)
    context = {"registration": found, "explanation": access_explanation(registration=found, now=request.now)}
    return render(request, "devices/_access.html", context)


@page(Permission.APPS_READ, Permission.APPS_WIPE)
@require_http_methods(["GET", "POST"])
def wipe(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """Confirm and ask for a selective wipe."""
    found = enrolment.registration_of(tenant=request.tenant, graph_id=graph_id)
    if request.method == "POST":
        _do(
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
    found = enrolment.registration_of(tenant=request.tenant, graph_id=graph_id)
    pending = wipe_request_of(registration=found, graph_id=wipe_id)
    if request.method == "POST":
        _do(
            request,
            lambda: wipes.cancel_wipe(request=pending, by=request.actor, now=request.now),
            done="The wipe request has been deleted.",
        )
        return redirect("registration", graph_id=graph_id)
    return render(request, "devices/delete_wipe.html", _registration_context(request, found))


@dataclass(frozen=True)
class PillChoice:
    """A value of a filter pill, as a link."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Pill:
    """A filter of the list: its name, what it is set to and what else it can be."""

    name: str
    title: str
    current: str
    choices: list[PillChoice]

    @property
    def is_set(self) -> bool:
        """Whether it narrows the list."""
        return not self.choices[0].is_current


def _pill(given: QueryDict, name: str, title: str, words: type[Word], current: Word | None) -> Pill:
    others = address_of(given, leaving_out=("older", "newer", name))
    choices = [PillChoice("All", f"?{others}", current is None)]
    choices += [
        PillChoice(word.label, f"?{others}{'&' if others else ''}{name}={word.value}", word is current)
        for word in words
    ]
    return Pill(name=name, title=title, current=current.label if current else "All", choices=choices)


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
        "may_wipe": is_live and not has_open_wipe and Permission.APPS_WIPE in request.permissions,
        "may_delete_wipe": Permission.APPS_UPDATE in request.permissions,
        "can_report_health": can_report_health(found.platform_version),
        "security_center_build": SECURITY_CENTER_BUILD,
    }


def _do(request: PortalRequest, deed: Callable[[], object], *, done: str) -> None:
    """Call a service and tell what came of it."""
    try:
        deed()
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
