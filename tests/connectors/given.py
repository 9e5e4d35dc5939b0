"""How does a connector come to a state, and what happens to it then? Builders and events for tests."""

import uuid
from collections.abc import Callable
from typing import Any

from connectors.models import MobileThreatDefenseConnector
from connectors.partners import DEFENDER_FOR_ENDPOINT, WINDOWS_SECURITY_CENTER
from connectors.services import add_connector, configure_connector, deprovision, mark_unresponsive, record_heartbeat
from devices.services.enrolment import DeviceFacts
from devices.services.health import Outcome, record_health_states
from intune_sim.actors import SYSTEM
from protection.engine.facts import HealthState
from tests.world import World

Connector = MobileThreatDefenseConnector
Given = Callable[[World], Connector]
Event = Callable[[World, Connector], object]

WINDOWS = "windows_mobile_application_management_enabled"
DAYS = "partner_unresponsiveness_threshold_in_days"
LOOKOUT = uuid.UUID("2c7790de-8b02-4814-85cf-e0c59380dee8")


# How a connector comes to a state


def added(world: World, partner_id: uuid.UUID = WINDOWS_SECURITY_CENTER.id, **settings: Any) -> Connector:
    """A partner's connector, just added."""
    return add_connector(tenant=world.tenant, partner_id=partner_id, settings=settings, by=SYSTEM, now=world.now)


def unavailable(world: World) -> Connector:
    """Windows Security Center, waiting for the first policy or enrolment."""
    return added(world)


def unavailable_with_toggle_off(world: World) -> Connector:
    """The same, not to be used for app protection."""
    return added(world, **{WINDOWS: False})


def not_set_up(world: World) -> Connector:
    """A third party's, waiting for the partner's console."""
    return added(world, DEFENDER_FOR_ENDPOINT.id)


def available(world: World) -> Connector:
    """A third party's, set up, with no platform connected."""
    return record_heartbeat(connector=not_set_up(world), by=SYSTEM, now=world.now)


def enabled(world: World) -> Connector:
    """A third party's, set up, with Windows connected."""
    connector = added(world, DEFENDER_FOR_ENDPOINT.id, **{WINDOWS: True})
    return record_heartbeat(connector=connector, by=SYSTEM, now=world.now)


def windows_security_center_enabled(world: World) -> Connector:
    """Windows Security Center after the first enrolment."""
    connector = added(world)
    world.enrol()
    connector.refresh_from_db()
    return connector


def silent(given: Given) -> Given:
    """The connector, a week later."""

    def unresponsive(world: World) -> Connector:
        connector = given(world)
        now = world.pass_time(days=7)
        mark_unresponsive(tenant=world.tenant, now=now)
        connector.refresh_from_db()
        return connector

    return unresponsive


def faulty(given: Given) -> Given:
    """The connector, after its partner reported an error."""
    return lambda world: record_heartbeat(connector=given(world), error_code=17, by=SYSTEM, now=world.now)


def deprovisioned(world: World) -> Connector:
    """A third party's, withdrawn."""
    connector = available(world)
    deprovision(connector=connector, by=SYSTEM, now=world.now)
    connector.refresh_from_db()
    return connector


# What happens to it


def first_policy(world: World, _: Connector) -> object:
    """An app protection policy reaches a user."""
    return world.write_policy()


def first_enrolment(world: World, _: Connector) -> object:
    """A user enrols."""
    return world.enrol()


def heartbeat(world: World, connector: Connector) -> object:
    """The partner gives a sign of life."""
    return record_heartbeat(connector=connector, by=SYSTEM, now=world.now)


def error(world: World, connector: Connector) -> object:
    """The partner reports an error."""
    return record_heartbeat(connector=connector, error_code=17, by=SYSTEM, now=world.now)


def threat_message(world: World, connector: Connector) -> list[Outcome]:
    """The partner reports about a device."""
    registration = world.enrol(device=DeviceFacts("somewhere", "10.0.22631")).registration
    report = world.health_report(registration, HealthState.HIGH_SEVERITY)
    return record_health_states(connector=connector, reports=[report], by=SYSTEM, now=world.now)


def deprovisioning(world: World, connector: Connector) -> object:
    """The partner withdraws."""
    return deprovision(connector=connector, by=SYSTEM, now=world.now)


def setting(name: str, value: Any) -> Event:
    """An admin changes a setting."""
    return lambda world, connector: configure_connector(
        connector=connector, settings={name: value}, by=SYSTEM, now=world.now
    )


def seven_days(world: World, _: Connector) -> object:
    """A week goes by without a heartbeat, the minute that the test lets pass included."""
    return mark_unresponsive(tenant=world.tenant, now=world.pass_time(days=7, minutes=-1))
