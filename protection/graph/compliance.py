"""How does Graph see device compliance? `deviceCompliancePolicies`, one type for each platform, on v1.0 and beta."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import QuerySet

from intune_sim.graph.decoding import items_of
from intune_sim.graph.documents import unfit
from intune_sim.graph.resources import (
    BETA,
    Action,
    Call,
    Kind,
    Navigation,
    Parameter,
    Property,
    Resource,
    Shape,
    Write,
    as_guid,
    key,
    read_only,
    writable,
)
from intune_sim.tenants.models import Tenant
from protection.graph import compliance_properties as settings
from protection.graph.assignments import FILTER, GROUP, SOURCE, read_group, refuse_filter, target_of, type_of
from protection.graph.bodies import assigned, brought
from protection.graph.compliance_actions import READ, RULES, WRITE, schedule_in
from protection.graph.compliance_reports import REPORTS
from protection.models import (
    GROUP_TARGETS,
    AssignmentTarget,
    ComplianceAssignment,
    CompliancePolicyType,
    ComplianceScheduledActionForRule,
    DeviceCompliancePolicy,
)
from protection.services import compliance as services
from protection.services.compliance import Assignment


def policies(tenant: Tenant, kind: CompliancePolicyType | None = None) -> "QuerySet[DeviceCompliancePolicy]":
    """A tenant's policies, for one platform or for all of them."""
    rows = DeviceCompliancePolicy.objects.for_tenant(tenant)
    return rows.filter(type=kind) if kind else rows


def create(call: Call, write: Write, *, kind: CompliancePolicyType) -> DeviceCompliancePolicy:
    """Write a policy with the actions and assignments that came with it."""
    return services.create_policy(
        tenant=call.tenant,
        type=kind,
        settings=write.values.get("settings", {}),
        schedule=schedule_in(write.links.get("scheduledActionsForRule", ())),
        **brought(call, write),
    )


def edit(call: Call, policy: DeviceCompliancePolicy, write: Write) -> None:
    """Change what the body brings."""
    rules = write.links.get("scheduledActionsForRule")
    services.edit_policy(
        policy=policy,
        settings=write.values.get("settings"),
        schedule=None if rules is None else schedule_in(rules),
        **brought(call, write),
    )


def delete(call: Call, policy: DeviceCompliancePolicy) -> None:
    """Delete the policy."""
    services.delete_policy(policy=policy, by=call.by, now=call.now)


def assign(call: Call, policy: DeviceCompliancePolicy, body: Mapping[str, Any]) -> "QuerySet[ComplianceAssignment]":
    """Replace the assignments, and answer them."""
    services.edit_policy(policy=policy, assignments=assigned(call, body, ASSIGNMENTS), by=call.by, now=call.now)
    return assignments_of(policy)


def schedule_actions(
    call: Call, policy: DeviceCompliancePolicy, body: Mapping[str, Any]
) -> "QuerySet[ComplianceScheduledActionForRule]":
    """Replace the actions, and answer them."""
    name = "deviceComplianceScheduledActionForRules"
    items = items_of(body.get(name), RULES, call.version, name=name)
    services.edit_policy(policy=policy, schedule=schedule_in(items), by=call.by, now=call.now)
    return ComplianceScheduledActionForRule.objects.filter(policy=policy)


def refresh_report(call: Call, body: Mapping[str, Any]) -> None:
    """Reports are counted whenever they are asked for: there is nothing to refresh."""


def assignments_of(policy: DeviceCompliancePolicy) -> "QuerySet[ComplianceAssignment]":
    """Whom a policy is meant for."""
    return policy.assignments.select_related("policy", "group")


def add_assignment(call: Call, write: Write) -> ComplianceAssignment:
    """Add an assignment to those of a policy."""
    policy, (whom, guid) = write.parent, write.values["target"]
    services.change_assignments(policy=policy, add=[(whom, guid)], by=call.by, now=call.now)
    return assignments_of(policy).get(target=whom, **({"group__graph_id": guid} if guid else {}))


def remove_assignment(call: Call, assignment: ComplianceAssignment) -> None:
    """Take an assignment from those of its policy."""
    services.change_assignments(
        policy=assignment.policy, remove=[services.assignment_of(assignment)], by=call.by, now=call.now
    )


def _read_target(value: Any) -> Assignment:
    """Whom a target means. Raises `Invalid`."""
    target = type_of(value, {one.value: one for one in AssignmentTarget})
    if target is None:
        raise unfit("target")
    refuse_filter(value)
    return target, read_group(value) if target in GROUP_TARGETS else None


