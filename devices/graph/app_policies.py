"""How does Graph see how far app policies have come? The policies of Windows once more, with their deployment summary."""

from dataclasses import replace

from devices.queries.deployment import users_by_app
from intune_sim.graph.resources import BETA
from protection.graph import app_policies, windows
from protection.graph.items import WINDOWS_APP
from protection.graph.summaries import Summary, summary_navigation
from protection.models import WindowsManagedAppProtection


def summarise(policy: WindowsManagedAppProtection) -> Summary:
    """To whom a policy is deployed."""
    users, by_app = users_by_app(policy)
    names = policy.apps.values_list("windows_app_id", flat=True)
    return Summary(policy=policy, users=users, apps=[(WINDOWS_APP.wire(app), by_app.get(app, 0)) for app in names])


WINDOWS_POLICIES = replace(
    windows.WINDOWS_POLICIES,
    navigations=(*windows.NAVIGATIONS, summary_navigation(summarise, only=BETA)),
)
APP_POLICIES = replace(
    app_policies.APP_POLICIES,
    derived=tuple(
        WINDOWS_POLICIES if one is windows.WINDOWS_POLICIES else one for one in app_policies.APP_POLICIES.derived
    ),
)

RESOURCES = (WINDOWS_POLICIES, APP_POLICIES)
