"""How does Graph see device compliance? `deviceCompliancePolicies`, one type for each platform, on v1.0 and beta."""

import uuid
from collections.abc import Iterable, Mapping
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
from intune_sim.tenants.roles import AppRole
from protection.graph import compliance_properties as settings
from protection.graph.assignments import FILTER, GROUP, NOBODY, SOURCE, read_group, refuse_filter, target_of, type_of
from protection.graph.bodies import brought
from protection.graph.compliance_reports import REPORTS
from protection.models import (
    GROUP_TARGETS,
    AssignmentTarget,
    ComplianceActionItem,
    ComplianceAssignment,
    CompliancePolicyType,
    ComplianceScheduledActionForRule,
    DeviceCompliancePolicy,
)
from protection.services import compliance as services
from protection.services.compliance import ActionItem, ScheduledRule

READ = (AppRole.CONFIGURATION_READ.value, AppRole.CONFIGURATION_READ_WRITE.value)
WRITE = (AppRole.CONFIGURATION_READ_WRITE.value,)

#: What a column holds for a null of the wire.
EMPTY: Mapping[str, Any] = {"notification_template_id": "", "notification_message_cc_list": []}

#: Whom an assignment means, and the group where it means one.
Target = tuple[AssignmentTarget, uuid.UUID | None]


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
        schedule=_schedule(write.links.get("scheduledActionsForRule", ())),
        **brought(call, write),
    )


def edit(call: Call, policy: DeviceCompliancePolicy, write: Write) -> None:
    """Change what the body brings."""
    rules = write.links.get("scheduledActionsForRule")
    services.edit_policy(
        policy=policy,
        settings=write.values.get("settings"),
        schedule=None if rules is None else _schedule(rules),
        **brought(call, write),
    )


def delete(call: Call, policy: DeviceCompliancePolicy) -> None:
    """Delete the policy."""
    services.delete_policy(policy=policy, by=call.by, now=call.now)


def assign(call: Call, policy: DeviceCompliancePolicy, body: Mapping[str, Any]) -> "QuerySet[ComplianceAssignment]":
    """Replace the assignments, and answer them."""
    items = items_of(body.get("assignments"), ASSIGNMENTS, call.version, name="assignments")
    services.edit_policy(policy=policy, assignments=[item["target"] for item in items], by=call.by, now=call.now)
    return assignments_of(policy)


def schedule_actions(
    call: Call, policy: DeviceCompliancePolicy, body: Mapping[str, Any]
) -> "QuerySet[ComplianceScheduledActionForRule]":
    """Replace the actions, and answer them."""
    name = "deviceComplianceScheduledActionForRules"
    items = items_of(body.get(name), RULES, call.version, name=name)
    services.edit_policy(policy=policy, schedule=_schedule(items), by=call.by, now=call.now)
    return ComplianceScheduledActionForRule.objects.filter(policy=policy)


def refresh_report(call: Call, body: Mapping[str, Any]) -> None:
    """Reports are counted whenever they are asked for: there is nothing to refresh."""


def assignments_of(policy: DeviceCompliancePolicy) -> "QuerySet[ComplianceAssignment]":
    """Whom a policy is meant for."""
    return policy.assignments.select_related("policy", "group")


def add_assignment(call: Call, write: Write) -> ComplianceAssignment:
    """Add an assignment to those of a policy."""
    policy, target = write.parent, write.values["target"]
    kept = [_target_of(one) for one in assignments_of(policy)]
    services.edit_policy(policy=policy, assignments=[*kept, target], by=call.by, now=call.now)
    whom, guid = target
    return assignments_of(policy).get(target=whom, **({"group__graph_id": guid} if guid else {}))


def remove_assignment(call: Call, assignment: ComplianceAssignment) -> None:
    """Take an assignment from those of its policy."""
    kept = [_target_of(one) for one in assignments_of(assignment.policy) if one.pk != assignment.pk]
    services.edit_policy(policy=assignment.policy, assignments=kept, by=call.by, now=call.now)


def add_action(call: Call, write: Write) -> ComplianceActionItem:
    """Add an action to a policy's rule."""
    return services.add_action(rule=write.parent, action=_action(write.values), by=call.by, now=call.now)


def edit_action(call: Call, item: ComplianceActionItem, write: Write) -> None:
    """Change what the body brings."""
    changes = {name: EMPTY[name] if value is None else value for name, value in write.values.items()}
    services.edit_action(item=item, changes=changes, by=call.by, now=call.now)


def remove_action(call: Call, item: ComplianceActionItem) -> None:
    """Take an action from its rule."""
    services.remove_action(item=item, by=call.by, now=call.now)


def _action(values: Mapping[str, Any]) -> ActionItem:
    return ActionItem(**{name: EMPTY[name] if value is None else value for name, value in values.items()})


def _schedule(items: Iterable[Mapping[str, Any]]) -> list[ScheduledRule]:
    return [
        ScheduledRule(
            rule_name=item.get("rule_name") or "",
            actions=[_action(one) for one in item.get("scheduledActionConfigurations", ())],
        )
        for item in items
    ]


def _target_of(row: ComplianceAssignment) -> Target:
    return AssignmentTarget(row.target), row.group.graph_id if row.group else None


def _read_target(value: Any) -> Target:
    """Whom a target means. Raises `Invalid`."""
    target = type_of(value, {one.value: one for one in AssignmentTarget})
    if target is None:
        raise unfit("target")
    refuse_filter(value)
    return target, read_group(value) if target in GROUP_TARGETS else None


def _read_template_id(value: Any) -> str:
    """The GUID of a template, or nothing where it is empty or all zeros, as tools write it. Raises `Invalid`."""
    if isinstance(value, str) and value in {"", NOBODY}:
        return ""
    guid = as_guid(value) if isinstance(value, str) else None
    if guid is None:
        raise unfit("notificationTemplateId")
    return guid


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

CONFIGURATIONS = Resource(
    type="deviceComplianceActionItem",
    model=ComplianceActionItem,
    rows=lambda tenant: ComplianceActionItem.objects.filter(rule__policy__tenant=tenant).select_related("rule__policy"),
    properties=(
        writable("actionType", type="deviceComplianceActionType", required=True),
        writable("gracePeriodHours"),
        key("id"),
        writable("notificationMessageCCList", field="notification_message_cc_list", nullable=True),
        writable(
            "notificationTemplateId",
            kind=Kind.STRING,
            nullable=True,
            value=lambda item: item.notification_template_id or NOBODY,
            decode=_read_template_id,
        ),
    ),
    read=READ,
    write=WRITE,
    create=add_action,
    update=edit_action,
    delete=remove_action,
)

RULES = Resource(
    type="deviceComplianceScheduledActionForRule",
    model=ComplianceScheduledActionForRule,
    rows=lambda tenant: ComplianceScheduledActionForRule.objects.filter(policy__tenant=tenant),
    properties=(key("id"), writable("ruleName", nullable=True, blank_is_null=True)),
    read=READ,
    navigations=(
        Navigation(
            name="scheduledActionConfigurations",
            resource=CONFIGURATIONS,
            relation="scheduled_action_configurations",
            deep=True,
            rows=lambda rule: rule.scheduled_action_configurations.all(),
        ),
    ),
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
