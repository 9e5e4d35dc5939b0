"""The pages about registrations, and the client page that plays Edge on a personal PC."""

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from devices.forms import (
    THREATS,
    AnswerForm,
    ManagementForm,
    PersonalComputerForm,
    RegistrationListForm,
    SignInForm,
    UpdatesForm,
    WindowsSecurityForm,
)
from devices.models import WindowsManagedAppRegistration, WipeRequest
from devices.queries import (
    SECURITY_CENTER_BUILD,
    Life,
    RegistrationFilter,
    app_name,
    can_report_health,
    history_of,
    registrations_page,
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
from intune_sim.tenants.roles import Permission
from intune_sim.vocabulary import Word
from protection.engine.facts import Access, HealthState

F = TypeVar("F", bound=Form)

#: The client page's PC, until its form says otherwise.
NEW_PC = {"os": "10.0.26100.2314", "app": "131.0.2903.51", "sdk": "1.2.0", "accounts": "1"}
MADE_UP_NAMES = ("HOME-PC", "KITCHEN-LAPTOP", "STUDY-PC", "GARDEN-LAPTOP", "ATTIC-PC")


# Devices > MAM registrations


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
        "filters": _filters_of(request.GET),
        "is_narrowed": form.wanted != RegistrationFilter(),
    }
    return render(request, template, context)


@page(Permission.APPS_READ)
@require_GET
def registration(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """Everything about one registration, as of now."""
    found = _registration(request, graph_id)
    return render(request, "devices/registration.html", _registration_context(request, found))


@page(Permission.APPS_READ)
@require_GET
def registration_access(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """The access block by itself, for a page that stays open."""
    found = _registration(request, graph_id)
    context = {"registration": found, "explanation": access_explanation(registration=found, now=request.now)}
    return render(request, "devices/_access.html", context)


@page(Permission.APPS_READ, Permission.APPS_WIPE)
@require_http_methods(["GET", "POST"])
def wipe(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """Confirm and ask for a selective wipe."""
    found = _registration(request, graph_id)
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
    found = _registration(request, graph_id)
    pending = _wipe_request(found, wipe_id)
    if request.method == "POST":
        _do(
            request,
            lambda: wipes.cancel_wipe(request=pending, by=request.actor, now=request.now),
            done="The wipe request has been deleted.",
        )
        return redirect("registration", graph_id=graph_id)
    return render(request, "devices/delete_wipe.html", _registration_context(request, found))


# The client page


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
    pending = _wipe_request(_registration(request, graph_id), wipe_id)

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


# What the client page's user does


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
    found = _registration(request, graph_id)
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


# What pages show


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
    others = _filters_of(given, leaving_out=("older", "newer", name))
    choices = [PillChoice("All", f"?{others}", current is None)]
    choices += [
        PillChoice(word.label, f"?{others}{'&' if others else ''}{name}={word.value}", word is current)
        for word in words
    ]
    return Pill(name=name, title=title, current=current.label if current else "All", choices=choices)


def _registration(request: PortalRequest, graph_id: uuid.UUID) -> WindowsManagedAppRegistration:
    try:
        return enrolment.registration_of(tenant=request.tenant, graph_id=graph_id)
    except NotFound as error:
        raise Http404(error.message) from error


def _wipe_request(registration: WindowsManagedAppRegistration, wipe_id: uuid.UUID) -> WipeRequest:
    try:
        return wipe_request_of(registration=registration, graph_id=wipe_id)
    except NotFound as error:
        raise Http404(error.message) from error


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
        "may_wipe": is_live and not has_open_wipe and Permission.APPS_WIPE in request.permissions,
        "may_delete_wipe": Permission.APPS_UPDATE in request.permissions,
        "can_report_health": can_report_health(found.platform_version),
        "security_center_build": SECURITY_CENTER_BUILD,
    }


def _edge_context(request: PortalRequest, graph_id: uuid.UUID) -> dict[str, Any]:
    found = _registration(request, graph_id)
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
        "address": _filters_of(given, leaving_out=("user", "step", "csrfmiddlewaretoken")),
    }


def _new_pc(given: QueryDict) -> str:
    """The address of a PC that nobody has seen before; what the address says already stays."""
    name = f"{secrets.choice(MADE_UP_NAMES)}-{secrets.randbelow(90) + 10}"
    return urlencode({"name": name, **NEW_PC, **given.dict(), "tag": str(uuid.uuid4())})


def _filters_of(given: QueryDict, *, leaving_out: tuple[str, ...] = ("older", "newer")) -> str:
    """What an address asks for beside some of its parts, encoded to be carried on in a link."""
    return urlencode([(name, value) for name, value in given.items() if value and name not in leaving_out])


def _do(request: PortalRequest, deed: Callable[[], object], *, done: str) -> None:
    """Call a service and tell what came of it."""
    try:
        deed()
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
