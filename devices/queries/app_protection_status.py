"""What do the tiles and pictures of App protection status count? Users who are targeted, and how their apps fare."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse

from devices.models import WindowsManagedAppRegistration
from devices.queries.app_instances import COMPLIANCE_OF, InstanceCompliance
from devices.queries.registrations import access_counts
from intune_sim.charts import Donut, Series, Share
from intune_sim.tenants.models import Tenant, User
from protection.models import WindowsManagedAppProtection
from protection.targeting import reached_by_any, targets_of

COLOURS = {
    InstanceCompliance.COMPLIANT: "good",
    InstanceCompliance.NONCOMPLIANT: "bad",
    InstanceCompliance.NOT_EVALUATED: "neutral",
}


@dataclass(frozen=True)
class StatusSummary:
    """What stands above the list: how many users are assigned, whose app has checked in, and how app instances fare."""

    users: Donut
    compliance: Donut

    @property
    def is_counted(self) -> bool:
        """Whether the numbers are there."""
        return self.assigned is not None

    @property
    def assigned(self) -> int | None:
        """The users with a policy; None until they are counted."""
        return self.users.total

    @property
    def not_checked_in(self) -> int | None:
        """Those of them whose app has never checked in."""
        return self.users.shares[1].count


def status_summary(tenant: Tenant) -> StatusSummary:
    """The tiles of a tenant, as of its stored decisions: counted by the database, in a fixed number of queries."""
    policies = WindowsManagedAppProtection.objects.for_tenant(tenant).values_list("pk", flat=True)
    live = WindowsManagedAppRegistration.objects.for_tenant(tenant).live()
    assigned = User.objects.for_tenant(tenant).licensed().filter(reached_by_any(targets_of(policies)))
    checked_in = assigned.filter(Exists(live.filter(user=OuterRef("pk")))).count()
    compliance = dict.fromkeys(InstanceCompliance, 0)
    for access, number in access_counts(tenant).items():
        compliance[COMPLIANCE_OF[access]] += number
    return _summary(checked_in, assigned.count() - checked_in, compliance)


def uncounted_summary() -> StatusSummary:
    """The same tiles while they are being counted."""
    return _summary(None, None, dict.fromkeys(InstanceCompliance))


def _summary(
    checked_in: int | None, others: int | None, compliance: Mapping[InstanceCompliance, int | None]
) -> StatusSummary:
    address = reverse("app-protection-status")
    return StatusSummary(
        users=Donut(
            "User status for Windows",
            [Share(Series("Checked in", "good"), checked_in), Share(Series("Not checked in", "neutral"), others)],
        ),
        compliance=Donut(
            "Compliance State of app instances",
            [
                Share(Series(state.label, COLOURS[state]), number, f"{address}?compliance={state.value}")
                for state, number in compliance.items()
            ],
        ),
    )
