"""Since when does a condition fail? Without a break, whatever else changes."""

from datetime import datetime, timedelta

import pytest

from connectors.models import MobileThreatDefenseConnector
from connectors.services import configure_connector, record_heartbeat
from devices.models import WindowsManagedAppRegistration
from devices.services.enrolment import standing
from devices.services.health import HealthReport, record_health_states
from intune_sim.actors import SYSTEM
from intune_sim.tenants.services import change_settings
from protection.engine.facts import HealthState
from protection.models import WindowsManagedAppProtection
from protection.services.app_protection import edit_policy
from tests.world import World

pytestmark = pytest.mark.django_db


def since(registration: WindowsManagedAppRegistration) -> list[tuple[str | None, datetime]]:
    """Every stored finding's reason, with the instant since when it fails."""
    registration.refresh_from_db()
    return [(one["reason"], datetime.fromisoformat(one["since"])) for one in registration.findings]


def alive(world: World) -> None:
    """The partner gives a sign of life."""
    record_heartbeat(connector=MobileThreatDefenseConnector.objects.get(), by=SYSTEM, now=world.now)


def reporting(world: World, **settings: object) -> WindowsManagedAppRegistration:
    """A secured device under a policy that tolerates no threat and asks for no check-ins."""
    world.add_connector()
    world.write_policy(period_offline_before_access_check=None, **settings)
    registration = world.enrol().registration
    world.report(registration, HealthState.SECURED)
    return registration


def test_a_finding_keeps_its_beginning_while_the_threat_rises_and_reports_and_check_ins_go_by(world: World) -> None:
    registration = reporting(world)
    began = world.pass_time(hours=1)
    world.report(registration, HealthState.LOW_SEVERITY)

    world.pass_time(hours=1)
    world.report(registration, HealthState.HIGH_SEVERITY)
    world.pass_time(hours=1)
    world.check_in(registration)
    world.pass_time(hours=1)
    world.report(registration, HealthState.DEACTIVATED)

    assert since(registration) == [("noHealthState", began)]


def test_a_break_begins_it_anew(world: World) -> None:
    registration = reporting(world)
    world.pass_time(hours=1)
    world.report(registration, HealthState.LOW_SEVERITY)
    world.pass_time(hours=1)
    world.report(registration, HealthState.SECURED)

    again = world.pass_time(hours=1)
    world.report(registration, HealthState.LOW_SEVERITY)

    assert since(registration) == [("deviceThreatLevelExceeded", again)]


def test_renaming_the_policy_does_not_begin_it_anew(world: World) -> None:
    registration = reporting(world)
    began = world.pass_time(hours=1)
    world.report(registration, HealthState.LOW_SEVERITY)
    world.pass_time(hours=1)

    edit_policy(
        policy=WindowsManagedAppProtection.objects.get(),
        display_name="Renamed",
        settings={"print_blocked": True},
        by=SYSTEM,
        now=world.now,
    )
    world.catch_up()

    registration.refresh_from_db()
    assert since(registration) == [("deviceThreatLevelExceeded", began)]
    assert registration.findings[0]["policyName"] == "Renamed"


def test_a_state_that_ran_out_counts_from_the_instant_it_did(world: World) -> None:
    registration = reporting(world)
    ran_out = world.now + timedelta(days=30)
    world.pass_time(days=31)
    alive(world)

    world.catch_up()

    assert since(registration) == [("noHealthState", ran_out)]


def test_looking_before_the_sweep_tells_the_same_beginning(world: World) -> None:
    registration = reporting(world)
    ran_out = world.now + timedelta(days=30)
    world.pass_time(days=31)
    alive(world)

    verdict = standing(registration=registration, now=world.now).verdict

    assert verdict is not None
    assert [one["since"] for one in verdict.findings] == [ran_out.isoformat()]


def test_a_shorter_validity_makes_a_state_run_out_now_and_not_long_ago(world: World) -> None:
    registration = reporting(world)
    world.pass_time(days=5)
    alive(world)

    change_settings(tenant=world.tenant, health_state_validity_days=2, by=SYSTEM, now=world.now)
    world.catch_up()

    assert since(registration) == [("noHealthState", world.now)]


def test_a_rule_that_was_inert_counts_from_when_it_came_alive(world: World) -> None:
    registration = reporting(world)
    connector = MobileThreatDefenseConnector.objects.get()
    toggle = "windows_mobile_application_management_enabled"
    world.pass_time(days=6)
    configure_connector(connector=connector, settings={toggle: False}, by=SYSTEM, now=world.now)
    world.catch_up()

    world.pass_time(days=40)
    world.check_in(registration)
    alive(world)
    configure_connector(connector=connector, settings={toggle: True}, by=SYSTEM, now=world.now)
    world.catch_up()

    assert since(registration) == [("noHealthState", world.now)]


def test_a_report_already_past_its_validity_counts_from_its_arrival(world: World) -> None:
    registration = reporting(world)
    connector = MobileThreatDefenseConnector.objects.get()
    registration.health_states.all().delete()
    long_ago = HealthReport(
        "old",
        str(registration.user_graph_id),
        registration.app_identifier,
        registration.device_tag,
        HealthState.HIGH_SEVERITY,
        world.now - timedelta(days=40),
    )
    world.pass_time(hours=1)

    record_health_states(connector=connector, reports=[long_ago], by=SYSTEM, now=world.now)

    assert since(registration) == [("noHealthState", world.now)]


def test_a_period_that_time_used_up_counts_from_its_deadline(world: World) -> None:
    world.write_policy(period_offline_before_access_check=timedelta(hours=1))
    registration = world.enrol().registration
    deadline = world.now + timedelta(hours=1)
    world.pass_time(hours=5)

    world.catch_up()

    assert since(registration) == [("offlineGracePeriodExpired", deadline)]
