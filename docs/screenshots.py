"""What does README's picture show? Takes it anew from a running demo: `python -m docs.screenshots http://127.0.0.1:8000`."""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from intune_sim.portal.demo import people
from tests import browser

PICTURE = Path(__file__).with_name("screenshot.png")
#: Somebody in the demo whose PC has a threat that blocks it.
BLOCKED = "gloria@contoso.example"


def main(url: str) -> None:
    """Sign in and take the picture of a blocked registration."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.ensure(), args=browser.flags())
        page = chromium.new_page(viewport={"width": 1280, "height": 860}, color_scheme="light")
        sign_in(page, url.rstrip("/"))
        page.goto(f"{url.rstrip('/')}/devices/mam-registrations?q={BLOCKED}")
        with page.expect_navigation():
            page.get_by_role("link", name=BLOCKED).first.click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURE)
        chromium.close()


def sign_in(page: Page, url: str) -> None:
    """Sign in as the demo's first admin."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("User name").fill(people.SIGN_IN)
    page.get_by_label("Password").fill(people.PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


if __name__ == "__main__":
    main(sys.argv[1])
