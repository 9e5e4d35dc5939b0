"""How is a simulation steered? A tenant's clock and settings, and a sweep on demand."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeVar

from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request
from rest_framework.response import Response

from devices.services import sweep
from intune_sim.clock import Clock
from intune_sim.clock import now as real_now
from intune_sim.durations import InvalidDuration, format_duration, parse_duration
from intune_sim.errors import Invalid
from intune_sim.service_api.decoding import Answer, Body, InvalidTime, NoBody, parse_time
from intune_sim.service_api.schema import contract
from intune_sim.service_api.views import ServiceView
from intune_sim.tenants.models import MissingHealthState, Tenant
from intune_sim.tenants.roles import AppRole
from intune_sim.tenants.services import VALIDITY_DAYS, change_settings, move_clock

T = TypeVar("T")


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


class SweepAnswer(Changed):
    """What a sweep did."""

    evaluated: int


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
        tenant = change_settings(
            tenant=self.caller.tenant,
            health_state_validity_days=_given(body.health_state_validity_days),
            missing_health_state=_given(body.missing_health_state),
            is_throttled=_given(body.is_throttled),
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


def _given(value: T | UnsetType) -> T | None:
    return None if isinstance(value, UnsetType) else value


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
