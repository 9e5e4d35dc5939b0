"""Which threat partners exist, what does each support, and which toggles follow from that? Plain data."""

import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from intune_sim.vocabulary import Word


class Platform(Word):
    """An operating system that a partner watches."""

    ANDROID = "android", "Android"
    IOS = "ios", "iOS/iPadOS"
    WINDOWS = "windows", "Windows"
    MAC = "mac", "macOS"


MOBILE = frozenset({Platform.ANDROID, Platform.IOS})


@dataclass(frozen=True)
class Partner:
    """A threat partner as the Mobile Threat Defense overview lists it."""

    id: uuid.UUID
    name: str
    compliance: frozenset[Platform] = MOBILE
    app_protection: frozenset[Platform] = frozenset()
    syncs_certificates: bool = False
    is_defender: bool = False
    #: Windows Security Center has no console: the first managed-app activity in the tenant provisions it.
    is_provisioned_by_app_activity: bool = False


WINDOWS_SECURITY_CENTER = Partner(
    id=uuid.UUID(os.environ.get("WINDOWS_SECURITY_CENTER_ID") or "e6f777f8-e4c2-4a5b-be01-50b5c124bc7f"),
    name="Windows Security Center",
    compliance=frozenset(),
    app_protection=frozenset({Platform.WINDOWS}),
    is_provisioned_by_app_activity=True,
)

DEFENDER_FOR_ENDPOINT = Partner(
    id=uuid.UUID("fc780465-2017-40d4-a0c5-307022471b92"),
    name="Microsoft Defender for Endpoint",
    compliance=MOBILE | {Platform.WINDOWS},
    app_protection=MOBILE | {Platform.WINDOWS},
    is_defender=True,
)


def _mobile(id: str, name: str, *, app_protection: bool, syncs_certificates: bool = False) -> Partner:
    return Partner(
        id=uuid.UUID(id),
        name=name,
        app_protection=MOBILE if app_protection else frozenset(),
        syncs_certificates=syncs_certificates,
    )


#: Names and platforms from the Mobile Threat Defense overview, ids as public tooling lists them. The ids of iVerify,
#: Trellix and Trustd are published nowhere; those three are made up here.
CATALOGUE: tuple[Partner, ...] = (
    _mobile("860d3ab4-8fd1-45f5-89cd-ecf51e4f92e5", "Better Mobile", app_protection=True),
    _mobile("a447eca6-a986-4d3f-9838-5862bf50776c", "BlackBerry Protect Mobile", app_protection=True),
    _mobile("d3ddeae8-441f-4681-b80f-aef644f7195a", "Check Point Harmony Mobile", app_protection=True),
    _mobile("29ee2d98-e795-475f-a0f8-0802dc3384a9", "CrowdStrike Falcon for Mobile", app_protection=False),
    _mobile("5b1f3c0e-52d4-4c0b-9c55-6a6a1f2d0c01", "iVerify Enterprise", app_protection=False),
    _mobile("1f58d6d2-02cc-4c80-b008-1bfe7396a10a", "Jamf Mobile Threat Defense", app_protection=True),
    _mobile("2c7790de-8b02-4814-85cf-e0c59380dee8", "Lookout for Work", app_protection=True),
    DEFENDER_FOR_ENDPOINT,
    _mobile("8d0ed095-8191-4bd3-8a41-953b22d51ff7", "Pradeo", app_protection=False),
    _mobile("bb13fe25-ce1f-45aa-b278-cabbc6b9072e", "SentinelOne", app_protection=True),
    _mobile("870b252b-0ef0-4707-8847-50fc571472b3", "Sophos Mobile", app_protection=False),
    _mobile("28fd67fd-b179-4629-a8b0-dad420b697c7", "Symantec Endpoint Protection Mobile", app_protection=True),
    _mobile("5b1f3c0e-52d4-4c0b-9c55-6a6a1f2d0c02", "Trellix Mobile Security", app_protection=True),
    _mobile("4928f0f6-2660-4f69-b4c5-5170ec921f7b", "Trend Micro Mobile Security as a Service", app_protection=False),
    _mobile("5b1f3c0e-52d4-4c0b-9c55-6a6a1f2d0c03", "Trustd Mobile", app_protection=False),
    WINDOWS_SECURITY_CENTER,
    _mobile("08a8455c-48dd-45ff-ad82-7211355354f3", "Zimperium", app_protection=True, syncs_certificates=True),
)

