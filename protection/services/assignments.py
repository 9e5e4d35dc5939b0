"""Which groups does an assignment mean? Looked up in the policy's own tenant."""

import uuid
from collections.abc import Iterable

from intune_sim.errors import Invalid
from intune_sim.tenants.models import Group, Tenant
from protection.models import Intent

#: A group (its GUID) and whether it is included or excluded.
Assignments = Iterable[tuple[uuid.UUID, Intent]]


def groups_meant(tenant: Tenant, assignments: Assignments) -> list[tuple[Group, Intent]]:
    """The groups with their intents, each pair once. Raises `Invalid` for a group that the tenant does not have."""
    wanted = list(dict.fromkeys(assignments))
    found = Group.objects.filter(tenant=tenant, graph_id__in=[guid for guid, _ in wanted])
    groups = {group.graph_id: group for group in found}
    for guid, _ in wanted:
        if guid not in groups:
            raise Invalid(f"There is no group with id '{guid}'.")
    return [(groups[guid], intent) for guid, intent in wanted]
