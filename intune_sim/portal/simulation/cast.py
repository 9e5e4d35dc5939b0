"""Who takes part in a simulation? Users, a policy, a connector and an application; made where they are missing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from connectors.models import MobileThreatDefenseConnector
from connectors.partners import WINDOWS_SECURITY_CENTER
from connectors.services import add_connector
from intune_sim.actors import SYSTEM
from intune_sim.tenants import services as directory
from intune_sim.tenants.models import INTUNE_A, Group, Tenant, User
from intune_sim.tenants.roles import AppRole
from protection.engine.facts import DeviceThreatLevel
from protection.models import Intent, WindowsManagedAppProtection
from protection.services.app_protection import create_policy

NAME = "Simulated fleet"
EDGE = "com.microsoft.edge"


@dataclass(frozen=True)
class Cast:
    """An application's credentials, and the users (name and id) whose PCs it speaks for."""

    client_id: str
    client_secret: str
    users: tuple[tuple[str, str], ...]


def known_users(tenant: Tenant) -> tuple[tuple[str, str], ...]:
    """The tenant's users who may enrol, by name and id."""
    users = User.objects.for_tenant(tenant).licensed().filter(account_enabled=True, user_level_wipe=None).order_by("pk")
    return tuple((name, str(guid)) for name, guid in users.values_list("user_principal_name", "graph_id"))


@transaction.atomic
def make_cast(*, tenant: Tenant, users: int, now: datetime) -> Cast:
    """Make what a fleet needs and is not there from an earlier run, and a new application."""
    group = Group.objects.filter(tenant=tenant, display_name=NAME).first() or directory.create_group(
        tenant=tenant, display_name=NAME, by=SYSTEM, now=now
    )
    members = [_user(tenant, number, now) for number in range(1, users + 1)]
    directory.add_members(group=group, users=members, by=SYSTEM, now=now)
    connectors = MobileThreatDefenseConnector.objects.for_tenant(tenant)
    if not connectors.filter(graph_id=WINDOWS_SECURITY_CENTER.id).exists():
        add_connector(tenant=tenant, partner_id=WINDOWS_SECURITY_CENTER.id, settings={}, by=SYSTEM, now=now)
    if not WindowsManagedAppProtection.objects.for_tenant(tenant).filter(display_name=NAME).exists():
        create_policy(
            tenant=tenant,
            display_name=NAME,
            settings={"maximum_allowed_device_threat_level": DeviceThreatLevel.LOW},
            apps=[EDGE],
            assignments=[(group.graph_id, Intent.INCLUDE)],
            by=SYSTEM,
            now=now,
        )
    new = directory.create_application(
        tenant=tenant,
        display_name=NAME,
        roles=[AppRole.MANAGED_APP_CLIENT, AppRole.PARTNER_REPORT],
        partner_id=WINDOWS_SECURITY_CENTER.id,
        by=SYSTEM,
        now=now,
    )
    return Cast(
        client_id=str(new.application.client_id),
        client_secret=new.client_secret,
        users=tuple((user.user_principal_name, str(user.graph_id)) for user in members),
    )


def _user(tenant: Tenant, number: int, now: datetime) -> User:
    name = f"fleet-{number:05d}@{tenant.domain}"
    user = User.objects.for_tenant(tenant).filter(user_principal_name__iexact=name).first()
    if user is None:
        user = directory.create_user(
            tenant=tenant, user_principal_name=name, display_name=f"Fleet {number:05d}", by=SYSTEM, now=now
        )
    directory.assign_license(user=user, add=[INTUNE_A], by=SYSTEM, now=now)
    return user
