"""Does the partner surface answer as its contract says: connector, heartbeats, withdrawal, batches of health states?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from connectors.models import MobileThreatDefenseConnector
from connectors.partners import DEFENDER_FOR_ENDPOINT, WINDOWS_SECURITY_CENTER
from connectors.services import add_connector, remove_connector
from devices.models import CurrentHealthState, HealthStateReport, WindowsManagedAppRegistration
from devices.services.enrolment import sign_out
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.roles import AppRole
from tests.contract.conftest import Send, Stored
from tests.world import World

WSC = f"/partner/v1.0/mobileThreatDefenseConnectors/{WINDOWS_SECURITY_CENTER.id}"
DEFENDER = f"/partner/v1.0/mobileThreatDefenseConnectors/{DEFENDER_FOR_ENDPOINT.id}"


@pytest.fixture
def partner(calls_as: Callable[..., Client]) -> Client:
    """Windows Security Center."""
    return calls_as(AppRole.PARTNER_REPORT)


@pytest.fixture
def connector(world: World) -> MobileThreatDefenseConnector:
    """Contoso's connector to Windows Security Center."""
    return world.add_connector()


@pytest.fixture
def edge(world: World, connector: MobileThreatDefenseConnector) -> WindowsManagedAppRegistration:
    """Edge of Alex, enrolled under a policy that tolerates no threat."""
    world.write_policy()
    return world.enrol().registration


@pytest.fixture
def report(world: World) -> Callable[..., dict[str, Any]]:
    """`report(healthState="secured")` is a report about Edge of Alex; None leaves a property out."""

    def reported(**changes: Any) -> dict[str, Any]:
        good = {
            "reportId": "report-1",
            "userId": str(world.alex.graph_id),
            "appId": "com.microsoft.edge",
            "deviceId": "alex-home",
            "healthState": "highSeverity",
            "lastUpdateDateTime": "2026-01-05T09:00:00Z",
        }
        return {**good, **changes}

    return reported


# The connector


def test_a_connector_that_waits_says_so(connector: MobileThreatDefenseConnector, partner: Client) -> None:
    answer = partner.get(WSC)

    assert answer.json() == {
        "id": str(WINDOWS_SECURITY_CENTER.id),
        "partnerState": "unavailable",
        "lastHeartbeatDateTime": "0001-01-01T00:00:00Z",
        "partnerUnresponsivenessThresholdInDays": 7,
        "droppedReportCount": 0,
    }


def test_the_state_is_as_of_now_whatever_the_sweep_has_done(
    world: World, edge: WindowsManagedAppRegistration, partner: Client
) -> None:
    world.pass_time(days=7)

    answer = partner.get(WSC)

    assert answer.json()["partnerState"] == "unresponsive"


def test_a_heartbeat_before_provisioning_changes_nothing_for_windows_security_center(
    connector: MobileThreatDefenseConnector, partner: Client, send: Send, stored: Callable[[], Stored]
) -> None:
    before = stored()

    answer = send(partner, f"{WSC}/heartbeat", {})

    assert (answer.status_code, answer.content) == (204, b"")
    assert partner.get(WSC).json()["partnerState"] == "unavailable"
    assert stored() == before


def test_the_first_heartbeat_provisions_a_third_party_connector(
    world: World, calls_as: Callable[..., Client], send: Send
) -> None:
    add_connector(tenant=world.tenant, partner_id=DEFENDER_FOR_ENDPOINT.id, settings={}, by=SYSTEM, now=world.now)
    defender = calls_as(AppRole.PARTNER_REPORT, partner_id=DEFENDER_FOR_ENDPOINT.id)
    before = defender.get(DEFENDER).json()["partnerState"]

    answer = send(defender, f"{DEFENDER}/heartbeat")

    after = defender.get(DEFENDER).json()
    assert answer.status_code == 204
    assert (before, after["partnerState"]) == ("notSetUp", "available")
    assert after["lastHeartbeatDateTime"] == "2026-01-05T09:00:00Z"
    assert AuditEvent.objects.filter(activity__startswith="Heartbeat", actor_type="partner").count() == 1


