"""Does the sweep leave exactly what the engine decides row by row, however it is cut, stopped and repeated?"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from connectors.models import MobileThreatDefenseConnector
from devices.models import (
    AccessChange,
    AccountState,
    Cause,
    CurrentHealthState,
    Ending,
    ReevaluationRequest,
    Scope,
    UserLevelWipe,
    WindowsManagedAppRegistration,
    WipeRequest,
)
from devices.services import sweep
from devices.services.evaluation import Verdict, judge
from devices.services.requests import request_reevaluation
from devices.situations import DEREGISTRATION, Surroundings
from devices.wipe_lifecycle import WipeOrigin, WipeState
from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import AssignedLicense, MissingHealthState, Tenant
from protection.engine.decide import decide
from protection.engine.facts import Access, DeviceThreatLevel, HealthState, RemediationAction
from tests.factories.connectors import ConnectorFactory
from tests.factories.devices import RegistrationFactory
from tests.factories.protection import EDGE, PolicyFactory
from tests.factories.tenants import GroupFactory, TenantFactory, UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db

Registration = WindowsManagedAppRegistration
SEEDS = range(5)
BLOCK_OR_WIPE = [RemediationAction.BLOCK, RemediationAction.WIPE]
VERSIONS = ["10.0", "10.0.19045", "10.0.22631", "10.0.22631.3155", "10.0.26100"]


@dataclass
class Population:
    """A tenant full of registrations that nobody has judged since everything changed."""

    tenant: Tenant

    @property
    def now(self) -> datetime:
        """What the tenant's clock shows."""
        return self.tenant.now()

    @property
    def live(self) -> list[Registration]:
        """The registrations that have not ended."""
        return list(Registration.objects.for_tenant(self.tenant).live().order_by("pk"))

    def sweep(self, *, slice_size: int = sweep.SLICE) -> sweep.Summary:
        """Everything that is due is done."""
        return sweep.catch_up(tenant=self.tenant, now=self.now, slice_size=slice_size)

    def verdict(self, registration: Registration, now: datetime | None = None) -> Verdict:
        """What is decided about a single registration, judged alone."""
        [verdict] = judge(Surroundings(self.tenant, now or self.now), [registration.pk])
        return verdict


@pytest.fixture
def population(seed: int, db: None) -> Population:
    """A random tenant; the seed makes it the same one every time."""
    dice = random.Random(seed)
    tenant = TenantFactory(
        health_state_validity_days=dice.choice([1, 7, 30]), missing_health_state=dice.choice(list(MissingHealthState))
    )
    now = tenant.now()
    for traits in dice.sample([{}, {"defender": True}], dice.randint(0, 2)):
        state = dice.choice([{}, {"toggle_off": True}, {"awaiting_activity": True}, {"in_error": True}])
        heard = now - timedelta(days=dice.choice([0, 1, 6, 7, 9]))
        ConnectorFactory(tenant=tenant, **{"last_heartbeat_date_time": heard, **traits, **state})
    groups = [GroupFactory(tenant=tenant) for _ in range(4)]
    for _ in range(4):
        PolicyFactory(
            tenant=tenant,
            groups=dice.sample(groups, 2),
            excluded=dice.sample(groups, dice.randint(0, 1)),
            **policy_settings(dice),
        )
    for number in range(8):
        user = UserFactory(tenant=tenant, account_enabled=dice.random() < 0.8)
        for group in dice.sample(groups, dice.randint(0, 3)):
            group.members.add(user)
        if dice.random() < 0.85:
            AssignedLicense.objects.create(user=user)
        if dice.random() < 0.1:
            UserLevelWipe.objects.create(user=user, created_at=now)
        for device in range(2):
            add_registration(dice, tenant, user, f"device-{number}-{device}")
    request_reevaluation(tenant=tenant, cause=Cause.POLICY_CHANGE, scope=Scope.TENANT, now=now)
    return Population(tenant)


def policy_settings(dice: random.Random) -> dict[str, Any]:
    """Some conditions with some consequences."""
    settings: dict[str, Any] = {
        "maximum_allowed_device_threat_level": dice.choice(list(DeviceThreatLevel)),
        "mobile_threat_defense_remediation_action": dice.choice(BLOCK_OR_WIPE),
        "period_offline_before_access_check": dice.choice([None, timedelta(0), timedelta(hours=12), timedelta(days=7)]),
        "period_offline_before_wipe_is_enforced": dice.choice(
            [None, timedelta(0), timedelta(days=30), timedelta(days=90)]
        ),
    }
    if dice.random() < 0.3:
        settings["app_action_if_unable_to_authenticate_user"] = dice.choice(BLOCK_OR_WIPE)
    if dice.random() < 0.3:
        settings["minimum_warning_os_version"] = dice.choice(VERSIONS)
    if dice.random() < 0.2:
        settings["maximum_required_os_version"] = dice.choice(VERSIONS)
    return settings


