"""How does Graph see who exists and who may do what?"""

from intune_sim.tenants.graph import groups, organization, roles, scope_tags, sign_ins

#: The users are declared again where more hangs on them.
RESOURCES = (groups.GROUPS, *organization.RESOURCES, *roles.RESOURCES, *scope_tags.RESOURCES, *sign_ins.RESOURCES)
