"""What do a tenant's managed devices add up to?"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from devices.models import ComplianceState, ManagedDevice
from intune_sim.tenants.models import Tenant


@dataclass(frozen=True)
class Totals:
    """How many devices a tenant manages, by operating system and compliance state, and of which makes."""

    tenant: Tenant
    systems: Counter[str]
    states: Counter[ComplianceState]
    #: Each once, in the order of the alphabet.
    manufacturers: list[str]
    models: list[str]

    @property
    def devices(self) -> int:
        """All of them."""
        return self.systems.total()


def totals(tenant: Tenant) -> Totals:
    """What the devices add up to, in one query."""
    systems: Counter[str] = Counter()
    states: Counter[ComplianceState] = Counter()
    makes: set[tuple[str, str]] = set()
    columns = ("operating_system", "compliance_state", "manufacturer", "model")
    rows = ManagedDevice.objects.for_tenant(tenant).values_list(*columns)
    for system, state, manufacturer, model, count in rows.annotate(count=Count("pk")).order_by():
        systems[system] += count
        states[ComplianceState(state)] += count
        makes.add((manufacturer, model))
    return Totals(
        tenant=tenant,
        systems=systems,
        states=states,
        manufacturers=sorted({manufacturer for manufacturer, _ in makes if manufacturer}),
        models=sorted({model for _, model in makes if model}),
    )
