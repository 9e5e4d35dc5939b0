"""How far has a policy come, and which policies has an app? Asked by Graph, from registrations as they were last judged."""

from collections import Counter

from django.db.models import Q

from devices.models import WindowsManagedAppRegistration
from intune_sim.tenants.models import INTUNE_A, Membership
from protection.engine.facts import Access
from protection.models import WindowsManagedAppProtection
from protection.targeting import Targeting, targets_of

#: What a registration may do that no policy decides about.
WITHOUT_POLICY = (Access.INACTIVE, Access.UNPROTECTED)


def users_by_app(policy: WindowsManagedAppProtection) -> tuple[int, dict[str, int]]:
    """How many users have the policy in some app, and how many in each of its apps."""
    [target] = targets_of([policy.pk])
    included = Membership.objects.filter(group__in=target.included).values("user")
    excluded = Membership.objects.filter(group__in=target.excluded).values("user")
    reached = (
        WindowsManagedAppRegistration.objects.for_tenant(policy.tenant)
        .live()
        .filter(app_identifier__in=target.apps, user__in=included)
        .exclude(Q(user__in=excluded) | Q(access__in=WITHOUT_POLICY))
        .values_list("user", "app_identifier")
        .distinct()
    )
    pairs = list(reached)
    return len({user for user, _ in pairs}), Counter(app for _, app in pairs)


def intended_policies(registration: WindowsManagedAppRegistration) -> list[int]:
    """The policies (primary keys) that are meant for the registration's user in this app."""
    user = registration.user
    if user is None or not user.assigned_licenses.filter(sku_id=INTUNE_A).exists():
        return []
    targeting = Targeting(registration.tenant)
    groups = targeting.memberships([user.pk]).get(user.pk, frozenset())
    return [policy.pk for policy in targeting.policies_for(groups, registration.app_identifier)]


def applied_policies(registration: WindowsManagedAppRegistration) -> list[int]:
    """Those of them that are in force: none on a device that an organization manages."""
    return [] if registration.access in WITHOUT_POLICY else intended_policies(registration)
