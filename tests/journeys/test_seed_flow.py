"""Does the whole way work in a real browser: connector, policy, status, and a threat that shuts Edge out and lets it in?"""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from intune_sim.tenants.models import Group, Tenant, User
from tests.browser import settle
from tests.factories.tenants import PASSWORD
from tests.world import World


def sign_in(page: Page, admin: User) -> None:
    """Type name and password."""
    page.goto("/")
    page.get_by_label("User name").fill(admin.user_principal_name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def add_windows_security_center(page: Page) -> None:
    """Tenant administration > Connectors and tokens > Mobile Threat Defense > Add > Create."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Tenant administration").click()
    page.get_by_role("link", name="Connectors and tokens").click()
    page.get_by_role("link", name="Mobile Threat Defense", exact=True).first.click()
    page.get_by_role("link", name="Add", exact=True).first.click()
    expect(page.get_by_role("dialog", name="Add Connector")).to_contain_text("stays Unavailable until the first")
    page.get_by_label("Select the Mobile Threat Defense connector to setup").select_option("Windows Security Center")
    page.get_by_role("button", name="Create").click()


def write_a_policy(page: Page, group: Group, *, level: str) -> None:
    """Apps > App protection policies > Create policy > Windows, step by step."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Apps").click()
    page.get_by_role("link", name="Create policy").click()
    page.wait_for_url("**/basics")
    page.get_by_label("Name").fill("Edge on personal PCs")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("link", name="Select apps").click()
    page.get_by_role("checkbox", name="Microsoft Edge").check()
    page.get_by_role("button", name="Select", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Send org data to")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    page.get_by_text("Add a setting to Device conditions").click()
    page.get_by_role("button", name="Max allowed device threat level", exact=True).click()
    expect(page.get_by_label("Max allowed device threat level: value")).to_be_visible()
    settle(page)
    page.get_by_label("Max allowed device threat level: value").select_option(level)
    page.get_by_label("Max allowed device threat level: action").select_option("Block access")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("link", name="Add groups to Included groups").click()
    page.get_by_role("checkbox", name=group.display_name).check()
    page.get_by_role("button", name="Select", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text(f"{group.display_name} (1 user)")).to_be_visible()
    page.get_by_role("button", name="Create").click()


def enrol(page: Page, user: User) -> None:
    """The client page: choose a user, Switch Edge profile > Sign in to sync data > Yes."""
    page.goto("/client")
    page.get_by_role("link", name=user.user_principal_name).click()
    page.get_by_role("link", name="Switch Edge profile").click()
    page.get_by_role("link", name="Sign in to sync data").click()
    page.get_by_role("button", name="Yes").click()


def test_the_five_steps_of_the_set_up(page: Page, contoso: Tenant, adele: User, staff: Group) -> None:
    sign_in(page, adele)

    add_windows_security_center(page)
    row = page.get_by_role("row", name="Windows Security Center")
    expect(row).to_contain_text("Unavailable")

    write_a_policy(page, staff, level="Secured")
    expect(page.get_by_role("row", name="Edge on personal PCs")).to_contain_text("Yes")

    page.goto("/tenant-admin/connectors/mobile-threat-defense")
    expect(row).to_contain_text("Enabled")


def test_a_threat_shuts_edge_out_and_its_end_lets_it_in_again(
    browse_as: Callable[..., Page], adele: User, world: World
) -> None:
    world.add_connector()
    world.write_policy()
    edge = browse_as(adele)

    enrol(edge, world.alex)
    shown = edge.get_by_role("region", name="Microsoft Edge")
    expect(shown).to_contain_text("App access blocked")
    edge.get_by_role("button", name="No threats").click()
    expect(shown).to_contain_text("You have access")

    center = edge.context.new_page()
    center.goto("/devices/mam-registrations")
    center.get_by_role("link", name=world.alex.user_principal_name).click()
    expect(center.locator("#access")).to_contain_text("Allowed")

    edge.get_by_role("button", name="High").click()
    expect(shown).to_contain_text("App access blocked")
    # The admin's tab finds out by itself.
    expect(center.locator("#access")).to_contain_text("The device's threat level is High")

    edge.get_by_role("button", name="No threats").click()
    edge.get_by_role("button", name="Check in", exact=True).click()
    expect(shown).to_contain_text("You have access")
    expect(center.locator("#access")).to_contain_text("Every condition")


def test_a_wipe_from_the_admin_center_reaches_the_open_edge_by_itself(
    browse_as: Callable[..., Page], adele: User, world: World
) -> None:
    world.write_policy()
    edge = browse_as(adele)
    enrol(edge, world.alex)
    shown = edge.get_by_role("region", name="Microsoft Edge")
    expect(shown).to_contain_text("You have access")

    center = edge.context.new_page()
    center.goto("/devices/mam-registrations")
    center.get_by_role("link", name=world.alex.user_principal_name).click()
    center.get_by_role("link", name="Wipe").click()
    center.get_by_role("button", name="Yes").click()
    expect(center.locator("#access")).to_contain_text("Wipe pending")
    expect(shown).to_contain_text("Your organization's data will be removed")

    edge.get_by_role("button", name="Remove the data").click()
    expect(shown).to_contain_text("Data removed")
    edge.get_by_role("button", name="Sign in again").click()
    expect(edge.get_by_role("heading", name="Sign in to sync data")).to_be_visible()


def test_the_list_is_searched_while_one_types(browse_as: Callable[..., Page], adele: User, world: World) -> None:
    world.enrol()
    page = browse_as(adele)
    page.goto("/devices/mam-registrations")
    row = page.get_by_role("row", name=world.alex.user_principal_name)
    expect(row).to_be_visible()
    page.evaluate("window.before = history.length")

    page.get_by_label("Beginning of a user or device").press_sequentially("nobody")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    expect(page).to_have_url("/devices/mam-registrations?q=nobody")
    settle(page)

    # Letters that were slow to come were searches, and steps back, of their own.
    page.evaluate("history.go(before - history.length)")
    expect(row).to_be_visible()


def test_without_javascript_the_whole_client_page_works(
    browse_as: Callable[..., Page], adele: User, world: World
) -> None:
    world.add_connector()
    world.write_policy()
    edge = browse_as(adele, java_script_enabled=False)

    enrol(edge, world.alex)
    edge.get_by_role("button", name="No threats").click()

    expect(edge.get_by_role("region", name="Microsoft Edge")).to_contain_text("You have access")
