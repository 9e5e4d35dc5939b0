"""May these registrations use company data now, and what changes by that? Judges any number of rows, one way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from devices.models import AccessChange, Cause, WindowsManagedAppRegistration, WipeRequest
from devices.situations import Deadlines, Facts, Surroundings
from devices.wipe_lifecycle import WipeEvent, WipeOrigin, WipeState, next_state
from intune_sim.bulk import update_rows
from intune_sim.tenants.models import Tenant
from protection.engine.decide import decide
from protection.engine.facts import (
    Access,
    Decision,
    EffectiveSettings,
    Finding,
    PolicyRef,
    Reason,
    RemediationAction,
    Situation,
)

#: A pending wipe is given up so long after the offline wipe period ("App selective wipe", retention).
WIPE_RETENTION = timedelta(days=4)
DEFAULT_WIPE_PERIOD = timedelta(days=90)


@dataclass(frozen=True)
class Verdict:
    """What is decided about one registration, beside what was stored."""

    facts: Facts
    settings: EffectiveSettings | None
    situation: Situation
    deadlines: Deadlines
    decision: Decision
    findings: list[dict[str, str | None]]
    next_evaluation_at: datetime

    @property
    def access(self) -> Access:
        """What is allowed."""
        return self.decision.access

    @property
    def changes_access(self) -> bool:
        """Whether the stored access is another one."""
        return self.access != self.facts.access

    @property
    def changes_row(self) -> bool:
        """Whether anything stored differs."""
        return (
            self.changes_access
            or self.findings != self.facts.findings
            or self.next_evaluation_at != self.facts.next_evaluation_at
        )

    @property
    def opens_wipe(self) -> bool:
        """Whether the app must now be asked to wipe: once at a time, and after a failure only after a check-in."""
        return _opens_wipe(self.decision, self.facts)


def judge(surroundings: Surroundings, registrations: Iterable[int]) -> list[Verdict]:
    """Decide about live registrations (primary keys), in key order. Writes nothing."""
    return judge_facts(surroundings, surroundings.read_facts(registrations))


def judge_facts(surroundings: Surroundings, rows: Sequence[Facts]) -> list[Verdict]:
    """Decide on facts. Rows that share their facts share one decision: `decide` runs once per distinct situation."""
    groups = surroundings.targeting.memberships({row.user for row in rows})
    memo: dict[tuple[Any, ...], Decision] = {}
    verdicts = []
    for facts in rows:
        settings = surroundings.settings_for(facts, groups.get(facts.user, frozenset()))
        deadlines = surroundings.deadlines(facts, settings)
        situation = surroundings.situation(facts, settings, deadlines)
        # The same policies resolve to the same object, so that its identity stands for its content.
        key = (id(settings), *_distinguishing(situation))
        if key not in memo:
            memo[key] = decide(situation)
        decision = memo[key]
        if _opens_wipe(decision, facts):
            deadlines = replace(deadlines, wipe_expires_at=wipe_expiry(settings, surroundings.now))
        verdicts.append(
            Verdict(
                facts=facts,
                settings=settings,
                situation=situation,
                deadlines=deadlines,
                decision=decision,
                findings=_dated(decision, facts, deadlines, surroundings.now),
                next_evaluation_at=deadlines.next_after(surroundings.now),
            )
        )
    return verdicts


def write(verdicts: Sequence[Verdict], *, cause: Cause, now: datetime) -> int:
    """Write what differs: rows, access history and wipes, a statement each; returns how many accesses changed.

    The caller holds the rows in its transaction.
    """
    changed = [verdict for verdict in verdicts if verdict.changes_row]
    update_rows(
        WindowsManagedAppRegistration,
        ("access", "access_at", "findings", "next_evaluation_at"),
        [
            (
                verdict.facts.pk,
                verdict.access,
                now if verdict.changes_access else verdict.facts.access_at,
                verdict.findings,
                verdict.next_evaluation_at,
            )
            for verdict in changed
        ],
    )
    is_new = cause is Cause.ENROLMENT
    turned = [verdict for verdict in verdicts if verdict.changes_access or is_new]
    AccessChange.objects.bulk_create(
        AccessChange(
            registration_id=verdict.facts.pk,
            from_access=None if is_new else verdict.facts.access,
            to_access=verdict.access,
            reason=verdict.decision.findings[0].reason if verdict.decision.findings else None,
            cause=cause,
            at=now,
        )
        for verdict in turned
    )
    opening = [verdict for verdict in verdicts if verdict.opens_wipe]
    if opening:
        give_up_wipes([verdict.facts.pk for verdict in opening], now=now)
    WipeRequest.objects.bulk_create(
        WipeRequest(
            registration_id=verdict.facts.pk,
            origin=WipeOrigin.USER_LEVEL if verdict.facts.is_user_level_wiped else WipeOrigin.POLICY,
            created_at=now,
            last_modified_date_time=now,
            expires_at=wipe_expiry(verdict.settings, now),
        )
        for verdict in opening
    )
    return len(turned)


def give_up_wipes(registrations: Iterable[int], *, now: datetime) -> int:
    """Write down that pending wipes of these registrations, held by the caller, have had their time; returns how many."""
    overdue = WipeRequest.objects.filter(
        registration__in=list(registrations), state=WipeState.PENDING, expires_at__lte=now
    )
    return overdue.update(state=next_state(WipeState.PENDING, WipeEvent.EXPIRED), last_modified_date_time=now)


def reevaluate(*, tenant: Tenant, registrations: Iterable[int], cause: Cause, now: datetime) -> list[Verdict]:
    """Judge rows that the caller holds and write the result."""
    verdicts = judge(Surroundings(tenant, now), registrations)
    write(verdicts, cause=cause, now=now)
    return verdicts


def _opens_wipe(decision: Decision, facts: Facts) -> bool:
    return decision.access is Access.WIPE_PENDING and facts.open_wipe_until is None and not facts.is_wipe_held


def wipe_expiry(settings: EffectiveSettings | None, now: datetime) -> datetime:
    """When a wipe that nobody completes is given up."""
    period = settings.value("period_offline_before_wipe_is_enforced") if settings else None
    return now + (period or DEFAULT_WIPE_PERIOD) + WIPE_RETENTION


def _distinguishing(situation: Situation) -> tuple[Any, ...]:
    """The situation's facts beside its settings."""
    return (
        situation.is_managed,
        situation.application_version,
        situation.management_sdk_version,
        situation.platform_version,
        situation.health_state,
        situation.is_health_stale,
        situation.is_account_disabled,
        situation.is_offline_blocked,
        situation.reauthentication,
        situation.has_open_wipe,
        situation.is_wipe_requested,
    )


