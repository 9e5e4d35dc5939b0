"""How do compliance policies and their emails change, what is refused, and what does the audit log keep?"""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.errors import Conflict, Invalid, NotFound
from intune_sim.tenants.models import Group, Tenant
from protection.models import (
    AssignmentTarget,
    ComplianceActionItem,
    ComplianceActionType,
    ComplianceAssignment,
    CompliancePolicyType,
    DeviceCompliancePolicy,
)
from protection.services import compliance, notifications
from protection.services.compliance_actions import ActionItem, ScheduledRule
from tests.factories.protection import CompliancePolicyFactory, NotificationTemplateFactory
from tests.factories.tenants import GroupFactory

pytestmark = pytest.mark.django_db

BLOCK, MAIL = ComplianceActionType.BLOCK, ComplianceActionType.NOTIFICATION
GROUP, EXCLUDED = AssignmentTarget.GROUP, AssignmentTarget.EXCLUSION_GROUP
#: Mark device noncompliant at once: what the admin center begins with.
AT_ONCE = ScheduledRule(rule_name="PasswordRequired", actions=(ActionItem(action_type=BLOCK),))
NOBODY = uuid.UUID(int=7)


def write(tenant: Tenant, **details: Any) -> DeviceCompliancePolicy:
    """A policy for iOS that blocks at once, unless it is said."""
    wanted = {"type": CompliancePolicyType.IOS, "display_name": "Phones", "settings": {}, "schedule": [AT_ONCE]}
    return compliance.create_policy(tenant=tenant, **{**wanted, **details}, by=SYSTEM, now=tenant.now())


def edit(policy: DeviceCompliancePolicy, **details: Any) -> DeviceCompliancePolicy:
    """A policy edited an hour after it was made."""
    later = policy.created_date_time + timedelta(hours=1)
    return compliance.edit_policy(policy=policy, by=SYSTEM, now=later, **details)


def logged(tenant: Tenant) -> tuple[str, dict[str, tuple[str | None, str | None]]]:
    """The newest event's activity, and old and new value by property."""
    event = AuditEvent.objects.for_tenant(tenant.graph_id).latest("pk")
    return event.activity, {one["displayName"]: (one["oldValue"], one["newValue"]) for one in event.modified_properties}


def rules(*actions: ActionItem) -> list[ScheduledRule]:
    """One rule with these actions."""
    return [ScheduledRule(actions=actions)]


def block(hours: int = 0) -> ActionItem:
    """Mark the device noncompliant after so many hours."""
    return ActionItem(action_type=BLOCK, grace_period_hours=hours)


def test_a_policy_is_written_edited_and_deleted_and_each_is_logged(contoso: Tenant, staff: Group) -> None:
    guests = GroupFactory(tenant=contoso, display_name="Guests")
    policy = write(contoso, settings={"passcodeRequired": True}, assignments=[(GROUP, staff.graph_id)])
    rule = policy.scheduled_actions_for_rule.get()
    activity, changes = logged(contoso)
    assert (activity, policy.version) == ("Create DeviceCompliancePolicy", 1)
    assert changes["passcodeRequired"] == (None, "true")

    edit(policy, settings={"passcodeMinimumLength": 6}, schedule=rules(block(24), ActionItem(action_type=MAIL)))
    policy.refresh_from_db()
    assert policy.settings == {"passcodeRequired": True, "passcodeMinimumLength": 6}
    assert policy.scheduled_actions_for_rule.get() == rule
    assert policy.version == 2
    assert logged(contoso)[1]["scheduledActionsForRule"] == (
        "block after 0 h",
        "notification after 0 h, block after 24 h",
    )

    edit(policy, assignments=[(AssignmentTarget.ALL_LICENSED_USERS, None), (EXCLUDED, guests.graph_id)])
    assert logged(contoso)[0] == "Assign DeviceCompliancePolicy"
    assert {one.assignment_id for one in policy.assignments.all()} == {
        f"{policy.graph_id}_acacacac-9df4-4c7d-9d50-4ef0226f57a9",
        f"{policy.graph_id}_{guests.graph_id}",
    }
    events = AuditEvent.objects.count()
    edit(policy, display_name="Phones")
    assert AuditEvent.objects.count() == events

    compliance.delete_policy(policy=policy, by=SYSTEM, now=contoso.now())
    assert logged(contoso)[0] == "Delete DeviceCompliancePolicy"
    with pytest.raises(NotFound):
        edit(policy, display_name="Gone")


