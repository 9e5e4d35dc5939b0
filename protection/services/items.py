"""How does a single app or assignment of a policy come and go? By an edit of the policy that holds it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from intune_sim.actors import Actor
from intune_sim.holding import held
from protection.models import MobileAppProtection
from protection.services import app_protection, mobile_app_protection
from protection.services.targets import AnyAppPolicy, Assignment, apps_of, assignments_of


@transaction.atomic
def change_apps(
    *, policy: AnyAppPolicy, add: Collection[str] = (), remove: Collection[str] = (), by: Actor, now: datetime
) -> None:
    """Add apps to a policy and take others away. Raises `NotFound`."""
    held(policy)
    apps = [*(app for app in apps_of(policy) if app not in remove), *add]
    if isinstance(policy, MobileAppProtection):
        mobile_app_protection.edit_policy(policy=policy, apps=apps, by=by, now=now)
    else:
        app_protection.edit_policy(policy=policy, apps=apps, by=by, now=now)


@transaction.atomic
def change_assignments(
    *,
    policy: AnyAppPolicy,
    add: Collection[Assignment] = (),
    remove: Collection[Assignment] = (),
    by: Actor,
    now: datetime,
) -> None:
    """Assign a policy to groups and take assignments away. Raises `Invalid` and `NotFound`."""
    held(policy)
    assignments = [*(one for one in assignments_of(policy) if one not in remove), *add]
    if isinstance(policy, MobileAppProtection):
        mobile_app_protection.edit_policy(policy=policy, assignments=assignments, by=by, now=now)
    else:
        app_protection.edit_policy(policy=policy, assignments=assignments, by=by, now=now)
