"""The Health checks page and the settings say the same in two languages."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protection.data_protection import DATA_SETTINGS
from protection.engine.facts import DeviceThreatLevel, RemediationAction
from protection.health_checks import (
    BY_KEY,
    CONDITIONS,
    PREFILLED,
    Check,
    Condition,
    InvalidValue,
    Kind,
    checks_of,
    read_value,
    settings_of,
)
from protection.models import SETTINGS, WindowsManagedAppProtection

WARN, BLOCK, WIPE = RemediationAction.WARN, RemediationAction.BLOCK, RemediationAction.WIPE

VALUES = {
    Kind.PERIOD: st.timedeltas(timedelta(0), timedelta(days=36_500)),
    Kind.VERSION: st.sampled_from(["1.0", "120.0.2210"]),
    Kind.OS_VERSION: st.sampled_from(["10.0", "10.0.22631.3155"]),
    Kind.THREAT_LEVEL: st.sampled_from(list(DeviceThreatLevel)[1:]),
    Kind.NOTHING: st.none(),
}


@st.composite
def pages(draw: st.DrawFn) -> list[Check]:
    """Every page that can be filled in, in the page's order."""
    return [
        Check(condition, action, draw(VALUES[condition.kind]))
        for condition in CONDITIONS
        for action in draw(actions_of(condition))
    ]


def actions_of(condition: Condition) -> st.SearchStrategy[list[RemediationAction]]:
    """Which of a setting's actions have a row."""
    chosen = st.sets(st.sampled_from(condition.actions), max_size=1 if condition.is_single else None)
    return chosen.map(lambda actions: [action for action in condition.actions if action in actions])


@given(pages())
def test_what_a_page_says_is_read_back_from_the_settings(page: list[Check]) -> None:
    assert checks_of(settings_of(page)) == page


def test_the_two_pages_fill_every_setting_once() -> None:
    on_health_checks = set(settings_of([]))
    on_data_protection = {setting.field for setting in DATA_SETTINGS}

    assert on_health_checks | on_data_protection == set(SETTINGS)
    assert not on_health_checks & on_data_protection


def test_a_new_policy_of_the_page_is_the_models_own_default() -> None:
    settings = settings_of(PREFILLED) | {setting.field: setting.default for setting in DATA_SETTINGS}

    assert settings == WindowsManagedAppProtection().settings.values


def test_every_value_of_data_protection_can_be_posted_and_read_back() -> None:
    assert [setting.read(setting.text(value)) for setting in DATA_SETTINGS for value in setting.values] == [
        value for setting in DATA_SETTINGS for value in setting.values
    ]


@pytest.mark.parametrize(
    ("key", "actions"),
    [
        ("offline-grace-period", (BLOCK, WIPE)),
        ("min-app-version", (WARN, BLOCK, WIPE)),
        ("min-sdk-version", (BLOCK, WIPE)),
        ("disabled-account", (BLOCK, WIPE)),
        ("min-os-version", (WARN, BLOCK, WIPE)),
        ("max-os-version", (WARN, BLOCK, WIPE)),
        ("max-threat-level", (BLOCK, WIPE)),
    ],
)
def test_a_setting_offers_its_legal_actions(key: str, actions: tuple[RemediationAction, ...]) -> None:
    assert BY_KEY[key].actions == actions


def test_only_the_threat_level_and_the_disabled_account_have_a_single_row() -> None:
    assert [condition.key for condition in CONDITIONS if condition.is_single] == [
        "disabled-account",
        "max-threat-level",
    ]


@pytest.mark.parametrize(
    ("period", "action", "shown"),
    [
        (timedelta(hours=12), BLOCK, "720"),
        (timedelta(days=90), WIPE, "90"),
        (timedelta(0), WIPE, "0"),
        (timedelta(seconds=90), BLOCK, "1.5"),
    ],
)
def test_a_period_is_shown_in_its_own_unit(period: timedelta, action: RemediationAction, shown: str) -> None:
    assert Check(BY_KEY["offline-grace-period"], action, period).value_text == shown


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "1e3", "\u0663", "36501", "9" * 30])
def test_a_period_is_a_positive_whole_number(text: str) -> None:
    with pytest.raises(InvalidValue, match="whole number of days from 1 to 36500"):
        read_value(BY_KEY["offline-grace-period"], WIPE, text)