def add_registration(dice: random.Random, tenant: Tenant, user: Any, device_tag: str) -> None:
    """A registration with any past at all."""
    now = tenant.now()
    silent_for = timedelta(hours=dice.choice([0, 0, 1, 11, 12, 24, 200, 30 * 24, 60 * 24, 90 * 24, 95 * 24]))
    registration = Registration.objects.create(
        tenant=tenant,
        user=user,
        user_graph_id=user.graph_id,
        user_principal_name=user.user_principal_name,
        app_identifier=dice.choice([EDGE, EDGE, EDGE, "com.contoso.other"]),
        device_tag=device_tag,
        created_date_time=now - timedelta(days=100),
        last_sync_date_time=now - silent_for,
        application_version="131.0",
        management_sdk_version="1.2",
        platform_version=dice.choice(VERSIONS),
        is_mdm_enrolled=dice.random() < 0.1,
        account_state=dice.choice(list(AccountState)),
        has_failed_reauthentication=dice.random() < 0.2,
        is_wipe_held=dice.random() < 0.2,
        access=dice.choice([Access.INACTIVE, Access.ALLOWED, Access.BLOCKED]),
        access_at=now - timedelta(days=1),
        next_evaluation_at=dice.choice([None, now, now - timedelta(days=1), now + timedelta(days=1)]),
    )
    for connector in MobileThreatDefenseConnector.objects.filter(tenant=tenant):
        if dice.random() < 0.7:
            CurrentHealthState.objects.create(
                registration=registration,
                connector=connector,
                health_state=dice.choice(list(HealthState)),
                last_update_date_time=now - timedelta(days=dice.choice([0, 1, 5, 7, 29, 30, 40])),
            )
    if dice.random() < 0.2:
        WipeRequest.objects.create(
            registration=registration,
            origin=dice.choice(list(WipeOrigin)),
            created_at=now - timedelta(days=10),
            last_modified_date_time=now - timedelta(days=10),
            expires_at=now + timedelta(days=dice.choice([-1, 0, 1, 90])),
        )


