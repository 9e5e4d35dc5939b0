"""What provisions Windows Security Center? The first policy that reaches a user, and the first app that enrols or checks in."""

from collections.abc import Callable
from typing import Any

import pytest

from connectors.lifecycle import PartnerState, StateCause
from connectors.partners import WINDOWS_SECURITY_CENTER
from connectors.services import deprovision
from devices.services.enrolment import DeviceFacts, standing
from intune_sim.actors import SYSTEM
from intune_sim.tenants.models import Group
from intune_sim.tenants.services import add_members, assign_license, delete_group, remove_members
from protection.engine.facts import Access
from protection.models import Intent
from protection.services.app_protection import delete_policy, edit_policy
from tests.connectors.given import Connector, windows_security_center_enabled
from tests.factories.protection import EDGE, PolicyFactory
from tests.factories.tenants import GroupFactory, UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db

S, C = PartnerState, StateCause


def is_live(world: World) -> bool:
    """Whether Windows Security Center has been provisioned."""
    connector = Connector.objects.get(tenant=world.tenant, graph_id=WINDOWS_SECURITY_CENTER.id)
    return connector.provisioned_at == world.now


def test_an_enrolment_answered_with_inactive_provisions_it(world: World) -> None:
    world.add_connector()

    standing = world.enrol()

    assert standing.verdict is not None
    assert standing.verdict.access is Access.INACTIVE
    assert is_live(world)


def test_the_first_enrolment_meets_a_live_connector_and_is_blocked_without_a_health_state(world: World) -> None:
    PolicyFactory(
        tenant=world.tenant, groups=[world.staff], maximum_allowed_device_threat_level="high"
    )  # not through the service: nothing has reached a user since the connector was added
    world.add_connector()

    standing = world.enrol()

    assert standing.verdict is not None
    assert standing.verdict.access is Access.BLOCKED


def test_a_check_in_that_carries_a_policy_provisions_it(world: World) -> None:
    world.write_policy()
    registration = world.enrol().registration
    connector = world.add_connector()
    world.pass_time(minutes=30)

    world.check_in(registration)

    assert is_live(world)
    assert connector.state_changes.latest("pk").cause is C.CHECK_IN


def test_enrolling_once_more_with_a_policy_provisions_it(world: World) -> None:
    world.write_policy()
    world.enrol()
    world.add_connector()
    world.pass_time(minutes=30)

    world.enrol()

    assert is_live(world)


def test_a_check_in_without_a_policy_does_not_provision_it(world: World) -> None:
    registration = world.enrol().registration
    world.add_connector()

    world.check_in(registration)

    assert not is_live(world)


def test_a_check_in_of_a_managed_device_does_not_provision_it(world: World) -> None:
    world.write_policy()
    registration = world.enrol().registration
    world.add_connector()

    world.check_in(registration, is_mdm_enrolled=True)

    assert not is_live(world)


def test_a_policy_and_an_enrolment_from_before_the_connector_do_not_count(world: World) -> None:
    world.write_policy()
    world.enrol()

    connector = world.add_connector()
    world.catch_up()

    connector.refresh_from_db()
    assert connector.partner_state is S.UNAVAILABLE


def test_looking_at_a_registration_does_not_provision_it(world: World) -> None:
    world.write_policy()
    registration = world.enrol().registration
    world.add_connector()

    standing(registration=registration, now=world.now)

    assert not is_live(world)


def unassigned(world: World, **columns: Any) -> Any:
    """A policy for Edge that nobody is assigned to."""
    return PolicyFactory(tenant=world.tenant, **columns)


def test_an_assignment_that_reaches_a_user_provisions_it(world: World) -> None:
    policy = unassigned(world)
    world.add_connector()

    edit_policy(policy=policy, assignments=[(world.staff.graph_id, Intent.INCLUDE)], by=SYSTEM, now=world.now)

    assert is_live(world)


def test_the_first_app_of_an_assigned_policy_provisions_it(world: World) -> None:
    policy = unassigned(world, apps=(), groups=[world.staff])
    world.add_connector()

    edit_policy(policy=policy, apps=[EDGE], by=SYSTEM, now=world.now)

    assert is_live(world)


def test_a_user_who_joins_an_assigned_group_provisions_it(world: World) -> None:
    unassigned(world, groups=[GroupFactory(tenant=world.tenant)])
    group = Group.objects.latest("pk")
    world.add_connector()

    add_members(group=group, users=[world.alex], by=SYSTEM, now=world.now)

    assert is_live(world)


def test_a_user_who_leaves_an_excluded_group_provisions_it(world: World) -> None:
    kept_out = GroupFactory(tenant=world.tenant, members=[world.alex])
    unassigned(world, groups=[world.staff], excluded=[kept_out])
    world.add_connector()

    remove_members(group=kept_out, users=[world.alex], by=SYSTEM, now=world.now)

    assert is_live(world)


def test_deleting_an_excluded_group_provisions_it(world: World) -> None:
    kept_out = GroupFactory(tenant=world.tenant, members=[world.alex])
    unassigned(world, groups=[world.staff], excluded=[kept_out])
    world.add_connector()

    delete_group(group=kept_out, by=SYSTEM, now=world.now)

    assert is_live(world)


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(
            lambda world, policy: edit_policy(
                policy=policy, settings={"print_blocked": True}, by=SYSTEM, now=world.now
            ),
            id="a setting of a policy that has reached its users",
        ),
        pytest.param(
            lambda world, policy: delete_policy(policy=policy, by=SYSTEM, now=world.now),
            id="a policy deleted",
        ),
        pytest.param(
            lambda world, _: add_members(
                group=GroupFactory(tenant=world.tenant), users=[world.alex], by=SYSTEM, now=world.now
            ),
            id="a group that no policy names",
        ),
        pytest.param(
            lambda world, _: remove_members(group=world.staff, users=[world.alex], by=SYSTEM, now=world.now),
            id="a user who leaves",
        ),
        pytest.param(
            lambda world, _: assign_license(user=world.alex, remove=[], by=SYSTEM, now=world.now), id="nothing"
        ),
    ],
)
def test_what_brings_no_policy_to_anybody_does_not_provision_it(
    world: World, event: Callable[[World, Any], object]
) -> None:
    policy = unassigned(world, groups=[world.staff])
    world.add_connector()

    event(world, policy)

    assert not is_live(world)


def test_a_group_without_members_is_nobody_to_reach(world: World) -> None:
    policy = unassigned(world)
    world.add_connector()

    empty = GroupFactory(tenant=world.tenant)
    edit_policy(policy=policy, assignments=[(empty.graph_id, Intent.INCLUDE)], by=SYSTEM, now=world.now)

    assert not is_live(world)


def test_another_tenants_enrolment_does_not_provision_it(world: World, fabrikam: Any) -> None:
    stranger = UserFactory(tenant=fabrikam, licensed=True)
    world.add_connector()

    World(tenant=fabrikam, adele=stranger, alex=stranger, staff=world.staff).enrol()

    assert not is_live(world)


def test_after_its_partner_withdrew_it_waits_for_activity_again(world: World) -> None:
    connector = windows_security_center_enabled(world)
    deprovision(connector=connector, by=SYSTEM, now=world.now)
    world.pass_time(hours=1)

    world.enrol(device=DeviceFacts("another", "10.0.22631"))

    assert is_live(world)
