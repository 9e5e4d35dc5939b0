"""What do the forms of the policy wizard post, and which steps lead through it?"""

from django.test import Client

from intune_sim.tenants.models import Group
from tests.factories.protection import EDGE
from tests.walks import Walk

ROOT = "/apps/app-protection-policies"

OFFLINE = [("offline-grace-period", "720", "block"), ("offline-grace-period", "90", "wipe")]
DATA = {
    "allowed_inbound_data_transfer_sources": "allApps",
    "allowed_outbound_data_transfer_destinations": "allApps",
    "allowed_outbound_clipboard_sharing_level": "anyDestinationAnySource",
    "print_blocked": "false",
}


def rows(*checks: tuple[str, str, str]) -> dict[str, list[str]]:
    """Rows of the Health checks page as its form posts them."""
    return {
        "setting": [setting for setting, _, _ in checks],
        "value": [value for _, value, _ in checks],
        "action": [action for _, _, action in checks],
    }


class Draft(Walk):
    """The create wizard in one admin's hands."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, f"{ROOT}/create/windows")

    def fill(self, *checks: tuple[str, str, str], name: str = "Level 1", included: list[Group] | None = None):
        """Everything up to the review."""
        self.post("basics", display_name=name, description="For everybody")
        self.post("apps", "pick:apps", picked=EDGE)
        self.post("apps")
        self.post("data-protection", **DATA)
        self.post("health-checks", **rows(*OFFLINE, *checks))
        if included:
            self.post("assignments", "pick:included", picked=[str(group.graph_id) for group in included])
        return self.post("assignments")
