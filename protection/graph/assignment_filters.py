"""How does Graph see assignment filters? `assignmentFilters` on beta: there are none here, and tools ask for them."""

from intune_sim.graph.resources import BETA, Kind, Property, Resource, key, read_only
from intune_sim.tenants.roles import AppRole
from intune_sim.vocabulary import Word


class ManagementType(Word):
    """`assignmentFilterManagementType`: what a filter narrows."""

    DEVICES = "devices"
    APPS = "apps"
    UNKNOWN_FUTURE_VALUE = "unknownFutureValue"


class PlatformType(Word):
    """`devicePlatformType`: for which platform a filter is."""

    ANDROID = "android"
    ANDROID_FOR_WORK = "androidForWork"
    IOS = "iOS"
    MACOS = "macOS"
    WINDOWS_PHONE_81 = "windowsPhone81"
    WINDOWS_81 = "windows81AndLater"
    WINDOWS_10 = "windows10AndLater"
    ANDROID_WORK_PROFILE = "androidWorkProfile"
    UNKNOWN = "unknown"
    ANDROID_AOSP = "androidAOSP"
    ANDROID_APPS = "androidMobileApplicationManagement"
    IOS_APPS = "iOSMobileApplicationManagement"
    UNKNOWN_FUTURE_VALUE = "unknownFutureValue"
    WINDOWS_APPS = "windowsMobileApplicationManagement"


def _absent(name: str, kind: Kind = Kind.STRING, **options: object) -> Property:
    """What no filter has, as there is none."""
    return read_only(name, kind=kind, nullable=True, value=lambda _: None, **options)


FILTERS = Resource(
    type="deviceAndAppManagementAssignmentFilter",
    path="deviceManagement/assignmentFilters",
    only=BETA,
    rows=lambda tenant: [],
    shape_only=True,
    properties=(
        _absent(
            "assignmentFilterManagementType",
            Kind.ENUM,
            type="assignmentFilterManagementType",
            words=ManagementType,
        ),
        _absent("createdDateTime", Kind.INSTANT),
        _absent("description"),
        _absent("displayName"),
        key("id", kind=Kind.STRING, value=lambda _: None),
        _absent("lastModifiedDateTime", Kind.INSTANT),
        _absent("platform", Kind.ENUM, type="devicePlatformType", words=PlatformType),
        _absent("roleScopeTags", Kind.STRINGS),
        _absent("rule"),
    ),
    read=(AppRole.CONFIGURATION_READ.value, AppRole.CONFIGURATION_READ_WRITE.value),
)

RESOURCES = (FILTERS,)
