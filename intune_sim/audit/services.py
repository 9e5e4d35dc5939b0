"""How is a write remembered? One call, in the writer's own transaction."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from intune_sim.actors import Actor
from intune_sim.audit.models import AuditEvent, Category, Operation
from intune_sim.naming import wire_name

Change = tuple[Any, Any]

#: Components that stand for several types, by the end of the type's name; any other type is its own component.
COMPONENTS = {
    "ManagedAppProtection": "ManagedAppProtection",
    "CompliancePolicy": "DeviceCompliancePolicy",
    "RoleDefinition": "RoleBasedAccessControl",
    "RoleAssignment": "RoleBasedAccessControl",
    "RoleScopeTag": "RoleBasedAccessControl",
}


def record(
    *,
    tenant_id: uuid.UUID,
    by: Actor,
    operation: Operation,
    category: Category,
    resource_type: str,
    resource_id: str,
    resource_name: str,
    changes: Mapping[str, Change],
    now: datetime,
    activity: str = "",
) -> AuditEvent:
    """Leave one event for one write.

    `resource_type` is the Graph name of the thing (`mobileThreatDefenseConnector`); `changes` maps Graph property names
    to (old, new); `activity` overrides the default name "<Operation> <ResourceType>".
    """
    kind = resource_type[:1].upper() + resource_type[1:]
    name = activity or f"{operation.value} {kind}"
    return AuditEvent.objects.create(
        tenant_id=tenant_id,
        display_name=name,
        component_name=component_of(kind),
        activity=name,
        activity_date_time=now,
        activity_type=name,
        activity_operation_type=operation,
        correlation_id=by.correlation_id or uuid.uuid4(),
        category=category,
        actor_type=by.type,
        actor_id=by.id,
        actor_name=by.name,
        application_id=by.application_id,
        application_name=by.application_name,
        ip_address=by.ip_address,
        resource_type=resource_type,
        resource_id=resource_id,
        resource_name=resource_name,
        modified_properties=[
            {"displayName": name, "oldValue": text(old), "newValue": text(new)} for name, (old, new) in changes.items()
        ],
    )


def record_change(
    row: Any,
    operation: Operation,
    changes: Mapping[str, Change],
    *,
    resource_type: str,
    category: Category,
    by: Actor,
    now: datetime,
    resource_id: str = "",
    activity: str = "",
) -> AuditEvent:
    """Leave an event about a tenant's row, by its own name and, unless another is given, by the id that Graph knows."""
    return record(
        tenant_id=row.tenant.graph_id,
        by=by,
        operation=operation,
        category=category,
        resource_type=resource_type,
        resource_id=resource_id or str(row.graph_id),
        resource_name=str(row),
        changes=changes,
        now=now,
        activity=activity,
    )


def component_of(kind: str) -> str:
    """The component that events about a kind of thing carry: tools filter by these names."""
    return next((name for ending, name in COMPONENTS.items() if kind.endswith(ending)), kind)


def text(value: Any) -> str | None:
    """A property's value as the audit log writes it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(str(text(item)) for item in value)
    return str(value)


def state_of(row: Any, fields: Iterable[str]) -> dict[str, Any]:
    """The values of a row's fields by Graph name, as `differences` and `losses` compare them."""
    return {wire_name(name): getattr(row, name) for name in fields}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Change]:
    """The properties whose value changed, as `record` wants them."""
    return {name: (before.get(name), value) for name, value in after.items() if before.get(name) != value}


def losses(state: Mapping[str, Any]) -> dict[str, Change]:
    """What goes with a thing that is deleted, as `record` wants it."""
    return {name: (value, None) for name, value in state.items() if text(value)}
