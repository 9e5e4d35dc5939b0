"""Does the shell serve who works in it: search, notifications, the account, and how a browser wants its pages?"""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from devices.models import WindowsManagedAppRegistration
from devices.models.registrations import device_of
from intune_sim.portal.search import FEW
from intune_sim.prefix import starts_with
from intune_sim.tenants.models import User
from intune_sim.tenants.roles import Role
from tests.browser import settle
from tests.factories.connectors import ConnectorFactory
from tests.factories.devices import ManagedDeviceFactory, RegistrationFactory
from tests.factories.protection import MobilePolicyFactory
from tests.factories.tenants import PASSWORD, UserFactory
from tests.world import World

MTD = "/tenant-admin/connectors/mobile-threat-defense"


@pytest.fixture
def admin(sign_in: Callable[[User], Client], adele: User) -> Client:
    """Adele's session."""
    return sign_in(adele)


def links(client: Client, text: str, **headers: str) -> dict[str, str]:
    """What a search finds: the words of each link, and where it leads."""
    page = client.get("/search", {"q": text}, headers=headers).content.decode()
    found = page[page.index('id="content"') :] if 'id="content"' in page else page
    return {
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words)).strip(): url
        for url, words in re.findall(r'<a href="([^"]+)">(.*?)</a>', found, re.DOTALL)
    }


# Search


def test_search_finds_whatever_an_admin_looks_for(admin: Client, world: World) -> None:
    world.add_connector()
    policy = world.write_policy()
    registration = world.enrol().registration

    assert links(admin, "MOBILE threat")["Mobile Threat Defense Connectors and tokens"] == MTD
    assert links(admin, "windows sec")["Windows Security Center"].startswith(MTD)
    assert links(admin, policy.display_name[2:])[f"{policy.display_name} Windows"] == reverse(
        "policy", args=[policy.graph_id]
    )
    by_device = links(admin, "alex-h")
    by_user = links(admin, "ALEX@")
    assert reverse("registration", args=[registration.graph_id]) in by_device.values()
    assert reverse("registration", args=[registration.graph_id]) in by_user.values()
    assert f"Alex {world.alex}" in by_user
    device = ManagedDeviceFactory(tenant=world.tenant, device_name="KIOSK-7", operating_system="Windows")
    assert links(admin, "kiosk")["KIOSK-7 Windows"] == reverse("managed-device", args=[device.graph_id])
    phones = MobilePolicyFactory(tenant=world.tenant, display_name="Edge on phones")
    assert reverse("mobile-policy", args=[phones.graph_id]) in links(admin, "on phones").values()


def test_search_shows_few_while_somebody_types_and_names_the_list_of_all(admin: Client, world: World) -> None:
    RegistrationFactory.create_batch(FEW + 2, tenant=world.tenant, allowed=True, device_name="KIOSK")

    typing = links(admin, "kiosk", **{"HX-Request": "true", "HX-Target": "search-results"})
    page = links(admin, "kiosk")

    assert len(typing) == FEW + 1  # and the page of all results
    assert len(page) == FEW + 3
    assert "/devices/mam-registrations?q=kiosk" in page.values()


def test_search_stays_inside_the_tenant_and_the_role(
    admin: Client, admin_with: Callable[[Role], User], sign_in: Callable[[User], Client], world: World, grady: User
) -> None:
    RegistrationFactory(tenant=grady.tenant, allowed=True, device_name="SECRET-PC")
    ConnectorFactory(tenant=world.tenant)
    RegistrationFactory(tenant=world.tenant, allowed=True, device_name="OWN-PC")
    nobody = sign_in(admin_with(Role.INTUNE_ROLE_ADMINISTRATOR))

    assert links(admin, "secret") == {}
    assert links(admin, "grady") == {}
    assert links(nobody, "own") == {}
    assert links(nobody, "windows security") == {}


