"""Which app protection policies does Contoso have? The three levels of the guide to Edge for Business. Plain data."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from protection.engine.facts import ClipboardSharingLevel, DataTransferLevel, DeviceThreatLevel, RemediationAction


@dataclass(frozen=True)
class Level:
    """A policy preset, and the groups it is assigned to."""

    name: str
    description: str
    settings: dict[str, Any]
    included: tuple[str, ...]
    excluded: tuple[str, ...] = ()


_NOTHING_LEAVES = {
    "print_blocked": True,
    "allowed_inbound_data_transfer_sources": DataTransferLevel.NONE,
    "allowed_outbound_data_transfer_destinations": DataTransferLevel.NONE,
    "allowed_outbound_clipboard_sharing_level": ClipboardSharingLevel.NONE,
}

POLICIES: tuple[Level, ...] = (
    Level(
        name="Edge on personal PCs - Level 1 (basic)",
        description="Data may move freely; a device with a threat above Low is blocked.",
        settings={
            "period_offline_before_access_check": timedelta(minutes=10_080),
            "period_offline_before_wipe_is_enforced": timedelta(days=90),
            "maximum_allowed_device_threat_level": DeviceThreatLevel.LOW,
        },
        included=("Sales", "Marketing"),
    ),
    Level(
        name="Edge on personal PCs - Level 2 (enhanced)",
        description="Data stays in Edge; a current Windows and an enabled account are needed.",
        settings={
            **_NOTHING_LEAVES,
            "period_offline_before_access_check": timedelta(minutes=1440),
            "period_offline_before_wipe_is_enforced": timedelta(days=30),
            "maximum_allowed_device_threat_level": DeviceThreatLevel.MEDIUM,
            "minimum_required_os_version": "10.0.22621.2506",
            "app_action_if_unable_to_authenticate_user": RemediationAction.BLOCK,
        },
        included=("Finance", "Engineering"),
        excluded=("Contractors",),
    ),
    Level(
        name="Edge on personal PCs - Level 3 (high)",
        description="For those whose data is worth most: no threat at all, and a warning on a Windows that is too new.",
        settings={
            **_NOTHING_LEAVES,
            "period_offline_before_access_check": timedelta(minutes=1440),
            "period_offline_before_wipe_is_enforced": timedelta(days=30),
            "maximum_allowed_device_threat_level": DeviceThreatLevel.SECURED,
            "minimum_required_os_version": "10.0.22621.2506",
            "maximum_warning_os_version": "10.0.22641",
        },
        included=("Executives",),
    ),
)
