"""Can everybody use the pages: with a screen reader, in the dark, on a phone, with the keyboard, without JavaScript?"""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from intune_sim.tenants.models import User
from intune_sim.tenants.roles import Role
from tests.factories.connectors import ConnectorFactory
from tests.factories.devices import RegistrationFactory
from tests.factories.tenants import PASSWORD
from tests.world import World

MTD = "/tenant-admin/connectors/mobile-threat-defense"
WSC = f"{MTD}/e6f777f8-e4c2-4a5b-be01-50b5c124bc7f"
ZIMPERIUM = f"{MTD}/08a8455c-48dd-45ff-ad82-7211355354f3"
PAGES = [
    "/",
    "/tenant-admin/tenant-status",
    "/tenant-admin/tenant-status/connector-status",
    "/tenant-admin/tenant-status/service-health",
    "/tenant-admin/connectors",
    "/tenant-admin/connectors/servicenow",
    "/tenant-admin/audit-logs",
    "/tenant-admin/audit-logs?category=all&q=nobody",
    MTD,
    f"{MTD}/add",
    WSC,
    ZIMPERIUM,
    f"{WSC}/delete",
    "/nowhere",
]
#: Contrast differs by scheme, what stands on the page by width: these two see all of it.
LOOKS = [("light", 1440), ("dark", 390)]


@pytest.fixture
def furnished(world: World) -> World:
    """Contoso with something on every page."""
    world.add_connector()
    ConnectorFactory(
        tenant=world.tenant,
        graph_id=ZIMPERIUM.rpartition("/")[2],
        windows_mobile_application_management_enabled=False,
        in_error=True,
    )
    world.write_policy()
    RegistrationFactory(tenant=world.tenant, blocked_by_threat=True)
    return world


def serious(page: Page) -> list[str]:
    """What axe finds that keeps somebody out."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in violations
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def runs_over(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def complaints_about(page: Page, paths: list[str]) -> dict[str, tuple[list[str], int]]:
    """What is wrong with each page."""
    found = {}
    for path in paths:
        page.goto(path)
        found[path] = (serious(page), runs_over(page))
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_every_page_is_accessible_and_fits_its_window(
    browse_as: Callable[..., Page], furnished: World, scheme: str, width: int
) -> None:
    tab = browse_as(furnished.adele, color_scheme=scheme, viewport={"width": width, "height": 900})

    found = complaints_about(tab, PAGES)

    assert found == dict.fromkeys(PAGES, ([], 0))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_what_a_stranger_sees_is_accessible_and_fits_its_window(
    open_context: Callable[..., object], scheme: str, width: int
) -> None:
    context = open_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    tab = context.new_page()  # type: ignore[attr-defined]
    tab.goto("/sign-in")
    tab.get_by_role("button", name="Sign in").click()

    assert (serious(tab), runs_over(tab)) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_accessible(
    browse_as: Callable[..., Page], admin_with: Callable[[Role], User], furnished: World
) -> None:
    tab = browse_as(admin_with(Role.INTUNE_ROLE_ADMINISTRATOR))
    tab.goto(MTD)

    expect(tab.get_by_text("Mobile Threat Defense/Read")).to_be_visible()
    assert serious(tab) == []


@pytest.mark.django_db(transaction=True)
def test_an_admin_adds_sets_and_deletes_a_connector_without_javascript(
    open_context: Callable[..., object], adele: User
) -> None:
    tab = open_context(java_script_enabled=False).new_page()  # type: ignore[attr-defined]
    tab.goto(MTD)
    tab.get_by_label("User name").fill(adele.user_principal_name)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()

    tab.get_by_role("link", name="Add").first.click()
    tab.get_by_label("Select the Mobile Threat Defense connector to setup").select_option("Windows Security Center")
    tab.get_by_role("button", name="Create").click()
    expect(tab.get_by_role("status")).to_contain_text("Windows Security Center was added.")

    tab.get_by_role("link", name="Windows Security Center").click()
    tab.get_by_label("Number of days until partner is unresponsive").fill("2")
    tab.get_by_role("radio", name="Off").check(force=True)
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("status")).to_contain_text("Changes saved.")
    expect(tab.get_by_role("radio", name="Off")).to_be_checked()

    tab.get_by_role("link", name="Delete").click()
    tab.get_by_role("button", name="Delete").click()
    expect(tab.get_by_text("No connectors yet")).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_a_toggle_is_set_with_the_keyboard(browse_as: Callable[..., Page], furnished: World) -> None:
    tab = browse_as(furnished.adele)
    tab.goto(WSC)
    tab.get_by_role("radio", name="On").focus()
    tab.keyboard.press("ArrowLeft")
    tab.keyboard.press("Enter")

    expect(tab.get_by_role("status")).to_contain_text("Changes saved.")
    expect(tab.get_by_role("radio", name="Off")).to_be_checked()


@pytest.mark.django_db(transaction=True)
def test_escape_closes_a_pane(browse_as: Callable[..., Page], furnished: World) -> None:
    tab = browse_as(furnished.adele)
    tab.goto(f"{MTD}/add")
    expect(tab.get_by_label("Select the Mobile Threat Defense connector to setup")).to_be_focused()

    tab.keyboard.press("Escape")

    tab.wait_for_url(f"**{MTD}")


@pytest.mark.django_db(transaction=True)
def test_the_navigation_unfolds_on_a_phone(browse_as: Callable[..., Page], furnished: World) -> None:
    tab = browse_as(furnished.adele, viewport={"width": 390, "height": 844})
    tab.goto("/")
    link = tab.get_by_role("link", name="Tenant administration")
    expect(link).to_be_hidden()

    tab.get_by_text("Menu", exact=True).click()
    link.click()

    expect(tab.get_by_role("heading", level=1)).to_contain_text("Tenant status")


@pytest.mark.django_db(transaction=True)
def test_the_first_press_of_tab_offers_the_way_past_the_navigation(
    browse_as: Callable[..., Page], furnished: World
) -> None:
    tab = browse_as(furnished.adele)
    tab.goto(MTD)
    tab.keyboard.press("Tab")

    expect(tab.get_by_role("link", name="Skip to content")).to_be_focused()
