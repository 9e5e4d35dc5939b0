"""What do the lists of users and groups show?"""

from operator import attrgetter
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from intune_sim.lists.columns import Column, Style, Toned
from intune_sim.lists.declaration import Empty, ListView
from intune_sim.lists.filters import ChoicePill, search_beginning
from intune_sim.prefix import Folded
from intune_sim.tenants.models import INTUNE_A, AssignedLicense, Group, Tenant, User, is_licensed
from intune_sim.tenants.targeting import members_said, with_member_count
from intune_sim.vocabulary import Tone

_YES_NO = [("yes", "Yes"), ("no", "No")]


def users_of(tenant: Tenant) -> "QuerySet[Any]":
    """A tenant's users, each with its `intune_licences`, which are read for the users of a page alone."""
    licences = AssignedLicense.objects.filter(sku_id=INTUNE_A)
    return User.objects.for_tenant(tenant).prefetch_related(
        Prefetch("assigned_licenses", queryset=licences, to_attr="intune_licences")
    )


def _licensed(users: Any, value: str) -> Any:
    return users.filter(is_licensed() if value == "yes" else ~is_licensed())


USERS = ListView[Any](
    name="users",
    title="Users",
    sort="name",
    search=search_beginning("Beginning of a name", "display_name", "user_principal_name"),
    pills=(
        ChoicePill(
            name="enabled",
            title="Account enabled",
            choices=_YES_NO,
            narrow=lambda rows, value: rows.filter(account_enabled=value == "yes"),
            is_always_shown=True,
        ),
        ChoicePill(
            name="licence",
            title="Intune licence",
            choices=_YES_NO,
            narrow=_licensed,
            is_always_shown=True,
        ),
    ),
    columns=(
        Column(
            name="name",
            title="Display name",
            value=attrgetter("display_name"),
            order=Folded("display_name"),
            link=lambda user: reverse("user", args=[user.graph_id]),
        ),
        Column(
            name="upn",
            title="User principal name",
            value=attrgetter("user_principal_name"),
            order=Folded("user_principal_name"),
        ),
        Column(
            name="enabled",
            title="Account enabled",
            value=lambda user: Toned("Yes", Tone.GOOD) if user.account_enabled else Toned("No", Tone.BAD),
        ),
        Column(
            name="licence",
            title="Intune licence",
            value=lambda user: Toned("Assigned", Tone.GOOD) if user.intune_licences else Toned("None", Tone.NEUTRAL),
        ),
        Column(name="title", title="Job title", value=attrgetter("job_title")),
        Column(name="department", title="Department", value=attrgetter("department")),
        Column(name="created", title="Created", value=attrgetter("created_date_time"), is_default=False),
        Column(name="id", title="Object ID", value=lambda user: str(user.graph_id), style=Style.MONO, is_default=False),
    ),
    empty=Empty(title="No users", text="Users are added on Microsoft Graph, or by the demo."),
)


def groups_of(tenant: Tenant) -> "QuerySet[Group]":
    """A tenant's groups with the number of their direct members."""
    return with_member_count(Group.objects.filter(tenant=tenant))


def kind_of(group: Group) -> str:
    """Security, or Microsoft 365."""
    return "Microsoft 365" if "Unified" in group.group_types else "Security"


GROUPS = ListView[Group](
    name="groups",
    title="Groups",
    sort="name",
    search=search_beginning("Beginning of a name", "display_name"),
    columns=(
        Column(
            name="name",
            title="Name",
            value=attrgetter("display_name"),
            order=Folded("display_name"),
            link=lambda group: reverse("group", args=[group.graph_id]),
        ),
        Column(name="members", title="Members", value=members_said),
        Column(name="type", title="Group type", value=kind_of),
        Column(name="membership", title="Membership type", value=lambda group: "Assigned"),
        Column(name="description", title="Description", value=attrgetter("description")),
        Column(name="created", title="Created", value=attrgetter("created_date_time"), is_default=False),
        Column(name="id", title="Object ID", value=lambda group: str(group.graph_id), style=Style.MONO),
    ),
    empty=Empty(title="No groups", text="Groups are added on Microsoft Graph, or by the demo."),
)
