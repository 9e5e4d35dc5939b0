"""How does Graph see who exists and who may do what?"""

from intune_sim.tenants.graph import directory, roles

RESOURCES = (*directory.RESOURCES, *roles.RESOURCES)
