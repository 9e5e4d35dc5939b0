"""Do Home and Dashboard tell what needs attention, and lead to it?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from connectors.partners import WINDOWS_SECURITY_CENTER
from devices.models import Cause, Ending, HealthStateReport
from devices.queries.series import NO_LEVEL, THREAT_SERIES
from devices.services.enrolment import end
from intune_sim.portal.dashboard import DAYS, overview, threats_over_time
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import Role
from protection.engine.facts import Access, HealthState
from tests.factories.connectors import ConnectorFactory
from tests.factories.devices import RegistrationFactory, give_health_state, windows_security_center
from tests.factories.protection import MobilePolicyFactory, PolicyFactory


@pytest.fixture
def admin(sign_in: Callable[[User], Client], adele: User) -> Client:
    """Adele's session."""
    return sign_in(adele)


def attention(tenant: Tenant) -> dict[str, str]:
    """What the pages name, with its address."""
    return {one.text: one.url for one in overview(tenant=tenant, now=tenant.now()).attention}


def test_nothing_needs_attention_in_a_quiet_tenant(admin: Client, contoso: Tenant) -> None:
    RegistrationFactory(tenant=contoso, allowed=True)

    assert attention(contoso) == {}
    assert b"Nothing: nobody is blocked" in admin.get("/").content


def test_each_trouble_leads_to_its_list(admin: Client, contoso: Tenant) -> None:
    RegistrationFactory(tenant=contoso, blocked_by_threat=True)
    RegistrationFactory(tenant=contoso, wipe_pending_by_threat=True)
    PolicyFactory(tenant=contoso)

    assert attention(contoso) == {
        "1 registration is blocked": "/devices/mam-registrations?access=blocked",
        "1 registration is waiting to be wiped": "/devices/mam-registrations?access=wipePending",
        "1 policy is assigned to nobody": "/apps/app-protection-policies?deployed=no",
    }
    contoso.clock_frozen_at += timedelta(days=2)
    assert "Windows Security Center has not synchronized for more than a day" in attention(contoso)
    contoso.clock_frozen_at += timedelta(days=6)
    found = attention(contoso)
    assert "2 registrations are waiting to be judged anew: is the worker running?" in found
    place = f"/tenant-admin/connectors/mobile-threat-defense/{WINDOWS_SECURITY_CENTER.id}"
    assert found["Windows Security Center is Unresponsive"] == place


def test_each_number_is_that_of_the_list_it_leads_to(admin: Client, contoso: Tenant) -> None:
    RegistrationFactory.create_batch(2, tenant=contoso, blocked_by_threat=True)
    for blocked in (False, True):
        gone = RegistrationFactory(tenant=contoso, blocked_by_threat=blocked)
        end(registration=gone, ending=Ending.SIGNED_OUT, cause=Cause.SIGN_OUT, now=contoso.now())
    PolicyFactory(tenant=contoso)
    MobilePolicyFactory(tenant=contoso)

    def listed(address: str) -> str:
        return str(admin.get(address).context["list"].count)

    shown = overview(tenant=contoso, now=contoso.now())
    assert listed("/devices/mam-registrations?state=live") == str(shown.access.total)
    assert [listed(share.url) for share in shown.access.shares] == [str(share.count) for share in shown.access.shares]
    assert listed("/apps/app-protection-policies") == str(shown.policies)
    assert [listed(one.url) for one in shown.attention] == [one.text.partition(" ")[0] for one in shown.attention]
    assert len(shown.attention) == 2


def test_a_connector_that_was_never_heard_needs_no_attention(contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso, awaiting_activity=True)

    assert attention(contoso) == {}


def test_reports_are_counted_by_day_and_level(admin: Client, contoso: Tenant, fabrikam: Tenant) -> None:
    now, connector = contoso.now(), windows_security_center(contoso)
    registration = RegistrationFactory(tenant=contoso)
    for state, back in [("secured", 0), ("secured", 0), ("highSeverity", 1), ("activated", 1), ("lowSeverity", 30)]:
        give_health_state(registration, connector, HealthState(state), now - timedelta(days=back))
    theirs = RegistrationFactory(tenant=fabrikam)
    give_health_state(theirs, windows_security_center(fabrikam), HealthState.SECURED, now)

    chart = threats_over_time(tenant=contoso, now=now)

    assert HealthStateReport.objects.count() == 6
    assert list(chart.days) == [now.date() - timedelta(days=back) for back in reversed(range(DAYS))]
    assert chart.days[now.date()] == {THREAT_SERIES[HealthState.SECURED]: 2}
    assert chart.days[now.date() - timedelta(days=1)] == {THREAT_SERIES[HealthState.HIGH_SEVERITY]: 1, NO_LEVEL: 1}
    assert 'hx-get="/dashboard/threats"' in admin.get("/dashboard").content.decode()
    page = admin.get("/dashboard/threats").content.decode()
    assert f'<th scope="row">{now.date()}</th><td>2</td><td>0</td>' in page


def test_a_donut_leads_to_each_of_its_lists(admin: Client, contoso: Tenant) -> None:
    RegistrationFactory(tenant=contoso, blocked_by_threat=True)

    assert b'<a href="/devices/mam-registrations?access=blocked">Blocked</a>' in admin.get("/dashboard").content
    [share] = overview(tenant=contoso, now=contoso.now()).access.shares
    assert (share.series.label, share.count) == (Access.BLOCKED.label, 1)


def test_the_pages_cost_the_same_for_two_and_ten_registrations(admin: Client, contoso: Tenant) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            admin.get(address)
        return len(captured)

    for _ in range(2):
        RegistrationFactory(tenant=contoso, blocked_by_threat=True)
    few = [queries("/"), queries("/dashboard")]
    for _ in range(8):
        RegistrationFactory(tenant=contoso, allowed=True)

    assert [queries("/"), queries("/dashboard")] == few


def test_the_dashboard_needs_the_right_to_read_apps(
    sign_in: Callable[[User], Client], admin_with: Callable[[Role], User]
) -> None:
    assert sign_in(admin_with(Role.INTUNE_ROLE_ADMINISTRATOR)).get("/dashboard").status_code == 403
