"""How does Graph see people, apps and devices?"""

from devices.graph import app_policies, registrations, users

RESOURCES = (*app_policies.RESOURCES, *registrations.RESOURCES, *users.RESOURCES)
