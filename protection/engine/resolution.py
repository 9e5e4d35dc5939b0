"""What do several policies come to? Per setting the most restrictive value, as conflicts between policies resolve."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from protection.engine.facts import (
    ClipboardSharingLevel,
    DataTransferLevel,
    DeviceThreatLevel,
    EffectiveSettings,
    PolicySettings,
    RemediationAction,
    Sourced,
    ThreatRule,
)
from protection.engine.versions import parse_version

#: The console's recommended values: what two policies that disagree on a number field come to.
RECOMMENDED = {
    "period_offline_before_access_check": timedelta(hours=12),
    "period_offline_before_wipe_is_enforced": timedelta(days=90),
}

THREAT_LEVEL = "maximum_allowed_device_threat_level"
THREAT_ACTION = "mobile_threat_defense_remediation_action"

Strictness = Callable[[Any], Any]

#: How strict a value is, per setting: the greatest wins.
STRICTNESS: dict[str, Strictness] = {
    "allowed_inbound_data_transfer_sources": lambda value: DataTransferLevel(value).rank,
    "allowed_outbound_clipboard_sharing_level": lambda value: ClipboardSharingLevel(value).rank,
    "allowed_outbound_data_transfer_destinations": lambda value: DataTransferLevel(value).rank,
    "print_blocked": bool,
    "app_action_if_unable_to_authenticate_user": lambda value: RemediationAction(value).rank,
    **{
        f"minimum_{level}_{subject}_version": parse_version
        for level, subject in (
            ("warning", "os"),
            ("required", "os"),
            ("wipe", "os"),
            ("warning", "app"),
            ("required", "app"),
            ("wipe", "app"),
            ("required", "sdk"),
            ("wipe", "sdk"),
        )
    },
    **{
        f"maximum_{level}_os_version": lambda value: tuple(-part for part in parse_version(value))
        for level in ("warning", "required", "wipe")
    },
}


def resolve(policies: Iterable[PolicySettings]) -> EffectiveSettings | None:
    """The settings in force for a user and app that these policies target; None when there are none."""
    ordered = sorted(policies, key=lambda settings: settings.policy)
    if not ordered:
        return None
    values: dict[str, Sourced] = {}
    conflicts = []
    for name, strictness in STRICTNESS.items():
        candidates = [Sourced(one.values[name], one.policy) for one in ordered if one.values.get(name) is not None]
        if candidates:
            # max() keeps the first of equals: the policy that comes first by name.
            values[name] = max(candidates, key=lambda candidate: strictness(candidate.value))
    for name, recommended in RECOMMENDED.items():
        periods = [Sourced(one.values[name], one.policy) for one in ordered if one.values.get(name) is not None]
        if len({period.value for period in periods}) > 1:
            values[name] = Sourced(recommended, None)
            conflicts.append(name)
        elif periods:
            values[name] = periods[0]
    rules = tuple(
        ThreatRule(
            one.policy, DeviceThreatLevel(one.values[THREAT_LEVEL]), RemediationAction(one.values[THREAT_ACTION])
        )
        for one in ordered
        if one.values[THREAT_LEVEL] != DeviceThreatLevel.NOT_CONFIGURED
    )
    if rules:
        lowest = min(rules, key=lambda rule: (rule.level.rank, -rule.action.rank))
        values[THREAT_LEVEL] = Sourced(lowest.level, lowest.policy)
        values[THREAT_ACTION] = Sourced(lowest.action, lowest.policy)
    return EffectiveSettings(
        policies=tuple(one.policy for one in ordered),
        threat_rules=rules,
        values=values,
        conflicts=tuple(conflicts),
    )
