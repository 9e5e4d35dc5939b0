"""What do the pages about roles ask? Roles with what they allow and who holds them, and where a permission comes from."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from intune_sim.errors import NotFound
from intune_sim.tenants.models import (
    GroupRoleAssignment,
    RoleAssignment,
    RoleDefinition,
    RoleScopeTag,
    Tenant,
    User,
)
from intune_sim.tenants.queries import users_called
from intune_sim.tenants.roles import BUILT_IN_ROLES, DIRECTORY_ROLES, PERMISSIONS, Permission, Role, ScopeType
from intune_sim.tenants.targeting import GroupLine, group_lines, scope_tag_lines
from intune_sim.vocabulary import Word

#: A pane offers so many users; a search narrows them.
USERS_SHOWN = 50

_ROLES_BY_ID = {graph_id: role for role, graph_id in (BUILT_IN_ROLES | DIRECTORY_ROLES).items()}


class RoleKind(Word):
    """Who made a role, and whose it is."""

    BUILT_IN = "builtIn", "Built-in Intune role"
    CUSTOM = "custom", "Custom Intune role"
    DIRECTORY = "directory", "Microsoft Entra role"


@dataclass(frozen=True)
class RoleLine:
    """A role as a line of the list and on its own page."""

    id: uuid.UUID
    name: str
    kind: RoleKind
    description: str
    actions: tuple[str, ...]
    scope_tag_ids: tuple[str, ...]
    #: How many users hold it themselves, and how many assignments give it to groups.
    admins: int
    assignments: int
    #: What a user can hold without a group; None for a custom role.
    role: Role | None
    #: What a group can be assigned; None for a role of the directory.
    definition: RoleDefinition | None


@dataclass(frozen=True)
class RoleSheet:
    """Everything that a role says, in the words of its pages."""

    name: str
    description: str
    actions: tuple[str, ...]
    #: Their names.
    scope_tags: list[str]

    @property
    def permissions(self) -> list[tuple[str, list[tuple[str, bool]]]]:
        """Each kind of object with its actions, and whether the role allows them."""
        table: dict[str, list[tuple[str, bool]]] = {}
        for permission in Permission:
            object_, _, action = permission.label.partition("/")
            table.setdefault(object_, []).append((action, permission.value in self.actions))
        return list(table.items())

    @property
    def elsewhere(self) -> list[str]:
        """Actions on objects that do not exist here."""
        known = set(Permission.wires())
        return [action for action in self.actions if action not in known]

    @property
    def lines(self) -> dict[str, str]:
        """One text for each label of the page."""
        allowed = {
            object_: ", ".join(action for action, is_allowed in actions if is_allowed)
            for object_, actions in self.permissions
        }
        return {
            "Name": self.name,
            "Description": self.description,
            **allowed,
            "Scope tags": ", ".join(self.scope_tags),
        }


@dataclass(frozen=True)
class AssignmentSheet:
    """Everything that an assignment says, in the words of its pages."""

    name: str
    description: str
    members: list[GroupLine]
    #: What of All users and All devices is in scope; else there are groups.
    scope_type: ScopeType
    scope_groups: list[GroupLine]
    scope_tags: list[str]

    @property
    def lines(self) -> dict[str, str]:
        """One text for each label of the page."""
        return {
            "Name": self.name,
            "Description": self.description,
            "Admin Groups": ", ".join(map(str, self.members)),
            "Scope (Groups)": ", ".join(map(str, self.scope_groups)) or self.scope_type.label,
            "Scope tags": ", ".join(self.scope_tags),
        }


@dataclass(frozen=True)
class OwnPermission:
    """A permission of the signed-in admin, and the roles that give it."""

    permission: Permission
    roles: tuple[str, ...]

    @property
    def object(self) -> str:
        """What it is about."""
        return self.permission.label.partition("/")[0]

    @property
    def action(self) -> str:
        """What it allows there."""
        return self.permission.label.partition("/")[2]


def role_lines(tenant: Tenant) -> list[RoleLine]:
    """Every role that somebody in the tenant can hold, in three queries."""
    held: Mapping[str, int] = dict(
        RoleAssignment.objects.filter(user__tenant=tenant).values_list("role").annotate(Count("pk")).order_by()
    )
    assigned: Mapping[int, int] = dict(
        GroupRoleAssignment.objects.for_tenant(tenant).values_list("role_definition").annotate(Count("pk")).order_by()
    )
    directory = [
        RoleLine(
            id=graph_id, name=role.label, kind=RoleKind.DIRECTORY, description="May do everything in Intune.",
            actions=tuple(Permission.wires()), scope_tag_ids=(), admins=held.get(role, 0), assignments=0, role=role,
            definition=None,
        )
        for role, graph_id in DIRECTORY_ROLES.items()
    ]  # fmt: skip
    return directory + [
        _line(definition, held, assigned.get(definition.pk, 0))
        for definition in RoleDefinition.objects.for_tenant(tenant)
    ]


def role_line(tenant: Tenant, role_id: uuid.UUID) -> RoleLine:
    """One role of the tenant. Raises `NotFound`."""
    found = next((line for line in role_lines(tenant) if line.id == role_id), None)
    if found is None:
        raise NotFound(f"There is no role with id '{role_id}'.")
    return found


def role_sheet(
    tenant: Tenant,
    *,
    display_name: str,
    description: str,
    allowed_resource_actions: Iterable[str],
    role_scope_tag_ids: Iterable[str] = ("0",),
) -> RoleSheet:
    """What a role with these parts says."""
    tags = [name for _, name in scope_tag_lines(tenant, role_scope_tag_ids)]
    return RoleSheet(display_name, description, tuple(allowed_resource_actions), tags)


def sheet_of_role(tenant: Tenant, line: RoleLine, changes: Mapping[str, Any] | None = None) -> RoleSheet:
    """What an existing role says, or would say after an edit."""
    said = {
        "display_name": line.name,
        "description": line.description,
        "allowed_resource_actions": line.actions,
        "role_scope_tag_ids": line.scope_tag_ids,
    }
    return role_sheet(tenant, **{**said, **(changes or {})})


def assignment_sheet(
    tenant: Tenant,
    *,
    display_name: str,
    description: str,
    members: Iterable[str],
    scope_type: ScopeType,
    resource_scopes: Iterable[str],
    role_scope_tag_ids: Iterable[str] = ("0",),
) -> AssignmentSheet:
    """What an assignment with these parts says."""
    admins, scope = [uuid.UUID(one) for one in members], [uuid.UUID(one) for one in resource_scopes]
    groups = group_lines(tenant, {*admins, *scope})
    tags = [name for _, name in scope_tag_lines(tenant, role_scope_tag_ids)]
    return AssignmentSheet(
        name=display_name,
        description=description,
        members=[groups[guid] for guid in admins],
        scope_type=scope_type,
        scope_groups=[groups[guid] for guid in scope],
        scope_tags=tags,
    )


def sheet_of_assignment(assignment: GroupRoleAssignment, changes: Mapping[str, Any] | None = None) -> AssignmentSheet:
    """What an existing assignment says, or would say after an edit."""
    said = {
        "display_name": assignment.display_name,
        "description": assignment.description,
        "members": [str(group.graph_id) for group in assignment.members.all()],
        "scope_type": ScopeType(assignment.scope_type),
        "resource_scopes": assignment.resource_scopes,
        "role_scope_tag_ids": assignment.role_scope_tag_ids,
    }
    return assignment_sheet(assignment.tenant, **{**said, **(changes or {})})


def assignments_of(tenant: Tenant, line: RoleLine) -> "QuerySet[GroupRoleAssignment]":
    """The assignments that give a role to groups."""
    assignments = (
        GroupRoleAssignment.objects.for_tenant(tenant)
        .select_related("role_definition", "tenant")
        .prefetch_related("members")
    )
    return assignments.filter(role_definition=line.definition) if line.definition else assignments.none()


def assignment_of(tenant: Tenant, line: RoleLine, assignment_id: uuid.UUID) -> GroupRoleAssignment:
    """One of a role's assignments. Raises `NotFound`."""
    found = assignments_of(tenant, line).filter(graph_id=assignment_id).first()
    if found is None:
        raise NotFound(f"There is no assignment with id '{assignment_id}'.")
    return found


