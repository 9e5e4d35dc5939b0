"""For whom and for which apps is an app protection policy? Its assignments and its apps, each replaced whole."""

import uuid
from collections.abc import Iterable
from typing import Any

from intune_sim.tenants.services.groups import groups_named
from protection.models import Intent, MobileAppProtection, WindowsManagedAppProtection

#: A group (its GUID) and whether it is included or excluded.
Assignment = tuple[uuid.UUID, Intent]
AnyAppPolicy = WindowsManagedAppProtection | MobileAppProtection


def assign(policy: AnyAppPolicy, assignments: Iterable[Assignment]) -> None:
    """Assign a policy to these groups, each pair once. Raises `Invalid` for a group that the tenant does not have."""
    wanted = list(dict.fromkeys(assignments))
    groups = groups_named(policy.tenant, [guid for guid, _ in wanted])
    policy.assignments.all().delete()
    row: type[Any] = policy.assignments.model
    row._base_manager.bulk_create(row(policy=policy, group=groups[guid], intent=intent) for guid, intent in wanted)


def assignments_of(policy: AnyAppPolicy) -> list[Assignment]:
    """The groups that a policy is assigned to."""
    return [(one.group.graph_id, Intent(one.intent)) for one in policy.assignments.select_related("group")]


def target_apps(policy: AnyAppPolicy, apps: Iterable[str]) -> None:
    """Let a policy protect these apps, each once."""
    policy.apps.all().delete()
    row: type[Any] = policy.apps.model
    row._base_manager.bulk_create(row(policy=policy, **{row.IDENTIFIER: app}) for app in dict.fromkeys(apps))


def apps_of(policy: AnyAppPolicy) -> list[str]:
    """The apps that a policy protects, by their ids."""
    return list(policy.apps.values_list(policy.apps.model.IDENTIFIER, flat=True))


def told(policy: AnyAppPolicy) -> dict[str, list[str]]:
    """Apps and assignments as the audit log compares them."""
    assignments = policy.assignments.values_list("intent", "group__display_name")
    return {
        "apps": sorted(apps_of(policy)),
        "assignments": sorted(f"{intent} {name}" for intent, name in assignments),
    }
