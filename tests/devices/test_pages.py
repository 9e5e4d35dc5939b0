"""Do the pages about registrations show what is so, to those who may see it, and do what their buttons say?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from devices.models import WindowsManagedAppRegistration, WipeRequest
from devices.wipe_lifecycle import WipeState
from intune_sim.lists.declaration import PAGE_SIZE
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import Role
from protection.engine.facts import Access, DeviceThreatLevel, HealthState, RemediationAction
from tests.factories.devices import RegistrationFactory, give_health_state, windows_security_center
from tests.factories.tenants import UserFactory
from tests.world import World

LIST = "/devices/mam-registrations"
#: An id that nothing has.
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def admin(sign_in: Callable[[User], Client], adele: User) -> Client:
    """Adele's session."""
    return sign_in(adele)


def address(registration: WindowsManagedAppRegistration, *parts: object) -> str:
    """A registration's page, or one below it."""
    return "/".join(str(part) for part in (LIST, registration.graph_id, *parts))


def text_of(response: HttpResponse) -> str:
    """What a page says, on one line."""
    return " ".join(response.content.decode().split())


def users_on(response: HttpResponse) -> list[str]:
    """The users of the rows on a list page."""
    return [line.cells[0].row.registration.user_principal_name for line in response.context["list"].lines]  # type: ignore[attr-defined]


# The list


def test_every_report_about_a_registration_is_listed(admin: Client, contoso: Tenant) -> None:
    RegistrationFactory(tenant=contoso, blocked_by_threat=True)
    reported = RegistrationFactory(tenant=contoso, blocked_by_threat=True)

    everything = admin.get(address(reported, "health-reports")).context["list"]
    secured = admin.get(address(reported, "health-reports"), {"state": "secured"}).context["list"]

    assert [line.cells[0].row.registration_id for line in everything.lines] == [reported.pk]
    assert secured.lines == []


def test_the_list_shows_a_registration_with_its_health_state_and_access(admin: Client, contoso: Tenant) -> None:
    blocked = RegistrationFactory(tenant=contoso, blocked_by_threat=True)

    page = text_of(admin.get(LIST))

    assert blocked.user_principal_name in page
    assert blocked.device_name in page
    assert "Microsoft Edge" in page
    assert "<span>High</span>" in page
    assert "<span>Blocked</span>" in page
    assert "1 item<" in page


def test_the_list_shows_how_a_registration_ended(admin: Client, contoso: Tenant) -> None:
    RegistrationFactory(tenant=contoso, signed_out=True)

    assert "<span>Signed out</span>" in text_of(admin.get(LIST))


def test_an_empty_list_says_how_a_registration_comes_about(admin: Client) -> None:
    assert "No device is enrolled" in text_of(admin.get(LIST))


@pytest.mark.parametrize("search", ["maria", "KITCHEN", "kitchen-tag", "  maria  "])
def test_the_list_is_searched_by_user_and_device(admin: Client, contoso: Tenant, search: str) -> None:
    maria = UserFactory(tenant=contoso, name="maria", licensed=True)
    RegistrationFactory(tenant=contoso, user=maria, device_name="KITCHEN-PC", device_tag="kitchen-tag")
    RegistrationFactory(tenant=contoso)

    assert users_on(admin.get(LIST, {"q": search})) == [maria.user_principal_name]


def test_the_list_is_filtered_by_access(admin: Client, contoso: Tenant) -> None:
    blocked = RegistrationFactory(tenant=contoso, blocked_by_threat=True)
    RegistrationFactory(tenant=contoso)

    assert users_on(admin.get(LIST, {"access": "blocked"})) == [blocked.user_principal_name]


def test_a_signed_out_registration_is_not_among_the_blocked(admin: Client, contoso: Tenant) -> None:
    RegistrationFactory(tenant=contoso, blocked_by_threat=True, signed_out=True)

    assert users_on(admin.get(LIST, {"access": "blocked"})) == []


@pytest.mark.parametrize(("state", "found"), [("live", ["live"]), ("ended", ["ended"]), ("", ["ended", "live"])])
def test_the_list_is_filtered_by_state(admin: Client, contoso: Tenant, state: str, found: list[str]) -> None:
    RegistrationFactory(tenant=contoso, user=UserFactory(tenant=contoso, name="live"))
    RegistrationFactory(tenant=contoso, user=UserFactory(tenant=contoso, name="ended"), signed_out=True)

    users = users_on(admin.get(LIST, {"state": state}))

    assert users == [f"{name}@{contoso.domain}" for name in found]


