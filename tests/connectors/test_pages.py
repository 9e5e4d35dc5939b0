"""Do the pages of connectors show the state as of now, and do what their buttons say to those who may?"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from connectors.lifecycle import PartnerState
from connectors.models import MobileThreatDefenseConnector
from connectors.partners import CATALOGUE, DEFENDER_FOR_ENDPOINT, WINDOWS_SECURITY_CENTER, Partner
from connectors.services import deprovision, record_heartbeat, remove_connector
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import Role
from tests.factories.connectors import ConnectorFactory
from tests.world import World

LIST = "/tenant-admin/connectors/mobile-threat-defense"
DAYS = "partner_unresponsiveness_threshold_in_days"
WINDOWS_TOGGLE = "windows_mobile_application_management_enabled"
LOOKOUT = next(partner for partner in CATALOGUE if partner.name == "Lookout for Work")
ZIMPERIUM = next(partner for partner in CATALOGUE if partner.name == "Zimperium")


@pytest.fixture
def admin(sign_in: Callable[[User], Client], adele: User) -> Client:
    """Adele's session."""
    return sign_in(adele)


@pytest.fixture
def reader(sign_in: Callable[[User], Client], admin_with: Callable[[Role], User]) -> Client:
    """The session of an admin who may look at connectors and no more."""
    return sign_in(admin_with(Role.READ_ONLY_OPERATOR))


def address(partner: Partner, *parts: str) -> str:
    """A connector's page, or one below it."""
    return "/".join((LIST, str(partner.id), *parts))


