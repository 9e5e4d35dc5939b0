"""How do policies change, what is refused, and what does the audit log keep?"""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from devices.models import Cause, ReevaluationRequest, Scope
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.errors import Invalid, NotFound
from intune_sim.tenants.models import Group, Tenant
from protection.engine.facts import DeviceThreatLevel, RemediationAction
from protection.models import Intent, WindowsManagedAppProtection
from protection.services.app_protection import create_policy, delete_policy, edit_policy
from tests.factories.protection import EDGE, PolicyFactory
from tests.factories.tenants import GroupFactory

pytestmark = pytest.mark.django_db

INCLUDE, EXCLUDE = Intent.INCLUDE, Intent.EXCLUDE


def write(tenant: Tenant, *, display_name: str = "Edge", **details: Any) -> WindowsManagedAppProtection:
    """A policy written by the service."""
    details.setdefault("settings", {})
    return create_policy(tenant=tenant, display_name=display_name, by=SYSTEM, now=tenant.now(), **details)


def edit(policy: WindowsManagedAppProtection, **details: Any) -> WindowsManagedAppProtection:
    """A policy edited by the service, an hour after it was made."""
    return edit_policy(policy=policy, by=SYSTEM, now=policy.created_date_time + timedelta(hours=1), **details)


def logged(event: AuditEvent) -> dict[str, tuple[str | None, str | None]]:
    """Old and new value by property."""
    return {one["displayName"]: (one["oldValue"], one["newValue"]) for one in event.modified_properties}


def test_a_new_policy_has_the_wizards_defaults(contoso: Tenant) -> None:
    policy = write(contoso)

    assert policy.period_offline_before_access_check == timedelta(hours=12)
    assert policy.period_offline_before_wipe_is_enforced == timedelta(days=90)
    assert policy.maximum_allowed_device_threat_level is DeviceThreatLevel.NOT_CONFIGURED
    assert policy.mobile_threat_defense_remediation_action is RemediationAction.BLOCK
    assert policy.role_scope_tag_ids == ["0"]


def test_an_explicit_null_removes_an_offline_row(contoso: Tenant) -> None:
    policy = write(contoso, settings={"period_offline_before_access_check": None})

    assert policy.period_offline_before_access_check is None


def test_apps_and_assignments_are_stored_once_each(contoso: Tenant, staff: Group) -> None:
    policy = write(contoso, apps=[EDGE, EDGE], assignments=[(staff.graph_id, INCLUDE), (staff.graph_id, INCLUDE)])

    assert policy.apps.count() == 1
    assert policy.assignments.count() == 1


REFUSED = [
    ("no name", {"display_name": " "}),
    ("a long name", {"display_name": "x" * 201}),
    ("a version of one part", {"settings": {"minimum_required_os_version": "10"}}),
    ("an empty version", {"settings": {"minimum_warning_app_version": ""}}),
    ("a version with letters", {"settings": {"minimum_wipe_sdk_version": "1.a"}}),
    ("a part over 65535", {"settings": {"maximum_wipe_os_version": "10.0.70000"}}),
    ("winver's short form", {"settings": {"maximum_warning_os_version": "22631.3155"}}),
    ("warn for the threat level", {"settings": {"mobile_threat_defense_remediation_action": RemediationAction.WARN}}),
    ("warn for the account", {"settings": {"app_action_if_unable_to_authenticate_user": RemediationAction.WARN}}),
    ("a negative period", {"settings": {"period_offline_before_access_check": timedelta(minutes=-1)}}),
    ("an endless period", {"settings": {"period_offline_before_wipe_is_enforced": timedelta(days=36_501)}}),
    ("an unknown group", {"assignments": [(uuid.uuid4(), INCLUDE)]}),
]


