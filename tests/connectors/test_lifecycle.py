"""How does a connector live? The connector table, a case a row, and what is special about Windows Security Center."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from connectors.lifecycle import PartnerState, StateCause
from connectors.models import ConnectorStateChange, MobileThreatDefenseConnector
from connectors.partners import DEFENDER_FOR_ENDPOINT, WINDOWS_SECURITY_CENTER
from connectors.queries import windows_threat_source
from connectors.services import (
    ConnectorExists,
    add_connector,
    configure_connector,
    deprovision,
    mark_unresponsive,
    record_heartbeat,
    remove_connector,
)
from devices.models import CurrentHealthState, HealthStateReport
from devices.services.enrolment import DeviceFacts, standing
from devices.services.health import Outcome, ReportStatus, record_health_states
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.errors import Invalid, NotFound
from intune_sim.tenants.models import Group
from intune_sim.tenants.services import add_members, assign_license, delete_group, remove_members
from protection.engine.facts import Access, HealthState
from protection.models import Intent
from protection.services.app_protection import delete_policy, edit_policy
from tests.factories.protection import EDGE, PolicyFactory
from tests.factories.tenants import GroupFactory, UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db

Connector = MobileThreatDefenseConnector
Given = Callable[[World], Connector]
Event = Callable[[World, Connector], object]

WINDOWS = "windows_mobile_application_management_enabled"
DAYS = "partner_unresponsiveness_threshold_in_days"
LOOKOUT = uuid.UUID("2c7790de-8b02-4814-85cf-e0c59380dee8")


# How a connector comes to a state


def added(world: World, partner_id: uuid.UUID = WINDOWS_SECURITY_CENTER.id, **settings: Any) -> Connector:
    """A partner's connector, just added."""
    return add_connector(tenant=world.tenant, partner_id=partner_id, settings=settings, by=SYSTEM, now=world.now)


def unavailable(world: World) -> Connector:
    """Windows Security Center, waiting for the first policy or enrolment."""
    return added(world)


def unavailable_with_toggle_off(world: World) -> Connector:
    """The same, not to be used for app protection."""
    return added(world, **{WINDOWS: False})


def not_set_up(world: World) -> Connector:
    """A third party's, waiting for the partner's console."""
    return added(world, DEFENDER_FOR_ENDPOINT.id)


def available(world: World) -> Connector:
    """A third party's, set up, with no platform connected."""
    return record_heartbeat(connector=not_set_up(world), by=SYSTEM, now=world.now)


def enabled(world: World) -> Connector:
    """A third party's, set up, with Windows connected."""
    connector = added(world, DEFENDER_FOR_ENDPOINT.id, **{WINDOWS: True})
    return record_heartbeat(connector=connector, by=SYSTEM, now=world.now)


def windows_security_center_enabled(world: World) -> Connector:
    """Windows Security Center after the first enrolment."""
    connector = added(world)
    world.enrol()
    connector.refresh_from_db()
    return connector


def silent(given: Given) -> Given:
    """The connector, a week later."""

    def unresponsive(world: World) -> Connector:
        connector = given(world)
        now = world.pass_time(days=7)
        mark_unresponsive(tenant=world.tenant, now=now)
        connector.refresh_from_db()
        return connector

    return unresponsive


def faulty(given: Given) -> Given:
    """The connector, after its partner reported an error."""
    return lambda world: record_heartbeat(connector=given(world), error_code=17, by=SYSTEM, now=world.now)


def deprovisioned(world: World) -> Connector:
    """A third party's, withdrawn."""
    connector = available(world)
    deprovision(connector=connector, by=SYSTEM, now=world.now)
    connector.refresh_from_db()
    return connector


# What happens to it


def first_policy(world: World, _: Connector) -> object:
    """An app protection policy reaches a user."""
    return world.write_policy()


def first_enrolment(world: World, _: Connector) -> object:
    """A user enrols."""
    return world.enrol()


def heartbeat(world: World, connector: Connector) -> object:
    """The partner gives a sign of life."""
    return record_heartbeat(connector=connector, by=SYSTEM, now=world.now)


