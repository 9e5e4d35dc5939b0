"""What do the app protection pages show? Lists, one policy, and the groups to choose from."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from intune_sim.tenants.models import Group, RoleScopeTag, Tenant
from protection.data_protection import labels_of
from protection.engine.facts import DeviceThreatLevel, RemediationAction
from protection.health_checks import Check, ConditionGroup, checks_of
from protection.models import KNOWN_APPS, Intent, PolicyAssignment, WindowsManagedAppProtection, is_assigned

#: The group pane shows so many; a search narrows it.
GROUPS_SHOWN = 100


@dataclass(frozen=True)
class PolicyLine:
    """A row of the policy list."""

    guid: uuid.UUID
    name: str
    is_deployed: bool
    apps: list[str]
    threat_level: DeviceThreatLevel
    threat_action: RemediationAction
    included: list[str]
    excluded: list[str]
    last_modified: datetime


@dataclass(frozen=True)
class GroupLine:
    """A group with the number of its direct members; without a name where the tenant has no such group."""

    guid: uuid.UUID
    name: str = ""
    members: int = 0


@dataclass(frozen=True)
class PolicySheet:
    """Everything that a policy says, in the words of its pages."""

    name: str
    description: str
    apps: list[tuple[str, str]]
    data_protection: dict[str, list[tuple[str, str]]]
    health_checks: dict[str, list[Check]]
    #: Their names, by name.
    scope_tags: list[str]
    included: list[GroupLine]
    excluded: list[GroupLine]


@dataclass(frozen=True)
class Difference:
    """A line of a sheet that an edit changes; None where there is no such line."""

    label: str
    before: str | None
    after: str | None


def policies_of(tenant: Tenant) -> "QuerySet[WindowsManagedAppProtection]":
    """All of a tenant's policies, each with what its line shows and whether it reaches a group."""
    return _with_parts(WindowsManagedAppProtection.objects.for_tenant(tenant)).annotate(
        is_deployed=is_assigned(PolicyAssignment)
    )


def policy_lines(policies: Iterable[WindowsManagedAppProtection]) -> list[PolicyLine]:
    """Policies as rows of the list."""
    return [_line(policy) for policy in policies]


def find_policy(tenant: Tenant, guid: uuid.UUID) -> WindowsManagedAppProtection | None:
    """One of a tenant's policies, with its apps and assignments."""
    return _with_parts(WindowsManagedAppProtection.objects.for_tenant(tenant)).filter(graph_id=guid).first()


def sheet_of(policy: WindowsManagedAppProtection) -> PolicySheet:
    """What an existing policy says."""
    return sheet_with(policy, {})


def sheet_with(policy: WindowsManagedAppProtection, changes: Mapping[str, Any]) -> PolicySheet:
    """What an existing policy would say after an edit; `changes` go by the services' argument names."""
    said: dict[str, Any] = {
        "display_name": policy.display_name,
        "description": policy.description,
        "apps": [app.windows_app_id for app in policy.apps.all()],
        "assignments": [(one.group.graph_id, Intent(one.intent)) for one in policy.assignments.all()],
    }
    own = {**policy.settings.values, "role_scope_tag_ids": policy.role_scope_tag_ids}
    settings = own | changes.get("settings", {})
    return sheet(policy.tenant, **{**said, **changes, "settings": settings})


def sheet(
    tenant: Tenant,
    *,
    display_name: str,
    description: str,
    apps: Iterable[str],
    settings: Mapping[str, Any],
    assignments: Collection[tuple[uuid.UUID, Intent]],
) -> PolicySheet:
    """What a policy with these parts says."""
    groups = group_lines(tenant, [guid for guid, _ in assignments])
    checks = checks_of(settings)
    return PolicySheet(
        name=display_name,
        description=description,
        apps=app_lines(apps),
        data_protection=labels_of(settings),
        health_checks={
            group.value: [check for check in checks if check.condition.group is group] for group in ConditionGroup
        },
        scope_tags=[name for _, name in scope_tag_lines(tenant, settings.get("role_scope_tag_ids", ["0"]))],
        included=_chosen(groups, assignments, Intent.INCLUDE),
        excluded=_chosen(groups, assignments, Intent.EXCLUDE),
    )


