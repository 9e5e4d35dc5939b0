"""What does a decision depend on, and what does it say? The words and frozen records of the engine."""

from dataclasses import dataclass, field
from typing import Any

from intune_sim.vocabulary import Tone, Word


class DeviceThreatLevel(Word):
    """`managedAppDeviceThreatLevel`: the highest threat level that a policy tolerates."""

    NOT_CONFIGURED = "notConfigured", "Not configured"
    SECURED = "secured", "Secured"
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"

    @property
    def severity(self) -> int:
        """The worst reported severity that passes."""
        return self.rank - 1


class HealthState(Word):
    """What a threat partner says about a device (`managedDevicePartnerReportedHealthState`)."""

    UNKNOWN = "unknown", "Unknown", Tone.NEUTRAL
    ACTIVATED = "activated", "Activated", Tone.NEUTRAL
    DEACTIVATED = "deactivated", "Deactivated", Tone.NEUTRAL
    SECURED = "secured", "Secured", Tone.GOOD
    LOW_SEVERITY = "lowSeverity", "Low", Tone.NOTICE
    MEDIUM_SEVERITY = "mediumSeverity", "Medium", Tone.WARNING
    HIGH_SEVERITY = "highSeverity", "High", Tone.BAD
    UNRESPONSIVE = "unresponsive", "Unresponsive", Tone.NEUTRAL
    COMPROMISED = "compromised", "Compromised", Tone.BAD
    MISCONFIGURED = "misconfigured", "Misconfigured", Tone.NEUTRAL

    @property
    def severity(self) -> int | None:
        """0 for secured up to 3 for high and compromised; None where nothing is known about the device."""
        return _SEVERITY.get(self)


_SEVERITY = {
    HealthState.SECURED: 0,
    HealthState.LOW_SEVERITY: 1,
    HealthState.MEDIUM_SEVERITY: 2,
    HealthState.HIGH_SEVERITY: 3,
    HealthState.COMPROMISED: 3,
}


class ThreatSource(Word):
    """Whether app protection may believe a connector; anything but LIVE makes the threat rule inert."""

    LIVE = "live", "A connector feeds app protection"
    ABSENT = "absent", "No connector for Windows has been added"
    NOT_PROVISIONED = "notProvisioned", "The connector is not provisioned yet"
    TOGGLE_OFF = "toggleOff", "The connector is not used for app protection"
    UNRESPONSIVE = "unresponsive", "The connector is unresponsive"


class RemediationAction(Word):
    """`managedAppRemediationAction`: what a failed condition leads to."""

    WARN = "warn", "Warn", Tone.NOTICE
    BLOCK = "block", "Block access", Tone.BAD
    WIPE = "wipe", "Wipe data", Tone.BAD


class DataTransferLevel(Word):
    """`windowsManagedAppDataTransferLevel`, the least strict first."""

    ALL_APPS = "allApps", "All"
    NONE = "none", "None"


class ClipboardSharingLevel(Word):
    """`windowsManagedAppClipboardSharingLevel`, the least strict first."""

    ANY_DESTINATION_ANY_SOURCE = "anyDestinationAnySource", "Any destination and any source"
    ORG_DESTINATION_ANY_SOURCE = "orgDestinationAnySource", "Org data destinations and any source"
    ORG_DESTINATION_ORG_SOURCE = "orgDestinationOrgSource", "Org data destinations and org data sources"
    NONE = "none", "No destination or source"


class Access(Word):
    """What a registration may do with company data."""

    ALLOWED = "allowed", "Allowed", Tone.GOOD
    WARNED = "warned", "Allowed with notice", Tone.NOTICE
    BLOCKED = "blocked", "Blocked", Tone.BAD
    WIPE_PENDING = "wipePending", "Wipe pending", Tone.BAD
    WIPED = "wiped", "Wiped", Tone.NEUTRAL
    INACTIVE = "inactive", "No policy", Tone.NEUTRAL
    UNPROTECTED = "unprotected", "Unprotected", Tone.WARNING


