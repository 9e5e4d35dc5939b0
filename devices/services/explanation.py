"""Why does a registration have the access it has? The decision as of now with everything it rests on; writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.models import MobileThreatDefenseConnector
from devices.models import Ending, WindowsManagedAppRegistration
from devices.services.evaluation import Verdict, as_finding, judge
from devices.situations import Deadlines, Surroundings
from intune_sim.durations import in_words, parse_duration
from intune_sim.naming import wire_name
from intune_sim.tenants.models import Group
from intune_sim.vocabulary import Tone, Word
from protection.engine.facts import (
    Access,
    Decision,
    DeviceThreatLevel,
    Finding,
    HealthState,
    Reauthentication,
    Situation,
    ThreatSource,
)
from protection.engine.rules import RULES, Rule
from protection.engine.wording import UserMessage, remedy, sentence, user_message
from protection.health_checks import CONDITIONS
from protection.models import WindowsManagedAppProtection


class RuleVerdict(Word):
    """What one condition says about a registration."""

    PASSED = "passed", "Passed", Tone.GOOD
    FAILED = "failed", "Failed", Tone.BAD
    INERT = "inert", "Without effect", Tone.NEUTRAL
    NOT_CONFIGURED = "notConfigured", "Not configured", Tone.NEUTRAL
    NOT_APPLICABLE = "notApplicable", "Not applicable", Tone.NEUTRAL


@dataclass(frozen=True)
class ExplainedRule:
    """One condition: its setting, what the policies ask, the fact it read and what it says."""

    setting: str
    expected: Any
    actual: Any
    verdict: RuleVerdict
    policy_id: str | None


#: What the Health checks page calls a setting, by its Graph name.
_CONDITIONS = {wire_name(field): condition.label for condition in CONDITIONS for field in condition.fields.values()}


@dataclass(frozen=True)
class ExplainedFinding:
    """One failed condition in words, and since when it fails."""

    finding: Finding
    since: datetime

    @property
    def sentence(self) -> str:
        """Why it failed."""
        return sentence(self.finding)

    @property
    def remedy(self) -> str:
        """What would lift it."""
        return remedy(self.finding)

    @property
    def condition(self) -> str:
        """The condition's name on the Health checks page; empty for a wipe that an admin asked for."""
        return _CONDITIONS[self.finding.setting] if self.finding.setting else ""

    @property
    def expected(self) -> str:
        """What the policy asks for, as its page shows it."""
        expected = self.finding.expected or ""
        if self.finding.setting == "maximumAllowedDeviceThreatLevel":
            return str(DeviceThreatLevel(expected).label)
        if self.finding.setting == "appActionIfUnableToAuthenticateUser":
            return "Enabled"
        if (self.finding.setting or "").startswith("period"):
            return in_words(parse_duration(expected))
        return expected

    @property
    def actual(self) -> str:
        """What was found instead."""
        actual = self.finding.actual
        if self.finding.setting == "maximumAllowedDeviceThreatLevel":
            return str(HealthState(actual).label) if actual else "Never reported"
        return (actual or "").capitalize()


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
    def conflicts(self) -> tuple[str, ...]:
        """The number fields on which the policies disagree, so that the recommended value stands in."""
        return self.verdict.settings.conflicts if self.verdict and self.verdict.settings else ()

    @property
    def schedule(self) -> list[tuple[str, datetime]]:
        """What time alone will do and when, the earliest first; what has happened already stands at the front."""
        if self.deadlines is None:
            return []
        planned = [
            ("The health state stops counting", self.deadlines.health_stale_at),
            ("Access is blocked unless the app checks in", self.deadlines.offline_block_at),
            ("The user must sign in again unless the app checks in", self.deadlines.offline_wipe_at),
            ("The registration is removed unless the app checks in", self.deadlines.deregister_at),
        ]
        return sorted([(what, at) for what, at in planned if at], key=lambda one: one[1])

    @property
    def is_reevaluation_pending(self) -> bool:
        """Whether what is stored is not yet what is decided as of now."""
        return self.verdict is not None and self.verdict.changes_access

    @property
    def is_overdue(self) -> bool:
        """Whether it has gone without a check-in for so long that it is about to be removed."""
        return self.deadlines is not None and self.deadlines.deregister_at <= self.now

    @property
    def message(self) -> UserMessage:
        """What the managed app shows its user."""
        if self.verdict:
            return user_message(self.verdict.decision)
        if self.registration.ending == Ending.WIPED:
            return user_message(Decision(Access.WIPED, ()))
        return UserMessage("You are signed out", "Sign in to Edge to use your organization's data in this app.")

    @property
    def asks_for_sign_in(self) -> bool:
        """Whether the app must have its user sign in again before it may go on."""
        return (
            self.verdict is not None
            and self.verdict.settings is not None
            and self.verdict.situation.reauthentication is not Reauthentication.NOT_NEEDED
        )

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
    if settings is None or situation.is_managed:
        verdict = RuleVerdict.NOT_APPLICABLE
    elif sourced is None:
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
