"""How do policies for iOS and Android change? Create, edit, assign, choose apps, delete. Nobody is judged by them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from intune_sim.actors import Actor
from intune_sim.audit.models import Operation
from intune_sim.audit.services import differences, losses, state_of
from intune_sim.durations import parse_duration
from intune_sim.errors import Invalid
from intune_sim.holding import held
from intune_sim.tenants.models import Tenant
from protection.models import BLOCK_OR_WIPE, MobileAppProtection, MobilePolicyType
from protection.services.app_protection import LONGEST_PERIOD
from protection.services.revisions import HEAD, new_version, rename, revise, tell
from protection.services.targets import Assignment, assign, target_apps, told

#: The settings that know block and wipe only, as on Windows.
THREAT_ACTION = "mobileThreatDefenseRemediationAction"


@transaction.atomic
def create_policy(
    *,
    tenant: Tenant,
    type: MobilePolicyType,
    display_name: str,
    description: str = "",
    role_scope_tag_ids: Sequence[str] | None = None,
    settings: Mapping[str, Any],
    apps: Iterable[str] = (),
    assignments: Iterable[Assignment] = (),
    by: Actor,
    now: datetime,
) -> MobileAppProtection:
    """Write a new policy with its apps and assignments. `settings` go by Graph name, in wire form. Raises `Invalid`."""
    _check(settings)
    policy = MobileAppProtection(
        tenant=tenant,
        type=type,
        created_date_time=now,
        last_modified_date_time=now,
        version=new_version(),
        settings=dict(settings),
    )
    rename(policy, display_name=display_name, description=description, role_scope_tag_ids=role_scope_tag_ids)
    policy.save()
    target_apps(policy, apps)
    assign(policy, assignments)
    tell(policy, Operation.CREATE, differences({}, _state(policy)), by=by, now=now)
    return policy


@transaction.atomic
def edit_policy(
    *,
    policy: MobileAppProtection,
    display_name: str | None = None,
    description: str | None = None,
    role_scope_tag_ids: Sequence[str] | None = None,
    settings: Mapping[str, Any] | None = None,
    apps: Iterable[str] | None = None,
    assignments: Iterable[Assignment] | None = None,
    by: Actor,
    now: datetime,
) -> MobileAppProtection:
    """Change what is given; apps and assignments are replaced whole. Raises `Invalid` and `NotFound`."""
    policy = held(policy)
    before = _state(policy)
    rename(policy, display_name=display_name, description=description, role_scope_tag_ids=role_scope_tag_ids)
    policy.settings = {**policy.settings, **(settings or {})}
    _check(policy.settings)
    policy.save()
    if apps is not None:
        target_apps(policy, apps)
    if assignments is not None:
        assign(policy, assignments)
    revise(policy, before, _state(policy), by=by, now=now)
    return policy


@transaction.atomic
def delete_policy(*, policy: MobileAppProtection, by: Actor, now: datetime) -> None:
    """Delete a policy with its apps and assignments. Raises `NotFound`."""
    policy = held(policy)
    tell(policy, Operation.DELETE, losses(_state(policy)), by=by, now=now)
    policy.delete()


def _check(settings: Mapping[str, Any]) -> None:
    """Refuse what Graph refuses."""
    if settings.get(THREAT_ACTION, "block") not in BLOCK_OR_WIPE:
        raise Invalid(f"'{THREAT_ACTION}' must be block or wipe.")
    for name, value in settings.items():
        if name.startswith("period") and not timedelta(0) <= parse_duration(value) <= LONGEST_PERIOD:
            raise Invalid(f"'{name}' must not be negative, nor longer than {LONGEST_PERIOD.days} days.")


def _state(policy: MobileAppProtection) -> dict[str, Any]:
    """What the audit log compares, by Graph name."""
    return {**state_of(policy, HEAD), **policy.settings, **told(policy)}
