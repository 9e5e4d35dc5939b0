"""What holds for every situation there can be? Laws of the decision and of the resolution of several policies."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from protection.engine.decide import decide
from protection.engine.facts import (
    STRICTNESS,
    Access,
    ClipboardSharingLevel,
    DataTransferLevel,
    Decision,
    DeviceThreatLevel,
    HealthState,
    PolicySettings,
    Reauthentication,
    RemediationAction,
    Situation,
    ThreatSource,
)
from protection.engine.resolution import RECOMMENDED, resolve
from protection.engine.rules import RULES
from protection.engine.versions import parse_version
from tests.protection.facts import in_force, policy, settings, situation

BLOCK_OR_WIPE = [RemediationAction.BLOCK, RemediationAction.WIPE]
MINIMUMS = [rule.field for rule in RULES if rule.field.startswith("minimum_")]
MAXIMUMS = [rule.field for rule in RULES if rule.field.startswith("maximum_") and rule.field.endswith("_version")]
#: From the best to the worst that a partner can report.
WORSE_AND_WORSE = [
    HealthState.SECURED,
    HealthState.LOW_SEVERITY,
    HealthState.MEDIUM_SEVERITY,
    HealthState.HIGH_SEVERITY,
]
NOT_REPORTED = [
    None,
    HealthState.UNKNOWN,
    HealthState.ACTIVATED,
    HealthState.DEACTIVATED,
    HealthState.UNRESPONSIVE,
    HealthState.MISCONFIGURED,
]
LEVELS = [level for level in DeviceThreatLevel if level is not DeviceThreatLevel.NOT_CONFIGURED]
INERT = [source for source in ThreatSource if source is not ThreatSource.LIVE]

VERSIONS = ["1.0", "1.1", "1.0.1", "1.1.0.0", "1.0.1.1", "2.0"]
PERIODS = [timedelta(0), timedelta(hours=12), timedelta(days=1), timedelta(days=90)]

#: Every setting with every value worth telling apart; a policy is a handful of these.
CHOICES: list[tuple[str, Any]] = [
    ("print_blocked", True),
    *(("allowed_inbound_data_transfer_sources", level) for level in DataTransferLevel),
    *(("allowed_outbound_data_transfer_destinations", level) for level in DataTransferLevel),
    *(("allowed_outbound_clipboard_sharing_level", level) for level in ClipboardSharingLevel),
    *(("app_action_if_unable_to_authenticate_user", action) for action in BLOCK_OR_WIPE),
    *(("maximum_allowed_device_threat_level", level) for level in LEVELS),
    *(("mobile_threat_defense_remediation_action", action) for action in BLOCK_OR_WIPE),
    *((period, value) for period in RECOMMENDED for value in (None, *PERIODS)),
    *((field, version) for field in (*MINIMUMS, *MAXIMUMS) for version in VERSIONS),
]

versions = st.sampled_from(VERSIONS)
policy_values = st.lists(st.sampled_from(CHOICES), max_size=8).map(dict)
FACTS: dict[str, list[Any]] = {
    "is_managed": [False, True],
    "application_version": VERSIONS,
    "management_sdk_version": VERSIONS,
    "platform_version": VERSIONS,
    "threat_source": list(ThreatSource),
    "health_state": [None, *HealthState],
    "is_health_stale": [False, True],
    "blocks_missing_health": [True, False],
    "is_account_disabled": [False, True],
    "is_offline_blocked": [False, True],
    "reauthentication": list(Reauthentication),
    "has_open_wipe": [False, True],
    "is_wipe_requested": [False, True],
}


def several_policies(at_least: int = 1) -> st.SearchStrategy[list[PolicySettings]]:
    """One to three policies of different names."""
    return st.lists(policy_values, min_size=at_least, max_size=3).map(
        lambda each: [policy(name, **values) for name, values in zip("BAC", each, strict=False)]
    )


def situations() -> st.SearchStrategy[Situation]:
    """Any situation at all."""
    facts = {name: st.sampled_from(values) for name, values in FACTS.items()}
    return st.builds(Situation, settings=st.none() | several_policies().map(resolve), **facts)


def law(*arguments: Any, **named_arguments: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Try a law on enough examples, but few enough that all laws together take about a second."""
    return lambda test: examples(max_examples=20, deadline=None)(given(*arguments, **named_arguments)(test))


def strictness(decision: Decision) -> int:
    """How strict an access is; inactive and unprotected are as open as allowed."""
    return STRICTNESS.get(decision.access, STRICTNESS[Access.ALLOWED])