def _target(row: ComplianceAssignment) -> dict[str, Any]:
    return target_of(str(row.target), row.group)


def _find_assignment(rows: "QuerySet[ComplianceAssignment]", wanted: str) -> "QuerySet[ComplianceAssignment]":
    policy, _, whom = wanted.lower().partition("_")
    if not as_guid(policy) or not as_guid(whom):
        return rows.none()
    rows = rows.filter(policy__graph_id=policy)
    everybody = {guid: target for target, guid in ComplianceAssignment.EVERYBODY.items()}
    return rows.filter(target=everybody[whom]) if whom in everybody else rows.filter(group__graph_id=whom)


TARGET = Shape(
    type="deviceAndAppManagementAssignmentTarget",
    is_abstract=True,
    properties=FILTER,
    derived=tuple(
        Shape(type=one.value, properties=(GROUP,) if one in GROUP_TARGETS else ()) for one in AssignmentTarget
    ),
)

ASSIGNMENTS = Resource(
    type="deviceCompliancePolicyAssignment",
    model=ComplianceAssignment,
    rows=lambda tenant: ComplianceAssignment.objects.filter(policy__tenant=tenant).select_related("policy", "group"),
    find=_find_assignment,
    properties=(
        key("id", value=lambda row: row.assignment_id),
        *SOURCE,
        writable("target", type=TARGET.type, shape=TARGET, required=True, value=_target, decode=_read_target),
    ),
    read=READ,
    write=WRITE,
    create=add_assignment,
    delete=remove_assignment,
)

COMMON = (
    read_only("createdDateTime"),
    writable("description", nullable=True, blank_is_null=True),
    writable("displayName", required=True),
    key("id"),
    read_only("lastModifiedDateTime"),
    writable("roleScopeTagIds", only=BETA, nullable=True),
    read_only("version"),
)
NAVIGATIONS = (
    Navigation(name="assignments", resource=ASSIGNMENTS, relation="assignments", deep=True, rows=assignments_of),
    Navigation(
        name="scheduledActionsForRule",
        resource=RULES,
        relation="scheduled_actions_for_rule",
        deep=True,
        rows=lambda policy: policy.scheduled_actions_for_rule.all(),
    ),
    *REPORTS,
)
ACTIONS = (
    Action(
        name="assign",
        run=assign,
        status=200,
        returns=ASSIGNMENTS,
        many=True,
        parameters=(Parameter(name="assignments", kind=Kind.COMPLEX, many=True, type=ASSIGNMENTS.type),),
    ),
    # Documented with 204; a widely used client insists on 200.
    Action(
        name="scheduleActionsForRules",
        run=schedule_actions,
        status=200,
        returns=RULES,
        many=True,
        parameters=(
            Parameter(name="deviceComplianceScheduledActionForRules", kind=Kind.COMPLEX, many=True, type=RULES.type),
        ),
    ),
)


def _platform(kind: CompliancePolicyType, properties: tuple[Property, ...]) -> Resource:
    """A platform's policies, and what they may ask of a device."""
    return Resource(
        type=kind.value,
        model=DeviceCompliancePolicy,
        type_field="type",
        rows=partial(policies, kind=kind),
        properties=(*COMMON, *properties),
        read=READ,
        write=WRITE,
        create=partial(create, kind=kind),
        update=edit,
        updates_silently=True,
        delete=delete,
        navigations=NAVIGATIONS,
        actions=ACTIONS,
    )


POLICIES = Resource(
    type="deviceCompliancePolicy",
    path="deviceManagement/deviceCompliancePolicies",
    model=DeviceCompliancePolicy,
    type_field="type",
    rows=policies,
    properties=COMMON,
    derived=(
        _platform(CompliancePolicyType.ANDROID, settings.ANDROID),
        _platform(CompliancePolicyType.ANDROID_WORK_PROFILE, settings.ANDROID_WORK_PROFILE),
        _platform(CompliancePolicyType.IOS, settings.IOS),
        _platform(CompliancePolicyType.MACOS, settings.MACOS),
        _platform(CompliancePolicyType.WINDOWS, settings.WINDOWS),
    ),
    read=READ,
    write=WRITE,
    update=edit,
    updates_silently=True,
    delete=delete,
    navigations=NAVIGATIONS,
    actions=ACTIONS,
    set_actions=(Action(name="refreshDeviceComplianceReportSummarization", run=refresh_report, only=BETA),),
)

RESOURCES = (POLICIES,)
