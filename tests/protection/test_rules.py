"""Which condition fails on which fact, with which reason, expected and actual value?"""

from datetime import timedelta
from typing import Any

import pytest

from protection.engine.decide import decide
from protection.engine.facts import (
    Access,
    DeviceThreatLevel,
    EffectiveSettings,
    Finding,
    HealthState,
    PolicyRef,
    Reason,
    Reauthentication,
    RemediationAction,
    ThreatSource,
)
from protection.engine.rules import RULES
from tests.protection.facts import in_force, policy, settings, situation

EDGE = PolicyRef("Edge", "T_Edge")
WARN, BLOCK, WIPE = RemediationAction.WARN, RemediationAction.BLOCK, RemediationAction.WIPE
ACCESS = {WARN: Access.WARNED, BLOCK: Access.BLOCKED, WIPE: Access.WIPE_PENDING}

VERSION_CASES = [
    ("minimum_required_sdk_version", "management_sdk_version", BLOCK, Reason.SDK_VERSION_TOO_LOW),
    ("minimum_wipe_sdk_version", "management_sdk_version", WIPE, Reason.SDK_VERSION_TOO_LOW),
    ("minimum_warning_app_version", "application_version", WARN, Reason.APP_VERSION_TOO_LOW),
    ("minimum_required_app_version", "application_version", BLOCK, Reason.APP_VERSION_TOO_LOW),
    ("minimum_wipe_app_version", "application_version", WIPE, Reason.APP_VERSION_TOO_LOW),
    ("minimum_warning_os_version", "platform_version", WARN, Reason.OS_VERSION_TOO_LOW),
    ("minimum_required_os_version", "platform_version", BLOCK, Reason.OS_VERSION_TOO_LOW),
    ("minimum_wipe_os_version", "platform_version", WIPE, Reason.OS_VERSION_TOO_LOW),
    ("maximum_warning_os_version", "platform_version", WARN, Reason.OS_VERSION_TOO_HIGH),
    ("maximum_required_os_version", "platform_version", BLOCK, Reason.OS_VERSION_TOO_HIGH),
    ("maximum_wipe_os_version", "platform_version", WIPE, Reason.OS_VERSION_TOO_HIGH),
]
WIRE = {
    "minimum_required_sdk_version": "minimumRequiredSdkVersion",
    "maximum_warning_os_version": "maximumWarningOsVersion",
    "minimum_wipe_app_version": "minimumWipeAppVersion",
}


@pytest.mark.parametrize(("field", "fact", "action", "reason"), VERSION_CASES)
def test_a_version_on_the_wrong_side_of_its_limit_fails(
    field: str, fact: str, action: RemediationAction, reason: Reason
) -> None:
    beyond = "5.0.9" if field.startswith("minimum") else "5.1.1"

    decision = decide(situation(settings(**{field: "5.1.0"}), **{fact: beyond}))

    [finding] = decision.findings
    assert decision.access is ACCESS[action]
    assert (finding.reason, finding.action, finding.policy) == (reason, action, EDGE)
    assert (finding.expected, finding.actual) == ("5.1.0", beyond)


@pytest.mark.parametrize(("field", "fact", "action", "reason"), VERSION_CASES)
def test_a_version_exactly_at_its_limit_passes(
    field: str, fact: str, action: RemediationAction, reason: Reason
) -> None:
    decision = decide(situation(settings(**{field: "5.1.0"}), **{fact: "5.1"}))

    assert decision.access is Access.ALLOWED


@pytest.mark.parametrize(("field", "setting"), WIRE.items())
def test_a_finding_names_its_setting_as_graph_does(field: str, setting: str) -> None:
    beyond = "0.1" if field.startswith("minimum") else "99.0"
    facts = {"management_sdk_version": beyond, "application_version": beyond, "platform_version": beyond}

    [finding] = decide(situation(settings(**{field: "5.1"}), **facts)).findings

    assert finding.setting == setting


