"""Which row of the Health checks page fills which setting? One table for the wizard, the review and the properties."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from protection.engine.facts import DeviceThreatLevel, RemediationAction
from protection.engine.versions import InvalidVersion, parse_version

WARN, BLOCK, WIPE = RemediationAction.WARN, RemediationAction.BLOCK, RemediationAction.WIPE

#: An offline grace period is counted in minutes until access is blocked, and in days until data is wiped.
UNITS = {BLOCK: ("minutes", timedelta(minutes=1)), WIPE: ("days", timedelta(days=1))}
LONGEST_PERIOD = timedelta(days=36_500)

THREAT_LEVEL = "maximum_allowed_device_threat_level"
THREAT_ACTION = "mobile_threat_defense_remediation_action"
ACCOUNT_ACTION = "app_action_if_unable_to_authenticate_user"


class ConditionGroup(Enum):
    """The two tables of the page."""

    APP = "App conditions"
    DEVICE = "Device conditions"


class Kind(Enum):
    """What stands in a row's Value column."""

    PERIOD = "period"
    VERSION = "version"
    OS_VERSION = "osVersion"
    THREAT_LEVEL = "threatLevel"
    NOTHING = "nothing"


class InvalidValue(ValueError):
    """The value does not fit its setting; the message is a sentence for the admin."""


@dataclass(frozen=True)
class Condition:
    """A setting of the page: its label, what its value looks like, and the field that each legal action fills."""

    key: str
    label: str
    group: ConditionGroup
    kind: Kind
    fields: Mapping[RemediationAction, str]
    hint: str = ""

    @property
    def actions(self) -> tuple[RemediationAction, ...]:
        """The legal actions, in the order of the drop-down."""
        return tuple(self.fields)

    @property
    def is_single(self) -> bool:
        """One value and one action are stored, so there is one row at most."""
        return len(set(self.fields.values())) == 1

    @property
    def placeholder(self) -> str:
        """An example of a value."""
        return {Kind.OS_VERSION: "10.0.22631.3155", Kind.VERSION: "120.0.2210"}.get(self.kind, "")

    @property
    def takes_value(self) -> bool:
        """Whether the Value column is filled at all."""
        return self.kind is not Kind.NOTHING

    @property
    def levels(self) -> list[DeviceThreatLevel]:
        """The values of a drop-down; empty where a value is typed."""
        return list(DeviceThreatLevel)[1:] if self.kind is Kind.THREAT_LEVEL else []

    def action_label(self, action: RemediationAction) -> str:
        """`Block access`, and where a period is counted its unit: `Block access (minutes)`."""
        return f"{action.label} ({UNITS[action][0]})" if self.kind is Kind.PERIOD else action.label


def _version_fields(prefix: str, subject: str, *levels: RemediationAction) -> dict[RemediationAction, str]:
    words = {WARN: "warning", BLOCK: "required", WIPE: "wipe"}
    return {level: f"{prefix}_{words[level]}_{subject}_version" for level in levels}


CONDITIONS: tuple[Condition, ...] = (
    Condition(
        "offline-grace-period",
        "Offline grace period",
        ConditionGroup.APP,
        Kind.PERIOD,
        {BLOCK: "period_offline_before_access_check", WIPE: "period_offline_before_wipe_is_enforced"},
        "How long the app may run without a check-in: minutes until access is blocked, days until the user must sign "
        "in again or lose the organization's data.",
    ),
    Condition(
        "min-app-version",
        "Min app version",
        ConditionGroup.APP,
        Kind.VERSION,
        _version_fields("minimum", "app", WARN, BLOCK, WIPE),
        "The lowest app version: two to four numbers with dots between them.",
    ),
    Condition(
        "min-sdk-version",
        "Min SDK version",
        ConditionGroup.APP,
        Kind.VERSION,
        _version_fields("minimum", "sdk", BLOCK, WIPE),
        "The lowest version of the Intune SDK inside the app.",
    ),
    Condition(
        "disabled-account",
        "Disabled account",
        ConditionGroup.APP,
        Kind.NOTHING,
        {BLOCK: ACCOUNT_ACTION, WIPE: ACCOUNT_ACTION},
        "What happens once the user's account is confirmed to be disabled.",
    ),
    Condition(
        "min-os-version",
        "Min OS version",
        ConditionGroup.DEVICE,
        Kind.OS_VERSION,
        _version_fields("minimum", "os", WARN, BLOCK, WIPE),
        "The lowest Windows version, such as 10.0.22631.3155. The short form that winver shows (22631.3155) does not fit.",
    ),
    Condition(
        "max-os-version",
        "Max OS version",
        ConditionGroup.DEVICE,
        Kind.OS_VERSION,
        _version_fields("maximum", "os", WARN, BLOCK, WIPE),
        "The highest Windows version. Missing parts count as 0: 10.0.22631.3155 exceeds a maximum of 10.0.22631.",
    ),
    Condition(
        "max-threat-level",
        "Max allowed device threat level",
        ConditionGroup.DEVICE,
        Kind.THREAT_LEVEL,
        {BLOCK: THREAT_LEVEL, WIPE: THREAT_LEVEL},
        "The highest threat level that a Mobile Threat Defense connector may report. Without a connector that is used "
        "for app protection this condition has no effect.",
    ),
)

