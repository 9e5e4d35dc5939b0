"""How does Graph see people, apps and devices?"""

from devices.graph import registrations

RESOURCES = (*registrations.RESOURCES,)
