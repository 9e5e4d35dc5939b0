"""Does the managed-app surface answer as its contract says: enrolment, check-in, wipes, re-authentication, sign-out?"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from devices.models import UserLevelWipe, WindowsManagedAppRegistration
from devices.services.wipes import request_wipe
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import AssignedLicense
from intune_sim.tenants.roles import AppRole
from protection.engine.facts import DeviceThreatLevel, HealthState, RemediationAction
from tests.contract.conftest import Send, Stored
from tests.world import World

REGISTRATIONS = "/mam/v1.0/registrations"


@pytest.fixture
def app(calls_as: Callable[..., Client]) -> Client:
    """Edge."""
    return calls_as(AppRole.MANAGED_APP_CLIENT)


@pytest.fixture
def edge(world: World) -> WindowsManagedAppRegistration:
    """Edge of Alex, enrolled and known to be healthy."""
    world.add_connector()
    world.write_policy()
    registration = world.enrol().registration
    world.report(registration, HealthState.SECURED)
    return registration


@pytest.fixture
def path(edge: WindowsManagedAppRegistration) -> str:
    """Where Edge's registration is."""
    return f"{REGISTRATIONS}/{edge.graph_id}"


# Enrolment


def test_an_enrolment_answers_where_the_app_stands(
    world: World, app: Client, send: Send, enrolment: dict[str, Any]
) -> None:
    world.add_connector()
    policy = world.write_policy(level=DeviceThreatLevel.LOW, minimum_warning_os_version="10.0.60000")

    answer = send(app, REGISTRATIONS, enrolment)

    body = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == f"{REGISTRATIONS}/{body['registrationId']}"
    assert body["userId"] == str(world.alex.graph_id)
    assert (body["appId"], body["deviceTag"], body["access"]) == ("com.microsoft.edge", "alex-home", "blocked")
    assert body["findings"] == [
        {
            "reason": "noHealthState",
            "setting": "maximumAllowedDeviceThreatLevel",
            "policyId": f"T_{policy.graph_id}",
            "policyName": policy.display_name,
            "expected": "low",
            "actual": None,
            "action": "block",
            "since": "2026-01-05T09:00:00Z",
            "message": body["findings"][0]["message"],
        },
        {
            "reason": "osVersionTooLow",
            "setting": "minimumWarningOsVersion",
            "policyId": f"T_{policy.graph_id}",
            "policyName": policy.display_name,
            "expected": "10.0.60000",
            "actual": "10.0.22631.3155",
            "action": "warn",
            "since": "2026-01-05T09:00:00Z",
            "message": body["findings"][1]["message"],
        },
    ]
    assert body["userMessage"]["title"] == "App access blocked"
    assert body["policy"] == {
        "printBlocked": False,
        "allowedInboundDataTransferSources": "allApps",
        "allowedOutboundClipboardSharingLevel": "anyDestinationAnySource",
        "allowedOutboundDataTransferDestinations": "allApps",
        "appActionIfUnableToAuthenticateUser": None,
        "maximumAllowedDeviceThreatLevel": "low",
        "mobileThreatDefenseRemediationAction": "block",
        "minimumRequiredSdkVersion": None,
        "minimumWipeSdkVersion": None,
        "minimumRequiredOsVersion": None,
        "minimumWarningOsVersion": "10.0.60000",
        "minimumWipeOsVersion": None,
        "minimumRequiredAppVersion": None,
        "minimumWarningAppVersion": None,
        "minimumWipeAppVersion": None,
        "maximumRequiredOsVersion": None,
        "maximumWarningOsVersion": None,
        "maximumWipeOsVersion": None,
        "periodOfflineBeforeWipeIsEnforced": "P90D",
        "periodOfflineBeforeAccessCheck": "PT12H",
    }
    assert (body["operations"], body["checkInIntervalMinutes"]) == ([], 30)
    assert body["evaluatedDateTime"] == "2026-01-05T09:00:00Z"
    assert body["nextCheckInDateTime"] == "2026-01-05T09:30:00Z"


