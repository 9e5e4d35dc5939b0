"""Which decisions has time, a policy or a connector made stale? Finds them in slices, judges them, writes what differs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from connectors.services import mark_unresponsive
from devices.models import Cause, Ending, ReevaluationRequest, WindowsManagedAppRegistration
from devices.queries.reevaluation import named_by
from devices.services import wipes
from devices.services.enrolment import end
from devices.services.evaluation import judge, write
from devices.situations import DEREGISTRATION, Surroundings
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import record
from intune_sim.tenants.models import Tenant

#: Registrations per transaction: small enough to let others in, large enough to share their decisions.
SLICE = 5_000


@dataclass(frozen=True)
class Summary:
    """What a sweep did."""

    evaluated: int = 0
    registrations: int = 0
    connectors: int = 0
    deregistered: int = 0
    operations_expired: int = 0

    def __add__(self, other: "Summary") -> "Summary":
        return Summary(
            evaluated=self.evaluated + other.evaluated,
            registrations=self.registrations + other.registrations,
            connectors=self.connectors + other.connectors,
            deregistered=self.deregistered + other.deregistered,
            operations_expired=self.operations_expired + other.operations_expired,
        )

    @property
    def changed(self) -> int:
        """How many things are not what they were."""
        return self.registrations + self.connectors + self.deregistered + self.operations_expired


def catch_up(*, tenant: Tenant, now: datetime, slice_size: int = SLICE) -> Summary:
    """Do everything that is due in a tenant: silent connectors, registrations, wipes that nobody completed."""
    silent = Summary(connectors=mark_unresponsive(tenant=tenant, now=now))
    swept = run(tenant=tenant, now=now, slice_size=slice_size)
    return silent + swept + Summary(operations_expired=wipes.expire(tenant=tenant, now=now))


def run(*, tenant: Tenant, now: datetime, slice_size: int = SLICE) -> Summary:
    """Judge every registration that a request names or whose deadline has passed.

    Each slice is a transaction of its own: safe to stop, to repeat and to run twice at once.
    """
    total = Summary()
    requests = ReevaluationRequest.objects.filter(tenant=tenant).order_by("pk")
    for request in list(requests.values_list("pk", flat=True)):
        total += _in_slices(lambda key=request: _requested_slice(key, now=now, size=slice_size))  # type: ignore[misc]
    total += _in_slices(lambda: _due_slice(tenant, now=now, size=slice_size))
    if total.changed:
        record(
            tenant_id=tenant.graph_id,
            by=SYSTEM,
            operation=Operation.ACTION,
            category=Category.DEVICE,
            resource_type="managedAppRegistration",
            resource_id="",
            resource_name=f"{total.evaluated} registration{'' if total.evaluated == 1 else 's'}",
            changes={
                "registrationsChanged": (None, total.registrations),
                "registrationsDeregistered": (None, total.deregistered),
            },
            now=now,
            activity="Reevaluate ManagedAppRegistrations",
        )
    return total


def _in_slices(take_slice: Callable[[], Summary | None]) -> Summary:
    """Take slices until there is none left."""
    total = Summary()
    while (summary := take_slice()) is not None:
        total += summary
    return total


@transaction.atomic
def _requested_slice(key: int, *, now: datetime, size: int) -> Summary | None:
    """The next slice of a request; None when it is done, or when another worker is at it."""
    request = (
        ReevaluationRequest.objects.select_related("tenant")
        .select_for_update(skip_locked=True, of=("self",))
        .filter(pk=key)
        .first()
    )
    if request is None:
        return None
    wanted = named_by(request).filter(pk__gt=request.done_up_to)
    # Held in key order and waited for: whoever holds one may have read the rules of before.
    rows = list(wanted.order_by("pk").select_for_update().values_list("pk", "last_sync_date_time")[:size])
    if not rows:
        request.delete()
        return None
    request.done_up_to = rows[-1][0]
    request.save(update_fields=["done_up_to"])
    return _judge_slice(request.tenant, rows, cause=request.cause, now=now)


@transaction.atomic
def _due_slice(tenant: Tenant, *, now: datetime, size: int) -> Summary | None:
    """The next rows past their deadline. One that is held elsewhere is skipped: it stays due."""
    due = WindowsManagedAppRegistration.objects.for_tenant(tenant).due(now)
    rows = list(
        due.order_by("next_evaluation_at", "pk")
        .select_for_update(skip_locked=True)
        .values_list("pk", "last_sync_date_time")[:size]
    )
    return _judge_slice(tenant, rows, cause=Cause.TIME, now=now) if rows else None


def _judge_slice(tenant: Tenant, rows: list[tuple[int, datetime]], *, cause: Cause, now: datetime) -> Summary:
    overdue = [key for key, last_sync in rows if last_sync + DEREGISTRATION <= now]
    for registration in WindowsManagedAppRegistration.objects.filter(pk__in=overdue):
        end(registration=registration, ending=Ending.DEREGISTERED, cause=Cause.TIME, now=now)
    verdicts = judge(Surroundings(tenant, now), [key for key, _ in rows])
    turned = write(verdicts, cause=cause, now=now)
    return Summary(evaluated=len(rows), registrations=turned, deregistered=len(overdue))
