"""What if a partner falls silent? It is unresponsive at the instant, and believed no more."""

from datetime import timedelta

import pytest

from connectors.lifecycle import PartnerState, StateCause
from connectors.services import configure_connector, mark_unresponsive, record_heartbeat
from intune_sim.actors import SYSTEM
from protection.engine.facts import Access, HealthState
from tests.connectors.given import DAYS, WINDOWS, Event, deprovisioning, enabled, heartbeat, setting, threat_message
from tests.world import World

pytestmark = pytest.mark.django_db

S, C = PartnerState, StateCause


def test_a_connector_is_unresponsive_at_the_instant_and_not_before(world: World) -> None:
    connector = enabled(world)
    deadline = world.now + timedelta(days=7)

    assert connector.state(deadline - timedelta(microseconds=1)) is S.ENABLED
    assert connector.state(deadline) is S.UNRESPONSIVE


def test_fewer_days_are_judged_at_once(world: World) -> None:
    connector = enabled(world)
    now = world.pass_time(days=3)

    configure_connector(connector=connector, settings={DAYS: 3}, by=SYSTEM, now=now)

    connector.refresh_from_db()
    assert connector.partner_state is S.UNRESPONSIVE
    assert connector.partner_state_cause is C.CONFIGURED


def test_silence_is_written_down_once(world: World) -> None:
    enabled(world)
    now = world.pass_time(days=8)

    assert mark_unresponsive(tenant=world.tenant, now=now) == 1
    assert mark_unresponsive(tenant=world.tenant, now=now) == 0


def test_silence_frees_a_device_at_once_and_a_heartbeat_blocks_it_again(world: World) -> None:
    connector = world.add_connector()
    world.write_policy(period_offline_before_access_check=None)
    registration = world.enrol().registration
    world.report(registration, HealthState.HIGH_SEVERITY)

    world.pass_time(days=7)
    world.catch_up()
    registration.refresh_from_db()
    freed = registration.access
    record_heartbeat(connector=connector, by=SYSTEM, now=world.now)
    world.catch_up()
    registration.refresh_from_db()

    assert (freed, registration.access) == (Access.ALLOWED, Access.BLOCKED)


@pytest.mark.parametrize("event", [heartbeat, threat_message, deprovisioning, setting(WINDOWS, False)])
def test_silence_that_nobody_has_written_down_is_dated_at_its_instant_by_whatever_comes_next(
    world: World, event: Event
) -> None:
    connector = enabled(world)
    deadline = world.now + timedelta(days=7)
    world.pass_time(days=9)

    event(world, connector)

    silence = connector.state_changes.get(cause=C.SILENCE)
    assert (silence.from_state, silence.to_state, silence.at) == (S.ENABLED, S.UNRESPONSIVE, deadline)
