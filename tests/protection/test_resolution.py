"""What do several policies of one user and app come to?"""

from datetime import timedelta
from typing import Any

import pytest

from protection.engine.decide import decide
from protection.engine.facts import (
    Access,
    ClipboardSharingLevel,
    DataTransferLevel,
    DeviceThreatLevel,
    HealthState,
    PolicyRef,
    RemediationAction,
)
from protection.engine.resolution import resolve
from tests.protection.facts import in_force, policy, situation

BLOCK, WIPE = RemediationAction.BLOCK, RemediationAction.WIPE


def test_no_policy_comes_to_nothing() -> None:
    assert resolve([]) is None


@pytest.mark.parametrize(
    ("name", "looser", "stricter"),
    [
        ("minimum_required_os_version", "10.0.9200", "10.0.22631"),
        ("minimum_warning_app_version", "9.0", "131.0"),
        ("minimum_wipe_sdk_version", "1.2", "1.10"),
        ("maximum_warning_os_version", "10.0.22641", "10.0.9200"),
        ("maximum_wipe_os_version", "11.0", "10.0.22641"),
        ("app_action_if_unable_to_authenticate_user", BLOCK, WIPE),
        ("print_blocked", False, True),
        ("allowed_inbound_data_transfer_sources", DataTransferLevel.ALL_APPS, DataTransferLevel.NONE),
        ("allowed_outbound_data_transfer_destinations", DataTransferLevel.ALL_APPS, DataTransferLevel.NONE),
        (
            "allowed_outbound_clipboard_sharing_level",
            ClipboardSharingLevel.ORG_DESTINATION_ANY_SOURCE,
            ClipboardSharingLevel.ORG_DESTINATION_ORG_SOURCE,
        ),
    ],
)
def test_the_most_restrictive_value_wins_and_names_its_policy(name: str, looser: Any, stricter: Any) -> None:
    resolved = in_force(policy("A", **{name: looser}), policy("B", **{name: stricter}))

    assert resolved.values[name].value == stricter
    assert resolved.values[name].policy == PolicyRef("B", "T_B")


def test_of_equal_values_the_first_policy_by_name_is_named() -> None:
    resolved = in_force(
        policy("B", minimum_required_os_version="10.0"), policy("A", minimum_required_os_version="10.0.0")
    )

    assert resolved.values["minimum_required_os_version"].policy == PolicyRef("A", "T_A")


def test_a_setting_that_a_policy_leaves_unset_takes_no_part() -> None:
    resolved = in_force(
        policy("A", period_offline_before_access_check=None, minimum_required_os_version=None),
        policy("B", period_offline_before_access_check=timedelta(days=7), minimum_required_os_version="10.0"),
    )

    assert resolved.value("period_offline_before_access_check") == timedelta(days=7)
    assert resolved.value("minimum_required_os_version") == "10.0"
    assert resolved.conflicts == ()


def test_a_setting_that_no_policy_sets_has_no_value() -> None:
    assert in_force(policy()).value("minimum_required_os_version") is None


def test_offline_periods_that_differ_fall_back_to_twelve_hours_and_ninety_days() -> None:
    strict = policy(
        "A",
        period_offline_before_access_check=timedelta(hours=1),
        period_offline_before_wipe_is_enforced=timedelta(days=5),
    )
    loose = policy(
        "B",
        period_offline_before_access_check=timedelta(days=7),
        period_offline_before_wipe_is_enforced=timedelta(0),
    )

    resolved = in_force(strict, loose)

    assert resolved.value("period_offline_before_access_check") == timedelta(hours=12)
    assert resolved.value("period_offline_before_wipe_is_enforced") == timedelta(days=90)
    assert set(resolved.conflicts) == {"period_offline_before_access_check", "period_offline_before_wipe_is_enforced"}
    assert resolved.values["period_offline_before_access_check"].policy is None


def test_equal_offline_periods_stay_without_a_conflict() -> None:
    resolved = in_force(
        policy("A", period_offline_before_access_check=timedelta(days=1)),
        policy("B", period_offline_before_access_check=timedelta(hours=24)),
    )

    assert resolved.value("period_offline_before_access_check") == timedelta(days=1)
    assert resolved.conflicts == ()


def test_a_finding_about_a_period_in_conflict_names_no_policy() -> None:
    resolved = in_force(
        policy("A", period_offline_before_access_check=timedelta(days=1)),
        policy("B", period_offline_before_access_check=timedelta(days=2)),
    )

    [finding] = decide(situation(resolved, is_offline_blocked=True)).findings

    assert finding.policy is None
    assert finding.expected == "PT12H"


def threat(name: str, level: DeviceThreatLevel, action: RemediationAction) -> Any:
    """A policy with only a threat rule of its own."""
    return policy(name, maximum_allowed_device_threat_level=level, mobile_threat_defense_remediation_action=action)


def test_a_lower_level_of_one_policy_is_never_merged_with_the_wipe_of_another() -> None:
    both = in_force(threat("A", DeviceThreatLevel.SECURED, BLOCK), threat("B", DeviceThreatLevel.HIGH, WIPE))

    decision = decide(situation(both, health_state=HealthState.HIGH_SEVERITY))

    assert decision.access is Access.BLOCKED


def test_the_worst_outcome_of_the_threat_rules_stands() -> None:
    both = in_force(threat("A", DeviceThreatLevel.SECURED, BLOCK), threat("B", DeviceThreatLevel.MEDIUM, WIPE))

    decision = decide(situation(both, health_state=HealthState.HIGH_SEVERITY))

    assert decision.access is Access.WIPE_PENDING
    assert [finding.action for finding in decision.findings] == [WIPE, BLOCK]


def test_the_lowest_level_is_shown_with_its_own_action() -> None:
    both = in_force(threat("A", DeviceThreatLevel.HIGH, WIPE), threat("B", DeviceThreatLevel.LOW, BLOCK))

    assert both.value("maximum_allowed_device_threat_level") is DeviceThreatLevel.LOW
    assert both.value("mobile_threat_defense_remediation_action") is BLOCK


def test_of_equal_levels_the_stricter_action_is_shown() -> None:
    both = in_force(threat("A", DeviceThreatLevel.LOW, BLOCK), threat("B", DeviceThreatLevel.LOW, WIPE))

    assert both.value("mobile_threat_defense_remediation_action") is WIPE


def test_a_policy_without_a_level_has_no_threat_rule() -> None:
    both = in_force(threat("A", DeviceThreatLevel.NOT_CONFIGURED, WIPE), threat("B", DeviceThreatLevel.LOW, BLOCK))

    assert [rule.policy.name for rule in both.threat_rules] == ["B"]
    assert [ref.name for ref in both.policies] == ["A", "B"]
