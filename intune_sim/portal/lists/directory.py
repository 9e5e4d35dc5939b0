"""What do the lists of users and groups show?"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from intune_sim.lists.columns import Column, Style, Toned
from intune_sim.lists.declaration import Empty, ListView
from intune_sim.lists.filters import ChoicePill, Search
from intune_sim.prefix import Folded, starts_with
from intune_sim.tenants.models import Group, Membership, Tenant, User, is_licensed
from intune_sim.vocabulary import Tone

_YES_NO = [("yes", "Yes"), ("no", "No")]


def users_of(tenant: Tenant) -> "QuerySet[Any]":
    """A tenant's users, each with `is_licensed`."""
    return User.objects.for_tenant(tenant).annotate(is_licensed=is_licensed())


USERS = ListView[Any](
    name="users",
    title="Users",
    sort="name",
    search=Search(
        "Search by the beginning of a name",
        lambda rows, text: rows.filter(starts_with("display_name", text) | starts_with("user_principal_name", text)),
    ),
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
            narrow=lambda rows, value: rows.filter(is_licensed=value == "yes"),
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
            value=lambda user: Toned("Assigned", Tone.GOOD) if user.is_licensed else Toned("None", Tone.NEUTRAL),
        ),
        Column(name="title", title="Job title", value=attrgetter("job_title")),
        Column(name="department", title="Department", value=attrgetter("department")),
        Column(name="created", title="Created", value=attrgetter("created_date_time"), is_default=False),
        Column(name="id", title="Object ID", value=lambda user: str(user.graph_id), style=Style.MONO, is_default=False),
    ),
    empty=Empty(title="No users", text="Users are added on Microsoft Graph, or by the demo."),
)


@dataclass(frozen=True)
class GroupRow:
    """A group as a line of the list."""

    group: Group
    members: int


def with_members(groups: Sequence[Group]) -> Sequence[GroupRow]:
    """Groups with the number of their direct members. One query."""
    counted = Membership.objects.filter(group__in=groups).values_list("group").annotate(Count("pk"))
    members: dict[int, int] = dict(counted)
    return [GroupRow(group, members.get(group.pk, 0)) for group in groups]


def kind_of(group: Group) -> str:
    """Security, or Microsoft 365."""
    return "Microsoft 365" if "Unified" in group.group_types else "Security"


GROUPS = ListView[GroupRow](
    name="groups",
    title="Groups",
    sort="name",
    search=Search(
        "Search by the beginning of a name", lambda rows, text: rows.filter(starts_with("display_name", text))
    ),
    columns=(
        Column(
            name="name",
            title="Name",
            value=lambda row: row.group.display_name,
            order=Folded("display_name"),
            link=lambda row: reverse("group", args=[row.group.graph_id]),
        ),
        Column(name="members", title="Members", value=attrgetter("members")),
        Column(name="type", title="Group type", value=lambda row: kind_of(row.group)),
        Column(name="membership", title="Membership type", value=lambda row: "Assigned"),
        Column(name="description", title="Description", value=lambda row: row.group.description),
        Column(name="created", title="Created", value=lambda row: row.group.created_date_time, is_default=False),
        Column(name="id", title="Object ID", value=lambda row: str(row.group.graph_id), style=Style.MONO),
    ),
    empty=Empty(title="No groups", text="Groups are added on Microsoft Graph, or by the demo."),
)
