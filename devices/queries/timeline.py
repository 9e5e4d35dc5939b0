"""What has happened to a registration, as a picture? Reports, access, check-ins, wipes and changes of its policies."""

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import pairwise

from devices.models import AccessChange, WindowsManagedAppRegistration
from devices.queries.series import ACCESS_SERIES, NO_LEVEL, THREAT_SERIES
from devices.wipe_lifecycle import WipeState
from intune_sim.audit.queries import events_about
from intune_sim.charts import Lane, Moment, Timeline
from protection.engine.facts import Access, HealthState

#: The picture goes back no further, and shows no more of each kind, the newest first.
SHOWN_FOR = timedelta(days=90)
MOST = 100
CHECK_IN = "CheckIn ManagedAppRegistration"
WIPE_COLOURS = {WipeState.PENDING: "warning", WipeState.SUCCESSFUL: "good", WipeState.FAILED: "bad"}


def timeline_of(*, registration: WindowsManagedAppRegistration, policies: Collection[str], now: datetime) -> Timeline:
    """A registration's history up to an instant; `policies` are the ids of those that apply. Four queries."""
    end = registration.ended_at or now
    start = max(registration.created_date_time, end - SHOWN_FOR)
    about = events_about(
        tenant_id=registration.tenant.graph_id,
        resources=[str(registration.graph_id), *policies],
        since=start,
        most=MOST,
    )
    return Timeline(
        title="What has happened to this registration",
        start=start,
        end=end,
        lanes=[
            Lane("Access", _access(registration, end)),
            Lane("Health reports", _reports(registration)),
            Lane("Check-ins", [Moment(one.activity_date_time, "Check-in", "notice") for one in about
                               if one.activity == CHECK_IN]),
            Lane("Wipes", _wipes(registration)),
            Lane("Policy changes", [Moment(one.activity_date_time, f"{one.activity} {one.resource_name}", "neutral")
                                    for one in about if one.resource_id in policies]),
        ],
    )  # fmt: skip


def _access(registration: WindowsManagedAppRegistration, end: datetime) -> list[Moment]:
    """The access from each change to the next."""
    changes = sorted(registration.access_changes.order_by("-pk")[:MOST], key=lambda one: one.pk)
    ends = [*(later.at for _, later in pairwise(changes)), end]
    return [_spell(change, until) for change, until in zip(changes, ends, strict=True)]


def _spell(change: AccessChange, until: datetime) -> Moment:
    series = ACCESS_SERIES[Access(change.to_access)]
    reason = f": {change.reason.label}" if change.reason else ""
    return Moment(change.at, f"{series.label}{reason}", series.colour, end=max(until, change.at))


def _reports(registration: WindowsManagedAppRegistration) -> list[Moment]:
    return [
        Moment(
            report.received_at,
            HealthState(report.health_state).label,
            THREAT_SERIES.get(HealthState(report.health_state), NO_LEVEL).colour,
        )
        for report in registration.reports.order_by("-pk")[:MOST]
    ]


def _wipes(registration: WindowsManagedAppRegistration) -> list[Moment]:
    return [
        Moment(
            wipe.created_at,
            f"{wipe.origin.label}: {wipe.state.label}",
            WIPE_COLOURS.get(WipeState(wipe.state), "neutral"),
        )
        for wipe in registration.wipe_requests.order_by("-pk")[:MOST]
    ]
