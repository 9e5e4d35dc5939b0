"""App protection policies in a real browser: with scripts, without them, and with the keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from intune_sim.tenants.models import Group, Tenant, User
from intune_sim.tenants.roles import Role
from protection.engine.facts import DataTransferLevel, DeviceThreatLevel
from protection.models import WindowsManagedAppProtection
from tests.browser import settle
from tests.factories.protection import PolicyFactory

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = "/apps/app-protection-policies"
THREAT_LEVEL = "Max allowed device threat level"


def to_health_checks(page: Page) -> None:
    """Walk a new policy's first three steps."""
    page.goto(ROOT)
    page.get_by_text("Create policy").first.click()
    page.get_by_role("link", name="Windows", exact=True).click()
    page.wait_for_url("**/basics")
    page.get_by_label("Name").fill("Level 2")
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("link", name="Select apps").click()
    page.get_by_label("Microsoft Edge").check()
    page.get_by_role("button", name="Select", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_label("Receive data from").select_option("No sources")
    page.get_by_label("Block", exact=True).check()
    page.get_by_role("button", name="Next", exact=True).click()


def add_setting(page: Page, group: str, setting: str) -> None:
    """Add a row to one of the tables of Health checks."""
    page.get_by_text(f"Add a setting to {group}").click()
    page.get_by_role("button", name=setting, exact=True).click()
    expect(page.get_by_label(f"{setting}: action").first).to_be_visible()
    settle(page)


def to_the_end(page: Page) -> None:
    """Walk on from a filled Health checks step to the list."""
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("link", name="Add groups to Included groups").click()
    page.get_by_label("Staff").check()
    page.get_by_role("button", name="Select", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_text("Level 2 was created.")).to_be_visible()


#: Each setting of the Health checks page that is not filled already, as often as it may have a row, with its values.
EVERY_CHECK = [
    ("App conditions", "Min app version", ["120.0", "110.0", "100.0"]),
    ("App conditions", "Min SDK version", ["1.2", "1.0"]),
    ("App conditions", "Disabled account", [""]),
    ("Device conditions", "Min OS version", ["10.0.22631", "10.0.22621", "10.0.19045"]),
    ("Device conditions", "Max OS version", ["10.0.30000", "10.0.30001", "10.0.30002"]),
    ("Device conditions", THREAT_LEVEL, ["Low"]),
]


def test_a_policy_with_every_setting_is_written_edited_duplicated_and_deleted(
    browse_as: Callable[..., Page], adele: User, staff: Group
) -> None:
    page = browse_as(adele)
    to_health_checks(page)
    for group, setting, values in EVERY_CHECK:
        for at, value in enumerate(values):
            add_setting(page, group, setting)
            expect(page.get_by_label(f"{setting}: action")).to_have_count(at + 1)
            if not value:
                continue
            field = page.get_by_label(f"{setting}: value").last
            expect(field).to_be_focused()
            if setting == THREAT_LEVEL:
                field.select_option(value)
            else:
                field.fill(value)
    to_the_end(page)

    policy = WindowsManagedAppProtection.objects.get()
    assert {name for name, value in policy.settings.values.items() if value is None} == set()
    assert policy.maximum_allowed_device_threat_level == DeviceThreatLevel.LOW
    assert policy.print_blocked
    assert policy.assignments.get().group == staff

    page.get_by_role("link", name="Level 2").click()
    page.get_by_role("link", name="Edit Health checks").click()
    page.get_by_label(f"{THREAT_LEVEL}: value").select_option("Medium")
    page.get_by_role("button", name="Review + save").click()
    change = page.get_by_role("row", name=THREAT_LEVEL).first
    expect(change).to_contain_text("Low, Block access")
    expect(change).to_contain_text("Medium, Block access")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Changes saved.")).to_be_visible()

    page.get_by_role("link", name="Duplicate", exact=True).click()
    page.wait_for_url("**/duplicate")
    page.get_by_label("Name").fill("Level 2, copy")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Level 2, copy was created.")).to_be_visible()
    page.get_by_role("link", name="Delete", exact=True).click()
    page.get_by_role("button", name="Yes, delete").click()
    expect(page.get_by_text("Level 2, copy was deleted.")).to_be_visible()
    assert WindowsManagedAppProtection.objects.get() == policy


#: What a screen reader would call the element that has the focus.
FOCUSED = """() => {
  const one = document.activeElement;
  const label = one.getAttribute("aria-label") || (one.labels && one.labels.length ? one.labels[0].textContent : "");
  return (label || one.textContent).replace(/\\s+/g, " ").trim();
}"""


def reach(page: Page, name: str) -> None:
    """Press Tab until the element of this name has the focus."""
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(name):
            return
    raise AssertionError(f"Tab never reaches '{name}'.")


def test_a_policy_is_written_with_the_keyboard_alone(browse_as: Callable[..., Page], adele: User, staff: Group) -> None:
    page = browse_as(adele)
    page.goto(ROOT)

    def press(name: str, key: str) -> None:
        reach(page, name)
        page.keyboard.press(key)

    def follow(name: str) -> None:
        """Press Enter on what leads to another page or step."""
        reach(page, name)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    press("Create policy", "Enter")
    follow("Windows")
    expect(page.get_by_role("heading", name="Create policy")).to_be_visible()
    reach(page, "Name")
    page.keyboard.type("Level 2")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    follow("Select apps")
    expect(page.get_by_role("dialog")).to_be_visible()
    press("Microsoft Edge", "Space")
    follow("Select")
    expect(page.get_by_role("dialog")).to_be_hidden()
    follow("Next")
    press("Receive data from", "ArrowDown")
    follow("Next")
    press("Add a setting to Device conditions", "Enter")
    press(THREAT_LEVEL, "Enter")
    expect(page.get_by_label(f"{THREAT_LEVEL}: value")).to_be_focused()
    page.keyboard.type("Low")
    follow("Next")
    follow("Add groups")
    press("Staff", "Space")
    follow("Select")
    expect(page.get_by_role("dialog")).to_be_hidden()
    follow("Next")
    follow("Create")
    expect(page.get_by_text("Level 2 was created.")).to_be_visible()

    policy = WindowsManagedAppProtection.objects.get()
    assert policy.maximum_allowed_device_threat_level == DeviceThreatLevel.LOW
    assert policy.allowed_inbound_data_transfer_sources == DataTransferLevel.NONE
    assert policy.assignments.get().group == staff


def test_who_may_only_read_finds_no_button_and_is_refused(
    browse_as: Callable[..., Page], admin_with: Callable[[Role], User], contoso: Tenant
) -> None:
    policy = PolicyFactory(tenant=contoso)
    page = browse_as(admin_with(Role.READ_ONLY_OPERATOR))

    page.goto(f"{ROOT}/{policy.graph_id}/properties")
    expect(page.get_by_role("heading", name=policy.display_name)).to_be_visible()
    for name in ("Edit Basics", "Duplicate", "Delete"):
        expect(page.get_by_role("link", name=name)).to_have_count(0)
    answer = page.goto(f"{ROOT}/{policy.graph_id}/delete")

    assert answer and answer.status == 403


def test_a_policy_is_written_without_scripts(browse_as: Callable[..., Page], adele: User, staff: Group) -> None:
    page = browse_as(adele, java_script_enabled=False)
    to_health_checks(page)

    add_setting(page, "Device conditions", THREAT_LEVEL)
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
    add_setting(page, "Device conditions", "Min OS version")
    page.get_by_label("Min OS version: value").fill("22631.3155")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_text("Write 10.0.22631.3155 instead.")).to_be_visible()

    page.reload()

    expect(page.get_by_label("Min OS version: value")).to_have_value("22631.3155")
    expect(page.get_by_text("Write 10.0.22631.3155 instead.")).to_be_visible()
