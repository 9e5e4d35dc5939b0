"""How do managed devices change? Enrol, edit, remove."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from devices.models import ManagedDevice
from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import differences, losses, record_change, state_of
from intune_sim.errors import Invalid
from intune_sim.holding import held
from intune_sim.naming import wire_name
from intune_sim.tenants.models import Tenant, User

_audit = partial(record_change, resource_type="managedDevice", category=Category.DEVICE)

#: What an admin may change; everything else is reported by the device.
EDITABLE = (
    "compliance_state",
    "managed_device_name",
    "managed_device_owner_type",
    "notes",
    "partner_reported_threat_state",
    "role_scope_tag_ids",
)
#: What the audit log keeps of a device.
AUDITED = ("device_name", "operating_system", "os_version", "serial_number", "user_principal_name", *EDITABLE)
LONGEST_NAME = 256


@transaction.atomic
def enrol_device(
    *,
    tenant: Tenant,
    device_name: str,
    operating_system: str,
    user: User | None = None,
    facts: Mapping[str, Any] | None = None,
    by: Actor,
    now: datetime,
) -> ManagedDevice:
    """Take a device under management. `facts` maps further field names to what it reports. Raises `Invalid`."""
    if not device_name.strip() or not operating_system.strip():
        raise Invalid("A managed device needs a name and an operating system.")
    if user and user.tenant_id != tenant.pk:
        raise Invalid("The user is not in this tenant.")
    device = ManagedDevice(
        tenant=tenant,
        user=user,
        user_graph_id=user.graph_id if user else None,
        user_principal_name=user.user_principal_name if user else "",
        device_name=device_name,
        operating_system=operating_system,
        enrolled_date_time=now,
        last_sync_date_time=now,
    )
    device.managed_device_name = f"{device_name}_{operating_system}_{now:%m/%d/%Y_%I:%M %p}"[:LONGEST_NAME]
    for name, value in (facts or {}).items():
        setattr(device, name, value)
    device.save()
    _audit(device, Operation.CREATE, differences({}, state_of(device, AUDITED)), by=by, now=now)
    return device


@transaction.atomic
def edit_device(*, device: ManagedDevice, changes: Mapping[str, Any], by: Actor, now: datetime) -> ManagedDevice:
    """Change what `EDITABLE` names. Raises `Invalid` and `NotFound`."""
    device = held(device)
    before = state_of(device, AUDITED)
    for name, value in changes.items():
        if name not in EDITABLE:
            raise Invalid(f"'{wire_name(name)}' is reported by the device.")
        setattr(device, name, value)
    if len(device.managed_device_name) > LONGEST_NAME:
        raise Invalid(f"'managedDeviceName' must not be longer than {LONGEST_NAME} characters.")
    differing = differences(before, state_of(device, AUDITED))
    if differing:
        device.save()
        _audit(device, Operation.PATCH, differing, by=by, now=now)
    return device


@transaction.atomic
def remove_device(*, device: ManagedDevice, by: Actor, now: datetime) -> None:
    """Take a device out of management. Raises `NotFound`."""
    device = held(device)
    _audit(device, Operation.DELETE, losses(state_of(device, AUDITED)), by=by, now=now)
    device.delete()
