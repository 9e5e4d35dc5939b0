"""How does Graph see who exists and who may do what?"""

from intune_sim.tenants.graph import directory, roles, sign_ins

RESOURCES = (*directory.RESOURCES, *roles.RESOURCES, *sign_ins.RESOURCES)
