"""What does Edge on a personal PC show? The client page plays it, so that one person can walk a flow in two tabs."""

import secrets
import uuid
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from devices.forms import (
    THREATS,
    AnswerForm,
    ManagementForm,
    PersonalComputerForm,
    SignInForm,
    UpdatesForm,
    WindowsSecurityForm,
    address_of,
)
from devices.models import WindowsManagedAppRegistration
from devices.queries.registrations import (
    SECURITY_CENTER_BUILD,
    app_name,
    can_report_health,
    history_of,
    registration_of,
    users_to_enrol,
    wipe_request_of,
)
from devices.services import enrolment, wipes
from devices.services.explanation import access_explanation
from devices.services.health import Outcome, ReportStatus
from devices.services.windows_security import report_windows_security
from devices.wipe_lifecycle import WipeState
from intune_sim.actors import Actor, ActorType
from intune_sim.errors import DomainError, NotFound
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import page
from protection.engine.facts import HealthState

F = TypeVar("F", bound=Form)

#: The client page's PC, until its form says otherwise.
NEW_PC = {"os": "10.0.26100.2314", "app": "131.0.2903.51", "sdk": "1.2.0", "accounts": "1"}
MADE_UP_NAMES = ("HOME-PC", "KITCHEN-LAPTOP", "STUDY-PC", "GARDEN-LAPTOP", "ATTIC-PC")


@page()
@require_GET
def client(request: PortalRequest) -> HttpResponse:
    """A personal PC without a work account: choose a user and sign in to Edge. The made-up PC is the address."""
    if "tag" not in request.GET:
        return redirect(f"{request.path}?{_new_pc(request.GET)}")
    return render(request, "devices/client.html", _client_context(request, PersonalComputerForm(request.GET)))


@page()
@require_POST
def client_enrol(request: PortalRequest) -> HttpResponse:
    """Yes to the sign-in dialog: Edge enrols. A refusal is shown in words."""
    computer, account = PersonalComputerForm(request.POST), SignInForm(request.POST)
    context: dict[str, Any] = {}
    if computer.is_valid() and account.is_valid():
        name = account.cleaned_data["user"]
        try:
            standing = enrolment.enrol(
                tenant=request.tenant,
                user_principal_name=name,
                device=computer.device,
                app=computer.application,
                by=Actor(type=ActorType.USER, id="", name=name, application_name="Microsoft Edge"),
                now=request.now,
            )
            return redirect("client-registration", graph_id=standing.registration.graph_id)
        except DomainError as refusal:
            context = {"refusal": refusal}
    return render(request, "devices/client.html", {**_client_context(request, computer), **context})


