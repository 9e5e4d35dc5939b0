"""How does Graph see registrations? `windowsManagedAppRegistration` on beta, which alone has the type."""

from dataclasses import replace

from django.db.models import QuerySet

from devices.models import WindowsManagedAppRegistration
from intune_sim.graph.resources import BETA, Kind, Navigation, Property, Resource, key, read_only
from intune_sim.tenants.graph.directory import USERS
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import AppRole
from protection.graph.items import WINDOWS_APP

READ = (AppRole.APPS_READ.value, AppRole.APPS_READ_WRITE.value)


def live(tenant: Tenant) -> "QuerySet[WindowsManagedAppRegistration]":
    """A tenant's registrations that have not ended."""
    return WindowsManagedAppRegistration.objects.for_tenant(tenant).live()


def live_of(user: User) -> "QuerySet[WindowsManagedAppRegistration]":
    """A user's registrations that have not ended."""
    return live(user.tenant).filter(user=user)


REGISTRATIONS = Resource(
    type="managedAppRegistration",
    item_type="windowsManagedAppRegistration",
    path="deviceAppManagement/managedAppRegistrations",
    rows_only=BETA,
    model=WindowsManagedAppRegistration,
    rows=live,
    properties=(
        read_only("createdDateTime"),
        read_only("lastSyncDateTime"),
        read_only("applicationVersion", nullable=True),
        read_only("managementSdkVersion", nullable=True),
        read_only("platformVersion", nullable=True),
        read_only("deviceType", nullable=True, value=lambda row: "Windows"),
        read_only("deviceTag", nullable=True),
        read_only("deviceName", nullable=True),
        read_only("managedDeviceId", only=BETA, nullable=True, value=lambda row: None),
        read_only("azureADDeviceId", only=BETA, nullable=True, value=lambda row: ""),
        read_only("deviceModel", only=BETA, nullable=True),
        read_only("deviceManufacturer", only=BETA, nullable=True),
        read_only("flaggedReasons", type="Collection(managedAppFlaggedReason)", value=lambda row: []),
        read_only("userId", field="user_graph_id", nullable=True),
        read_only(
            "appIdentifier",
            type="mobileAppIdentifier",
            nullable=True,
            value=lambda row: WINDOWS_APP.wire(row.app_identifier),
        ),
        Property(name="appIdentifier/windowsAppId", field="app_identifier", is_path=True, kind=Kind.STRING, only=BETA),
        key("id"),
        read_only("version", nullable=True, value=lambda row: f'"{row.last_sync_date_time.timestamp():.6f}"'),
    ),
    read=READ,
    write=(AppRole.APPS_READ_WRITE.value,),
)

#: A user's registrations hang on the user, whom a lower app declares.
USERS_WITH_REGISTRATIONS = replace(
    USERS,
    navigations=(
        *USERS.navigations,
        Navigation(
            name="managedAppRegistrations",
            only=BETA,
            resource=REGISTRATIONS,
            rows=live_of,
            read=READ,
        ),
    ),
)

RESOURCES = (REGISTRATIONS, USERS_WITH_REGISTRATIONS)
