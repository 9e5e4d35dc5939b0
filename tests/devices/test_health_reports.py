"""What becomes of a batch of health-state reports? Dropped, rejected, duplicate, stale or accepted, in that order."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from connectors.models import MobileThreatDefenseConnector
from connectors.partners import DEFENDER_FOR_ENDPOINT
from connectors.services import add_connector, record_heartbeat
from devices.models import CurrentHealthState, HealthStateReport, WindowsManagedAppRegistration, WipeRequest
from devices.services.enrolment import DeviceFacts, sign_out, standing
from devices.services.health import HealthReport, Malformed, Outcome, ReportStatus, record_health_states
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.errors import NotFound
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.services import change_settings, delete_user
from protection.engine.facts import Access, HealthState, Reason, RemediationAction
from tests.factories.connectors import ConnectorFactory
from tests.factories.tenants import UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db

Registration = WindowsManagedAppRegistration
SECURED, LOW, HIGH = HealthState.SECURED, HealthState.LOW_SEVERITY, HealthState.HIGH_SEVERITY
ACCEPTED, DUPLICATE, STALE = ReportStatus.ACCEPTED, ReportStatus.DUPLICATE, ReportStatus.STALE
DROPPED, REJECTED = ReportStatus.DROPPED, ReportStatus.REJECTED


@pytest.fixture
def alex_home(world: World) -> Registration:
    """Alex's Edge at home, under a policy that tolerates no threat, with a live connector."""
    world.add_connector()
    world.write_policy()
    return world.enrol().registration


def connector() -> MobileThreatDefenseConnector:
    """The only connector."""
    return MobileThreatDefenseConnector.objects.get()


def about(
    registration: Registration,
    state: HealthState,
    report_id: str,
    *,
    at: datetime | None = None,
    **details: Any,
) -> HealthReport:
    """A report about a registration, as of the tenant's clock unless it is said."""
    facts: dict[str, Any] = {
        "user_id": str(registration.user_graph_id),
        "app_id": registration.app_identifier,
        "device_id": registration.device_tag,
        "last_update": at or registration.tenant.now(),
    }
    return HealthReport(report_id=report_id, health_state=state, **{**facts, **details})


def send(world: World, *reports: HealthReport | Malformed) -> list[Outcome]:
    """The partner sends a batch."""
    return record_health_states(connector=connector(), reports=reports, by=SYSTEM, now=world.now)


def statuses(outcomes: list[Outcome]) -> list[ReportStatus]:
    """What became of each."""
    return [outcome.status for outcome in outcomes]


def stored_access(registration: Registration) -> Access:
    """The access that is stored."""
    return Registration.objects.get(pk=registration.pk).access


def test_an_accepted_report_is_kept_and_decided_on_at_once(world: World, alex_home: Registration) -> None:
    threats = [{"name": "Antivirus is off", "severity": "highSeverity"}]

    outcomes = send(world, about(alex_home, HIGH, "one", threats=threats))

    current = CurrentHealthState.objects.get()
    report = HealthStateReport.objects.get()
    assert statuses(outcomes) == [ACCEPTED]
    assert (current.health_state, current.last_update_date_time, current.threats) == (HIGH, world.now, threats)
    assert (report.report_id, report.received_at, report.is_stale) == ("one", world.now, False)
    assert stored_access(alex_home) is Access.BLOCKED


def test_a_report_once_taken_is_a_duplicate_whatever_it_says_now(world: World, alex_home: Registration) -> None:
    send(world, about(alex_home, HIGH, "one"))
    world.pass_time(hours=1)

    outcomes = send(world, about(alex_home, SECURED, "one"))

    assert statuses(outcomes) == [DUPLICATE]
    assert CurrentHealthState.objects.get().health_state is HIGH
    assert HealthStateReport.objects.count() == 1


def test_a_duplicate_is_known_before_the_enrolment_is_looked_at(world: World, alex_home: Registration) -> None:
    send(world, about(alex_home, HIGH, "one"))
    sign_out(registration=alex_home, by=SYSTEM, now=world.now)

    assert statuses(send(world, about(alex_home, HIGH, "one"), about(alex_home, HIGH, "two"))) == [DUPLICATE, REJECTED]