def test_an_error_lasts_until_the_next_good_heartbeat(
    edge: WindowsManagedAppRegistration, partner: Client, send: Send
) -> None:
    send(partner, f"{WSC}/heartbeat", {"errorCode": 17})
    in_error = partner.get(WSC).json()["partnerState"]

    send(partner, f"{WSC}/heartbeat", {"errorCode": 0})

    assert (in_error, partner.get(WSC).json()["partnerState"]) == ("error", "enabled")


@pytest.mark.parametrize("code", [-1, True, False, "17", 1.5, 17.0, None, [], 2**31])
def test_an_error_code_is_a_whole_number_from_zero(
    edge: WindowsManagedAppRegistration, partner: Client, send: Send, stored: Callable[[], Stored], code: Any
) -> None:
    before = stored()

    answer = send(partner, f"{WSC}/heartbeat", {"errorCode": code})

    assert answer.status_code == 400
    assert "'errorCode'" in answer.json()["error"]["message"]
    assert stored() == before


def test_a_partner_that_withdraws_is_unavailable(
    edge: WindowsManagedAppRegistration, partner: Client, send: Send
) -> None:
    answer = send(partner, f"{WSC}/deprovision")

    assert answer.status_code == 204
    assert partner.get(WSC).json()["partnerState"] == "unavailable"


# Batches


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"value": []},
        {"value": {}},
        {"value": "x"},
        {"value": None},
        {"value": [{}], "more": 1},
        {"value": [{}] * 1001},
        {"values": [{}]},
    ],
    ids=lambda body: str(body)[:30],
)
def test_what_is_no_batch_is_refused(
    edge: WindowsManagedAppRegistration, partner: Client, send: Send, stored: Callable[[], Stored], body: Any
) -> None:
    before = stored()

    answer = send(partner, f"{WSC}/healthStates", body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "BadRequest")
    assert stored() == before


def test_a_thousand_reports_are_a_batch(
    edge: WindowsManagedAppRegistration, partner: Client, send: Send, report: Callable[..., dict[str, Any]]
) -> None:
    batch = [report(reportId=f"r{number}", deviceId=f"d{number}") for number in range(1000)]

    answer = send(partner, f"{WSC}/healthStates", {"value": batch})

    assert (answer.status_code, answer.json()["rejected"]) == (200, 1000)


SHAPES = [
    ("x", "invalidProperty", None),
    (None, "invalidProperty", None),
    ([], "invalidProperty", None),
    ({"unheardOf": 1}, "invalidProperty", "unheardOf"),
    ({"reportId": "x" * 65}, "invalidProperty", "reportId"),
    ({"reportId": ""}, "invalidProperty", "reportId"),
    ({"reportId": 7}, "invalidProperty", "reportId"),
    ({"userId": True}, "invalidProperty", "userId"),
    ({"healthState": 1}, "invalidProperty", "healthState"),
    ({"lastUpdateDateTime": 1767600000}, "invalidProperty", "lastUpdateDateTime"),
    ({"deviceId": "a\x00b"}, "invalidProperty", "deviceId"),
    ({"appId": "\ud800"}, "invalidProperty", "appId"),
    ({"threats": {}}, "invalidProperty", "threats"),
    ({"threats": ["x"]}, "invalidProperty", "threats[0]"),
    ({"threats": [{"name": "x", "severity": "lowSeverity", "more": 1}]}, "invalidProperty", "threats[0].more"),
    ({"threats": [{"name": 1, "severity": "lowSeverity"}]}, "invalidProperty", "threats[0].name"),
    ({"threats": [{"name": "x", "severity": "terrible"}]}, "invalidProperty", "threats[0].severity"),
    ({"threats": [{"name": "x"}]}, "missingProperty", "threats[0].severity"),
    ({"reportId": None}, "missingProperty", "reportId"),
    ({"userId": None}, "missingProperty", "userId"),
    ({"lastUpdateDateTime": None, "healthState": "bad"}, "missingProperty", "lastUpdateDateTime"),
    ({"healthState": "unresponsive"}, "invalidHealthState", "healthState"),
    ({"healthState": "HighSeverity"}, "invalidHealthState", "healthState"),
    ({"healthState": "", "lastUpdateDateTime": "x"}, "invalidHealthState", "healthState"),
    ({"lastUpdateDateTime": "yesterday"}, "invalidDateTime", "lastUpdateDateTime"),
    ({"lastUpdateDateTime": "2026-01-05"}, "invalidDateTime", "lastUpdateDateTime"),
    ({"lastUpdateDateTime": "2026-01-05T09:00:00"}, "invalidDateTime", "lastUpdateDateTime"),
    ({"lastUpdateDateTime": "2026-02-30T09:00:00Z"}, "invalidDateTime", "lastUpdateDateTime"),
    ({"lastUpdateDateTime": "2026-01-05T25:00:00Z"}, "invalidDateTime", "lastUpdateDateTime"),
    ({"lastUpdateDateTime": "0001-01-01T00:00:00+14:00"}, "invalidDateTime", "lastUpdateDateTime"),
    ({"lastUpdateDateTime": "2026-01-05T09:05:01Z"}, "invalidDateTime", "lastUpdateDateTime"),
    ({"userId": "nobody"}, "notEnrolled", None),
    ({"userId": "11111111-2222-4333-8444-555555555555"}, "notEnrolled", None),
    ({"deviceId": "ALEX-HOME"}, "notEnrolled", None),
    ({"deviceId": "x" * 500}, "notEnrolled", None),
    ({"appId": "com.microsoft.Edge"}, "notEnrolled", None),
]


