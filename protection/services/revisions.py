"""How does a policy of any kind change? It takes a name and tags, gets a new version, and leaves an event."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import Change, differences, record_change
from intune_sim.errors import Invalid
from intune_sim.tenants.services.scope_tags import carried_tags
from protection.models import DeviceCompliancePolicy, MobileAppProtection, WindowsManagedAppProtection

AnyPolicy = WindowsManagedAppProtection | MobileAppProtection | DeviceCompliancePolicy

#: The width of the column.
LONGEST_NAME = 200

#: What every policy says of itself.
HEAD = ("display_name", "description", "role_scope_tag_ids")


def rename(
    policy: AnyPolicy,
    *,
    display_name: str | None,
    description: str | None,
    role_scope_tag_ids: Sequence[str] | None,
) -> None:
    """Give a policy the name, the description and the scope tags that are given. Raises `Invalid`."""
    if display_name is not None:
        policy.display_name = display_name
    if not policy.display_name.strip():
        raise Invalid("'displayName' must not be empty.")
    if len(policy.display_name) > LONGEST_NAME:
        raise Invalid(f"'displayName' must not be longer than {LONGEST_NAME} characters.")
    if description is not None:
        policy.description = description
    if role_scope_tag_ids is not None:
        carried = policy.role_scope_tag_ids
        policy.role_scope_tag_ids = carried_tags(policy.tenant, role_scope_tag_ids, carried=carried)


def revise(
    policy: AnyPolicy, before: Mapping[str, Any], after: Mapping[str, Any], *, by: Actor, now: datetime
) -> Mapping[str, Change]:
    """Give a policy that has changed a new version, and tell the audit log; returns what changed, by Graph name."""
    changes = differences(before, after)
    if changes:
        policy.last_modified_date_time = now
        if isinstance(policy, DeviceCompliancePolicy):
            policy.version += 1
        else:
            policy.version = new_version()
        policy.save(update_fields=["last_modified_date_time", "version"])
        operation = Operation.ASSIGN if set(changes) == {"assignments"} else Operation.PATCH
        tell(policy, operation, changes, by=by, now=now)
    return changes


def tell(policy: AnyPolicy, operation: Operation, changes: Mapping[str, Change], *, by: Actor, now: datetime) -> None:
    """Leave an event about a policy."""
    is_compliance = isinstance(policy, DeviceCompliancePolicy)
    record_change(
        policy,
        operation,
        changes,
        resource_type=policy.graph_type,
        resource_id=policy.policy_id,
        category=Category.COMPLIANCE if is_compliance else Category.APPLICATION,
        by=by,
        now=now,
    )


def new_version() -> str:
    """An opaque version, another one after every write."""
    return f'"{uuid.uuid4()}"'
