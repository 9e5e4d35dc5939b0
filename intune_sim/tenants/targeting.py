"""Which groups and scope tags can something be given to? What the pages that choose them show."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery

from intune_sim.prefix import Folded
from intune_sim.tenants.models import Group, Membership, RoleScopeTag, Tenant

#: A line says "1,000+" of a group with more members: a page of large groups must not count them all.
MEMBERS_COUNTED = 1_000
#: A pane shows so many groups; a search narrows them.
GROUPS_SHOWN = 100


@dataclass(frozen=True)
class GroupLine:
    """A group with the number of its direct members in words; without a name where the tenant has no such group."""

    guid: uuid.UUID
    name: str = ""
    members: str = ""

    @property
    def size(self) -> str:
        """How many are in it."""
        return f"{self.members} user{'' if self.members == '1' else 's'}"

    def __str__(self) -> str:
        return self.name or "Deleted group"


def group_lines(tenant: Tenant, guids: Collection[uuid.UUID]) -> dict[uuid.UUID, GroupLine]:
    """The groups with these ids; one that was deleted meanwhile has no name."""
    found = {group.graph_id: _group_line(group) for group in _counted(tenant).filter(graph_id__in=guids)}
    return {guid: found.get(guid, GroupLine(guid)) for guid in guids}


def pickable_groups(tenant: Tenant, *, search: str, without: Collection[uuid.UUID]) -> list[GroupLine]:
    """The groups that a pane offers: by name, found by a part of it, without those chosen already; one more than it
    shows, where there are more.
    """
    groups = _counted(tenant).exclude(graph_id__in=without)
    if search:
        groups = groups.filter(display_name__icontains=search)
    return [_group_line(group) for group in groups[: GROUPS_SHOWN + 1]]


def scope_tags(tenant: Tenant) -> list[tuple[str, str]]:
    """The id and the name of each of a tenant's scope tags, Default first."""
    tags = RoleScopeTag.objects.for_tenant(tenant).order_by("-is_built_in", "display_name")
    return list(tags.values_list("tag_id", "display_name"))


def has_scope_tags(tenant: Tenant) -> bool:
    """Whether a tenant has more tags than Default."""
    return RoleScopeTag.objects.filter(tenant=tenant).exists()


def scope_tag_lines(tenant: Tenant, ids: Iterable[str]) -> list[tuple[str, str]]:
    """The name of each of these tags; one that was deleted meanwhile is called by its id."""
    names = dict(scope_tags(tenant))
    return [(tag, names.get(tag, tag)) for tag in ids]


class _RowsOf(Subquery):
    """How many rows a query has, whose own limit is the most that is counted."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def with_member_count(groups: "QuerySet[Group]") -> "QuerySet[Group]":
    """Groups, each with what `members_said` tells."""
    members = Membership.objects.filter(group=OuterRef("pk")).order_by().values("group")[: MEMBERS_COUNTED + 1]
    return groups.annotate(member_count=_RowsOf(members))


def members_said(group: Group) -> str:
    """How many direct members a group of `with_member_count` has: exactly, as long as they are not very many."""
    count: int = group.member_count  # type: ignore[attr-defined]
    return f"{MEMBERS_COUNTED:,}+" if count > MEMBERS_COUNTED else f"{count:,}"


def _counted(tenant: Tenant) -> "QuerySet[Group]":
    return with_member_count(Group.objects.filter(tenant=tenant)).order_by(Folded("display_name"), "pk")


def _group_line(group: Group) -> GroupLine:
    return GroupLine(guid=group.graph_id, name=group.display_name, members=members_said(group))
