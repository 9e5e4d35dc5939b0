"""How do roles change? Custom roles, and who holds a role by a group; built-in roles stay as they are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction

from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import differences, losses, record_change, state_of
from intune_sim.errors import Invalid
from intune_sim.holding import held
from intune_sim.tenants.models import (
    GroupRoleAssignment,
    RoleDefinition,
    RoleScopeTag,
    Tenant,
)
from intune_sim.tenants.roles import BUILT_IN_ROLES, PERMISSIONS
from intune_sim.tenants.services.groups import groups_named
from intune_sim.tenants.services.scope_tags import carried_tags, check_is_custom, check_name

_audit_definition = partial(record_change, resource_type="roleDefinition", category=Category.ROLE)
_audit_assignment = partial(record_change, resource_type="roleAssignment", category=Category.ROLE)

DEFINITION_FIELDS = ("display_name", "description", "allowed_resource_actions", "role_scope_tag_ids")
ASSIGNMENT_FIELDS = ("display_name", "description", "scope_type", "resource_scopes", "role_scope_tag_ids")
#: How Intune spells a resource action.
RESOURCE_ACTION = re.compile(r"Microsoft\.Intune[_/]\w+[_/]\w+")


def keep_built_in_rows(**_: Any) -> None:
    """Write the built-in roles and the Default scope tag, which no tenant changes; a migration ends with this."""
    if RoleScopeTag._meta.db_table not in connection.introspection.table_names():
        return  # migrated back to before there were any
    for role, graph_id in BUILT_IN_ROLES.items():
        RoleDefinition.objects.update_or_create(
            graph_id=graph_id,
            defaults={
                "display_name": role.label,
                "is_built_in": True,
                "allowed_resource_actions": sorted(one.value for one in PERMISSIONS[role]),
            },
        )
    RoleScopeTag.objects.update_or_create(
        tenant=None, tag_id="0", defaults={"display_name": "Default", "is_built_in": True}
    )


@transaction.atomic
def create_role_definition(*, tenant: Tenant, values: Mapping[str, Any], by: Actor, now: datetime) -> RoleDefinition:
    """Write a custom role. `values` maps field names to values. Raises `Invalid`."""
    role = RoleDefinition(tenant=tenant, **values)
    _check_definition(role, tenant)
    role.save()
    _audit_definition(role, Operation.CREATE, differences({}, state_of(role, DEFINITION_FIELDS)), by=by, now=now)
    return role


@transaction.atomic
def edit_role_definition(
    *, tenant: Tenant, role: RoleDefinition, values: Mapping[str, Any], by: Actor, now: datetime
) -> RoleDefinition:
    """Change a custom role. Raises `Invalid` for a built-in one, and `NotFound`."""
    role = held(role)
    check_is_custom(role)
    before = state_of(role, DEFINITION_FIELDS)
    for name, value in values.items():
        setattr(role, name, value)
    _check_definition(role, tenant, tags=before["roleScopeTagIds"])
    if changes := differences(before, state_of(role, DEFINITION_FIELDS)):
        role.save()
        _audit_definition(role, Operation.PATCH, changes, by=by, now=now)
    return role


@transaction.atomic
def delete_role_definition(*, role: RoleDefinition, by: Actor, now: datetime) -> None:
    """Delete a custom role that nobody is assigned to. Raises `Invalid` and `NotFound`."""
    role = held(role)
    check_is_custom(role)
    if role.role_assignments.exists():
        raise Invalid(f"The role '{role.display_name}' has assignments: delete them first.")
    _audit_definition(role, Operation.DELETE, losses(state_of(role, DEFINITION_FIELDS)), by=by, now=now)
    role.delete()


@transaction.atomic
def create_role_assignment(
    *,
    tenant: Tenant,
    role: RoleDefinition,
    members: Iterable[str],
    values: Mapping[str, Any],
    by: Actor,
    now: datetime,
) -> GroupRoleAssignment:
    """Give a role to the members of groups, named by their GUIDs. Raises `Invalid`."""
    assignment = GroupRoleAssignment(tenant=tenant, role_definition=role, **values)
    _check_assignment(assignment)
    assignment.save()
    _set_members(assignment, members)
    _audit_assignment(assignment, Operation.CREATE, differences({}, _assignment_state(assignment)), by=by, now=now)
    return assignment


@transaction.atomic
def edit_role_assignment(
    *,
    assignment: GroupRoleAssignment,
    members: Iterable[str] | None = None,
    values: Mapping[str, Any],
    by: Actor,
    now: datetime,
) -> GroupRoleAssignment:
    """Change what is given; members and scopes are replaced whole. Raises `Invalid` and `NotFound`."""
    assignment = held(assignment)
    before = _assignment_state(assignment)
    for name, value in values.items():
        setattr(assignment, name, value)
    _check_assignment(assignment, tags=before["roleScopeTagIds"])
    assignment.save()
    if members is not None:
        _set_members(assignment, members)
    if changes := differences(before, _assignment_state(assignment)):
        _audit_assignment(assignment, Operation.PATCH, changes, by=by, now=now)
    return assignment


@transaction.atomic
def delete_role_assignment(*, assignment: GroupRoleAssignment, by: Actor, now: datetime) -> None:
    """Take a role from the members of its groups. Raises `NotFound`."""
    assignment = held(assignment)
    lost = losses(_assignment_state(assignment))
    _audit_assignment(assignment, Operation.DELETE, lost, by=by, now=now)
    assignment.delete()


def _check_definition(role: RoleDefinition, tenant: Tenant, *, tags: Sequence[str] = ("0",)) -> None:
    check_name(role.display_name)
    for action in role.allowed_resource_actions:
        if not RESOURCE_ACTION.fullmatch(action):
            raise Invalid(f"'{action}' in 'allowedResourceActions' is not a resource action.")
    role.role_scope_tag_ids = carried_tags(tenant, role.role_scope_tag_ids, carried=tags)


def _check_assignment(assignment: GroupRoleAssignment, *, tags: Sequence[str] = ("0",)) -> None:
    check_name(assignment.display_name)
    assignment.resource_scopes = [str(guid) for guid in groups_named(assignment.tenant, assignment.resource_scopes)]
    assignment.role_scope_tag_ids = carried_tags(assignment.tenant, assignment.role_scope_tag_ids, carried=tags)


def _set_members(assignment: GroupRoleAssignment, members: Iterable[str]) -> None:
    groups = groups_named(assignment.tenant, members).values()
    if not groups:
        raise Invalid("'members' must name at least one group.")
    assignment.members.set(groups)


def _assignment_state(assignment: GroupRoleAssignment) -> dict[str, Any]:
    names = sorted(assignment.members.values_list("display_name", flat=True))
    return state_of(assignment, ASSIGNMENT_FIELDS) | {
        "roleDefinition": assignment.role_definition.display_name,
        "members": names,
    }
