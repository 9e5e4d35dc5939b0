"""How far has a policy come? `managedAppPolicyDeploymentSummary`: computed, one for each policy."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from intune_sim.graph.odata.literals import format_instant
from intune_sim.graph.resources import Kind, Navigation, Resource, Shape, key, read_only
from protection.graph.managed_apps import APP_IDENTIFIER


@dataclass(frozen=True)
class Summary:
    """To how many users a policy is deployed, and for each of its apps how many have it applied."""

    policy: Any
    users: int
    #: `mobileAppIdentifier` with the number of users.
    apps: Iterable[tuple[dict[str, str], int]]


def _apps(summary: Summary) -> list[dict[str, Any]]:
    return [
        {"configurationAppliedUserCount": users, "mobileAppIdentifier": identifier}
        for identifier, users in summary.apps
    ]


PER_APP = Shape(
    type="managedAppPolicyDeploymentSummaryPerApp",
    properties=(
        read_only("configurationAppliedUserCount", kind=Kind.INT32),
        read_only("mobileAppIdentifier", shape=APP_IDENTIFIER, nullable=True),
    ),
)

SUMMARIES = Resource(
    type="managedAppPolicyDeploymentSummary",
    rows=lambda tenant: (),
    properties=(
        read_only("displayName", nullable=True, value=lambda summary: summary.policy.display_name),
        read_only("configurationDeployedUserCount", kind=Kind.INT32, value=lambda summary: summary.users),
        read_only(
            "lastRefreshTime",
            kind=Kind.INSTANT,
            value=lambda summary: format_instant(summary.policy.tenant.now()),
        ),
        read_only(
            "configurationDeploymentSummaryPerApp",
            shape=PER_APP,
            many=True,
            nullable=True,
            value=_apps,
        ),
        key("id", value=lambda summary: summary.policy.policy_id),
        read_only("version", nullable=True, value=lambda summary: summary.policy.version),
    ),
)


def summary_navigation(summarise: Callable[[Sequence[Any]], Sequence[Summary]], *, only: str = "") -> Navigation:
    """`deploymentSummary` behind a policy, from what sums up a tenant's policies."""

    def summaries(policies: Sequence[Any]) -> dict[int, Sequence[Summary]]:
        # A summary asks its policy's tenant for the time.
        prefetch_related_objects(policies, "tenant")
        return {one.policy.pk: (one,) for one in summarise(policies)}

    return Navigation(
        name="deploymentSummary",
        resource=SUMMARIES,
        is_single=True,
        only=only,
        rows=lambda policy: summarise([policy]),
        of_many=summaries,
    )
