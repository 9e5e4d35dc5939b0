"""Does the client page walk the whole way of a personal PC: enrol, be blocked, be cleared, be wiped, sign out?"""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from connectors.services import remove_connector
from devices.models import AccessChange, Ending, HealthStateReport, UserLevelWipe, WindowsManagedAppRegistration
from devices.wipe_lifecycle import WipeState
from intune_sim.actors import SYSTEM, ActorType
from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import Role
from protection.engine.facts import Access, RemediationAction
from tests.factories.devices import RegistrationFactory
from tests.factories.tenants import UserFactory
from tests.world import World

#: An id that nothing has.
NOBODY = "00000000-0000-4000-8000-000000000000"
PC = {
    "name": "ALEX-HOME",
    "tag": "alex-home",
    "os": "10.0.22631.3155",
    "app": "131.0.2903.51",
    "sdk": "1.2.0",
    "accounts": "1",
}


@pytest.fixture
def edge(sign_in: Callable[[User], Client], adele: User) -> Client:
    """Adele, who plays Edge."""
    return sign_in(adele)


def text_of(response: HttpResponse) -> str:
    """What a page says, on one line."""
    return " ".join(response.content.decode().split())


def client_address(registration: WindowsManagedAppRegistration, *parts: object) -> str:
    """A registration's client page, or one below it."""
    return "/".join(str(part) for part in ("/client", registration.graph_id, *parts))


def enrol(edge: Client, user: User, **pc: str) -> HttpResponse:
    """Answer Yes to the sign-in dialog."""
    return edge.post("/client/enrol", {**PC, **pc, "user": user.user_principal_name}, follow=True)


def post(edge: Client, registration: WindowsManagedAppRegistration, *parts: object, **data: str) -> str:
    """Press a button of the client page; returns what it then says."""
    return text_of(edge.post(client_address(registration, *parts), data, follow=True))


# Signing in


def test_a_new_pc_is_made_up_and_kept_in_the_address(edge: Client) -> None:
    answer = edge.get("/client", {"user": "alex@contoso.example"})

    address = parse_qs(urlsplit(answer["Location"]).query)
    assert address["user"] == ["alex@contoso.example"]
    assert address["tag"] != parse_qs(urlsplit(edge.get("/client")["Location"]).query)["tag"]


def test_the_page_says_that_it_is_a_simulation_and_offers_users(edge: Client, alex: User) -> None:
    page = text_of(edge.get("/client", PC))

    assert "Simulation" in page
    assert alex.user_principal_name in page


def test_users_are_found_by_name(edge: Client, alex: User) -> None:
    maria = UserFactory(tenant=alex.tenant, name="maria")

    page = text_of(edge.get("/client", {**PC, "q": "MAR"}))

    assert maria.user_principal_name in page
    assert alex.user_principal_name not in page
    assert "no licence" in page


def test_the_dialog_leads_from_the_personal_profile_to_yes(edge: Client, alex: User) -> None:
    chosen = {**PC, "user": alex.user_principal_name}

    assert "Switch Edge profile" in text_of(edge.get("/client", chosen))
    assert "Sign in to sync data" in text_of(edge.get("/client", {**chosen, "step": "sync"}))
    assert ">Yes</button>" in text_of(edge.get("/client", {**chosen, "step": "enrol"}))


def test_signing_in_to_this_app_only_enrols_nothing(edge: Client, alex: User) -> None:
    page = text_of(edge.get("/client", {**PC, "user": alex.user_principal_name, "step": "app-only"}))

    assert "You are signed in to this app only" in page
    assert not WindowsManagedAppRegistration.objects.exists()


def test_yes_enrols_and_shows_what_edge_shows(edge: Client, world: World) -> None:
    world.write_policy()

    page = text_of(enrol(edge, world.alex))

    registration = WindowsManagedAppRegistration.objects.get()
    assert registration.device_name == "ALEX-HOME"
    assert "You have access" in page
    assert client_address(registration) in page


def test_whoever_plays_edge_it_is_the_user_who_enrols(edge: Client, alex: User) -> None:
    enrol(edge, alex)

    event = AuditEvent.objects.get(activity__startswith="Enrol")
    assert (event.actor_type, event.actor_name) == (ActorType.USER, alex.user_principal_name)


@pytest.mark.parametrize(
    ("pc", "refusal"),
    [
        ({"managed": "on"}, "The device is managed by an organization."),
        ({"joined": "on"}, "The device is managed by an organization."),
        ({"accounts": "4"}, "The device has more than 3 work or school accounts."),
        ({"os": "22631"}, "is not a version of two to four numbers"),
    ],
)
def test_a_pc_that_may_not_enrol_is_told_why(edge: Client, alex: User, pc: dict[str, str], refusal: str) -> None:
    assert refusal in text_of(enrol(edge, alex, **pc))
    assert not WindowsManagedAppRegistration.objects.exists()


def test_a_user_without_a_licence_is_told_so(edge: Client, contoso: Tenant) -> None:
    assert "The user has no Intune licence." in text_of(enrol(edge, UserFactory(tenant=contoso)))


