"""What do connectors tell higher apps?"""

from dataclasses import dataclass
from datetime import datetime

from intune_sim.events import Event
from intune_sim.tenants.models import Tenant


@dataclass(frozen=True, kw_only=True)
class ThreatSourceChanged(Event):
    """Whether a tenant's connectors feed app protection on Windows may have changed."""

    tenant: Tenant
    now: datetime
