"""How does Graph see roles? Definitions, assignments and resource operations."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet, Value

from intune_sim.errors import Invalid
from intune_sim.graph.documents import UNFIT, unfit
from intune_sim.graph.resources import (
    BETA,
    Call,
    Kind,
    Navigation,
    Resource,
    Shape,
    Write,
    as_guid,
    key,
    read_only,
    writable,
)
from intune_sim.tenants.graph.scope_tags import TAG, tags_of
from intune_sim.tenants.models import (
    GroupRoleAssignment,
    RoleDefinition,
    RoleScopeTag,
    Tenant,
)
from intune_sim.tenants.roles import AppRole, Permission
from intune_sim.tenants.services import roles as services

# Definitions


def create_definition(call: Call, write: Write) -> RoleDefinition:
    """Write a custom role."""
    return services.create_role_definition(tenant=call.tenant, values=_definition(write), by=call.by, now=call.now)


def edit_definition(call: Call, role: RoleDefinition, write: Write) -> None:
    """Change what the body brings."""
    services.edit_role_definition(tenant=call.tenant, role=role, values=_definition(write), by=call.by, now=call.now)


def delete_definition(call: Call, role: RoleDefinition) -> None:
    """Delete the role."""
    services.delete_role_definition(role=role, by=call.by, now=call.now)


def _definition(write: Write) -> dict[str, Any]:
    """`permissions` is the older name of `rolePermissions`, which wins where both are sent."""
    values = dict(write.values)
    older = values.pop("permissions", None)
    if older is not None:
        values.setdefault("allowed_resource_actions", older)
    return values


def _permissions(role: RoleDefinition) -> list[dict[str, Any]]:
    actions = role.allowed_resource_actions
    return [
        {
            "actions": actions,
            "resourceActions": [{"allowedResourceActions": actions, "notAllowedResourceActions": []}],
        }
    ]


def _read_permissions(value: Any) -> list[str]:
    """The allowed actions of all permissions together, less those that are not allowed. Raises `Invalid`."""
    allowed: dict[str, None] = {}
    for permission in _objects(value, "rolePermissions"):
        given = _objects(permission.get("resourceActions") or [], "resourceActions")
        for one in given:
            allowed |= dict.fromkeys(_names(one.get("allowedResourceActions") or [], "allowedResourceActions"))
            for name in _names(one.get("notAllowedResourceActions") or [], "notAllowedResourceActions"):
                allowed.pop(name, None)
        if not given:
            allowed |= dict.fromkeys(_names(permission.get("actions") or [], "actions"))
    return list(allowed)


def _names(value: Any, name: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) and not UNFIT.search(one) for one in value):
        raise unfit(name)
    return value


def _objects(value: Any, name: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise unfit(name)
    return value


def _definitions(tenant: Tenant) -> "QuerySet[RoleDefinition]":
    """Built-in roles are of every tenant: each row says which one asks."""
    return RoleDefinition.objects.for_tenant(tenant).annotate(asking_tenant=Value(tenant.pk))


def _assignments_of(role: RoleDefinition) -> "QuerySet[GroupRoleAssignment]":
    asking: int = role.asking_tenant  # type: ignore[attr-defined]
    return role.role_assignments.filter(tenant=asking).prefetch_related("members")


# Assignments


def create_assignment(call: Call, write: Write) -> GroupRoleAssignment:
    """Give a role to groups: the role whose address this is, or the one that the body binds."""
    values = dict(write.values)
    return services.create_role_assignment(
        tenant=call.tenant,
        role=write.parent or _bound_role(call.tenant, write.bound.get("roleDefinition")),
        members=values.pop("members"),
        values=values,
        by=call.by,
        now=call.now,
    )


def edit_assignment(call: Call, assignment: GroupRoleAssignment, write: Write) -> None:
    """Change what the body brings; the role stays."""
    values = dict(write.values)
    services.edit_role_assignment(
        assignment=assignment, members=values.pop("members", None), values=values, by=call.by, now=call.now
    )


def delete_assignment(call: Call, assignment: GroupRoleAssignment) -> None:
    """Take the role from the groups."""
    services.delete_role_assignment(assignment=assignment, by=call.by, now=call.now)


def _bound_role(tenant: Tenant, wanted: str | None) -> RoleDefinition:
    if wanted is None:
        raise Invalid("The property 'roleDefinition@odata.bind' is required.")
    role = _definitions(tenant).filter(graph_id=wanted).first() if as_guid(wanted) else None
    if role is None:
        raise Invalid(f"There is no role definition with id '{wanted}'.")
    return role


def _members(assignment: GroupRoleAssignment) -> list[str]:
    return [str(group.graph_id) for group in assignment.members.all()]


def _read_members(value: Any) -> list[str]:
    return _names(value, "members")


def _assignments(tenant: Tenant) -> "QuerySet[GroupRoleAssignment]":
    return GroupRoleAssignment.objects.for_tenant(tenant).prefetch_related("members")


def _role_of(assignment: GroupRoleAssignment) -> "QuerySet[RoleDefinition]":
    return RoleDefinition.objects.filter(pk=assignment.role_definition_id)


def _tags_of(assignment: GroupRoleAssignment) -> "QuerySet[RoleScopeTag]":
    return tags_of(assignment.tenant).filter(tag_id__in=assignment.role_scope_tag_ids)


def _tags_of_many(assignments: Sequence[GroupRoleAssignment]) -> dict[int, list[RoleScopeTag]]:
    tags = list(tags_of(assignments[0].tenant))
    return {one.pk: [tag for tag in tags if tag.tag_id in one.role_scope_tag_ids] for one in assignments}


# Resource operations


def _operations(tenant: Tenant) -> Iterable[Permission]:
    return Permission


def _part(at: int) -> Any:
    return lambda permission: permission.label.split("/")[at]


READ = (AppRole.RBAC_READ.value, AppRole.RBAC_READ_WRITE.value)
WRITE = (AppRole.RBAC_READ_WRITE.value,)

RESOURCE_ACTION = Shape(
    type="resourceAction",
    properties=(
        writable("allowedResourceActions", kind=Kind.STRINGS),
        writable("notAllowedResourceActions", kind=Kind.STRINGS),
    ),
)
ROLE_PERMISSION = Shape(
    type="rolePermission",
    properties=(
        writable("actions", kind=Kind.STRINGS, only=BETA),
        writable("resourceActions", shape=RESOURCE_ACTION, many=True),
    ),
)

DEFINITION_PROPERTIES = (
    key("id"),
    writable("displayName", required=True),
    writable("description", nullable=True, blank_is_null=True),
    read_only("isBuiltInRoleDefinition", field="is_built_in", only=BETA),
    read_only("isBuiltIn"),
    writable("roleScopeTagIds", only=BETA),
    writable(
        "permissions",
        shape=ROLE_PERMISSION,
        many=True,
        value=_permissions,
        decode=_read_permissions,
        only=BETA,
    ),
    writable(
        "rolePermissions",
        field="allowed_resource_actions",
        shape=ROLE_PERMISSION,
        many=True,
        value=_permissions,
        decode=_read_permissions,
    ),
)
#: What stands behind an assignment: plain entities, without collections of their own.
ROLE = Resource(
    type="roleDefinition",
    item_type="deviceAndAppManagementRoleDefinition",
    model=RoleDefinition,
    rows=_definitions,
    properties=DEFINITION_PROPERTIES,
)
ASSIGNMENTS = Resource(
    type="deviceAndAppManagementRoleAssignment",
    path="deviceManagement/roleAssignments",
    model=GroupRoleAssignment,
    rows=_assignments,
    properties=(
        key("id"),
        writable("displayName", required=True),
        writable("description", nullable=True, blank_is_null=True),
        writable("scopeMembers", field="resource_scopes", only=BETA),
        writable("scopeType", type="roleAssignmentScopeType", only=BETA),
        writable("resourceScopes"),
        writable("members", kind=Kind.STRINGS, required=True, value=_members, decode=_read_members),
        writable("roleScopeTagIds", only=BETA),
    ),
    read=READ,
    write=WRITE,
    create=create_assignment,
    update=edit_assignment,
    delete=delete_assignment,
    navigations=(
        Navigation(name="roleDefinition", resource=ROLE, is_single=True, relation="role_definition", rows=_role_of),
        Navigation(name="roleScopeTags", resource=TAG, only=BETA, of_many=_tags_of_many, rows=_tags_of),
    ),
)

DEFINITIONS = Resource(
    type="roleDefinition",
    item_type="deviceAndAppManagementRoleDefinition",
    path="deviceManagement/roleDefinitions",
    model=RoleDefinition,
    rows=_definitions,
    properties=DEFINITION_PROPERTIES,
    read=READ,
    write=WRITE,
    created=200,
    create=create_definition,
    update=edit_definition,
    delete=delete_definition,
    navigations=(
        Navigation(
            name="roleAssignments",
            resource=replace(ASSIGNMENTS, path=""),
            type="roleAssignment",
            relation="role_assignments",
            rows=_assignments_of,
        ),
    ),
)

RESOURCE_OPERATIONS = Resource(
    type="resourceOperation",
    path="deviceManagement/resourceOperations",
    rows=_operations,
    properties=(
        key("id", value=lambda permission: permission.value),
        read_only("resourceName", value=_part(0)),
        read_only("actionName", value=_part(1)),
        read_only("description", nullable=True, value=lambda permission: permission.label),
        read_only("resource", only=BETA, value=_part(0)),
        read_only(
            "enabledForScopeValidation", only=BETA, kind=Kind.BOOLEAN, shape_only=True, value=lambda permission: False
        ),
    ),
    read=READ,
)

RESOURCES = (DEFINITIONS, ASSIGNMENTS, RESOURCE_OPERATIONS)