def test_a_disabled_user_is_told_so(edge: Client, contoso: Tenant) -> None:
    disabled = UserFactory(tenant=contoso, licensed=True, account_enabled=False)

    assert "account is disabled" in text_of(enrol(edge, disabled))


def test_a_user_on_the_wipe_list_is_told_so(edge: Client, alex: User) -> None:
    UserLevelWipe.objects.create(user=alex, created_at=alex.tenant.now())

    assert "user-level wipe list" in text_of(enrol(edge, alex))


def test_another_tenants_user_is_nobody(edge: Client, fabrikam: Tenant) -> None:
    stranger = UserFactory(tenant=fabrikam, licensed=True)

    assert "There is no user named" in text_of(enrol(edge, stranger))


# Windows Security


def test_the_two_tab_flow(edge: Client, world: World) -> None:
    world.add_connector()
    world.write_policy()

    waiting = text_of(enrol(edge, world.alex))
    registration = WindowsManagedAppRegistration.objects.get()
    cleared = post(edge, registration, "health", state="secured")
    threatened = post(edge, registration, "health", state="highSeverity")
    in_the_other_tab = text_of(edge.get(f"/devices/mam-registrations/{registration.graph_id}"))
    retried = post(edge, registration, "check-in")
    resolved = post(edge, registration, "health", state="secured")

    assert "Windows Security has not said so yet" in waiting
    assert "Windows Security Center reported Secured to Intune." in cleared
    assert "You have access" in cleared
    assert "App access blocked" in threatened
    assert "The device&#x27;s threat level is High" in in_the_other_tab
    assert "Antivirus is off" in in_the_other_tab
    assert "Edge checked in." in retried
    assert "App access blocked" in retried
    assert "You have access" in resolved
    assert list(AccessChange.objects.order_by("pk").values_list("to_access", flat=True)) == [
        Access.BLOCKED,
        Access.ALLOWED,
        Access.BLOCKED,
        Access.ALLOWED,
    ]


def test_without_a_connector_nothing_is_sent_and_the_page_says_so(edge: Client, world: World) -> None:
    registration = world.enrol().registration

    assert "no Windows Security Center connector has been added" in post(
        edge, registration, "health", state="highSeverity"
    )
    assert not HealthStateReport.objects.exists()


def test_a_report_to_an_unavailable_connector_is_dropped_and_the_page_says_so(edge: Client, world: World) -> None:
    registration = world.enrol().registration
    connector = world.add_connector()

    assert "The report was dropped" in post(edge, registration, "health", state="highSeverity")
    connector.refresh_from_db()
    assert connector.dropped_report_count == 1


def test_removing_the_connector_opens_the_app_again(edge: Client, world: World) -> None:
    connector = world.add_connector()
    world.write_policy()
    registration = world.enrol().registration
    post(edge, registration, "health", state="highSeverity")

    remove_connector(connector=connector, by=SYSTEM, now=world.now)

    assert "You have access" in text_of(edge.get(client_address(registration)))


def test_a_windows_that_cannot_report_says_so_and_sends_nothing(edge: Client, world: World) -> None:
    world.add_connector()
    enrol(edge, world.alex, os="10.0.22621.2506")
    registration = WindowsManagedAppRegistration.objects.get()

    page = text_of(edge.get(client_address(registration)))
    refused = post(edge, registration, "health", state="secured")

    assert "can never report its health" in page
    assert "is not supported by Windows Security Center" in refused
    assert not HealthStateReport.objects.exists()


def test_a_state_that_windows_security_never_shows_is_not_sent(edge: Client, world: World) -> None:
    world.add_connector()
    registration = world.enrol().registration

    assert "Select a valid choice" in post(edge, registration, "health", state="compromised")


# Checking in, wipes, signing in again


def test_an_update_is_installed_and_told(edge: Client, world: World) -> None:
    world.write_policy(minimum_required_app_version="140.0")
    registration = world.enrol().registration

    assert "Update this app" in text_of(edge.get(client_address(registration)))
    assert "You have access" in post(edge, registration, "check-in", app="140.0.1.2")


def test_a_warning_lets_the_user_in_with_a_notice(edge: Client, world: World) -> None:
    world.write_policy(minimum_warning_app_version="140.0")

    page = text_of(enrol(edge, world.alex))

    assert "Your device needs attention" in page
    assert "You have access" in page


def test_edge_removes_the_data_and_the_user_may_sign_in_again(edge: Client, world: World) -> None:
    world.add_connector()
    world.write_policy(mobile_threat_defense_remediation_action=RemediationAction.WIPE)
    registration = world.enrol().registration

    pending = post(edge, registration, "health", state="highSeverity")
    removed = post(edge, registration, "wipe-requests", registration.wipe_requests.get().graph_id, outcome="succeeded")

    assert "organization&#x27;s data will be removed" in pending
    assert "Data removed" in removed
    assert "Sign in again" in removed
    registration.refresh_from_db()
    assert registration.ending == Ending.WIPED


