"""What do the lists of roles, assignments, scope tags and one's own permissions show?"""

from operator import attrgetter

from django.urls import reverse

from intune_sim.lists.columns import Column, Style
from intune_sim.lists.declaration import Command, Empty, ListView
from intune_sim.lists.filters import Search, contains, mentions, words_pill
from intune_sim.portal.roles.queries import OwnPermission, RoleKind, RoleLine
from intune_sim.tenants.models import GroupRoleAssignment, RoleScopeTag
from intune_sim.tenants.roles import Permission as P


def _of_kind(lines: list[RoleLine], kind: str) -> list[RoleLine]:
    return [line for line in lines if line.kind == kind]


ROLES = ListView[RoleLine](
    name="roles",
    title="All roles",
    sort="name",
    search=Search("Search by name", mentions(attrgetter("name"), attrgetter("description"))),
    pills=(words_pill(RoleKind, name="type", title="Type", narrow=_of_kind, is_always_shown=True),),
    columns=(
        Column(
            name="name",
            title="Name",
            value=attrgetter("name"),
            order=lambda line: line.name.casefold(),
            link=lambda line: reverse("role", args=[line.id]),
        ),
        Column(name="type", title="Type", value=attrgetter("kind"), order=attrgetter("kind.rank")),
        Column(
            name="assignments",
            title="Assignments",
            value=attrgetter("assignments"),
            order=attrgetter("assignments"),
            style=Style.NUMBER,
        ),
        Column(
            name="admins",
            title="Users who hold it themselves",
            value=attrgetter("admins"),
            order=attrgetter("admins"),
            style=Style.NUMBER,
        ),
        Column(name="description", title="Description", value=attrgetter("description"), style=Style.CUT),
        Column(name="id", title="Role ID", value=lambda line: str(line.id), style=Style.MONO, is_default=False),
    ),
    commands=(Command(title="Create", icon="add", url_name="role-create", needs=P.ROLES_CREATE),),
    empty=Empty(title="No roles"),
)

ASSIGNMENTS = ListView[GroupRoleAssignment](
    name="role-assignments",
    title="Assignments",
    sort="name",
    search=Search("Search by name", contains("display_name")),
    columns=(
        Column(
            name="name",
            title="Name",
            value=attrgetter("display_name"),
            order="display_name",
            link=lambda row: reverse("role-assignment", args=[row.role_definition.graph_id, row.graph_id]),
        ),
        Column(
            name="members",
            title="Members",
            value=lambda assignment: [group.display_name for group in assignment.members.all()],
        ),
        Column(name="scope", title="Scope (Groups)", value=attrgetter("scope_type")),
        Column(name="description", title="Description", value=attrgetter("description"), style=Style.CUT),
        Column(name="commands", title="", template="portal/roles/_assignment_commands.html"),
    ),
    empty=Empty(title="No assignments", text="An assignment gives the role to the members of groups, within a scope."),
)

SCOPE_TAGS = ListView[RoleScopeTag](
    name="scope-tags",
    title="Scope tags",
    sort="name",
    search=Search("Search by name", contains("display_name")),
    columns=(
        Column(
            name="name",
            title="Name",
            value=attrgetter("display_name"),
            order="display_name",
            link=lambda tag: "" if tag.is_built_in else reverse("scope-tag", args=[tag.tag_id]),
        ),
        Column(name="description", title="Description", value=attrgetter("description"), style=Style.CUT),
        Column(
            name="groups",
            title="Assigned to the devices of",
            value=lambda tag: [one.group.display_name for one in tag.assignments.all()],
        ),
        Column(name="id", title="Tag ID", value=attrgetter("tag_id"), is_default=False),
    ),
    commands=(Command(title="Create", icon="add", url_name="scope-tag-create", needs=P.ROLES_CREATE),),
    empty=Empty(title="No scope tags"),
)

MY_PERMISSIONS = ListView[OwnPermission](
    name="my-permissions",
    title="My permissions",
    sort="object",
    search=Search("Search by object or action", mentions(attrgetter("object"), attrgetter("action"))),
    columns=(
        Column(name="object", title="Object", value=attrgetter("object"), order=attrgetter("permission.label")),
        Column(name="action", title="Action", value=attrgetter("action")),
        Column(name="roles", title="Given by", value=attrgetter("roles")),
        Column(
            name="id",
            title="Resource action",
            value=lambda own: str(own.permission.value),
            style=Style.MONO,
            is_default=False,
        ),
    ),
    empty=Empty(title="No permissions"),
)
