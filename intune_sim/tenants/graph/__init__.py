"""How does Graph see who exists and who may do what?"""

from intune_sim.tenants.graph import directory

RESOURCES = (*directory.RESOURCES,)
