"""What happens when two write at once? Nothing is lost and nothing is doubled: real threads on PostgreSQL."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from connectors.models import MobileThreatDefenseConnector
from connectors.partners import WINDOWS_SECURITY_CENTER
from connectors.services import ConnectorExists, add_connector, remove_connector
from devices.models import (
    AccessChange,
    Cause,
    CurrentHealthState,
    HealthStateReport,
    Scope,
    WindowsManagedAppRegistration,
    WipeRequest,
)
from devices.services import sweep
from devices.services.evaluation import judge
from devices.services.health import ReportStatus, record_health_states
from devices.services.requests import request_reevaluation
from devices.situations import Surroundings
from intune_sim.actors import SYSTEM
from intune_sim.errors import NotFound
from intune_sim.holding import held
from intune_sim.tenants.models import Tenant
from protection.engine.facts import Access, DeviceThreatLevel, HealthState, RemediationAction
from tests.factories.devices import RegistrationFactory
from tests.world import World

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

#: The same race is run so often that an unlucky order shows.
ROUNDS = range(5)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returns or raises, all of them begun at the same moment, each on a connection of its own."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def until_somebody_waits() -> None:
    """Return once another connection of this database waits for a lock."""
    patience = threading.Event()
    # Every worker of the tests has a database of its own on this server; who waits here holds locks here.
    waiting = (
        "SELECT count(*) FROM pg_locks AS waited JOIN pg_locks AS held USING (pid)"
        " JOIN pg_database ON held.database = pg_database.oid WHERE NOT waited.granted AND datname = current_database()"
    )
    for _ in range(6_000):
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone() != (0,):
                return
        patience.wait(0.01)
    raise AssertionError("Nobody came to wait for a lock.")


@pytest.fixture
def registration(world: World) -> WindowsManagedAppRegistration:
    """Alex's Edge, secured and allowed, with a policy that tolerates no threat."""
    world.add_connector()
    world.write_policy()
    registration = world.enrol().registration
    world.report(registration, HealthState.SECURED)
    world.catch_up()
    world.pass_time(minutes=1)
    return registration


def stands_as_judged(registration: WindowsManagedAppRegistration) -> bool:
    """Whether the stored row is what judging it now would store."""
    tenant = Tenant.objects.get()
    return not any(verdict.changes_row for verdict in judge(Surroundings(tenant, tenant.now()), [registration.pk]))


def blocks_of(registration: WindowsManagedAppRegistration) -> int:
    """How often its history says that it was blocked by a report or by a sweep after it."""
    return AccessChange.objects.filter(
        registration=registration, from_access=Access.ALLOWED, to_access=Access.BLOCKED
    ).count()


@pytest.mark.parametrize("_", ROUNDS)
def test_a_report_and_a_sweep_at_once_lose_nothing(
    world: World, registration: WindowsManagedAppRegistration, _: int
) -> None:
    request_reevaluation(tenant=world.tenant, cause=Cause.POLICY_CHANGE, scope=Scope.TENANT, now=world.now)

    outcome, summary = at_once(
        lambda: world.report(registration, HealthState.HIGH_SEVERITY),
        lambda: sweep.run(tenant=world.tenant, now=world.now),
    )

    registration.refresh_from_db()
    assert (outcome.status, summary.evaluated) == (ReportStatus.ACCEPTED, 1)
    assert registration.access == Access.BLOCKED
    assert blocks_of(registration) == 1
    assert stands_as_judged(registration)


def test_a_sweep_that_waited_for_a_report_judges_what_the_report_said(
    world: World, registration: WindowsManagedAppRegistration
) -> None:
    request_reevaluation(tenant=world.tenant, cause=Cause.POLICY_CHANGE, scope=Scope.TENANT, now=world.now)

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            world.report(registration, HealthState.HIGH_SEVERITY)
            swept = threads.submit(at_once, lambda: sweep.run(tenant=world.tenant, now=world.now))
            until_somebody_waits()
        [summary] = swept.result()

    registration.refresh_from_db()
    assert (summary.evaluated, summary.registrations) == (1, 0)
    assert registration.access == Access.BLOCKED
    assert blocks_of(registration) == 1


def test_a_sweep_past_deadlines_leaves_a_row_that_somebody_holds_for_the_next_tick(
    world: World, registration: WindowsManagedAppRegistration
) -> None:
    world.pass_time(hours=13)

    with transaction.atomic():
        held(registration)
        [meanwhile] = at_once(lambda: sweep.run(tenant=world.tenant, now=world.now))
    afterwards = sweep.run(tenant=world.tenant, now=world.now)

    registration.refresh_from_db()
    assert (meanwhile.evaluated, afterwards.evaluated) == (0, 1)
    assert registration.access == Access.BLOCKED


