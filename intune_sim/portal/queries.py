"""What do the pages that span apps ask?"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from connectors.lifecycle import ConnectorHealth
from connectors.queries import Standing, standings
from devices.models import WindowsManagedAppRegistration
from intune_sim.portal.connector_types import CONNECTOR_TYPES, ConnectorType
from intune_sim.tenants.models import Tenant, User
from protection.engine.facts import Access
from protection.models import WindowsManagedAppProtection


@dataclass(frozen=True)
class AccessCount:
    """How many live registrations stand in one access state."""

    access: Access
    count: int


@dataclass(frozen=True)
class Overview:
    """The numbers of the home page."""

    standings: list[Standing]
    policies: int
    access: list[AccessCount]
    registrations: int


def overview(*, tenant: Tenant, now: datetime) -> Overview:
    """A tenant at a glance, in three queries."""
    counts = dict(
        WindowsManagedAppRegistration.objects.for_tenant(tenant)
        .live()
        .values_list("access")
        .annotate(Count("pk"))
        .order_by()
    )
    return Overview(
        standings=standings(tenant=tenant, now=now),
        policies=WindowsManagedAppProtection.objects.for_tenant(tenant).count(),
        access=[AccessCount(access, counts[access]) for access in Access if counts.get(access)],
        registrations=sum(counts.values()),
    )


@dataclass(frozen=True)
class TenantDetails:
    """The numbers of Tenant details."""

    licensed_users: int
    registrations: int


def tenant_details(tenant: Tenant) -> TenantDetails:
    """What Tenant details counts, in two queries."""
    return TenantDetails(
        licensed_users=User.objects.for_tenant(tenant).licensed().count(),
        registrations=WindowsManagedAppRegistration.objects.for_tenant(tenant).live().count(),
    )


@dataclass(frozen=True)
class ConnectorRow:
    """A row of Connector status: a threat partner's connector, or a kind that is not simulated."""

    health: ConnectorHealth
    standing: Standing | None = None
    type: ConnectorType | None = None


def connector_rows(*, tenant: Tenant, now: datetime) -> list[ConnectorRow]:
    """Every kind of connector, the unhealthy first, those that are not enabled last. One query."""
    rows = [ConnectorRow(standing.health, standing=standing) for standing in standings(tenant=tenant, now=now)]
    rows += [ConnectorRow(ConnectorHealth.NOT_ENABLED, type=type) for type in CONNECTOR_TYPES]
    return sorted(rows, key=lambda row: row.health.rank)
