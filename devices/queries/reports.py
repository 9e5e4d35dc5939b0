"""What stands in a report? Its columns, as Intune's reference of exportable reports names them, and its rows in slices."""

from collections.abc import Callable, Iterator

from django.db.models import Q

from devices.queries.app_instances import AppInstance, app_instances, live_registrations
from intune_sim.graph.odata.literals import format_instant
from intune_sim.tenants.models import Tenant
from protection.targeting import Targeting

APP_PROTECTION_STATUS = "MAMAppProtectionStatus"
#: Rows read at once: a report of a million rows never stands in memory.
SLICE = 5_000


def _nothing(one: AppInstance) -> str:
    """Only phones have it, or devices that are managed or joined."""
    return ""


#: The columns of "App protection status", in the order of the reference.
COLUMNS: dict[str, Callable[[AppInstance], str]] = {
    "User": lambda one: one.user_name,
    "Email": lambda one: one.email,
    "App": lambda one: one.app,
    "AppVersion": lambda one: one.registration.application_version,
    "SdkVersion": lambda one: one.registration.management_sdk_version,
    "AppInstanceId": lambda one: str(one.registration.graph_id),
    "DeviceName": lambda one: one.registration.device_name,
    "DeviceHealth": lambda one: "Healthy",
    "DeviceType": lambda one: "Windows",
    "DeviceManufacturer": lambda one: one.registration.device_manufacturer,
    "DeviceModel": lambda one: one.registration.device_model,
    "AndroidPatchVersion": _nothing,
    "AADDeviceID": _nothing,
    "MDMDeviceID": _nothing,
    "Platform": lambda one: "Windows",
    "PlatformVersion": lambda one: one.registration.platform_version,
    "ManagementType": lambda one: one.management_type,
    "AppProtectionStatus": lambda one: one.protection.label,
    "Policy": lambda one: one.policy_names,
    "LastSync": lambda one: format_instant(one.registration.last_sync_date_time),
    "ComplianceState": lambda one: one.compliance.label,
}


def report_lines(*, tenant: Tenant, search: str = "", size: int = SLICE) -> Iterator[AppInstance]:
    """Every live registration of a tenant, oldest first; `search` is a part of a user's or a device's name.

    Two queries for each slice, beside those that read the policies once.
    """
    targeting = Targeting(tenant)
    rows = live_registrations(tenant)
    if search:
        rows = rows.filter(
            Q(user_principal_name__icontains=search)
            | Q(user__display_name__icontains=search)
            | Q(device_name__icontains=search)
        )
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield from app_instances(found, targeting=targeting)
        last = found[-1].pk