@pytest.mark.parametrize(("action", "access"), [(BLOCK, Access.BLOCKED), (WIPE, Access.WIPE_PENDING)])
def test_a_confirmed_disabled_account_has_the_consequence_that_is_set(
    action: RemediationAction, access: Access
) -> None:
    decision = decide(situation(settings(app_action_if_unable_to_authenticate_user=action), is_account_disabled=True))

    assert decision.access is access
    assert decision.findings == (
        Finding(Reason.ACCOUNT_DISABLED, "appActionIfUnableToAuthenticateUser", action, EDGE, action.value, "disabled"),
    )


@pytest.mark.parametrize("values", [{}, {"app_action_if_unable_to_authenticate_user": WIPE}])
def test_an_account_condition_passes_where_nothing_is_set_or_nothing_is_confirmed(values: dict[str, Any]) -> None:
    is_disabled = not values

    assert decide(situation(settings(**values), is_account_disabled=is_disabled)).access is Access.ALLOWED


def test_offline_past_the_block_period_blocks() -> None:
    decision = decide(situation(settings(), is_offline_blocked=True))

    assert decision.access is Access.BLOCKED
    assert decision.findings == (
        Finding(Reason.OFFLINE_GRACE_PERIOD_EXPIRED, "periodOfflineBeforeAccessCheck", BLOCK, EDGE, "PT12H"),
    )


@pytest.mark.parametrize(
    ("state", "reason", "action"),
    [
        (Reauthentication.REQUIRED, Reason.REAUTHENTICATION_REQUIRED, BLOCK),
        (Reauthentication.FAILED, Reason.REAUTHENTICATION_FAILED, WIPE),
    ],
)
def test_offline_past_the_wipe_period_asks_for_a_sign_in_and_wipes_when_it_fails(
    state: Reauthentication, reason: Reason, action: RemediationAction
) -> None:
    decision = decide(situation(settings(), reauthentication=state))

    assert decision.access is ACCESS[action]
    assert decision.findings == (Finding(reason, "periodOfflineBeforeWipeIsEnforced", action, EDGE, "P90D"),)


@pytest.mark.parametrize("facts", [{"is_offline_blocked": True}, {"reauthentication": Reauthentication.FAILED}])
def test_an_offline_condition_that_no_policy_sets_never_fails(facts: dict[str, Any]) -> None:
    unset = settings(period_offline_before_access_check=None, period_offline_before_wipe_is_enforced=None)

    assert decide(situation(unset, **facts)).access is Access.ALLOWED


def test_an_open_wipe_that_nothing_asks_for_any_more_is_told_as_requested() -> None:
    decision = decide(situation(settings(), has_open_wipe=True))

    assert decision.access is Access.WIPE_PENDING
    assert decision.findings == (Finding(Reason.WIPE_REQUESTED, None, WIPE),)


def test_an_open_wipe_whose_condition_still_fails_is_told_by_that_condition() -> None:
    decision = decide(
        situation(
            settings(
                maximum_allowed_device_threat_level=DeviceThreatLevel.LOW,
                mobile_threat_defense_remediation_action=WIPE,
            ),
            health_state=HealthState.HIGH_SEVERITY,
            has_open_wipe=True,
        )
    )

    assert [finding.reason for finding in decision.findings] == [Reason.DEVICE_THREAT_LEVEL_EXCEEDED]


def test_a_wipe_that_an_admin_asks_for_is_told_beside_a_condition_that_wipes_too() -> None:
    decision = decide(situation(settings(minimum_wipe_os_version="99.0"), has_open_wipe=True, is_wipe_requested=True))

    assert [finding.reason for finding in decision.findings] == [Reason.OS_VERSION_TOO_LOW, Reason.WIPE_REQUESTED]


@pytest.mark.parametrize("facts", [{"settings": None}, {"settings": settings(), "is_managed": True}])
def test_an_open_wipe_outlives_policy_and_protection(facts: dict[str, Any]) -> None:
    assert decide(situation(has_open_wipe=True, **facts)).access is Access.WIPE_PENDING