def test_enrolling_again_is_a_check_in(
    world: World, app: Client, send: Send, enrolment: dict[str, Any], edge: WindowsManagedAppRegistration
) -> None:
    world.pass_time(minutes=5)
    enrolment["userPrincipalName"] = "ALEX@contoso.example"
    enrolment["app"]["version"] = "132.0"

    answer = send(app, REGISTRATIONS, enrolment)

    edge.refresh_from_db()
    assert (answer.status_code, answer.json()["registrationId"]) == (200, str(edge.graph_id))
    assert (edge.application_version, edge.last_sync_date_time) == ("132.0", world.now)


WRONG = [
    ({"userPrincipalName": None}, "userPrincipalName"),
    ({"userPrincipalName": ""}, "userPrincipalName"),
    ({"userPrincipalName": "a\x00"}, "userPrincipalName"),
    ({"device": []}, "device"),
    ({"app": "edge"}, "app"),
    ({"more": 1}, "more"),
    ({"device": {"deviceTag": "x" * 129}}, "device.deviceTag"),
    ({"device": {"deviceTag": ""}}, "device.deviceTag"),
    ({"device": {"deviceTag": 5}}, "device.deviceTag"),
    ({"device": {"more": 5}}, "device.more"),
    ({"device": {"entraJoined": "true"}}, "device.entraJoined"),
    ({"device": {"mdmEnrolled": 0}}, "device.mdmEnrolled"),
    ({"device": {"workplaceJoinedUsers": True}}, "device.workplaceJoinedUsers"),
    ({"device": {"workplaceJoinedUsers": -1}}, "device.workplaceJoinedUsers"),
    ({"device": {"workplaceJoinedUsers": 2.0}}, "device.workplaceJoinedUsers"),
    *[
        ({part: {name: version}}, f"{part}.{name}")
        for part, name in (("device", "osVersion"), ("app", "version"), ("app", "sdkVersion"))
        for version in ("", "10", "1.2.3.4.5", "10.0.x", "10.0.65536", "1..2", " 1.2", "-1.2", None, 10.0)
    ],
]


@pytest.mark.parametrize(("change", "named"), WRONG, ids=[str(change)[:50] for change, _ in WRONG])
def test_a_wrong_enrolment_is_refused_and_stores_nothing(
    *,
    world: World,
    app: Client,
    send: Send,
    stored: Callable[[], Stored],
    enrolment: dict[str, Any],
    change: dict[str, Any],
    named: str,
) -> None:
    world.write_policy()
    before = stored()
    merged = {
        name: {**enrolment.get(name, {}), **value} if isinstance(value, dict) else value
        for name, value in change.items()
    }

    answer = send(app, REGISTRATIONS, {**enrolment, **merged})

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "BadRequest")
    assert f"'{named}'" in answer.json()["error"]["message"]
    assert stored() == before


@pytest.mark.parametrize("missing", ["userPrincipalName", "device", "app", "device.deviceTag", "device.osVersion",
                                     "app.windowsAppId", "app.version", "app.sdkVersion"])  # fmt: skip
def test_what_is_required_must_be_there(
    world: World, app: Client, send: Send, enrolment: dict[str, Any], missing: str
) -> None:
    part, _, name = missing.partition(".")
    del (enrolment[part] if name else enrolment)[name or part]

    answer = send(app, REGISTRATIONS, enrolment)

    assert answer.status_code == 400
    assert f"'{missing}'" in answer.json()["error"]["message"]


def _gone(world: World) -> None:
    world.alex.user_principal_name = "somebody.else@contoso.example"
    world.alex.save()


def _disabled(world: World) -> None:
    world.alex.account_enabled = False
    world.alex.save()
    AssignedLicense.objects.all().delete()


def _unlicensed(world: World) -> None:
    AssignedLicense.objects.all().delete()
    UserLevelWipe.objects.create(user=world.alex, created_at=world.now)


def _wiped(world: World) -> None:
    UserLevelWipe.objects.create(user=world.alex, created_at=world.now)


