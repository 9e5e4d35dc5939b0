"""Which app protection policies does Contoso have? Three levels for Edge on PCs, and one policy for each phone. Plain data."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from protection.engine.facts import ClipboardSharingLevel, DataTransferLevel, DeviceThreatLevel, RemediationAction
from protection.models import MobilePolicyType


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


@dataclass(frozen=True)
class PhonePolicy:
    """A policy for phones; its settings go by Graph name, in wire form."""

    type: MobilePolicyType
    name: str
    settings: dict[str, Any]
    apps: tuple[str, ...]
    included: tuple[str, ...] = ("All Company",)


_PHONE_BASICS = {
    "pinRequired": True,
    "minimumPinLength": 6,
    "simplePinBlocked": True,
    "allowedOutboundDataTransferDestinations": "managedApps",
    "allowedOutboundClipboardSharingLevel": "managedAppsWithPasteIn",
    "dataBackupBlocked": True,
    "maximumAllowedDeviceThreatLevel": "low",
}

PHONE_POLICIES: tuple[PhonePolicy, ...] = (
    PhonePolicy(
        type=MobilePolicyType.IOS,
        name="Edge and Outlook on iPhones",
        settings={**_PHONE_BASICS, "minimumRequiredOsVersion": "17.0", "appDataEncryptionType": "whenDeviceLocked"},
        apps=("com.microsoft.msedge", "com.microsoft.Office.Outlook"),
    ),
    PhonePolicy(
        type=MobilePolicyType.ANDROID,
        name="Edge and Outlook on Android",
        settings={
            **_PHONE_BASICS,
            "minimumRequiredOsVersion": "13.0",
            "encryptAppData": True,
            "screenCaptureBlocked": True,
        },
        apps=("com.microsoft.emmx", "com.microsoft.office.outlook"),
    ),
)
