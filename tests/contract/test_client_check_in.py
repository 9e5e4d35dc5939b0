"""Does the managed-app surface answer a check-in, and who only looks, as its contract says?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from devices.models import WindowsManagedAppRegistration
from intune_sim.audit.models import AuditEvent
from tests.contract.conftest import Send, Stored
from tests.world import World


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
