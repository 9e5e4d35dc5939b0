"""What do a sweep, a tick with nothing due and a batch of reports cost beside the bare writes underneath?"""

import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeVar

from django.db import connection

from benchmarks import graph
from benchmarks.population import populate
from benchmarks.rows import tidy
from connectors.models import MobileThreatDefenseConnector
from devices.models import AccessChange, ReevaluationRequest, WindowsManagedAppRegistration
from devices.services import sweep
from devices.services.health import HealthReport, record_health_states
from intune_sim import clock
from intune_sim.actors import SYSTEM
from intune_sim.tenants.models import Tenant
from protection.engine.facts import HealthState

T = TypeVar("T")

ROUNDS = 3
BATCH = 1_000


def run(registrations: int) -> Iterator[str]:
    """The report, a line a measure: seconds, and the ratio to its floor (1.0 is as fast as the floor)."""
    now = clock.now()
    tenant, connector = populate(registrations=registrations, now=now)
    WindowsManagedAppRegistration.objects.for_tenant(tenant).update(access="inactive")
    ReevaluationRequest.objects.all().delete()
    tidy()
    yield f"{registrations:,} registrations on PostgreSQL"
    yield from graph.measure(tenant)
    yield from _sweep(tenant)
    yield from _tick(tenant)
    yield from _reports(tenant, connector)


def _sweep(tenant: Tenant) -> Iterator[str]:
    """Every registration asked for, most of them changing, beside a bare UPDATE of the rows that changed."""
    now = tenant.now()
    ReevaluationRequest.objects.create(tenant=tenant, cause="policyChange", scope="tenant", created_at=now)
    swept, summary = _timed(lambda: sweep.run(tenant=tenant, now=now))
    changed = list(AccessChange.objects.values_list("registration_id", flat=True))
    floor, _ = _timed(lambda: _bare_update(changed))
    yield f"sweep, {summary.registrations:,} of {summary.evaluated:,} change: {swept:.2f} s"
    yield f"  bare UPDATE of those {floor:.2f} s, ratio {floor / swept:.2f}"
    ReevaluationRequest.objects.create(tenant=tenant, cause="policyChange", scope="tenant", created_at=now)
    again, summary = _timed(lambda: sweep.run(tenant=tenant, now=now))
    yield f"sweep, {summary.registrations:,} of {summary.evaluated:,} change: {again:.2f} s"


def _tick(tenant: Tenant) -> Iterator[str]:
    """A tick that finds nothing due, beside reading one row by its key."""
    key = WindowsManagedAppRegistration.objects.values_list("pk", flat=True).first()
    ticks, floors = [], []
    for _ in range(ROUNDS):
        ticks.append(_timed(lambda: sweep.run(tenant=tenant, now=tenant.now()))[0])
        floors.append(_timed(lambda: WindowsManagedAppRegistration.objects.get(pk=key))[0])
    tick, floor = min(ticks), min(floors)
    yield f"nothing due: {tick * 1000:.1f} ms"
    yield f"  one row by its key {floor * 1000:.1f} ms, ratio {floor / tick:.2f}"


def _reports(tenant: Tenant, connector: MobileThreatDefenseConnector) -> Iterator[str]:
    """Batches of reports, each decided on, beside a bare upsert of the same states."""
    rows = list(
        WindowsManagedAppRegistration.objects.for_tenant(tenant)
        .order_by("pk")
        .values_list("pk", "user_graph_id", "device_tag")[:BATCH]
    )
    taken, floors = [], []
    for number in range(ROUNDS):
        now = tenant.now() + timedelta(seconds=number)
        state = (HealthState.HIGH_SEVERITY, HealthState.SECURED)[number % 2]
        reports = [
            HealthReport(uuid.uuid4().hex, str(user), "com.microsoft.edge", tag, state, now) for _, user, tag in rows
        ]
        taken.append(
            _timed(
                lambda batch=reports, at=now: record_health_states(  # type: ignore[misc]
                    connector=connector, reports=batch, by=SYSTEM, now=at
                )
            )[0]
        )
        floors.append(_timed(lambda: _bare_upsert(connector, [key for key, _, _ in rows]))[0])
    best, floor = min(taken), min(floors)
    yield f"batch of {BATCH:,} reports: {BATCH / best:,.0f} reports/s"
    yield f"  bare upsert {BATCH / floor:,.0f} states/s, ratio {floor / best:.2f}"


def _bare_update(keys: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE devices_windowsmanagedappregistration SET access = access WHERE id = ANY(%s::bigint[])", [keys]
        )


def _bare_upsert(connector: MobileThreatDefenseConnector, keys: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO devices_currenthealthstate (registration_id, connector_id, health_state, last_update_date_time, threats)"
            " SELECT key, %s::bigint, 'secured', now(), '[]' FROM unnest(%s::bigint[]) AS key"
            " ON CONFLICT (registration_id, connector_id) DO UPDATE SET health_state = excluded.health_state",
            [connector.pk, keys],
        )


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result
