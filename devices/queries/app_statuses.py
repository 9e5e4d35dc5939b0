"""Which apps are registered, for whom, and under which policy? The table behind Intune's app protection status reports."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from devices.models import WindowsManagedAppRegistration
from devices.queries.registrations import app_name
from intune_sim.tenants.models import Tenant
from protection.models import WindowsManagedAppProtection
from protection.targeting import Targeting


@dataclass(frozen=True)
class AppInstance:
    """A registration with one of the policies that are meant for it; without one where there is none."""

    registration: WindowsManagedAppRegistration
    display_name: str
    is_licensed: bool
    policy: WindowsManagedAppProtection | None


def _of_policy(name: str) -> Callable[[AppInstance], Any]:
    return lambda one: getattr(one.policy, name) if one.policy else ""


#: The columns that the reports' readers name, in the order in which they are shown where none is named.
COLUMNS: Mapping[str, Callable[[AppInstance], Any]] = {
    "UserId": lambda one: one.registration.user_graph_id,
    "DisplayName": lambda one: one.display_name,
    "UserEmail": lambda one: one.registration.user_principal_name,
    "ApplicationName": lambda one: app_name(one.registration.app_identifier),
    "ApplicationInstanceId": lambda one: one.registration.graph_id,
    "ApplicationVersion": lambda one: one.registration.application_version,
    "DeviceName": lambda one: one.registration.device_name,
    "DeviceType": lambda one: "Windows",
    "DeviceManufacturer": lambda one: one.registration.device_manufacturer,
    "DeviceModel": lambda one: one.registration.device_model,
    "AndroidPatchVersion": lambda one: "",
    "AzureADDeviceId": lambda one: "",
    "MDMDeviceID": lambda one: "",
    "Platform": lambda one: "Windows",
    "PlatformVersion": lambda one: one.registration.platform_version,
    "ManagementLevel": lambda one: "MDM" if one.registration.is_mdm_enrolled else "Unmanaged",
    "PolicyName": _of_policy("display_name"),
    "LastCheckInDate": lambda one: one.registration.last_sync_date_time.isoformat(),
    "AccountId": lambda one: one.registration.tenant.graph_id,
    "IntuneLicensed": lambda one: "Licensed" if one.is_licensed else "Not licensed",
    "ApplicationId": lambda one: one.registration.app_identifier,
    "SdkVersion": lambda one: one.registration.management_sdk_version,
    "CreatedDate": lambda one: one.registration.created_date_time.isoformat(),
    "DeviceId": lambda one: one.registration.device_tag,
    "DeviceHealth": lambda one: "",
    "PolicySource": lambda one: "Direct" if one.policy else "",
    "PolicyId": _of_policy("policy_id"),
    "PolicyDescription": _of_policy("description"),
    "ComplianceState": lambda one: one.registration.access.label,
}
DEFAULT_COLUMNS = tuple(COLUMNS)[:18]


def app_instances(
    tenant: Tenant, *, after: int = 0, limit: int, user_id: str | None = None
) -> tuple[Sequence[AppInstance], int | None]:
    """The app instances of so many registrations after one (primary key), and where to go on; None at the end."""
    registrations = WindowsManagedAppRegistration.objects.for_tenant(tenant).live().filter(pk__gt=after)
    if user_id is not None:
        registrations = registrations.filter(user_graph_id=user_id)
    page = list(
        registrations.order_by("pk")
        .select_related("user", "tenant")
        .prefetch_related("user__assigned_licenses")[: limit + 1]
    )
    shown = page[:limit]
    return list(_with_policies(tenant, shown)), shown[-1].pk if len(page) > limit else None


def _with_policies(tenant: Tenant, registrations: Sequence[WindowsManagedAppRegistration]) -> Iterator[AppInstance]:
    targeting = Targeting(tenant)
    member_of = targeting.memberships({one.user_id for one in registrations if one.user_id})
    for one in registrations:
        user = one.user
        is_licensed = bool(user and user.assigned_licenses.all())
        groups = member_of.get(user.pk, frozenset()) if user and is_licensed else frozenset[int]()
        name = user.display_name if user else ""
        policies: list[WindowsManagedAppProtection | None] = [*targeting.policies_for(groups, one.app_identifier)]
        for policy in policies or [None]:
            yield AppInstance(one, name, is_licensed, policy)
