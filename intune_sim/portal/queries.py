"""What do the pages that span apps ask?"""

from dataclasses import dataclass
from datetime import datetime

from connectors.lifecycle import ConnectorHealth
from connectors.queries import Standing, standings
from devices.models import ManagedDevice
from devices.queries.registrations import access_counts
from intune_sim.portal.connector_types import CONNECTOR_TYPES, DEFENDER
from intune_sim.tenants.models import Tenant, User


@dataclass(frozen=True)
class TenantDetails:
    """The numbers of Tenant details."""

    devices: int
    licensed_users: int
    registrations: int


def tenant_details(tenant: Tenant) -> TenantDetails:
    """What Tenant details counts, in three queries."""
    return TenantDetails(
        devices=ManagedDevice.objects.for_tenant(tenant).count(),
        licensed_users=User.objects.for_tenant(tenant).licensed().count(),
        registrations=sum(access_counts(tenant).values()),
    )


@dataclass(frozen=True)
class ConnectorKind:
    """A row of Connector status: all connectors of one kind, in the state of the worst of them."""

    title: str
    #: Names the page of a kind that is not Mobile Threat Defense.
    slug: str = ""
    standings: tuple[Standing, ...] = ()
    is_simulated: bool = True

    @property
    def worst(self) -> Standing | None:
        """The connector that the kind is judged by."""
        return min(self.standings, key=lambda standing: standing.health.rank, default=None)

    @property
    def health(self) -> ConnectorHealth:
        """The state of the worst."""
        return self.worst.health if self.worst else ConnectorHealth.NOT_ENABLED

    @property
    def last_synchronized(self) -> datetime | None:
        """When the worst was heard last."""
        return self.worst.connector.last_heartbeat_date_time if self.worst else None


def connector_kinds(*, tenant: Tenant, now: datetime) -> list[ConnectorKind]:
    """Every kind of connector, whether or not the tenant has one. One query."""
    found = standings(tenant=tenant, now=now)
    defender = tuple(one for one in found if one.connector.partner.is_defender)
    others = tuple(one for one in found if not one.connector.partner.is_defender)
    return [
        ConnectorKind("Mobile Threat Defense connectors", standings=others),
        *(
            ConnectorKind(type.title, type.slug, standings=defender)
            if type.slug == DEFENDER
            else ConnectorKind(type.title, type.slug, is_simulated=False)
            for type in CONNECTOR_TYPES
        ),
    ]
