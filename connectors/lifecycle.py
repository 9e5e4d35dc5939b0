"""Which state is a connector in? A pure function of its facts, so that no illegal change can happen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from intune_sim.vocabulary import Tone, Word


class PartnerState(Word):
    """`mobileThreatPartnerTenantState` of Graph, with the words of the Mobile Threat Defense list."""

    UNAVAILABLE = "unavailable", "Unavailable", Tone.NEUTRAL
    AVAILABLE = "available", "Available", Tone.NOTICE
    ENABLED = "enabled", "Enabled", Tone.GOOD
    UNRESPONSIVE = "unresponsive", "Unresponsive", Tone.WARNING
    NOT_SET_UP = "notSetUp", "Not Set Up", Tone.NEUTRAL
    ERROR = "error", "Error", Tone.BAD


class StateCause(Word):
    """What made a connector change its state."""

    CREATED = "created", "The connector was added"
    FIRST_POLICY = "firstPolicy", "The first app protection policy reached a user"
    FIRST_ENROLMENT = "firstEnrolment", "The first user enrolled in mobile application management"
    CHECK_IN = "checkIn", "A managed app checked in"
    HEARTBEAT = "heartbeat", "The partner sent a sign of life"
    ERROR_REPORTED = "errorReported", "The partner reported an error"
    SILENCE = "silence", "The partner was silent for too long"
    DEPROVISIONED = "deprovisioned", "The partner deprovisioned the connector"
    CONFIGURED = "configured", "An admin changed the connector's settings"

    @property
    def sentence(self) -> str:
        """The label as it goes on in a sentence."""
        return self.label[:1].lower() + self.label[1:]


#: States in which a partner's messages are dropped ("Mobile Threat Defense connector status").
DROPS_MESSAGES = frozenset({PartnerState.UNAVAILABLE, PartnerState.NOT_SET_UP})


@dataclass(frozen=True)
class ConnectorFacts:
    """All that a connector's state depends on."""

    is_provisioned: bool
    #: Never provisioned, and its partner's console must do it (every partner but Windows Security Center).
    awaits_partner: bool
    is_unresponsive: bool
    has_error: bool
    is_connected: bool


def partner_state(facts: ConnectorFacts) -> PartnerState:
    """The state, by priority: not provisioned, unresponsive, error, enabled, available."""
    if not facts.is_provisioned:
        return PartnerState.NOT_SET_UP if facts.awaits_partner else PartnerState.UNAVAILABLE
    if facts.is_unresponsive:
        return PartnerState.UNRESPONSIVE
    if facts.has_error:
        return PartnerState.ERROR
    return PartnerState.ENABLED if facts.is_connected else PartnerState.AVAILABLE


def unresponsive_at(last_heartbeat: datetime, threshold_days: int) -> datetime:
    """The instant from which the partner's data is ignored: reached at its instant, not after it."""
    return last_heartbeat + timedelta(days=threshold_days)


class ConnectorHealth(Word):
    """How Tenant status judges a connection by its last synchronization, the worst first."""

    UNHEALTHY = "unhealthy", "Unhealthy", Tone.BAD
    WARNING = "warning", "Warning", Tone.WARNING
    HEALTHY = "healthy", "Healthy", Tone.GOOD
    NOT_ENABLED = "notEnabled", "Not Enabled", Tone.NEUTRAL


#: Up to so long after its last synchronization a connection is healthy; from so long on it is unhealthy.
HEALTHY_FOR, UNHEALTHY_AFTER = timedelta(days=1), timedelta(days=3)


def connector_health(last_synchronized: datetime | None, now: datetime) -> ConnectorHealth:
    """How a connection that synchronizes is doing; one that never did is not enabled."""
    if last_synchronized is None:
        return ConnectorHealth.NOT_ENABLED
    silence = now - last_synchronized
    if silence >= UNHEALTHY_AFTER:
        return ConnectorHealth.UNHEALTHY
    return ConnectorHealth.WARNING if silence > HEALTHY_FOR else ConnectorHealth.HEALTHY
