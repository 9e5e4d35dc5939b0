"""Which work of devices runs by itself? Ticks and nudges; what is due is decided by rows, so a task may run twice."""

from celery import shared_task

from devices.services import reports, sweep, wipes
from intune_sim.clock import now
from intune_sim.tenants.models import Tenant


@shared_task
def reevaluate(*, tenant_id: int | None = None) -> int:
    """Judge what is due or asked for, in one tenant (primary key) or in all; returns how many things changed."""
    return sum(sweep.run(tenant=tenant, now=tenant.now()).changed for tenant in _tenants(tenant_id))


@shared_task
def expire_wipe_requests() -> int:
    """Give up the wipes that nobody completed in time; returns how many."""
    return sum(wipes.expire(tenant=tenant, now=tenant.now()) for tenant in _tenants(None))


@shared_task
def write_exports() -> int:
    """Write the files of the reports that were asked for; returns how many."""
    return reports.write_waiting(real=now())


@shared_task
def remove_exports() -> int:
    """Remove the files of reports that are old or nobody's; returns how many."""
    expired = sum(reports.remove_expired(tenant=tenant, now=tenant.now()) for tenant in _tenants(None))
    return expired + reports.remove_orphans()


def _tenants(tenant_id: int | None) -> list[Tenant]:
    return list(Tenant.objects.all() if tenant_id is None else Tenant.objects.filter(pk=tenant_id))
