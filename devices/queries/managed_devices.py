"""What do a tenant's managed devices add up to?"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from devices.models import ComplianceState, ManagedDevice
from intune_sim.tenants.models import Tenant


@dataclass(frozen=True)
class Totals:
    """How many devices a tenant manages, by operating system and by compliance state."""

    tenant: Tenant
    systems: Counter[str]
    states: Counter[ComplianceState]

    @property
    def devices(self) -> int:
        """All of them."""
        return self.systems.total()


def totals(tenant: Tenant) -> Totals:
    """What the devices add up to, in one query."""
    systems: Counter[str] = Counter()
    states: Counter[ComplianceState] = Counter()
    rows = ManagedDevice.objects.for_tenant(tenant).values_list("operating_system", "compliance_state")
    for system, state, count in rows.annotate(count=Count("pk")).order_by():
        systems[system] += count
        states[ComplianceState(state)] += count
    return Totals(tenant=tenant, systems=systems, states=states)
