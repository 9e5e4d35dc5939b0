"""What does a batch of health-state reports do? Each is dropped, rejected, known, stale or taken, and then decided on."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from connectors.lifecycle import DROPS_MESSAGES, StateCause
from connectors.models import MobileThreatDefenseConnector
from connectors.services import count_dropped, hold_connector, note_sign_of_life
from devices.models import Cause, CurrentHealthState, Ending, HealthStateReport, WindowsManagedAppRegistration
from devices.services.evaluation import reevaluate
from devices.situations import DEREGISTRATION
from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import record_change
from intune_sim.vocabulary import Word
from protection.engine.facts import HealthState


class ReportStatus(Word):
    """What became of a report."""

    ACCEPTED = "accepted", "Accepted"
    DUPLICATE = "duplicate", "Duplicate"
    STALE = "stale", "Stale"
    DROPPED = "dropped", "Dropped"
    REJECTED = "rejected", "Rejected"


@dataclass(frozen=True)
class HealthReport:
    """One well-formed report; ids as the partner writes them."""

    report_id: str
    user_id: str
    app_id: str
    device_id: str
    health_state: HealthState
    last_update: datetime
    threats: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Malformed:
    """A report that breaks the contract: the code and message of its rejection."""

    report_id: str | None
    code: str
    message: str


@dataclass(frozen=True)
class Outcome:
    """What became of one report, and why."""

    report_id: str | None
    status: ReportStatus
    code: str = ""
    message: str = ""


Triple = tuple[str, str, str]
SIGNED_OUT = ("signedOut", "The user has signed out of this app on this device.")
NOT_ENROLLED = ("notEnrolled", "This user, app and device are not enrolled.")


@transaction.atomic
def record_health_states(
    *,
    connector: MobileThreatDefenseConnector,
    reports: Sequence[HealthReport | Malformed],
    by: Actor,
    now: datetime,
) -> list[Outcome]:
    """Take a batch, in its order, and decide again about every registration that it says something new about.

    Raises `NotFound` when the connector is gone. One bad report never spoils its neighbours.
    """
    connector = hold_connector(connector, now=now)
    if connector.state(now) in DROPS_MESSAGES:
        count_dropped(connector=connector, reports=len(reports))
        return [Outcome(report.report_id, ReportStatus.DROPPED) for report in reports]
    note_sign_of_life(connector=connector, cause=StateCause.HEARTBEAT, now=now)
    intake = _Intake(connector, [report for report in reports if isinstance(report, HealthReport)], now)
    outcomes = [
        Outcome(report.report_id, ReportStatus.REJECTED, report.code, report.message)
        if isinstance(report, Malformed)
        else intake.take(report)
        for report in reports
    ]
    intake.store()
    record_change(
        connector,
        Operation.ACTION,
        {
            status.value: (None, count)
            for status in ReportStatus
            if (count := sum(outcome.status is status for outcome in outcomes))
        },
        resource_type="mobileThreatDefenseConnector",
        category=Category.TELEMETRY,
        by=by,
        now=now,
        activity="Report HealthStates",
    )
    return outcomes


class _Intake:
    """The batch's registrations and what is known about them, held for this transaction."""

    def __init__(self, connector: MobileThreatDefenseConnector, reports: Sequence[HealthReport], now: datetime) -> None:
        self._connector = connector
        self._now = now
        self._registrations = _hold_latest(connector, reports)
        self._known = set(
            HealthStateReport.objects.filter(
                connector=connector, report_id__in={report.report_id for report in reports}
            ).values_list("report_id", flat=True)
        )
        self._newest = dict(
            CurrentHealthState.objects.filter(
                connector=connector,
                registration__in=[registration.pk for registration in self._registrations.values()],
            ).values_list("registration_id", "last_update_date_time")
        )
        self._history: list[HealthStateReport] = []
        self._accepted: list[tuple[int, HealthReport]] = []

    def take(self, report: HealthReport) -> Outcome:
        """Judge one report: duplicate, enrolment, stale or accepted."""
        if report.report_id in self._known:
            return Outcome(report.report_id, ReportStatus.DUPLICATE)
        registration = self._registrations.get(_triple(report))
        refusal = _refusal(registration, self._now)
        if registration is None or refusal:
            code, message = refusal or NOT_ENROLLED
            return Outcome(report.report_id, ReportStatus.REJECTED, code, message)
        newest = self._newest.get(registration.pk)
        is_stale = newest is not None and report.last_update <= newest
        self._known.add(report.report_id)
        self._history.append(
            HealthStateReport(
                registration=registration,
                connector=self._connector,
                partner_id=self._connector.graph_id,
                report_id=report.report_id,
                health_state=report.health_state,
                last_update_date_time=report.last_update,
                threats=report.threats,
                is_stale=is_stale,
                received_at=self._now,
            )
        )
        if is_stale:
            return Outcome(report.report_id, ReportStatus.STALE)
        self._newest[registration.pk] = report.last_update
        self._accepted.append((registration.pk, report))
        return Outcome(report.report_id, ReportStatus.ACCEPTED)

    def store(self) -> None:
        """Append the history and decide again, a round for each further report about the same registration.

        Reports are decided on in their order: a wipe that the first of two asks for stays, whatever the second says.
        """
        HealthStateReport.objects.bulk_create(self._history)
        for current in _rounds(self._accepted):
            CurrentHealthState.objects.bulk_create(
                (
                    CurrentHealthState(
                        registration_id=registration,
                        connector=self._connector,
                        health_state=report.health_state,
                        last_update_date_time=report.last_update,
                        threats=report.threats,
                    )
                    for registration, report in current.items()
                ),
                update_conflicts=True,
                unique_fields=["registration", "connector"],
                update_fields=["health_state", "last_update_date_time", "threats"],
            )
            reevaluate(
                tenant=self._connector.tenant, registrations=sorted(current), cause=Cause.HEALTH_REPORT, now=self._now
            )


def _rounds(accepted: Iterable[tuple[int, HealthReport]]) -> list[dict[int, HealthReport]]:
    """The accepted reports in rounds in which each registration occurs at most once, its own order kept."""
    rounds: list[dict[int, HealthReport]] = []
    seen: dict[int, int] = {}
    for registration, report in accepted:
        place = seen.get(registration, 0)
        seen[registration] = place + 1
        if place == len(rounds):
            rounds.append({})
        rounds[place][registration] = report
    return rounds


def _hold_latest(
    connector: MobileThreatDefenseConnector, reports: Sequence[HealthReport]
) -> dict[Triple, WindowsManagedAppRegistration]:
    """The latest registration of every user, app and device that the batch names, held in key order."""
    users = {guid for report in reports if (guid := _guid(report.user_id))}
    found = (
        WindowsManagedAppRegistration.objects.for_tenant(connector.tenant)
        .filter(user_graph_id__in=users, device_tag__in={report.device_id for report in reports})
        .order_by("pk")
        .select_for_update()
    )
    # Key order: the last of a user, app and device is its latest.
    return {(str(one.user_graph_id), one.app_identifier, one.device_tag): one for one in found}


def _refusal(registration: WindowsManagedAppRegistration | None, now: datetime) -> tuple[str, str] | None:
    if registration is None:
        return NOT_ENROLLED
    if registration.ended_at is not None:
        return SIGNED_OUT if registration.ending == Ending.SIGNED_OUT else NOT_ENROLLED
    return NOT_ENROLLED if registration.last_sync_date_time + DEREGISTRATION <= now else None


def _triple(report: HealthReport) -> Triple:
    guid = _guid(report.user_id)
    return (str(guid) if guid else "", report.app_id, report.device_id)


def _guid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
