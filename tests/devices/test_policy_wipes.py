"""How does a wipe that a policy decides come and go?"""

from collections.abc import Callable

import pytest

from connectors.models import MobileThreatDefenseConnector
from connectors.services import remove_connector
from devices.models import Ending, WipeRequest
from devices.services.enrolment import RegistrationEnded, sign_out, standing
from devices.services.wipes import complete_wipe
from devices.wipe_lifecycle import WipeOrigin, WipeState
from intune_sim.actors import SYSTEM
from intune_sim.errors import Conflict
from protection.engine.facts import Access, HealthState, Reason
from protection.models import WindowsManagedAppProtection
from protection.services.app_protection import delete_policy, edit_policy
from tests.devices.wipes import Registration, access, answer, asked, clear, decided, states
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_policys_wipe_is_an_operation_that_the_app_is_given(world: World) -> None:
    registration = decided(world)

    [operation] = standing(registration=registration, now=world.now).operations

    assert (operation.origin, operation.state) == (WipeOrigin.POLICY, WipeState.PENDING)


TAKE_AWAY = [
    pytest.param(clear, id="threat cleared"),
    pytest.param(
        lambda world, _: edit_policy(
            policy=WindowsManagedAppProtection.objects.get(),
            settings={"maximum_allowed_device_threat_level": "high"},
            by=SYSTEM,
            now=world.now,
        ),
        id="policy edited",
    ),
    pytest.param(
        lambda world, _: delete_policy(policy=WindowsManagedAppProtection.objects.get(), by=SYSTEM, now=world.now),
        id="policy deleted",
    ),
    pytest.param(
        lambda world, _: remove_connector(
            connector=MobileThreatDefenseConnector.objects.get(), by=SYSTEM, now=world.now
        ),
        id="connector removed",
    ),
    pytest.param(lambda world, registration: world.check_in(registration, is_mdm_enrolled=True), id="device managed"),
]


@pytest.mark.parametrize("take_away", TAKE_AWAY)
def test_a_wipe_once_decided_stays_whatever_becomes_of_its_reason(
    world: World, take_away: Callable[[World, Registration], object]
) -> None:
    registration = decided(world)

    take_away(world, registration)
    world.catch_up()

    verdict = standing(registration=registration, now=world.now).verdict
    assert verdict is not None
    assert access(registration) is Access.WIPE_PENDING
    assert [finding.reason for finding in verdict.decision.findings] == [Reason.WIPE_REQUESTED]
    assert states(registration) == ["pending"]


def test_only_one_wipe_is_open_at_a_time_however_often_it_is_decided(world: World) -> None:
    registration = decided(world)

    world.check_in(registration)
    world.pass_time(minutes=1)
    world.report(registration, HealthState.COMPROMISED)
    world.catch_up()

    assert states(registration) == ["pending"]


def test_a_wipe_that_succeeds_ends_the_registration(world: World) -> None:
    registration = decided(world)

    answer(world, registration, succeeded=True)

    registration.refresh_from_db()
    assert (registration.ending, registration.access, registration.findings) == (Ending.WIPED, Access.WIPED, [])
    assert registration.next_evaluation_at is None
    assert states(registration) == ["successful"]
    assert registration.access_changes.latest("pk").to_access is Access.WIPED
    assert standing(registration=registration, now=world.now).verdict is None
    assert world.check_in(registration).verdict is None


@pytest.mark.parametrize(
    "call",
    [
        lambda world, registration: sign_out(registration=registration, by=SYSTEM, now=world.now),
        asked,
        lambda world, registration: complete_wipe(
            registration=registration,
            request=registration.wipe_requests.get(),
            succeeded=True,
            detail="",
            by=SYSTEM,
            now=world.now,
        ),
    ],
)
def test_nothing_more_is_asked_of_a_wiped_registration(
    world: World, call: Callable[[World, Registration], object]
) -> None:
    registration = decided(world)
    answer(world, registration, succeeded=True)

    with pytest.raises(RegistrationEnded):
        call(world, registration)


def test_after_a_failed_wipe_nothing_is_asked_until_the_next_check_in(world: World) -> None:
    registration = decided(world)

    answer(world, registration, succeeded=False)
    world.catch_up()
    held = states(registration)
    world.check_in(registration)

    assert held == ["failed"]
    assert states(registration) == ["failed", "pending"]
    assert WipeRequest.objects.first().detail == "disk"  # type: ignore[union-attr]


def test_a_threat_that_is_cleared_before_the_next_check_in_is_not_wiped_again(world: World) -> None:
    registration = decided(world)
    answer(world, registration, succeeded=False)
    clear(world, registration)

    world.check_in(registration)

    assert access(registration) is Access.ALLOWED
    assert states(registration) == ["failed"]


def test_a_wipe_that_is_answered_cannot_be_answered_again(world: World) -> None:
    registration = decided(world)
    request = registration.wipe_requests.get()
    answer(world, registration, succeeded=False)

    with pytest.raises(Conflict):
        complete_wipe(registration=registration, request=request, succeeded=True, detail="", by=SYSTEM, now=world.now)