@pytest.mark.parametrize(
    ("arrange", "device", "status", "code"),
    [
        (_gone, {"entraJoined": True}, 404, "UserNotFound"),
        (_disabled, {"entraJoined": True}, 403, "UserDisabled"),
        (_unlicensed, {"entraJoined": True}, 403, "UserNotLicensed"),
        (_wiped, {"entraJoined": True}, 409, "UserLevelWipe"),
        (None, {"entraJoined": True, "workplaceJoinedUsers": 4}, 403, "DeviceManaged"),
        (None, {"mdmEnrolled": True}, 403, "DeviceManaged"),
        (None, {"workplaceJoinedUsers": 4}, 403, "TooManyWorkAccounts"),
    ],
)
def test_an_enrolment_is_refused_by_the_first_reason_that_holds(
    *,
    world: World,
    app: Client,
    send: Send,
    stored: Callable[[], Stored],
    enrolment: dict[str, Any],
    arrange: Callable[[World], None] | None,
    device: dict[str, Any],
    status: int,
    code: str,
) -> None:
    (arrange or (lambda _: None))(world)
    enrolment["device"] |= device
    before = stored()

    answer = send(app, REGISTRATIONS, enrolment)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert stored() == before


def test_a_user_without_a_policy_is_inactive(world: World, app: Client, send: Send, enrolment: dict[str, Any]) -> None:
    answer = send(app, REGISTRATIONS, enrolment)

    body = answer.json()
    assert (answer.status_code, body["access"], body["findings"], body["policy"]) == (201, "inactive", [], None)
    assert (body["checkInIntervalMinutes"], body["nextCheckInDateTime"]) == (720, "2026-01-05T21:00:00Z")


# Check-in


def test_a_check_in_changes_what_it_mentions(
    app: Client, send: Send, path: str, edge: WindowsManagedAppRegistration
) -> None:
    answer = send(app, f"{path}/checkIn", {"applicationVersion": "133.1", "accountState": "unknown"})

    edge.refresh_from_db()
    assert (answer.status_code, answer.json()["access"]) == (200, "allowed")
    assert (edge.application_version, edge.platform_version) == ("133.1", "10.0.22631.3155")
    event = AuditEvent.objects.get(activity="CheckIn ManagedAppRegistration")
    assert event.modified_properties == [
        {"displayName": "applicationVersion", "oldValue": "131.0.2903.51", "newValue": "133.1"}
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"applicationVersion": "133"},
        {"managementSdkVersion": ""},
        {"platformVersion": None},
        {"platformVersion": "10.0.22631.99999"},
        {"accountState": "Disabled"},
        {"accountState": None},
        {"mdmEnrolled": "yes"},
        {"entraJoined": 1},
        {"deviceTag": "other"},
    ],
)
def test_a_wrong_check_in_is_refused_and_stores_nothing(
    *, app: Client, send: Send, stored: Callable[[], Stored], path: str, edge: WindowsManagedAppRegistration,
    body: dict[str, Any],
) -> None:  # fmt: skip
    before = stored()

    answer = send(app, f"{path}/checkIn", body)

    synced = edge.last_sync_date_time
    edge.refresh_from_db()
    assert answer.status_code == 400
    assert f"'{next(iter(body))}'" in answer.json()["error"]["message"]
    assert (stored(), edge.last_sync_date_time) == (before, synced)


def test_a_managed_device_is_unprotected_until_it_is_managed_no_more(app: Client, send: Send, path: str) -> None:
    managed = send(app, f"{path}/checkIn", {"mdmEnrolled": True}).json()
    kept = send(app, f"{path}/checkIn", {}).json()

    released = send(app, f"{path}/checkIn", {"mdmEnrolled": False}).json()

    assert (managed["access"], managed["policy"], managed["findings"]) == ("unprotected", None, [])
    assert kept["access"] == "unprotected"
    assert released["access"] == "allowed"


