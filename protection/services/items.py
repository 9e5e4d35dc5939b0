"""How does a single app or assignment of a policy come and go? By an edit of the policy that holds it."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from intune_sim.actors import Actor
from intune_sim.holding import held
from protection.models import Intent, MobileAppProtection
from protection.services import app_protection, mobile_app_protection
from protection.services.revisions import Policy

Assignment = tuple[uuid.UUID, Intent]


@transaction.atomic
def change_apps(
    *, policy: Policy, add: Collection[str] = (), remove: Collection[str] = (), by: Actor, now: datetime
) -> None:
    """Add apps to a policy and take others away. Raises `NotFound`."""
    held(policy)
    present: list[str] = _apps(policy)
    _edit(policy, apps=[*(app for app in present if app not in remove), *add], by=by, now=now)


@transaction.atomic
def change_assignments(
    *, policy: Policy, add: Collection[Assignment] = (), remove: Collection[Assignment] = (), by: Actor, now: datetime
) -> None:
    """Assign a policy to groups and take assignments away. Raises `Invalid` and `NotFound`."""
    held(policy)
    present: list[Assignment] = [
        (one.group.graph_id, Intent(one.intent)) for one in policy.assignments.select_related("group")
    ]
    _edit(policy, assignments=[*(one for one in present if one not in remove), *add], by=by, now=now)


def _apps(policy: Policy) -> list[str]:
    if isinstance(policy, MobileAppProtection):
        return list(policy.apps.values_list("app_id", flat=True))
    return list(policy.apps.values_list("windows_app_id", flat=True))


def _edit(
    policy: Policy,
    *,
    apps: Collection[str] | None = None,
    assignments: Collection[Assignment] | None = None,
    by: Actor,
    now: datetime,
) -> None:
    if isinstance(policy, MobileAppProtection):
        mobile_app_protection.edit_policy(policy=policy, apps=apps, assignments=assignments, by=by, now=now)
    else:
        app_protection.edit_policy(policy=policy, apps=apps, assignments=assignments, by=by, now=now)
