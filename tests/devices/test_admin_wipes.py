"""How does a wipe that an admin asks for come and go?"""

from typing import Any

import pytest

from devices.services.enrolment import RegistrationEnded, sign_out, standing
from devices.services.wipes import WipePending, cancel_wipe
from devices.wipe_lifecycle import WipeOrigin, WipeState
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.errors import Conflict
from intune_sim.tenants.services import delete_user
from protection.engine.facts import Access, Reason
from protection.services.app_protection import edit_policy
from tests.devices.wipes import access, asked, clear, decided, states
from tests.world import World

pytestmark = pytest.mark.django_db


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
