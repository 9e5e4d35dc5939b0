"""Does the managed-app surface let an app sign in again, and say when a registration has ended, as its contract says?"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from protection.engine.facts import DeviceThreatLevel
from tests.contract.conftest import REGISTRATIONS, Send, Stored
from tests.world import World


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