@pytest.mark.parametrize(("change", "code", "named"), SHAPES, ids=[str(change)[:40] for change, _, _ in SHAPES])
def test_one_bad_report_is_rejected_and_spoils_no_neighbour(
    *,
    edge: WindowsManagedAppRegistration,
    partner: Client,
    send: Send,
    report: Callable[..., dict[str, Any]],
    change: Any,
    code: str,
    named: str | None,
) -> None:
    bad = report(**{"reportId": "bad", **change}) if isinstance(change, dict) else change

    answer = send(partner, f"{WSC}/healthStates", {"value": [bad, report()]})

    body = answer.json()
    [result] = body.pop("results")
    assert answer.status_code == 200
    assert body == {"accepted": 1, "duplicate": 0, "stale": 0, "dropped": 0, "rejected": 1}
    assert (result["index"], result["status"], result["code"]) == (0, "rejected", code)
    assert named is None or f"'{named}'" in result["message"]
    assert [stored.report_id for stored in HealthStateReport.objects.all()] == ["report-1"]


@pytest.mark.parametrize(
    "text",
    ["2026-01-05T09:05:00Z", "2026-01-05T10:00:00+01:00", "2026-01-05T09:00Z", "2026-01-05T09:00:00.1234567Z",
     "1999-12-31T23:59:59Z"],
)  # fmt: skip
def test_a_time_with_an_offset_is_taken(
    edge: WindowsManagedAppRegistration,
    partner: Client,
    send: Send,
    report: Callable[..., dict[str, Any]],
    text: str,
) -> None:
    answer = send(partner, f"{WSC}/healthStates", {"value": [report(lastUpdateDateTime=text)]})

    assert answer.json()["accepted"] == 1


@pytest.mark.parametrize(
    "state",
    ["secured", "lowSeverity", "mediumSeverity", "highSeverity", "compromised", "misconfigured", "activated",
     "deactivated", "unknown"],
)  # fmt: skip
def test_every_state_that_a_partner_may_report_is_taken(
    edge: WindowsManagedAppRegistration,
    partner: Client,
    send: Send,
    report: Callable[..., dict[str, Any]],
    state: str,
) -> None:
    answer = send(partner, f"{WSC}/healthStates", {"value": [report(healthState=state)]})

    assert answer.json()["accepted"] == 1
    assert CurrentHealthState.objects.get().health_state == state