def differences(before: PolicySheet, after: PolicySheet) -> list[Difference]:
    """What an edit changes, line by line in the order of the page."""
    old, new = _lines(before), _lines(after)
    labels = dict.fromkeys([*old, *new])
    return [Difference(label, old.get(label), new.get(label)) for label in labels if old.get(label) != new.get(label)]


def app_lines(apps: Iterable[str]) -> list[tuple[str, str]]:
    """The name of each app with its id."""
    return [(KNOWN_APPS.get(app, app), app) for app in apps]


def scope_tags(tenant: Tenant) -> list[tuple[str, str]]:
    """The id and the name of each of a tenant's scope tags, Default first."""
    tags = RoleScopeTag.objects.for_tenant(tenant).order_by("-is_built_in", "display_name")
    return list(tags.values_list("tag_id", "display_name"))


def scope_tag_lines(tenant: Tenant, ids: Iterable[str]) -> list[tuple[str, str]]:
    """The name of each of these tags; one that was deleted meanwhile is called by its id."""
    names = dict(scope_tags(tenant))
    return [(tag, names.get(tag, tag)) for tag in ids]


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


def _lines(sheet: PolicySheet) -> dict[str, str]:
    """What a sheet says, as one text for each label; several rows of a setting are told apart by their action."""
    lines = {"Name": sheet.name, "Description": sheet.description}
    lines["Public apps"] = ", ".join(name for name, _ in sheet.apps)
    for settings in sheet.data_protection.values():
        lines.update(settings)
    for check in (check for checks in sheet.health_checks.values() for check in checks):
        if check.condition.is_single:
            lines[check.condition.label] = ", ".join(filter(None, [check.value_label, check.action_label]))
        else:
            lines[f"{check.condition.label} ({check.action_label})"] = check.value_label
    lines["Scope tags"] = ", ".join(sheet.scope_tags)
    for label, groups in (("Included groups", sheet.included), ("Excluded groups", sheet.excluded)):
        lines[label] = ", ".join(sorted(group.name or "Deleted group" for group in groups))
    return lines


def _with_parts(policies: "QuerySet[WindowsManagedAppProtection]") -> "QuerySet[WindowsManagedAppProtection]":
    return policies.select_related("tenant").prefetch_related(
        "apps",
        Prefetch("assignments", PolicyAssignment.objects.select_related("group").order_by("group__display_name")),
    )


def _line(policy: WindowsManagedAppProtection) -> PolicyLine:
    return PolicyLine(
        guid=policy.graph_id,
        name=policy.display_name,
        is_deployed=policy.is_deployed,  # type: ignore[attr-defined]
        apps=[str(app) for app in policy.apps.all()],
        threat_level=DeviceThreatLevel(policy.maximum_allowed_device_threat_level),
        threat_action=RemediationAction(policy.mobile_threat_defense_remediation_action),
        included=_names(policy, Intent.INCLUDE),
        excluded=_names(policy, Intent.EXCLUDE),
        last_modified=policy.last_modified_date_time,
    )


def _names(policy: WindowsManagedAppProtection, intent: Intent) -> list[str]:
    return [assignment.group.display_name for assignment in policy.assignments.all() if assignment.intent == intent]


def _counted(tenant: Tenant) -> "QuerySet[Group]":
    return (
        Group.objects.filter(tenant=tenant).annotate(member_count=Count("memberships")).order_by("display_name", "pk")
    )


def _group_line(group: Group) -> GroupLine:
    return GroupLine(guid=group.graph_id, name=group.display_name, members=group.member_count)  # type: ignore[attr-defined]


def _chosen(
    groups: Mapping[uuid.UUID, GroupLine], assignments: Collection[tuple[uuid.UUID, Intent]], wanted: Intent
) -> list[GroupLine]:
    return [groups[guid] for guid, intent in assignments if intent is wanted]