def test_after_a_failed_wipe_the_next_check_in_asks_again(edge: Client, world: World) -> None:
    world.add_connector()
    world.write_policy(mobile_threat_defense_remediation_action=RemediationAction.WIPE)
    registration = world.enrol().registration
    post(edge, registration, "health", state="highSeverity")

    failed = post(edge, registration, "wipe-requests", registration.wipe_requests.get().graph_id, outcome="failed")
    again = post(edge, registration, "check-in")

    assert "it could not remove the data" in failed
    assert "Remove the data" not in failed
    assert "Remove the data" in again


def test_a_wipe_of_another_registration_is_not_answered(edge: Client, contoso: Tenant) -> None:
    wiped = RegistrationFactory(tenant=contoso, wipe_pending_by_threat=True)
    other = RegistrationFactory(tenant=contoso)
    foreign = wiped.wipe_requests.get()

    answer = edge.post(f"/client/{other.graph_id}/wipe-requests/{foreign.graph_id}", {"outcome": "succeeded"})

    foreign.refresh_from_db()
    assert answer.status_code == 404
    assert foreign.state == WipeState.PENDING


@pytest.mark.parametrize(
    ("outcome", "told"),
    [("succeeded", "You have access"), ("failed", "organization&#x27;s data will be removed")],
)
def test_after_long_offline_the_user_is_asked_to_sign_in_again(
    edge: Client, world: World, outcome: str, told: str
) -> None:
    world.write_policy(period_offline_before_wipe_is_enforced=timedelta(days=10))
    registration = world.enrol().registration
    world.pass_time(days=10)

    asked = text_of(edge.get(client_address(registration)))
    answered = post(edge, registration, "reauthenticate", outcome=outcome)

    assert "Sign in again" in asked
    assert told in answered


def test_nobody_signs_in_again_who_was_not_asked(edge: Client, world: World) -> None:
    registration = world.enrol().registration

    assert "has not been asked" in post(edge, registration, "reauthenticate", outcome="succeeded")


def test_a_pc_goes_under_management_and_comes_back(edge: Client, world: World) -> None:
    world.write_policy()
    registration = world.enrol().registration

    managed = post(edge, registration, "manage", managed="yes")
    personal = post(edge, registration, "manage", managed="no")

    assert "This device is managed" in managed
    assert "You have access" in personal


def test_signing_out_ends_the_registration_and_its_reports(edge: Client, world: World) -> None:
    world.add_connector()
    registration = world.enrol().registration

    out = post(edge, registration, "sign-out")
    late = post(edge, registration, "health", state="highSeverity")

    assert "You are signed out" in out
    assert "is no longer enrolled on this PC" in out
    assert "The user has signed out of this app on this device." in late
    registration.refresh_from_db()
    assert registration.ending == Ending.SIGNED_OUT


@pytest.mark.parametrize("what", ["check-in", "sign-out"])
def test_what_has_ended_does_nothing_more(edge: Client, world: World, what: str) -> None:
    registration = world.enrol().registration
    post(edge, registration, "sign-out")

    assert "The registration has ended." in post(edge, registration, what)


# Who may, and how it stays fresh


def test_edge_comes_by_itself(edge: Client, world: World) -> None:
    registration = world.enrol().registration

    page = edge.get(client_address(registration, "edge")).content.decode()

    assert page.startswith('<section class="edge" id="edge"')
    assert "<html" not in page


def test_looking_writes_nothing(edge: Client, world: World) -> None:
    registration = world.enrol().registration
    world.pass_time(days=1)
    events = AuditEvent.objects.count()

    edge.get(client_address(registration))
    edge.get(client_address(registration, "edge"))

    before = registration.last_sync_date_time
    registration.refresh_from_db()
    assert registration.last_sync_date_time == before
    assert AuditEvent.objects.count() == events


def test_any_admin_may_play_edge(
    sign_in: Callable[[User], Client], admin_with: Callable[[Role], User], world: World
) -> None:
    reader = sign_in(admin_with(Role.ENDPOINT_PRIVILEGE_READER))

    enrol(reader, world.alex)

    page = text_of(reader.get(client_address(WindowsManagedAppRegistration.objects.get())))
    assert "Open in the admin center" not in page


def test_a_user_without_a_role_may_not(sign_in: Callable[[User], Client], alex: User) -> None:
    assert sign_in(alex).get("/client", PC).status_code == 403


@pytest.mark.parametrize(
    "parts",
    [("check-in",), ("health",), ("reauthenticate",), ("manage",), ("sign-out",), ("wipe-requests", NOBODY)],
)
def test_another_tenants_registration_cannot_be_played(
    sign_in: Callable[[User], Client], grady: User, contoso: Tenant, parts: tuple[object, ...]
) -> None:
    registration = RegistrationFactory(tenant=contoso)
    stranger = sign_in(grady)

    assert stranger.get(client_address(registration)).status_code == 404
    assert stranger.get(client_address(registration, "edge")).status_code == 404
    assert stranger.post(client_address(registration, *parts)).status_code == 404
