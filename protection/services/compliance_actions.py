"""What follows when a device is not compliant, and how does that change? The actions of a policy's one rule."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction

from intune_sim.actors import Actor
from intune_sim.errors import Invalid
from intune_sim.holding import held
from protection.models import (
    LONGEST_GRACE_PERIOD,
    ComplianceActionItem,
    ComplianceActionType,
    CompliancePolicyType,
    ComplianceScheduledActionForRule,
    DeviceCompliancePolicy,
)
from protection.services.revisions import revise

#: What the admin center does not offer for Windows.
NOT_ON_WINDOWS = (ComplianceActionType.PUSH_NOTIFICATION, ComplianceActionType.REMOTE_LOCK)


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


@transaction.atomic
def add_action(
    *, rule: ComplianceScheduledActionForRule, action: ActionItem, by: Actor, now: datetime
) -> ComplianceActionItem:
    """Add an action to a policy's rule. Raises `Invalid` and `NotFound`."""
    policy = held(rule.policy)
    before = told(policy)
    item = ComplianceActionItem(rule=rule, **_columns(action))
    _check(policy, [_schedule_of(rule, plus=[action])])
    item.save()
    revise(policy, before, told(policy), by=by, now=now)
    return item


@transaction.atomic
def edit_action(
    *, item: ComplianceActionItem, changes: Mapping[str, Any], by: Actor, now: datetime
) -> ComplianceActionItem:
    """Change what is given of an action. Raises `Invalid` and `NotFound`."""
    policy = held(item.rule.policy)
    before = told(policy)
    for name, value in changes.items():
        setattr(item, name, value)
    _check(policy, [_schedule_of(item.rule, without=item, plus=[_action_of(item)])])
    item.save()
    revise(policy, before, told(policy), by=by, now=now)
    return item


@transaction.atomic
def remove_action(*, item: ComplianceActionItem, by: Actor, now: datetime) -> None:
    """Take an action from a policy's rule. Raises `Invalid` for the last block, and `NotFound`."""
    policy = held(item.rule.policy)
    before = told(policy)
    _check(policy, [_schedule_of(item.rule, without=item)])
    item.delete()
    revise(policy, before, told(policy), by=by, now=now)


def schedule_actions(policy: DeviceCompliancePolicy, schedule: Sequence[ScheduledRule]) -> None:
    """Replace a policy's actions: its one rule keeps its id. Raises `Invalid`."""
    wanted = _check(policy, schedule)
    rule, _ = ComplianceScheduledActionForRule.objects.update_or_create(
        policy=policy, defaults={"rule_name": wanted.rule_name}
    )
    rule.scheduled_action_configurations.all().delete()
    ComplianceActionItem.objects.bulk_create(
        ComplianceActionItem(rule=rule, **_columns(action)) for action in wanted.actions
    )


def told(policy: DeviceCompliancePolicy) -> dict[str, list[str]]:
    """A policy's actions as the audit log compares them."""
    actions = ComplianceActionItem.objects.filter(rule__policy=policy).order_by("grace_period_hours", "pk")
    return {"scheduledActionsForRule": [str(action) for action in actions]}


def _check(policy: DeviceCompliancePolicy, schedule: Sequence[ScheduledRule]) -> ScheduledRule:
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