_BY_ID = {partner.id: partner for partner in CATALOGUE}


def partner_of(id: uuid.UUID) -> Partner:
    """The catalogue's partner, or for an unlisted id a custom one that may do everything."""
    every = frozenset(Platform)
    return _BY_ID.get(id) or Partner(
        id=id, name="Custom partner", compliance=every, app_protection=every, syncs_certificates=True
    )


class ToggleCategory(Enum):
    """The headings of a connector's page; one that the partner does not support is not shown."""

    COMPLIANCE = "Compliance policy evaluation"
    APP_PROTECTION = "App protection policy evaluation"
    ROLE = "Mobile Threat Defense role"


@dataclass(frozen=True)
class Toggle:
    """One switch of a connector: its Graph property in snake_case, its label and who offers it."""

    name: str
    category: ToggleCategory
    label: str  # may hold {partner}
    is_offered_by: Callable[[Partner], bool]
    #: The toggle without which this one has no effect; a page greys it until that one is on.
    parent: str = ""
    #: Turning one of these on makes a provisioned connector Enabled.
    connects: Platform | None = None
    #: What it does, in a sentence; may hold {partner}.
    meaning: str = ""


def _compliance(platform: Platform) -> Callable[[Partner], bool]:
    return lambda partner: platform in partner.compliance


def _app_protection(platform: Platform) -> Callable[[Partner], bool]:
    return lambda partner: platform in partner.app_protection


_C, _A, _R = ToggleCategory.COMPLIANCE, ToggleCategory.APP_PROTECTION, ToggleCategory.ROLE

_CONNECTS_COMPLIANCE = "Compliance policies for {platform} can ask for the threat level that {{partner}} reports."
_BLOCKS_MISSING = "A device about which {partner} has said nothing is not compliant."
_CONNECTS_APPS = (
    "App protection policies that name a device threat level go by what {partner} reports. "
    "While it is off the reports are taken and take no part."
)

