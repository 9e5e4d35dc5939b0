"""Which work of connectors runs by itself?"""

from celery import shared_task

from connectors import services
from intune_sim.tenants.models import Tenant


@shared_task
def mark_unresponsive() -> int:
    """Write down the connectors whose partner has been silent for too long; returns how many changed."""
    return sum(services.mark_unresponsive(tenant=tenant, now=tenant.now()) for tenant in Tenant.objects.all())
