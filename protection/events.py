"""What does protection tell higher apps?"""

from dataclasses import dataclass
from datetime import datetime

from intune_sim.events import Event
from intune_sim.tenants.models import Tenant


@dataclass(frozen=True, kw_only=True)
class TargetingChanged(Event):
    """A policy's settings, apps or assignments changed: what is in force for these groups' members may differ now."""

    tenant: Tenant
    #: Primary keys of the groups whose members are concerned, those no longer assigned included.
    groups: frozenset[int]
    #: The change brought a policy with at least one app to a user whom it did not target before.
    reached_a_user: bool
    now: datetime