@law(situations())
def test_decide_is_total_and_deterministic(facts: Situation) -> None:
    decision = decide(facts)

    assert decision == decide(facts)
    assert decision.access in set(Access) - {Access.WIPED}


@law(situations())
def test_access_is_what_the_first_finding_asks_for(facts: Situation) -> None:
    decision = decide(facts)

    ranks = [finding.action.rank for finding in decision.findings]
    assert ranks == sorted(ranks, reverse=True)
    assert strictness(decision) == (ranks[0] + 1 if ranks else 0)


@law(
    facts=situations(),
    action=st.sampled_from(BLOCK_OR_WIPE),
    pair=st.tuples(st.sampled_from(LEVELS), st.sampled_from(LEVELS)),
)
def test_a_looser_threat_level_is_never_stricter(
    facts: Situation, action: RemediationAction, pair: tuple[DeviceThreatLevel, DeviceThreatLevel]
) -> None:
    strict, loose = sorted(pair, key=lambda level: level.rank)

    def under(level: DeviceThreatLevel) -> Decision:
        return decide(
            replace(
                facts,
                settings=settings(
                    maximum_allowed_device_threat_level=level, mobile_threat_defense_remediation_action=action
                ),
            )
        )

    assert strictness(under(loose)) <= strictness(under(strict))


@law(facts=situations(), field=st.sampled_from(MINIMUMS), pair=st.tuples(versions, versions))
def test_a_lower_minimum_version_is_never_stricter(facts: Situation, field: str, pair: tuple[str, str]) -> None:
    loose, strict = sorted(pair, key=parse_version)

    under_loose = decide(replace(facts, settings=settings(**{field: loose})))
    under_strict = decide(replace(facts, settings=settings(**{field: strict})))

    assert strictness(under_loose) <= strictness(under_strict)


@law(facts=situations(), field=st.sampled_from(MAXIMUMS), pair=st.tuples(versions, versions))
def test_a_higher_maximum_version_is_never_stricter(facts: Situation, field: str, pair: tuple[str, str]) -> None:
    strict, loose = sorted(pair, key=parse_version)

    under_loose = decide(replace(facts, settings=settings(**{field: loose})))
    under_strict = decide(replace(facts, settings=settings(**{field: strict})))

    assert strictness(under_loose) <= strictness(under_strict)


@law(facts=situations(), pair=st.tuples(st.sampled_from(WORSE_AND_WORSE), st.sampled_from(WORSE_AND_WORSE)))
def test_worse_health_is_never_better(facts: Situation, pair: tuple[HealthState, HealthState]) -> None:
    better, worse = sorted(pair, key=WORSE_AND_WORSE.index)

    under_better = decide(replace(facts, health_state=better))
    under_worse = decide(replace(facts, health_state=worse))

    assert strictness(under_better) <= strictness(under_worse)


@law(situations())
def test_compromised_is_as_bad_as_high(facts: Situation) -> None:
    compromised = decide(replace(facts, health_state=HealthState.COMPROMISED))
    high = decide(replace(facts, health_state=HealthState.HIGH_SEVERITY))

    assert compromised.access == high.access


@law(facts=situations(), state=st.sampled_from(NOT_REPORTED))
def test_missing_data_never_wipes(facts: Situation, state: HealthState | None) -> None:
    missing = decide(replace(facts, health_state=state))
    inert = decide(replace(facts, health_state=state, threat_source=ThreatSource.ABSENT))

    about_health = [finding for finding in missing.findings if finding.setting == "maximumAllowedDeviceThreatLevel"]
    assert {finding.action for finding in about_health} <= {RemediationAction.BLOCK}
    assert strictness(missing) <= max(strictness(inert), STRICTNESS[Access.BLOCKED])


@law(facts=situations(), state=st.sampled_from(HealthState))
def test_a_state_past_its_validity_counts_as_not_reported(facts: Situation, state: HealthState) -> None:
    past = decide(replace(facts, health_state=state, is_health_stale=True))
    never = decide(replace(facts, health_state=None, is_health_stale=False))

    assert past.access == never.access
    assert [finding.reason for finding in past.findings] == [finding.reason for finding in never.findings]


@law(
    facts=situations(),
    source=st.sampled_from(INERT),
    state=st.none() | st.sampled_from(HealthState),
    is_stale=st.booleans(),
)
def test_an_inert_source_ignores_health(
    facts: Situation, source: ThreatSource, state: HealthState | None, is_stale: bool
) -> None:
    inert = replace(facts, threat_source=source)

    assert decide(inert) == decide(replace(inert, health_state=state, is_health_stale=is_stale))


