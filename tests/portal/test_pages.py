"""Do the shell and Tenant administration show the tenant as it is, to those who may see it?"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from connectors.lifecycle import ConnectorHealth, connector_health
from connectors.partners import CATALOGUE, WINDOWS_SECURITY_CENTER
from intune_sim.actors import Actor, ActorType
from intune_sim.audit.models import AuditEvent, Category, Operation
from intune_sim.audit.services import record
from intune_sim.lists.declaration import PAGE_SIZE
from intune_sim.portal.connector_types import CONNECTOR_TYPES, DEFENDER
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import Role
from protection.engine.facts import HealthState
from tests.factories.connectors import ConnectorFactory
from tests.factories.devices import RegistrationFactory
from tests.factories.tenants import PASSWORD, UserFactory
from tests.instants import MONDAY, at
from tests.world import World

AUDIT = "/tenant-admin/audit-logs"
STATUS = "/tenant-admin/tenant-status"
PAGES = [
    "/",
    STATUS,
    f"{STATUS}/connector-status",
    f"{STATUS}/service-health",
    "/tenant-admin/connectors",
    "/tenant-admin/connectors/apple-vpp-tokens",
    "/tenant-admin/connectors/mobile-threat-defense",
    "/tenant-admin/connectors/mobile-threat-defense/add",
    AUDIT,
]


@pytest.fixture
def admin(sign_in: Callable[[User], Client], adele: User) -> Client:
    """Adele's session."""
    return sign_in(adele)


