"""How does a test walk the policy wizard? Its pages in one admin's hands, and what their forms post."""

from django.test import Client

from intune_sim.tenants.models import Group
from tests.factories.protection import EDGE

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


class Draft:
    """The create wizard in one admin's hands."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.root = client.get(f"{ROOT}/create/windows").headers["Location"].removesuffix("/basics")

    def post(self, step: str, go: str = "next", **data: object):
        """Press a button of a step and see where that leads."""
        return self.client.post(f"{self.root}/{step}", {"go": go, **data}, follow=True)

    def get(self, step: str):
        """A step as it stands."""
        return self.client.get(f"{self.root}/{step}", follow=True)

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


def where(response: object) -> str:
    """The last part of the address that an answer came from."""
    return str(response.request["PATH_INFO"]).rsplit("/", 1)[1]  # type: ignore[attr-defined]