@law(facts=situations(), source=st.sampled_from(INERT))
def test_an_inert_source_is_never_stricter_than_a_live_one(facts: Situation, source: ThreatSource) -> None:
    inert = decide(replace(facts, threat_source=source))
    live = decide(replace(facts, threat_source=ThreatSource.LIVE))

    assert strictness(inert) <= strictness(live)


@law(situations())
def test_an_open_wipe_is_always_a_pending_wipe(facts: Situation) -> None:
    assert decide(replace(facts, has_open_wipe=True)).access is Access.WIPE_PENDING


@law(facts=situations())
def test_a_managed_device_has_no_findings_of_its_own(facts: Situation) -> None:
    decision = decide(replace(facts, is_managed=True, has_open_wipe=False, is_wipe_requested=False))

    assert decision == Decision(Access.UNPROTECTED, ())


@law(facts=situations())
def test_without_a_policy_app_protection_is_inactive(facts: Situation) -> None:
    decision = decide(replace(facts, settings=None, is_managed=False, has_open_wipe=False, is_wipe_requested=False))

    assert decision == Decision(Access.INACTIVE, ())


@law(policies=several_policies(), data=st.data())
def test_resolution_does_not_depend_on_order(policies: list[PolicySettings], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(policies))

    assert resolve(shuffled) == resolve(policies)


@law(facts=situations(), policies=several_policies(at_least=2))
def test_several_policies_are_never_looser_than_any_single_one(
    facts: Situation, policies: list[PolicySettings]
) -> None:
    # The two offline periods fall back to recommended values, which may be looser; they are left out here.
    online = replace(facts, is_offline_blocked=False, reauthentication=Reauthentication.NOT_NEEDED)
    together = decide(replace(online, settings=in_force(*policies)))
    alone = [decide(replace(online, settings=in_force(one))) for one in policies]

    assert strictness(together) == max(map(strictness, alone))


@law(several_policies(at_least=2))
def test_every_data_protection_setting_takes_its_most_restrictive_value(policies: list[PolicySettings]) -> None:
    resolved = in_force(*policies)

    for name, words in (
        ("allowed_inbound_data_transfer_sources", DataTransferLevel),
        ("allowed_outbound_data_transfer_destinations", DataTransferLevel),
        ("allowed_outbound_clipboard_sharing_level", ClipboardSharingLevel),
    ):
        assert resolved.value(name).rank == max(list(words).index(one.values[name]) for one in policies)
    assert resolved.value("print_blocked") is any(one.values["print_blocked"] for one in policies)


@law(policies=several_policies(), name=st.sampled_from(list(RECOMMENDED)))
def test_periods_that_differ_come_to_the_recommended_value(policies: list[PolicySettings], name: str) -> None:
    given_periods = {one.values[name] for one in policies} - {None}
    resolved = in_force(*policies)

    if len(given_periods) > 1:
        assert resolved.value(name) == RECOMMENDED[name]
        assert name in resolved.conflicts
    else:
        assert resolved.value(name) == next(iter(given_periods), None)
        assert name not in resolved.conflicts


@law(
    state=st.sampled_from(WORSE_AND_WORSE),
    rules=st.lists(st.tuples(st.sampled_from(LEVELS), st.sampled_from(BLOCK_OR_WIPE)), min_size=2, max_size=3),
)
def test_a_threat_wipes_exactly_where_a_policy_that_says_wipe_fails(
    state: HealthState, rules: list[tuple[DeviceThreatLevel, RemediationAction]]
) -> None:
    policies = [
        policy(name, maximum_allowed_device_threat_level=level, mobile_threat_defense_remediation_action=action)
        for name, (level, action) in zip("ABC", rules, strict=False)
    ]

    decision = decide(situation(in_force(*policies), health_state=state))

    wipes = any(
        action is RemediationAction.WIPE and WORSE_AND_WORSE.index(state) > LEVELS.index(level)
        for level, action in rules
    )
    assert (decision.access is Access.WIPE_PENDING) is wipes


@law(several_policies())
def test_the_threat_level_shown_is_the_lowest(policies: list[PolicySettings]) -> None:
    levels = [one.values["maximum_allowed_device_threat_level"] for one in policies]
    configured = [level for level in levels if level is not DeviceThreatLevel.NOT_CONFIGURED]

    shown = in_force(*policies).value("maximum_allowed_device_threat_level")

    assert shown == (min(configured, key=LEVELS.index) if configured else None)


def test_a_boring_situation_is_allowed() -> None:
    assert decide(situation(settings())) == Decision(Access.ALLOWED, ())
