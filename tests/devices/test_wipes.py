"""How does a selective wipe come and go?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from connectors.models import MobileThreatDefenseConnector
from connectors.services import remove_connector
from devices.models import Ending, UserLevelWipe, WindowsManagedAppRegistration, WipeRequest
from devices.services.enrolment import DeviceFacts, RegistrationEnded, sign_out, standing
from devices.services.wipes import (
    WipePending,
    cancel_wipe,
    complete_wipe,
    expire,
    request_wipe,
    unblock_user,
    wipe_user,
)
from devices.wipe_lifecycle import WipeOrigin, WipeState
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.errors import Conflict, DomainError, NotFound
from intune_sim.tenants.services import delete_user
from protection.engine.facts import Access, HealthState, Reason, RemediationAction
from protection.models import WindowsManagedAppProtection
from protection.services.app_protection import delete_policy, edit_policy
from tests.factories.tenants import UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db

Registration = WindowsManagedAppRegistration
WIPING = {"mobile_threat_defense_remediation_action": RemediationAction.WIPE}


def decided(world: World, **settings: Any) -> Registration:
    """A policy that wipes has met a threat."""
    world.add_connector()
    world.write_policy(**{**WIPING, **settings})
    registration = world.enrol().registration
    world.report(registration, HealthState.HIGH_SEVERITY)
    registration.refresh_from_db()
    assert registration.access is Access.WIPE_PENDING
    return registration


def clear(world: World, registration: Registration) -> None:
    """The threat is gone, and reported so."""
    world.pass_time(minutes=1)
    world.report(registration, HealthState.SECURED)


def asked(world: World, registration: Registration) -> WipeRequest:
    """An admin asks for a wipe."""
    return request_wipe(registration=registration, by=SYSTEM, now=world.now)


def answer(world: World, registration: Registration, *, succeeded: bool) -> None:
    """The app says how its open wipe went."""
    complete_wipe(
        registration=registration,
        request=registration.wipe_requests.get(state=WipeState.PENDING),
        succeeded=succeeded,
        detail="disk",
        by=SYSTEM,
        now=world.now,
    )


def states(registration: Registration) -> list[str]:
    """Every wipe's state, oldest first."""
    return [request.state.value for request in registration.wipe_requests.order_by("pk")]


def access(registration: Registration) -> Access:
    """The access that is stored."""
    return Registration.objects.get(pk=registration.pk).access


# A policy's own


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


# An admin's


def test_an_admins_wipe_of_an_allowed_registration_is_pending_at_once(world: World) -> None:
    registration = world.enrol().registration

    request = asked(world, registration)

    assert (request.origin, request.state) == (WipeOrigin.ADMIN, WipeState.PENDING)
    assert access(registration) is Access.WIPE_PENDING
    assert AuditEvent.objects.latest("pk").activity == "Wipe ManagedAppRegistration"


def test_an_admins_wipe_is_told_beside_a_condition_that_wipes_too(world: World) -> None:
    policy = world.write_policy()
    registration = world.enrol().registration
    asked(world, registration)

    edit_policy(policy=policy, settings={"minimum_wipe_os_version": "99.0"}, by=SYSTEM, now=world.now)

    verdict = standing(registration=registration, now=world.now).verdict
    assert verdict is not None
    assert [finding.reason for finding in verdict.decision.findings] == [
        Reason.OS_VERSION_TOO_LOW,
        Reason.WIPE_REQUESTED,
    ]


def test_a_second_pending_wipe_is_refused(world: World) -> None:
    registration = decided(world)

    with pytest.raises(WipePending):
        asked(world, registration)


def test_a_wipe_of_what_has_ended_is_refused(world: World) -> None:
    registration = world.enrol().registration
    world.pass_time(days=90)

    with pytest.raises(RegistrationEnded):
        asked(world, registration)


def test_cancelling_brings_back_what_the_facts_say(world: World) -> None:
    registration = world.enrol().registration
    request = asked(world, registration)

    cancel_wipe(request=request, by=SYSTEM, now=world.now)

    assert access(registration) is Access.INACTIVE
    assert states(registration) == ["cancelled"]
    with pytest.raises(Conflict):
        cancel_wipe(request=request, by=SYSTEM, now=world.now)


def test_cancelling_a_policys_wipe_whose_reason_is_gone_brings_access_back(world: World) -> None:
    registration = decided(world)
    clear(world, registration)

    cancel_wipe(request=registration.wipe_requests.get(), by=SYSTEM, now=world.now)

    assert access(registration) is Access.ALLOWED


def test_cancelling_is_logged_with_old_and_new_state(world: World) -> None:
    request = asked(world, world.enrol().registration)

    cancel_wipe(request=request, by=SYSTEM, now=world.now)

    assert AuditEvent.objects.latest("pk").modified_properties == [
        {"displayName": "state", "oldValue": "pending", "newValue": "cancelled"}
    ]


@pytest.mark.parametrize("end", [sign_out, None])
def test_an_end_cancels_what_is_open(world: World, end: Any) -> None:
    registration = world.enrol().registration
    asked(world, registration)

    (end or (lambda **_: delete_user(user=world.alex, by=SYSTEM, now=world.now)))(
        registration=registration, by=SYSTEM, now=world.now
    )

    assert states(registration) == ["cancelled"]


# User-level


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


# Nobody completes it


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