@pytest.mark.parametrize("_", ROUNDS)
def test_of_two_identical_reports_at_once_one_is_accepted_and_one_is_a_duplicate(
    world: World, registration: WindowsManagedAppRegistration, _: int
) -> None:
    def report() -> Any:
        return world.report(registration, HealthState.LOW_SEVERITY, report_id="the-same")

    outcomes = at_once(report, report)

    registration.refresh_from_db()
    assert {outcome.status for outcome in outcomes} == {ReportStatus.ACCEPTED, ReportStatus.DUPLICATE}
    assert HealthStateReport.objects.filter(report_id="the-same").count() == 1
    assert registration.access == Access.BLOCKED
    assert blocks_of(registration) == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_of_two_admins_who_add_one_partner_at_once_one_learns_that_it_exists(world: World, _: int) -> None:
    def add() -> MobileThreatDefenseConnector:
        return add_connector(
            tenant=world.tenant, partner_id=WINDOWS_SECURITY_CENTER.id, settings={}, by=SYSTEM, now=world.now
        )

    results = at_once(add, add)

    assert sorted(type(result).__name__ for result in results) == [
        ConnectorExists.__name__,
        MobileThreatDefenseConnector.__name__,
    ]
    assert MobileThreatDefenseConnector.objects.get().state_changes.count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_two_enrolments_of_one_app_at_once_make_one_registration(world: World, _: int) -> None:
    world.add_connector()
    world.write_policy()

    standings = at_once(world.enrol, world.enrol)

    registration = WindowsManagedAppRegistration.objects.get()
    assert sorted(standing.is_new for standing in standings) == [False, True]
    assert {standing.registration.pk for standing in standings} == {registration.pk}
    assert AccessChange.objects.filter(from_access=None).count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_a_report_while_its_connector_is_removed_counts_no_longer(
    world: World, registration: WindowsManagedAppRegistration, _: int
) -> None:
    connector = MobileThreatDefenseConnector.objects.get()
    reports = [world.health_report(registration, HealthState.HIGH_SEVERITY)]

    taken, removed = at_once(
        lambda: record_health_states(connector=connector, reports=reports, by=SYSTEM, now=world.now),
        lambda: remove_connector(connector=connector, by=SYSTEM, now=world.now),
    )
    world.catch_up()

    registration.refresh_from_db()
    assert removed is None
    assert isinstance(taken, NotFound) or [outcome.status for outcome in taken] == [ReportStatus.ACCEPTED]
    assert registration.access == Access.ALLOWED
    assert not CurrentHealthState.objects.exists()
    assert not HealthStateReport.objects.filter(connector__isnull=False).exists()


@pytest.mark.parametrize("_", ROUNDS)
def test_a_report_and_two_sweeps_at_once_open_one_wipe(world: World, _: int) -> None:
    world.add_connector()
    world.write_policy(level=DeviceThreatLevel.SECURED, mobile_threat_defense_remediation_action=RemediationAction.WIPE)
    registration = world.enrol().registration
    request_reevaluation(tenant=world.tenant, cause=Cause.POLICY_CHANGE, scope=Scope.TENANT, now=world.now)

    at_once(
        lambda: world.report(registration, HealthState.HIGH_SEVERITY),
        lambda: sweep.run(tenant=world.tenant, now=world.now),
        lambda: sweep.run(tenant=world.tenant, now=world.now),
    )

    assert [wipe.registration_id for wipe in WipeRequest.objects.all()] == [registration.pk]


@pytest.mark.parametrize("_", ROUNDS)
def test_two_sweeps_at_once_judge_every_registration_and_write_each_change_once(world: World, _: int) -> None:
    registrations = RegistrationFactory.create_batch(12, tenant=world.tenant, allowed=True)
    now = world.now + timedelta(hours=13)

    first, second = at_once(
        lambda: sweep.run(tenant=world.tenant, now=now, slice_size=3),
        lambda: sweep.run(tenant=world.tenant, now=now, slice_size=3),
    )

    turned = AccessChange.objects.filter(to_access=Access.BLOCKED).values_list("registration_id", flat=True)
    assert first.registrations + second.registrations == len(registrations)
    assert sorted(turned) == sorted(registration.pk for registration in registrations)
