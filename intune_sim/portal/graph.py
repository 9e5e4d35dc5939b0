"""What of Microsoft Graph is served, by all apps together?"""

from connectors import graph as connectors
from devices import graph as devices
from intune_sim.audit import graph as audit
from intune_sim.tenants import graph as tenants
from protection import graph as protection

RESOURCES = (
    *connectors.RESOURCES,
    *protection.RESOURCES,
    *devices.RESOURCES,
    *tenants.RESOURCES,
    *audit.RESOURCES,
)
