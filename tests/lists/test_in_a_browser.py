"""Are lists quick under the hands? With the keyboard alone, with the mouse, and without JavaScript."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from intune_sim.tenants.models import User
from tests.browser import settle
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

MTD = "/tenant-admin/connectors/mobile-threat-defense"
AUDIT = "/tenant-admin/audit-logs"


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()")
        if focused.splitlines()[:1] == [name]:
            return
    raise AssertionError(f"Tab does not reach {name}.")


def test_a_connector_is_added_and_set_with_the_keyboard_alone(browse_as: Callable[..., Page], adele: User) -> None:
    page = browse_as(adele)
    page.goto(MTD)
    tab_to(page, "Add")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Select the Mobile Threat Defense connector to setup")).to_be_focused()
    settle(page)
    page.keyboard.type("Zimp")
    tab_to(page, "Create")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Zimperium was added.")).to_be_visible()
    settle(page)

    tab_to(page, "Zimperium")
    page.keyboard.press("Enter")
    sync = page.get_by_role("radiogroup", name="Enable App Sync for iOS devices").get_by_role("radio", name="On")
    expect(sync).to_be_disabled()
    settle(page)
    page.get_by_role("radiogroup", name="Connect iOS/iPadOS devices to Zimperium", exact=True).get_by_role(
        "radio", name="Off"
    ).focus()
    page.keyboard.press("ArrowRight")
    expect(sync).to_be_enabled()
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Changes saved.")).to_be_visible()
    expect(sync).to_be_enabled()


def test_a_list_is_narrowed_sorted_turned_back_and_exported(
    browse_as: Callable[..., Page], world: World, tmp_path: Path
) -> None:
    world.add_connector()
    world.write_policy()
    world.enrol()
    page = browse_as(world.adele)
    page.goto(AUDIT)
    page.evaluate("window.stays = true")

    page.get_by_text("Add filters").click()
    page.get_by_role("combobox", name="Operation type").select_option("Create")
    page.get_by_role("button", name="Apply").locator("visible=true").click()
    expect(page).to_have_url(re.compile(r"operation=Create"))
    expect(page.get_by_text("Operation type: Create")).to_be_visible()
    settle(page)
    page.get_by_role("link", name="Activity").click()
    expect(page.get_by_role("columnheader", name="Activity", exact=True)).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("link", name="Activity", exact=True)).to_be_focused()
    settle(page)
    search = page.get_by_role("searchbox", name="Beginning of an actor, activity or target")
    # At once: letters that are slow to come would be searches, and steps back, of their own.
    search.fill("create mobile")
    expect(page.get_by_role("row")).to_have_count(2)
    expect(search).to_be_focused()
    expect(search).to_have_value("create mobile")
    settle(page)
    assert page.evaluate("window.stays")

    with page.expect_download() as downloading:
        page.get_by_role("link", name="Export").click()
    downloading.value.save_as(tmp_path / "list.csv")
    [head, *rows] = csv.reader((tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines())
    cells = page.get_by_role("row").nth(1).get_by_role("cell").all_inner_texts()
    assert rows[0][head.index("Activity")] in cells
    assert len(rows) == 1

    page.go_back()
    expect(page.get_by_role("searchbox", name="Beginning of an actor, activity or target")).to_have_value("")
    expect(page.get_by_role("columnheader", name="Activity", exact=True)).to_have_attribute("aria-sort", "ascending")
    settle(page)
    page.reload()
    expect(page.get_by_text("Operation type: Create")).to_be_visible()


def test_a_list_works_without_javascript_on_a_phone(browse_as: Callable[..., Page], world: World) -> None:
    world.write_policy()
    world.enrol()
    page = browse_as(world.adele, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto(AUDIT)

    page.get_by_text("Sort: Date").click()
    page.get_by_role("link", name="Activity, ascending").click()
    expect(page).to_have_url(re.compile(r"\?sort=activity$"))
    page.locator("summary", has_text="Columns").click()
    page.get_by_label("IP address").check()
    page.get_by_role("button", name="Apply").locator("visible=true").click()
    expect(page.get_by_role("cell", name="IP address").first).to_be_visible()
    page.get_by_text("Date: Any time").click()
    page.get_by_role("link", name="Last 7 days").click()
    expect(page.get_by_text("Date: Last 7 days")).to_be_visible()
    page.get_by_role("searchbox", name="Beginning of an actor, activity or target").fill("nobody")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    page.get_by_role("link", name="Clear all").click()
    expect(page.get_by_text("Nothing found")).to_be_hidden()