def test_a_beginning_is_told_in_any_case_and_from_an_index(contoso: object) -> None:
    for name in ("Beta-1", "BETA-2", "betä", "bet", "alpha beta", "Été", "100%", "1000"):
        RegistrationFactory(tenant=contoso, allowed=True, device_name=name)
    mine = WindowsManagedAppRegistration.objects.filter(tenant=contoso)  # type: ignore[misc]

    def found(text: str) -> set[str]:
        return set(mine.filter(starts_with(device_of(), text)).values_list("device_name", flat=True))

    assert found("beta") == {"Beta-1", "BETA-2"}
    assert found("bet") == {"Beta-1", "BETA-2", "betä", "bet"}
    assert found("Ét") == {"Été"}
    assert found("100%") == {"100%"}
    if connection.vendor == "sqlite":
        assert "registration_device " in mine.filter(starts_with(device_of(), "beta")).explain()


# Users and groups


def test_a_user_and_a_group_lead_to_each_other_and_to_what_they_have(
    admin: Client, admin_with: Callable[[Role], User], sign_in: Callable[[User], Client], world: World
) -> None:
    policy = world.write_policy()
    registration = world.enrol().registration
    of_user = reverse("user", args=[world.alex.graph_id])
    of_group = reverse("group", args=[world.staff.graph_id])

    assert f'href="{of_user}"' in admin.get("/users?licence=yes&q=ALEX").content.decode()
    assert f'href="{of_user}"' not in admin.get("/users?enabled=no").content.decode()
    assert f'href="{of_group}"' in admin.get("/groups?q=sta").content.decode()
    user = admin.get(of_user).content.decode()
    assert "Intune Plan 1" in user
    assert {of_group, reverse("registration", args=[registration.graph_id])} <= set(re.findall(r'href="([^"]+)"', user))
    group = admin.get(of_group).content.decode()
    assert {of_user, reverse("policy", args=[policy.graph_id])} <= set(re.findall(r'href="([^"]+)"', group))
    # Who may not see devices and policies sees who is there, and no more.
    other = sign_in(admin_with(Role.INTUNE_ROLE_ADMINISTRATOR))
    assert reverse("registration", args=[registration.graph_id]) not in other.get(of_user).content.decode()
    assert reverse("policy", args=[policy.graph_id]) not in other.get(of_group).content.decode()


# Notifications


def test_every_write_leaves_a_notification_until_it_is_seen(admin: Client, world: World) -> None:
    assert "unread-count" not in admin.get("/").content.decode()

    admin.post(f"{MTD}/add", {"partner": "e6f777f8-e4c2-4a5b-be01-50b5c124bc7f"})
    assert "1<span" in admin.get("/").content.decode().partition("unread-count")[2][:10]

    pane = admin.get("/dashboard?pane=notifications").content.decode()
    assert "Threat connector created" in pane
    assert f'href="{MTD}/e6f777f8-e4c2-4a5b-be01-50b5c124bc7f">Windows Security Center' in pane
    assert "unread-count" not in pane
    assert "unread-count" not in admin.get("/").content.decode()

    admin.post(f"{MTD}/e6f777f8-e4c2-4a5b-be01-50b5c124bc7f/delete")
    pane = admin.get("/panes/notifications", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/"})
    assert "Threat connector deleted" in pane.content.decode()
    assert f'href="{MTD}/e6f777f8' not in pane.content.decode()
    assert 'hx-swap-oob="true"' in pane.content.decode()


def test_a_wipe_is_notified_in_words(admin: Client, world: World) -> None:
    registration = world.enrol().registration

    admin.post(reverse("registration-wipe", args=[registration.graph_id]))

    assert "Wipe request created" in admin.get("/dashboard?pane=notifications").content.decode()


def test_what_an_admin_did_before_signing_in_is_no_news(world: World, client: Client, admin: Client) -> None:
    admin.post(f"{MTD}/add", {"partner": "e6f777f8-e4c2-4a5b-be01-50b5c124bc7f"})

    client.post("/sign-in", {"username": world.adele.user_principal_name, "password": PASSWORD})

    assert "unread-count" not in client.get("/").content.decode()


# The panes and what a browser prefers


def test_the_account_pane_says_who_acts_where(admin: Client, world: World) -> None:
    pane = admin.get("/?pane=account").content.decode()

    said = ("Intune Administrator", "contoso.example", str(world.tenant.graph_id), "Sign out")
    assert [words for words in said if words not in pane] == []
    assert admin.get("/?pane=nothing-is-called-so").status_code == 200
    assert admin.get("/panes/nothing-is-called-so").status_code == 404


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("/dashboard?pane=settings", "/dashboard?pane=settings"),
        ("https://elsewhere.example/", "/"),
        ("", "/"),
    ],
)
def test_a_browser_keeps_its_preferences_and_nobody_is_led_away(admin: Client, back: str, leads_to: str) -> None:
    answer = admin.post("/preferences", {"theme": "dark", "density": "compact", "back": back})

    assert answer.headers["Location"] == leads_to
    page = admin.get("/").content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-density="compact"' in page
    assert 'content="dark"' in page


