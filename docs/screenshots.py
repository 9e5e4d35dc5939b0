"""What do README and the tour show? Takes their pictures anew from a running demo, all of them or those that are named:

python -m docs.screenshots http://127.0.0.1:8000 [tour/home ...]
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from intune_sim.portal.demo import people
from tests import browser

DOCS = Path(__file__).parent
#: Somebody in the demo whose PC has a threat that blocks it.
BLOCKED = "gloria@contoso.example"
REGISTRATIONS = "/devices/mam-registrations"
POLICIES = "/apps/app-protection-policies"
CONNECTORS = "/tenant-admin/connectors/mobile-threat-defense"


@dataclass(frozen=True)
class Picture:
    """A page of the demo: its address, then the links to follow from there, by their words."""

    name: str
    address: str
    links: tuple[str, ...] = ()
    scheme: str = "light"
    width: int = 1200
    height: int = 680


PICTURES = (
    Picture("screenshot", f"{REGISTRATIONS}?q={BLOCKED}", (BLOCKED,), width=1280, height=860),
    Picture("tour/home", "/"),
    Picture("tour/dashboard", "/dashboard", scheme="dark"),
    Picture("tour/registrations", REGISTRATIONS),
    Picture("tour/app-protection-policies", POLICIES),
    Picture("tour/policy", POLICIES, ("Edge on personal PCs - Level 2 (enhanced)",)),
    Picture("tour/wizard", f"{POLICIES}/create/windows"),
    Picture("tour/app-protection-status", "/apps/monitor/app-protection-status"),
    Picture("tour/app-selective-wipe", "/apps/app-selective-wipe"),
    Picture("tour/connector", CONNECTORS, ("Windows Security Center",)),
    Picture("tour/add-connector", f"{CONNECTORS}/add"),
    Picture("tour/connector-status", "/tenant-admin/tenant-status/connector-status"),
    Picture("tour/troubleshooting", f"/troubleshooting-support?q={BLOCKED}", ("Gloria Santos",)),
    Picture("tour/roles", "/tenant-admin/roles/all"),
    Picture("tour/audit-logs", "/tenant-admin/audit-logs"),
    Picture("tour/notifications", "/?pane=notifications", scheme="dark"),
    Picture("tour/client", "/client"),
    Picture("tour/phone", REGISTRATIONS, width=390, height=844),
)


def main(url: str, *names: str) -> None:
    """Sign in and take the pictures, or those of these names."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.ensure(), args=browser.flags())
        page = chromium.new_page()
        sign_in(page, url.rstrip("/"))
        for picture in wanted(names):
            take(page, url.rstrip("/"), picture)
        chromium.close()


def wanted(names: tuple[str, ...]) -> Iterator[Picture]:
    """The pictures of these names; all of them where no name is given."""
    yield from (picture for picture in PICTURES if not names or picture.name in names)


def take(page: Page, url: str, picture: Picture) -> None:
    """Go to a picture's page and keep what it shows."""
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.emulate_media(color_scheme=picture.scheme)  # type: ignore[arg-type]
    page.goto(f"{url}{picture.address}")
    for words in picture.links:
        with page.expect_navigation():
            page.get_by_role("link", name=words).first.click()
    page.wait_for_load_state("networkidle")
    file = DOCS / f"{picture.name}.png"
    file.parent.mkdir(exist_ok=True)
    page.screenshot(path=file)


def sign_in(page: Page, url: str) -> None:
    """Sign in as the demo's first admin."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("User name").fill(people.SIGN_IN)
    page.get_by_label("Password").fill(people.PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


if __name__ == "__main__":
    main(*sys.argv[1:])