def test_a_filter_that_makes_no_sense_counts_as_not_given(admin: Client, contoso: Tenant) -> None:
    RegistrationFactory(tenant=contoso)

    answer = admin.get(LIST, {"access": "perhaps", "state": "?", "after": "x", "before": "-3"})

    assert len(users_on(answer)) == 1


def test_the_filters_stand_in_each_others_links(admin: Client) -> None:
    page = text_of(admin.get(LIST, {"q": "maria", "state": "live"}))

    assert f"{LIST}?q=maria&amp;state=live&amp;access=blocked" in page
    assert '<input type="hidden" name="state" value="live">' in page


def test_the_list_turns_its_pages_both_ways(admin: Client, contoso: Tenant, alex: User) -> None:
    many = PAGE_SIZE * 2 + 1
    RegistrationFactory.create_batch(many, tenant=contoso, user=alex)

    first = admin.get(LIST)
    second = admin.get(first.context["list"].next)
    third = admin.get(second.context["list"].next)
    back = admin.get(third.context["list"].previous)
    start = admin.get(back.context["list"].previous)

    assert [len(users_on(page)) for page in (first, second, third)] == [PAGE_SIZE, PAGE_SIZE, 1]
    assert third.context["list"].next == ""
    assert _keys(back) == _keys(second)
    assert _keys(start) == _keys(first)
    assert start.context["list"].previous == ""


def test_htmx_gets_the_table_only(admin: Client, contoso: Tenant) -> None:
    RegistrationFactory(tenant=contoso)

    page = admin.get(
        LIST, {"q": "user"}, headers={"HX-Request": "true", "HX-Target": "mam-registrations"}
    ).content.decode()

    assert page.startswith('<div class="list-frame" id="mam-registrations"')
    assert "<html" not in page


def test_the_list_asks_the_database_as_often_for_forty_rows_as_for_two(
    admin: Client, contoso: Tenant, alex: User
) -> None:
    RegistrationFactory.create_batch(2, tenant=contoso, user=alex)
    few = _queries(admin, LIST)
    connector = windows_security_center(contoso)
    for registration in RegistrationFactory.create_batch(38, tenant=contoso, user=alex):
        give_health_state(registration, connector, HealthState.SECURED, contoso.now())

    assert _queries(admin, LIST) == few


# A registration's page


def test_a_blocked_registration_says_why_in_words(admin: Client, contoso: Tenant) -> None:
    blocked = RegistrationFactory(tenant=contoso, blocked_by_threat=True)

    page = text_of(admin.get(address(blocked)))

    assert "The device&#x27;s threat level is High; the policy allows at most Secured." in page
    assert (
        "What would lift it: The threat partner reports that the device&#x27;s threat level is Secured or better."
        in page
    )
    assert "Max allowed device threat level" in page
    assert "<span>Block access</span>" in page
    assert "Windows Security Center" in page
    assert "Brought by group" in page
    assert "The user enrolled" in page


def test_a_registration_without_a_health_state_says_so(admin: Client, contoso: Tenant) -> None:
    silent = RegistrationFactory(tenant=contoso, blocked_without_health_state=True)

    page = text_of(admin.get(address(silent)))

    assert "The threat partner has not reported a health state for this device." in page
    assert "No connector has reported a health state for this device." in page


def test_a_registration_without_a_policy_says_so(admin: Client, contoso: Tenant) -> None:
    page = text_of(admin.get(address(RegistrationFactory(tenant=contoso))))

    assert "<span>No policy</span>" in page
    assert "No app protection policy targets this user in this app." in page


def test_a_registration_of_a_user_without_a_licence_says_so(admin: Client, contoso: Tenant) -> None:
    unlicensed = RegistrationFactory(tenant=contoso, user=UserFactory(tenant=contoso), policy={})

    assert "The user has no Intune licence" in text_of(admin.get(address(unlicensed)))


def test_a_managed_device_says_that_app_protection_does_not_apply(admin: Client, contoso: Tenant) -> None:
    managed = RegistrationFactory(tenant=contoso, unprotected=True)

    assert "An organization manages the device" in text_of(admin.get(address(managed)))