def test_a_preference_that_makes_no_sense_is_not_kept(admin: Client) -> None:
    admin.cookies["theme"] = '"><script>'
    answer = admin.post("/preferences", {"density": "cosy", "sidebar": "folded", "menu": "folded"})

    assert set(answer.cookies) == {"sidebar", "menu"}
    page = admin.get("/").content.decode()
    assert "data-theme" not in page
    assert 'data-density="comfortable" data-sidebar="folded" data-menu="folded"' in page


@pytest.mark.django_db(transaction=True)
def test_an_admin_works_with_the_shell_by_keyboard_alone(browse_as: Callable[..., Page], world: World) -> None:
    UserFactory(tenant=world.tenant, name="alexandra")
    tab = browse_as(world.adele)
    tab.goto(MTD)
    # A page that is a pane gives the focus back where it came from.
    tab.get_by_role("link", name="Add", exact=True).first.press("Enter")
    expect(tab.get_by_label("Select the Mobile Threat Defense connector to setup")).to_be_focused()
    settle(tab)
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("link", name="Add", exact=True).first).to_be_focused()
    settle(tab)

    # What is found while somebody types is walked through with the arrows.
    tab.keyboard.press("Control+/")
    expect(tab.get_by_role("searchbox", name="Search pages")).to_be_focused()
    with tab.expect_response("**/search?q=alex"):
        tab.keyboard.type("alex")
    settle(tab)
    expect(tab.get_by_role("link", name="Alexandra")).to_be_visible()
    tab.keyboard.press("ArrowDown")
    expect(tab.get_by_role("link", name="Alex alex@")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("link", name="Alexandra")).to_have_count(0)
    expect(tab.get_by_role("searchbox", name="Search pages")).to_be_focused()

    # A pane has an address, takes the focus, gives it back, and leaves the page as it was.
    tab.get_by_role("link", name="Settings", exact=True).press("Enter")
    expect(tab.get_by_role("dialog", name="Settings")).to_be_visible()
    expect(tab).to_have_url(re.compile(r"\?pane=settings$"))
    tab.get_by_role("radio", name="Dark").check()
    tab.get_by_role("radio", name="Compact").check()
    expect(tab.locator("body")).to_have_css("background-color", "rgb(41, 41, 41)")
    settle(tab)
    tab.reload()
    expect(tab.get_by_role("radio", name="Dark")).to_be_checked()
    tab.keyboard.press("Escape")
    tab.wait_for_url(f"**{MTD}")
    expect(tab.get_by_role("link", name="Settings", exact=True)).to_be_focused()

    # The navigation folds to its icons and stays so.
    tab.get_by_role("button", name="Words of the navigation").press("Enter")
    tab.goto("/")
    navigation = tab.get_by_role("navigation", name="Main")
    expect(navigation).to_have_css("width", "48px")
    tab.get_by_role("button", name="Words of the navigation").press("Enter")
    expect(navigation).to_have_css("width", "244px")

    # A section's own menu folds away beside its pages, and comes back.
    tab.goto("/tenant-admin/tenant-status")
    menu = tab.get_by_role("navigation", name="Tenant administration")
    expect(menu.get_by_role("link", name="Roles")).to_be_visible()
    tab.get_by_role("button", name="Menu of this section").press("Enter")
    tab.reload()
    expect(menu.get_by_role("link", name="Roles")).to_be_hidden()
    tab.get_by_role("button", name="Menu of this section", expanded=False).press("Enter")
    expect(menu.get_by_role("link", name="Roles")).to_be_visible()
