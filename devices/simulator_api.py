"""How is a simulation steered? A tenant's clock and settings, a sweep on demand, and why a registration stands as it does."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from enum import Enum
from typing import Annotated, Any

from django.urls import path
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request
from rest_framework.response import Response

from devices.answers import FindingAnswer, UserMessageAnswer, finding_answer, message_answer
from devices.models import AccessChange, Cause, Ending
from devices.queries.registrations import registration_of
from devices.services import sweep
from devices.services.explanation import AppliedPolicy, ExplainedRule, Explanation, RuleVerdict, access_explanation
from intune_sim.clock import Clock
from intune_sim.clock import now as real_now
from intune_sim.durations import InvalidDuration, format_duration, parse_duration
from intune_sim.errors import Invalid
from intune_sim.naming import wire_name
from intune_sim.service_api.decoding import Answer, Body, InvalidTime, NoBody, guid, parse_time
from intune_sim.service_api.schema import contract
from intune_sim.service_api.views import ServiceView
from intune_sim.tenants.models import MissingHealthState, Tenant
from intune_sim.tenants.roles import AppRole
from intune_sim.tenants.services import VALIDITY_DAYS, change_settings, move_clock
from protection.engine.facts import Access, Decision, Reason
from protection.engine.rules import RULES

#: How many of the last access changes an explanation tells.
RECENT_CHANGES = 10

#: The fact that each rule reads, by the rule's setting.
FACT_OF = {rule.setting: rule.fact for rule in RULES}


class ClockMove(Body):
    """Exactly one way to move the clock."""

    advance: str | UnsetType = UNSET
    freeze_at: str | UnsetType = UNSET
    resume: bool | UnsetType = UNSET
    reset: bool | UnsetType = UNSET


class SettingsChange(Body):
    """The settings to change; what is not mentioned stays."""

    health_state_validity_days: Annotated[int, Meta(ge=VALIDITY_DAYS[0], le=VALIDITY_DAYS[-1])] | UnsetType = UNSET
    missing_health_state: MissingHealthState | UnsetType = UNSET
    #: Whether Microsoft Graph keeps to its published limits.
    is_throttled: bool | UnsetType = UNSET


class Changed(Answer):
    """How many things are not what they were."""

    registrations: int
    connectors: int
    deregistered: int
    operations_expired: int


class ClockAnswer(Answer):
    """What the tenant's clock shows."""

    now: datetime
    frozen: bool
    offset: str


class MovedClockAnswer(ClockAnswer):
    """What the tenant's clock shows, and what moving it changed."""

    changed: Changed


class SettingsAnswer(Answer):
    """The tenant's settings."""

    health_state_validity_days: int
    missing_health_state: MissingHealthState
    is_throttled: bool


class SweepAnswer(Answer):
    """What a sweep did."""

    evaluated: int
    registrations: int
    connectors: int
    deregistered: int
    operations_expired: int


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


class SimulatorView(ServiceView):
    """A call of the simulator surface."""

    roles = (AppRole.SIMULATOR_CONTROL.value,)


class ClockView(SimulatorView):
    """The tenant's clock."""

    @contract(answers={200: ClockAnswer})
    def get(self, request: Request) -> Response:
        """Answer what the clock shows."""
        return Response(ClockAnswer(**_clock(self.caller.tenant, real_now())))

    @contract(body=ClockMove, answers={200: MovedClockAnswer})
    def post(self, request: Request) -> Response:
        """Move the clock and do everything that is due by that."""
        move = _move(self.body(ClockMove))
        tenant = move_clock(tenant=self.caller.tenant, move=move, by=self.caller.actor, real=real_now())
        real = real_now()
        summary = sweep.catch_up(tenant=tenant, now=tenant.clock.at(real))
        changed = Changed(
            registrations=summary.registrations,
            connectors=summary.connectors,
            deregistered=summary.deregistered,
            operations_expired=summary.operations_expired,
        )
        return Response(MovedClockAnswer(**_clock(tenant, real), changed=changed))