def error(world: World, connector: Connector) -> object:
    """The partner reports an error."""
    return record_heartbeat(connector=connector, error_code=17, by=SYSTEM, now=world.now)


def threat_message(world: World, connector: Connector) -> list[Outcome]:
    """The partner reports about a device."""
    registration = world.enrol(device=DeviceFacts("somewhere", "10.0.22631")).registration
    report = world.health_report(registration, HealthState.HIGH_SEVERITY)
    return record_health_states(connector=connector, reports=[report], by=SYSTEM, now=world.now)


def deprovisioning(world: World, connector: Connector) -> object:
    """The partner withdraws."""
    return deprovision(connector=connector, by=SYSTEM, now=world.now)


def setting(name: str, value: Any) -> Event:
    """An admin changes a setting."""
    return lambda world, connector: configure_connector(
        connector=connector, settings={name: value}, by=SYSTEM, now=world.now
    )


def seven_days(world: World, _: Connector) -> object:
    """A week goes by without a heartbeat, the minute that the test lets pass included."""
    return mark_unresponsive(tenant=world.tenant, now=world.pass_time(days=7, minutes=-1))


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


@pytest.mark.parametrize("partner_id", [WINDOWS_SECURITY_CENTER.id, DEFENDER_FOR_ENDPOINT.id])
def test_a_second_connector_to_one_partner_is_refused(world: World, partner_id: uuid.UUID) -> None:
    added(world, partner_id)

    with pytest.raises(ConnectorExists):
        added(world, partner_id)
    assert Connector.objects.count() == 1


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


# The states' meaning for app protection


SOURCES = [
    (unavailable, "notProvisioned"),
    (not_set_up, "toggleOff"),
    (available, "toggleOff"),
    (enabled, "live"),
    (faulty(enabled), "live"),
    (faulty(available), "toggleOff"),
    (silent(enabled), "unresponsive"),
    (silent(faulty(enabled)), "unresponsive"),
    (deprovisioned, "toggleOff"),
    (windows_security_center_enabled, "live"),
]


@pytest.mark.parametrize(("given", "expected"), SOURCES)
def test_only_a_provisioned_connected_and_responsive_connector_feeds_app_protection(
    world: World, given: Given, expected: str
) -> None:
    given(world)

    source = windows_threat_source(tenant=world.tenant, now=world.now)

    assert (source.inert_because or "live") == expected


def test_without_a_connector_nothing_feeds_app_protection(world: World) -> None:
    assert windows_threat_source(tenant=world.tenant, now=world.now).inert_because == "absent"


def test_a_mobile_partner_feeds_nothing_on_windows(world: World) -> None:
    connector = added(world, LOOKOUT, android_mobile_application_management_enabled=True)
    heartbeat(world, connector)

    assert windows_threat_source(tenant=world.tenant, now=world.now).inert_because == "absent"


def test_defender_is_believed_before_windows_security_center(world: World) -> None:
    windows_security_center_enabled(world)
    defender = enabled(world)

    assert windows_threat_source(tenant=world.tenant, now=world.now).connector == defender


@pytest.mark.parametrize("given", [not_set_up, available, silent(enabled)])
def test_an_inert_defender_leaves_windows_security_center_as_the_source(world: World, given: Given) -> None:
    given(world)
    connector = windows_security_center_enabled(world)

    assert windows_threat_source(tenant=world.tenant, now=world.now).connector == connector


def test_the_last_toggle_off_frees_a_device_that_its_data_blocked_and_on_again_blocks_it(world: World) -> None:
    connector = world.add_connector()
    world.write_policy()
    registration = world.enrol().registration
    world.report(registration, HealthState.HIGH_SEVERITY)

    seen = []
    for is_on in (False, True):
        configure_connector(connector=connector, settings={WINDOWS: is_on}, by=SYSTEM, now=world.now)
        world.catch_up()
        registration.refresh_from_db()
        seen.append(registration.access)

    assert seen == [Access.ALLOWED, Access.BLOCKED]


# Windows Security Center


def is_live(world: World) -> bool:
    """Whether Windows Security Center has been provisioned."""
    connector = Connector.objects.get(tenant=world.tenant, graph_id=WINDOWS_SECURITY_CENTER.id)
    return connector.provisioned_at == world.now


