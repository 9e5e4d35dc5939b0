"""Max allowed device threat level: every level, health state, action and connector, against a table of its own."""

from itertools import product

import pytest

from protection.engine.decide import decide
from protection.engine.facts import DeviceThreatLevel, EffectiveSettings, HealthState, RemediationAction, ThreatSource
from tests.protection.facts import settings, situation

#: The states that pass under each maximum, as the documentation lists them. `compromised` is as bad as high.
PASSES = {
    "secured": {"secured"},
    "low": {"secured", "lowSeverity"},
    "medium": {"secured", "lowSeverity", "mediumSeverity"},
    "high": {"secured", "lowSeverity", "mediumSeverity", "highSeverity", "compromised"},
}
#: The states that say something about the device's health; every other counts as not reported.
REPORTED = PASSES["high"]
OUTCOME = {"block": "blocked", "wipe": "wipePending"}

Surroundings = tuple[ThreatSource, bool, bool]
SURROUNDINGS: list[Surroundings] = list(product(ThreatSource, [False, True], [False, True]))


def expected(level: str, state: str | None, action: str, around: Surroundings) -> tuple[str, str | None]:
    """Access and reason, read off the tables above."""
    source, is_stale, blocks_missing = around
    if level == "notConfigured" or source.value != "live":
        return "allowed", None
    if is_stale or state not in REPORTED:
        return ("blocked", "noHealthState") if blocks_missing else ("allowed", None)
    if state in PASSES[level]:
        return "allowed", None
    return OUTCOME[action], "deviceThreatLevelExceeded"


def verdict(settings: EffectiveSettings, state: HealthState | None, around: Surroundings) -> tuple[str, str | None]:
    """Access and the first finding's reason, as the engine decides."""
    source, is_stale, blocks_missing = around
    decision = decide(
        situation(
            settings,
            threat_source=source,
            health_state=state,
            is_health_stale=is_stale,
            blocks_missing_health=blocks_missing,
        )
    )
    return decision.access.value, decision.findings[0].reason.value if decision.findings else None


@pytest.mark.parametrize("action", [RemediationAction.BLOCK, RemediationAction.WIPE])
@pytest.mark.parametrize("state", [None, *HealthState])
@pytest.mark.parametrize("level", DeviceThreatLevel)
def test_threat_level_decides_as_the_documentation_lists_it(
    level: DeviceThreatLevel, state: HealthState | None, action: RemediationAction
) -> None:
    in_force = settings(maximum_allowed_device_threat_level=level, mobile_threat_defense_remediation_action=action)

    decided = {around: verdict(in_force, state, around) for around in SURROUNDINGS}

    assert decided == {around: expected(level, state, action, around) for around in SURROUNDINGS}
