"""May this registration use company data? The only place that decides."""

from protection.engine.facts import (
    ACCESS_AFTER,
    STRICTNESS,
    Access,
    Decision,
    Finding,
    Reason,
    RemediationAction,
    Situation,
)
from protection.engine.rules import RULES


def decide(situation: Situation) -> Decision:
    """Every rule speaks; the strictest finding stands.

    An open wipe outlives whatever asked for it. A managed device is not app protection's business, and without a
    policy app protection is inactive: neither brings findings of its own.
    """
    judged = situation.settings is not None and not situation.is_managed
    findings = [finding for rule in RULES for finding in rule.check(situation)] if judged else []
    is_wiping = any(finding.action is RemediationAction.WIPE for finding in findings)
    if situation.is_wipe_requested or (situation.has_open_wipe and not is_wiping):
        findings.append(Finding(Reason.WIPE_REQUESTED, None, RemediationAction.WIPE))
    # sorted() is stable: within one action the order of RULES and of policy names stays.
    findings = sorted(findings, key=lambda finding: -finding.action.rank)
    if findings:
        access = max((ACCESS_AFTER[finding.action] for finding in findings), key=STRICTNESS.__getitem__)
    elif situation.is_managed:
        access = Access.UNPROTECTED
    elif situation.settings is None:
        access = Access.INACTIVE
    else:
        access = Access.ALLOWED
    return Decision(access=access, findings=tuple(findings))
