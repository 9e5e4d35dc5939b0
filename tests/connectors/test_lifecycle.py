"""How does a connector live? The connector table, a case a row."""

from datetime import timedelta

import pytest

from connectors.lifecycle import PartnerState, StateCause
from devices.models import HealthStateReport
from devices.services.health import ReportStatus, record_health_states
from intune_sim.actors import SYSTEM
from protection.engine.facts import HealthState
from tests.connectors.given import (
    DAYS,
    WINDOWS,
    Event,
    Given,
    available,
    deprovisioned,
    deprovisioning,
    enabled,
    error,
    faulty,
    first_enrolment,
    first_policy,
    heartbeat,
    not_set_up,
    setting,
    seven_days,
    silent,
    threat_message,
    unavailable,
    unavailable_with_toggle_off,
    windows_security_center_enabled,
)
from tests.world import World

pytestmark = pytest.mark.django_db

S, C = PartnerState, StateCause

CHANGES = [
    ("Unavailable, toggle on: first policy", unavailable, first_policy, S.ENABLED, C.FIRST_POLICY),
    ("Unavailable, toggle off: first policy", unavailable_with_toggle_off, first_policy, S.AVAILABLE, C.FIRST_POLICY),
    ("Unavailable, toggle on: first enrolment", unavailable, first_enrolment, S.ENABLED, C.FIRST_ENROLMENT),
    (
        "Unavailable, toggle off: first enrolment",
        unavailable_with_toggle_off,
        first_enrolment,
        S.AVAILABLE,
        C.FIRST_ENROLMENT,
    ),
    ("Not Set Up: first heartbeat", not_set_up, heartbeat, S.AVAILABLE, C.HEARTBEAT),
    ("Not Set Up: first heartbeat with an error", not_set_up, error, S.ERROR, C.ERROR_REPORTED),
    ("Unavailable (third party): heartbeat", deprovisioned, heartbeat, S.AVAILABLE, C.HEARTBEAT),
    ("Available: a platform toggle on", available, setting(WINDOWS, True), S.ENABLED, C.CONFIGURED),
    ("Enabled: the last platform toggle off", enabled, setting(WINDOWS, False), S.AVAILABLE, C.CONFIGURED),
    ("Available: silence", available, seven_days, S.UNRESPONSIVE, C.SILENCE),
    ("Enabled: silence", enabled, seven_days, S.UNRESPONSIVE, C.SILENCE),
    ("Error: silence", faulty(enabled), seven_days, S.UNRESPONSIVE, C.SILENCE),
    ("Unresponsive, toggle on: heartbeat", silent(enabled), heartbeat, S.ENABLED, C.HEARTBEAT),
    ("Unresponsive, toggle off: heartbeat", silent(available), heartbeat, S.AVAILABLE, C.HEARTBEAT),
    ("Unresponsive: heartbeat with an error", silent(enabled), error, S.ERROR, C.ERROR_REPORTED),
    ("Available: error", available, error, S.ERROR, C.ERROR_REPORTED),
    ("Enabled: error", enabled, error, S.ERROR, C.ERROR_REPORTED),
    ("Error, toggle on: good heartbeat", faulty(enabled), heartbeat, S.ENABLED, C.HEARTBEAT),
    ("Error, toggle off: good heartbeat", faulty(available), heartbeat, S.AVAILABLE, C.HEARTBEAT),
    ("Error: health message", faulty(enabled), threat_message, S.ENABLED, C.HEARTBEAT),
    ("Unresponsive: health message", silent(enabled), threat_message, S.ENABLED, C.HEARTBEAT),
    ("Available: deprovisioned", available, deprovisioning, S.UNAVAILABLE, C.DEPROVISIONED),
    ("Enabled: deprovisioned", enabled, deprovisioning, S.UNAVAILABLE, C.DEPROVISIONED),
    ("Unresponsive: deprovisioned", silent(enabled), deprovisioning, S.UNAVAILABLE, C.DEPROVISIONED),
    ("Error: deprovisioned", faulty(enabled), deprovisioning, S.UNAVAILABLE, C.DEPROVISIONED),
    ("Unresponsive: more days", silent(enabled), setting(DAYS, 8), S.ENABLED, C.CONFIGURED),
]


