"""What happens to an app that stays offline? Block, then sign in again, then wipe; and the end after ninety days."""

from datetime import timedelta

import pytest

from devices.models import Ending, WindowsManagedAppRegistration, WipeRequest
from devices.services.enrolment import NothingToReauthenticate, Standing, reauthenticate, standing
from devices.services.wipes import request_wipe
from devices.wipe_lifecycle import WipeOrigin, WipeState
from intune_sim.actors import SYSTEM
from protection.engine.facts import Access, DeviceThreatLevel, Reason
from protection.models import WindowsManagedAppProtection
from protection.services.app_protection import edit_policy
from tests.world import World

pytestmark = pytest.mark.django_db

BLOCK, WIPE = "period_offline_before_access_check", "period_offline_before_wipe_is_enforced"
MOMENT = timedelta(microseconds=1)


def enrolled(world: World, *, block: timedelta | None, wipe: timedelta | None) -> WindowsManagedAppRegistration:
    """A registration under a policy that only knows the offline periods."""
    world.write_policy(level=DeviceThreatLevel.NOT_CONFIGURED, **{BLOCK: block, WIPE: wipe})
    return world.enrol().registration


def seen(world: World, registration: WindowsManagedAppRegistration, **later: float) -> tuple[Access, list[Reason]]:
    """Access and reasons so long after now, without a check-in."""
    verdict = standing(registration=registration, now=world.now + timedelta(**later)).verdict
    assert verdict is not None
    return verdict.access, [finding.reason for finding in verdict.decision.findings]


def told(answer: Standing) -> tuple[Access, list[Reason]]:
    """Access and reasons of an answer."""
    assert answer.verdict is not None
    return answer.verdict.access, [finding.reason for finding in answer.verdict.decision.findings]


def test_the_block_period_is_reached_at_its_instant(world: World) -> None:
    registration = enrolled(world, block=timedelta(hours=12), wipe=None)

    assert seen(world, registration, hours=12, microseconds=-1) == (Access.ALLOWED, [])
    assert seen(world, registration, hours=12) == (Access.BLOCKED, [Reason.OFFLINE_GRACE_PERIOD_EXPIRED])


def test_a_block_period_of_zero_blocks_once_the_next_check_in_is_missed(world: World) -> None:
    registration = enrolled(world, block=timedelta(0), wipe=None)

    assert seen(world, registration, minutes=30, microseconds=-1) == (Access.ALLOWED, [])
    assert seen(world, registration, minutes=30) == (Access.BLOCKED, [Reason.OFFLINE_GRACE_PERIOD_EXPIRED])


def test_without_a_block_period_nothing_blocks(world: World) -> None:
    registration = enrolled(world, block=None, wipe=None)

    assert seen(world, registration, days=89) == (Access.ALLOWED, [])


def test_a_wipe_period_of_zero_never_wipes(world: World) -> None:
    registration = enrolled(world, block=None, wipe=timedelta(0))

    assert seen(world, registration, days=89) == (Access.ALLOWED, [])


def test_past_the_wipe_period_the_user_must_sign_in_again(world: World) -> None:
    registration = enrolled(world, block=timedelta(hours=12), wipe=timedelta(days=30))

    assert seen(world, registration, days=30, microseconds=-1) == (
        Access.BLOCKED,
        [Reason.OFFLINE_GRACE_PERIOD_EXPIRED],
    )
    assert seen(world, registration, days=30) == (
        Access.BLOCKED,
        [Reason.REAUTHENTICATION_REQUIRED, Reason.OFFLINE_GRACE_PERIOD_EXPIRED],
    )


def test_a_check_in_within_the_wipe_period_resets_the_timers(world: World) -> None:
    registration = enrolled(world, block=timedelta(hours=12), wipe=timedelta(days=30))
    now = world.pass_time(days=29)

    answer = world.check_in(registration)

    registration.refresh_from_db()
    assert told(answer) == (Access.ALLOWED, [])
    assert registration.last_sync_date_time == now


