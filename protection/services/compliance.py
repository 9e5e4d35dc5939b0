"""How do compliance policies change? Create, edit, assign, schedule actions, delete."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction

from intune_sim.actors import Actor
from intune_sim.audit.models import Operation
from intune_sim.audit.services import differences, losses, state_of
from intune_sim.errors import Invalid
from intune_sim.holding import held
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.services.groups import groups_named
from protection.models import (
    LONGEST_GRACE_PERIOD,
    AssignmentTarget,
    ComplianceActionItem,
    ComplianceActionType,
    ComplianceAssignment,
    CompliancePolicyType,
    ComplianceScheduledActionForRule,
    DeviceCompliancePolicy,
)
from protection.services.revisions import HEAD, rename, revise, tell

#: The smallest and the largest value of a setting, as Graph documents them.
RANGES: dict[CompliancePolicyType, dict[str, tuple[int, int]]] = {
    CompliancePolicyType.ANDROID: {
        "passwordMinimumLength": (4, 16),
        "passwordExpirationDays": (1, 365),
        "passwordPreviousPasswordBlockCount": (1, 24),
        "passwordSignInFailureCountBeforeFactoryReset": (1, 16),
    },
    CompliancePolicyType.ANDROID_WORK_PROFILE: {
        "passwordMinimumLength": (4, 16),
        "passwordExpirationDays": (1, 365),
        "passwordPreviousPasswordBlockCount": (1, 24),
        "passwordSignInFailureCountBeforeFactoryReset": (1, 16),
    },
    CompliancePolicyType.IOS: {
        "passcodeMinimumLength": (4, 14),
        "passcodeExpirationDays": (1, 65535),
        "passcodePreviousPasscodeBlockCount": (1, 24),
    },
    CompliancePolicyType.MACOS: {
        "passwordMinimumLength": (4, 14),
        "passwordExpirationDays": (1, 65535),
        "passwordPreviousPasswordBlockCount": (1, 24),
    },
    CompliancePolicyType.WINDOWS: {},
}

#: What the admin center does not offer for Windows.
NOT_ON_WINDOWS = (ComplianceActionType.PUSH_NOTIFICATION, ComplianceActionType.REMOTE_LOCK)

#: Whom it means, and the group (its GUID) where it means one.
Assignments = Iterable[tuple[AssignmentTarget, uuid.UUID | None]]


@dataclass(frozen=True, kw_only=True)
class ActionItem:
    """What is done about a device, and how many hours after it failed."""

    action_type: ComplianceActionType
    grace_period_hours: int = 0
    notification_template_id: str = ""
    notification_message_cc_list: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class ScheduledRule:
    """The actions of a policy; the rule's name means nothing."""

    rule_name: str = ""
    actions: Sequence[ActionItem] = ()


#: Mark device noncompliant at once: what the admin center begins with.
AT_ONCE = ScheduledRule(rule_name="PasswordRequired", actions=(ActionItem(action_type=ComplianceActionType.BLOCK),))


@transaction.atomic
def create_policy(
    *,
    tenant: Tenant,
    type: CompliancePolicyType,
    display_name: str,
    description: str = "",
    role_scope_tag_ids: Sequence[str] | None = None,
    settings: Mapping[str, Any],
    schedule: Sequence[ScheduledRule],
    assignments: Assignments = (),
    by: Actor,
    now: datetime,
) -> DeviceCompliancePolicy:
    """Write a new policy with its actions and assignments. `settings` are in wire form. Raises `Invalid`."""
    _check(type, settings)
    policy = DeviceCompliancePolicy(
        tenant=tenant,
        type=type,
        created_date_time=now,
        last_modified_date_time=now,
        settings=dict(settings),
    )
    rename(policy, display_name=display_name, description=description, role_scope_tag_ids=role_scope_tag_ids)
    policy.save()
    _replace_schedule(policy, schedule)
    _assign(policy, assignments)
    tell(policy, Operation.CREATE, differences({}, _state(policy)), by=by, now=now)
    return policy


@transaction.atomic
def edit_policy(
    *,
    policy: DeviceCompliancePolicy,
    display_name: str | None = None,
    description: str | None = None,
    role_scope_tag_ids: Sequence[str] | None = None,
    settings: Mapping[str, Any] | None = None,
    schedule: Sequence[ScheduledRule] | None = None,
    assignments: Assignments | None = None,
    by: Actor,
    now: datetime,
) -> DeviceCompliancePolicy:
    """Change what is given; actions and assignments are replaced whole. Raises `Invalid` and `NotFound`."""
    policy = held(policy)
    before = _state(policy)
    rename(policy, display_name=display_name, description=description, role_scope_tag_ids=role_scope_tag_ids)
    _check(CompliancePolicyType(policy.type), settings or {})
    policy.settings = {**policy.settings, **(settings or {})}
    policy.save()
    if schedule is not None:
        _replace_schedule(policy, schedule)
    if assignments is not None:
        _assign(policy, assignments)
    revise(policy, before, _state(policy), by=by, now=now)
    return policy


@transaction.atomic
def add_action(
    *, rule: ComplianceScheduledActionForRule, action: ActionItem, by: Actor, now: datetime
) -> ComplianceActionItem:
    """Add an action to a policy's rule. Raises `Invalid` and `NotFound`."""
    policy = held(rule.policy)
    before = _state(policy)
    item = ComplianceActionItem(rule=rule, **_columns(action))
    _check_schedule(policy, [_schedule_of(rule, plus=[action])])
    item.save()
    revise(policy, before, _state(policy), by=by, now=now)
    return item