@pytest.mark.parametrize("details", [row[1] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_makes_no_sense_is_refused_and_stores_nothing(contoso: Tenant, details: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        write(contoso, **details)

    assert not WindowsManagedAppProtection.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("details", [row[1] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_makes_no_sense_is_refused_in_an_edit_too(contoso: Tenant, details: dict[str, Any]) -> None:
    policy = PolicyFactory(tenant=contoso)

    with pytest.raises(Invalid):
        edit(policy, **details)

    policy.refresh_from_db()
    assert policy.last_modified_date_time == policy.created_date_time
    assert not AuditEvent.objects.exists()


def test_another_tenants_group_is_an_unknown_one(contoso: Tenant, fabrikam: Tenant) -> None:
    theirs = GroupFactory(tenant=fabrikam)

    with pytest.raises(Invalid, match=str(theirs.graph_id)):
        write(contoso, assignments=[(theirs.graph_id, INCLUDE)])


@pytest.mark.parametrize("period", [timedelta(0), timedelta(minutes=1), timedelta(days=36_500)])
def test_zero_and_very_long_periods_are_taken(contoso: Tenant, period: timedelta) -> None:
    assert write(contoso, settings={"period_offline_before_wipe_is_enforced": period})


def test_a_large_first_part_is_taken_in_an_app_version(contoso: Tenant) -> None:
    assert write(contoso, settings={"minimum_required_app_version": "22631.3155"})


def test_every_change_gives_the_policy_another_version_and_time(contoso: Tenant) -> None:
    policy = write(contoso)

    edited = edit(policy, settings={"print_blocked": True})

    assert edited.version != policy.version
    assert edited.last_modified_date_time == policy.created_date_time + timedelta(hours=1)


def test_an_edit_that_changes_nothing_writes_nothing(contoso: Tenant, staff: Group) -> None:
    policy = write(contoso, apps=[EDGE], assignments=[(staff.graph_id, INCLUDE)])
    AuditEvent.objects.all().delete()
    ReevaluationRequest.objects.all().delete()

    edit(policy, display_name="Edge", settings={"print_blocked": False}, apps=[EDGE])

    stored = WindowsManagedAppProtection.objects.get()
    assert (stored.version, stored.last_modified_date_time) == (policy.version, policy.last_modified_date_time)
    assert not AuditEvent.objects.exists()
    assert not ReevaluationRequest.objects.exists()


def test_assignments_are_replaced_whole_and_none_unassigns(contoso: Tenant, staff: Group) -> None:
    policy = write(contoso, assignments=[(staff.graph_id, INCLUDE)])
    other = GroupFactory(tenant=contoso)

    edit(policy, assignments=[(other.graph_id, EXCLUDE)])
    replaced = list(policy.assignments.values_list("group", "intent"))
    edit(policy, assignments=[])

    assert replaced == [(other.pk, EXCLUDE)]
    assert not policy.assignments.exists()


def test_what_an_edit_does_not_mention_stays(contoso: Tenant, staff: Group) -> None:
    policy = write(contoso, description="For home", apps=[EDGE], assignments=[(staff.graph_id, INCLUDE)])

    edited = edit(policy, settings={"print_blocked": True})

    assert (edited.description, edited.apps.count(), edited.assignments.count()) == ("For home", 1, 1)


def test_a_policy_that_is_gone_can_be_neither_edited_nor_deleted(contoso: Tenant) -> None:
    policy = write(contoso)
    delete_policy(policy=policy, by=SYSTEM, now=contoso.now())
    ghost = WindowsManagedAppProtection(pk=1_000)

    with pytest.raises(NotFound):
        edit_policy(policy=ghost, display_name="x", by=SYSTEM, now=contoso.now())
    with pytest.raises(NotFound):
        delete_policy(policy=ghost, by=SYSTEM, now=contoso.now())


# Who must be judged anew


def test_a_change_asks_for_the_members_of_every_group_named_before_or_after(contoso: Tenant, staff: Group) -> None:
    policy = write(contoso, apps=[EDGE], assignments=[(staff.graph_id, INCLUDE)])
    other = GroupFactory(tenant=contoso)
    ReevaluationRequest.objects.all().delete()

    edit(policy, assignments=[(other.graph_id, EXCLUDE)])

    [request] = ReevaluationRequest.objects.all()
    assert (request.scope, request.cause, request.keys) == (
        Scope.GROUPS,
        Cause.POLICY_CHANGE,
        sorted([staff.pk, other.pk]),
    )


def test_deleting_a_policy_asks_for_the_members_of_its_groups(contoso: Tenant, staff: Group) -> None:
    policy = PolicyFactory(tenant=contoso, groups=[staff])

    delete_policy(policy=policy, by=SYSTEM, now=contoso.now())

    assert ReevaluationRequest.objects.get().keys == [staff.pk]


def test_a_policy_that_names_no_group_asks_for_nobody(contoso: Tenant) -> None:
    write(contoso)

    assert not ReevaluationRequest.objects.exists()


# The audit log


def test_creating_is_logged_with_what_was_set(contoso: Tenant, staff: Group) -> None:
    write(contoso, settings={"print_blocked": True}, apps=[EDGE], assignments=[(staff.graph_id, INCLUDE)])

    [event] = AuditEvent.objects.all()
    assert event.activity == "Create WindowsManagedAppProtection"
    assert event.tenant_id == contoso.graph_id
    changes = logged(event)
    assert changes["printBlocked"] == (None, "true")
    assert changes["apps"] == (None, EDGE)
    assert changes["assignments"] == (None, "include Staff")


def test_editing_is_logged_with_old_and_new_values_only_of_what_changed(contoso: Tenant) -> None:
    policy = write(contoso)
    AuditEvent.objects.all().delete()

    edit(
        policy,
        display_name="Edge at home",
        settings={"maximum_allowed_device_threat_level": DeviceThreatLevel.LOW},
        apps=[EDGE],
    )

    [event] = AuditEvent.objects.all()
    assert event.activity == "Patch WindowsManagedAppProtection"
    assert logged(event) == {
        "displayName": ("Edge", "Edge at home"),
        "maximumAllowedDeviceThreatLevel": ("notConfigured", "low"),
        "apps": ("", EDGE),
    }


def test_assigning_alone_is_logged_as_an_assignment(contoso: Tenant, staff: Group) -> None:
    policy = write(contoso)
    AuditEvent.objects.all().delete()

    edit(policy, assignments=[(staff.graph_id, EXCLUDE)])

    [event] = AuditEvent.objects.all()
    assert event.activity == "Assign WindowsManagedAppProtection"
    assert logged(event) == {"assignments": ("", "exclude Staff")}


def test_deleting_is_logged_with_what_the_policy_was(contoso: Tenant, staff: Group) -> None:
    policy = write(contoso, apps=[EDGE], assignments=[(staff.graph_id, INCLUDE)])
    AuditEvent.objects.all().delete()

    delete_policy(policy=policy, by=SYSTEM, now=contoso.now())

    [event] = AuditEvent.objects.all()
    assert event.activity == "Delete WindowsManagedAppProtection"
    assert event.resource_name == "Edge"
    assert logged(event)["assignments"] == ("include Staff", None)
