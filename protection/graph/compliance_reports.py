"""How does Graph tell who keeps a compliance policy? No device is judged yet: nobody is listed, and every count is 0."""

from typing import Any

from intune_sim.graph.odata.literals import format_instant
from intune_sim.graph.resources import BETA, Kind, Navigation, Property, Resource, key, read_only
from intune_sim.tenants.roles import AppRole
from intune_sim.vocabulary import Tone, Word
from protection.models import DeviceCompliancePolicy


class ComplianceStatus(Word):
    """`complianceStatus`: how a device or a user stands with a policy or a setting."""

    UNKNOWN = "unknown", "Not evaluated", Tone.NEUTRAL
    NOT_APPLICABLE = "notApplicable", "Not applicable", Tone.NEUTRAL
    COMPLIANT = "compliant", "Compliant", Tone.GOOD
    REMEDIATED = "remediated", "Remediated", Tone.GOOD
    NON_COMPLIANT = "nonCompliant", "Not compliant", Tone.BAD
    ERROR = "error", "Error", Tone.BAD
    CONFLICT = "conflict", "Conflict", Tone.WARNING
    NOT_ASSIGNED = "notAssigned", "Not assigned", Tone.NEUTRAL


def _nothing(_: Any) -> None:
    """The value of what no row has."""


def _zero(_: Any) -> int:
    return 0


def _text(name: str) -> Property:
    return read_only(name, kind=Kind.STRING, nullable=True, value=_nothing)


def _instant(name: str) -> Property:
    return read_only(name, kind=Kind.INSTANT, value=_nothing)


def counts(*names: str, **options: Any) -> tuple[Property, ...]:
    """Numbers of devices or users."""
    return tuple(read_only(name, kind=Kind.INT32, value=_zero, **options) for name in names)


STATUS = read_only("status", type="complianceStatus", kind=Kind.ENUM, words=ComplianceStatus, value=_nothing)
ID = key("id", kind=Kind.STRING, value=_nothing)


def _last_change(policy: DeviceCompliancePolicy) -> str:
    return format_instant(policy.last_modified_date_time)


def _unlisted(type: str, *properties: Property) -> Resource:
    """A type of which there are no entities yet."""
    return Resource(type=type, rows=lambda tenant: [], shape_only=True, properties=(ID, *properties))


def _overview(type: str, *properties: Property) -> Resource:
    """What a policy's devices or users add up to."""
    return Resource(
        type=type,
        rows=lambda tenant: [],
        shape_only=True,
        properties=(
            key("id", kind=Kind.STRING, value=lambda policy: str(policy.graph_id)),
            read_only("configurationVersion", kind=Kind.INT32, value=lambda policy: policy.version),
            *properties,
            read_only("lastUpdateDateTime", kind=Kind.INSTANT, value=_last_change),
        ),
    )


DEVICE_STATUSES = _unlisted(
    "deviceComplianceDeviceStatus",
    _instant("complianceGracePeriodExpirationDateTime"),
    _text("deviceDisplayName"),
    _text("deviceModel"),
    _instant("lastReportedDateTime"),
    *counts("platform", only=BETA),
    STATUS,
    _text("userName"),
    _text("userPrincipalName"),
)
USER_STATUSES = _unlisted(
    "deviceComplianceUserStatus",
    *counts("devicesCount"),
    _instant("lastReportedDateTime"),
    STATUS,
    _text("userDisplayName"),
    _text("userPrincipalName"),
)
SETTING_SUMMARIES = _unlisted(
    "settingStateDeviceSummary",
    *counts("compliantDeviceCount", "conflictDeviceCount", "errorDeviceCount"),
    _text("instancePath"),
    *counts("nonCompliantDeviceCount", "notApplicableDeviceCount", "remediatedDeviceCount"),
    _text("settingName"),
    *counts("unknownDeviceCount"),
)
_COUNTED = counts("errorCount", "failedCount", "notApplicableCount", "pendingCount", "successCount")
DEVICE_OVERVIEW = _overview(
    "deviceComplianceDeviceOverview",
    *counts("conflictCount", "notApplicablePlatformCount", only=BETA),
    *_COUNTED,
)
USER_OVERVIEW = _overview("deviceComplianceUserOverview", *counts("conflictCount", only=BETA), *_COUNTED)


def _nobody(policy: DeviceCompliancePolicy) -> list[Any]:
    return []


def _itself(policy: DeviceCompliancePolicy) -> list[DeviceCompliancePolicy]:
    return [policy]


#: What hangs on a policy.
REPORTS = (
    Navigation(name="deviceSettingStateSummaries", resource=SETTING_SUMMARIES, rows=_nobody),
    Navigation(name="deviceStatusOverview", resource=DEVICE_OVERVIEW, rows=_itself, is_single=True),
    Navigation(name="deviceStatuses", resource=DEVICE_STATUSES, rows=_nobody),
    Navigation(name="userStatusOverview", resource=USER_OVERVIEW, rows=_itself, is_single=True),
    Navigation(name="userStatuses", resource=USER_STATUSES, rows=_nobody),
)


class PlatformType(Word):
    """`policyPlatformType`: for which platform a policy is."""

    ANDROID = "android", "Android device administrator"
    ANDROID_FOR_WORK = "androidForWork", "Android Enterprise"
    IOS = "iOS", "iOS/iPadOS"
    MACOS = "macOS", "macOS"
    WINDOWS_PHONE_81 = "windowsPhone81", "Windows Phone 8.1"
    WINDOWS_81 = "windows81AndLater", "Windows 8.1 and later"
    WINDOWS_10 = "windows10AndLater", "Windows 10 and later"
    ALL = "all", "All platforms"


PLATFORM = read_only("platformType", type="policyPlatformType", kind=Kind.ENUM, words=PlatformType, value=_nothing)
STATE = read_only("state", type="complianceStatus", kind=Kind.ENUM, words=ComplianceStatus, value=_nothing)


#: How a managed device stands with each policy that is meant for it.
STATES = _unlisted(
    "deviceCompliancePolicyState",
    _text("displayName"),
    PLATFORM,
    *counts("settingCount"),
    STATE,
    read_only("userId", only=BETA, kind=Kind.STRING, nullable=True, value=_nothing),
    read_only("userPrincipalName", only=BETA, kind=Kind.STRING, nullable=True, value=_nothing),
    *counts("version"),
)

#: How the tenant's devices stand with each setting.
TENANT_SETTING_SUMMARIES = Resource(
    type="deviceCompliancePolicySettingStateSummary",
    path="deviceManagement/deviceCompliancePolicySettingStateSummaries",
    rows=lambda tenant: [],
    shape_only=True,
    properties=(
        *counts("compliantDeviceCount", "conflictDeviceCount", "errorDeviceCount"),
        ID,
        *counts("nonCompliantDeviceCount", "notApplicableDeviceCount"),
        PLATFORM,
        *counts("remediatedDeviceCount"),
        _text("setting"),
        _text("settingName"),
        *counts("unknownDeviceCount"),
    ),
    read=(AppRole.CONFIGURATION_READ.value, AppRole.CONFIGURATION_READ_WRITE.value),
)

RESOURCES = (TENANT_SETTING_SUMMARIES,)
