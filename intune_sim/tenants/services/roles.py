"""How do roles change? Custom roles, who holds a role by a group, and scope tags; built-in ones stay as they are."""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import Change, differences, losses, record_change, state_of
from intune_sim.errors import Conflict, Invalid
from intune_sim.holding import held
from intune_sim.tenants.models import (
    Group,
    GroupRoleAssignment,
    RoleDefinition,
    RoleScopeTag,
    RoleScopeTagAssignment,
    Tenant,
)
from intune_sim.tenants.roles import BUILT_IN_ROLES, PERMISSIONS
from intune_sim.tenants.services.groups import groups_named

DEFINITION_FIELDS = ("display_name", "description", "allowed_resource_actions", "role_scope_tag_ids")
ASSIGNMENT_FIELDS = ("display_name", "description", "scope_type", "resource_scopes", "role_scope_tag_ids")
TAG_FIELDS = ("display_name", "description")
LONGEST_NAME = 128
#: An object carries at most so many tags.
MOST_TAGS = 100
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
    _audit(role, Operation.CREATE, differences({}, state_of(role, DEFINITION_FIELDS)), by=by, now=now)
    return role


@transaction.atomic
def edit_role_definition(
    *, tenant: Tenant, role: RoleDefinition, values: Mapping[str, Any], by: Actor, now: datetime
) -> RoleDefinition:
    """Change a custom role. Raises `Invalid` for a built-in one, and `NotFound`."""
    role = held(role)
    _check_is_custom(role)
    before = state_of(role, DEFINITION_FIELDS)
    for name, value in values.items():
        setattr(role, name, value)
    _check_definition(role, tenant, tags=before["roleScopeTagIds"])
    if changes := differences(before, state_of(role, DEFINITION_FIELDS)):
        role.save()
        _audit(role, Operation.PATCH, changes, by=by, now=now)
    return role


@transaction.atomic
def delete_role_definition(*, tenant: Tenant, role: RoleDefinition, by: Actor, now: datetime) -> None:
    """Delete a custom role that nobody is assigned to. Raises `Invalid` and `NotFound`."""
    role = held(role)
    _check_is_custom(role)
    if role.role_assignments.exists():
        raise Invalid(f"The role '{role.display_name}' has assignments: delete them first.")
    _audit(role, Operation.DELETE, losses(state_of(role, DEFINITION_FIELDS)), by=by, now=now)
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
    _audit(assignment, Operation.CREATE, differences({}, _assignment_state(assignment)), by=by, now=now)
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
        _audit(assignment, Operation.PATCH, changes, by=by, now=now)
    return assignment


@transaction.atomic
def delete_role_assignment(*, assignment: GroupRoleAssignment, by: Actor, now: datetime) -> None:
    """Take a role from the members of its groups. Raises `NotFound`."""
    assignment = held(assignment)
    lost = losses(_assignment_state(assignment))
    _audit(assignment, Operation.DELETE, lost, by=by, now=now)
    assignment.delete()


@transaction.atomic
def create_scope_tag(
    *, tenant: Tenant, display_name: str, description: str = "", by: Actor, now: datetime
) -> RoleScopeTag:
    """Write a scope tag with the next number. Raises `Invalid` and `Conflict`."""
    Tenant.objects.select_for_update().get(pk=tenant.pk)
    used = [int(one) for one in RoleScopeTag.objects.for_tenant(tenant).values_list("tag_id", flat=True)]
    tag = RoleScopeTag(
        tenant=tenant, tag_id=str(max(used, default=0) + 1), display_name=display_name, description=description
    )
    _save_tag(tag)
    _audit(tag, Operation.CREATE, differences({}, state_of(tag, TAG_FIELDS)), by=by, now=now)
    return tag


@transaction.atomic
def edit_scope_tag(
    *, tenant: Tenant, tag: RoleScopeTag, values: Mapping[str, Any], by: Actor, now: datetime
) -> RoleScopeTag:
    """Change a tag's name or description. Raises `Invalid` for a built-in one, `Conflict` and `NotFound`."""
    tag = held(tag)
    _check_is_custom(tag)
    before = state_of(tag, TAG_FIELDS)
    for name, value in values.items():
        setattr(tag, name, value)
    _save_tag(tag)
    if changes := differences(before, state_of(tag, TAG_FIELDS)):
        _audit(tag, Operation.PATCH, changes, by=by, now=now)
    return tag


@transaction.atomic
def delete_scope_tag(*, tenant: Tenant, tag: RoleScopeTag, by: Actor, now: datetime) -> None:
    """Delete a tag that no role and no role assignment carries. Raises `Invalid` and `NotFound`."""
    tag = held(tag)
    _check_is_custom(tag)
    for model in (RoleDefinition, GroupRoleAssignment):
        for carrier in model.objects.filter(tenant=tenant):
            if tag.tag_id in carrier.role_scope_tag_ids:
                raise Invalid(f"The scope tag '{tag.display_name}' is used by '{carrier}': take it off there first.")
    _audit(tag, Operation.DELETE, losses(state_of(tag, TAG_FIELDS)), by=by, now=now)
    tag.delete()


