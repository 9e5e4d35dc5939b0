"""Does a tenant that is throttled get no more than the published limits, and every other as much as it likes?"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from intune_sim.audit.models import AuditEvent
from intune_sim.graph import throttling
from intune_sim.graph.throttling import Limit
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole
from tests.factories.protection import PolicyFactory
from tests.graph.conftest import GraphClient

POLICIES = "/beta/deviceAppManagement/windowsManagedAppProtections"
ACCESS = "/v1.0/identity/conditionalAccess/policies"


class RealTime:
    """The machine's clock, as far as throttling sees it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 5, 9, 0, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def passes(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Iterator[RealTime]:
    """Real time stands still until it `passes`, and three calls and two writes are the most."""
    real = RealTime()
    monkeypatch.setattr(throttling.clock, "now", real)
    limits = (
        Limit("application-writes", 2, of_application=True, of_writes=True),
        Limit("writes", 3, of_writes=True),
        Limit("application", 4, of_application=True),
    )
    monkeypatch.setattr(throttling, "INTUNE", limits)
    cache.clear()
    yield real
    cache.clear()


def throttle(simulator: Any, *, on: bool = True) -> None:
    """Switch throttling by the simulator's own surface."""
    answer = simulator.patch("/_simulator/v1/settings", {"isThrottled": on}, content_type="application/json")
    assert answer.json()["isThrottled"] is on


def test_limits_hold_for_each_application_and_for_all(
    graph: GraphClient,
    graph_as: Callable[..., GraphClient],
    stranger: GraphClient,
    contoso: Tenant,
    time: RealTime,
) -> None:
    policy = f"{POLICIES}/{PolicyFactory(tenant=contoso).policy_id}"
    other, simulator = graph_as(AppRole.APPS_READ_WRITE), graph_as(AppRole.SIMULATOR_CONTROL).client

    def written(by: GraphClient) -> int:
        return by("patch", policy, {"displayName": "x"}).status_code

    assert {written(graph) for _ in range(6)} == {204}
    throttle(simulator)
    assert [written(graph) for _ in range(3)] == [204, 204, 429]
    assert [written(other) for _ in range(2)] == [204, 429]
    refused = graph("patch", policy, {"displayName": "y"})
    assert (refused.status_code, refused["Retry-After"]) == (429, "15")
    assert refused.json()["error"]["code"] == "TooManyRequests"
    assert [graph("get", policy).status_code for _ in range(3)] == [200, 200, 429]
    assert graph("get", "/v1.0/users").status_code == stranger("get", POLICIES).status_code == 200
    time.passes(15)
    assert [graph("get", policy).status_code for _ in range(5)] == [200] * 4 + [429]
    throttle(simulator, on=False)
    assert written(graph) == 204


def test_conditional_access_answers_once_a_second(
    graph: GraphClient, calls_as: Callable[..., Any], time: RealTime
) -> None:
    throttle(calls_as(AppRole.SIMULATOR_CONTROL))

    assert graph("get", ACCESS).status_code == 200
    refused = graph("get", ACCESS)
    assert (refused.status_code, refused["Retry-After"]) == (429, "1")
    time.passes(1)
    assert graph("get", ACCESS).status_code == 200


def test_parts_of_a_batch_are_counted_one_by_one(
    graph: GraphClient, calls_as: Callable[..., Any], contoso: Tenant, time: RealTime
) -> None:
    policy = f"{POLICIES.removeprefix('/beta')}/{PolicyFactory(tenant=contoso).policy_id}"
    throttle(calls_as(AppRole.SIMULATOR_CONTROL))
    AuditEvent.objects.all().delete()
    part = {
        "method": "PATCH",
        "url": policy,
        "body": {"displayName": "x"},
        "headers": {"Content-Type": "application/json"},
    }

    answer = graph("post", "/beta/$batch", {"requests": [{"id": str(at), **part} for at in range(4)]})

    parts = answer.json()["responses"]
    assert (answer.status_code, [one["status"] for one in parts]) == (200, [204, 204, 429, 429])
    assert parts[3]["headers"]["Retry-After"] == "15"


def test_the_published_limits_are_those_of_intune() -> None:
    assert {(one.most, one.of_application, one.of_writes) for one in throttling.INTUNE if one.seconds == 20} == {
        (100, True, True),
        (200, False, True),
        (1_000, True, False),
        (2_000, False, False),
    }
