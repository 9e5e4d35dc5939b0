"""How is a change of an app protection policy kept? The row is held, gets a new version, and leaves an event."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import Change, differences, record
from intune_sim.errors import NotFound
from protection.models import MobileAppProtection, WindowsManagedAppProtection

Policy = TypeVar("Policy", WindowsManagedAppProtection, MobileAppProtection)


def held(policy: Policy) -> Policy:
    """The policy's row, locked until the transaction ends. Raises `NotFound`."""
    rows = type(policy)._base_manager.select_related("tenant").select_for_update(of=("self",))
    found: Policy | None = rows.filter(pk=policy.pk).first()
    if found is None:
        raise NotFound("The policy has been deleted.")
    return found


def revise(
    policy: Policy, before: Mapping[str, Any], after: Mapping[str, Any], *, by: Actor, now: datetime
) -> Mapping[str, Change]:
    """Give a policy that has changed a new version, and tell the audit log; returns what changed, by Graph name."""
    changes = differences(before, after)
    if changes:
        policy.last_modified_date_time = now
        policy.version = new_version()
        policy.save(update_fields=["last_modified_date_time", "version"])
        operation = Operation.ASSIGN if set(changes) == {"assignments"} else Operation.PATCH
        tell(policy, operation, changes, by=by, now=now)
    return changes


def tell(policy: Policy, operation: Operation, changes: Mapping[str, Change], *, by: Actor, now: datetime) -> None:
    """Leave an event about a policy."""
    record(
        tenant_id=policy.tenant.graph_id,
        by=by,
        operation=operation,
        category=Category.APPLICATION,
        resource_type=policy.graph_type,
        resource_id=policy.policy_id,
        resource_name=policy.display_name,
        changes=changes,
        now=now,
    )


def new_version() -> str:
    """An opaque version, another one after every write."""
    return f'"{uuid.uuid4()}"'
