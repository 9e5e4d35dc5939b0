"""What do the app protection pages show? Lists, and one policy."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Prefetch, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from intune_sim.lists.merged import Merged
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.targeting import GroupLine, group_lines, scope_tag_lines
from protection.data_protection import labels_of
from protection.engine.facts import DeviceThreatLevel, RemediationAction
from protection.health_checks import Check, ConditionGroup, checks_of
from protection.models import (
    KNOWN_APPS,
    Intent,
    MobileAppProtection,
    MobilePolicyAssignment,
    MobilePolicyType,
    PolicyAssignment,
    WindowsManagedAppProtection,
    is_assigned,
)
from protection.models.mobile_vocabulary import AppGroupType

AnyPolicy = WindowsManagedAppProtection | MobileAppProtection
#: The platforms of policies, by the name of the policy's Graph type.
PLATFORMS = {"windowsManagedAppProtection": "Windows", **dict(MobilePolicyType.choices())}


@dataclass(frozen=True)
class PolicyLine:
    """A row of the policy list."""

    guid: uuid.UUID
    name: str
    is_deployed: bool
    #: By the name of the policy's Graph type.
    platform: str
    apps: list[str]
    threat_level: DeviceThreatLevel
    threat_action: RemediationAction
    included: list[str]
    excluded: list[str]
    last_modified: datetime


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


def policies_of(tenant: Tenant) -> Merged:
    """All of a tenant's policies, each with what its line shows and whether it reaches a group."""
    windows = _with_parts(WindowsManagedAppProtection.objects.for_tenant(tenant)).annotate(
        platform=Value("windowsManagedAppProtection", CharField()), is_deployed=is_assigned(PolicyAssignment)
    )
    mobile = with_mobile_parts(MobileAppProtection.objects.for_tenant(tenant)).annotate(
        platform=Cast("type", CharField()),
        is_deployed=is_assigned(MobilePolicyAssignment),
        maximum_allowed_device_threat_level=Coalesce(
            KT("settings__maximumAllowedDeviceThreatLevel"),
            Value(DeviceThreatLevel.NOT_CONFIGURED.value),
            output_field=CharField(),
        ),
    )
    return Merged((windows, mobile))


def policy_lines(policies: Iterable[AnyPolicy]) -> list[PolicyLine]:
    """Policies as rows of the list."""
    return [_mobile_line(policy) if isinstance(policy, MobileAppProtection) else _line(policy) for policy in policies]


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


def app_lines(apps: Iterable[str]) -> list[tuple[str, str]]:
    """The name of each app with its id."""
    return [(KNOWN_APPS.get(app, app), app) for app in apps]


def lines_of(sheet: PolicySheet) -> dict[str, str]:
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
        lines[label] = ", ".join(sorted(map(str, groups)))
    return lines


def with_mobile_parts(policies: "QuerySet[MobileAppProtection]") -> "QuerySet[MobileAppProtection]":
    """Policies for phones, with their apps and assignments."""
    return policies.select_related("tenant").prefetch_related(
        "apps",
        Prefetch("assignments", MobilePolicyAssignment.objects.select_related("group").order_by("group__display_name")),
    )


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
        platform=policy.graph_type,
        apps=[str(app) for app in policy.apps.all()],
        threat_level=DeviceThreatLevel(policy.maximum_allowed_device_threat_level),
        threat_action=RemediationAction(policy.mobile_threat_defense_remediation_action),
        included=_names(policy, Intent.INCLUDE),
        excluded=_names(policy, Intent.EXCLUDE),
        last_modified=policy.last_modified_date_time,
    )


def _mobile_line(policy: MobileAppProtection) -> PolicyLine:
    return PolicyLine(
        guid=policy.graph_id,
        name=policy.display_name,
        is_deployed=policy.is_deployed,  # type: ignore[attr-defined]
        platform=policy.graph_type,
        apps=apps_meant(policy),
        threat_level=DeviceThreatLevel(policy.maximum_allowed_device_threat_level),  # type: ignore[attr-defined]
        threat_action=RemediationAction(
            policy.settings.get("mobileThreatDefenseRemediationAction", RemediationAction.BLOCK)
        ),
        included=_names(policy, Intent.INCLUDE),
        excluded=_names(policy, Intent.EXCLUDE),
        last_modified=policy.last_modified_date_time,
    )


def apps_meant(policy: MobileAppProtection) -> list[str]:
    """The names of the apps that a policy for phones is for, or of a whole group of them."""
    group = AppGroupType(policy.settings.get("appGroupType", AppGroupType.SELECTED_PUBLIC_APPS))
    return sorted(map(str, policy.apps.all())) if group is AppGroupType.SELECTED_PUBLIC_APPS else [group.label]


def _names(policy: AnyPolicy, intent: Intent) -> list[str]:
    return [assignment.group.display_name for assignment in policy.assignments.all() if assignment.intent == intent]


def _chosen(
    groups: Mapping[uuid.UUID, GroupLine], assignments: Collection[tuple[uuid.UUID, Intent]], wanted: Intent
) -> list[GroupLine]:
    return [groups[guid] for guid, intent in assignments if intent is wanted]
