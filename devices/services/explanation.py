"""Why does a registration have the access it has? The decision as of now with everything it rests on; writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.models import MobileThreatDefenseConnector
from devices.models import AccountState, WindowsManagedAppRegistration
from devices.services.evaluation import Verdict, as_finding, judge
from devices.situations import Deadlines, Surroundings
from intune_sim.tenants.models import Group
from intune_sim.vocabulary import Tone, Word
from protection.engine.facts import Access, Finding, Situation, ThreatSource
from protection.engine.rules import RULES, Rule
from protection.engine.wording import sentence
from protection.models import WindowsManagedAppProtection


class RuleVerdict(Word):
    """What one condition says about a registration."""

    PASSED = "passed", "Passed", Tone.GOOD
    FAILED = "failed", "Failed", Tone.BAD
    INERT = "inert", "Without effect", Tone.NEUTRAL
    NOT_CONFIGURED = "notConfigured", "Not configured", Tone.NEUTRAL


@dataclass(frozen=True)
class ExplainedRule:
    """One condition: its setting, what the policies ask, the fact it read and what it says."""

    setting: str
    expected: Any
    actual: Any
    verdict: RuleVerdict
    policy_id: str | None


@dataclass(frozen=True)
class ExplainedFinding:
    """One failed condition in words, and since when it fails."""

    finding: Finding
    since: datetime

    @property
    def sentence(self) -> str:
        """Why it failed."""
        return sentence(self.finding)


@dataclass(frozen=True)
class AppliedPolicy:
    """A policy that applies, and the groups of the user that brought it."""

    policy: WindowsManagedAppProtection
    groups: Sequence[Group]


@dataclass(frozen=True)
class Explanation:
    """Everything that the decision about one registration rests on, as of one instant."""

    registration: WindowsManagedAppRegistration
    now: datetime
    threat_source: ThreatSource
    connector: MobileThreatDefenseConnector | None
    #: None once the registration has ended: nothing is decided any more.
    verdict: Verdict | None
    findings: Sequence[ExplainedFinding] = ()
    rules: Sequence[ExplainedRule] = ()
    policies: Sequence[AppliedPolicy] = ()

    @property
    def access(self) -> Access:
        """What is allowed as of now; for an ended registration what it ended with."""
        return self.verdict.access if self.verdict else self.registration.access

    @property
    def since(self) -> datetime:
        """Since when the access holds; a change that is not written yet begins now."""
        return self.now if self.is_reevaluation_pending else self.registration.access_at

    @property
    def deadlines(self) -> Deadlines | None:
        """What time alone will change."""
        return self.verdict.deadlines if self.verdict else None

    @property
    def is_reevaluation_pending(self) -> bool:
        """Whether what is stored is not yet what is decided as of now."""
        return self.verdict is not None and self.verdict.changes_access

    @property
    def is_overdue(self) -> bool:
        """Whether it has gone without a check-in for so long that it is about to be removed."""
        return self.deadlines is not None and self.deadlines.deregister_at <= self.now

    @property
    def note(self) -> str:
        """Why app protection says nothing about this registration; empty where it does."""
        if self.verdict is None:
            return ""
        if self.verdict.situation.is_managed:
            return "An organization manages the device, so app protection does not apply to it."
        if not self.verdict.facts.is_licensed:
            return "The user has no Intune licence, so no policy applies."
        if self.verdict.settings is None:
            return "No app protection policy targets this user in this app."
        return ""

    @property
    def disabled_because(self) -> str:
        """Who says that the user's account is disabled; empty where nobody does."""
        if self.verdict is None or not self.verdict.situation.is_account_disabled:
            return ""
        said_by_app = self.verdict.facts.account_state == AccountState.DISABLED
        return "The app reported it." if said_by_app else "The directory says so."


def access_explanation(*, registration: WindowsManagedAppRegistration, now: datetime) -> Explanation:
    """Explain a registration, live or ended, as of an instant."""
    surroundings = Surroundings(registration.tenant, now)
    verdicts = judge(surroundings, [registration.pk])
    if not verdicts:
        return Explanation(
            registration=registration,
            now=now,
            threat_source=surroundings.threat_source,
            connector=surroundings.source.connector,
            verdict=None,
        )
    [verdict] = verdicts
    return Explanation(
        registration=registration,
        now=now,
        threat_source=surroundings.threat_source,
        connector=surroundings.source.connector,
        verdict=verdict,
        findings=[
            ExplainedFinding(as_finding(stored), datetime.fromisoformat(stored["since"] or now.isoformat()))
            for stored in verdict.findings
        ],
        rules=[_explained(rule, verdict.situation) for rule in RULES],
        policies=_applied(surroundings, verdict),
    )


def _explained(rule: Rule, situation: Situation) -> ExplainedRule:
    settings = situation.settings
    sourced = settings.values.get(rule.field) if settings else None
    if sourced is None or situation.is_managed:
        verdict = RuleVerdict.NOT_CONFIGURED
    elif rule.check(situation):
        verdict = RuleVerdict.FAILED
    elif rule.fact == "health_state" and situation.threat_source is not ThreatSource.LIVE:
        verdict = RuleVerdict.INERT
    else:
        verdict = RuleVerdict.PASSED
    return ExplainedRule(
        setting=rule.setting,
        expected=sourced.value if sourced else None,
        actual=getattr(situation, rule.fact),
        verdict=verdict,
        policy_id=sourced.policy.id if sourced and sourced.policy else None,
    )


def _applied(surroundings: Surroundings, verdict: Verdict) -> list[AppliedPolicy]:
    """The policies that apply, by name, each with the groups that brought it."""
    targeting, facts = surroundings.targeting, verdict.facts
    if verdict.settings is None:
        return []
    member_of = targeting.memberships({facts.user}).get(facts.user, frozenset())
    policies = {policy.pk: policy for policy in targeting.policies_for(member_of, facts.app_identifier)}
    groups = Group.objects.in_bulk(member_of)
    applied = [
        AppliedPolicy(
            policy=policies[target.policy],
            groups=sorted((groups[key] for key in target.included & member_of), key=str),
        )
        for target in targeting.targets
        if target.policy in policies
    ]
    return sorted(applied, key=lambda one: one.policy.ref)
