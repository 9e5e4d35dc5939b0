"""What do the pages that span apps ask?"""

from dataclasses import dataclass

from django.db.models import Count

from connectors.models import MobileThreatDefenseConnector
from connectors.queries import connectors_of
from devices.models import WindowsManagedAppRegistration
from intune_sim.tenants.models import Tenant
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

    connectors: list[MobileThreatDefenseConnector]
    policies: int
    access: list[AccessCount]
    registrations: int


def overview(tenant: Tenant) -> Overview:
    """A tenant at a glance, in three queries."""
    counts = dict(
        WindowsManagedAppRegistration.objects.for_tenant(tenant)
        .live()
        .values_list("access")
        .annotate(Count("pk"))
        .order_by()
    )
    return Overview(
        connectors=connectors_of(tenant),
        policies=WindowsManagedAppProtection.objects.for_tenant(tenant).count(),
        access=[AccessCount(access, counts[access]) for access in Access if counts.get(access)],
        registrations=sum(counts.values()),
    )