def text_of(response: HttpResponse) -> str:
    """What a page says, without its markup, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def offered(response: HttpResponse) -> set[str]:
    """The partners in the drop-down of the pane."""
    return set(re.findall(r'<option value="([^"]+)"', response.content.decode()))


# The list


def test_the_list_is_empty_at_first_and_says_what_a_connector_is_for(admin: Client) -> None:
    page = text_of(admin.get(LIST))

    assert "No connectors yet" in page
    assert "0 items" in page


def test_the_list_shows_each_connector_with_its_status_and_last_synchronization(admin: Client, world: World) -> None:
    ConnectorFactory(tenant=world.tenant, awaiting_activity=True)
    ConnectorFactory(
        tenant=world.tenant,
        defender=True,
        last_heartbeat_date_time=world.now - timedelta(hours=3),
        created_at=world.now,
    )

    page = text_of(admin.get(LIST))

    assert "Windows Security Center Unavailable Never" in page
    assert "Microsoft Defender for Endpoint Enabled 3 hours ago" in page
    assert "2 items" in page


def test_the_list_shows_a_silent_partner_as_unresponsive_before_any_sweep(admin: Client, world: World) -> None:
    connector = ConnectorFactory(tenant=world.tenant)
    world.pass_time(days=7)

    page = text_of(admin.get(LIST))

    assert "Windows Security Center Unresponsive 7 days ago" in page
    connector.refresh_from_db()
    assert connector.partner_state == PartnerState.ENABLED


def test_the_list_shows_only_the_own_tenants_connectors(admin: Client, fabrikam: Tenant) -> None:
    ConnectorFactory(tenant=fabrikam)

    assert "Windows Security Center Enabled" not in text_of(admin.get(LIST))


def test_the_list_takes_the_same_number_of_queries_for_2_and_for_17_connectors(admin: Client, contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso)
    ConnectorFactory(tenant=contoso, defender=True)
    with CaptureQueriesContext(connection) as few:
        admin.get(LIST)
    for partner in set(CATALOGUE) - {WINDOWS_SECURITY_CENTER, DEFENDER_FOR_ENDPOINT}:
        ConnectorFactory(tenant=contoso, graph_id=partner.id, windows_mobile_application_management_enabled=False)

    with CaptureQueriesContext(connection) as many:
        answer = admin.get(LIST)

    assert "17 items" in text_of(answer)
    assert len(many) == len(few)


# Add Connector


def test_the_pane_offers_every_partner_that_is_not_connected(admin: Client, contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso)

    answer = admin.get(f"{LIST}/add")

    assert "Select the Mobile Threat Defense connector to setup" in text_of(answer)
    assert offered(answer) == {str(one.id) for one in CATALOGUE if one != WINDOWS_SECURITY_CENTER}


def test_windows_security_center_is_added_with_the_note_that_it_stays_unavailable(
    admin: Client, contoso: Tenant
) -> None:
    answer = admin.post(f"{LIST}/add", {"partner": str(WINDOWS_SECURITY_CENTER.id)}, follow=True)

    connector = MobileThreatDefenseConnector.objects.get(tenant=contoso)
    assert connector.partner == WINDOWS_SECURITY_CENTER
    assert answer.redirect_chain == [(LIST, 302)]
    page = text_of(answer)
    assert "Windows Security Center was added." in page
    assert "stays Unavailable until the first app protection policy arrives at a user" in page


def test_adding_leaves_one_audit_event_in_the_admins_name(admin: Client, adele: User) -> None:
    admin.post(f"{LIST}/add", {"partner": str(WINDOWS_SECURITY_CENTER.id)})

    event = AuditEvent.objects.get()
    assert (event.activity, event.actor_name) == ("Create MobileThreatDefenseConnector", adele.user_principal_name)


def test_another_partner_waits_for_its_own_console(admin: Client) -> None:
    page = text_of(admin.post(f"{LIST}/add", {"partner": str(LOOKOUT.id)}, follow=True))

    assert "Lookout for Work Not Set Up Never" in page
    assert "Finish the set-up in the console of Lookout for Work" in page


def test_a_connector_that_another_admin_has_just_added_is_refused_beside_the_field(
    admin: Client, contoso: Tenant
) -> None:
    ConnectorFactory(tenant=contoso)

    answer = admin.post(f"{LIST}/add", {"partner": str(WINDOWS_SECURITY_CENTER.id)})

    assert answer.status_code == 200
    assert "The tenant already has a connector to Windows Security Center." in text_of(answer)
    assert MobileThreatDefenseConnector.objects.count() == 1


@pytest.mark.parametrize(
    ("partner", "complaint"),
    [
        ("", "Select a connector."),
        ("nonsense", "no such connector"),
        ("7d0c5a52-3f0b-4c64-9b0e-1f1d8a3c1e11", "no such connector"),
    ],
)
def test_nothing_is_added_without_a_partner_of_the_catalogue(admin: Client, partner: str, complaint: str) -> None:
    page = text_of(admin.post(f"{LIST}/add", {"partner": partner}))

    assert complaint in page
    assert not MobileThreatDefenseConnector.objects.exists()


# A connector's page


def test_the_page_says_why_the_connector_waits(admin: Client, contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso, awaiting_activity=True)

    page = text_of(admin.get(address(WINDOWS_SECURITY_CENTER)))

    assert "Connection status Unavailable" in page
    assert "Unavailable since 2026-01-05 09:00:00 UTC : the connector was added. The status stays" in page
    assert "In this status since 2026-01-05 09:00:00 UTC" in page
    assert "Cause The connector was added" in page
    assert "until the first app protection policy arrives at a user" in page


def test_the_page_dates_a_silence_that_no_sweep_has_seen(admin: Client, world: World) -> None:
    ConnectorFactory(tenant=world.tenant)
    world.pass_time(days=9)

    page = text_of(admin.get(address(WINDOWS_SECURITY_CENTER)))

    assert "Connection status Unresponsive" in page
    assert "In this status since 2026-01-12 09:00:00 UTC" in page
    assert "Cause The partner was silent for too long" in page
    assert "There was no sign of life for 7 days." in page


def test_the_page_names_a_partners_error(admin: Client, contoso: Tenant) -> None:
    connector = ConnectorFactory(tenant=contoso)
    record_heartbeat(connector=connector, error_code=17, by=SYSTEM, now=contoso.now())

    page = text_of(admin.get(address(WINDOWS_SECURITY_CENTER)))

    assert "Windows Security Center reported error 17. Its data is still used" in page


def test_the_page_tells_a_partner_that_withdrew_from_one_that_never_came(admin: Client, contoso: Tenant) -> None:
    connector = ConnectorFactory(
        tenant=contoso, graph_id=LOOKOUT.id, windows_mobile_application_management_enabled=False
    )
    assert "no platform is connected" in text_of(admin.get(address(LOOKOUT)))
    deprovision(connector=connector, by=SYSTEM, now=contoso.now())

    assert "Lookout for Work withdrew." in text_of(admin.get(address(LOOKOUT)))


def test_the_page_counts_dropped_reports(admin: Client, contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso, awaiting_activity=True, dropped_report_count=41)

    assert "Dropped reports 41" in text_of(admin.get(address(WINDOWS_SECURITY_CENTER)))


def test_the_page_lists_every_change_of_state_with_its_cause(admin: Client, world: World) -> None:
    world.add_connector()
    world.write_policy()

    page = text_of(admin.get(address(WINDOWS_SECURITY_CENTER)))

    assert "Unavailable Enabled The first app protection policy reached a user" in page
    assert "Unavailable The connector was added" in page


def test_windows_security_center_offers_its_one_toggle_and_the_days(admin: Client, contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso)

    form = admin.get(address(WINDOWS_SECURITY_CENTER)).context["form"]

    assert list(form.fields) == [WINDOWS_TOGGLE, DAYS]
    assert [title for title, _ in form.groups()] == ["App protection policy evaluation"]


def test_a_toggle_that_depends_on_another_says_so(admin: Client, contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso, graph_id=ZIMPERIUM.id, windows_mobile_application_management_enabled=False)

    page = text_of(admin.get(address(ZIMPERIUM)))

    assert "Enable Certificate Sync for iOS/iPadOS devices" in page
    assert "Has an effect only while “Connect iOS/iPadOS devices to Zimperium” is on." in page


def test_a_dependent_toggle_stays_as_it_is_until_its_parent_is_on(admin: Client, contoso: Tenant) -> None:
    connector = ConnectorFactory(
        tenant=contoso, graph_id=ZIMPERIUM.id, windows_mobile_application_management_enabled=False
    )
    given = admin.get(address(ZIMPERIUM)).context["form"].initial
    sync = "allow_partner_to_collect_ios_application_metadata"

    admin.post(address(ZIMPERIUM), {**given, sync: "on"})
    connector.refresh_from_db()
    assert not connector.allow_partner_to_collect_ios_application_metadata
    admin.post(address(ZIMPERIUM), {**given, "ios_enabled": "on", sync: "on"})

    connector.refresh_from_db()
    assert connector.allow_partner_to_collect_ios_application_metadata


def test_settings_are_saved_and_audited(admin: Client, contoso: Tenant) -> None:
    connector = ConnectorFactory(tenant=contoso)

    answer = admin.post(address(WINDOWS_SECURITY_CENTER), {WINDOWS_TOGGLE: "off", DAYS: "3"}, follow=True)

    assert "Changes saved." in text_of(answer)
    connector.refresh_from_db()
    assert not connector.windows_mobile_application_management_enabled
    assert connector.partner_unresponsiveness_threshold_in_days == 3
    assert connector.partner_state == PartnerState.AVAILABLE
    assert AuditEvent.objects.get().modified_properties == [
        {"displayName": "windowsMobileApplicationManagementEnabled", "oldValue": "true", "newValue": "false"},
        {"displayName": "partnerUnresponsivenessThresholdInDays", "oldValue": "7", "newValue": "3"},
    ]


@pytest.mark.parametrize("days", ["0", "91", "-1", "1.5", "", "week"])
def test_days_out_of_range_are_refused_beside_the_field(admin: Client, contoso: Tenant, days: str) -> None:
    connector = ConnectorFactory(tenant=contoso)

    answer = admin.post(address(WINDOWS_SECURITY_CENTER), {WINDOWS_TOGGLE: "on", DAYS: days})

    assert "Enter a whole number from 1 to 90." in text_of(answer)
    connector.refresh_from_db()
    assert connector.partner_unresponsiveness_threshold_in_days == 7


def test_a_toggle_that_the_partner_lacks_cannot_be_slipped_in(admin: Client, contoso: Tenant) -> None:
    connector = ConnectorFactory(tenant=contoso)

    admin.post(address(WINDOWS_SECURITY_CENTER), {WINDOWS_TOGGLE: "on", DAYS: "7", "android_enabled": "on"})

    connector.refresh_from_db()
    assert not connector.android_enabled


def test_a_third_source_on_one_platform_is_refused_with_the_reason(admin: Client, contoso: Tenant) -> None:
    toggle = "android_mobile_application_management_enabled"
    off = {"windows_mobile_application_management_enabled": False}
    ConnectorFactory(tenant=contoso, graph_id=LOOKOUT.id, **{toggle: True}, **off)
    ConnectorFactory(tenant=contoso, graph_id=ZIMPERIUM.id, **off)
    form = admin.get(address(ZIMPERIUM)).context["form"]

    answer = admin.post(address(ZIMPERIUM), {**form.initial, toggle: "on"})

    assert "Lookout for Work already feeds app protection on Android." in text_of(answer)


# Delete


def test_a_connector_is_deleted_after_a_confirmation(admin: Client, contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso)
    assert "Delete the connector" in text_of(admin.get(address(WINDOWS_SECURITY_CENTER, "delete")))
    assert MobileThreatDefenseConnector.objects.exists()

    answer = admin.post(address(WINDOWS_SECURITY_CENTER, "delete"), follow=True)

    assert "Windows Security Center was removed." in text_of(answer)
    assert not MobileThreatDefenseConnector.objects.exists()


@pytest.mark.parametrize("parts", [(), ("delete",)])
def test_a_connector_that_another_admin_has_just_removed_is_not_found(
    admin: Client, contoso: Tenant, parts: tuple[str, ...]
) -> None:
    remove_connector(connector=ConnectorFactory(tenant=contoso), by=SYSTEM, now=contoso.now())

    answer = admin.post(address(WINDOWS_SECURITY_CENTER, *parts), {WINDOWS_TOGGLE: "on", DAYS: "7"})

    assert answer.status_code == 404
    assert "It may have been removed a moment ago." in text_of(answer)


# Who may


@pytest.mark.parametrize("parts", [(), ("delete",)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_tenants_connector_is_not_found(
    admin: Client, fabrikam: Tenant, parts: tuple[str, ...], method: str
) -> None:
    ConnectorFactory(tenant=fabrikam)

    answer = getattr(admin, method)(address(WINDOWS_SECURITY_CENTER, *parts))

    assert answer.status_code == 404
    assert MobileThreatDefenseConnector.objects.filter(tenant=fabrikam).exists()


def test_who_may_only_read_sees_no_button(reader: Client, contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso)

    pages = reader.get(LIST).content + reader.get(address(WINDOWS_SECURITY_CENTER)).content

    assert b"/add" not in pages
    assert b"/delete" not in pages
    assert b">Save<" not in pages
    assert b"needs Mobile Threat Defense/Modify" in pages


@pytest.mark.parametrize("path", [f"{LIST}/add", address(LOOKOUT), address(LOOKOUT, "delete")])
def test_who_may_only_read_changes_nothing(reader: Client, contoso: Tenant, path: str) -> None:
    ConnectorFactory(tenant=contoso, graph_id=LOOKOUT.id, windows_mobile_application_management_enabled=False)

    answer = reader.post(path, {"partner": str(WINDOWS_SECURITY_CENTER.id), DAYS: "3"})

    assert answer.status_code == 403
    assert "Mobile Threat Defense/Modify" in text_of(answer)
    assert not AuditEvent.objects.exists()


def test_who_may_not_read_connectors_sees_which_right_is_missing(
    sign_in: Callable[[User], Client], admin_with: Callable[[Role], User]
) -> None:
    client = sign_in(admin_with(Role.INTUNE_ROLE_ADMINISTRATOR))

    answer = client.get(LIST)

    assert answer.status_code == 403
    assert "Mobile Threat Defense/Read" in text_of(answer)
    assert LIST not in client.get("/").content.decode()