BY_KEY = {condition.key: condition for condition in CONDITIONS}


@dataclass(frozen=True)
class Check:
    """One row: a condition with its value and its action."""

    condition: Condition
    action: RemediationAction
    value: Any = None

    @property
    def value_text(self) -> str:
        """The value as it is typed or chosen: `720`, `10.0.22631`, `low`."""
        if self.condition.kind is Kind.PERIOD:
            return (
                f"{self.value / UNITS[self.action][1]:g}"
                if self.value % UNITS[self.action][1]
                else str(self.value // UNITS[self.action][1])
            )
        return "" if self.value is None else str(self.value)

    @property
    def value_label(self) -> str:
        """The value as it is read: `720`, `10.0.22631`, `Low`."""
        return self.value.label if isinstance(self.value, DeviceThreatLevel) else self.value_text

    @property
    def action_label(self) -> str:
        """The action as it is read."""
        return self.condition.action_label(self.action)


def checks_of(settings: Mapping[str, Any]) -> list[Check]:
    """The rows that these settings (values by field name) come to, in the page's order."""
    checks = []
    for condition in CONDITIONS:
        if condition.kind is Kind.THREAT_LEVEL:
            level = settings[THREAT_LEVEL]
            if level != DeviceThreatLevel.NOT_CONFIGURED:
                checks.append(Check(condition, RemediationAction(settings[THREAT_ACTION]), DeviceThreatLevel(level)))
        elif condition.kind is Kind.NOTHING:
            if settings[ACCOUNT_ACTION] is not None:
                checks.append(Check(condition, RemediationAction(settings[ACCOUNT_ACTION])))
        else:
            checks.extend(
                Check(condition, action, settings[field])
                for action, field in condition.fields.items()
                if settings[field] is not None
            )
    return checks


def settings_of(checks: Iterable[Check]) -> dict[str, Any]:
    """The settings that these rows come to; a setting without a row is not configured."""
    settings: dict[str, Any] = {field: None for condition in CONDITIONS for field in condition.fields.values()}
    settings[THREAT_LEVEL], settings[THREAT_ACTION] = DeviceThreatLevel.NOT_CONFIGURED, BLOCK
    for check in checks:
        field = check.condition.fields[check.action]
        settings[field] = check.action if check.condition.kind is Kind.NOTHING else check.value
        if check.condition.kind is Kind.THREAT_LEVEL:
            settings[THREAT_ACTION] = check.action
    return settings


def read_value(condition: Condition, action: RemediationAction, text: str) -> Any:
    """What was typed or chosen, as the setting stores it. Raises `InvalidValue`."""
    match condition.kind:
        case Kind.NOTHING:
            return None
        case Kind.THREAT_LEVEL:
            return _threat_level(text)
        case Kind.PERIOD:
            return _period(text, action)
        case _:
            return _version(text, is_os_setting=condition.kind is Kind.OS_VERSION)


def _threat_level(text: str) -> DeviceThreatLevel:
    if text not in DeviceThreatLevel.wires() or text == DeviceThreatLevel.NOT_CONFIGURED:
        raise InvalidValue("Select a threat level.")
    return DeviceThreatLevel(text)


def _period(text: str, action: RemediationAction) -> timedelta:
    unit, one = UNITS[action]
    most = LONGEST_PERIOD // one
    # isdecimal() alone would let other scripts' digits in.
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most)) and 1 <= int(text) <= most):
        raise InvalidValue(f"Enter a whole number of {unit} from 1 to {most}.")
    return int(text) * one


def _version(text: str, *, is_os_setting: bool) -> str:
    if not text:
        raise InvalidValue("Enter a version.")
    try:
        parse_version(text, is_os_setting=is_os_setting)
    except InvalidVersion as error:
        raise InvalidValue(str(error)) from error
    return text


#: The rows that a new policy starts with.
PREFILLED = (
    Check(BY_KEY["offline-grace-period"], BLOCK, timedelta(minutes=720)),
    Check(BY_KEY["offline-grace-period"], WIPE, timedelta(days=90)),
)