@pytest.mark.parametrize("earlier", [timedelta(0), timedelta(hours=1)])
def test_a_report_that_is_not_newer_is_stale_and_kept_as_history(
    world: World, alex_home: Registration, earlier: timedelta
) -> None:
    send(world, about(alex_home, HIGH, "one"))

    outcomes = send(world, about(alex_home, SECURED, "two", at=world.now - earlier))

    assert statuses(outcomes) == [STALE]
    assert CurrentHealthState.objects.get().health_state is HIGH
    assert list(HealthStateReport.objects.order_by("pk").values_list("report_id", "is_stale")) == [
        ("one", False),
        ("two", True),
    ]
    assert statuses(send(world, about(alex_home, SECURED, "two"))) == [DUPLICATE]


def test_within_a_batch_order_counts(world: World, alex_home: Registration) -> None:
    now = world.now

    outcomes = send(
        world,
        about(alex_home, LOW, "one", at=now - timedelta(minutes=2)),
        about(alex_home, HIGH, "one", at=now),
        about(alex_home, HIGH, "two", at=now - timedelta(minutes=2)),
        about(alex_home, HIGH, "three", at=now - timedelta(minutes=1)),
        Malformed("four", "invalidHealthState", "no such state"),
        about(alex_home, SECURED, "five", at=now),
    )

    assert statuses(outcomes) == [ACCEPTED, DUPLICATE, STALE, ACCEPTED, REJECTED, ACCEPTED]
    assert CurrentHealthState.objects.get().health_state is SECURED
    assert stored_access(alex_home) is Access.ALLOWED


def test_two_reports_about_one_registration_are_decided_on_one_after_the_other(world: World) -> None:
    world.add_connector()
    world.write_policy(mobile_threat_defense_remediation_action=RemediationAction.WIPE)
    registration = world.enrol().registration
    now = world.now

    send(
        world,
        about(registration, HIGH, "one", at=now - timedelta(minutes=1)),
        about(registration, SECURED, "two", at=now),
    )

    assert stored_access(registration) is Access.WIPE_PENDING
    assert WipeRequest.objects.count() == 1
    assert list(registration.access_changes.order_by("pk").values_list("to_access", flat=True)) == [
        Access.BLOCKED,
        Access.WIPE_PENDING,
    ]


def test_one_bad_report_never_spoils_its_neighbours(world: World, alex_home: Registration) -> None:
    laptop = world.enrol(device=DeviceFacts("laptop", "10.0.22631")).registration

    outcomes = send(
        world,
        Malformed(None, "invalidProperty", "not an object"),
        about(alex_home, SECURED, "one"),
        about(alex_home, SECURED, "two", device_id="unknown"),
        about(laptop, HIGH, "three"),
    )

    assert statuses(outcomes) == [REJECTED, ACCEPTED, REJECTED, ACCEPTED]
    assert (outcomes[0].code, outcomes[2].code) == ("invalidProperty", "notEnrolled")
    assert (stored_access(alex_home), stored_access(laptop)) == (Access.ALLOWED, Access.BLOCKED)


@pytest.mark.parametrize(
    "details",
    [
        {"user_id": "00000000-0000-4000-8000-000000000000"},
        {"user_id": "alex"},
        {"user_id": ""},
        {"app_id": "com.microsoft.EDGE"},
        {"device_id": "ALEX-HOME"},
    ],
)
def test_what_is_not_enrolled_is_rejected_and_may_be_sent_again(
    world: World, alex_home: Registration, details: dict[str, Any]
) -> None:
    outcomes = send(world, about(alex_home, HIGH, "one", **details))

    assert [(one.status, one.code) for one in outcomes] == [(REJECTED, "notEnrolled")]
    assert not HealthStateReport.objects.exists()
    assert statuses(send(world, about(alex_home, HIGH, "one"))) == [ACCEPTED]