REFUSED = [
    ("no name", {"display_name": " "}),
    ("a long name", {"display_name": "x" * 201}),
    ("no rule", {"schedule": []}),
    ("two rules", {"schedule": [AT_ONCE, AT_ONCE]}),
    ("no block", {"schedule": rules(ActionItem(action_type=MAIL))}),
    ("two blocks", {"schedule": rules(block(), block(24))}),
    ("a block after more than a year", {"schedule": rules(block(8761))}),
    ("a negative wait", {"schedule": rules(block(-1))}),
    (
        "a remote lock on Windows",
        {
            "type": CompliancePolicyType.WINDOWS,
            "schedule": rules(block(), ActionItem(action_type=ComplianceActionType.REMOTE_LOCK)),
        },
    ),
    ("a short passcode", {"settings": {"passcodeMinimumLength": 3}}),
    ("a long passcode", {"settings": {"passcodeMinimumLength": 15}}),
    ("a negative count", {"settings": {"passcodeMinimumCharacterSetCount": -1}}),
    ("an unknown group", {"assignments": [(GROUP, NOBODY)]}),
]


@pytest.mark.parametrize("details", [one for _, one in REFUSED], ids=[name for name, _ in REFUSED])
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(contoso: Tenant, details: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        write(contoso, **details)

    assert not DeviceCompliancePolicy.objects.exists()


def test_a_group_is_included_or_excluded_and_is_the_tenants_own(contoso: Tenant, fabrikam: Tenant) -> None:
    group, foreign = GroupFactory(tenant=contoso), GroupFactory(tenant=fabrikam)
    policy = CompliancePolicyFactory(tenant=contoso, groups=[group])

    for wrong in ([(GROUP, group.graph_id), (EXCLUDED, group.graph_id)], [(GROUP, foreign.graph_id)]):
        with pytest.raises(Invalid):
            edit(policy, assignments=wrong)

    assert policy.assignments.get().group == group


def test_the_database_keeps_the_promises(contoso: Tenant, staff: Group) -> None:
    policy = CompliancePolicyFactory(tenant=contoso, groups=[staff])
    rule = policy.scheduled_actions_for_rule.get()
    everybody = {"policy": policy, "target": AssignmentTarget.ALL_DEVICES}
    ComplianceAssignment.objects.create(**everybody)

    for wrong in (
        ComplianceAssignment(**everybody),
        ComplianceAssignment(policy=policy, group=staff, target=EXCLUDED),
        ComplianceAssignment(policy=policy, target=GROUP),
        ComplianceActionItem(rule=rule, action_type=BLOCK, grace_period_hours=1),
        ComplianceActionItem(rule=rule, action_type=MAIL, grace_period_hours=-1),
        type(rule)(policy=policy),
        DeviceCompliancePolicy(tenant=contoso, type="nothing", created_date_time=contoso.now(),
                               last_modified_date_time=contoso.now()),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


def test_a_template_has_one_default_message(contoso: Tenant) -> None:
    template = NotificationTemplateFactory(tenant=contoso)
    english = template.localized_notification_messages.get()
    acted = {"by": SYSTEM, "now": contoso.now()}
    text = {"subject": "Ihr Gerät", "message_template": "{{DeviceName}} entspricht nicht den Regeln."}

    german = notifications.add_message(template=template, locale="de-DE", **text, is_default=True, **acted)

    template.refresh_from_db()
    english.refresh_from_db()
    assert (german.message_id, template.default_locale) == (f"{template.graph_id}_de-de", "de-de")
    assert not english.is_default
    assert "de-de (default): Ihr Gerät" in str(logged(contoso)[1]["localizedNotificationMessages"][1])
    with pytest.raises(Conflict):
        notifications.add_message(template=template, locale="DE-de", **text, **acted)
    for wrong in ({"is_default": False}, {"locale": "fr-fr"}, {"subject": "x" * 79}, {"message_template": " "}):
        with pytest.raises(Invalid):
            notifications.edit_message(message=german, values=wrong, **acted)
    with pytest.raises(Invalid):
        notifications.add_message(template=template, locale="not a locale", **text, **acted)
    notifications.send_test_message(template=template, **acted)
    notifications.remove_message(message=german, **acted)
    with pytest.raises(Invalid):
        notifications.send_test_message(template=template, **acted)
    with pytest.raises(Invalid):
        notifications.edit_template(template=template, values={"branding_options": "nothing"}, **acted)
    notifications.delete_template(template=template, **acted)
    with pytest.raises(NotFound):
        notifications.edit_message(message=english, values={}, **acted)
