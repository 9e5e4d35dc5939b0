"""What becomes of a wipe that nobody completes?"""

from datetime import timedelta

import pytest

from devices.services.enrolment import standing
from devices.services.wipes import cancel_wipe, expire, wipe_user
from devices.wipe_lifecycle import WipeOrigin
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.errors import Conflict
from protection.engine.facts import Access
from tests.devices.wipes import Registration, access, answer, asked, states
from tests.world import World

pytestmark = pytest.mark.django_db

PERIODS = [
    (timedelta(days=30), timedelta(days=34)),
    (timedelta(days=90), timedelta(days=94)),
    (timedelta(0), timedelta(days=94)),
    (None, timedelta(days=94)),
]


@pytest.mark.parametrize(("wipe", "lifetime"), PERIODS)
def test_a_wipe_lives_for_the_offline_wipe_period_and_four_days(
    world: World, wipe: timedelta | None, lifetime: timedelta
) -> None:
    world.write_policy(period_offline_before_wipe_is_enforced=wipe)

    request = asked(world, world.enrol().registration)

    assert request.expires_at == world.now + lifetime


def in_touch(world: World, registration: Registration, days: int) -> None:
    """The app keeps checking in for so many days and never completes the wipe."""
    for part in (days // 2, days - days // 2):
        world.pass_time(days=part)
        world.check_in(registration)


@pytest.fixture
def neglected(world: World) -> Registration:
    """A registration that has left an admin's wipe lying for its whole life of ten days."""
    world.write_policy(
        level="notConfigured",  # type: ignore[arg-type]
        period_offline_before_access_check=None,
        period_offline_before_wipe_is_enforced=timedelta(days=6),
    )
    registration = world.enrol().registration
    asked(world, registration)
    in_touch(world, registration, 9)
    world.pass_time(days=1)
    return registration


def test_a_wipe_that_nobody_completes_is_given_up_and_access_returns(world: World, neglected: Registration) -> None:
    summary = world.catch_up()

    assert summary.operations_expired == 1
    assert AuditEvent.objects.filter(activity="ExpireWipe ManagedAppRegistration").count() == 1
    assert (states(neglected), access(neglected)) == (["expired"], Access.ALLOWED)


def test_a_wipe_past_its_life_is_asked_for_no_more_before_anybody_has_written_it_down(
    world: World, neglected: Registration
) -> None:
    seen = standing(registration=neglected, now=world.now)
    before = standing(registration=neglected, now=world.now - timedelta(microseconds=1))

    assert seen.verdict is not None
    assert before.verdict is not None
    assert (seen.verdict.access, list(seen.operations)) == (Access.ALLOWED, [])
    assert (before.verdict.access, len(before.operations)) == (Access.WIPE_PENDING, 1)


def test_a_wipe_past_its_life_can_be_neither_completed_nor_cancelled(world: World, neglected: Registration) -> None:
    with pytest.raises(Conflict):
        answer(world, neglected, succeeded=True)
    with pytest.raises(Conflict):
        cancel_wipe(request=neglected.wipe_requests.get(), by=SYSTEM, now=world.now)


def test_a_wipe_past_its_life_does_not_stand_in_the_way_of_another(world: World, neglected: Registration) -> None:
    asked(world, neglected)

    assert states(neglected) == ["expired", "pending"]


def test_a_wipe_past_its_life_that_is_still_due_is_asked_for_anew_at_the_check_in(
    world: World, neglected: Registration
) -> None:
    wipe_user(user=world.alex, by=SYSTEM, now=world.now)

    [operation] = world.check_in(neglected).operations

    assert operation.origin is WipeOrigin.USER_LEVEL
    assert states(neglected) == ["expired", "pending"]


def test_giving_up_comes_once(world: World, neglected: Registration) -> None:
    assert expire(tenant=world.tenant, now=world.now - timedelta(microseconds=1)) == 0
    assert expire(tenant=world.tenant, now=world.now) == 1
    assert expire(tenant=world.tenant, now=world.now) == 0


def test_the_row_is_due_when_its_wipe_ends(world: World, neglected: Registration) -> None:
    neglected.refresh_from_db()

    assert neglected.next_evaluation_at == world.now