@page()
@require_GET
def client_registration(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """Edge with the work account: what it shows, and what its user can do."""
    return render(request, "devices/client_registration.html", _edge_context(request, graph_id))


@page()
@require_GET
def client_edge(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """What Edge shows by itself, for a page that stays open."""
    return render(request, "devices/_edge.html", _edge_context(request, graph_id))


@page()
@require_POST
def client_check_in(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """Open the app: it checks in, with whatever has been updated since."""
    return _act(request, graph_id, UpdatesForm, _check_in)


@page()
@require_POST
def client_health(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """Windows Security finds or clears a threat, and the connector reports it."""
    return _act(request, graph_id, WindowsSecurityForm, _report)


@page()
@require_POST
def client_wipe(request: PortalRequest, graph_id: uuid.UUID, wipe_id: uuid.UUID) -> HttpResponse:
    """Edge answers a wipe: the data is removed, or it could not be."""
    pending = wipe_request_of(registration=registration_of(tenant=request.tenant, graph_id=graph_id), graph_id=wipe_id)

    def answer(found: WindowsManagedAppRegistration, form: AnswerForm) -> str:
        wipes.complete_wipe(
            registration=found,
            request=pending,
            succeeded=form.succeeded,
            detail="" if form.succeeded else "Edge could not remove the data.",
            by=_user_of(found),
            now=request.now,
        )
        return "Edge removed the data." if form.succeeded else "Edge said that it could not remove the data."

    return _act(request, graph_id, AnswerForm, lambda _, found, form: answer(found, form))


@page()
@require_POST
def client_reauthenticate(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """The user signs in again, with or without success."""
    return _act(request, graph_id, AnswerForm, _reauthenticate)


@page()
@require_POST
def client_manage(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """An organization begins to manage the PC, or stops."""
    return _act(request, graph_id, ManagementForm, _manage)


@page()
@require_POST
def client_sign_out(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """The user signs out of the work account."""
    return _act(request, graph_id, Form, _sign_out)


def _check_in(request: PortalRequest, found: WindowsManagedAppRegistration, form: UpdatesForm) -> str:
    enrolment.check_in(registration=found, changes=form.changes, by=_user_of(found), now=request.now)
    return "Edge checked in."


def _report(request: PortalRequest, found: WindowsManagedAppRegistration, form: WindowsSecurityForm) -> str:
    state: HealthState = form.cleaned_data["state"]
    try:
        outcome = report_windows_security(registration=found, state=state, threat=THREATS[state], now=request.now)
    except NotFound:
        return "Nothing was sent: no Windows Security Center connector has been added."
    return _outcome_in_words(outcome, state)


def _reauthenticate(request: PortalRequest, found: WindowsManagedAppRegistration, form: AnswerForm) -> str:
    enrolment.reauthenticate(registration=found, succeeded=form.succeeded, by=_user_of(found), now=request.now)
    return "You signed in again." if form.succeeded else "Signing in again failed."


def _manage(request: PortalRequest, found: WindowsManagedAppRegistration, form: ManagementForm) -> str:
    enrolment.check_in(registration=found, changes=form.changes, by=_user_of(found), now=request.now)
    return (
        "Edge checked in from a managed device." if form.changes["is_mdm_enrolled"] else "The device is personal again."
    )


def _sign_out(request: PortalRequest, found: WindowsManagedAppRegistration, form: Form) -> str:
    enrolment.sign_out(registration=found, by=_user_of(found), now=request.now)
    return "You signed out. This PC sends no health data any more."


def _outcome_in_words(outcome: Outcome, state: HealthState) -> str:
    match outcome.status:
        case ReportStatus.ACCEPTED:
            return f"Windows Security Center reported {state.label} to Intune."
        case ReportStatus.DROPPED:
            return (
                "The report was dropped: the connector takes none while it is Unavailable. "
                "The first policy that reaches a user, or the first enrolment, makes it available."
            )
        case _:
            return f"The report was not taken: {outcome.message or outcome.status.label}"


def _user_of(found: WindowsManagedAppRegistration) -> Actor:
    """The user of the simulated PC, not the admin who plays it."""
    return Actor(
        type=ActorType.USER,
        id=str(found.user_graph_id),
        name=found.user_principal_name,
        application_name="Microsoft Edge",
    )


def _act(
    request: PortalRequest,
    graph_id: uuid.UUID,
    form_class: type[F],
    deed: Callable[[PortalRequest, WindowsManagedAppRegistration, F], str],
) -> HttpResponse:
    """Form, one service, and back to where Edge shows what came of it."""
    found = registration_of(tenant=request.tenant, graph_id=graph_id)
    form = form_class(request.POST)
    if form.is_valid():
        try:
            messages.success(request, deed(request, found, form))
        except DomainError as refusal:
            messages.error(request, refusal.message)
    else:
        for field_errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in field_errors))
    return redirect("client-registration", graph_id=graph_id)


def _edge_context(request: PortalRequest, graph_id: uuid.UUID) -> dict[str, Any]:
    found = registration_of(tenant=request.tenant, graph_id=graph_id)
    explanation = access_explanation(registration=found, now=request.now)
    history = history_of(registration=found, source=explanation.connector, now=request.now)
    computer = {
        "os": found.platform_version,
        "app": found.application_version,
        "sdk": found.management_sdk_version,
    }
    return {
        "registration": found,
        "app": app_name(found.app_identifier),
        "explanation": explanation,
        "health": history.health,
        "open_wipes": [one for one in history.wipes if one.state == WipeState.PENDING],
        "threats": list(THREATS.items()),
        "updates": UpdatesForm(initial=computer, auto_id="update_%s"),
        "is_managed": found.is_mdm_enrolled or found.is_entra_joined,
        "sign_in_again": {
            "user": found.user_principal_name,
            "name": found.device_name,
            "tag": found.device_tag,
            **computer,
            "accounts": NEW_PC["accounts"],
            "step": "sync",
        },
        "can_report_health": can_report_health(found.platform_version),
        "security_center_build": SECURITY_CENTER_BUILD,
    }


def _client_context(request: PortalRequest, computer: PersonalComputerForm) -> dict[str, Any]:
    given = request.POST if request.method == "POST" else request.GET
    search = given.get("q", "").strip()
    return {
        "computer": computer,
        "carried": [(name, given[name]) for name in computer.fields if given.get(name)],
        "user": given.get("user", ""),
        "step": given.get("step", ""),
        "search": search,
        "users": users_to_enrol(tenant=request.tenant, search=search),
        "address": address_of(given, leaving_out=("user", "step", "csrfmiddlewaretoken")),
    }


def _new_pc(given: QueryDict) -> str:
    """The address of a PC that nobody has seen before; what the address says already stays."""
    name = f"{secrets.choice(MADE_UP_NAMES)}-{secrets.randbelow(90) + 10}"
    return urlencode({"name": name, **NEW_PC, **given.dict(), "tag": str(uuid.uuid4())})
