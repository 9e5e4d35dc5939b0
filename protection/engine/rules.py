"""Which conditions fail? One rule per setting of the Health checks page, each a function of the situation."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import gt, lt

from intune_sim.durations import format_duration
from protection.engine.facts import Finding, Reason, Reauthentication, RemediationAction, Situation, ThreatSource
from protection.engine.versions import parse_version


@dataclass(frozen=True)
class Rule:
    """A condition: the Graph name of its setting, its field, the fact it reads and the check itself."""

    setting: str
    field: str
    fact: str
    check: Callable[[Situation], tuple[Finding, ...]]


def _version_rule(prefix: str, level: str, subject: str, fact: str, reason: Reason) -> Rule:
    """`minimumRequiredOsVersion` and its like: fails when the fact is below the minimum or above the maximum."""
    setting = f"{prefix}{level}{subject}Version"
    field = f"{prefix}_{level}_{subject}_version".lower()
    action = {
        "Warning": RemediationAction.WARN,
        "Required": RemediationAction.BLOCK,
        "Wipe": RemediationAction.WIPE,
    }[level]
    fails = lt if prefix == "minimum" else gt

    def check(situation: Situation) -> tuple[Finding, ...]:
        limit = situation.settings.values.get(field) if situation.settings else None
        actual = getattr(situation, fact)
        if limit is None or not fails(parse_version(actual), parse_version(limit.value)):
            return ()
        return (Finding(reason, setting, action, limit.policy, limit.value, actual),)

    return Rule(setting, field, fact, check)


def device_threat_level(situation: Situation) -> tuple[Finding, ...]:
    """Every policy's own maximum, judged by itself, so that a wipe happens only where the policy that says so fails."""
    if situation.settings is None or situation.threat_source is not ThreatSource.LIVE:
        return ()
    state = situation.health_state
    severity = state.severity if state and not situation.is_health_stale else None
    if severity is None and not situation.blocks_missing_health:
        return ()
    findings = []
    for rule in situation.settings.threat_rules:
        if severity is None:
            # Absence of data never wipes: a silent partner must not cost anyone their work.
            reason, action = Reason.NO_HEALTH_STATE, RemediationAction.BLOCK
        elif severity > rule.level.severity:
            reason, action = Reason.DEVICE_THREAT_LEVEL_EXCEEDED, rule.action
        else:
            continue
        findings.append(
            Finding(
                reason,
                "maximumAllowedDeviceThreatLevel",
                action,
                rule.policy,
                rule.level.value,
                state.value if state else None,
            )
        )
    return tuple(findings)


def disabled_account(situation: Situation) -> tuple[Finding, ...]:
    """Acts only on a confirmed disabled account ("Disabled account", Windows app protection settings)."""
    action = situation.settings.values.get("app_action_if_unable_to_authenticate_user") if situation.settings else None
    if action is None or not situation.is_account_disabled:
        return ()
    setting = "appActionIfUnableToAuthenticateUser"
    verdict = RemediationAction(action.value)
    return (Finding(Reason.ACCOUNT_DISABLED, setting, verdict, action.policy, action.value, "disabled"),)


def offline_wipe(situation: Situation) -> tuple[Finding, ...]:
    """Offline past the wipe period: sign in again, or lose the data ("Offline grace period")."""
    period = situation.settings.values.get("period_offline_before_wipe_is_enforced") if situation.settings else None
    if period is None or situation.reauthentication is Reauthentication.NOT_NEEDED:
        return ()
    failed = situation.reauthentication is Reauthentication.FAILED
    return (
        Finding(
            Reason.REAUTHENTICATION_FAILED if failed else Reason.REAUTHENTICATION_REQUIRED,
            "periodOfflineBeforeWipeIsEnforced",
            RemediationAction.WIPE if failed else RemediationAction.BLOCK,
            period.policy,
            format_duration(period.value),
        ),
    )


def offline_block(situation: Situation) -> tuple[Finding, ...]:
    """Offline past the block period: no access until the next check-in ("Offline grace period")."""
    period = situation.settings.values.get("period_offline_before_access_check") if situation.settings else None
    if period is None or not situation.is_offline_blocked:
        return ()
    return (
        Finding(
            Reason.OFFLINE_GRACE_PERIOD_EXPIRED,
            "periodOfflineBeforeAccessCheck",
            RemediationAction.BLOCK,
            period.policy,
            format_duration(period.value),
        ),
    )


_SDK, _APP, _OS = "management_sdk_version", "application_version", "platform_version"

#: Every rule, in the order in which findings of one action are told: SDK, app, OS, threat, account, offline.
RULES: tuple[Rule, ...] = (
    *(_version_rule("minimum", level, "Sdk", _SDK, Reason.SDK_VERSION_TOO_LOW) for level in ("Required", "Wipe")),
    *(
        _version_rule("minimum", level, "App", _APP, Reason.APP_VERSION_TOO_LOW)
        for level in ("Warning", "Required", "Wipe")
    ),
    *(
        _version_rule("minimum", level, "Os", _OS, Reason.OS_VERSION_TOO_LOW)
        for level in ("Warning", "Required", "Wipe")
    ),
    *(
        _version_rule("maximum", level, "Os", _OS, Reason.OS_VERSION_TOO_HIGH)
        for level in ("Warning", "Required", "Wipe")
    ),
    Rule("maximumAllowedDeviceThreatLevel", "maximum_allowed_device_threat_level", "health_state", device_threat_level),
    Rule(
        "appActionIfUnableToAuthenticateUser",
        "app_action_if_unable_to_authenticate_user",
        "is_account_disabled",
        disabled_account,
    ),
    Rule(
        "periodOfflineBeforeWipeIsEnforced",
        "period_offline_before_wipe_is_enforced",
        "reauthentication",
        offline_wipe,
    ),
    Rule("periodOfflineBeforeAccessCheck", "period_offline_before_access_check", "is_offline_blocked", offline_block),
)
