"""What becomes of registrations when users, groups, licences and policies go?"""

import pytest

from devices.models import Cause, Ending, WindowsManagedAppRegistration
from devices.services.enrolment import DeviceFacts, RegistrationEnded, sign_out, standing
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import INTUNE_A
from intune_sim.tenants.services import (
    add_members,
    assign_license,
    change_settings,
    delete_group,
    delete_user,
    remove_members,
    update_user,
)
from protection.engine.facts import Access
from protection.models import PolicyAssignment
from protection.services.app_protection import delete_policy
from tests.factories.protection import PolicyFactory
from tests.factories.tenants import GroupFactory, UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db


def stored(registration: WindowsManagedAppRegistration) -> WindowsManagedAppRegistration:
    """The row as it is now."""
    return WindowsManagedAppRegistration.objects.get(pk=registration.pk)


def test_deleting_a_user_deregisters_every_app_and_the_rows_outlive_the_user(world: World) -> None:
    mine = [world.enrol().registration, world.enrol(device=DeviceFacts("laptop", "10.0.22631")).registration]
    other = world.enrol(UserFactory(tenant=world.tenant, licensed=True)).registration

    delete_user(user=world.alex, by=SYSTEM, now=world.now)

    assert [stored(one).ending for one in mine] == [Ending.DEREGISTERED] * 2
    assert {stored(one).user_id for one in mine} == {None}
    assert {stored(one).user_principal_name for one in mine} == {"alex@contoso.example"}
    assert stored(other).ended_at is None
    with pytest.raises(RegistrationEnded):
        standing(registration=stored(mine[0]), now=world.now)


def test_a_deletion_is_logged_with_what_the_user_was(world: World) -> None:
    delete_user(user=world.alex, by=SYSTEM, now=world.now)

    event = AuditEvent.objects.latest("pk")
    assert event.activity == "Delete User"
    assert {"displayName": "displayName", "oldValue": "Alex", "newValue": None} in event.modified_properties


def test_deleting_a_group_removes_its_assignments_and_its_members_lose_the_policy(world: World) -> None:
    world.write_policy()
    registration = world.enrol().registration

    delete_group(group=world.staff, by=SYSTEM, now=world.now)
    world.catch_up()

    assert not PolicyAssignment.objects.exists()
    assert stored(registration).access is Access.INACTIVE
    assert registration.access_changes.latest("pk").cause is Cause.MEMBERSHIP_CHANGE


def test_deleting_an_excluded_group_brings_its_members_the_policy(world: World) -> None:
    kept_out = GroupFactory(tenant=world.tenant, members=[world.alex])
    PolicyFactory(tenant=world.tenant, groups=[world.staff], excluded=[kept_out], minimum_required_os_version="11.0")
    registration = world.enrol().registration

    delete_group(group=kept_out, by=SYSTEM, now=world.now)
    world.catch_up()

    assert stored(registration).access is Access.BLOCKED


def test_a_lost_licence_makes_app_protection_inactive_at_the_next_check_in_and_a_new_one_active(world: World) -> None:
    world.write_policy(minimum_required_os_version="11.0")
    registration = world.enrol().registration

    assign_license(user=world.alex, remove=[INTUNE_A], by=SYSTEM, now=world.now)
    without = world.check_in(registration)
    assign_license(user=world.alex, add=[INTUNE_A], by=SYSTEM, now=world.now)
    again = world.check_in(registration)

    assert without.verdict is not None
    assert again.verdict is not None
    assert (without.verdict.access, without.verdict.settings) == (Access.INACTIVE, None)
    assert again.verdict.access is Access.BLOCKED


def test_joining_and_leaving_a_group_turns_access_with_its_cause(world: World) -> None:
    registration = world.enrol().registration
    group = GroupFactory(tenant=world.tenant)
    PolicyFactory(tenant=world.tenant, groups=[group], minimum_required_os_version="11.0")

    add_members(group=group, users=[world.alex], by=SYSTEM, now=world.now)
    world.catch_up()
    joined = stored(registration).access
    remove_members(group=group, users=[world.alex], by=SYSTEM, now=world.now)
    world.catch_up()

    assert (joined, stored(registration).access) == (Access.BLOCKED, Access.INACTIVE)
    assert set(registration.access_changes.values_list("cause", flat=True)) == {
        Cause.ENROLMENT,
        Cause.MEMBERSHIP_CHANGE,
    }


def test_a_member_of_a_member_group_is_no_member(world: World) -> None:
    # Groups hold users only: there is nothing to nest.
    PolicyFactory(tenant=world.tenant, groups=[GroupFactory(tenant=world.tenant)], minimum_required_os_version="11.0")

    assert stored(world.enrol().registration).access is Access.INACTIVE


def test_deleting_the_only_policy_opens_the_app(world: World) -> None:
    policy = world.write_policy(minimum_required_os_version="11.0")
    registration = world.enrol().registration

    delete_policy(policy=policy, by=SYSTEM, now=world.now)
    world.catch_up()

    assert (stored(registration).access, stored(registration).findings) == (Access.INACTIVE, [])


def test_an_account_that_is_disabled_is_judged_by_the_next_sweep(world: World) -> None:
    world.write_policy(app_action_if_unable_to_authenticate_user="block")
    registration = world.enrol().registration
    world.catch_up()

    update_user(user=world.alex, changes={"account_enabled": False}, by=SYSTEM, now=world.now)
    world.catch_up()

    assert stored(registration).access is Access.BLOCKED
    assert registration.access_changes.latest("pk").cause is Cause.USER_CHANGE


def test_the_tenants_leniency_is_judged_by_the_next_sweep(world: World) -> None:
    world.add_connector()
    world.write_policy()
    registration = world.enrol().registration
    world.catch_up()

    change_settings(tenant=world.tenant, missing_health_state="allow", by=SYSTEM, now=world.now)  # type: ignore[arg-type]
    world.catch_up()

    assert stored(registration).access is Access.ALLOWED
    assert registration.access_changes.latest("pk").cause is Cause.SETTINGS_CHANGE


def test_what_has_ended_is_never_judged_again(world: World) -> None:
    world.write_policy()
    registration = world.enrol().registration
    sign_out(registration=registration, by=SYSTEM, now=world.now)
    before = WindowsManagedAppRegistration.objects.values().get()

    world.write_policy(minimum_required_os_version="11.0")
    world.pass_time(days=100)
    world.catch_up()

    assert WindowsManagedAppRegistration.objects.values().get() == before
