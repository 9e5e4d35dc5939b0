"""What stands in a report? Its columns, as Intune's reference of exportable reports names them, and its rows in slices."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Line:
    """A registration, and the names of the policies that target it."""

    registration: WindowsManagedAppRegistration
    policies: str

    @property
    def compliance(self) -> str:
        """What the decision about it comes to."""
        if self.registration.access in WITHOUT_POLICY:
            return "Not evaluated"
        return "Noncompliant" if self.registration.access in NON_COMPLIANT else "Compliant"

    @property
    def user(self) -> tuple[str, str]:
        """The user's name and address."""
        user = self.registration.user
        principal = self.registration.user_principal_name
        return (user.display_name, user.mail or principal) if user else (principal, principal)


def _nothing(line: Line) -> str:
    """Only phones have it, or devices that are managed or joined."""
    return ""


#: The columns of "App protection status", in the order of the reference.
COLUMNS: dict[str, Callable[[Line], str]] = {
    "User": lambda line: line.user[0],
    "Email": lambda line: line.user[1],
    "App": lambda line: KNOWN_APPS.get(line.registration.app_identifier, line.registration.app_identifier),
    "AppVersion": lambda line: line.registration.application_version,
    "SdkVersion": lambda line: line.registration.management_sdk_version,
    "AppInstanceId": lambda line: str(line.registration.graph_id),
    "DeviceName": lambda line: line.registration.device_name,
    "DeviceHealth": lambda line: "Healthy",
    "DeviceType": lambda line: "Windows",
    "DeviceManufacturer": lambda line: line.registration.device_manufacturer,
    "DeviceModel": lambda line: line.registration.device_model,
    "AndroidPatchVersion": _nothing,
    "AADDeviceID": _nothing,
    "MDMDeviceID": _nothing,
    "Platform": lambda line: "Windows",
    "PlatformVersion": lambda line: line.registration.platform_version,
    "ManagementType": lambda line: "MDM" if line.registration.is_mdm_enrolled else "Unmanaged",
    "AppProtectionStatus": lambda line: "Protected" if line.policies else "Unprotected",
    "Policy": lambda line: line.policies,
    "LastSync": lambda line: format_instant(line.registration.last_sync_date_time),
    "ComplianceState": lambda line: line.compliance,
}


def report_lines(*, tenant: Tenant, search: str = "", size: int = SLICE) -> Iterator[Line]:
    """Every live registration of a tenant, oldest first; `search` is a part of a user's or a device's name.

    Two queries for each slice, beside those that read the policies once.
    """
    targeting = Targeting(tenant)
    rows = _matching(tenant, search)
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        belongs = targeting.memberships({row.user_id for row in found if row.user_id})
        for row in found:
            groups = belongs.get(row.user_id or 0, frozenset())
            reaching = targeting.policies_for(groups, row.app_identifier) if row.licensed else []  # type: ignore[attr-defined]
            yield Line(row, "; ".join(policy.display_name for policy in reaching))
        last = found[-1].pk


def _matching(tenant: Tenant, search: str) -> RegistrationQuerySet:
    licences = AssignedLicense.objects.filter(user=OuterRef("user"), sku_id=INTUNE_A)
    rows = WindowsManagedAppRegistration.objects.for_tenant(tenant).live().select_related("user")
    if search:
        rows = rows.filter(
            Q(user_principal_name__icontains=search)
            | Q(user__display_name__icontains=search)
            | Q(device_name__icontains=search)
        )
    return rows.annotate(licensed=Exists(licences)).defer("findings")