def admins_of(tenant: Tenant, line: RoleLine) -> list[User]:
    """The users who hold a role themselves, by name."""
    if line.role is None:
        return []
    users = User.objects.for_tenant(tenant).filter(role_assignments__role=line.role)
    return list(users.order_by("display_name", "pk"))


def admin_of(tenant: Tenant, line: RoleLine, user_id: uuid.UUID) -> User:
    """One of the users who hold a role themselves. Raises `NotFound`."""
    found = next((user for user in admins_of(tenant, line) if user.graph_id == user_id), None)
    if found is None:
        raise NotFound(f"No user with id '{user_id}' holds the role {line.name}.")
    return found


def users_without(tenant: Tenant, line: RoleLine, *, search: str) -> list[User]:
    """The first users who do not hold a role, found by the beginning of a name; one more than a pane shows, if any."""
    users = User.objects.for_tenant(tenant).exclude(role_assignments__role=line.role)
    return list(users_called(users, search, most=USERS_SHOWN + 1))


def scope_tags(tenant: Tenant) -> "QuerySet[RoleScopeTag]":
    """The Default tag and the tenant's own."""
    return RoleScopeTag.objects.for_tenant(tenant).prefetch_related("assignments__group")


def scope_tag(tenant: Tenant, tag_id: str) -> RoleScopeTag:
    """One tag by its number. Raises `NotFound`."""
    found = scope_tags(tenant).filter(tag_id=tag_id).first()
    if found is None:
        raise NotFound(f"There is no scope tag with id '{tag_id}'.")
    return found


def own_permissions(user: User) -> list[OwnPermission]:
    """What a user may do, each with the roles that allow it. Two queries."""
    sources = [(role.label, {one.value for one in PERMISSIONS[role]}) for role in _direct(user)]
    by_group = GroupRoleAssignment.objects.filter(members__members=user).select_related("role_definition").distinct()
    sources += [
        (f"{one.role_definition} ({one})", set(one.role_definition.allowed_resource_actions)) for one in by_group
    ]
    found = [
        OwnPermission(permission, tuple(name for name, actions in sources if permission.value in actions))
        for permission in Permission
    ]
    return [one for one in found if one.roles]


def _direct(user: User) -> list[Role]:
    return [Role(assignment.role) for assignment in user.role_assignments.all()]


def _line(definition: RoleDefinition, held: Mapping[str, int], assignments: int) -> RoleLine:
    role = _ROLES_BY_ID.get(definition.graph_id)
    return RoleLine(
        id=definition.graph_id,
        name=definition.display_name,
        kind=RoleKind.BUILT_IN if definition.is_built_in else RoleKind.CUSTOM,
        description=definition.description,
        actions=tuple(definition.allowed_resource_actions),
        scope_tag_ids=tuple(definition.role_scope_tag_ids),
        admins=held.get(role, 0) if role else 0,
        assignments=assignments,
        role=role,
        definition=definition,
    )
