"""Where do a hundred thousand registrations come from? Written straight into the tables, with believable variety."""

import random
from datetime import datetime

from benchmarks.rows import Sql, before, chance, numbers, one_of, write_rows
from connectors import services as connectors
from connectors.lifecycle import StateCause
from connectors.models import MobileThreatDefenseConnector
from connectors.partners import WINDOWS_SECURITY_CENTER
from devices.models import CurrentHealthState, Ending, WindowsManagedAppRegistration
from intune_sim.actors import SYSTEM
from intune_sim.tenants import services as tenants
from intune_sim.tenants.models import AssignedLicense, Membership, Tenant, User
from protection.engine.facts import Access, DeviceThreatLevel, HealthState
from protection.models import Intent
from protection.services import app_protection as protection

GROUPS = 40
DEVICES_PER_USER = 5
LEVELS = [level for level in DeviceThreatLevel if level is not DeviceThreatLevel.NOT_CONFIGURED]
STATES = [state.value for state in HealthState if state.severity is not None]
#: How a judged fleet stands: most may go on.
STANDING = [Access.ALLOWED.value] * 14 + [access.value for access in Access]

GIVEN = ("Adele", "Alex", "Bianca", "Cameron", "Diego", "Enrico", "Grady", "Henrietta", "Irvin", "Isaiah", "Johanna",
         "Joni", "Lee", "Lidia", "Lynne", "Megan", "Miriam", "Nestor", "Patti", "Pradeep", "Raul", "Sora")  # fmt: skip
SURNAMES = ("Archie", "Bowen", "Caro", "Cattaneo", "Fernandez", "Graham", "Gu", "Holloway", "Johnson", "Kim", "Langer",
            "Lorenz", "Mueller", "Prager", "Robbins", "Sato", "Sherman", "Siciliani", "Vance", "Wilber", "Wilke")  # fmt: skip
DEPARTMENTS = ("Engineering", "Finance", "Legal", "Marketing", "Operations", "Sales")
MAKES = ("Dell", "HP", "Lenovo", "Microsoft")
BUILDS = ("10.0.19045.3930", "10.0.22621.3007", "10.0.22631.3155", "10.0.26100.1742")
VERSIONS = ("129.0.2792.65", "130.0.2849.46", "131.0.2903.51", "131.0.2903.70")
DAY = 86_400


def populate(
    *, registrations: int, now: datetime, is_judged: bool = False
) -> tuple[Tenant, MobileThreatDefenseConnector]:
    """A tenant with so many registrations, five for each user, a policy a group, and a live connector.

    They are all live, and nobody has judged them yet; else they stand as a fleet does, and some have ended.
    """
    draw = random.Random(registrations)
    tenant = tenants.create_tenant(display_name=f"{registrations} registrations", by=SYSTEM, now=now)
    groups = [
        tenants.create_group(tenant=tenant, display_name=f"Group {number}", by=SYSTEM, now=now)
        for number in range(GROUPS)
    ]
    connector = connectors.add_connector(
        tenant=tenant, partner_id=WINDOWS_SECURITY_CENTER.id, settings={}, by=SYSTEM, now=now
    )
    connectors.note_sign_of_life(connector=connector, cause=StateCause.FIRST_ENROLMENT, now=now)
    for group in groups:
        protection.create_policy(
            tenant=tenant,
            display_name=f"Policy of {group}",
            settings={"maximum_allowed_device_threat_level": draw.choice(LEVELS)},
            apps=["com.microsoft.edge"],
            assignments=[(group.graph_id, Intent.INCLUDE)],
            by=SYSTEM,
            now=now,
        )
    write_users(tenant, registrations // DEVICES_PER_USER, "user", now)
    users = f"{User._meta.db_table} AS u WHERE u.tenant_id = {tenant.pk}"
    write_rows(AssignedLicense, users, user=Sql("u.id"))
    keys = one_of("u.id", [group.pk for group in groups])
    write_rows(Membership, users, user=Sql("u.id"), group=Sql(f"({keys})::bigint"))
    _write_registrations(tenant, now, is_judged=is_judged)
    write_rows(
        CurrentHealthState,
        f"{WindowsManagedAppRegistration._meta.db_table} AS r WHERE r.tenant_id = {tenant.pk}",
        registration=Sql("r.id"),
        connector=connector,
        health_state=one_of("r.id", STATES),
        last_update_date_time=Sql("r.last_sync_date_time"),
    )
    return tenant, connector


def write_users(tenant: Tenant, count: int, called: str, now: datetime) -> None:
    """So many users with names that many share; their addresses begin with `called`."""
    given, surname = one_of("n", GIVEN), one_of("n", SURNAMES, salt=1)
    write_rows(
        User,
        numbers(count),
        tenant=tenant,
        user_principal_name=Sql(f"'{called}' || n || '@{tenant.domain}'"),
        display_name=Sql(f"{given} || ' ' || {surname}"),
        given_name=given,
        surname=surname,
        department=one_of("n", DEPARTMENTS, salt=2),
        created_date_time=before(now, f"{400 * DAY} - mod(n, {DAY})"),
    )


def _write_registrations(tenant: Tenant, now: datetime, *, is_judged: bool) -> None:
    number = f"(u.id * {DEVICES_PER_USER} + k)"
    age = chance(number, 300 * DAY)
    has_ended = f"({is_judged} AND {chance(number, 20, salt=5)} = 0)"
    write_rows(
        WindowsManagedAppRegistration,
        f"{User._meta.db_table} AS u, generate_series(1, {DEVICES_PER_USER}) AS k WHERE u.tenant_id = {tenant.pk}"
        " ORDER BY u.id, k",
        tenant=tenant,
        user=Sql("u.id"),
        user_graph_id=Sql("u.graph_id"),
        user_principal_name=Sql("u.user_principal_name"),
        app_identifier="com.microsoft.edge",
        device_tag=Sql("'device-' || k"),
        device_name=Sql(f"'DESKTOP-' || upper(substr(md5({number}::text), 1, 7))"),
        device_manufacturer=one_of(number, MAKES),
        created_date_time=before(now, age),
        last_sync_date_time=before(now, f"mod({age}, {60 * DAY})"),
        application_version=one_of(number, VERSIONS, salt=1),
        management_sdk_version="1.2.0",
        platform_version=one_of(number, BUILDS, salt=2),
        access=one_of(number, STANDING, salt=3) if is_judged else Access.INACTIVE,
        access_at=now,
        ended_at=Sql(f"CASE WHEN {has_ended} THEN '{now.isoformat()}'::timestamptz END"),
        ending=Sql(f"CASE WHEN {has_ended} THEN '{Ending.SIGNED_OUT.value}' END"),
    )