#: Every switch, in the order of the connector's page ("Enable the Mobile Threat Defense connector").
TOGGLES: tuple[Toggle, ...] = (
    Toggle(
        "android_enabled",
        _C,
        "Connect Android devices to {partner}",
        _compliance(Platform.ANDROID),
        connects=Platform.ANDROID,
        meaning=_CONNECTS_COMPLIANCE.format(platform=Platform.ANDROID.label),
    ),
    Toggle(
        "android_device_blocked_on_missing_partner_data",
        _C,
        "Block Android devices when data from {partner} is missing",
        _compliance(Platform.ANDROID),
        parent="android_enabled",
        meaning=_BLOCKS_MISSING,
    ),
    Toggle(
        "ios_enabled",
        _C,
        "Connect iOS/iPadOS devices to {partner}",
        _compliance(Platform.IOS),
        connects=Platform.IOS,
        meaning=_CONNECTS_COMPLIANCE.format(platform=Platform.IOS.label),
    ),
    Toggle(
        "ios_device_blocked_on_missing_partner_data",
        _C,
        "Block iOS/iPadOS devices when data from {partner} is missing",
        _compliance(Platform.IOS),
        parent="ios_enabled",
        meaning=_BLOCKS_MISSING,
    ),
    Toggle(
        "allow_partner_to_collect_ios_application_metadata",
        _C,
        "Enable App Sync for iOS devices",
        _compliance(Platform.IOS),
        parent="ios_enabled",
        meaning="{partner} may ask for the apps on enrolled devices; they are refreshed at each check-in.",
    ),
    Toggle(
        "allow_partner_to_collect_ios_personal_application_metadata",
        _C,
        "Send full application inventory data on personally-owned iOS/iPadOS devices",
        _compliance(Platform.IOS),
        parent="allow_partner_to_collect_ios_application_metadata",
        meaning="On: managed and unmanaged apps. Off: only apps that Intune deployed. Corporate devices are not affected.",
    ),
    Toggle(
        "allow_partner_to_collect_ios_certificate_metadata",
        _C,
        "Enable Certificate Sync for iOS/iPadOS devices",
        lambda partner: partner.syncs_certificates,
        parent="ios_enabled",
        meaning="{partner} may ask for the certificates on enrolled devices.",
    ),
    Toggle(
        "allow_partner_to_collect_ios_personal_certificate_metadata",
        _C,
        "Send full certificate inventory data on personally-owned iOS/iPadOS devices",
        lambda partner: partner.syncs_certificates,
        parent="allow_partner_to_collect_ios_certificate_metadata",
        meaning="On: every certificate. Off: only those that Intune deployed. Corporate devices are not affected.",
    ),
    Toggle(
        "windows_enabled",
        _C,
        "Connect Windows devices version 10.0.15063 and above to {partner}",
        _compliance(Platform.WINDOWS),
        connects=Platform.WINDOWS,
        meaning=_CONNECTS_COMPLIANCE.format(platform=Platform.WINDOWS.label),
    ),
    Toggle(
        "windows_device_blocked_on_missing_partner_data",
        _C,
        "Block Windows devices when data from {partner} is missing",
        _compliance(Platform.WINDOWS),
        parent="windows_enabled",
        meaning=_BLOCKS_MISSING,
    ),
    Toggle(
        "mac_enabled",
        _C,
        "Connect macOS devices to {partner}",
        _compliance(Platform.MAC),
        connects=Platform.MAC,
        meaning=_CONNECTS_COMPLIANCE.format(platform=Platform.MAC.label),
    ),
    Toggle(
        "mac_device_blocked_on_missing_partner_data",
        _C,
        "Block macOS devices when data from {partner} is missing",
        _compliance(Platform.MAC),
        parent="mac_enabled",
        meaning=_BLOCKS_MISSING,
    ),
    Toggle(
        "partner_unsupported_os_version_blocked",
        _C,
        "Block unsupported OS versions",
        lambda partner: bool(partner.compliance),
        meaning="A device whose system is older than {partner} supports is not compliant.",
    ),
    Toggle(
        "microsoft_defender_for_endpoint_attach_enabled",
        _C,
        "Allow Microsoft Defender for Endpoint to enforce Endpoint Security Configurations",
        lambda partner: partner.is_defender,
    ),
    Toggle(
        "android_mobile_application_management_enabled",
        _A,
        "Connect Android devices to {partner} for app protection policy evaluation",
        _app_protection(Platform.ANDROID),
        connects=Platform.ANDROID,
        meaning=_CONNECTS_APPS,
    ),
    Toggle(
        "ios_mobile_application_management_enabled",
        _A,
        "Connect iOS devices to {partner} for app protection policy evaluation",
        _app_protection(Platform.IOS),
        connects=Platform.IOS,
        meaning=_CONNECTS_APPS,
    ),
    Toggle(
        "windows_mobile_application_management_enabled",
        _A,
        "Connect Windows devices to {partner} for app protection policy evaluation",
        _app_protection(Platform.WINDOWS),
        connects=Platform.WINDOWS,
        meaning=_CONNECTS_APPS,
    ),
    Toggle(
        "grant_mobile_threat_defense_partner_role",
        _R,
        "Grant the Mobile Threat Defense role to {partner} on enrolled Android devices",
        _compliance(Platform.ANDROID),
        meaning="On fully managed and corporate-owned devices with a work profile. One partner holds the role in a tenant.",
    ),
    Toggle(
        "launch_mobile_threat_defense_partner_on_setup_enabled",
        _R,
        "Launch {partner} during set-up",
        lambda partner: partner.is_defender,
        parent="grant_mobile_threat_defense_partner_role",
    ),
)

#: The toggles that connect a platform.
CONNECTING = tuple(toggle.name for toggle in TOGGLES if toggle.connects)


def toggles_of(partner: Partner) -> tuple[Toggle, ...]:
    """The switches that this partner's page offers."""
    return tuple(toggle for toggle in TOGGLES if toggle.is_offered_by(partner))


#: The number of silent days after which a partner counts as unresponsive. The documentation gives no range.
THRESHOLD_DAYS = range(1, 91)
DEFAULT_THRESHOLD_DAYS = 7