def test_a_signed_out_registration_has_nothing_to_decide(admin: Client, contoso: Tenant) -> None:
    gone = RegistrationFactory(tenant=contoso, blocked_by_threat=True, signed_out=True)

    page = text_of(admin.get(address(gone)))

    assert "<span>Signed out</span>" in page
    assert "No: the registration has ended" in page
    assert "What applies" not in page
    assert address(gone, "wipe") not in page


def test_an_inert_threat_source_says_why(admin: Client, contoso: Tenant) -> None:
    policy = {"maximum_allowed_device_threat_level": DeviceThreatLevel.SECURED}

    page = text_of(admin.get(address(RegistrationFactory(tenant=contoso, policy=policy))))

    assert "No connector for Windows has been added." in page
    assert "Every condition of the policies that apply is met." in page


def test_a_windows_that_cannot_report_is_named(admin: Client, contoso: Tenant) -> None:
    old = RegistrationFactory(tenant=contoso, platform_version="10.0.22621.2506")

    assert "OS not supported by Windows Security Center" in text_of(admin.get(address(old)))


def test_what_is_not_written_yet_is_shown_as_of_now(admin: Client, world: World) -> None:
    registration = world.enrol().registration
    world.write_policy(minimum_required_os_version="10.0.26100")

    page = text_of(admin.get(address(registration)))

    assert "Re-evaluation pending" in page
    assert "The OS version 10.0.22631.3155 is below the minimum 10.0.26100." in page


def test_a_registration_past_ninety_days_is_about_to_be_removed(admin: Client, world: World) -> None:
    registration = world.enrol().registration
    world.pass_time(days=90)

    assert "the registration is about to be removed" in text_of(admin.get(address(registration)))


def test_a_grace_period_is_told_in_words(admin: Client, contoso: Tenant) -> None:
    offline = RegistrationFactory(tenant=contoso, blocked_offline=True)

    page = text_of(admin.get(address(offline)))

    assert "longer than the offline grace period (12 hours)." in page
    assert '<td data-label="Expected">12 hours</td>' in page


def test_policies_that_disagree_on_the_grace_period_are_a_conflict(admin: Client, world: World) -> None:
    world.write_policy()
    world.write_policy(period_offline_before_access_check=timedelta(hours=1))
    registration = world.enrol().registration

    page = text_of(admin.get(address(registration)))

    assert "Conflict: the policies disagree on the offline grace period" in page


def test_the_access_block_comes_by_itself(admin: Client, contoso: Tenant) -> None:
    blocked = RegistrationFactory(tenant=contoso, blocked_by_threat=True)

    page = admin.get(address(blocked, "access")).content.decode()

    assert page.startswith('<section class="section access" id="access"')
    assert "<html" not in page


def test_a_registration_page_asks_the_database_equally_often_however_long_its_history(
    admin: Client, world: World
) -> None:
    world.add_connector()
    world.write_policy()
    registration = world.enrol().registration
    world.report(registration, HealthState.SECURED)
    few = _queries(admin, address(registration))
    for state in (HealthState.HIGH_SEVERITY, HealthState.SECURED, HealthState.LOW_SEVERITY, HealthState.SECURED):
        world.pass_time(minutes=1)
        world.report(registration, state)

    assert _queries(admin, address(registration)) == few


# Wipe


def test_an_admin_asks_for_a_wipe_and_the_page_shows_it(admin: Client, contoso: Tenant) -> None:
    registration = RegistrationFactory(tenant=contoso, allowed=True)

    question = text_of(admin.get(address(registration, "wipe")))
    answer = text_of(admin.post(address(registration, "wipe"), follow=True))

    assert "Wipe the organization's data?" in question
    assert "The wipe has been requested." in answer
    assert "<span>Wipe pending</span>" in answer
    assert "A wipe of the organization&#x27;s data on this device has been requested." in answer
    assert "Delete wipe request" in answer
    assert WipeRequest.objects.get().state == WipeState.PENDING


def test_a_second_wipe_is_refused_in_words(admin: Client, contoso: Tenant) -> None:
    registration = RegistrationFactory(tenant=contoso, allowed=True)
    admin.post(address(registration, "wipe"))

    answer = text_of(admin.post(address(registration, "wipe"), follow=True))

    assert "A wipe of this app on this device is pending already." in answer