def test_a_check_in_past_the_wipe_period_resets_nothing(world: World) -> None:
    registration = enrolled(world, block=None, wipe=timedelta(days=30))
    before = registration.last_sync_date_time
    world.pass_time(days=30)

    answers = [told(world.check_in(registration)), told(world.check_in(registration, application_version="140.0"))]

    registration.refresh_from_db()
    assert answers == [(Access.BLOCKED, [Reason.REAUTHENTICATION_REQUIRED])] * 2
    assert registration.last_sync_date_time == before
    assert registration.application_version == "140.0"


def test_signing_in_again_counts_as_a_check_in(world: World) -> None:
    registration = enrolled(world, block=timedelta(hours=12), wipe=timedelta(days=30))
    now = world.pass_time(days=31)

    answer = reauthenticate(registration=registration, succeeded=True, by=SYSTEM, now=now)

    registration.refresh_from_db()
    assert told(answer) == (Access.ALLOWED, [])
    assert registration.last_sync_date_time == now


def test_failing_to_sign_in_again_opens_a_wipe(world: World) -> None:
    registration = enrolled(world, block=None, wipe=timedelta(days=30))
    now = world.pass_time(days=31)

    answer = reauthenticate(registration=registration, succeeded=False, by=SYSTEM, now=now)

    assert told(answer) == (Access.WIPE_PENDING, [Reason.REAUTHENTICATION_FAILED])
    [operation] = answer.operations
    assert (operation.origin, operation.state) == (WipeOrigin.POLICY, WipeState.PENDING)


def test_a_wipe_after_a_failed_sign_in_stays_though_a_later_one_succeeds(world: World) -> None:
    registration = enrolled(world, block=None, wipe=timedelta(days=30))
    now = world.pass_time(days=31)
    reauthenticate(registration=registration, succeeded=False, by=SYSTEM, now=now)

    answer = reauthenticate(registration=registration, succeeded=True, by=SYSTEM, now=now)

    assert told(answer) == (Access.WIPE_PENDING, [Reason.WIPE_REQUESTED])
    assert WipeRequest.objects.count() == 1


@pytest.mark.parametrize("succeeded", [True, False])
def test_nobody_signs_in_again_who_was_not_asked(world: World, succeeded: bool) -> None:
    registration = enrolled(world, block=timedelta(hours=12), wipe=timedelta(days=30))
    now = world.pass_time(days=29)

    with pytest.raises(NothingToReauthenticate):
        reauthenticate(registration=registration, succeeded=succeeded, by=SYSTEM, now=now)


def test_a_managed_device_is_not_asked(world: World) -> None:
    registration = enrolled(world, block=timedelta(hours=12), wipe=timedelta(days=30))
    world.check_in(registration, is_mdm_enrolled=True)

    assert seen(world, registration, days=31) == (Access.UNPROTECTED, [])


def test_with_the_default_periods_deregistration_comes_before_any_wipe(world: World) -> None:
    registration = enrolled(world, block=timedelta(hours=12), wipe=timedelta(days=90))
    request_wipe(registration=registration, by=SYSTEM, now=world.now)
    world.pass_time(days=90)

    summary = world.catch_up()

    registration.refresh_from_db()
    assert summary.deregistered == 1
    assert registration.ending is Ending.DEREGISTERED
    assert registration.next_evaluation_at is None
    assert registration.wipe_requests.get().state is WipeState.CANCELLED


def test_just_before_ninety_days_nothing_is_deregistered(world: World) -> None:
    registration = enrolled(world, block=None, wipe=None)
    world.pass_time(days=90, microseconds=-1)

    world.catch_up()

    registration.refresh_from_db()
    assert registration.ended_at is None
    assert registration.next_evaluation_at == world.now + MOMENT


def test_a_shorter_block_period_is_judged_from_the_last_check_in(world: World) -> None:
    registration = enrolled(world, block=timedelta(hours=12), wipe=None)
    now = world.pass_time(hours=2)

    edit_policy(
        policy=WindowsManagedAppProtection.objects.get(), settings={BLOCK: timedelta(hours=1)}, by=SYSTEM, now=now
    )
    world.catch_up()

    registration.refresh_from_db()
    [finding] = registration.findings
    assert registration.access is Access.BLOCKED
    assert finding["since"] == now.isoformat()