def _dated(decision: Decision, facts: Facts, deadlines: Deadlines, now: datetime) -> list[dict[str, str | None]]:
    """The findings as they are stored, each with the instant since when it fails without a break."""
    if not decision.findings:
        return []
    since = {_key_of(stored): stored["since"] for stored in facts.findings}
    return [
        {
            "reason": finding.reason.value,
            "setting": finding.setting,
            "action": finding.action.value,
            "policyId": finding.policy.id if finding.policy else None,
            "policyName": finding.policy.name if finding.policy else None,
            "expected": finding.expected,
            "actual": finding.actual,
            "since": since.get(finding.key) or _onset(finding, facts, deadlines, now).isoformat(),
        }
        for finding in decision.findings
    ]


def _onset(finding: Finding, facts: Facts, deadlines: Deadlines, now: datetime) -> datetime:
    """When a condition that nobody has seen fail before began to: at its deadline where time made it fail.

    No deadline lies before the stored next evaluation unless a rule or a fact moved it there, just now.
    """
    deadline = {
        Reason.OFFLINE_GRACE_PERIOD_EXPIRED: deadlines.offline_block_at,
        Reason.REAUTHENTICATION_REQUIRED: deadlines.offline_wipe_at,
        Reason.NO_HEALTH_STATE: deadlines.health_stale_at,
    }.get(finding.reason)
    expected = facts.next_evaluation_at
    return deadline if deadline and expected and expected <= deadline <= now else now


def _key_of(stored: dict[str, str | None]) -> str:
    return as_finding(stored).key


def as_finding(stored: dict[str, str | None]) -> Finding:
    """A stored finding as the engine's."""
    policy_id = stored["policyId"]
    return Finding(
        reason=Reason(stored["reason"] or ""),
        setting=stored["setting"],
        action=RemediationAction(stored["action"] or ""),
        policy=PolicyRef(name=stored["policyName"] or "", id=policy_id) if policy_id else None,
        expected=stored["expected"],
        actual=stored["actual"],
    )
