"""What do faces and higher apps ask about connectors?"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.lifecycle import ConnectorHealth, PartnerState, StateCause, connector_health
from connectors.models import ConnectorStateChange, MobileThreatDefenseConnector
from connectors.partners import CATALOGUE, Partner
from intune_sim.charts import Lane, Moment, Timeline
from intune_sim.errors import NotFound
from intune_sim.tenants.models import Tenant


def connectors_of(tenant: Tenant) -> list[MobileThreatDefenseConnector]:
    """A tenant's connectors by partner name."""
    return sorted(MobileThreatDefenseConnector.objects.for_tenant(tenant), key=str)


def connector_to(*, tenant: Tenant, partner_id: uuid.UUID) -> MobileThreatDefenseConnector:
    """The tenant's connector to a partner. Raises `NotFound`."""
    connector = (
        MobileThreatDefenseConnector.objects.for_tenant(tenant)
        .select_related("tenant")
        .filter(graph_id=partner_id)
        .first()
    )
    if connector is None:
        raise NotFound(f"There is no connector with id '{partner_id}'.")
    return connector


def partners_to_add(tenant: Tenant) -> list[Partner]:
    """The catalogue's partners that the tenant has no connector to yet."""
    taken = set(MobileThreatDefenseConnector.objects.for_tenant(tenant).values_list("graph_id", flat=True))
    return [partner for partner in CATALOGUE if partner.id not in taken]


@dataclass(frozen=True)
class WindowsThreatSource:
    """Which connector app protection on Windows believes, and when that will change by itself."""

    connector: MobileThreatDefenseConnector | None
    #: Why there is none, as the decision's trace says it: absent, toggleOff, notProvisioned or unresponsive.
    inert_because: str


def windows_threat_source(*, tenant: Tenant, now: datetime) -> WindowsThreatSource:
    """The first live source: Microsoft Defender for Endpoint, then the other partner. In Error its data still counts."""
    candidates = sorted(
        (
            connector
            for connector in MobileThreatDefenseConnector.objects.for_tenant(tenant)
            if any(platform.value == "windows" for platform in connector.partner.app_protection)
        ),
        key=lambda connector: not connector.partner.is_defender,
    )
    live = next((connector for connector in candidates if connector.feeds_windows_apps(now)), None)
    if live:
        return WindowsThreatSource(connector=live, inert_because="")
    return WindowsThreatSource(connector=None, inert_because=_why_inert(candidates, now))


def _why_inert(candidates: list[MobileThreatDefenseConnector], now: datetime) -> str:
    """The reason of the candidate that came closest to being live."""
    if any(connector.provisioned_at and connector.is_unresponsive(now) for connector in candidates):
        return "unresponsive"
    if any(connector.windows_mobile_application_management_enabled for connector in candidates):
        return "notProvisioned"
    return "toggleOff" if candidates else "absent"


@dataclass(frozen=True)
class Standing:
    """A connector's state as of an instant, since when, and why."""

    connector: MobileThreatDefenseConnector
    state: PartnerState
    since: datetime
    cause: StateCause
    health: ConnectorHealth

    @property
    def sentence(self) -> str:
        """What the state means, and what ends it."""
        name, days = self.connector.partner.name, self.connector.partner_unresponsiveness_threshold_in_days
        match self.state:
            case PartnerState.UNAVAILABLE if self.connector.partner.is_provisioned_by_app_activity:
                return (
                    "The status stays Unavailable until the first app protection policy arrives at a user, or the "
                    "first user enrolls in mobile application management. Reports are dropped until then."
                )
            case PartnerState.UNAVAILABLE:
                return f"{name} withdrew. Reports are dropped until it provisions the connector again."
            case PartnerState.NOT_SET_UP:
                return f"Finish the set-up in the console of {name}. Reports are dropped until its first sign of life."
            case PartnerState.AVAILABLE:
                return "Set-up is complete, but no platform is connected: nothing uses its data yet."
            case PartnerState.UNRESPONSIVE:
                silence = "a day" if days == 1 else f"{days} days"
                return f"There was no sign of life for {silence}. Its data is ignored until {name} is heard again."
            case PartnerState.ERROR:
                code = self.connector.error_code
                return f"{name} reported error {code}. Its data is still used; the next good sign of life clears it."
            case _:
                return "Set-up is complete and at least one platform is connected."


def standing_of(connector: MobileThreatDefenseConnector, now: datetime) -> Standing:
    """How a connector stands as of now, even where no sweep has written it down yet."""
    state = connector.state(now)
    since, cause = connector.partner_state_at, connector.partner_state_cause
    if state != connector.partner_state and state == PartnerState.UNRESPONSIVE and connector.unresponsive_at:
        since, cause = connector.unresponsive_at, StateCause.SILENCE
    return Standing(connector, state, since, cause, connector_health(connector.last_heartbeat_date_time, now))


def standings(*, tenant: Tenant, now: datetime) -> list[Standing]:
    """How all of a tenant's connectors stand, by partner name."""
    return [standing_of(connector, now) for connector in connectors_of(tenant)]


def latest_state_changes(connector: MobileThreatDefenseConnector) -> list[ConnectorStateChange]:
    """The newest fifty changes of a connector's state."""
    return list(connector.state_changes.order_by("-at", "-id")[:50])


#: How far back the picture of a connector's states goes.
PICTURED = timedelta(days=30)

_COLOURS = {
    PartnerState.UNAVAILABLE: "neutral",
    PartnerState.AVAILABLE: "notice",
    PartnerState.ENABLED: "good",
    PartnerState.UNRESPONSIVE: "warning",
    PartnerState.NOT_SET_UP: "faint",
    PartnerState.ERROR: "bad",
}


def states_over_time(standing: Standing, changes: list[ConnectorStateChange], now: datetime) -> Timeline:
    """A connector's states of the last thirty days as a picture, a lane a state. `changes` come newest first."""
    turns = [(change.at, PartnerState(change.to_state)) for change in reversed(changes)]
    if not turns or turns[-1][1] != standing.state:
        # Silence counts from its instant, also where no sweep has written it down.
        turns.append((standing.since, standing.state))
    ends = [at for at, _ in turns[1:]] + [now]
    start = now - PICTURED
    spans = [
        (state, Moment(at, state.label, _COLOURS[state], end))
        for (at, state), end in zip(turns, ends, strict=True)
        if end >= start
    ]
    lanes = [
        Lane(state.label, [moment for one, moment in spans if one is state])
        for state in PartnerState
        if any(one is state for one, _ in spans)
    ]
    return Timeline("Connection status of the last 30 days", start, now, lanes)