def text_of(response: HttpResponse) -> str:
    """What a page says, without its markup, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def write(tenant: Tenant, number: int = 1, **fields: object) -> AuditEvent:
    """An event, `number` seconds after Monday at nine."""
    values: dict[str, object] = {
        "by": Actor(ActorType.ADMIN, "1", "adele@contoso.example", application_name="Intune Sim admin center"),
        "operation": Operation.PATCH,
        "category": Category.OTHER,
        "resource_type": "user",
        "resource_id": "1",
        "resource_name": f"thing {number}",
        "changes": {"displayName": ("Old", "New")},
        "now": MONDAY + timedelta(seconds=number),
        **fields,
    }
    return record(tenant_id=tenant.graph_id, **values)  # type: ignore[arg-type]


def targets(response: HttpResponse) -> list[str]:
    """The targets of the events on the audit page."""
    return [line.cells[0].row.resource_name for line in response.context["list"].lines]  # type: ignore[attr-defined]


# The shell


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_sent_to_sign_in(client: Client, db: None, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in?next=/")


def test_signing_in_leads_to_the_page_that_was_asked_for(client: Client, adele: User) -> None:
    answer = client.post(f"/sign-in?next={STATUS}", {"username": "ADELE@contoso.example", "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, STATUS)


def test_signing_in_never_leads_to_another_site(client: Client, adele: User) -> None:
    name = adele.user_principal_name

    answer = client.post("/sign-in", {"username": name, "password": PASSWORD, "next": "https://evil.example/"})

    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    ("name", "password"), [("adele@contoso.example", "wrong"), ("nobody@contoso.example", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_name_read_the_same(
    client: Client, adele: User, name: str, password: str
) -> None:
    page = text_of(client.post("/sign-in", {"username": name, "password": password}))

    assert "That user name and password do not match an account that may sign in." in page


def test_a_disabled_account_does_not_sign_in(client: Client, contoso: Tenant) -> None:
    UserFactory(tenant=contoso, name="former", account_enabled=False)

    answer = client.post("/sign-in", {"username": "former@contoso.example", "password": PASSWORD})

    assert answer.status_code == 200


def test_signing_out_takes_a_post(admin: Client) -> None:
    assert admin.get("/sign-out").status_code == 405
    assert admin.post("/sign-out")["Location"] == "/sign-in"
    assert admin.get("/").status_code == 302


def test_the_shell_names_the_admin_the_tenant_and_that_it_is_a_simulation(admin: Client) -> None:
    page = text_of(admin.get("/"))

    assert "Intune Sim Local simulation" in page
    assert "adele@contoso.example Contoso" in page


def test_the_shell_shows_the_time_where_the_clock_was_moved_and_only_there(admin: Client, contoso: Tenant) -> None:
    assert "Clock stopped at 2026-01-05 09:00:00 UTC" in text_of(admin.get("/"))
    contoso.clock_frozen_at, contoso.clock_offset = None, timedelta(days=30)
    contoso.save()
    assert "Simulated time" in text_of(admin.get("/"))
    contoso.clock_offset = timedelta(0)
    contoso.save()

    page = text_of(admin.get("/"))

    assert "Simulated time" not in page
    assert "Clock stopped" not in page


def test_the_navigation_marks_where_the_page_is(admin: Client) -> None:
    page = admin.get("/tenant-admin/connectors/mobile-threat-defense").content.decode()

    assert re.search(r'href="/tenant-admin/connectors/mobile-threat-defense" aria-current="page"', page)
    assert re.search(r'aria-current="true">.*?<span>Tenant administration</span>', page)
    assert "Connectors and tokens</strong> | Mobile Threat Defense" in page


def test_the_navigation_leads_only_to_what_the_role_may_open(
    sign_in: Callable[[User], Client], admin_with: Callable[[Role], User]
) -> None:
    client = sign_in(admin_with(Role.INTUNE_ROLE_ADMINISTRATOR))

    links = set(re.findall(r'href="(/[a-z/-]*)"', client.get("/").content.decode()))

    assert {client.get(link, follow=True).status_code for link in links} == {200}
    assert AUDIT not in links


@pytest.mark.parametrize("role", list(Role))
def test_every_link_of_the_navigation_opens_for_every_role(
    sign_in: Callable[[User], Client], admin_with: Callable[[Role], User], role: Role
) -> None:
    client = sign_in(admin_with(role))
    navigation = client.get("/").context["navigation"]

    assert {client.get(link.url, follow=True).status_code for link in navigation} == {200}


def test_a_user_without_a_role_is_told_so(sign_in: Callable[[User], Client], alex: User) -> None:
    answer = sign_in(alex).get("/")

    assert answer.status_code == 403
    assert "You have no role in the admin center" in text_of(answer)


def test_an_unknown_address_is_answered_in_the_shell(admin: Client) -> None:
    answer = admin.get("/nowhere")

    assert answer.status_code == 404
    assert "There is nothing at this address in Contoso." in text_of(answer)


def test_an_unknown_address_is_answered_to_a_stranger_too(client: Client, db: None) -> None:
    assert client.get("/nowhere").status_code == 404


def test_a_form_without_its_token_is_refused_in_plain_words(adele: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(adele)

    answer = client.post("/tenant-admin/connectors/mobile-threat-defense/add")

    assert answer.status_code == 403
    assert "Nothing was changed." in text_of(answer)


def test_a_failure_is_admitted_without_its_details(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intune_sim.portal.views.overview", None)
    admin.raise_request_exception = False

    answer = admin.get("/")

    assert answer.status_code == 500
    assert "Something went wrong" in text_of(answer)
    assert "TypeError" not in text_of(answer)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_sends_nothing_that_its_content_security_policy_refuses(
    admin: Client, contoso: Tenant, path: str
) -> None:
    ConnectorFactory(tenant=contoso)

    answer = admin.get(path)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", page)
    assert len(re.findall("<h1", page)) in {1, 2}


# Home


def test_home_counts_registrations_by_access_and_links_to_them(admin: Client, contoso: Tenant) -> None:
    RegistrationFactory.create_batch(2, tenant=contoso, blocked_by_threat=True)
    RegistrationFactory(tenant=contoso, allowed=True)
    RegistrationFactory(tenant=contoso, allowed=True, signed_out=True)
    ConnectorFactory(tenant=contoso, defender=True)

    answer = admin.get("/")

    page = text_of(answer)
    assert "Blocked 2 67 %" in page
    assert "Allowed 1 33 %" in page
    assert "3 Total" in page
    assert "Microsoft Defender for Endpoint Enabled just now" in page
    assert 'href="/devices/mam-registrations?access=blocked"' in answer.content.decode()


def test_home_takes_the_same_number_of_queries_however_much_there_is(admin: Client, contoso: Tenant) -> None:
    RegistrationFactory.create_batch(2, tenant=contoso)
    with CaptureQueriesContext(connection) as few:
        admin.get("/")
    RegistrationFactory.create_batch(18, tenant=contoso, blocked_by_threat=True)

    with CaptureQueriesContext(connection) as many:
        admin.get("/")

    assert len(many) == len(few)


# Tenant status


def test_tenant_details_name_the_tenant_and_count(admin: Client, contoso: Tenant, alex: User) -> None:
    RegistrationFactory(tenant=contoso, user=alex)

    page = text_of(admin.get(STATUS))

    assert "Tenant name contoso.example" in page
    assert str(contoso.graph_id) in page
    assert "Total licensed users 1" in page
    assert "Total MAM registrations 1" in page


def test_tenant_status_needs_three_rights_and_says_which_are_missing(
    sign_in: Callable[[User], Client], admin_with: Callable[[Role], User]
) -> None:
    answer = sign_in(admin_with(Role.INTUNE_ROLE_ADMINISTRATOR)).get(STATUS)

    assert answer.status_code == 403
    assert "does not include Managed devices/Read and Managed apps/Read , which" in text_of(answer)


@pytest.mark.parametrize(
    ("silence", "health"),
    [
        (timedelta(0), ConnectorHealth.HEALTHY),
        (timedelta(hours=24), ConnectorHealth.HEALTHY),
        (timedelta(hours=24, seconds=1), ConnectorHealth.WARNING),
        (timedelta(hours=71, minutes=59, seconds=59), ConnectorHealth.WARNING),
        (timedelta(hours=72), ConnectorHealth.UNHEALTHY),
    ],
)
def test_a_connector_is_judged_by_its_last_synchronization(silence: timedelta, health: ConnectorHealth) -> None:
    assert connector_health(MONDAY - silence, MONDAY) == health


def test_a_connector_that_never_synchronized_is_not_enabled() -> None:
    assert connector_health(None, MONDAY) == ConnectorHealth.NOT_ENABLED


def test_connector_status_collapses_each_kind_to_its_worst_and_puts_that_first(admin: Client, world: World) -> None:
    ConnectorFactory(tenant=world.tenant, defender=True)
    ConnectorFactory(tenant=world.tenant, last_heartbeat_date_time=world.now - timedelta(days=3))
    healthy = CATALOGUE[0]
    ConnectorFactory(tenant=world.tenant, graph_id=healthy.id, windows_mobile_application_management_enabled=False)

    answer = admin.get(f"{STATUS}/connector-status")

    kinds = [line.cells[0].row for line in answer.context["list"].lines]
    assert [kind.health for kind in kinds[:3]] == [
        ConnectorHealth.UNHEALTHY, ConnectorHealth.HEALTHY, ConnectorHealth.NOT_ENABLED,
    ]  # fmt: skip
    assert len(kinds) == 1 + len(CONNECTOR_TYPES)
    page = text_of(answer)
    assert "Mobile Threat Defense connectors Unhealthy 3 days ago" in page
    assert "Windows Security Center Unhealthy" in page
    assert f"{healthy.name} Healthy" in page
    assert f"mobile-threat-defense/{WINDOWS_SECURITY_CENTER.id}" in answer.content.decode()


def test_a_connectors_reports_are_drawn_and_listed(admin: Client, world: World, fabrikam: Tenant) -> None:
    RegistrationFactory(tenant=fabrikam, blocked_by_threat=True)
    world.add_connector()
    world.write_policy()
    registration = world.enrol().registration
    world.report(registration, HealthState.HIGH_SEVERITY)
    address = f"/tenant-admin/connectors/mobile-threat-defense/{WINDOWS_SECURITY_CENTER.id}/reports"

    page = admin.get(address)

    assert f"{registration.user_principal_name} {registration.device_name} Microsoft Edge High" in text_of(page)
    part = admin.get(f"{address}/threats", headers={"HX-Request": "true"})
    assert f'hx-get="{address}/threats"' in page.content.decode()
    assert sum(sum(day.values()) for day in part.context["threats"].days.values()) == 1
    assert "1 item" in text_of(page)
    assert "0 items" in text_of(admin.get(address, {"state": "secured"}))


def test_service_health_says_that_there_is_nothing(admin: Client) -> None:
    assert "There is nothing to report." in text_of(admin.get(f"{STATUS}/service-health"))


@pytest.mark.parametrize(
    "type", [type for type in CONNECTOR_TYPES if type.slug != DEFENDER], ids=lambda type: type.slug
)
def test_a_connector_that_is_not_simulated_says_so(admin: Client, type: object) -> None:
    answer = admin.get(f"/tenant-admin/connectors/{type.slug}")  # type: ignore[attr-defined]

    assert "Not simulated." in text_of(answer)


def test_an_unknown_kind_of_connector_is_not_found(admin: Client) -> None:
    assert admin.get("/tenant-admin/connectors/teapots").status_code == 404


# Audit logs


def test_the_log_shows_the_newest_first(admin: Client, contoso: Tenant) -> None:
    write(contoso, 1)
    write(contoso, 2)

    answer = admin.get(AUDIT)

    assert targets(answer) == ["thing 2", "thing 1"]
    columns = ["actor", "application", "activity", "target", "category", "status", "operation", "actor-type"]
    whole = text_of(admin.get(AUDIT, {"column": columns}))
    assert "adele@contoso.example Intune Sim admin center Patch User thing 2 Other Success Patch Admin" in whole


def test_the_log_hides_telemetry_behind_a_pill(admin: Client, contoso: Tenant) -> None:
    write(contoso, 1, category=Category.TELEMETRY)
    write(contoso, 2)

    answer = admin.get(AUDIT)

    assert targets(answer) == ["thing 2"]
    assert "Category: All but Telemetry" in text_of(answer)
    assert targets(admin.get(AUDIT, {"category": "all"})) == ["thing 2", "thing 1"]
    assert targets(admin.get(AUDIT, {"category": "Telemetry"})) == ["thing 1"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"category": "Directory"}, ["directory"]),
        ({"q": "ADELE"}, ["monday", "directory"]),
        ({"q": "intune sim admin"}, ["monday", "directory"]),
        ({"q": "a part"}, ["tuesday"]),
        ({"date_from": "2026-01-06"}, ["tuesday"]),
        ({"date_to": "2026-01-05"}, ["monday", "directory"]),
        ({"date_from": "2026-01-05", "date_to": "2026-01-05", "category": "Other"}, ["monday"]),
        ({"date_to": "9999-12-31"}, ["tuesday", "monday", "directory"]),
        ({"category": "Teapots", "date_from": "yesterday"}, ["tuesday", "monday", "directory"]),
    ],
    ids=str,
)
def test_the_log_is_filtered(admin: Client, contoso: Tenant, filters: dict[str, str], found: list[str]) -> None:
    write(contoso, 1, resource_name="directory", category=Category.DIRECTORY)
    write(contoso, 2, resource_name="monday")
    partner = Actor(ActorType.PARTNER, "p", "A partner")
    write(contoso, resource_name="tuesday", by=partner, now=at("2026-01-06 00:00"))

    assert targets(admin.get(AUDIT, filters)) == found


def test_a_filter_that_makes_no_sense_is_named_and_left_out(admin: Client) -> None:
    assert "“soon” is no day; a day is written as 2026-11-23." in text_of(admin.get(AUDIT, {"date_from": "soon"}))


def test_the_log_goes_on_where_the_last_page_ended(admin: Client, contoso: Tenant) -> None:
    write(contoso, 1)
    for _ in range(PAGE_SIZE):
        write(contoso, 2)

    first = admin.get(AUDIT, {"category": "Other"})
    older = re.search(r'href="([^"]*after=[^"]*)"', first.content.decode())

    assert len(targets(first)) == PAGE_SIZE
    assert older
    assert targets(admin.get(older[1].replace("&amp;", "&"))) == ["thing 1"]


@pytest.mark.parametrize("key", ["", "x", "WyJ4IiwgMV0", "WyIyMDI2LTAxLTA1IiwgMV0", "bnVsbA", "9" * 400])
def test_a_page_key_that_makes_no_sense_starts_at_the_newest(admin: Client, contoso: Tenant, key: str) -> None:
    write(contoso)

    assert targets(admin.get(AUDIT, {"after": key})) == ["thing 1"]


def test_the_log_takes_the_same_number_of_queries_for_2_and_for_20_events(admin: Client, contoso: Tenant) -> None:
    write(contoso, 1)
    write(contoso, 2)
    with CaptureQueriesContext(connection) as few:
        admin.get(AUDIT)
    for number in range(18):
        write(contoso, number)

    with CaptureQueriesContext(connection) as many:
        admin.get(AUDIT)

    assert len(many) == len(few)


def test_the_log_shows_only_the_own_tenants_events(admin: Client, fabrikam: Tenant) -> None:
    event = write(fabrikam)

    assert targets(admin.get(AUDIT)) == []
    assert admin.get(f"{AUDIT}/{event.graph_id}").status_code == 404


def test_an_events_details_show_old_and_new_values(admin: Client, contoso: Tenant) -> None:
    event = write(contoso)

    page = text_of(admin.get(f"{AUDIT}/{event.graph_id}"))

    assert "Activity details: Audit log" in page
    assert "displayName Old New" in page
    assert f"CorrelationID {event.correlation_id}" in page


def test_who_may_not_read_audit_data_is_refused(
    sign_in: Callable[[User], Client], admin_with: Callable[[Role], User]
) -> None:
    answer = sign_in(admin_with(Role.APPLICATION_MANAGER)).get(AUDIT)

    assert answer.status_code == 403
    assert "Audit data/Read" in text_of(answer)