def test_an_enrolment_answered_with_inactive_provisions_it(world: World) -> None:
    world.add_connector()

    standing = world.enrol()

    assert standing.verdict is not None
    assert standing.verdict.access is Access.INACTIVE
    assert is_live(world)


def test_the_first_enrolment_meets_a_live_connector_and_is_blocked_without_a_health_state(world: World) -> None:
    PolicyFactory(
        tenant=world.tenant, groups=[world.staff], maximum_allowed_device_threat_level="high"
    )  # not through the service: nothing has reached a user since the connector was added
    world.add_connector()

    standing = world.enrol()

    assert standing.verdict is not None
    assert standing.verdict.access is Access.BLOCKED


def test_a_check_in_that_carries_a_policy_provisions_it(world: World) -> None:
    world.write_policy()
    registration = world.enrol().registration
    connector = world.add_connector()
    world.pass_time(minutes=30)

    world.check_in(registration)

    assert is_live(world)
    assert connector.state_changes.latest("pk").cause is C.CHECK_IN


def test_enrolling_once_more_with_a_policy_provisions_it(world: World) -> None:
    world.write_policy()
    world.enrol()
    world.add_connector()
    world.pass_time(minutes=30)

    world.enrol()

    assert is_live(world)


def test_a_check_in_without_a_policy_does_not_provision_it(world: World) -> None:
    registration = world.enrol().registration
    world.add_connector()

    world.check_in(registration)

    assert not is_live(world)


def test_a_check_in_of_a_managed_device_does_not_provision_it(world: World) -> None:
    world.write_policy()
    registration = world.enrol().registration
    world.add_connector()

    world.check_in(registration, is_mdm_enrolled=True)

    assert not is_live(world)


def test_a_policy_and_an_enrolment_from_before_the_connector_do_not_count(world: World) -> None:
    world.write_policy()
    world.enrol()

    connector = world.add_connector()
    world.catch_up()

    connector.refresh_from_db()
    assert connector.partner_state is S.UNAVAILABLE


def test_looking_at_a_registration_does_not_provision_it(world: World) -> None:
    world.write_policy()
    registration = world.enrol().registration
    world.add_connector()

    standing(registration=registration, now=world.now)

    assert not is_live(world)


def unassigned(world: World, **columns: Any) -> Any:
    """A policy for Edge that nobody is assigned to."""
    return PolicyFactory(tenant=world.tenant, **columns)


def test_an_assignment_that_reaches_a_user_provisions_it(world: World) -> None:
    policy = unassigned(world)
    world.add_connector()

    edit_policy(policy=policy, assignments=[(world.staff.graph_id, Intent.INCLUDE)], by=SYSTEM, now=world.now)

    assert is_live(world)


def test_the_first_app_of_an_assigned_policy_provisions_it(world: World) -> None:
    policy = unassigned(world, apps=(), groups=[world.staff])
    world.add_connector()

    edit_policy(policy=policy, apps=[EDGE], by=SYSTEM, now=world.now)

    assert is_live(world)


def test_a_user_who_joins_an_assigned_group_provisions_it(world: World) -> None:
    unassigned(world, groups=[GroupFactory(tenant=world.tenant)])
    group = Group.objects.latest("pk")
    world.add_connector()

    add_members(group=group, users=[world.alex], by=SYSTEM, now=world.now)

    assert is_live(world)


def test_a_user_who_leaves_an_excluded_group_provisions_it(world: World) -> None:
    kept_out = GroupFactory(tenant=world.tenant, members=[world.alex])
    unassigned(world, groups=[world.staff], excluded=[kept_out])
    world.add_connector()

    remove_members(group=kept_out, users=[world.alex], by=SYSTEM, now=world.now)

    assert is_live(world)