def everything(tenant: Tenant) -> dict[str, list[dict[str, Any]]]:
    """All that a sweep may write, but for the keys of new rows."""
    own = {"registration__tenant": tenant}
    return {
        "registrations": list(Registration.objects.for_tenant(tenant).order_by("pk").values()),
        "changes": list(
            AccessChange.objects.filter(**own)
            .order_by("registration", "pk")
            .values("registration", "from_access", "to_access", "reason", "cause", "at")
        ),
        "wipes": list(
            WipeRequest.objects.filter(**own)
            .order_by("registration", "created_at")
            .values("registration", "origin", "state", "expires_at", "last_modified_date_time")
        ),
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_live_row_is_what_the_engine_decides_about_it_alone(population: Population) -> None:
    population.sweep()

    for registration in population.live:
        verdict = population.verdict(registration)
        decision = decide(verdict.situation)
        assert registration.access is decision.access
        assert [one["reason"] for one in registration.findings] == [finding.reason for finding in decision.findings]
        assert registration.findings == verdict.findings
        assert registration.next_evaluation_at == verdict.next_evaluation_at
        assert not verdict.opens_wipe


@pytest.mark.parametrize("seed", SEEDS)
def test_a_second_sweep_writes_nothing(population: Population) -> None:
    first = population.sweep()

    with CaptureQueriesContext(connection) as queries:
        second = population.sweep()

    writing = [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert first.changed > 0
    assert second == sweep.Summary()
    assert writing == []


@pytest.mark.parametrize("seed", SEEDS)
def test_however_it_is_sliced_the_result_is_the_same(population: Population) -> None:
    results = []
    for slice_size in (1, 2, 7, 15, 1_000):
        with transaction.atomic():
            population.sweep(slice_size=slice_size)
            results.append(everything(population.tenant))
            transaction.set_rollback(True)

    assert results[0]["changes"]
    assert all(result == results[0] for result in results[1:])


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_changes_by_time_before_the_next_evaluation(population: Population, seed: int) -> None:
    population.sweep()
    dice = random.Random(seed)
    # Silence has a deadline of its own, on the connector.
    heartbeats = MobileThreatDefenseConnector.objects.filter(unresponsive_at__gt=population.now)
    silence = list(heartbeats.values_list("unresponsive_at", flat=True))

    for registration in population.live:
        assert registration.next_evaluation_at is not None
        end = min([registration.next_evaluation_at, *silence])
        just_before = end - timedelta(microseconds=1)
        for instant in (population.now + (just_before - population.now) * dice.random(), just_before):
            verdict = population.verdict(registration, instant)
            assert (verdict.access, verdict.findings) == (registration.access, registration.findings)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_next_evaluation_is_ahead_and_never_past_the_deregistration(population: Population) -> None:
    population.sweep()

    for registration in population.live:
        assert registration.next_evaluation_at is not None
        assert population.now < registration.next_evaluation_at <= registration.last_sync_date_time + DEREGISTRATION


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_is_so_again_and_again_as_time_goes_by(population: Population) -> None:
    for days in (1, 2, 5, 30):
        population.tenant.clock_frozen_at = population.now + timedelta(days=days)

        population.sweep()

        verdicts = [population.verdict(registration) for registration in population.live]
        assert not [verdict for verdict in verdicts if verdict.changes_row or verdict.opens_wipe]
        assert not Registration.objects.live().filter(last_sync_date_time__lte=population.now - DEREGISTRATION)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_has_not_checked_in_for_ninety_days_is_deregistered_and_its_wipes_are_cancelled(
    population: Population,
) -> None:
    overdue = list(Registration.objects.filter(last_sync_date_time__lte=population.now - DEREGISTRATION))

    summary = population.sweep()

    assert summary.deregistered == len(overdue)
    assert {one.ending for one in Registration.objects.filter(pk__in=[one.pk for one in overdue])} <= {
        Ending.DEREGISTERED
    }
    assert not WipeRequest.objects.filter(registration__in=overdue, state=WipeState.PENDING).exists()


# Requests


def test_a_request_goes_on_where_a_stopped_worker_left_it(world: World) -> None:
    registrations = RegistrationFactory.create_batch(4, tenant=world.tenant)
    Registration.objects.update(access=Access.BLOCKED)
    request = request_reevaluation(tenant=world.tenant, cause=Cause.POLICY_CHANGE, scope=Scope.TENANT, now=world.now)
    ReevaluationRequest.objects.filter(pk=request.pk).update(done_up_to=registrations[1].pk)

    sweep.run(tenant=world.tenant, now=world.now, slice_size=1)

    assert list(Registration.objects.order_by("pk").values_list("access", flat=True)) == [
        Access.BLOCKED,
        Access.BLOCKED,
        Access.INACTIVE,
        Access.INACTIVE,
    ]
    assert not ReevaluationRequest.objects.exists()


def test_a_request_concerns_those_it_names_and_nobody_else(world: World) -> None:
    alex, other = RegistrationFactory(tenant=world.tenant, user=world.alex), RegistrationFactory(tenant=world.tenant)
    stranger = RegistrationFactory()
    Registration.objects.update(access=Access.BLOCKED)

    seen = []
    for scope, keys in ((Scope.USERS, [world.alex.pk]), (Scope.GROUPS, [world.staff.pk])):
        request_reevaluation(tenant=world.tenant, cause=Cause.USER_CHANGE, scope=scope, keys=keys, now=world.now)
        sweep.run(tenant=world.tenant, now=world.now)
        seen.append([Registration.objects.get(pk=one.pk).access for one in (alex, other, stranger)])
        Registration.objects.update(access=Access.BLOCKED)

    assert seen == [[Access.INACTIVE, Access.BLOCKED, Access.BLOCKED]] * 2


def test_a_sweep_of_one_tenant_leaves_another_alone(world: World, fabrikam: Tenant) -> None:
    theirs = RegistrationFactory(tenant=fabrikam, blocked_offline=True)
    Registration.objects.filter(pk=theirs.pk).update(next_evaluation_at=world.now, access=Access.ALLOWED)

    world.catch_up()

    theirs.refresh_from_db()
    assert theirs.access is Access.ALLOWED


def test_a_sweep_that_changes_something_leaves_one_audit_event_with_its_counts(world: World) -> None:
    RegistrationFactory.create_batch(3, tenant=world.tenant)
    Registration.objects.update(access=Access.BLOCKED)
    request_reevaluation(tenant=world.tenant, cause=Cause.POLICY_CHANGE, scope=Scope.TENANT, now=world.now)

    world.catch_up()
    world.catch_up()

    [event] = AuditEvent.objects.filter(activity="Reevaluate ManagedAppRegistrations")
    assert {one["displayName"]: one["newValue"] for one in event.modified_properties} == {
        "registrationsChanged": "3",
        "registrationsDeregistered": "0",
    }
