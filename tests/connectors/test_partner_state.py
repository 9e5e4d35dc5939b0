"""In which state is a connector, and which switches does a partner offer? The rules alone, without a database."""

import uuid
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from connectors.lifecycle import ConnectorFacts, PartnerState, partner_state, unresponsive_at
from connectors.partners import (
    CATALOGUE,
    DEFENDER_FOR_ENDPOINT,
    TOGGLES,
    WINDOWS_SECURITY_CENTER,
    Platform,
    partner_of,
    toggles_of,
)

#: (provisioned, awaits its partner, unresponsive, error, a platform connected), read top down: the first that fits.
PRIORITY: list[tuple[tuple[bool | None, ...], PartnerState]] = [
    ((False, True, None, None, None), PartnerState.NOT_SET_UP),
    ((False, False, None, None, None), PartnerState.UNAVAILABLE),
    ((True, None, True, None, None), PartnerState.UNRESPONSIVE),
    ((True, None, False, True, None), PartnerState.ERROR),
    ((True, None, False, False, True), PartnerState.ENABLED),
    ((True, None, False, False, False), PartnerState.AVAILABLE),
]


def listed(facts: tuple[bool, ...]) -> PartnerState:
    """The state that the list above gives."""
    return next(
        state
        for pattern, state in PRIORITY
        if all(wanted is None or wanted is fact for wanted, fact in zip(pattern, facts, strict=True))
    )


@pytest.mark.parametrize("facts", list(product([False, True], repeat=5)))
def test_the_state_follows_from_the_facts_by_priority(facts: tuple[bool, ...]) -> None:
    assert partner_state(ConnectorFacts(*facts)) is listed(facts)


def test_silence_counts_from_the_last_heartbeat_in_whole_days() -> None:
    heartbeat = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)

    assert unresponsive_at(heartbeat, 7) == heartbeat + timedelta(days=7)


def test_the_catalogue_names_each_partner_once() -> None:
    assert len({partner.id for partner in CATALOGUE}) == len(CATALOGUE) == len({one.name for one in CATALOGUE})


def test_only_defender_and_windows_security_center_feed_app_protection_on_windows() -> None:
    feeding = {partner for partner in CATALOGUE if Platform.WINDOWS in partner.app_protection}

    assert feeding == {DEFENDER_FOR_ENDPOINT, WINDOWS_SECURITY_CENTER}


def test_windows_security_center_offers_a_single_switch() -> None:
    names = [toggle.name for toggle in toggles_of(WINDOWS_SECURITY_CENTER)]

    assert names == ["windows_mobile_application_management_enabled"]


def test_only_zimperium_syncs_certificates() -> None:
    offering = [
        partner.name for partner in CATALOGUE if any("certificate" in toggle.name for toggle in toggles_of(partner))
    ]

    assert offering == ["Zimperium"]


def test_defender_alone_offers_its_own_switches() -> None:
    own = {"microsoft_defender_for_endpoint_attach_enabled", "launch_mobile_threat_defense_partner_on_setup_enabled"}

    assert {partner.name for partner in CATALOGUE if own & {toggle.name for toggle in toggles_of(partner)}} == {
        DEFENDER_FOR_ENDPOINT.name
    }


def test_a_partner_that_only_feeds_compliance_offers_no_app_protection_switch() -> None:
    crowdstrike = next(partner for partner in CATALOGUE if partner.name.startswith("CrowdStrike"))

    assert not [toggle for toggle in toggles_of(crowdstrike) if "application_management" in toggle.name]


def test_a_partner_outside_the_catalogue_may_watch_every_platform() -> None:
    custom = partner_of(uuid.uuid4())

    assert custom.name == "Custom partner"
    assert {toggle.connects for toggle in toggles_of(custom)} >= set(Platform)


def test_every_parent_of_a_switch_is_a_switch() -> None:
    names = {toggle.name for toggle in TOGGLES}

    assert {toggle.parent for toggle in TOGGLES if toggle.parent} <= names
