"""Does the managed-app surface answer an enrolment as its contract says?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from devices.models import UserLevelWipe, WindowsManagedAppRegistration
from intune_sim.tenants.models import AssignedLicense
from protection.engine.facts import DeviceThreatLevel
from tests.contract.conftest import REGISTRATIONS, Send, Stored
from tests.world import World


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
