"""Why does somebody have no access? One user with licence, groups, policies and registrations, as of now; writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from devices.models import UserLevelWipe, WindowsManagedAppRegistration
from devices.services.explanation import Explanation, access_explanation
from intune_sim.tenants.models import INTUNE_A, Group, RoleAssignment, User
from intune_sim.vocabulary import Tone, Word
from protection.models import WindowsManagedAppProtection
from protection.targeting import Target, targets_of

#: A user's registrations that are explained, the one that was in touch last first.
REGISTRATIONS_SHOWN = 20


class Reach(Word):
    """Whether a policy is meant for a user, and why."""

    APPLIES = "applies", "Applies", Tone.GOOD
    EXCLUDED = "excluded", "Excluded", Tone.WARNING
    NO_APPS = "noApps", "Names no app", Tone.NEUTRAL
    NOT_INCLUDED = "notIncluded", "Not included", Tone.NEUTRAL
    NO_LICENCE = "noLicence", "No licence", Tone.BAD


@dataclass(frozen=True)
class PolicyReach:
    """A policy of the tenant, whether it is meant for the user, and the user's groups that say so."""

    policy: WindowsManagedAppProtection
    reach: Reach
    groups: Sequence[Group]


@dataclass(frozen=True)
class UserStanding:
    """Everything that decides about a user's access, on one page."""

    user: User
    is_licensed: bool
    is_wiped_at_check_in: bool
    groups: Sequence[Group]
    roles: Sequence[RoleAssignment]
    policies: Sequence[PolicyReach]
    registrations: Sequence[Explanation]
    #: How many have ended.
    ended: int


def standing_of(*, user: User, now: datetime) -> UserStanding:
    """A user's standing as of an instant."""
    groups = list(Group.objects.filter(members=user).order_by("display_name", "pk"))
    is_licensed = user.assigned_licenses.filter(sku_id=INTUNE_A).exists()
    registrations = WindowsManagedAppRegistration.objects.for_tenant(user.tenant).filter(user=user)
    live = registrations.live().order_by("-last_sync_date_time", "-pk")[:REGISTRATIONS_SHOWN]
    return UserStanding(
        user=user,
        is_licensed=is_licensed,
        is_wiped_at_check_in=UserLevelWipe.objects.filter(user=user).exists(),
        groups=groups,
        roles=list(user.role_assignments.all()),
        policies=_policies(user, groups, is_licensed=is_licensed),
        registrations=[access_explanation(registration=one, now=now) for one in live],
        ended=registrations.filter(ended_at__isnull=False).count(),
    )


def _policies(user: User, groups: Sequence[Group], *, is_licensed: bool) -> list[PolicyReach]:
    """The tenant's policies, those that apply first."""
    policies = {policy.pk: policy for policy in WindowsManagedAppProtection.objects.for_tenant(user.tenant)}
    own = {group.pk: group for group in groups}
    reached = [_reach(policies[target.policy], target, own, is_licensed) for target in targets_of(policies)]
    return sorted(reached, key=lambda one: (one.reach.rank, one.policy.display_name, one.policy.pk))


def _reach(
    policy: WindowsManagedAppProtection, target: Target, own: dict[int, Group], is_licensed: bool
) -> PolicyReach:
    included = [own[key] for key in own if key in target.included]
    excluded = [own[key] for key in own if key in target.excluded]
    if excluded:
        return PolicyReach(policy, Reach.EXCLUDED, excluded)
    if not included:
        return PolicyReach(policy, Reach.NOT_INCLUDED, ())
    if not target.apps:
        return PolicyReach(policy, Reach.NO_APPS, included)
    return PolicyReach(policy, Reach.APPLIES if is_licensed else Reach.NO_LICENCE, included)
