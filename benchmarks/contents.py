"""What stands in the lists of a tenant that people have worked in? Everything that a page can show, beside registrations.

Events, reports, wipes, managed devices, people and groups grow with the registrations; what admins write by hand does not.
"""

from datetime import datetime

from django.db.models import F
from django.db.models.functions import Mod

from benchmarks.population import BUILDS, DAY, DEPARTMENTS, MAKES, populate, write_users
from benchmarks.rows import Sql, before, chance, numbers, one_of, unindexed, write_rows
from connectors.models import MobileThreatDefenseConnector
from devices.models import (
    AccessChange,
    Cause,
    ComplianceState,
    CurrentHealthState,
    HealthStateReport,
    ManagedDevice,
    OwnerType,
    UserLevelWipe,
    WindowsManagedAppRegistration,
    WipeRequest,
)
from devices.wipe_lifecycle import WipeOrigin, WipeState
from intune_sim.actors import SYSTEM, ActorType
from intune_sim.audit.models import AuditEvent, Category, Operation
from intune_sim.tenants.models import (
    AssignedLicense,
    Group,
    GroupRoleAssignment,
    Membership,
    RoleDefinition,
    RoleScopeTag,
    RoleScopeTagAssignment,
    Tenant,
    User,
)
from intune_sim.tenants.roles import Permission, Role
from intune_sim.tenants.services import create_admin
from protection.engine.conditional_access import PolicyState
from protection.engine.facts import HealthState
from protection.models import CompliancePolicyType, ConditionalAccessPolicy, DeviceCompliancePolicy

#: A list of the small tenant has so many rows, and what admins write by hand is so much in both.
FEW = 100

REGISTRATIONS = WindowsManagedAppRegistration._meta.db_table
USERS = User._meta.db_table
GROUPS = Group._meta.db_table


def furnished(registrations: int, now: datetime) -> User:
    """An admin of a tenant with so many registrations, and as many of all that comes with them."""
    with unindexed(
        *(User, AssignedLicense, Membership, WindowsManagedAppRegistration, CurrentHealthState),
        *(AccessChange, HealthStateReport, WipeRequest, UserLevelWipe, ManagedDevice, AuditEvent),
    ):
        tenant, connector = populate(registrations=registrations, now=now, is_judged=True)
        _write_directory(tenant, registrations, now)
        admin = create_admin(
            tenant=tenant,
            user_principal_name=f"admin@{tenant.domain}",
            password="benchmark",  # noqa: S106 - of a database that is thrown away
            role=Role.INTUNE_ADMINISTRATOR,
            by=SYSTEM,
            now=now,
        )
        write_rows(
            AccessChange,
            f"{REGISTRATIONS} AS r WHERE r.tenant_id = {tenant.pk}",
            registration=Sql("r.id"),
            to_access=Sql("r.access"),
            cause=Cause.ENROLMENT,
            at=Sql("r.created_date_time"),
        )
        _write_events(admin, registrations, now)
        _write_reports(connector, registrations, now)
        _write_wipes(tenant, registrations, now)
        _write_devices(tenant, registrations, now)
        _write_by_hand(tenant, now)
    return admin


