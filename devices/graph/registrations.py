"""How does Graph see registrations? `windowsManagedAppRegistration` on beta; v1.0 knows its base type alone."""

from collections.abc import Callable, Mapping, Sequence

from django.db.models import QuerySet

from devices.graph.app_policies import APP_POLICIES
from devices.graph.log_requests import log_requests
from devices.models import WindowsManagedAppRegistration, WipeRequest
from devices.queries.deployment import applied_policies, intended_policies
from devices.services import wipes
from intune_sim.graph.resources import (
    BETA,
    V1,
    Call,
    Function,
    Kind,
    Navigation,
    Property,
    Resource,
    always,
    key,
    read_only,
)
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import AppRole
from intune_sim.vocabulary import Word
from protection.graph import windows
from protection.graph.managed_apps import APP_IDENTIFIER, WINDOWS_APP
from protection.models import WindowsManagedAppProtection


class FlaggedReason(Word):
    """`managedAppFlaggedReason`: why a phone is not to be trusted. Windows knows none."""

    NONE = "none"
    ROOTED_DEVICE = "rootedDevice"
    ANDROID_BOOTLOADER_UNLOCKED = "androidBootloaderUnlocked"
    ANDROID_FACTORY_ROM_MODIFIED = "androidFactoryRomModified"


READ = (AppRole.APPS_READ.value, AppRole.APPS_READ_WRITE.value)
WRITE = (AppRole.APPS_READ_WRITE.value,)


def live(tenant: Tenant) -> "QuerySet[WindowsManagedAppRegistration]":
    """A tenant's registrations that have not ended."""
    return WindowsManagedAppRegistration.objects.for_tenant(tenant).live()


def live_of(user: User) -> "QuerySet[WindowsManagedAppRegistration]":
    """A user's registrations that have not ended."""
    return live(user.tenant).filter(user=user)


def flagged_users(call: Call) -> list[str]:
    """The users of rooted phones. A threat level flags nobody, and no phone registers here."""
    return []


def cancel_wipe(call: Call, request: WipeRequest) -> None:
    """Take back a pending wipe."""
    wipes.cancel_wipe(request=request, by=call.by, now=call.now)


Registrations = Sequence[WindowsManagedAppRegistration]


def _policies(name: str, found: Callable[[Registrations], Mapping[int, list[int]]]) -> tuple[Navigation, Navigation]:
    """The policies behind registrations, by primary keys; v1.0 knows none of Windows."""

    def rows(registration: WindowsManagedAppRegistration) -> "QuerySet[WindowsManagedAppProtection]":
        return windows.policies(registration.tenant).filter(pk__in=found([registration])[registration.pk])

    def of_many(registrations: Registrations) -> dict[int, list[WindowsManagedAppProtection]]:
        keys = found(registrations)
        policies = windows.policies(registrations[0].tenant).in_bulk({key for own in keys.values() for key in own})
        return {registration: [policies[key] for key in own] for registration, own in keys.items()}

    return (
        Navigation(name=name, only=BETA, resource=APP_POLICIES, rows=rows, of_many=of_many),
        Navigation(name=name, only=V1, resource=APP_POLICIES, rows=lambda registration: ()),
    )


OPERATIONS = Resource(
    type="managedAppOperation",
    model=WipeRequest,
    rows=lambda tenant: WipeRequest.objects.filter(registration__tenant=tenant),
    properties=(
        always("displayName", "Wipe"),
        read_only("lastModifiedDateTime"),
        read_only("state", kind=Kind.STRING, nullable=True),
        key("id"),
        read_only(
            "version", nullable=True, value=lambda request: f'"{request.last_modified_date_time.timestamp():.6f}"'
        ),
    ),
    delete=cancel_wipe,
)

REGISTRATIONS = Resource(
    type="managedAppRegistration",
    item_type="windowsManagedAppRegistration",
    item_only=BETA,
    path="deviceAppManagement/managedAppRegistrations",
    model=WindowsManagedAppRegistration,
    rows=live,
    properties=(
        read_only("createdDateTime"),
        read_only("lastSyncDateTime"),
        read_only("applicationVersion", nullable=True),
        read_only("managementSdkVersion", nullable=True),
        read_only("platformVersion", nullable=True),
        always("deviceType", "Windows"),
        read_only("deviceTag", nullable=True),
        read_only("deviceName", nullable=True),
        always("managedDeviceId", None, only=BETA, shape_only=True),
        always("azureADDeviceId", "", only=BETA, shape_only=True),
        read_only("deviceModel", only=BETA, nullable=True),
        read_only("deviceManufacturer", only=BETA, nullable=True),
        always("flaggedReasons", [], Kind.ENUMS, type="managedAppFlaggedReason", words=FlaggedReason),
        read_only("userId", field="user_graph_id", nullable=True),
        read_only(
            "appIdentifier",
            type="mobileAppIdentifier",
            shape=APP_IDENTIFIER,
            nullable=True,
            value=lambda row: WINDOWS_APP.wire(row.app_identifier),
        ),
        Property(name="appIdentifier/windowsAppId", field="app_identifier", is_path=True, kind=Kind.STRING, only=BETA),
        key("id"),
        read_only("version", nullable=True, value=lambda row: f'"{row.last_sync_date_time.timestamp():.6f}"'),
    ),
    read=READ,
    write=WRITE,
    navigations=(
        *_policies("appliedPolicies", applied_policies),
        *_policies("intendedPolicies", intended_policies),
        log_requests(READ),
        Navigation(
            name="operations", resource=OPERATIONS, relation="wipe_requests", rows=lambda row: row.wipe_requests.all()
        ),
    ),
    set_functions=(
        Function(name="getUserIdsWithFlaggedAppRegistration", run=flagged_users, returns="Edm.String", many=True),
    ),
)

RESOURCES = (REGISTRATIONS,)
