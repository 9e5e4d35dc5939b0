"""How is a re-evaluation asked for? As a row, in the transaction of whatever made it needed."""

from collections.abc import Iterable
from datetime import datetime

from devices.models import Cause, ReevaluationRequest, Scope
from intune_sim.nudge import nudge
from intune_sim.tenants.models import Tenant


def request_reevaluation(
    *, tenant: Tenant, cause: Cause, scope: Scope, keys: Iterable[int] = (), now: datetime
) -> ReevaluationRequest:
    """Ask for the registrations of a tenant, of groups' members or of users to be judged anew."""
    request = ReevaluationRequest.objects.create(
        tenant=tenant, cause=cause, scope=scope, keys=sorted(keys), created_at=now
    )
    nudge("devices.tasks.reevaluate", tenant_id=tenant.pk)
    return request
