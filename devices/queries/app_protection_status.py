"""What do the tiles and pictures of App protection status count? Users who are targeted, and how their apps fare."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from devices.models import RegistrationQuerySet, WindowsManagedAppRegistration
from devices.queries.app_instances import COMPLIANCE_OF, InstanceCompliance
from intune_sim.charts import Donut, Series, Share
from intune_sim.tenants.models import Tenant, User
from protection.engine.facts import Access
from protection.models import WindowsManagedAppProtection
from protection.targeting import targets_of, users_reached

COLOURS = {
    InstanceCompliance.COMPLIANT: "good",
    InstanceCompliance.NONCOMPLIANT: "bad",
    InstanceCompliance.NOT_EVALUATED: "neutral",
}


@dataclass(frozen=True)
class StatusSummary:
    """What stands above the list."""

    assigned: int
    #: Users with a policy whose app has never checked in.
    not_checked_in: int
    users: Donut
    compliance: Donut


def status_summary(tenant: Tenant) -> StatusSummary:
    """The tiles of a tenant, as of its stored decisions."""
    policies = WindowsManagedAppProtection.objects.for_tenant(tenant).values_list("pk", flat=True)
    reached = {user for target in targets_of(policies) for user in users_reached(target)}
    live = WindowsManagedAppRegistration.objects.for_tenant(tenant).live()
    assigned = User.objects.for_tenant(tenant).licensed().filter(pk__in=reached)
    checked_in = assigned.filter(pk__in=live.values("user")).count()
    total = assigned.count()
    return StatusSummary(
        assigned=total,
        not_checked_in=total - checked_in,
        users=Donut(
            "User status for Windows",
            [
                Share(Series("Checked in", "good"), checked_in),
                Share(Series("Not checked in", "neutral"), total - checked_in),
            ],
        ),
        compliance=Donut("Compliance State of app instances", _compliance(live)),
    )


def _compliance(live: RegistrationQuerySet) -> list[Share]:
    counts = dict.fromkeys(InstanceCompliance, 0)
    for access, number in live.values_list("access").annotate(Count("pk")).order_by():
        counts[COMPLIANCE_OF[Access(access)]] += number
    address = reverse("app-protection-status")
    return [
        Share(Series(state.label, COLOURS[state]), number, f"{address}?compliance={state.value}")
        for state, number in counts.items()
    ]