def test_a_users_id_compares_without_case(world: World, alex_home: Registration) -> None:
    report = about(alex_home, HIGH, "one", user_id=str(alex_home.user_graph_id).upper())

    assert statuses(send(world, report)) == [ACCEPTED]


def test_another_tenants_registration_is_not_enrolled(world: World, alex_home: Registration, fabrikam: Tenant) -> None:
    theirs = ConnectorFactory(tenant=fabrikam)

    outcomes = record_health_states(
        connector=theirs, reports=[about(alex_home, HIGH, "one")], by=SYSTEM, now=fabrikam.now()
    )

    assert outcomes[0].code == "notEnrolled"
    assert not HealthStateReport.objects.exists()


def test_the_way_a_registration_ended_is_told(world: World, alex_home: Registration) -> None:
    laptop = world.enrol(device=DeviceFacts("laptop", "10.0.22631")).registration
    sign_out(registration=alex_home, by=SYSTEM, now=world.now)
    delete_user(user=world.alex, by=SYSTEM, now=world.now)

    outcomes = send(world, about(alex_home, HIGH, "one"), about(laptop, HIGH, "two"))

    assert [outcome.code for outcome in outcomes] == ["signedOut", "notEnrolled"]


def test_only_the_latest_registration_counts(world: World, alex_home: Registration) -> None:
    sign_out(registration=alex_home, by=SYSTEM, now=world.now)
    again = world.enrol().registration

    outcomes = send(world, about(alex_home, SECURED, "one"))

    assert statuses(outcomes) == [ACCEPTED]
    assert CurrentHealthState.objects.get().registration == again


def test_a_registration_past_ninety_days_is_not_enrolled_before_the_sweep_comes(
    world: World, alex_home: Registration
) -> None:
    world.pass_time(days=90)

    assert send(world, about(alex_home, HIGH, "one"))[0].code == "notEnrolled"


def test_a_report_about_a_time_before_the_enrolment_is_fine(world: World, alex_home: Registration) -> None:
    outcomes = send(world, about(alex_home, SECURED, "one", at=world.now - timedelta(days=2)))

    assert statuses(outcomes) == [ACCEPTED]
    assert stored_access(alex_home) is Access.ALLOWED


def test_a_report_already_past_its_validity_is_kept_and_counts_as_not_reported(
    world: World, alex_home: Registration
) -> None:
    outcomes = send(world, about(alex_home, HIGH, "one", at=world.now - timedelta(days=30)))

    alex_home.refresh_from_db()
    assert statuses(outcomes) == [ACCEPTED]
    assert [(one["reason"], one["actual"]) for one in alex_home.findings] == [("noHealthState", "highSeverity")]


def test_a_newer_report_of_the_same_state_renews_its_validity(world: World, alex_home: Registration) -> None:
    send(world, about(alex_home, SECURED, "one"))
    world.pass_time(days=5)
    world.check_in(alex_home)

    send(world, about(alex_home, SECURED, "two"))

    assert CurrentHealthState.objects.get().last_update_date_time == world.now


def test_a_state_past_its_validity_blocks_and_never_wipes_at_its_instant(world: World) -> None:
    world.add_connector()
    world.write_policy(
        mobile_threat_defense_remediation_action=RemediationAction.WIPE, period_offline_before_access_check=None
    )
    registration = world.enrol().registration
    send(world, about(registration, SECURED, "one"))
    change_settings(tenant=world.tenant, health_state_validity_days=3, by=SYSTEM, now=world.now)
    world.catch_up()
    deadline = world.now + timedelta(days=3)

    before = standing(registration=registration, now=deadline - timedelta(microseconds=1)).verdict
    after = standing(registration=registration, now=deadline).verdict

    assert before is not None
    assert after is not None
    assert (before.access, after.access) == (Access.ALLOWED, Access.BLOCKED)
    assert before.next_evaluation_at == deadline


def test_when_the_partner_is_silent_at_that_instant_the_rule_is_inert_instead(world: World) -> None:
    world.add_connector()
    world.write_policy(period_offline_before_access_check=None)
    registration = world.enrol().registration
    send(world, about(registration, HIGH, "one"))
    change_settings(tenant=world.tenant, health_state_validity_days=7, by=SYSTEM, now=world.now)
    world.catch_up()
    world.pass_time(days=7)

    world.catch_up()

    assert stored_access(registration) is Access.ALLOWED


