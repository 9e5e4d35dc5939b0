"""How does Graph see managed devices, and what they add up to? On v1.0 and beta."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from devices.graph.managed_device_properties import PROPERTIES
from devices.models import ManagedDevice
from devices.models.managed_devices import ComplianceState
from devices.queries.managed_devices import Totals, totals
from devices.services import managed_devices as services
from intune_sim.graph.odata.literals import format_instant
from intune_sim.graph.resources import (
    BETA,
    Call,
    Kind,
    Navigation,
    Property,
    Resource,
    Shape,
    Write,
    key,
    read_only,
)
from intune_sim.tenants.graph.directory import MEMBER
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import AppRole
from protection.graph.compliance_reports import STATES, counts

READ = (AppRole.MANAGED_DEVICES_READ.value, AppRole.MANAGED_DEVICES_READ_WRITE.value)
WRITE = (AppRole.MANAGED_DEVICES_READ_WRITE.value,)
COMPLIANCE_READ = (AppRole.CONFIGURATION_READ.value, AppRole.CONFIGURATION_READ_WRITE.value)


def devices(tenant: Tenant) -> "QuerySet[ManagedDevice]":
    """A tenant's devices, each with its user."""
    return ManagedDevice.objects.for_tenant(tenant).select_related("user")


def devices_of(user: User) -> "QuerySet[ManagedDevice]":
    """The devices of which somebody is the primary user."""
    return devices(user.tenant).filter(user=user)


def users_of(device: ManagedDevice) -> "QuerySet[User]":
    """The primary user, where there is one."""
    return User.objects.for_tenant(device.tenant).filter(managed_devices=device).prefetch_related("assigned_licenses")


def edit(call: Call, device: ManagedDevice, write: Write) -> None:
    """Change what an admin may change."""
    changes = {name: "" if value is None else value for name, value in write.values.items()}
    services.edit_device(device=device, changes=changes, by=call.by, now=call.now)


def remove(call: Call, device: ManagedDevice) -> None:
    """Take the device out of management."""
    services.remove_device(device=device, by=call.by, now=call.now)


DEVICES = Resource(
    type="managedDevice",
    path="deviceManagement/managedDevices",
    model=ManagedDevice,
    rows=devices,
    # A live tenant has no route for `managedDevices/$count`.
    is_countable=False,
    properties=PROPERTIES,
    read=READ,
    write=WRITE,
    update=edit,
    delete=remove,
    navigations=(
        # No device is judged by a policy yet.
        Navigation(name="deviceCompliancePolicyStates", resource=STATES, rows=lambda device: []),
        Navigation(name="users", resource=MEMBER, relation="user", rows=users_of),
    ),
)


def _count(name: str, count: Callable[[Totals], int]) -> Property:
    return read_only(name, kind=Kind.INT32, value=count)


#: By Graph's name, the operating systems that count there.
SYSTEMS = {
    "androidCount": "Android",
    "iosCount": "iOS",
    "macOSCount": "macOS",
    "windowsCount": "Windows",
}
#: Ways of managing that no device here has.
OTHER_SYSTEMS = (
    "androidCorporateWorkProfileCount",
    "androidDedicatedCount",
    "androidDeviceAdminCount",
    "androidFullyManagedCount",
    "androidWorkProfileCount",
    "configMgrDeviceCount",
    "windowsMobileCount",
)
OTHER_SYSTEMS_ON_BETA = ("aospUserAssociatedCount", "aospUserlessCount", "chromeOSCount", "linuxCount")
EXCHANGE = (
    "allowedDeviceCount",
    "blockedDeviceCount",
    "quarantinedDeviceCount",
    "unavailableDeviceCount",
    "unknownDeviceCount",
)


def _numbers(*names: str, **options: Any) -> tuple[Property, ...]:
    return tuple(read_only(name, kind=Kind.INT32, default=0, **options) for name in names)


OPERATING_SYSTEMS = Shape(
    type="deviceOperatingSystemSummary",
    properties=(
        *_numbers(*SYSTEMS, *OTHER_SYSTEMS, "unknownCount"),
        *_numbers(*OTHER_SYSTEMS_ON_BETA, only=BETA),
    ),
)
EXCHANGE_ACCESS = Shape(type="deviceExchangeAccessStateSummary", properties=_numbers(*EXCHANGE))

MAKES = Shape(
    type="managedDeviceModelsAndManufacturers",
    only=BETA,
    properties=(read_only("deviceManufacturers", kind=Kind.STRINGS), read_only("deviceModels", kind=Kind.STRINGS)),
)


def _systems(of: Totals) -> dict[str, int]:
    known = {name: of.systems[system] for name, system in SYSTEMS.items()}
    return {**known, "unknownCount": of.devices - sum(known.values())}


OVERVIEW = Resource(
    type="managedDeviceOverview",
    path="deviceManagement/managedDeviceOverview",
    is_single=True,
    rows=lambda tenant: [totals(tenant)],
    properties=(
        read_only(
            "deviceExchangeAccessStateSummary",
            type=EXCHANGE_ACCESS.type,
            shape=EXCHANGE_ACCESS,
            nullable=True,
            value=lambda of: {"unavailableDeviceCount": of.devices},
        ),
        read_only(
            "deviceOperatingSystemSummary",
            type=OPERATING_SYSTEMS.type,
            shape=OPERATING_SYSTEMS,
            nullable=True,
            value=_systems,
        ),
        _count("dualEnrolledDeviceCount", lambda of: 0),
        _count("enrolledDeviceCount", lambda of: of.devices),
        key("id", kind=Kind.STRING, value=lambda of: str(of.tenant.graph_id)),
        read_only(
            "lastModifiedDateTime",
            only=BETA,
            kind=Kind.INSTANT,
            nullable=True,
            value=lambda of: format_instant(of.tenant.now()),
        ),
        read_only(
            "managedDeviceModelsAndManufacturers",
            only=BETA,
            type=MAKES.type,
            shape=MAKES,
            nullable=True,
            value=lambda of: {"deviceManufacturers": of.manufacturers, "deviceModels": of.models},
        ),
        _count("mdmEnrolledCount", lambda of: of.devices),
    ),
    read=READ,
)

STATE_SUMMARY = Resource(
    type="deviceCompliancePolicyDeviceStateSummary",
    path="deviceManagement/deviceCompliancePolicyDeviceStateSummary",
    is_single=True,
    rows=lambda tenant: [totals(tenant)],
    properties=(
        _count("compliantDeviceCount", lambda of: of.states[ComplianceState.COMPLIANT]),
        _count("configManagerCount", lambda of: of.states[ComplianceState.CONFIG_MANAGER]),
        _count("conflictDeviceCount", lambda of: of.states[ComplianceState.CONFLICT]),
        _count("errorDeviceCount", lambda of: of.states[ComplianceState.ERROR]),
        key("id", kind=Kind.STRING, value=lambda of: str(of.tenant.graph_id)),
        _count("inGracePeriodCount", lambda of: of.states[ComplianceState.IN_GRACE_PERIOD]),
        _count("nonCompliantDeviceCount", lambda of: of.states[ComplianceState.NONCOMPLIANT]),
        *counts("notApplicableDeviceCount", "remediatedDeviceCount"),
        _count("unknownDeviceCount", lambda of: of.states[ComplianceState.UNKNOWN]),
    ),
    read=COMPLIANCE_READ,
)

RESOURCES = (DEVICES, OVERVIEW, STATE_SUMMARY)