def test_looking_is_no_check_in(
    world: World, app: Client, path: str, stored: Callable[[], Stored], edge: WindowsManagedAppRegistration
) -> None:
    edge.refresh_from_db()
    world.pass_time(hours=13)
    before = stored()

    body = app.get(path).json()

    synced = edge.last_sync_date_time
    edge.refresh_from_db()
    assert [finding["reason"] for finding in body["findings"]] == ["offlineGracePeriodExpired"]
    assert body["nextCheckInDateTime"] == "2026-01-05T09:30:00Z"
    assert body["evaluatedDateTime"] == "2026-01-05T22:00:00Z"
    assert (stored(), edge.last_sync_date_time, edge.access) == (before, synced, "allowed")


# Wipes


@pytest.fixture
def threatened(world: World) -> str:
    """Where the registration is of an Edge that must wipe: its policy answers a threat so."""
    world.add_connector()
    world.write_policy(mobile_threat_defense_remediation_action=RemediationAction.WIPE)
    registration = world.enrol().registration
    world.report(registration, HealthState.HIGH_SEVERITY)
    return f"{REGISTRATIONS}/{registration.graph_id}"


def test_a_wipe_that_succeeds_ends_the_registration(
    app: Client, send: Send, threatened: str, enrolment: dict[str, Any]
) -> None:
    pending = send(app, f"{threatened}/checkIn").json()
    [operation] = pending["operations"]

    done = send(app, f"{threatened}/operations/{operation['id'].upper()}/complete", {"state": "successful"})

    wiped = send(app, f"{threatened}/checkIn")
    looked = app.get(threatened)
    others = [
        send(app, f"{threatened}/{call}", body)
        for call, body in (
            (f"operations/{operation['id']}/complete", {"state": "failed"}),
            ("reauthenticate", {"succeeded": True}),
            ("signOut", None),
        )
    ]
    again = send(app, REGISTRATIONS, enrolment)
    assert (pending["access"], operation["type"], operation["state"]) == ("wipePending", "wipe", "pending")
    assert done.status_code == 204
    assert (wiped.status_code, looked.status_code) == (200, 200)
    assert {name: wiped.json()[name] for name in ("access", "findings", "policy", "operations")} == {
        "access": "wiped",
        "findings": [],
        "policy": None,
        "operations": [],
    }
    assert looked.json()["access"] == "wiped"
    assert {(answer.status_code, answer.json()["error"]["code"]) for answer in others} == {(404, "RegistrationEnded")}
    assert (again.status_code, again.json()["access"]) == (201, "blocked")
    assert again.json()["registrationId"] not in threatened


def test_after_a_wipe_that_fails_the_next_check_in_opens_another(app: Client, send: Send, threatened: str) -> None:
    [first] = app.get(threatened).json()["operations"]
    path = f"{threatened}/operations/{first['id']}/complete"

    failed = send(app, path, {"state": "failed", "detail": "The disk was busy."})

    waiting = app.get(threatened).json()["operations"]
    [second] = send(app, f"{threatened}/checkIn").json()["operations"]
    late = send(app, path, {"state": "successful"})
    assert (failed.status_code, waiting) == (204, [])
    assert second["id"] != first["id"]
    assert (late.status_code, late.json()["error"]["code"]) == (409, "Conflict")


def test_a_threat_that_is_gone_takes_no_wipe_back(world: World, app: Client, send: Send, threatened: str) -> None:
    world.pass_time(minutes=1)
    world.report(WindowsManagedAppRegistration.objects.get(), HealthState.SECURED)

    body = send(app, f"{threatened}/checkIn").json()

    assert (body["access"], [finding["reason"] for finding in body["findings"]]) == ("wipePending", ["wipeRequested"])
    assert body["findings"][0]["setting"] is None


def test_an_operation_of_another_registration_does_not_exist(
    *, world: World, app: Client, send: Send, path: str, edge: WindowsManagedAppRegistration
) -> None:
    wipe = request_wipe(registration=edge, by=SYSTEM, now=world.now)
    world.home_pc = type(world.home_pc)("another-pc", "10.0.22631.3155")
    other = world.enrol().registration

    answers = [
        send(app, f"{REGISTRATIONS}/{other.graph_id}/operations/{wipe.graph_id}/complete", {"state": "successful"}),
        send(app, f"{path}/operations/{uuid.uuid4()}/complete", {"state": "successful"}),
        send(app, f"{path}/operations/1/complete", {"state": "successful"}),
    ]

    assert {answer.status_code for answer in answers} == {404}
    wipe.refresh_from_db()
    assert wipe.state == "pending"