@transaction.atomic
def assign_scope_tag(
    *, tenant: Tenant, tag: RoleScopeTag, groups: Iterable[str], by: Actor, now: datetime
) -> RoleScopeTag:
    """Give a tag to the devices of groups, in place of those before. Raises `Invalid` and `NotFound`."""
    tag = held(tag)
    _check_is_custom(tag)
    found = _groups(tenant, groups)
    before = _group_names(tag)
    tag.assignments.all().delete()
    RoleScopeTagAssignment.objects.bulk_create(RoleScopeTagAssignment(tag=tag, group=group) for group in found)
    if changes := differences({"assignments": before}, {"assignments": _group_names(tag)}):
        _audit(tag, Operation.ASSIGN, changes, by=by, now=now)
    return tag


def carried_tags(tenant: Tenant, wanted: Sequence[str], *, carried: Sequence[str] = ("0",)) -> list[str]:
    """The scope tags that an object is to carry: Default where none is wanted.

    Raises `Invalid` for too many, and for one that the tenant has not, unless it is `carried` already. No query where
    there is nothing new.
    """
    if len(wanted) > MOST_TAGS:
        raise Invalid(f"'roleScopeTagIds' must not hold more than {MOST_TAGS} tags.")
    if new := set(wanted) - set(carried):
        present = RoleScopeTag.objects.for_tenant(tenant).filter(tag_id__in=new).values_list("tag_id", flat=True)
        for one in sorted(new - set(present)):
            raise Invalid(f"There is no scope tag with id '{one}'.")
    return list(wanted) or ["0"]


def _groups(tenant: Tenant, wanted: Iterable[str]) -> list[Group]:
    """The tenant's groups with these GUIDs, each once. Raises `Invalid`."""
    return list(groups_named(tenant, [_guid(one) for one in wanted]).values())


def _guid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Invalid(f"'{text}' is not the id of a group.") from error


def _check_is_custom(row: Any) -> None:
    if row.is_built_in:
        raise Invalid(f"'{row.display_name}' is built in and cannot be changed.")


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > LONGEST_NAME:
        raise Invalid(f"'displayName' must have 1 to {LONGEST_NAME} characters.")


def _check_definition(role: RoleDefinition, tenant: Tenant, *, tags: Sequence[str] = ("0",)) -> None:
    _check_name(role.display_name)
    for action in role.allowed_resource_actions:
        if not RESOURCE_ACTION.fullmatch(action):
            raise Invalid(f"'{action}' in 'allowedResourceActions' is not a resource action.")
    role.role_scope_tag_ids = carried_tags(tenant, role.role_scope_tag_ids, carried=tags)


def _check_assignment(assignment: GroupRoleAssignment, *, tags: Sequence[str] = ("0",)) -> None:
    _check_name(assignment.display_name)
    scopes = _groups(assignment.tenant, assignment.resource_scopes)
    assignment.resource_scopes = [str(group.graph_id) for group in scopes]
    assignment.role_scope_tag_ids = carried_tags(assignment.tenant, assignment.role_scope_tag_ids, carried=tags)


def _set_members(assignment: GroupRoleAssignment, members: Iterable[str]) -> None:
    groups = _groups(assignment.tenant, members)
    if not groups:
        raise Invalid("'members' must name at least one group.")
    assignment.members.set(groups)


def _save_tag(tag: RoleScopeTag) -> None:
    _check_name(tag.display_name)
    # The constraint looks at one tenant's tags; Default is nobody's.
    if RoleScopeTag.objects.filter(tenant=None, display_name__iexact=tag.display_name).exists():
        raise Conflict(f"A scope tag named '{tag.display_name}' exists already.")
    try:
        with transaction.atomic():
            tag.save()
    except IntegrityError as error:
        raise Conflict(f"A scope tag named '{tag.display_name}' exists already.") from error


def _assignment_state(assignment: GroupRoleAssignment) -> dict[str, Any]:
    names = sorted(assignment.members.values_list("display_name", flat=True))
    return state_of(assignment, ASSIGNMENT_FIELDS) | {
        "roleDefinition": assignment.role_definition.display_name,
        "members": names,
    }


def _group_names(tag: RoleScopeTag) -> list[str]:
    return sorted(tag.assignments.values_list("group__display_name", flat=True))


def _audit(row: Any, operation: Operation, changes: Mapping[str, Change], *, by: Actor, now: datetime) -> None:
    types = {RoleDefinition: "roleDefinition", GroupRoleAssignment: "roleAssignment", RoleScopeTag: "roleScopeTag"}
    record_change(
        row,
        operation,
        changes,
        resource_type=types[type(row)],
        resource_id=row.tag_id if isinstance(row, RoleScopeTag) else str(row.graph_id),
        category=Category.ROLE,
        by=by,
        now=now,
    )
