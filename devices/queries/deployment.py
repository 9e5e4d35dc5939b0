"""How far have policies come, and which policies has an app? Asked by Graph, from registrations as they were last judged."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from devices.models import WindowsManagedAppRegistration
from intune_sim.tenants.models import Membership, User
from protection.engine.facts import Access
from protection.models import WindowsManagedAppProtection
from protection.targeting import Targeting, targets_of

#: What a registration may do that no policy decides about.
WITHOUT_POLICY = (Access.INACTIVE, Access.UNPROTECTED)


def users_by_app(policies: Sequence[WindowsManagedAppProtection]) -> list[tuple[int, dict[str, int]]]:
    """For each of a tenant's policies: how many users have it in some app, and how many in each of its apps."""
    targets = targets_of([policy.pk for policy in policies])
    named = frozenset[int]().union(*(target.included | target.excluded for target in targets))
    members: dict[int, set[int]] = defaultdict(set)
    for user, group in Membership.objects.filter(group__in=named).values_list("user_id", "group_id"):
        members[group].add(user)
    having: dict[str, set[int]] = defaultdict(set)
    included = Membership.objects.filter(group__in=frozenset[int]().union(*(one.included for one in targets)))
    registered = (
        WindowsManagedAppRegistration.objects.for_tenant(policies[0].tenant)
        .live()
        .filter(app_identifier__in=frozenset[str]().union(*(one.apps for one in targets)))
        .filter(user__in=included.values("user"))
        .exclude(access__in=WITHOUT_POLICY)
    )
    for user, app in registered.values_list("user", "app_identifier").distinct():
        having[app].add(user)
    found = []
    for target in targets:
        meant = set[int]().union(*(members[group] for group in target.included))
        meant -= set[int]().union(*(members[group] for group in target.excluded))
        reached = {app: having[app] & meant for app in sorted(target.apps)}
        users = set[int]().union(*reached.values())
        found.append((len(users), {app: len(whom) for app, whom in reached.items()}))
    return found


def intended_policies(registrations: Sequence[WindowsManagedAppRegistration]) -> Mapping[int, list[int]]:
    """By the primary key of each of a tenant's registrations: the policies (primary keys) meant for its user in its app."""
    targeting = Targeting(registrations[0].tenant)
    users = {one.user_id for one in registrations if one.user_id}
    licensed = User.objects.licensed().filter(pk__in=users).values_list("pk", flat=True)
    belongs = targeting.memberships(licensed)
    found = {}
    for one in registrations:
        groups = belongs.get(one.user_id or 0, frozenset())
        found[one.pk] = [policy.pk for policy in targeting.policies_for(groups, one.app_identifier)]
    return found


def applied_policies(registrations: Sequence[WindowsManagedAppRegistration]) -> Mapping[int, list[int]]:
    """Those of them that are in force: none on a device that an organization manages."""
    intended = intended_policies(registrations)
    return {one.pk: [] if one.access in WITHOUT_POLICY else intended[one.pk] for one in registrations}
