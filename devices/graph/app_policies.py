"""How does Graph see how far app policies have come? The policies of Windows once more, with their deployment summary."""

from collections.abc import Sequence
from dataclasses import replace

from devices.queries.deployment import users_by_app
from intune_sim.graph.resources import BETA
from protection.graph import app_policies, windows
from protection.graph.managed_apps import WINDOWS_APP
from protection.graph.summaries import Summary, summary_navigation
from protection.models import WindowsManagedAppProtection


def summarise(policies: Sequence[WindowsManagedAppProtection]) -> list[Summary]:
    """To whom each policy is deployed."""
    return [
        Summary(policy=policy, users=users, apps=[(WINDOWS_APP.wire(app), count) for app, count in by_app.items()])
        for policy, (users, by_app) in zip(policies, users_by_app(policies), strict=True)
    ]


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
