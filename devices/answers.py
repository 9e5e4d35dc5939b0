"""How does a wire surface tell where a registration stands, and why? Structs of the contract, made from verdicts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from django.db.models import BooleanField
from msgspec import Meta

from devices.services.enrolment import Standing
from devices.services.evaluation import as_finding
from devices.situations import CHECK_IN_INTERVAL, INACTIVE_INTERVAL
from devices.wipe_lifecycle import WipeState
from intune_sim.durations import format_duration
from intune_sim.fields import WordField
from intune_sim.naming import wire_name
from intune_sim.service_api.decoding import Answer
from protection.engine.facts import (
    Access,
    Decision,
    DeviceThreatLevel,
    EffectiveSettings,
    Reason,
    RemediationAction,
)
from protection.engine.wording import sentence, user_message
from protection.models import SETTINGS, WindowsManagedAppProtection


def _setting_schema(name: str) -> dict[str, Any]:
    """A setting's JSON schema, from its column."""
    column = WindowsManagedAppProtection._meta.get_field(name)
    if isinstance(column, WordField):
        return {"enum": [*column.words.wires(), None]}
    return {"type": ["boolean" if isinstance(column, BooleanField) else "string", "null"]}


#: Every setting in force under its Graph name; null where no policy sets it.
Policy = Annotated[
    dict[str, bool | str | None],
    Meta(extra_json_schema={"properties": {wire_name(name): _setting_schema(name) for name in SETTINGS}}),
]


class FindingAnswer(Answer):
    """A condition that fails."""

    reason: Reason
    setting: str | None
    policy_id: str | None
    policy_name: str | None
    expected: str | None
    actual: str | None
    action: RemediationAction
    since: datetime
    message: str


class UserMessageAnswer(Answer):
    """What the app shows its user."""

    title: str
    body: str


class Operation(Answer):
    """What the app is asked to do."""

    id: str
    type: Literal["wipe"]
    state: WipeState


class RegistrationAnswer(Answer):
    """Where a registration stands."""

    registration_id: str
    user_id: str
    app_id: str
    device_tag: str
    access: Access
    findings: list[FindingAnswer]
    user_message: UserMessageAnswer
    policy: Policy | None
    operations: list[Operation]
    check_in_interval_minutes: int
    next_check_in_date_time: datetime
    evaluated_date_time: datetime


def registration_answer(standing: Standing) -> RegistrationAnswer:
    """Where a registration stands, in the words of the contract."""
    registration, verdict = standing.registration, standing.verdict
    decision = verdict.decision if verdict else Decision(Access.WIPED, ())
    interval = INACTIVE_INTERVAL if decision.access is Access.INACTIVE else CHECK_IN_INTERVAL
    return RegistrationAnswer(
        registration_id=str(registration.graph_id),
        user_id=str(registration.user_graph_id),
        app_id=registration.app_identifier,
        device_tag=registration.device_tag,
        access=decision.access,
        findings=[finding_answer(stored) for stored in verdict.findings] if verdict else [],
        user_message=message_answer(decision),
        policy=policy_answer(verdict.settings) if verdict and not verdict.situation.is_managed else None,
        operations=[Operation(id=str(wipe.graph_id), type="wipe", state=wipe.state) for wipe in standing.operations],
        check_in_interval_minutes=interval // timedelta(minutes=1),
        next_check_in_date_time=standing.contact_at + interval,
        evaluated_date_time=standing.evaluated_at,
    )


def message_answer(decision: Decision) -> UserMessageAnswer:
    """What the app shows its user."""
    message = user_message(decision)
    return UserMessageAnswer(title=message.title, body=message.body)


def finding_answer(stored: Mapping[str, str | None]) -> FindingAnswer:
    """A dated finding, in the words of the contract."""
    finding = as_finding(dict(stored))
    return FindingAnswer(
        reason=finding.reason,
        setting=finding.setting,
        policy_id=finding.policy.id if finding.policy else None,
        policy_name=finding.policy.name if finding.policy else None,
        expected=finding.expected,
        actual=finding.actual,
        action=finding.action,
        since=datetime.fromisoformat(stored["since"] or ""),
        message=sentence(finding),
    )


def policy_answer(settings: EffectiveSettings | None) -> dict[str, bool | str | None] | None:
    """Every setting in force under its Graph name; null where no policy sets it."""
    if settings is None:
        return None
    values = {wire_name(name): _wire_value(settings.value(name)) for name in SETTINGS}
    threat_level = wire_name("maximum_allowed_device_threat_level")
    values[threat_level] = values[threat_level] or DeviceThreatLevel.NOT_CONFIGURED.value
    return values


def _wire_value(value: Any) -> bool | str | None:
    if isinstance(value, timedelta):
        return format_duration(value)
    return value if value is None or isinstance(value, bool) else str(value)
