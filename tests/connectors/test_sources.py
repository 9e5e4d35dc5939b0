"""Which connector feeds app protection on Windows, and what of a device that it has blocked?"""

import pytest

from connectors.queries import windows_threat_source
from connectors.services import configure_connector
from intune_sim.actors import SYSTEM
from protection.engine.facts import Access, HealthState
from tests.connectors.given import (
    LOOKOUT,
    WINDOWS,
    Given,
    added,
    available,
    deprovisioned,
    enabled,
    faulty,
    heartbeat,
    not_set_up,
    silent,
    unavailable,
    windows_security_center_enabled,
)
from tests.world import World

pytestmark = pytest.mark.django_db

SOURCES = [
    (unavailable, "notProvisioned"),
    (not_set_up, "toggleOff"),
    (available, "toggleOff"),
    (enabled, "live"),
    (faulty(enabled), "live"),
    (faulty(available), "toggleOff"),
    (silent(enabled), "unresponsive"),
    (silent(faulty(enabled)), "unresponsive"),
    (deprovisioned, "toggleOff"),
    (windows_security_center_enabled, "live"),
]


@pytest.mark.parametrize(("given", "expected"), SOURCES)
def test_only_a_provisioned_connected_and_responsive_connector_feeds_app_protection(
    world: World, given: Given, expected: str
) -> None:
    given(world)

    source = windows_threat_source(tenant=world.tenant, now=world.now)

    assert (source.inert_because or "live") == expected


def test_without_a_connector_nothing_feeds_app_protection(world: World) -> None:
    assert windows_threat_source(tenant=world.tenant, now=world.now).inert_because == "absent"


def test_a_mobile_partner_feeds_nothing_on_windows(world: World) -> None:
    connector = added(world, LOOKOUT, android_mobile_application_management_enabled=True)
    heartbeat(world, connector)

    assert windows_threat_source(tenant=world.tenant, now=world.now).inert_because == "absent"


def test_defender_is_believed_before_windows_security_center(world: World) -> None:
    windows_security_center_enabled(world)
    defender = enabled(world)

    assert windows_threat_source(tenant=world.tenant, now=world.now).connector == defender


@pytest.mark.parametrize("given", [not_set_up, available, silent(enabled)])
def test_an_inert_defender_leaves_windows_security_center_as_the_source(world: World, given: Given) -> None:
    given(world)
    connector = windows_security_center_enabled(world)

    assert windows_threat_source(tenant=world.tenant, now=world.now).connector == connector


def test_the_last_toggle_off_frees_a_device_that_its_data_blocked_and_on_again_blocks_it(world: World) -> None:
    connector = world.add_connector()
    world.write_policy()
    registration = world.enrol().registration
    world.report(registration, HealthState.HIGH_SEVERITY)

    seen = []
    for is_on in (False, True):
        configure_connector(connector=connector, settings={WINDOWS: is_on}, by=SYSTEM, now=world.now)
        world.catch_up()
        registration.refresh_from_db()
        seen.append(registration.access)

    assert seen == [Access.ALLOWED, Access.BLOCKED]
