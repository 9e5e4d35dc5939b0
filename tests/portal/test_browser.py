"""Can everybody use the pages: on a phone, with the keyboard, without JavaScript?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from intune_sim.tenants.models import User
from tests.factories.connectors import ConnectorFactory
from tests.factories.devices import RegistrationFactory
from tests.factories.tenants import PASSWORD
from tests.world import World

MTD = "/tenant-admin/connectors/mobile-threat-defense"
WSC = f"{MTD}/e6f777f8-e4c2-4a5b-be01-50b5c124bc7f"
ZIMPERIUM = f"{MTD}/08a8455c-48dd-45ff-ad82-7211355354f3"


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
    expect(tab.get_by_role("status").filter(has_text="Windows Security Center was added.")).to_be_visible()

    tab.get_by_role("link", name="Windows Security Center").click()
    tab.get_by_label("Number of days until partner is unresponsive").fill("2")
    tab.get_by_role("radio", name="Off").check(force=True)
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("status").filter(has_text="Changes saved.")).to_be_visible()
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

    expect(tab.get_by_role("status").filter(has_text="Changes saved.")).to_be_visible()
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
