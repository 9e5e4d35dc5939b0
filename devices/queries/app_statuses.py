"""Which apps are registered, for whom, and under which policy? The table behind Intune's app protection status reports."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from devices.models import WindowsManagedAppRegistration
from devices.queries.app_instances import AppInstance, app_instances, live_registrations
from intune_sim.tenants.models import Tenant
from protection.models import WindowsManagedAppProtection
from protection.targeting import Targeting


@dataclass(frozen=True)
class StatusRow:
    """An app instance with one of its policies; without one where there is none."""

    instance: AppInstance
    policy: WindowsManagedAppProtection | None

    @property
    def registration(self) -> WindowsManagedAppRegistration:
        """The registration."""
        return self.instance.registration


def _of_policy(name: str) -> Callable[[StatusRow], Any]:
    return lambda one: getattr(one.policy, name) if one.policy else ""


#: The columns that the reports' readers name, in the order in which they are shown where none is named.
COLUMNS: Mapping[str, Callable[[StatusRow], Any]] = {
    "UserId": lambda one: one.registration.user_graph_id,
    "DisplayName": lambda one: one.registration.user.display_name if one.registration.user else "",
    "UserEmail": lambda one: one.registration.user_principal_name,
    "ApplicationName": lambda one: one.instance.app,
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
    "ManagementLevel": lambda one: one.instance.management_type,
    "PolicyName": _of_policy("display_name"),
    "LastCheckInDate": lambda one: one.registration.last_sync_date_time.isoformat(),
    "AccountId": lambda one: one.registration.tenant.graph_id,
    "IntuneLicensed": lambda one: "Licensed" if one.instance.is_licensed else "Not licensed",
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


def status_rows(
    tenant: Tenant, *, after: int = 0, limit: int, user_id: str | None = None
) -> tuple[Sequence[StatusRow], int | None]:
    """The rows of so many registrations after one (primary key), and where to go on; None at the end."""
    registrations = live_registrations(tenant).filter(pk__gt=after)
    if user_id is not None:
        registrations = registrations.filter(user_graph_id=user_id)
    page = list(registrations.order_by("pk")[: limit + 1])
    shown = app_instances(page[:limit], targeting=Targeting(tenant))
    rows = [StatusRow(one, policy) for one in shown for policy in one.policies or (None,)]
    return rows, shown[-1].registration.pk if len(page) > limit else None