class SettingsView(SimulatorView):
    """The tenant's settings."""

    @contract(answers={200: SettingsAnswer})
    def get(self, request: Request) -> Response:
        """Answer the settings."""
        return Response(_settings(self.caller.tenant))

    @contract(body=SettingsChange, answers={200: SettingsAnswer})
    def patch(self, request: Request) -> Response:
        """Change settings and answer them."""
        body = self.body(SettingsChange)
        days, missing, is_throttled = body.health_state_validity_days, body.missing_health_state, body.is_throttled
        tenant = change_settings(
            tenant=self.caller.tenant,
            health_state_validity_days=None if days is UNSET else days,
            missing_health_state=None if missing is UNSET else missing,
            is_throttled=None if is_throttled is UNSET else is_throttled,
            by=self.caller.actor,
            now=self.caller.tenant.now(),
        )
        return Response(_settings(tenant))


class ReevaluationView(SimulatorView):
    """A sweep on demand."""

    @contract(body=NoBody, answers={200: SweepAnswer})
    def post(self, request: Request) -> Response:
        """Do everything that is due now and answer what changed."""
        self.body(NoBody)
        tenant = self.caller.tenant
        return Response(SweepAnswer(**asdict(sweep.catch_up(tenant=tenant, now=tenant.now()))))


class ExplanationView(SimulatorView):
    """Why a registration has the access it has."""

    @contract(answers={200: ExplanationAnswer}, refusals=(404,))
    def get(self, request: Request, registration: str) -> Response:
        """Answer the decision as of now with everything it rests on; nothing is written."""
        tenant = self.caller.tenant
        found = registration_of(tenant=tenant, graph_id=guid(registration))
        return Response(_explanation_answer(access_explanation(registration=found, now=tenant.now())))


def _move(body: ClockMove) -> Callable[[Clock], Clock]:
    """The one move that a body asks for. Raises `Invalid`."""
    asked = [name for name in ("advance", "freeze_at", "resume", "reset") if getattr(body, name) is not UNSET]
    if len(asked) != 1:
        raise Invalid("The body must have exactly one of 'advance', 'freezeAt', 'resume' and 'reset'.")
    value = getattr(body, asked[0])
    if value is False:
        raise Invalid(f"The property '{asked[0]}' can only be true.")
    real = real_now()
    if body.advance is not UNSET:
        by = _duration(body.advance)
        return lambda clock: clock.advanced(by, real=real)
    if body.freeze_at is not UNSET:
        instant = _instant(body.freeze_at)
        return lambda clock: clock.frozen(instant, real=real)
    if body.resume is not UNSET:
        return lambda clock: clock.resumed(real=real)
    return lambda _: Clock()


def _duration(text: str) -> timedelta:
    try:
        return parse_duration(text)
    except InvalidDuration as error:
        raise Invalid(f"The property 'advance' is wrong: {error}") from error


def _instant(text: str) -> datetime:
    try:
        return parse_time(text)
    except InvalidTime as error:
        raise Invalid(f"The property 'freezeAt' is wrong: {error}") from error


def _clock(tenant: Tenant, real: datetime) -> dict[str, Any]:
    """What the clock shows."""
    clock = tenant.clock
    offset = format_duration(clock.offset_at(real))
    return {"now": clock.at(real), "frozen": clock.frozen_at is not None, "offset": offset}


def _settings(tenant: Tenant) -> SettingsAnswer:
    return SettingsAnswer(
        health_state_validity_days=tenant.health_state_validity_days,
        missing_health_state=MissingHealthState(tenant.missing_health_state),
        is_throttled=tenant.is_throttled,
    )


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


urlpatterns = [
    path("clock", ClockView.as_view()),
    path("settings", SettingsView.as_view()),
    path("reevaluate", ReevaluationView.as_view()),
    path("registrations/<str:registration>/explanation", ExplanationView.as_view()),
]
