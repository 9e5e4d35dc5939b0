"""How is a change of an app protection policy kept? The row is held, gets a new version, and leaves an event."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import Change, differences, record_change
from protection.models import MobileAppProtection, WindowsManagedAppProtection

Policy = TypeVar("Policy", WindowsManagedAppProtection, MobileAppProtection)


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
    record_change(
        policy,
        operation,
        changes,
        resource_type=policy.graph_type,
        resource_id=policy.policy_id,
        category=Category.APPLICATION,
        by=by,
        now=now,
    )


def new_version() -> str:
    """An opaque version, another one after every write."""
    return f'"{uuid.uuid4()}"'