@pytest.mark.parametrize(
    ("given", "event", "state", "cause"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES]
)
def test_an_event_brings_the_connector_to_its_next_state_dated_and_with_its_cause(
    world: World, given: Given, event: Event, state: PartnerState, cause: StateCause
) -> None:
    connector = given(world)
    before = connector.partner_state
    world.pass_time(minutes=1)

    event(world, connector)

    connector.refresh_from_db()
    change = connector.state_changes.latest("pk")
    assert connector.partner_state is state
    assert (change.from_state, change.to_state, change.cause, change.at) == (before, state, cause, world.now)
    assert (connector.partner_state_at, connector.partner_state_cause) == (world.now, cause)


UNCHANGED = [
    ("Unavailable (WSC): more days", unavailable, setting(DAYS, 8)),
    ("Unavailable (WSC): heartbeat", unavailable, heartbeat),
    ("Unavailable (WSC): heartbeat with an error", unavailable, error),
    ("Unavailable (third party): threat message", deprovisioned, threat_message),
    ("Not Set Up: threat message", not_set_up, threat_message),
    ("Not Set Up: silence", not_set_up, seven_days),
    ("Unavailable: silence", unavailable, seven_days),
    ("Available: heartbeat", available, heartbeat),
    ("Enabled: heartbeat", enabled, heartbeat),
    ("Available: health message", available, threat_message),
    ("Enabled: health message", enabled, threat_message),
    ("Enabled (WSC): another policy", windows_security_center_enabled, first_policy),
    ("Unresponsive (WSC): enrolment", silent(windows_security_center_enabled), first_enrolment),
    ("Error: another error", faulty(enabled), error),
    ("Enabled: more days", enabled, setting(DAYS, 8)),
]


@pytest.mark.parametrize(("given", "event"), [row[1:] for row in UNCHANGED], ids=[row[0] for row in UNCHANGED])
def test_an_event_leaves_the_connector_in_its_state(world: World, given: Given, event: Event) -> None:
    connector = given(world)
    before, changes = connector.partner_state, connector.state_changes.count()
    world.pass_time(minutes=1)

    event(world, connector)

    connector.refresh_from_db()
    assert connector.partner_state is before
    assert connector.state_changes.count() == changes


@pytest.mark.parametrize(("given", "state"), [(unavailable, S.UNAVAILABLE), (not_set_up, S.NOT_SET_UP)])
def test_a_new_connector_waits_for_what_provisions_it(world: World, given: Given, state: PartnerState) -> None:
    connector = given(world)

    [change] = connector.state_changes.all()
    assert connector.partner_state is state
    assert (change.from_state, change.to_state, change.cause, change.at) == (None, state, C.CREATED, world.now)
    assert connector.last_heartbeat_date_time is None


@pytest.mark.parametrize("given", [not_set_up, unavailable_with_toggle_off, deprovisioned])
def test_a_message_to_a_connector_that_is_not_provisioned_is_dropped_and_counted(world: World, given: Given) -> None:
    registration = world.enrol().registration
    connector = given(world)
    report = world.health_report(registration, HealthState.HIGH_SEVERITY)

    outcomes = record_health_states(connector=connector, reports=[report, report], by=SYSTEM, now=world.now)

    connector.refresh_from_db()
    assert {outcome.status for outcome in outcomes} == {ReportStatus.DROPPED}
    assert connector.dropped_report_count == 2
    assert not HealthStateReport.objects.exists()


@pytest.mark.parametrize("event", [heartbeat, error, threat_message])
def test_every_sign_of_life_counts_as_the_last_synchronisation(world: World, event: Event) -> None:
    connector = enabled(world)
    now = world.pass_time(days=3)

    event(world, connector)

    connector.refresh_from_db()
    assert connector.last_heartbeat_date_time == now
    assert connector.unresponsive_at == now + timedelta(days=7)