@pytest.mark.parametrize("role", [Role.READ_ONLY_OPERATOR, Role.POLICY_AND_PROFILE_MANAGER])
def test_without_the_right_to_wipe_there_is_no_button_and_no_wipe(
    sign_in: Callable[[User], Client], admin_with: Callable[[Role], User], contoso: Tenant, role: Role
) -> None:
    registration = RegistrationFactory(tenant=contoso, allowed=True)
    onlooker = sign_in(admin_with(role))

    page = text_of(onlooker.get(address(registration)))
    refused = onlooker.post(address(registration, "wipe"))

    assert address(registration, "wipe") not in page
    assert refused.status_code == 403
    assert not WipeRequest.objects.exists()


def test_a_pending_wipe_is_deleted(admin: Client, contoso: Tenant) -> None:
    registration = RegistrationFactory(tenant=contoso, allowed=True)
    admin.post(address(registration, "wipe"))
    delete = address(registration, "wipe-requests", WipeRequest.objects.get().graph_id, "delete")

    question = text_of(admin.get(delete))
    answer = text_of(admin.post(delete, follow=True))

    assert "Delete the wipe request?" in question
    assert "The wipe request has been deleted." in answer
    assert WipeRequest.objects.get().state == WipeState.CANCELLED
    registration.refresh_from_db()
    assert registration.access == Access.ALLOWED


def test_a_wipe_that_is_over_cannot_be_deleted(admin: Client, contoso: Tenant) -> None:
    registration = RegistrationFactory(tenant=contoso, allowed=True)
    admin.post(address(registration, "wipe"))
    delete = address(registration, "wipe-requests", WipeRequest.objects.get().graph_id, "delete")
    admin.post(delete)

    assert "cannot change any more" in text_of(admin.post(delete, follow=True))


def test_who_may_wipe_but_not_update_cannot_delete_a_wipe(
    admin: Client, sign_in: Callable[[User], Client], admin_with: Callable[[Role], User], contoso: Tenant
) -> None:
    registration = RegistrationFactory(tenant=contoso, allowed=True)
    admin.post(address(registration, "wipe"))
    delete = address(registration, "wipe-requests", WipeRequest.objects.get().graph_id, "delete")
    help_desk = sign_in(admin_with(Role.HELP_DESK_OPERATOR))

    assert "Delete wipe request" not in text_of(help_desk.get(address(registration)))
    assert help_desk.post(delete).status_code == 403
    assert WipeRequest.objects.get().state == WipeState.PENDING


def test_a_policys_wipe_shows_where_it_comes_from(admin: Client, contoso: Tenant) -> None:
    registration = RegistrationFactory(tenant=contoso, wipe_pending_by_threat=True)

    page = text_of(admin.get(address(registration)))

    assert '<td data-label="Origin">App protection policy</td>' in page
    assert f"<span>{RemediationAction.WIPE.label}</span>" in page


# Who may


@pytest.mark.parametrize("path", ["", "/access", "/wipe", f"/wipe-requests/{NOBODY}/delete"])
def test_another_tenants_registration_does_not_exist(
    sign_in: Callable[[User], Client], grady: User, contoso: Tenant, path: str
) -> None:
    registration = RegistrationFactory(tenant=contoso, allowed=True)

    assert sign_in(grady).get(address(registration) + path).status_code == 404


def test_another_registrations_wipe_request_does_not_exist(admin: Client, contoso: Tenant) -> None:
    registration = RegistrationFactory(tenant=contoso, wipe_pending_by_threat=True)
    other = RegistrationFactory(tenant=contoso)

    answer = admin.post(address(other, "wipe-requests", registration.wipe_requests.get().graph_id, "delete"))

    assert answer.status_code == 404


def test_another_tenants_registrations_are_not_in_the_list(
    sign_in: Callable[[User], Client], grady: User, contoso: Tenant
) -> None:
    RegistrationFactory(tenant=contoso)

    assert users_on(sign_in(grady).get(LIST)) == []


def test_who_may_not_read_apps_sees_neither_list_nor_registration(
    sign_in: Callable[[User], Client], admin_with: Callable[[Role], User], contoso: Tenant
) -> None:
    registration = RegistrationFactory(tenant=contoso)
    reader = sign_in(admin_with(Role.ENDPOINT_PRIVILEGE_READER))

    assert reader.get(LIST).status_code == 403
    assert reader.get(address(registration)).status_code == 403


def _keys(page: HttpResponse) -> list[int]:
    return [line.cells[0].row.registration.pk for line in page.context["list"].lines]  # type: ignore[attr-defined]


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