#: What an action makes of access, and how strict that is.
ACCESS_AFTER = {
    RemediationAction.WARN: Access.WARNED,
    RemediationAction.BLOCK: Access.BLOCKED,
    RemediationAction.WIPE: Access.WIPE_PENDING,
}
STRICTNESS = {Access.ALLOWED: 0, Access.WARNED: 1, Access.BLOCKED: 2, Access.WIPE_PENDING: 3}


class Reason(Word):
    """Why a condition failed."""

    DEVICE_THREAT_LEVEL_EXCEEDED = "deviceThreatLevelExceeded", "Device threat level too high"
    NO_HEALTH_STATE = "noHealthState", "No health state"
    SDK_VERSION_TOO_LOW = "sdkVersionTooLow", "SDK version too low"
    APP_VERSION_TOO_LOW = "appVersionTooLow", "App version too low"
    OS_VERSION_TOO_LOW = "osVersionTooLow", "OS version too low"
    OS_VERSION_TOO_HIGH = "osVersionTooHigh", "OS version too high"
    ACCOUNT_DISABLED = "accountDisabled", "Account disabled"
    OFFLINE_GRACE_PERIOD_EXPIRED = "offlineGracePeriodExpired", "Offline grace period expired"
    REAUTHENTICATION_REQUIRED = "reauthenticationRequired", "Sign-in required"
    REAUTHENTICATION_FAILED = "reauthenticationFailed", "Sign-in failed"
    WIPE_REQUESTED = "wipeRequested", "Wipe requested"


class Reauthentication(Word):
    """Where a registration stands that was offline past the wipe period."""

    NOT_NEEDED = "notNeeded", "Not needed"
    REQUIRED = "required", "Required"
    FAILED = "failed", "Failed"


@dataclass(frozen=True, order=True)
class PolicyRef:
    """The policy that brought a setting; ordered by name, then id."""

    name: str
    id: str


@dataclass(frozen=True)
class PolicySettings:
    """One app protection policy: its conditional-launch and data-protection settings by field name."""

    policy: PolicyRef
    values: dict[str, Any] = field(hash=False)


@dataclass(frozen=True)
class Sourced:
    """A resolved value and the policy it came from; None where several policies disagreed and a default stands in."""

    value: Any
    policy: PolicyRef | None


@dataclass(frozen=True)
class ThreatRule:
    """One policy's "Max allowed device threat level" with its action; each policy's is judged by itself."""

    policy: PolicyRef
    level: DeviceThreatLevel
    action: RemediationAction


@dataclass(frozen=True)
class EffectiveSettings:
    """What several policies come to for one user and app."""

    policies: tuple[PolicyRef, ...]
    threat_rules: tuple[ThreatRule, ...]
    values: dict[str, Sourced] = field(hash=False)
    #: Number fields on which the policies disagree.
    conflicts: tuple[str, ...] = ()

    def value(self, name: str) -> Any:
        """A setting's resolved value, or None where no policy sets it."""
        sourced = self.values.get(name)
        return sourced.value if sourced else None


@dataclass(frozen=True)
class Situation:
    """Every fact about one registration at one instant that a decision may depend on."""

    settings: EffectiveSettings | None
    is_managed: bool
    application_version: str
    management_sdk_version: str
    platform_version: str
    threat_source: ThreatSource
    health_state: HealthState | None
    is_health_stale: bool
    blocks_missing_health: bool
    is_account_disabled: bool
    is_offline_blocked: bool
    reauthentication: Reauthentication
    has_open_wipe: bool
    #: An admin asks for a wipe: of this registration, or of everything that the user has.
    is_wipe_requested: bool


@dataclass(frozen=True)
class Finding:
    """One failed condition."""

    reason: Reason
    setting: str | None
    action: RemediationAction
    policy: PolicyRef | None = None
    expected: str | None = None
    actual: str | None = None

    @property
    def key(self) -> str:
        """What stays the same while a condition goes on failing: its setting, and for a threat rule the policy."""
        per_policy = self.setting == "maximumAllowedDeviceThreatLevel" and self.policy
        return f"{self.setting}/{self.policy.id}" if per_policy and self.policy else str(self.setting)


@dataclass(frozen=True)
class Decision:
    """What is allowed, and every reason why not; the first finding is what the user is told."""

    access: Access
    findings: tuple[Finding, ...]