def test_deleting_an_excluded_group_provisions_it(world: World) -> None:
    kept_out = GroupFactory(tenant=world.tenant, members=[world.alex])
    unassigned(world, groups=[world.staff], excluded=[kept_out])
    world.add_connector()

    delete_group(group=kept_out, by=SYSTEM, now=world.now)

    assert is_live(world)


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(
            lambda world, policy: edit_policy(
                policy=policy, settings={"print_blocked": True}, by=SYSTEM, now=world.now
            ),
            id="a setting of a policy that has reached its users",
        ),
        pytest.param(
            lambda world, policy: delete_policy(policy=policy, by=SYSTEM, now=world.now),
            id="a policy deleted",
        ),
        pytest.param(
            lambda world, _: add_members(
                group=GroupFactory(tenant=world.tenant), users=[world.alex], by=SYSTEM, now=world.now
            ),
            id="a group that no policy names",
        ),
        pytest.param(
            lambda world, _: remove_members(group=world.staff, users=[world.alex], by=SYSTEM, now=world.now),
            id="a user who leaves",
        ),
        pytest.param(
            lambda world, _: assign_license(user=world.alex, remove=[], by=SYSTEM, now=world.now), id="nothing"
        ),
    ],
)
def test_what_brings_no_policy_to_anybody_does_not_provision_it(
    world: World, event: Callable[[World, Any], object]
) -> None:
    policy = unassigned(world, groups=[world.staff])
    world.add_connector()

    event(world, policy)

    assert not is_live(world)


def test_a_group_without_members_is_nobody_to_reach(world: World) -> None:
    policy = unassigned(world)
    world.add_connector()

    empty = GroupFactory(tenant=world.tenant)
    edit_policy(policy=policy, assignments=[(empty.graph_id, Intent.INCLUDE)], by=SYSTEM, now=world.now)

    assert not is_live(world)


def test_another_tenants_enrolment_does_not_provision_it(world: World, fabrikam: Any) -> None:
    stranger = UserFactory(tenant=fabrikam, licensed=True)
    world.add_connector()

    World(tenant=fabrikam, adele=stranger, alex=stranger, staff=world.staff).enrol()

    assert not is_live(world)


def test_after_its_partner_withdrew_it_waits_for_activity_again(world: World) -> None:
    connector = windows_security_center_enabled(world)
    deprovision(connector=connector, by=SYSTEM, now=world.now)
    world.pass_time(hours=1)

    world.enrol(device=DeviceFacts("another", "10.0.22631"))

    assert is_live(world)


# Silence


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


# Settings


@pytest.mark.parametrize(
    ("partner_id", "toggle"),
    [
        (WINDOWS_SECURITY_CENTER.id, "android_enabled"),
        (WINDOWS_SECURITY_CENTER.id, "windows_enabled"),
        (LOOKOUT, WINDOWS),
        (LOOKOUT, "allow_partner_to_collect_ios_certificate_metadata"),
        (DEFENDER_FOR_ENDPOINT.id, "mac_enabled"),
    ],
)
def test_a_toggle_that_the_partner_does_not_support_is_refused(
    world: World, partner_id: uuid.UUID, toggle: str
) -> None:
    with pytest.raises(Invalid):
        added(world, partner_id, **{toggle: True})
    connector = added(world, partner_id)
    with pytest.raises(Invalid):
        configure_connector(connector=connector, settings={toggle: True}, by=SYSTEM, now=world.now)


def test_a_toggle_that_the_partner_does_not_support_may_be_set_to_off(world: World) -> None:
    assert added(world, LOOKOUT, **{WINDOWS: False})


@pytest.mark.parametrize("days", [0, 91, -1])
def test_days_outside_one_to_ninety_are_refused(world: World, days: int) -> None:
    with pytest.raises(Invalid, match="partnerUnresponsivenessThresholdInDays"):
        added(world, **{DAYS: days})


@pytest.mark.parametrize("days", [1, 90])
def test_one_and_ninety_days_are_taken(world: World, days: int) -> None:
    assert added(world, **{DAYS: days}).partner_unresponsiveness_threshold_in_days == days


def test_windows_security_center_starts_with_its_toggle_on_and_others_with_all_off(world: World) -> None:
    assert added(world).windows_mobile_application_management_enabled
    assert set(added(world, LOOKOUT).settings().values()) == {False, 7}


