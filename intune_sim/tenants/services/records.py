"""How is a change of the directory remembered? One event in the audit log, under the directory's own category."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import Change, record
from intune_sim.naming import wire_name
from intune_sim.tenants.models import Tenant


def wired(changes: Mapping[str, Change]) -> dict[str, Change]:
    """Changes by Graph name."""
    return {wire_name(name): change for name, change in changes.items()}


def audit(  # noqa: PLR0917 - a shorthand of these services
    tenant: Tenant,
    operation: Operation,
    resource_type: str,
    resource_id: uuid.UUID,
    resource_name: str,
    changes: Mapping[str, Change],
    by: Actor,
    now: datetime,
    category: Category = Category.DIRECTORY,
) -> None:
    """Leave an event about something in a tenant."""
    record(
        tenant_id=tenant.graph_id,
        by=by,
        operation=operation,
        category=category,
        resource_type=resource_type,
        resource_id=str(resource_id),
        resource_name=resource_name,
        changes=changes,
        now=now,
    )
