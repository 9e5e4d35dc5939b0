"""What do the pages under Endpoint security show? Policies that Graph writes, told line by line in words."""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from intune_sim.durations import in_words
from intune_sim.tenants.models import Group, Tenant, User
from intune_sim.tenants.risk import RiskLevel
from intune_sim.vocabulary import Word
from protection.engine.conditional_access import ClientApp, DevicePlatform, GrantControl
from protection.models import (
    AssignmentTarget,
    ComplianceActionItem,
    ComplianceAssignment,
    CompliancePolicyType,
    ConditionalAccessPolicy,
    DeviceCompliancePolicy,
    NamedLocation,
)
from protection.queries.compliance_settings import Line, told

#: The words of a document's values, by the property that holds them.
WORDS: Mapping[str, type[Word]] = {
    "builtInControls": GrantControl,
    "clientAppTypes": ClientApp,
    "includePlatforms": DevicePlatform,
    "excludePlatforms": DevicePlatform,
    "userRiskLevels": RiskLevel,
    "signInRiskLevels": RiskLevel,
}
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class ComplianceSheet:
    """Everything that a compliance policy says."""

    policy: DeviceCompliancePolicy
    #: Each heading with its settings.
    settings: list[tuple[str, list[Line]]]
    #: What is done, and after how long.
    actions: list[Line]
    #: Whom it means, and whom not.
    assignments: list[Line]


@dataclass(frozen=True)
class ConditionalAccessSheet:
    """Everything that a Conditional Access policy says."""

    policy: ConditionalAccessPolicy
    conditions: list[Line]
    grant: list[Line]
    session: list[Line]


def compliance_policies(tenant: Tenant) -> "QuerySet[DeviceCompliancePolicy]":
    """A tenant's compliance policies, each with `is_assigned`."""
    assigned = Exists(ComplianceAssignment.objects.filter(policy=OuterRef("pk")))
    return DeviceCompliancePolicy.objects.for_tenant(tenant).annotate(is_assigned=assigned)


def compliance_sheet(tenant: Tenant, guid: uuid.UUID) -> ComplianceSheet | None:
    """What one of a tenant's compliance policies says."""
    policy = compliance_policies(tenant).filter(graph_id=guid).first()
    if policy is None:
        return None
    items = ComplianceActionItem.objects.filter(rule__policy=policy).order_by("grace_period_hours", "pk")
    assignments = policy.assignments.select_related("group").order_by("pk")
    return ComplianceSheet(
        policy=policy,
        settings=list(told(CompliancePolicyType(policy.type), policy.settings)),
        actions=[(item.action_type.label, _after(item.grace_period_hours)) for item in items],
        assignments=_assigned(assignments),
    )


def _assigned(assignments: Iterable[ComplianceAssignment]) -> list[Line]:
    """The groups on either side; all users and all devices count as groups, as in the admin center."""
    sides: dict[str, list[str]] = {"Included groups": [], "Excluded groups": []}
    for one in assignments:
        is_excluded = one.target == AssignmentTarget.EXCLUSION_GROUP
        sides["Excluded groups" if is_excluded else "Included groups"].append(str(one.group or one.target.label))
    return [(side, ", ".join(names)) for side, names in sides.items() if names]


def conditional_access_sheet(tenant: Tenant, guid: uuid.UUID) -> ConditionalAccessSheet | None:
    """What one of a tenant's Conditional Access policies says, with the names of whom and where it names."""
    policy = ConditionalAccessPolicy.objects.for_tenant(tenant).filter(graph_id=guid).first()
    if policy is None:
        return None
    documents = [policy.conditions, policy.grant_controls or {}, policy.session_controls or {}]
    names = _names(tenant, {text for document in documents for text in _guids(document)})
    conditions, grant, session = (lines_of(document, names) for document in documents)
    return ConditionalAccessSheet(policy, conditions, grant, session)


def lines_of(document: Mapping[str, Any], names: Mapping[str, str], *, within: str = "") -> list[Line]:
    """What a document says, a line for each value that is there, by name: a database may keep them in any order.

    `names` tell what stands behind an id.
    """
    lines: list[Line] = []
    for name, value in sorted(document.items()):
        label = f"{within} > {_label(name)}" if within else _label(name)
        if isinstance(value, dict):
            lines += lines_of(value, names, within=label)
        elif "@odata." not in name and (text := _told(name, value, names)):
            lines.append((label, text))
    return lines


def _label(name: str) -> str:
    """`includeGroups` is `Include groups`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return words[:1].upper() + words[1:].lower()


def _told(name: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(_told(name, one, names) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{label}: {text}" for label, text in lines_of(value, names))
    words = WORDS.get(name)
    if words and value in words.wires():
        return words(value).label
    return names.get(str(value).lower(), str(value))


def _guids(value: Any) -> Iterator[str]:
    """The ids in a document, in small letters."""
    if isinstance(value, dict):
        for one in value.values():
            yield from _guids(one)
    elif isinstance(value, list):
        for one in value:
            yield from _guids(one)
    elif isinstance(value, str) and GUID.fullmatch(value):
        yield value.lower()


def _names(tenant: Tenant, guids: set[str]) -> dict[str, str]:
    """What the tenant calls these users, groups and locations."""
    named: dict[str, str] = {}
    for model in (User, Group, NamedLocation):
        rows = model._default_manager.filter(tenant=tenant, graph_id__in=guids)
        named |= {str(guid): name for guid, name in rows.values_list("graph_id", "display_name")}
    return named


def _after(hours: int) -> str:
    return f"After {in_words(timedelta(hours=hours))}" if hours else "Immediately"
