"""How does Graph see who exists and who may do what?"""

from intune_sim.tenants.graph import groups, organization, roles, sign_ins

#: The users are declared again where more hangs on them.
RESOURCES = (groups.GROUPS, *organization.RESOURCES, *roles.RESOURCES, *sign_ins.RESOURCES)
