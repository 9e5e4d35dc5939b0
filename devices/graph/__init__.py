"""How does Graph see people, apps and devices?"""

from devices.graph import app_policies, managed_devices, registrations, users

RESOURCES = (
    *app_policies.RESOURCES,
    *registrations.RESOURCES,
    *users.RESOURCES,
    *managed_devices.RESOURCES,
)
