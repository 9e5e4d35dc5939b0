"""How does Graph see people, apps and devices?"""

from devices.graph import app_policies, app_statuses, managed_devices, registrations, reports, users

RESOURCES = (
    *app_policies.RESOURCES,
    *app_statuses.RESOURCES,
    *registrations.RESOURCES,
    *users.RESOURCES,
    *managed_devices.RESOURCES,
    *reports.RESOURCES,
)
