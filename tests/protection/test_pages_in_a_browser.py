"""App protection policies in a real browser: with scripts, without them, and for everybody's eyes."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from intune_sim.tenants.models import Group, Tenant, User
from protection.engine.facts import DeviceThreatLevel
from protection.models import WindowsManagedAppProtection
from tests.factories.protection import PolicyFactory

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = "/apps/app-protection-policies"
THREAT_LEVEL = "Max allowed device threat level"


def to_health_checks(page: Page) -> None:
    """Walk a new policy's first three steps."""
    page.goto(ROOT)
    page.get_by_text("Create policy").first.click()
    page.get_by_role("link", name="Windows", exact=True).click()
    page.get_by_label("Name").fill("Level 2")
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("link", name="Select apps").click()
    page.get_by_label("Microsoft Edge").check()
    page.get_by_role("button", name="Select", exact=True).click()
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_label("Receive data from").select_option("No sources")
    page.get_by_label("Block", exact=True).check()
    page.get_by_role("button", name="Next", exact=True).click()


def to_the_end(page: Page) -> None:
    """Walk on from a filled Health checks step to the list."""
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("link", name="Add groups to Included groups").click()
    page.get_by_label("Staff").check()
    page.get_by_role("button", name="Select", exact=True).click()
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_text("Level 2 was created.")).to_be_visible()


def test_a_policy_is_written_with_scripts(browse_as: Callable[..., Page], adele: User, staff: Group) -> None:
    page = browse_as(adele)
    to_health_checks(page)

    page.get_by_label("Add a setting to Device conditions").select_option(THREAT_LEVEL)
    level = page.get_by_label(f"{THREAT_LEVEL}: value")
    expect(level).to_be_focused()
    level.select_option("Low")
    to_the_end(page)

    policy = WindowsManagedAppProtection.objects.get()
    assert policy.maximum_allowed_device_threat_level == DeviceThreatLevel.LOW
    assert policy.print_blocked
    assert policy.assignments.get().group == staff


def test_a_policy_is_written_without_scripts(browse_as: Callable[..., Page], adele: User, staff: Group) -> None:
    page = browse_as(adele, java_script_enabled=False)
    to_health_checks(page)

    page.get_by_label("Add a setting to Device conditions").select_option(THREAT_LEVEL)
    page.get_by_role("button", name="Add the setting to Device conditions").click()
    page.get_by_label(f"{THREAT_LEVEL}: value").select_option("Low")
    to_the_end(page)

    assert WindowsManagedAppProtection.objects.get().maximum_allowed_device_threat_level == DeviceThreatLevel.LOW


def test_a_row_is_removed_with_scripts(browse_as: Callable[..., Page], adele: User) -> None:
    page = browse_as(adele)
    page.goto(f"{ROOT}/create/windows")
    page.goto(page.url.replace("basics", "health-checks"))

    page.get_by_role("button", name="Remove Offline grace period").first.click()

    expect(page.get_by_label("Offline grace period: value")).to_have_count(1)
    expect(page.get_by_label("Offline grace period: value")).to_have_value("90")


def test_enter_in_a_field_goes_on_to_the_next_step(browse_as: Callable[..., Page], adele: User) -> None:
    page = browse_as(adele)
    page.goto(f"{ROOT}/create/windows")

    page.get_by_label("Name").fill("Level 2")
    page.get_by_label("Name").press("Enter")

    expect(page.get_by_role("link", name="Select apps")).to_be_visible()


def test_a_step_survives_a_reload(browse_as: Callable[..., Page], adele: User) -> None:
    page = browse_as(adele)
    to_health_checks(page)
    page.get_by_label("Add a setting to Device conditions").select_option("Min OS version")
    page.get_by_label("Min OS version: value").fill("22631.3155")
    page.get_by_role("button", name="Next", exact=True).click()

    page.reload()

    expect(page.get_by_label("Min OS version: value")).to_have_value("22631.3155")
    expect(page.get_by_text("Write 10.0.22631.3155 instead.")).to_be_visible()


@pytest.mark.parametrize("look", [("light", 1440), ("light", 390), ("dark", 1440), ("dark", 390)])
def test_every_page_is_for_everybody(
    browse_as: Callable[..., Page], adele: User, contoso: Tenant, staff: Group, look: tuple[str, int]
) -> None:
    policy = PolicyFactory(tenant=contoso, groups=[staff], maximum_allowed_device_threat_level=DeviceThreatLevel.LOW)
    page = browse_as(adele, color_scheme=look[0], viewport={"width": look[1], "height": 844})
    page.goto(f"{ROOT}/create/windows")
    new = page.url.removesuffix("/basics")
    places = [
        ROOT,
        *(f"{new}/{step}" for step in ("basics", "apps", "data-protection", "health-checks", "assignments")),
        *(f"{new}/{pane}" for pane in ("apps?select=apps", "assignments?select=included")),
        *(f"{ROOT}/{policy.graph_id}/{place}" for place in ("properties", "delete", "edit/health-checks")),
    ]

    found = {place: flaws(page, place) for place in places}

    assert found == {place: [] for place in places}


def flaws(page: Page, place: str) -> list[str]:
    """What axe calls serious or critical on a page, and whether it scrolls sideways."""
    page.goto(place)
    violations = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [rule["id"] for rule in violations if rule["impact"] in {"serious", "critical"}] + ["sideways"] * wide
