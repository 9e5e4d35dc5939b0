"""Does the main story hold over HTTP? A threat on a personal PC shuts Edge out, and lets it in again once it is gone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest
from pytest_django.live_server_helper import LiveServer

from connectors.partners import WINDOWS_SECURITY_CENTER
from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.roles import AppRole
from tests.factories.tenants import SECRET, ApplicationFactory
from tests.world import World

ENROLMENT = {
    "userPrincipalName": "alex@contoso.example",
    "device": {"deviceTag": "alex-home", "deviceName": "ALEX-HOME", "osVersion": "10.0.22631.3155"},
    "app": {"windowsAppId": "com.microsoft.edge", "version": "131.0.2903.51", "sdkVersion": "1.2.0"},
}


@pytest.fixture
def program(live_server: LiveServer, world: World) -> Iterator[Callable[[AppRole], httpx.Client]]:
    """`program(role)` is a program of Contoso with this role and a token that it fetched."""
    with ExitStack() as clients:

        def started(role: AppRole) -> httpx.Client:
            partner = WINDOWS_SECURITY_CENTER.id if role is AppRole.PARTNER_REPORT else None
            application = ApplicationFactory(tenant=world.tenant, roles=[role], partner_id=partner)
            client = clients.enter_context(httpx.Client(base_url=live_server.url, timeout=60))
            answer = client.post(
                "/contoso.example/oauth2/v2.0/token",
                data={"grant_type": "client_credentials", "scope": "https://graph.microsoft.com/.default"},
                auth=(str(application.client_id), SECRET),
            )
            client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            return client

        yield started


@pytest.mark.django_db(transaction=True)
def test_a_threat_blocks_edge_until_the_partner_reports_that_it_is_gone(
    world: World, program: Callable[[AppRole], httpx.Client]
) -> None:
    world.add_connector()
    world.write_policy()
    app = program(AppRole.MANAGED_APP_CLIENT)
    partner = program(AppRole.PARTNER_REPORT)

    enrolled = app.post("/mam/v1.0/registrations", json=ENROLMENT)
    registration = enrolled.json()

    assert enrolled.status_code == 201
    assert registration["access"] == "blocked"
    assert [finding["reason"] for finding in registration["findings"]] == ["noHealthState"]

    assert _access_after(world, app, partner, registration, "secured") == ("allowed", [])
    assert _access_after(world, app, partner, registration, "highSeverity") == (
        "blocked", ["deviceThreatLevelExceeded"],
    )  # fmt: skip
    assert _access_after(world, app, partner, registration, "secured") == ("allowed", [])
    assert AuditEvent.objects.filter(activity="Report HealthStates", actor_type="partner").count() == 3
    assert AuditEvent.objects.filter(activity="CheckIn ManagedAppRegistration", actor_type="application").count() == 3


def _access_after(
    world: World, app: httpx.Client, partner: httpx.Client, registration: dict[str, str], state: str
) -> tuple[str, list[str]]:
    """What a check-in says after a report of this state."""
    now = world.pass_time(minutes=1)
    report = {
        "reportId": f"{state}-{now:%H%M}",
        "userId": registration["userId"].upper(),
        "appId": registration["appId"],
        "deviceId": registration["deviceTag"],
        "healthState": state,
        "lastUpdateDateTime": now.isoformat(),
        "threats": [{"name": "Antivirus is off", "severity": "highSeverity"}],
    }
    path = f"/partner/v1.0/mobileThreatDefenseConnectors/{WINDOWS_SECURITY_CENTER.id}/healthStates"
    taken = partner.post(path, json={"value": [report]})
    assert taken.json() == {"accepted": 1, "duplicate": 0, "stale": 0, "dropped": 0, "rejected": 0, "results": []}
    answer = app.post(f"/mam/v1.0/registrations/{registration['registrationId']}/checkIn").json()
    return answer["access"], [finding["reason"] for finding in answer["findings"]]
