"""What happens to the apps of a user on the list of user-level wipes?"""

import pytest

from devices.models import UserLevelWipe
from devices.services.enrolment import DeviceFacts
from devices.services.wipes import WipePending, unblock_user, wipe_user
from devices.wipe_lifecycle import WipeOrigin
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.errors import DomainError, NotFound
from intune_sim.tenants.services import delete_user
from protection.engine.facts import Access
from tests.devices.wipes import access, answer, asked, states
from tests.factories.tenants import UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db


def test_every_app_of_a_listed_user_is_wiped_and_nobody_elses(world: World) -> None:
    mine = [world.enrol().registration, world.enrol(device=DeviceFacts("laptop", "10.0.22631")).registration]
    other = world.enrol(UserFactory(tenant=world.tenant, licensed=True)).registration

    wipe_user(user=world.alex, by=SYSTEM, now=world.now)

    assert [access(one) for one in mine] == [Access.WIPE_PENDING] * 2
    assert [one.wipe_requests.get().origin for one in mine] == [WipeOrigin.USER_LEVEL] * 2
    assert access(other) is Access.INACTIVE


def test_a_user_is_listed_once(world: World) -> None:
    wipe_user(user=world.alex, by=SYSTEM, now=world.now)

    with pytest.raises(WipePending):
        wipe_user(user=world.alex, by=SYSTEM, now=world.now)
    unblock_user(user=world.alex, by=SYSTEM, now=world.now)
    with pytest.raises(NotFound):
        unblock_user(user=world.alex, by=SYSTEM, now=world.now)


def test_a_listed_user_cannot_enrol_until_taken_off_the_list(world: World) -> None:
    wipe_user(user=world.alex, by=SYSTEM, now=world.now)

    with pytest.raises(DomainError) as refusal:
        world.enrol()
    unblock_user(user=world.alex, by=SYSTEM, now=world.now)

    assert refusal.value.code == "UserLevelWipe"
    assert world.enrol().is_new


def test_a_listed_users_wipe_comes_back_at_every_check_in(world: World) -> None:
    registration = world.enrol().registration
    wipe_user(user=world.alex, by=SYSTEM, now=world.now)
    answer(world, registration, succeeded=False)

    world.check_in(registration)

    assert states(registration) == ["failed", "pending"]


def test_taking_a_user_off_the_list_takes_back_its_wipes_and_no_others(world: World) -> None:
    registration = world.enrol().registration
    laptop = world.enrol(device=DeviceFacts("laptop", "10.0.22631")).registration
    asked(world, laptop)
    wipe_user(user=world.alex, by=SYSTEM, now=world.now)

    unblock_user(user=world.alex, by=SYSTEM, now=world.now)

    assert (states(registration), access(registration)) == (["cancelled"], Access.INACTIVE)
    assert (states(laptop), access(laptop)) == (["pending"], Access.WIPE_PENDING)


def test_both_turns_of_the_list_are_logged(world: World) -> None:
    wipe_user(user=world.alex, by=SYSTEM, now=world.now)
    unblock_user(user=world.alex, by=SYSTEM, now=world.now)

    assert list(AuditEvent.objects.order_by("pk").values_list("activity", flat=True)) == [
        "Create UserLevelWipe",
        "Delete UserLevelWipe",
    ]


def test_a_deleted_user_leaves_the_list(world: World) -> None:
    wipe_user(user=world.alex, by=SYSTEM, now=world.now)

    delete_user(user=world.alex, by=SYSTEM, now=world.now)

    assert not UserLevelWipe.objects.exists()
