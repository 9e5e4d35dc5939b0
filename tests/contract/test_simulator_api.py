"""Does the simulator surface answer as its contract says: clock, settings, sweep and explanation?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from devices.models import WindowsManagedAppRegistration
from devices.services.enrolment import sign_out
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.clock import now as real_now
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole
from protection.engine.facts import HealthState
from protection.engine.rules import RULES
from tests.contract.conftest import Send, Stored
from tests.world import World

CLOCK, SETTINGS = "/_simulator/v1/clock", "/_simulator/v1/settings"


@pytest.fixture
def simulator(calls_as: Callable[..., Client]) -> Client:
    """Whoever steers the simulation."""
    return calls_as(AppRole.SIMULATOR_CONTROL)


@pytest.fixture
def running(contoso: Tenant) -> Tenant:
    """Contoso, its clock running with real time."""
    contoso.clock_frozen_at = None
    contoso.save()
    return contoso


# The clock


def test_a_frozen_clock_advances_and_stays_frozen(simulator: Client, send: Send) -> None:
    answer = send(simulator, CLOCK, {"advance": "P7D"})

    body = answer.json()
    assert answer.status_code == 200
    assert (body["now"], body["frozen"]) == ("2026-01-12T09:00:00Z", True)
    assert body["changed"] == {"registrations": 0, "connectors": 0, "deregistered": 0, "operationsExpired": 0}
    assert simulator.get(CLOCK).json()["now"] == "2026-01-12T09:00:00Z"


def test_a_running_clock_tells_its_offset_exactly(running: Tenant, simulator: Client, send: Send) -> None:
    send(simulator, CLOCK, {"advance": "P6D"})

    body = send(simulator, CLOCK, {"advance": "PT24H"}).json()

    looked = simulator.get(CLOCK).json()
    assert (body["offset"], body["frozen"]) == ("P7D", False)
    assert (looked["offset"], set(looked)) == ("P7D", {"now", "frozen", "offset"})


def test_a_clock_that_is_frozen_and_resumed_runs_on(running: Tenant, simulator: Client, send: Send) -> None:
    frozen = send(simulator, CLOCK, {"freezeAt": "2100-01-01T01:00:00+01:00"}).json()

    resumed = send(simulator, CLOCK, {"resume": True}).json()

    assert (frozen["now"], frozen["frozen"]) == ("2100-01-01T00:00:00Z", True)
    assert (resumed["now"][:16], resumed["frozen"]) == ("2100-01-01T00:00", False)


def test_a_reset_clock_shows_real_time(running: Tenant, simulator: Client, send: Send) -> None:
    send(simulator, CLOCK, {"freezeAt": "2100-01-01T00:00:00Z"})

    body = send(simulator, CLOCK, {"reset": True}).json()

    assert (body["offset"], body["frozen"]) == ("PT0S", False)
    assert body["now"][:10] == f"{real_now():%Y-%m-%d}"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"advance": "P1D", "reset": True},
        {"advance": "P1M"},
        {"advance": "P1Y"},
        {"advance": "-P1D"},
        {"advance": "-PT1S"},
        {"advance": ""},
        {"advance": "7 days"},
        {"advance": "P"},
        {"advance": "PT"},
        {"advance": "P1DT"},
        {"advance": "P0M"},
        {"advance": "P0Y1D"},
        {"advance": 7},
        {"advance": None},
        {"advance": "P99999999999D"},
        {"advance": "P9999999D"},
        {"freezeAt": "2026-01-05T08:59:59Z"},
        {"freezeAt": "2026-01-06"},
        {"freezeAt": "2026-01-06T09:00:00"},
        {"freezeAt": "9999-12-31T23:59:59Z"},
        {"freezeAt": True},
        {"resume": False},
        {"resume": 1},
        {"reset": None},
        {"rewind": "P1D"},
    ],
    ids=str,
)
def test_a_move_that_makes_no_sense_is_refused_and_moves_nothing(
    simulator: Client, send: Send, stored: Callable[[], Stored], body: dict[str, Any]
) -> None:
    before = stored()

    answer = send(simulator, CLOCK, body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "BadRequest")
    assert simulator.get(CLOCK).json()["now"] == "2026-01-05T09:00:00Z"
    assert stored() == before


def test_moving_the_clock_does_everything_that_is_due(world: World, simulator: Client, send: Send) -> None:
    world.add_connector()
    world.write_policy()
    registration = world.enrol().registration
    world.report(registration, HealthState.SECURED)

    hours = send(simulator, CLOCK, {"advance": "PT12H"}).json()["changed"]
    registration.refresh_from_db()
    access = registration.access
    week = send(simulator, CLOCK, {"advance": "P7D"}).json()["changed"]
    quarter = send(simulator, CLOCK, {"advance": "P90D"}).json()["changed"]

    registration.refresh_from_db()
    assert (hours["registrations"], access) == (1, "blocked")
    assert week["connectors"] == 1
    assert (quarter["deregistered"], registration.ending) == (1, "deregistered")
    assert AuditEvent.objects.filter(resource_type="clock", actor_type="application").count() == 3


def test_each_tenant_has_a_clock_of_its_own(simulator: Client, send: Send, fabrikam: Tenant) -> None:
    send(simulator, CLOCK, {"advance": "P7D"})

    fabrikam.refresh_from_db()
    assert f"{fabrikam.now():%d}" == "05"


# The settings


def test_settings_are_told_and_changed_one_by_one(simulator: Client, send: Send, contoso: Tenant) -> None:
    before = simulator.get(SETTINGS).json()

    changed = send(simulator, SETTINGS, {"healthStateValidityDays": 120}, method="patch").json()
    both = send(simulator, SETTINGS, {"missingHealthState": "allow"}, method="patch").json()
    same = send(simulator, SETTINGS, method="patch").json()

    assert before == {"healthStateValidityDays": 30, "missingHealthState": "block", "isThrottled": False}
    assert changed == {"healthStateValidityDays": 120, "missingHealthState": "block", "isThrottled": False}
    assert both == same == {"healthStateValidityDays": 120, "missingHealthState": "allow", "isThrottled": False}
    assert AuditEvent.objects.filter(resource_type="settings").count() == 2


@pytest.mark.parametrize(
    "body",
    [
        {"healthStateValidityDays": 0},
        {"healthStateValidityDays": 121},
        {"healthStateValidityDays": True},
        {"healthStateValidityDays": "30"},
        {"healthStateValidityDays": 30.0},
        {"healthStateValidityDays": None},
        {"missingHealthState": "warn"},
        {"missingHealthState": "Block"},
        {"healthStateValidityDays": 5, "more": 1},
    ],
    ids=str,
)
def test_a_wrong_setting_is_refused_and_stores_nothing(
    simulator: Client, send: Send, stored: Callable[[], Stored], body: dict[str, Any]
) -> None:
    before = stored()

    answer = send(simulator, SETTINGS, body, method="patch")

    assert answer.status_code == 400
    assert simulator.get(SETTINGS).json() == {
        "healthStateValidityDays": 30,
        "missingHealthState": "block",
        "isThrottled": False,
    }
    assert stored() == before


# The sweep


def test_a_sweep_on_demand_tells_what_it_did(world: World, simulator: Client, send: Send) -> None:
    world.write_policy(level="notConfigured")
    world.enrol()
    world.pass_time(hours=12)
    send(simulator, "/_simulator/v1/reevaluate")

    world.pass_time(days=90)
    first = send(simulator, "/_simulator/v1/reevaluate").json()
    second = send(simulator, "/_simulator/v1/reevaluate").json()

    assert first == {"evaluated": 1, "registrations": 0, "connectors": 0, "deregistered": 1, "operationsExpired": 0}
    assert set(second.values()) == {0}


# The explanation


@pytest.fixture
def threatened(world: World) -> WindowsManagedAppRegistration:
    """Edge of Alex, blocked by a threat."""
    world.add_connector()
    world.write_policy()
    registration = world.enrol().registration
    world.report(registration, HealthState.HIGH_SEVERITY)
    return registration


def _explain(simulator: Client, registration: WindowsManagedAppRegistration) -> dict[str, Any]:
    answer = simulator.get(f"/_simulator/v1/registrations/{registration.graph_id}/explanation")
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def test_an_explanation_tells_every_rule_and_what_brought_it(
    world: World, simulator: Client, threatened: WindowsManagedAppRegistration
) -> None:
    body = _explain(simulator, threatened)

    verdicts = {rule["setting"]: rule["verdict"] for rule in body["rules"]}
    [policy] = body["policies"]
    assert body["access"] == "blocked"
    assert [finding["reason"] for finding in body["findings"]] == ["deviceThreatLevelExceeded"]
    assert list(verdicts) == [rule.setting for rule in RULES]
    assert verdicts["maximumAllowedDeviceThreatLevel"] == "failed"
    assert verdicts["periodOfflineBeforeAccessCheck"] == "passed"
    assert verdicts["minimumRequiredOsVersion"] == "notConfigured"
    assert policy["groups"] == [{"id": str(world.staff.graph_id), "displayName": "Staff"}]
    assert (body["facts"]["healthState"], body["facts"]["threatSource"]) == ("highSeverity", "live")
    assert [change["toAccess"] for change in body["changes"]] == ["blocked"]


def test_a_silent_partner_makes_the_rule_inert(
    world: World, simulator: Client, threatened: WindowsManagedAppRegistration
) -> None:
    world.pass_time(days=7)
    world.check_in(threatened)

    verdicts = {rule["setting"]: rule["verdict"] for rule in _explain(simulator, threatened)["rules"]}

    assert verdicts["maximumAllowedDeviceThreatLevel"] == "inert"


def test_rules_do_not_apply_to_a_managed_device(
    world: World, simulator: Client, threatened: WindowsManagedAppRegistration
) -> None:
    world.check_in(threatened, is_mdm_enrolled=True)

    body = _explain(simulator, threatened)

    assert body["access"] == "unprotected"
    assert {rule["verdict"] for rule in body["rules"]} == {"notApplicable"}


def test_a_registration_that_ended_has_nothing_left_to_decide(
    world: World, simulator: Client, threatened: WindowsManagedAppRegistration
) -> None:
    sign_out(registration=threatened, by=SYSTEM, now=world.now)

    body = _explain(simulator, threatened)

    assert (body["ending"], body["rules"], body["findings"]) == ("signedOut", [], [])


def test_explaining_writes_nothing(
    simulator: Client, threatened: WindowsManagedAppRegistration, stored: Callable[[], Stored]
) -> None:
    before = stored()

    _explain(simulator, threatened)

    assert stored() == before
