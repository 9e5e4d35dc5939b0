"""What do pages ask about registrations? Lists and histories, each with a fixed number of queries."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch

from connectors.models import MobileThreatDefenseConnector
from connectors.partners import partner_of
from connectors.queries import windows_threat_source
from devices.models import (
    AccessChange,
    CurrentHealthState,
    Ending,
    HealthStateReport,
    RegistrationQuerySet,
    WindowsManagedAppRegistration,
    WipeRequest,
)
from intune_sim.errors import NotFound
from intune_sim.tenants.models import Tenant, User, is_licensed
from intune_sim.tenants.queries import users_called
from intune_sim.vocabulary import Word
from protection.engine.facts import Access
from protection.engine.versions import parse_version
from protection.models import KNOWN_APPS

#: Rows of a history, and of the client page's choice of users.
HISTORY_SIZE = 20
USERS_SHOWN = 8

#: Windows Security Center speaks from this build on ("Prerequisites of Windows MAM").
SECURITY_CENTER_BUILD = "10.0.22631"


class Life(Word):
    """Whether a registration goes on."""

    LIVE = "live", "Live"
    ENDED = "ended", "Ended"


@dataclass(frozen=True)
class RegistrationRow:
    """A registration as a line of the list."""

    registration: WindowsManagedAppRegistration
    app: str
    #: The state that counts: the threat source's; without a live source the newest of any connector.
    health: CurrentHealthState | None
    #: How the row's standing reads: its access, or how it ended.
    standing: Access | Ending


def registrations_of(tenant: Tenant) -> RegistrationQuerySet:
    """All of a tenant's registrations, with what each line needs of other tables."""
    states = CurrentHealthState.objects.select_related("connector").order_by("-last_update_date_time")
    return WindowsManagedAppRegistration.objects.for_tenant(tenant).prefetch_related(
        Prefetch("health_states", queryset=states)
    )


def access_counts(tenant: Tenant) -> dict[Access, int]:
    """How many of a tenant's live registrations have each access. One query, answered from an index."""
    live = WindowsManagedAppRegistration.objects.for_tenant(tenant).live()
    return {Access(access): count for access, count in live.values_list("access").annotate(Count("pk")).order_by()}


def with_access(registrations: RegistrationQuerySet, access: str) -> RegistrationQuerySet:
    """Those with an access state."""
    found = registrations.filter(access=access)
    # What an ended registration could do last says nothing about what it can do.
    return found if access == Access.WIPED else found.live()


def in_life(registrations: RegistrationQuerySet, life: str) -> RegistrationQuerySet:
    """Those that go on, or those that ended."""
    return registrations.filter(ended_at__isnull=life == Life.LIVE)


def registration_rows(
    registrations: Sequence[WindowsManagedAppRegistration], *, tenant: Tenant, now: datetime
) -> Sequence[RegistrationRow]:
    """Registrations as lines of the list. One query."""
    source = windows_threat_source(tenant=tenant, now=now).connector
    return [_row(registration, source) for registration in registrations]


def registration_of(*, tenant: Tenant, graph_id: uuid.UUID) -> WindowsManagedAppRegistration:
    """A tenant's registration by its id. Raises `NotFound`."""
    registration = (
        WindowsManagedAppRegistration.objects.for_tenant(tenant)
        .select_related("tenant")
        .filter(graph_id=graph_id)
        .first()
    )
    if registration is None:
        raise NotFound(f"There is no registration with id '{graph_id}'.")
    return registration


def wipe_request_of(*, registration: WindowsManagedAppRegistration, graph_id: uuid.UUID) -> WipeRequest:
    """A registration's wipe request. Raises `NotFound`."""
    request = registration.wipe_requests.select_related("registration").filter(graph_id=graph_id).first()
    if request is None:
        raise NotFound(f"There is no wipe request with id '{graph_id}'.")
    return request


@dataclass(frozen=True)
class ReportedHealth:
    """What one connector has said about a device, and what that counts for as of now."""

    state: CurrentHealthState
    is_source: bool
    is_stale: bool


@dataclass(frozen=True)
class TakenReport:
    """A report in a registration's history; its connector may be gone."""

    report: HealthStateReport
    partner: str


@dataclass(frozen=True)
class History:
    """What has happened to a registration, the newest first."""

    health: Sequence[ReportedHealth]
    access_changes: Sequence[AccessChange]
    reports: Sequence[TakenReport]
    wipes: Sequence[WipeRequest]


def history_of(
    *, registration: WindowsManagedAppRegistration, source: MobileThreatDefenseConnector | None, now: datetime
) -> History:
    """The health states that connectors hold about a registration, and its latest changes, reports and wipes."""
    states = registration.health_states.select_related("connector").order_by("connector_id")
    return History(
        health=[
            ReportedHealth(
                state=state,
                is_source=state.connector == source,
                is_stale=(now - state.last_update_date_time).days >= registration.tenant.health_state_validity_days,
            )
            for state in states
        ],
        access_changes=list(registration.access_changes.order_by("-pk")[:HISTORY_SIZE]),
        reports=[
            TakenReport(report, partner_of(report.partner_id).name)
            for report in registration.reports.order_by("-pk")[:HISTORY_SIZE]
        ],
        wipes=list(registration.wipe_requests.order_by("-pk")[:HISTORY_SIZE]),
    )


def users_to_enrol(*, tenant: Tenant, search: str) -> list[User]:
    """The first users of a tenant whose name begins with a text, each with `is_licensed`."""
    users = User.objects.for_tenant(tenant).annotate(is_licensed=is_licensed())
    return list(users_called(users, search, most=USERS_SHOWN))


def can_report_health(platform_version: str) -> bool:
    """Whether this version of Windows has a Security Center that speaks to Intune."""
    return parse_version(platform_version) >= parse_version(SECURITY_CENTER_BUILD)


def app_name(app_identifier: str) -> str:
    """What an app is called."""
    return KNOWN_APPS.get(app_identifier, app_identifier)


def _row(registration: WindowsManagedAppRegistration, source: MobileThreatDefenseConnector | None) -> RegistrationRow:
    states = list(registration.health_states.all())
    if source:
        states = [state for state in states if state.connector_id == source.pk]
    is_over = registration.ending not in {None, Ending.WIPED}
    return RegistrationRow(
        registration=registration,
        app=app_name(registration.app_identifier),
        health=states[0] if states else None,
        standing=registration.ending if is_over and registration.ending else registration.access,
    )