@transaction.atomic
def edit_action(
    *, item: ComplianceActionItem, changes: Mapping[str, Any], by: Actor, now: datetime
) -> ComplianceActionItem:
    """Change what is given of an action. Raises `Invalid` and `NotFound`."""
    policy = held(item.rule.policy)
    before = _state(policy)
    for name, value in changes.items():
        setattr(item, name, value)
    _check_schedule(policy, [_schedule_of(item.rule, without=item, plus=[_action_of(item)])])
    item.save()
    revise(policy, before, _state(policy), by=by, now=now)
    return item


@transaction.atomic
def remove_action(*, item: ComplianceActionItem, by: Actor, now: datetime) -> None:
    """Take an action from a policy's rule. Raises `Invalid` for the last block, and `NotFound`."""
    policy = held(item.rule.policy)
    before = _state(policy)
    _check_schedule(policy, [_schedule_of(item.rule, without=item)])
    item.delete()
    revise(policy, before, _state(policy), by=by, now=now)


@transaction.atomic
def delete_policy(*, policy: DeviceCompliancePolicy, by: Actor, now: datetime) -> None:
    """Delete a policy with its actions and assignments. Raises `NotFound`."""
    policy = held(policy)
    tell(policy, Operation.DELETE, losses(_state(policy)), by=by, now=now)
    policy.delete()


def _check(type: CompliancePolicyType, settings: Mapping[str, Any]) -> None:
    """Refuse what Graph and the admin center refuse."""
    for name, value in settings.items():
        if isinstance(value, bool) or not isinstance(value, int):
            continue
        least, most = RANGES[type].get(name, (0, None))
        if value < least or (most is not None and value > most):
            wanted = f"not be less than {least}" if most is None else f"lie between {least} and {most}"
            raise Invalid(f"'{name}' must {wanted}.")


def _check_schedule(policy: DeviceCompliancePolicy, schedule: Sequence[ScheduledRule]) -> ScheduledRule:
    """The one rule of a schedule."""
    blocks = [
        action for rule in schedule for action in rule.actions if action.action_type is ComplianceActionType.BLOCK
    ]
    if len(schedule) != 1 or len(blocks) != 1:
        raise Invalid("'scheduledActionsForRule' must hold exactly one rule, and that rule exactly one block action.")
    for action in schedule[0].actions:
        if not 0 <= action.grace_period_hours <= LONGEST_GRACE_PERIOD:
            raise Invalid(f"'gracePeriodHours' must lie between 0 and {LONGEST_GRACE_PERIOD}.")
        if policy.type == CompliancePolicyType.WINDOWS and action.action_type in NOT_ON_WINDOWS:
            raise Invalid(f"The action '{action.action_type}' does not exist for Windows.")
    return schedule[0]


def _replace_schedule(policy: DeviceCompliancePolicy, schedule: Sequence[ScheduledRule]) -> None:
    """The rule keeps its id; its actions are written anew."""
    wanted = _check_schedule(policy, schedule)
    rule, _ = ComplianceScheduledActionForRule.objects.update_or_create(
        policy=policy, defaults={"rule_name": wanted.rule_name}
    )
    rule.scheduled_action_configurations.all().delete()
    ComplianceActionItem.objects.bulk_create(
        ComplianceActionItem(rule=rule, **_columns(action)) for action in wanted.actions
    )


def _columns(action: ActionItem) -> dict[str, Any]:
    """An action as its row holds it."""
    return {**asdict(action), "notification_message_cc_list": list(action.notification_message_cc_list)}


def _action_of(item: ComplianceActionItem) -> ActionItem:
    """A row as an action."""
    return ActionItem(**{one.name: getattr(item, one.name) for one in fields(ActionItem)})


def _schedule_of(
    rule: ComplianceScheduledActionForRule,
    *,
    without: ComplianceActionItem | None = None,
    plus: Sequence[ActionItem] = (),
) -> ScheduledRule:
    """A rule as it will be: its rows without one of them, and with these actions."""
    kept = [_action_of(one) for one in rule.scheduled_action_configurations.all() if one != without]
    return ScheduledRule(rule_name=rule.rule_name, actions=[*kept, *plus])


def _assign(policy: DeviceCompliancePolicy, assignments: Assignments) -> None:
    wanted = list(dict.fromkeys(assignments))
    guids = [guid for _, guid in wanted if guid]
    if len(guids) != len(set(guids)):
        raise Invalid("A group can be included or excluded, not both.")
    groups = groups_named(policy.tenant, guids)
    policy.assignments.all().delete()
    ComplianceAssignment.objects.bulk_create(
        ComplianceAssignment(policy=policy, target=target, group=groups[guid] if guid else None)
        for target, guid in wanted
    )


def _state(policy: DeviceCompliancePolicy) -> dict[str, Any]:
    """What the audit log compares, by Graph name."""
    state: dict[str, Any] = {
        **state_of(policy, HEAD),
        **policy.settings,
    }
    actions = ComplianceActionItem.objects.filter(rule__policy=policy).order_by("grace_period_hours", "pk")
    state["scheduledActionsForRule"] = [str(action) for action in actions]
    assignments = policy.assignments.select_related("group")
    state["assignments"] = sorted(
        f"{one.target} {one.group.display_name}" if one.group else str(one.target) for one in assignments
    )
    return state