def test_no_health_state_names_the_state_that_says_nothing() -> None:
    decision = decide(
        situation(
            settings(maximum_allowed_device_threat_level=DeviceThreatLevel.HIGH),
            health_state=HealthState.MISCONFIGURED,
        )
    )

    [finding] = decision.findings
    assert (finding.reason, finding.expected, finding.actual) == (Reason.NO_HEALTH_STATE, "high", "misconfigured")


def test_each_policys_maximum_is_judged_and_told_by_itself_in_order_of_policy_name() -> None:
    both = in_force(
        policy("B", maximum_allowed_device_threat_level=DeviceThreatLevel.SECURED),
        policy("A", maximum_allowed_device_threat_level=DeviceThreatLevel.LOW),
        policy("C", maximum_allowed_device_threat_level=DeviceThreatLevel.HIGH),
    )

    decision = decide(situation(both, health_state=HealthState.MEDIUM_SEVERITY))

    assert [(finding.policy, finding.expected) for finding in decision.findings] == [
        (PolicyRef("A", "T_A"), "low"),
        (PolicyRef("B", "T_B"), "secured"),
    ]


def failing_everything() -> EffectiveSettings:
    """Settings of which each condition fails on an old, high-risk, offline device of a disabled account."""
    minimums = {rule.field: "900.0" for rule in RULES if rule.field.startswith("minimum_")}
    maximums = {f"maximum_{level}_os_version": "1.0" for level in ("warning", "required", "wipe")}
    return settings(
        **minimums,
        **maximums,
        maximum_allowed_device_threat_level=DeviceThreatLevel.SECURED,
        mobile_threat_defense_remediation_action=WIPE,
        app_action_if_unable_to_authenticate_user=BLOCK,
        period_offline_before_wipe_is_enforced=timedelta(days=30),
    )


def test_findings_are_told_wipe_before_block_before_warn_and_in_one_order_within_each() -> None:
    decision = decide(
        situation(
            failing_everything(),
            health_state=HealthState.HIGH_SEVERITY,
            is_account_disabled=True,
            is_offline_blocked=True,
            reauthentication=Reauthentication.REQUIRED,
            has_open_wipe=True,
        )
    )

    assert [(finding.action.value, finding.setting) for finding in decision.findings] == [
        ("wipe", "minimumWipeSdkVersion"),
        ("wipe", "minimumWipeAppVersion"),
        ("wipe", "minimumWipeOsVersion"),
        ("wipe", "maximumWipeOsVersion"),
        ("wipe", "maximumAllowedDeviceThreatLevel"),
        ("block", "minimumRequiredSdkVersion"),
        ("block", "minimumRequiredAppVersion"),
        ("block", "minimumRequiredOsVersion"),
        ("block", "maximumRequiredOsVersion"),
        ("block", "appActionIfUnableToAuthenticateUser"),
        ("block", "periodOfflineBeforeWipeIsEnforced"),
        ("block", "periodOfflineBeforeAccessCheck"),
        ("warn", "minimumWarningAppVersion"),
        ("warn", "minimumWarningOsVersion"),
        ("warn", "maximumWarningOsVersion"),
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.setting)
def test_a_rule_asked_without_settings_says_nothing(rule: Any) -> None:
    assert rule.check(situation(None, is_account_disabled=True, threat_source=ThreatSource.LIVE)) == ()


def test_a_finding_about_the_threat_level_is_told_apart_by_policy_and_others_by_setting() -> None:
    threat = Finding(Reason.NO_HEALTH_STATE, "maximumAllowedDeviceThreatLevel", BLOCK, EDGE)
    version = Finding(Reason.OS_VERSION_TOO_LOW, "minimumRequiredOsVersion", BLOCK, EDGE)

    assert threat.key == "maximumAllowedDeviceThreatLevel/T_Edge"
    assert version.key == "minimumRequiredOsVersion"
