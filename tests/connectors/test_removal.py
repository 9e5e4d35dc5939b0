"""What is left of a connector that is removed? What it reported, and no effect of it."""

import pytest

from connectors.lifecycle import PartnerState, StateCause
from connectors.models import ConnectorStateChange
from connectors.partners import WINDOWS_SECURITY_CENTER
from connectors.services import remove_connector
from devices.models import CurrentHealthState, HealthStateReport
from devices.services.health import ReportStatus
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.errors import NotFound
from protection.engine.facts import Access, HealthState
from tests.connectors.given import (
    DAYS,
    Connector,
    Given,
    added,
    available,
    enabled,
    faulty,
    not_set_up,
    silent,
    unavailable,
)
from tests.world import World

pytestmark = pytest.mark.django_db

S, C = PartnerState, StateCause


@pytest.mark.parametrize("given", [unavailable, not_set_up, available, enabled, silent(enabled), faulty(enabled)])
def test_a_connector_can_be_removed_in_any_state(world: World, given: Given) -> None:
    connector = given(world)

    remove_connector(connector=connector, by=SYSTEM, now=world.now)

    assert not Connector.objects.exists()
    assert not ConnectorStateChange.objects.exists()
    with pytest.raises(NotFound):
        remove_connector(connector=connector, by=SYSTEM, now=world.now)


def test_removing_a_connector_frees_devices_and_archives_what_it_reported(world: World) -> None:
    connector = world.add_connector()
    world.write_policy()
    registration = world.enrol().registration
    world.report(registration, HealthState.HIGH_SEVERITY)

    remove_connector(connector=connector, by=SYSTEM, now=world.now)
    world.catch_up()

    registration.refresh_from_db()
    [archived] = HealthStateReport.objects.all()
    assert registration.access is Access.ALLOWED
    assert (archived.connector, archived.partner_id) == (None, WINDOWS_SECURITY_CENTER.id)
    assert not CurrentHealthState.objects.exists()


def test_a_connector_that_is_added_again_has_forgotten_reports_and_states(world: World) -> None:
    world.write_policy()
    registration = world.enrol().registration
    connector = world.add_connector()
    world.check_in(registration)
    world.report(registration, HealthState.HIGH_SEVERITY, report_id="one")
    remove_connector(connector=connector, by=SYSTEM, now=world.now)

    again = world.add_connector()
    standing = world.check_in(registration)
    outcome = world.report(registration, HealthState.SECURED, report_id="one")

    assert again.partner_state is S.UNAVAILABLE
    assert standing.verdict is not None
    assert [finding.reason.value for finding in standing.verdict.decision.findings] == ["noHealthState"]
    assert outcome.status is ReportStatus.ACCEPTED


def test_a_removal_is_logged_with_what_was_set(world: World) -> None:
    connector = added(world, **{DAYS: 14})

    remove_connector(connector=connector, by=SYSTEM, now=world.now)

    event = AuditEvent.objects.latest("pk")
    assert event.activity == "Delete MobileThreatDefenseConnector"
    assert {"displayName": "partnerUnresponsivenessThresholdInDays", "oldValue": "14", "newValue": None} in (
        event.modified_properties
    )
