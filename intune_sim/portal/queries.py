"""What do the pages that span apps ask?"""

from dataclasses import dataclass
from datetime import datetime

from connectors.lifecycle import ConnectorHealth
from connectors.queries import Standing, standings
from devices.models import WindowsManagedAppRegistration
from intune_sim.portal.connector_types import CONNECTOR_TYPES, ConnectorType
from intune_sim.tenants.models import Tenant, User


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
