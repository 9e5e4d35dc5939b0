"""Which groups and scope tags can something be given to? What the pages that choose them show."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from intune_sim.tenants.models import Group, RoleScopeTag, Tenant

#: A pane shows so many groups; a search narrows them.
GROUPS_SHOWN = 100


@dataclass(frozen=True)
class GroupLine:
    """A group with the number of its direct members; without a name where the tenant has no such group."""

    guid: uuid.UUID
    name: str = ""
    members: int = 0

    @property
    def size(self) -> str:
        """How many are in it."""
        return f"{self.members} user{'' if self.members == 1 else 's'}"

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


def _counted(tenant: Tenant) -> "QuerySet[Group]":
    return (
        Group.objects.filter(tenant=tenant).annotate(member_count=Count("memberships")).order_by("display_name", "pk")
    )


def _group_line(group: Group) -> GroupLine:
    return GroupLine(guid=group.graph_id, name=group.display_name, members=group.member_count)  # type: ignore[attr-defined]
