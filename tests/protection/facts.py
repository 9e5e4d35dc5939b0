"""What does the engine decide on when a test leaves it open? Boring facts that every condition lets pass."""

from datetime import timedelta
from typing import Any

from protection.engine.facts import (
    ClipboardSharingLevel,
    DataTransferLevel,
    DeviceThreatLevel,
    EffectiveSettings,
    HealthState,
    PolicyRef,
    PolicySettings,
    Reauthentication,
    RemediationAction,
    Situation,
    ThreatSource,
)
from protection.engine.resolution import resolve

UNSET: dict[str, Any] = {
    "print_blocked": False,
    "allowed_inbound_data_transfer_sources": DataTransferLevel.ALL_APPS,
    "allowed_outbound_clipboard_sharing_level": ClipboardSharingLevel.ANY_DESTINATION_ANY_SOURCE,
    "allowed_outbound_data_transfer_destinations": DataTransferLevel.ALL_APPS,
    "app_action_if_unable_to_authenticate_user": None,
    "maximum_allowed_device_threat_level": DeviceThreatLevel.NOT_CONFIGURED,
    "mobile_threat_defense_remediation_action": RemediationAction.BLOCK,
    "period_offline_before_access_check": timedelta(hours=12),
    "period_offline_before_wipe_is_enforced": timedelta(days=90),
}


def policy(name: str = "Edge", **values: Any) -> PolicySettings:
    """A policy with the console's defaults, but for the settings given."""
    return PolicySettings(PolicyRef(name=name, id=f"T_{name}"), {**UNSET, **values})


def settings(**values: Any) -> EffectiveSettings:
    """What a single policy with these settings comes to."""
    return in_force(policy(**values))


def in_force(*policies: PolicySettings) -> EffectiveSettings:
    """What these policies come to."""
    resolved = resolve(policies)
    assert resolved is not None
    return resolved


def situation(settings: EffectiveSettings | None, **facts: Any) -> Situation:
    """A healthy, current, connected Edge on a supported personal PC, but for the facts given."""
    boring: dict[str, Any] = {
        "is_managed": False,
        "application_version": "131.0.2903.51",
        "management_sdk_version": "1.2.0",
        "platform_version": "10.0.22631.3155",
        "threat_source": ThreatSource.LIVE,
        "health_state": HealthState.SECURED,
        "is_health_stale": False,
        "blocks_missing_health": True,
        "is_account_disabled": False,
        "is_offline_blocked": False,
        "reauthentication": Reauthentication.NOT_NEEDED,
        "has_open_wipe": False,
        "is_wipe_requested": False,
    }
    return Situation(settings=settings, **{**boring, **facts})
