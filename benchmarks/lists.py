"""Do list pages of a big tenant cost what those of a small one cost? Queries and time of each, side by side."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from html import unescape
from http import HTTPStatus

from django.db import connection
from django.test import Client

from benchmarks.population import populate
from connectors.models import MobileThreatDefenseConnector
from connectors.partners import WINDOWS_SECURITY_CENTER
from intune_sim import clock
from intune_sim.actors import SYSTEM
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import Role
from intune_sim.tenants.services import create_admin

FEW = 100
ROUNDS = 7

REGISTRATIONS = "/devices/mam-registrations"
AUDIT = "/tenant-admin/audit-logs"
REPORTS = f"/tenant-admin/connectors/mobile-threat-defense/{WINDOWS_SECURITY_CENTER.id}/reports"
#: Every way of looking at a list that has an index behind it, and further down the list.
PAGES = [
    REGISTRATIONS,
    f"{REGISTRATIONS}?sort=user",
    f"{REGISTRATIONS}?sort=-seen",
    f"{REGISTRATIONS}?sort=access",
    f"{REGISTRATIONS}?access=blocked&state=live",
    f"{REGISTRATIONS}?q=user1",
    AUDIT,
    f"{AUDIT}?category=Other",
    f"{AUDIT}?sort=actor",
    f"{AUDIT}?sort=-activity&category=all",
    f"{AUDIT}?date=month",
    REPORTS,
    "/apps/app-selective-wipe",
]


def run(registrations: int) -> Iterator[str]:
    """The report, a line a page: queries and milliseconds of both tenants, and the ratio of the times."""
    now = clock.now()
    few, many = _tenant(FEW, now), _tenant(registrations, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    yield f"{FEW:,} and {registrations:,} registrations, events and reports on PostgreSQL"
    for page in PAGES:
        yield _compared(page, (few, page), (many, page))
        yield _compared(f"  {page}, next page", (few, _next(few, page)), (many, _next(many, page)))


def _compared(name: str, small: tuple[Client, str], big: tuple[Client, str]) -> str:
    """Queries, and the best times of some rounds taken in turn, so that whatever else happens happens to both."""
    queries = [_queries(*one) for one in (small, big)]
    rounds = [(_milliseconds(*small), _milliseconds(*big)) for _ in range(ROUNDS)]
    few, many = (min(times) for times in zip(*rounds, strict=True))
    return f"{name}: {queries[0]} and {queries[1]} queries, {few:.0f} and {many:.0f} ms, ratio {many / few:.1f}"


def _next(client: Client, page: str) -> str:
    found = re.search(r'href="([^"]+)" rel="next"', client.get(page).content.decode())
    return unescape(found[1]) if found else page


def _queries(client: Client, page: str) -> int:
    asked: list[str] = []

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        assert client.get(page).status_code == HTTPStatus.OK, page
    return len(asked)


def _milliseconds(client: Client, page: str) -> float:
    started = time.perf_counter()
    client.get(page)
    return 1000 * (time.perf_counter() - started)


def _tenant(rows: int, now: datetime) -> Client:
    """An admin of a tenant with so many registrations, audit events and reports."""
    tenant, connector = populate(registrations=rows, now=now)
    _write_events(tenant, rows, now)
    _write_reports(connector, now)
    _write_wipes(tenant, rows, now)
    admin = create_admin(
        tenant=tenant,
        user_principal_name=f"admin@{tenant.domain}",
        password="benchmark",  # noqa: S106 - of a database that is thrown away
        role=Role.INTUNE_ADMINISTRATOR,
        by=SYSTEM,
        now=now,
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin)
    return client


def _write_events(tenant: Tenant, rows: int, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_auditevent (graph_id, tenant_id, display_name, component_name, activity,"
            " activity_date_time, activity_type, activity_operation_type, activity_result, correlation_id, category,"
            " actor_type, actor_id, actor_name, application_id, application_name, ip_address, resource_type,"
            " resource_id, resource_name, modified_properties)"
            " SELECT gen_random_uuid(), %s, 'Patch User', 'Other', 'Patch User ' || n %% 40,"
            " %s - n * interval '1 second', 'PatchUser', 'Patch', 'Success', gen_random_uuid(),"
            " CASE WHEN n %% 2 = 0 THEN 'Other' ELSE 'Telemetry' END, 'admin', '', 'admin' || n %% 500, '', '', '',"
            " 'user', n::text, 'user' || n, '[]' FROM generate_series(1, %s) AS n",
            [tenant.graph_id, now, rows],
        )


def _write_reports(connector: MobileThreatDefenseConnector, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO devices_healthstatereport (registration_id, connector_id, partner_id, report_id,"
            " health_state, last_update_date_time, threats, is_stale, received_at)"
            " SELECT registration_id, connector_id, %s, registration_id::text, health_state, last_update_date_time,"
            " '[]', false, %s - registration_id * interval '1 second' FROM devices_currenthealthstate"
            " WHERE connector_id = %s",
            [connector.graph_id, now, connector.pk],
        )


def _write_wipes(tenant: Tenant, rows: int, now: datetime) -> None:
    """A wipe request for one registration in a hundred."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO devices_wiperequest (graph_id, registration_id, origin, state, created_at,"
            " last_modified_date_time, detail, expires_at)"
            " SELECT gen_random_uuid(), id, 'admin', 'pending', %s, %s, '', %s + interval '90 days'"
            " FROM devices_windowsmanagedappregistration WHERE tenant_id = %s ORDER BY id LIMIT %s",
            [now, now, now, tenant.pk, max(rows // 100, 60)],
        )
