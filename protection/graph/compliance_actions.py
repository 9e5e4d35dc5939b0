"""How does Graph see what follows when a device is not compliant? `deviceComplianceScheduledActionForRule`."""

from collections.abc import Iterable, Mapping
from typing import Any

from intune_sim.graph.documents import unfit
from intune_sim.graph.resources import Call, Kind, Navigation, Resource, Write, as_guid, key, writable
from intune_sim.tenants.roles import AppRole
from protection.graph.assignments import NOBODY
from protection.models import ComplianceActionItem, ComplianceScheduledActionForRule
from protection.services import compliance_actions as services
from protection.services.compliance_actions import ActionItem, ScheduledRule

READ = (AppRole.CONFIGURATION_READ.value, AppRole.CONFIGURATION_READ_WRITE.value)
WRITE = (AppRole.CONFIGURATION_READ_WRITE.value,)

#: What a column holds for a null of the wire.
EMPTY: Mapping[str, Any] = {"notification_template_id": "", "notification_message_cc_list": []}


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


def schedule_in(items: Iterable[Mapping[str, Any]]) -> list[ScheduledRule]:
    """The rules that a body brings, each with its actions."""
    return [
        ScheduledRule(
            rule_name=item.get("rule_name") or "",
            actions=[_action(one) for one in item.get("scheduledActionConfigurations", ())],
        )
        for item in items
    ]


def _read_template_id(value: Any) -> str:
    """The GUID of a template, or nothing where it is empty or all zeros, as tools write it. Raises `Invalid`."""
    if isinstance(value, str) and value in {"", NOBODY}:
        return ""
    guid = as_guid(value) if isinstance(value, str) else None
    if guid is None:
        raise unfit("notificationTemplateId")
    return guid


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
