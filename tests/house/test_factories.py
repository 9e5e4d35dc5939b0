"""Do the factories' stories end as their names say?"""

import pytest

from connectors.lifecycle import PartnerState
from protection.engine.facts import Access, HealthState
from tests.factories.connectors import ConnectorFactory
from tests.factories.devices import RegistrationFactory
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("trait", "access"),
    [
        ({}, Access.INACTIVE),
        ({"allowed": True}, Access.ALLOWED),
        ({"blocked_by_threat": True}, Access.BLOCKED),
        ({"blocked_without_health_state": True}, Access.BLOCKED),
        ({"blocked_offline": True}, Access.BLOCKED),
        ({"warned": True}, Access.WARNED),
        ({"wipe_pending_by_threat": True}, Access.WIPE_PENDING),
        ({"unprotected": True}, Access.UNPROTECTED),
    ],
)
def test_a_registration_has_the_access_that_its_story_ends_with(trait: dict[str, bool], access: Access) -> None:
    registration = RegistrationFactory(**trait)

    assert registration.access == access


@pytest.mark.parametrize(
    ("trait", "state"),
    [
        ({}, PartnerState.ENABLED),
        ({"awaiting_activity": True}, PartnerState.UNAVAILABLE),
        ({"unresponsive": True}, PartnerState.UNRESPONSIVE),
        ({"toggle_off": True}, PartnerState.AVAILABLE),
        ({"in_error": True}, PartnerState.ERROR),
        ({"defender": True}, PartnerState.ENABLED),
    ],
)
def test_a_connector_has_the_state_that_its_story_ends_with(trait: dict[str, bool], state: PartnerState) -> None:
    assert ConnectorFactory(**trait).partner_state == state


def test_a_world_plays_the_main_story(world: World) -> None:
    world.add_connector()
    world.write_policy()
    registration = world.enrol().registration

    world.report(registration, HealthState.HIGH_SEVERITY)
    world.pass_time(minutes=30)
    blocked = world.check_in(registration)
    world.report(registration, HealthState.SECURED)
    allowed = world.check_in(registration)

    assert (blocked.verdict and blocked.verdict.access) == Access.BLOCKED
    assert (allowed.verdict and allowed.verdict.access) == Access.ALLOWED