def test_defender_and_one_other_may_feed_app_protection_on_windows_but_no_third(world: World) -> None:
    added(world)
    added(world, DEFENDER_FOR_ENDPOINT.id, **{WINDOWS: True})

    with pytest.raises(Invalid, match="Windows Security Center already feeds"):
        added(world, uuid.uuid4(), **{WINDOWS: True})


def test_a_third_windows_source_is_refused_when_it_is_turned_on_later(world: World) -> None:
    added(world)
    third = added(world, uuid.uuid4())

    with pytest.raises(Invalid):
        configure_connector(connector=third, settings={WINDOWS: True}, by=SYSTEM, now=world.now)


def test_the_source_that_feeds_may_be_configured_freely(world: World) -> None:
    connector = added(world)
    added(world, DEFENDER_FOR_ENDPOINT.id, **{WINDOWS: True})

    configure_connector(connector=connector, settings={DAYS: 14, WINDOWS: True}, by=SYSTEM, now=world.now)

    connector.refresh_from_db()
    assert connector.partner_unresponsiveness_threshold_in_days == 14


# The end


@pytest.mark.parametrize("given", [unavailable, not_set_up, available, enabled, silent(enabled), faulty(enabled)])
def test_a_connector_can_be_removed_in_any_state(world: World, given: Given) -> None:
    connector = given(world)

    remove_connector(connector=connector, by=SYSTEM, now=world.now)

    assert not Connector.objects.exists()
    assert not ConnectorStateChange.objects.exists()
    with pytest.raises(NotFound):
        remove_connector(connector=connector, by=SYSTEM, now=world.now)


def test_removing_a_connector_frees_devices_and_archives_what_it_reported(world: World) -> None:
    connector = world.add_connector()
    world.write_policy()
    registration = world.enrol().registration
    world.report(registration, HealthState.HIGH_SEVERITY)

    remove_connector(connector=connector, by=SYSTEM, now=world.now)
    world.catch_up()

    registration.refresh_from_db()
    [archived] = HealthStateReport.objects.all()
    assert registration.access is Access.ALLOWED
    assert (archived.connector, archived.partner_id) == (None, WINDOWS_SECURITY_CENTER.id)
    assert not CurrentHealthState.objects.exists()


def test_a_connector_that_is_added_again_has_forgotten_reports_and_states(world: World) -> None:
    world.write_policy()
    registration = world.enrol().registration
    connector = world.add_connector()
    world.check_in(registration)
    world.report(registration, HealthState.HIGH_SEVERITY, report_id="one")
    remove_connector(connector=connector, by=SYSTEM, now=world.now)

    again = world.add_connector()
    standing = world.check_in(registration)
    outcome = world.report(registration, HealthState.SECURED, report_id="one")

    assert again.partner_state is S.UNAVAILABLE
    assert standing.verdict is not None
    assert [finding.reason.value for finding in standing.verdict.decision.findings] == ["noHealthState"]
    assert outcome.status is ReportStatus.ACCEPTED


# The audit log


def test_an_admins_changes_are_logged_with_old_and_new_values(world: World) -> None:
    connector = added(world)
    AuditEvent.objects.all().delete()

    configure_connector(connector=connector, settings={DAYS: 14, WINDOWS: False}, by=SYSTEM, now=world.now)

    [event] = AuditEvent.objects.all()
    assert event.activity == "Patch MobileThreatDefenseConnector"
    assert event.resource_name == "Windows Security Center"
    assert {one["displayName"]: (one["oldValue"], one["newValue"]) for one in event.modified_properties} == {
        "partnerUnresponsivenessThresholdInDays": ("7", "14"),
        "windowsMobileApplicationManagementEnabled": ("true", "false"),
    }


def test_a_removal_is_logged_with_what_was_set(world: World) -> None:
    connector = added(world, **{DAYS: 14})

    remove_connector(connector=connector, by=SYSTEM, now=world.now)

    event = AuditEvent.objects.latest("pk")
    assert event.activity == "Delete MobileThreatDefenseConnector"
    assert {"displayName": "partnerUnresponsivenessThresholdInDays", "oldValue": "14", "newValue": None} in (
        event.modified_properties
    )


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