@pytest.mark.parametrize("body", [{}, {"state": "pending"}, {"state": None}, {"state": "failed", "detail": 1},
                                  {"state": "failed", "detail": "x" * 1025}])  # fmt: skip
def test_a_wrong_completion_is_refused(
    app: Client, send: Send, stored: Callable[[], Stored], threatened: str, body: dict[str, Any]
) -> None:
    [operation] = app.get(threatened).json()["operations"]
    before = stored()

    answer = send(app, f"{threatened}/operations/{operation['id']}/complete", body)

    assert answer.status_code == 400
    assert stored() == before


# Offline, re-authentication, the end


@pytest.fixture
def long_away(world: World) -> str:
    """Where the registration is of an Edge that was away for longer than its policy's 30 days."""
    world.write_policy(
        level=DeviceThreatLevel.NOT_CONFIGURED, period_offline_before_wipe_is_enforced=timedelta(days=30)
    )
    path = f"{REGISTRATIONS}/{world.enrol().registration.graph_id}"
    world.pass_time(days=30)
    return path


def test_after_the_wipe_period_a_check_in_resets_nothing(app: Client, send: Send, long_away: str) -> None:
    first = send(app, f"{long_away}/checkIn").json()

    second = send(app, f"{long_away}/checkIn").json()

    assert [first["access"], second["access"]] == ["blocked", "blocked"]
    assert {body["findings"][0]["reason"] for body in (first, second)} == {"reauthenticationRequired"}


def test_signing_in_again_counts_as_a_check_in(app: Client, send: Send, long_away: str) -> None:
    answer = send(app, f"{long_away}/reauthenticate", {"succeeded": True})

    again = send(app, f"{long_away}/reauthenticate", {"succeeded": True})
    assert (answer.status_code, answer.json()["access"], answer.json()["findings"]) == (200, "allowed", [])
    assert (again.status_code, again.json()["error"]["code"]) == (409, "Conflict")


def test_failing_to_sign_in_again_opens_a_wipe(app: Client, send: Send, long_away: str) -> None:
    body = send(app, f"{long_away}/reauthenticate", {"succeeded": False}).json()

    assert (body["access"], body["findings"][0]["reason"]) == ("wipePending", "reauthenticationFailed")
    assert [operation["state"] for operation in body["operations"]] == ["pending"]


@pytest.mark.parametrize("body", [{}, {"succeeded": 1}, {"succeeded": None}, {"succeeded": "true"}])
def test_a_wrong_re_authentication_is_refused(
    app: Client, send: Send, stored: Callable[[], Stored], long_away: str, body: dict[str, Any]
) -> None:
    before = stored()

    answer = send(app, f"{long_away}/reauthenticate", body)

    assert answer.status_code == 400
    assert stored() == before


def _signed_out(app: Client, send: Send, world: World, path: str) -> None:
    assert send(app, f"{path}/signOut").status_code == 204


def _ninety_days(app: Client, send: Send, world: World, path: str) -> None:
    world.pass_time(days=90)


@pytest.mark.parametrize("finish", [_signed_out, _ninety_days])
def test_a_registration_that_has_ended_answers_nothing_more(
    *, world: World, app: Client, send: Send, path: str, enrolment: dict[str, Any], finish: Callable[..., None]
) -> None:
    finish(app, send, world, path)

    answers = [
        app.get(path),
        send(app, f"{path}/checkIn"),
        send(app, f"{path}/signOut"),
        send(app, f"{path}/reauthenticate", {"succeeded": True}),
        send(app, f"{path}/operations/{uuid.uuid4()}/complete", {"state": "failed"}),
    ]

    again = send(app, REGISTRATIONS, enrolment)
    assert {(answer.status_code, answer.json()["error"]["code"]) for answer in answers} == {(404, "RegistrationEnded")}
    assert again.status_code == 201
    assert again.json()["registrationId"] not in path