def _write_directory(tenant: Tenant, registrations: int, now: datetime) -> None:
    """As many users again who have not enrolled; some of all have no licence; teams, and groups of everybody."""
    write_users(tenant, max(registrations // 5, FEW), "staff", now)
    people = f"{USERS} AS u WHERE u.tenant_id = {tenant.pk}"
    write_rows(AssignedLicense, f"{people} AND u.user_principal_name LIKE 'staff%%'", user=Sql("u.id"))
    AssignedLicense.objects.annotate(rest=Mod(F("user"), 4)).filter(user__tenant=tenant, rest=0).delete()
    everybody = [
        Group.objects.create(tenant=tenant, display_name=name, created_date_time=now)
        for name in ("All company", "All employees", "All Windows users")
    ]
    for group in everybody:
        write_rows(Membership, people, user=Sql("u.id"), group=group)
    teams = max(registrations // 1_000, FEW)
    write_rows(
        Group,
        numbers(teams),
        tenant=tenant,
        display_name=Sql(f"{one_of('n', DEPARTMENTS)} || ' team ' || n"),
        created_date_time=before(now, "n"),
    )
    write_rows(
        Membership,
        f"{USERS} AS u JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM {GROUPS}"
        f" WHERE tenant_id = {tenant.pk} AND display_name LIKE '%% team %%') AS g"
        f" ON g.place = 1 + {chance('u.id', teams, salt=9)} WHERE u.tenant_id = {tenant.pk}",
        user=Sql("u.id"),
        group=Sql("g.id"),
    )


def _write_events(admin: User, rows: int, now: datetime) -> None:
    """An event a second, a quarter of them telemetry, one in a hundred by the admin who looks at the pages."""
    is_hers = "mod(n, 100) = 0"
    write_rows(
        AuditEvent,
        numbers(rows),
        tenant_id=admin.tenant.graph_id,
        display_name="Patch User",
        component_name="Other",
        activity=Sql("'Patch User ' || mod(n, 40)"),
        activity_date_time=before(now, "n"),
        activity_type="PatchUser",
        activity_operation_type=one_of("n", Operation.wires()),
        correlation_id=Sql("gen_random_uuid()"),
        category=Sql(
            f"CASE WHEN mod(n, 4) = 0 THEN '{Category.TELEMETRY.value}' ELSE {one_of('n', Category.wires())} END"
        ),
        actor_type=ActorType.ADMIN,
        actor_id=Sql(f"CASE WHEN {is_hers} THEN '{admin.graph_id}' ELSE '' END"),
        actor_name=Sql("'admin' || mod(n, 500)"),
        resource_type="user",
        resource_id=Sql("n::text"),
        resource_name=Sql("'user' || n"),
    )


def _write_reports(connector: MobileThreatDefenseConnector, rows: int, now: datetime) -> None:
    """A report for each registration within sixty days, and a tenth as many for the newest one alone."""
    known: dict[str, object] = {"connector": connector, "partner_id": connector.graph_id}
    write_rows(
        HealthStateReport,
        f"{CurrentHealthState._meta.db_table} AS s WHERE s.connector_id = {connector.pk}"
        " ORDER BY hashint8(s.registration_id) DESC",
        **known,
        registration=Sql("s.registration_id"),
        report_id=Sql("s.registration_id::text"),
        health_state=Sql("s.health_state"),
        last_update_date_time=Sql("s.last_update_date_time"),
        is_stale=Sql("mod(s.registration_id, 3) = 0"),
        received_at=before(now, chance("s.registration_id", 60 * DAY)),
    )
    newest = WindowsManagedAppRegistration.objects.for_tenant(connector.tenant).latest("pk")
    write_rows(
        HealthStateReport,
        numbers(max(rows // 10, FEW)),
        **known,
        registration=newest,
        report_id=Sql("'again-' || n"),
        health_state=one_of("n", HealthState.wires()),
        last_update_date_time=before(now, "n"),
        is_stale=Sql("mod(n, 3) = 0"),
        received_at=before(now, "n"),
    )


def _write_wipes(tenant: Tenant, rows: int, now: datetime) -> None:
    """A wipe for one registration in five, and one in ten users on the list of those wiped at every check-in."""
    write_rows(
        WipeRequest,
        f"{REGISTRATIONS} AS r WHERE r.tenant_id = {tenant.pk} AND mod(r.id, 5) < {max(1, 5 * FEW // rows)}",
        registration=Sql("r.id"),
        origin=one_of("r.id", WipeOrigin.wires()),
        state=one_of("r.id", WipeState.wires(), salt=1),
        created_at=before(now, chance("r.id", 30 * DAY)),
        last_modified_date_time=before(now, chance("r.id", 8 * DAY)),
        expires_at=before(now, f"-{60 * DAY}"),
    )
    write_rows(
        UserLevelWipe,
        f"{USERS} AS u WHERE u.tenant_id = {tenant.pk} AND mod(u.id, 10) < {max(1, 10 * FEW // rows)}",
        user=Sql("u.id"),
        created_at=before(now, chance("u.id", 30 * DAY)),
    )


def _write_devices(tenant: Tenant, rows: int, now: datetime) -> None:
    number = "(row_number() OVER ())"
    write_rows(
        ManagedDevice,
        f"{REGISTRATIONS} AS r WHERE r.tenant_id = {tenant.pk} ORDER BY hashint8(r.id)",
        tenant=tenant,
        user=Sql("r.user_id"),
        user_graph_id=Sql("r.user_graph_id"),
        user_principal_name=Sql("r.user_principal_name"),
        compliance_state=one_of("r.id", ComplianceState.wires()),
        device_name=Sql("'LAPTOP-' || upper(substr(md5(r.id::text), 8, 7))"),
        enrolled_date_time=before(now, f"{number} * 60"),
        last_sync_date_time=before(now, chance("r.id", 30 * DAY)),
        managed_device_owner_type=one_of("r.id", OwnerType.wires(), salt=1),
        manufacturer=one_of("r.id", MAKES, salt=2),
        operating_system=one_of("r.id", ("Windows", "Windows", "iOS", "Android", "macOS"), salt=3),
        os_version=one_of("r.id", BUILDS, salt=4),
        partner_reported_threat_state=one_of("r.id", HealthState.wires(), salt=5),
        serial_number=Sql("upper(substr(md5((-r.id)::text), 1, 10))"),
    )


def _write_by_hand(tenant: Tenant, now: datetime) -> None:
    """Policies, roles and tags; one role has all the assignments."""
    named = {"tenant": tenant, "display_name": Sql("'Number ' || n")}
    write_rows(
        DeviceCompliancePolicy,
        numbers(FEW),
        **named,
        type=one_of("n", CompliancePolicyType.wires()),
        created_date_time=now,
        last_modified_date_time=before(now, "n"),
    )
    write_rows(
        ConditionalAccessPolicy,
        numbers(FEW),
        **named,
        state=one_of("n", PolicyState.wires()),
        conditions={},
        created_date_time=before(now, "n"),
    )
    write_rows(RoleDefinition, numbers(FEW), **named, allowed_resource_actions=[Permission.APPS_READ.value])
    role = RoleDefinition.objects.filter(tenant=tenant).latest("pk")
    write_rows(GroupRoleAssignment, numbers(FEW), **named, role_definition=role)
    write_rows(RoleScopeTag, numbers(FEW), **named, tag_id=Sql("n::text"))
    everybody = Group.objects.get(tenant=tenant, display_name="All company")
    write_rows(
        GroupRoleAssignment.members.through,
        f"{GroupRoleAssignment._meta.db_table} AS a WHERE a.tenant_id = {tenant.pk}",
        grouproleassignment=Sql("a.id"),
        group=everybody,
    )
    write_rows(
        RoleScopeTagAssignment,
        f"{RoleScopeTag._meta.db_table} AS t WHERE t.tenant_id = {tenant.pk}",
        tag=Sql("t.id"),
        group=everybody,
    )
