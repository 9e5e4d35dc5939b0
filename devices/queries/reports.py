"""What stands in a report? Its columns, as Intune's reference of exportable reports names them, and its rows in slices."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from devices.models import RegistrationQuerySet, WindowsManagedAppRegistration
from intune_sim.graph.odata.literals import format_instant
from intune_sim.tenants.models import INTUNE_A, AssignedLicense, Tenant
from protection.engine.facts import Access
from protection.models import KNOWN_APPS
from protection.targeting import Targeting

APP_PROTECTION_STATUS = "MAMAppProtectionStatus"
#: Rows read at once: a report of a million rows never stands in memory.
SLICE = 5_000

NON_COMPLIANT = {Access.BLOCKED, Access.WIPE_PENDING, Access.WIPED}
WITHOUT_POLICY = {Access.INACTIVE, Access.UNPROTECTED}


class Line(NamedTuple):
    """A live registration with its user, in the order of `SOURCES`, and the names of the policies that target it."""

    user: str
    user_principal_name: str
    mail: str
    app: str
    app_version: str
    sdk_version: str
    instance: str
    device_name: str
    manufacturer: str
    model: str
    platform_version: str
    is_mdm_enrolled: bool
    last_sync: datetime
    access: Access
    policies: str


#: Where the fields of a line come from, the policies apart.
SOURCES = (
    "user__display_name",
    "user_principal_name",
    "user__mail",
    "app_identifier",
    "application_version",
    "management_sdk_version",
    "graph_id",
    "device_name",
    "device_manufacturer",
    "device_model",
    "platform_version",
    "is_mdm_enrolled",
    "last_sync_date_time",
    "access",
)


def _compliance(line: Line) -> str:
    if line.access in WITHOUT_POLICY:
        return "Not evaluated"
    return "Noncompliant" if line.access in NON_COMPLIANT else "Compliant"


def _nothing(line: Line) -> str:
    """Only phones have it, or devices that are managed or joined."""
    return ""


#: The columns of "App protection status", in the order of the reference.
COLUMNS: dict[str, Callable[[Line], str]] = {
    "User": lambda line: line.user,
    "Email": lambda line: line.mail or line.user_principal_name,
    "App": lambda line: KNOWN_APPS.get(line.app, line.app),
    "AppVersion": lambda line: line.app_version,
    "SdkVersion": lambda line: line.sdk_version,
    "AppInstanceId": lambda line: str(line.instance),
    "DeviceName": lambda line: line.device_name,
    "DeviceHealth": lambda line: "Healthy",
    "DeviceType": lambda line: "Windows",
    "DeviceManufacturer": lambda line: line.manufacturer,
    "DeviceModel": lambda line: line.model,
    "AndroidPatchVersion": _nothing,
    "AADDeviceID": _nothing,
    "MDMDeviceID": _nothing,
    "Platform": lambda line: "Windows",
    "PlatformVersion": lambda line: line.platform_version,
    "ManagementType": lambda line: "MDM" if line.is_mdm_enrolled else "Unmanaged",
    "AppProtectionStatus": lambda line: "Protected" if line.policies else "Unprotected",
    "Policy": lambda line: line.policies,
    "LastSync": lambda line: format_instant(line.last_sync),
    "ComplianceState": _compliance,
}


def report_lines(*, tenant: Tenant, search: str = "", size: int = SLICE) -> Iterator[Line]:
    """Every live registration of a tenant, oldest first; `search` is a part of a user's or a device's name.

    Two queries for each slice, beside those that read the policies once.
    """
    targeting = Targeting(tenant)
    rows = _matching(tenant, search).order_by("pk").values_list("pk", "user_id", "licensed", *SOURCES)
    names: dict[tuple[frozenset[int], str], str] = {}
    last = 0
    while found := list(rows.filter(pk__gt=last)[:size]):
        belongs = targeting.memberships({user for _, user, *_ in found})
        for last, user, is_licensed, *facts in found:  # noqa: B007 - the next slice begins behind the last
            key = belongs.get(user, frozenset()), facts[3]
            if is_licensed and key not in names:
                names[key] = "; ".join(policy.display_name for policy in targeting.policies_for(*key))
            yield Line._make((*facts, names[key] if is_licensed else ""))


def _matching(tenant: Tenant, search: str) -> RegistrationQuerySet:
    licences = AssignedLicense.objects.filter(user=OuterRef("user"), sku_id=INTUNE_A)
    rows = WindowsManagedAppRegistration.objects.for_tenant(tenant).live()
    if search:
        rows = rows.filter(
            Q(user_principal_name__icontains=search)
            | Q(user__display_name__icontains=search)
            | Q(device_name__icontains=search)
        )
    return rows.annotate(licensed=Exists(licences))
