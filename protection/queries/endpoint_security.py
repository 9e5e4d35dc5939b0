"""What do the pages under Endpoint security show? Policies that Graph writes, told line by line in words."""

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from intune_sim.durations import in_words
from intune_sim.tenants.models import Group, Tenant, User
from protection.models import (
    AssignmentTarget,
    ComplianceActionItem,
    ComplianceAssignment,
    CompliancePolicyType,
    ConditionalAccessPolicy,
    DeviceCompliancePolicy,
    NamedLocation,
)
from protection.queries import conditional_access_settings
from protection.queries.compliance_settings import told
from protection.queries.lines import Line

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
    #: Each heading with what it asks for.
    sections: list[tuple[str, list[Line]]]


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
    said = {
        "conditions": policy.conditions,
        "grantControls": policy.grant_controls,
        "sessionControls": policy.session_controls,
    }
    return ConditionalAccessSheet(
        policy, list(conditional_access_settings.told(said, _names(tenant, set(_guids(said)))))
    )


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
