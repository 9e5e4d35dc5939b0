"""Where do a hundred thousand registrations come from? Written straight into the tables, with believable variety."""

import random
from collections.abc import Sequence
from datetime import datetime

from connectors import services as connectors
from connectors.lifecycle import StateCause
from connectors.models import MobileThreatDefenseConnector
from connectors.partners import WINDOWS_SECURITY_CENTER
from devices.models import CurrentHealthState, WindowsManagedAppRegistration
from intune_sim.actors import SYSTEM
from intune_sim.tenants import services as tenants
from intune_sim.tenants.models import AssignedLicense, Group, Membership, Tenant, User
from protection.engine.facts import Access, DeviceThreatLevel, HealthState
from protection.models import Intent
from protection.services import app_protection as protection

GROUPS = 40
DEVICES_PER_USER = 5
USERS_PER_SLICE = 1_000
LEVELS = [level for level in DeviceThreatLevel if level is not DeviceThreatLevel.NOT_CONFIGURED]
STATES = [state for state in HealthState if state.severity is not None]


def populate(*, registrations: int, now: datetime) -> tuple[Tenant, MobileThreatDefenseConnector]:
    """A tenant with so many live registrations that nobody has judged yet, a policy a group, and a live connector."""
    chance = random.Random(registrations)
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
            settings={"maximum_allowed_device_threat_level": chance.choice(LEVELS)},
            apps=["com.microsoft.edge"],
            assignments=[(group.graph_id, Intent.INCLUDE)],
            by=SYSTEM,
            now=now,
        )
    for first in range(0, registrations // DEVICES_PER_USER, USERS_PER_SLICE):
        numbers = range(first, min(first + USERS_PER_SLICE, registrations // DEVICES_PER_USER))
        _enrol(tenant=tenant, connector=connector, groups=groups, numbers=numbers, chance=chance, now=now)
    return tenant, connector


def _enrol(
    *,
    tenant: Tenant,
    connector: MobileThreatDefenseConnector,
    groups: Sequence[Group],
    numbers: range,
    chance: random.Random,
    now: datetime,
) -> None:
    """A slice of the users, so that memory does not grow with their number."""
    users = User.objects.bulk_create(
        User(
            tenant=tenant,
            user_principal_name=f"user{number}@{tenant.domain}",
            display_name=f"User {number}",
            created_date_time=now,
        )
        for number in numbers
    )
    AssignedLicense.objects.bulk_create(AssignedLicense(user=user) for user in users)
    Membership.objects.bulk_create(Membership(user=user, group=chance.choice(groups)) for user in users)
    rows = WindowsManagedAppRegistration.objects.bulk_create(
        WindowsManagedAppRegistration(
            tenant=tenant,
            user=user,
            user_graph_id=user.graph_id,
            user_principal_name=user.user_principal_name,
            app_identifier="com.microsoft.edge",
            device_tag=f"device-{number}",
            created_date_time=now,
            last_sync_date_time=now,
            application_version="131.0.2903.51",
            management_sdk_version="1.2.0",
            platform_version="10.0.22631.3155",
            access=Access.INACTIVE,
            access_at=now,
        )
        for user in users
        for number in range(DEVICES_PER_USER)
    )
    CurrentHealthState.objects.bulk_create(
        CurrentHealthState(
            registration=row, connector=connector, health_state=chance.choice(STATES), last_update_date_time=now
        )
        for row in rows
    )
