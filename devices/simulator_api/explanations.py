"""Why does a registration stand as it does? The decision with its rules, facts and policies, as JSON."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from devices.answers import FindingAnswer, UserMessageAnswer, finding_answer, message_answer
from devices.models import AccessChange, Cause, Ending
from devices.queries.registrations import registration_of
from devices.services.explanation import AppliedPolicy, ExplainedRule, Explanation, RuleVerdict, access_explanation
from devices.simulator_api.steering import SimulatorView
from intune_sim.durations import format_duration
from intune_sim.naming import wire_name
from intune_sim.service_api.decoding import Answer, guid
from intune_sim.service_api.schema import contract
from protection.engine.facts import Access, Decision, Reason
from protection.engine.rules import RULES

#: How many of the last access changes an explanation tells.
RECENT_CHANGES = 10

#: The fact that each rule reads, by the rule's setting.
FACT_OF = {rule.setting: rule.fact for rule in RULES}


class RuleAnswer(Answer):
    """What one rule says."""

    setting: str
    verdict: RuleVerdict
    expected: bool | str | None
    fact: str
    actual: bool | str | None
    policy_id: str | None


class GroupAnswer(Answer):
    """A group that brought a policy."""

    id: str
    display_name: str


class PolicyAnswer(Answer):
    """A policy that applies, and the groups that brought it."""

    policy_id: str
    policy_name: str
    groups: list[GroupAnswer]


class ChangeAnswer(Answer):
    """A change of access."""

    from_access: Access | None
    to_access: Access
    reason: Reason | None
    cause: Cause
    at: datetime


class ExplanationAnswer(Answer):
    """A decision, and everything it rests on."""

    registration_id: str
    access: Access
    since: datetime
    stored_access: Access
    ending: Ending | None
    findings: list[FindingAnswer]
    #: Null for a registration that ended without a wipe: its app shows nothing.
    user_message: UserMessageAnswer | None
    rules: list[RuleAnswer]
    facts: dict[str, bool | str | None]
    policies: list[PolicyAnswer]
    changes: list[ChangeAnswer]
    evaluated_date_time: datetime


class ExplanationView(SimulatorView):
    """Why a registration has the access it has."""

    @contract(answers={200: ExplanationAnswer}, refusals=(404,))
    def get(self, request: Request, registration: str) -> Response:
        """Answer the decision as of now with everything it rests on; nothing is written."""
        tenant = self.caller.tenant
        found = registration_of(tenant=tenant, graph_id=guid(registration))
        return Response(_explanation_answer(access_explanation(registration=found, now=tenant.now())))


def _explanation_answer(explanation: Explanation) -> ExplanationAnswer:
    registration, verdict = explanation.registration, explanation.verdict
    changes = registration.access_changes.order_by("-pk")[:RECENT_CHANGES]
    return ExplanationAnswer(
        registration_id=str(registration.graph_id),
        access=explanation.access,
        since=explanation.since,
        stored_access=registration.access,
        ending=registration.ending,
        findings=[finding_answer(stored) for stored in verdict.findings] if verdict else [],
        user_message=_user_message(explanation),
        rules=[_rule_answer(rule) for rule in explanation.rules],
        facts=_facts(explanation),
        policies=[_policy_answer(applied) for applied in explanation.policies],
        changes=[_change_answer(change) for change in changes],
        evaluated_date_time=explanation.now,
    )


def _user_message(explanation: Explanation) -> UserMessageAnswer | None:
    if explanation.verdict:
        return message_answer(explanation.verdict.decision)
    return message_answer(Decision(Access.WIPED, ())) if explanation.access is Access.WIPED else None


def _rule_answer(rule: ExplainedRule) -> RuleAnswer:
    return RuleAnswer(
        setting=rule.setting,
        verdict=rule.verdict,
        expected=_plain(rule.expected),
        fact=wire_name(FACT_OF[rule.setting]),
        actual=_plain(rule.actual),
        policy_id=rule.policy_id,
    )


def _policy_answer(applied: AppliedPolicy) -> PolicyAnswer:
    return PolicyAnswer(
        policy_id=applied.policy.policy_id,
        policy_name=applied.policy.display_name,
        groups=[GroupAnswer(id=str(group.graph_id), display_name=group.display_name) for group in applied.groups],
    )


def _change_answer(change: AccessChange) -> ChangeAnswer:
    return ChangeAnswer(
        from_access=change.from_access,
        to_access=change.to_access,
        reason=change.reason,
        cause=change.cause,
        at=change.at,
    )


def _facts(explanation: Explanation) -> dict[str, bool | str | None]:
    """Every fact that the decision read, and the instants at which time alone will change something."""
    if explanation.verdict is None:
        return {}
    situation, deadlines = explanation.verdict.situation, explanation.verdict.deadlines
    facts = {name: getattr(situation, name) for name in type(situation).__dataclass_fields__ if name != "settings"}
    facts |= {name: getattr(deadlines, name) for name in type(deadlines).__dataclass_fields__}
    facts["connector_id"] = explanation.connector and str(explanation.connector.graph_id)
    return {wire_name(name): _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> bool | str | None:
    """A value as the wire writes it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, timedelta):
        return format_duration(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value.value if isinstance(value, Enum) else value)
