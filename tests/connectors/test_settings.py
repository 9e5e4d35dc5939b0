"""What may be set on a connector, and what is logged of it?"""

import uuid

import pytest

from connectors.partners import DEFENDER_FOR_ENDPOINT, WINDOWS_SECURITY_CENTER
from connectors.services import ConnectorExists, configure_connector
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.errors import Invalid
from tests.connectors.given import DAYS, LOOKOUT, WINDOWS, Connector, added
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("partner_id", [WINDOWS_SECURITY_CENTER.id, DEFENDER_FOR_ENDPOINT.id])
def test_a_second_connector_to_one_partner_is_refused(world: World, partner_id: uuid.UUID) -> None:
    added(world, partner_id)

    with pytest.raises(ConnectorExists):
        added(world, partner_id)
    assert Connector.objects.count() == 1


@pytest.mark.parametrize(
    ("partner_id", "toggle"),
    [
        (WINDOWS_SECURITY_CENTER.id, "android_enabled"),
        (WINDOWS_SECURITY_CENTER.id, "windows_enabled"),
        (LOOKOUT, WINDOWS),
        (LOOKOUT, "allow_partner_to_collect_ios_certificate_metadata"),
        (DEFENDER_FOR_ENDPOINT.id, "mac_enabled"),
    ],
)
def test_a_toggle_that_the_partner_does_not_support_is_refused(
    world: World, partner_id: uuid.UUID, toggle: str
) -> None:
    with pytest.raises(Invalid):
        added(world, partner_id, **{toggle: True})
    connector = added(world, partner_id)
    with pytest.raises(Invalid):
        configure_connector(connector=connector, settings={toggle: True}, by=SYSTEM, now=world.now)


def test_a_toggle_that_the_partner_does_not_support_may_be_set_to_off(world: World) -> None:
    assert added(world, LOOKOUT, **{WINDOWS: False})


@pytest.mark.parametrize("days", [0, 91, -1])
def test_days_outside_one_to_ninety_are_refused(world: World, days: int) -> None:
    with pytest.raises(Invalid, match="partnerUnresponsivenessThresholdInDays"):
        added(world, **{DAYS: days})


@pytest.mark.parametrize("days", [1, 90])
def test_one_and_ninety_days_are_taken(world: World, days: int) -> None:
    assert added(world, **{DAYS: days}).partner_unresponsiveness_threshold_in_days == days


def test_windows_security_center_starts_with_its_toggle_on_and_others_with_all_off(world: World) -> None:
    assert added(world).windows_mobile_application_management_enabled
    assert set(added(world, LOOKOUT).settings().values()) == {False, 7}


def test_defender_and_one_other_may_feed_app_protection_on_windows_but_no_third(world: World) -> None:
    added(world)
    added(world, DEFENDER_FOR_ENDPOINT.id, **{WINDOWS: True})

    with pytest.raises(Invalid, match="Windows Security Center already feeds"):
        added(world, uuid.uuid4(), **{WINDOWS: True})


def test_a_third_windows_source_is_refused_when_it_is_turned_on_later(world: World) -> None:
    added(world)
    third = added(world, uuid.uuid4())

    with pytest.raises(Invalid):
        configure_connector(connector=third, settings={WINDOWS: True}, by=SYSTEM, now=world.now)


def test_the_source_that_feeds_may_be_configured_freely(world: World) -> None:
    connector = added(world)
    added(world, DEFENDER_FOR_ENDPOINT.id, **{WINDOWS: True})

    configure_connector(connector=connector, settings={DAYS: 14, WINDOWS: True}, by=SYSTEM, now=world.now)

    connector.refresh_from_db()
    assert connector.partner_unresponsiveness_threshold_in_days == 14


def test_an_admins_changes_are_logged_with_old_and_new_values(world: World) -> None:
    connector = added(world)
    AuditEvent.objects.all().delete()

    configure_connector(connector=connector, settings={DAYS: 14, WINDOWS: False}, by=SYSTEM, now=world.now)

    [event] = AuditEvent.objects.all()
    assert event.activity == "Patch MobileThreatDefenseConnector"
    assert event.resource_name == "Windows Security Center"
    assert {one["displayName"]: (one["oldValue"], one["newValue"]) for one in event.modified_properties} == {
        "partnerUnresponsivenessThresholdInDays": ("7", "14"),
        "windowsMobileApplicationManagementEnabled": ("true", "false"),
    }
