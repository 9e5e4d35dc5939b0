"""What does a pane over a step offer to pick? Groups, scope tags, or what else the step lists."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.targeting import GROUPS_SHOWN, pickable_groups, scope_tag_lines, scope_tags
from intune_sim.wizard.forms import Raw


@dataclass(frozen=True)
class Choice:
    """A line to pick; one that is chosen already cannot be picked again."""

    value: str
    label: str
    detail: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Picking:
    """An open pane: `?select=` in the step's address names the list that it fills."""

    name: str
    title: str
    legend: str
    choices: list[Choice]
    #: By what a search looks; empty where there is none.
    search_by: str = ""
    search: str = ""
    has_more: bool = False


def pick_groups(request: PortalRequest, *, name: str, title: str, without: Collection[uuid.UUID]) -> Picking:
    """The pane that adds groups to a list."""
    # PostgreSQL knows no NUL in a text.
    search = request.GET.get("find", "").replace("\0", "").strip()
    found = pickable_groups(request.tenant, search=search, without=without)
    choices = [Choice(str(group.guid), group.name, group.size) for group in found[:GROUPS_SHOWN]]
    return Picking(name, title, "Groups", choices, "group name", search, has_more=len(found) > GROUPS_SHOWN)


def scope_tags_shown(request: PortalRequest, raw: Raw) -> dict[str, Any]:
    """What the step Scope tags shows: the tags that are chosen, and the pane that adds more where it is open."""
    chosen = raw.get("scope_tags", [])
    tags = scope_tag_lines(request.tenant, chosen)
    if request.GET.get("select") != "scope_tags":
        return {"tags": tags}
    choices = [Choice(tag, name, is_chosen=tag in chosen) for tag, name in scope_tags(request.tenant)]
    return {"tags": tags, "picking": Picking("scope_tags", "Select tags", "Scope tags", choices)}