def test_any_report_that_is_not_dropped_is_a_sign_of_life(world: World, alex_home: Registration) -> None:
    world.pass_time(days=7)

    send(world, Malformed("one", "invalidDateTime", "no offset"))

    assert connector().last_heartbeat_date_time == world.now
    assert connector().partner_state.value == "enabled"


def test_a_health_report_ends_an_error(world: World, alex_home: Registration) -> None:
    record_heartbeat(connector=connector(), error_code=17, by=SYSTEM, now=world.now)

    send(world, about(alex_home, SECURED, "one"))

    assert connector().error_code is None


def test_a_removed_connector_takes_no_reports(world: World, alex_home: Registration) -> None:
    gone = connector()
    MobileThreatDefenseConnector.objects.all().delete()

    with pytest.raises(NotFound):
        record_health_states(connector=gone, reports=[about(alex_home, HIGH, "one")], by=SYSTEM, now=world.now)


def test_while_the_toggle_is_off_states_are_taken_and_count_when_it_is_on_again(
    world: World, alex_home: Registration
) -> None:
    MobileThreatDefenseConnector.objects.update(windows_mobile_application_management_enabled=False)

    outcomes = send(world, about(alex_home, HIGH, "one"))
    unused = stored_access(alex_home)
    MobileThreatDefenseConnector.objects.update(windows_mobile_application_management_enabled=True)
    used = world.check_in(alex_home).verdict

    assert used is not None
    assert statuses(outcomes) == [ACCEPTED]
    assert (unused, used.access) == (Access.ALLOWED, Access.BLOCKED)


def test_each_connector_keeps_its_own_state_and_defender_is_believed(world: World, alex_home: Registration) -> None:
    send(world, about(alex_home, SECURED, "one"))
    defender = add_connector(
        tenant=world.tenant,
        partner_id=DEFENDER_FOR_ENDPOINT.id,
        settings={"windows_mobile_application_management_enabled": True},
        by=SYSTEM,
        now=world.now,
    )
    record_heartbeat(connector=defender, by=SYSTEM, now=world.now)

    silent = standing(registration=alex_home, now=world.now).verdict
    outcomes = record_health_states(
        connector=defender, reports=[about(alex_home, LOW, "one")], by=SYSTEM, now=world.now
    )
    told = standing(registration=alex_home, now=world.now).verdict

    assert silent is not None
    assert told is not None
    assert [finding.reason for finding in silent.decision.findings] == [Reason.NO_HEALTH_STATE]
    assert statuses(outcomes) == [ACCEPTED]
    assert [finding.reason for finding in told.decision.findings] == [Reason.DEVICE_THREAT_LEVEL_EXCEEDED]
    assert CurrentHealthState.objects.count() == 2


def test_a_batch_leaves_one_audit_event_that_counts(world: World, alex_home: Registration) -> None:
    AuditEvent.objects.all().delete()

    send(
        world,
        about(alex_home, SECURED, "one"),
        about(alex_home, SECURED, "one"),
        Malformed(None, "missingProperty", "no reportId"),
    )

    [event] = AuditEvent.objects.all()
    assert event.activity == "Report HealthStates"
    assert {one["displayName"]: one["newValue"] for one in event.modified_properties} == {
        "accepted": "1",
        "duplicate": "1",
        "rejected": "1",
    }


def test_a_batch_about_many_registrations_costs_a_bounded_number_of_queries(
    world: World, alex_home: Registration, django_assert_max_num_queries: Any
) -> None:
    users = UserFactory.create_batch(20, tenant=world.tenant, licensed=True)
    registrations = [world.enrol(user).registration for user in users]

    with django_assert_max_num_queries(40):
        outcomes = send(world, *(about(one, HIGH, f"report-{one.pk}") for one in registrations))

    assert statuses(outcomes) == [ACCEPTED] * 20
