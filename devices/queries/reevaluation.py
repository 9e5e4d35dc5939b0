"""How far is the work that a change of rules has made? Which registrations a request concerns, and how many are done."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from devices.models import ReevaluationRequest, RegistrationQuerySet, Scope, WindowsManagedAppRegistration
from intune_sim.tenants.models import Membership, Tenant

#: More requests than these at once are not counted: the oldest are worked off first.
REQUESTS_COUNTED = 5


@dataclass(frozen=True)
class Progress:
    """How many registrations are to be judged anew, and how many of them have been."""

    total: int
    done: int

    @property
    def percent(self) -> int:
        """The share that is done, rounded down."""
        return 100 * self.done // self.total if self.total else 0


def named_by(request: ReevaluationRequest) -> RegistrationQuerySet:
    """The live registrations that a request concerns."""
    live = WindowsManagedAppRegistration.objects.for_tenant(request.tenant).live()
    if request.scope == Scope.USERS:
        return live.filter(user__in=request.keys)
    if request.scope == Scope.GROUPS:
        return live.filter(Exists(Membership.objects.filter(user=OuterRef("user"), group__in=request.keys)))
    return live


def reevaluation_progress(tenant: Tenant) -> Progress | None:
    """How far a tenant's open requests are; None where there is nothing to do."""
    requests = ReevaluationRequest.objects.filter(tenant=tenant).select_related("tenant").order_by("pk")
    open_requests = list(requests[:REQUESTS_COUNTED])
    if not open_requests:
        return None
    total = sum(named_by(request).count() for request in open_requests)
    done = sum(
        named_by(request).filter(pk__lte=request.done_up_to).count() for request in open_requests if request.done_up_to
    )
    return Progress(total, done)
