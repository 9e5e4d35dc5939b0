"""Which policies target a user's app? By include and exclude groups, direct members only; exclusion beats inclusion."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from intune_sim.tenants.models import Membership, Tenant, User
from protection.engine.facts import EffectiveSettings
from protection.engine.resolution import resolve
from protection.models import (
    Intent,
    ManagedMobileApp,
    MobileAppProtection,
    MobilePolicyAssignment,
    PolicyAssignment,
    WindowsManagedAppProtection,
)


@dataclass(frozen=True)
class Target:
    """Whom a policy is meant for, by primary keys of groups, and in which apps."""

    policy: int
    included: frozenset[int]
    excluded: frozenset[int]
    apps: frozenset[str]

    def reaches(self, groups: frozenset[int]) -> bool:
        """Whether the policy targets a member of these groups. A policy without apps targets nobody."""
        return bool(self.apps and self.included & groups) and not self.excluded & groups


class Targeting:
    """A tenant's policies at one moment, asked many times: who is targeted, and what is then in force."""

    def __init__(self, tenant: Tenant) -> None:
        self._policies = {policy.pk: policy for policy in WindowsManagedAppProtection.objects.for_tenant(tenant)}
        self.targets = targets_of(self._policies)
        self._reached: dict[tuple[frozenset[int], str], frozenset[int]] = {}
        self._resolved: dict[frozenset[int], EffectiveSettings | None] = {}

    @cached_property
    def groups(self) -> frozenset[int]:
        """The groups that any policy names."""
        return frozenset[int]().union(*(target.included | target.excluded for target in self.targets))

    def policies_for(self, groups: frozenset[int], app: str) -> list[WindowsManagedAppProtection]:
        """The policies that target an app of a member of these groups."""
        return [self._policies[pk] for pk in sorted(self._reaching(groups, app))]

    def settings_for(self, groups: frozenset[int], app: str) -> EffectiveSettings | None:
        """What they come to; None when there is none. The same policies give the very same object."""
        key = self._reaching(groups, app)
        if key not in self._resolved:
            self._resolved[key] = resolve(self._policies[pk].settings for pk in key)
        return self._resolved[key]

    def memberships(self, users: Iterable[int]) -> Mapping[int, frozenset[int]]:
        """For each user (primary key) the groups that matter here; a user without one is absent."""
        return memberships_of(users, self.groups)

    def _reaching(self, groups: frozenset[int], app: str) -> frozenset[int]:
        """The policies (primary keys) that target an app of a member of these groups, found once per combination."""
        if (groups, app) not in self._reached:
            self._reached[groups, app] = frozenset(
                target.policy for target in self.targets if app in target.apps and target.reaches(groups)
            )
        return self._reached[groups, app]


def targets_of(policies: Iterable[int]) -> list[Target]:
    """The targets of these policies (primary keys), read in two queries."""
    keys = list(policies)
    groups: dict[tuple[int, str], set[int]] = defaultdict(set)
    for policy, group, intent in PolicyAssignment.objects.filter(policy__in=keys).values_list(
        "policy_id", "group_id", "intent"
    ):
        groups[policy, intent].add(group)
    apps: dict[int, set[str]] = defaultdict(set)
    for policy, app in ManagedMobileApp.objects.filter(policy__in=keys).values_list("policy_id", "windows_app_id"):
        apps[policy].add(app)
    return [
        Target(
            policy=key,
            included=frozenset(groups[key, Intent.INCLUDE]),
            excluded=frozenset(groups[key, Intent.EXCLUDE]),
            apps=frozenset(apps[key]),
        )
        for key in keys
    ]


def memberships_of(users: Iterable[int], groups: frozenset[int]) -> Mapping[int, frozenset[int]]:
    """For each of these users the groups, of those given, that it belongs to."""
    found: dict[int, set[int]] = defaultdict(set)
    for user, group in Membership.objects.filter(user__in=list(users), group__in=groups).values_list(
        "user_id", "group_id"
    ):
        found[user].add(group)
    return {user: frozenset(belongs) for user, belongs in found.items()}


def users_reached(target: Target) -> set[int]:
    """The primary keys of the users whom a policy targets."""
    if not target.apps:
        return set()
    included = Membership.objects.filter(group__in=target.included).values_list("user_id", flat=True)
    excluded = Membership.objects.filter(group__in=target.excluded).values_list("user_id", flat=True)
    return set(included) - set(excluded)


def reached_by_any(targets: Iterable[Target]) -> Q:
    """The users whom at least one of these policies targets, for a query about users: nobody is read into memory."""
    included: dict[frozenset[int], set[int]] = defaultdict(set)
    for target in targets:
        if target.apps:
            included[target.excluded] |= target.included
    found = Q(pk__in=[])
    # Policies that keep out the same groups are one condition: mostly there is one, that keeps out nobody.
    for excluded, groups in included.items():
        found |= _in_any(groups) & ~_in_any(excluded)
    return found


def _in_any(groups: Iterable[int]) -> Q:
    return Q(Exists(Membership.objects.filter(user=OuterRef("pk"), group__in=list(groups))))


Groups = frozenset[int]


def reaches_anew(
    *, tenant: Tenant, users: frozenset[int], before: Callable[[Groups], Groups], after: Callable[[Groups], Groups]
) -> bool:
    """Whether a change of memberships brings a policy to one of these users.

    `before` and `after` map the groups that a user has in the database now to those around the change.
    """
    targeting = Targeting(tenant)
    belongs = targeting.memberships(users)
    return any(
        target.reaches(after(groups)) and not target.reaches(before(groups))
        for groups in (belongs.get(user, frozenset()) for user in users)
        for target in targeting.targets
    )


def mobile_policies_for(user: User) -> "QuerySet[MobileAppProtection]":
    """The policies for iOS and Android that target a user, whatever the app."""
    own = Membership.objects.filter(user=user).values("group")
    named = MobilePolicyAssignment.objects.filter(policy=OuterRef("pk"), group__in=own)
    return MobileAppProtection.objects.for_tenant(user.tenant).filter(
        Exists(named.filter(intent=Intent.INCLUDE)), ~Exists(named.filter(intent=Intent.EXCLUDE))
    )
