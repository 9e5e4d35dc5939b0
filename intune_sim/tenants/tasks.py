"""Which work of the directory runs by itself?"""

from celery import shared_task

from intune_sim.tenants.models import Tenant
from intune_sim.tenants.services import sign_ins


@shared_task
def forget_sign_ins() -> int:
    """Remove the sign-ins that are too old to be kept; returns how many."""
    return sum(sign_ins.forget(tenant=tenant, now=tenant.now()) for tenant in Tenant.objects.all())