def test_a_batch_is_judged_in_its_order(
    edge: WindowsManagedAppRegistration, partner: Client, send: Send, report: Callable[..., dict[str, Any]]
) -> None:
    batch = [
        report(reportId="a", lastUpdateDateTime="2026-01-05T08:30:00Z"),
        report(reportId="a", healthState="secured"),
        report(reportId="b", lastUpdateDateTime="2026-01-05T08:30:00Z"),
        report(reportId="c", lastUpdateDateTime="2026-01-05T08:00:00Z"),
        report(reportId="d", healthState="secured"),
    ]

    answer = send(partner, f"{WSC}/healthStates", {"value": batch})

    assert answer.json() == {
        "accepted": 2,
        "duplicate": 1,
        "stale": 2,
        "dropped": 0,
        "rejected": 0,
        "results": [
            {"index": 1, "reportId": "a", "status": "duplicate"},
            {"index": 2, "reportId": "b", "status": "stale"},
            {"index": 3, "reportId": "c", "status": "stale"},
        ],
    }
    assert CurrentHealthState.objects.get().health_state == "secured"
    edge.refresh_from_db()
    assert edge.access == "allowed"


def test_a_report_that_was_stale_is_a_duplicate_when_it_comes_again(
    edge: WindowsManagedAppRegistration, partner: Client, send: Send, report: Callable[..., dict[str, Any]]
) -> None:
    old = report(reportId="old", lastUpdateDateTime="2026-01-01T00:00:00Z")
    send(partner, f"{WSC}/healthStates", {"value": [report(), old]})

    answer = send(partner, f"{WSC}/healthStates", {"value": [report(), old]})

    assert answer.json()["duplicate"] == 2


def test_everything_is_listed_for_whoever_prefers_it(
    edge: WindowsManagedAppRegistration, partner: Client, send: Send, report: Callable[..., dict[str, Any]]
) -> None:
    answer = send(
        partner, f"{WSC}/healthStates", {"value": [report()]}, headers={"Prefer": "x=1, Return=representation"}
    )

    assert answer.json()["results"] == [{"index": 0, "reportId": "report-1", "status": "accepted"}]
    assert answer["Preference-Applied"] == "return=representation"


def test_reports_are_dropped_and_counted_while_the_connector_waits(
    connector: MobileThreatDefenseConnector,
    partner: Client,
    send: Send,
    stored: Callable[[], Stored],
    report: Callable[..., dict[str, Any]],
) -> None:
    before = stored()

    answer = send(partner, f"{WSC}/healthStates", {"value": [report(), {"bad": 1}, 3]})

    assert answer.json()["dropped"] == 3
    assert [result["status"] for result in answer.json()["results"]] == ["dropped"] * 3
    assert partner.get(WSC).json()["droppedReportCount"] == 3
    assert stored() == before


def test_after_a_sign_out_reports_are_rejected(
    *,
    world: World,
    edge: WindowsManagedAppRegistration,
    partner: Client,
    send: Send,
    report: Callable[..., dict[str, Any]],
) -> None:
    sign_out(registration=edge, by=SYSTEM, now=world.now)

    answer = send(partner, f"{WSC}/healthStates", {"value": [report()]})

    assert answer.json()["results"][0]["code"] == "signedOut"


def test_a_connector_that_is_added_again_has_forgotten_all_report_ids(
    *,
    world: World,
    edge: WindowsManagedAppRegistration,
    partner: Client,
    send: Send,
    report: Callable[..., dict[str, Any]],
) -> None:
    send(partner, f"{WSC}/healthStates", {"value": [report()]})
    remove_connector(connector=MobileThreatDefenseConnector.objects.get(), by=SYSTEM, now=world.now)
    gone = send(partner, f"{WSC}/healthStates", {"value": [report()]}).status_code
    world.add_connector()
    world.check_in(edge)

    answer = send(partner, f"{WSC}/healthStates", {"value": [report()]})

    assert (gone, answer.json()["accepted"]) == (404, 1)


def test_a_batch_leaves_one_audit_event_and_counts_as_a_heartbeat(
    *,
    world: World,
    edge: WindowsManagedAppRegistration,
    partner: Client,
    send: Send,
    report: Callable[..., dict[str, Any]],
) -> None:
    world.pass_time(days=2)

    send(partner, f"{WSC}/healthStates", {"value": [report(), report(reportId="2", userId="x")]})

    event = AuditEvent.objects.get(activity="Report HealthStates")
    assert (event.actor_type, event.application_name != "") == ("partner", True)
    assert partner.get(WSC).json()["lastHeartbeatDateTime"] == "2026-01-07T09:00:00Z"
