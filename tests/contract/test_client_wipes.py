"""Does the managed-app surface ask for a wipe, and take what became of it, as its contract says?"""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from devices.models import WindowsManagedAppRegistration
from devices.services.wipes import request_wipe
from intune_sim.actors import SYSTEM
from protection.engine.facts import HealthState, RemediationAction
from tests.contract.conftest import REGISTRATIONS, Send, Stored
from tests.world import World


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
