"""How do policies change? Create, edit, assign, choose apps, delete: each tells who may be judged differently now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from intune_sim.actors import Actor
from intune_sim.audit.models import Operation
from intune_sim.audit.services import differences, losses, state_of
from intune_sim.errors import Invalid
from intune_sim.events import publish
from intune_sim.holding import held
from intune_sim.naming import wire_name
from intune_sim.tenants.models import Tenant
from protection.engine.versions import InvalidVersion, parse_version
from protection.events import TargetingChanged
from protection.models import (
    BLOCK_OR_WIPE,
    LOCATION_SETTINGS,
    SETTINGS,
    VERSION_SETTINGS,
    WindowsManagedAppProtection,
)
from protection.services.revisions import HEAD, new_version, rename, revise, tell
from protection.services.targets import Assignment, apps_of, assign, target_apps, told
from protection.targeting import Target, targets_of, users_reached

LONGEST_PERIOD = timedelta(days=36_500)


@transaction.atomic
def create_policy(
    *,
    tenant: Tenant,
    display_name: str,
    description: str = "",
    role_scope_tag_ids: Sequence[str] | None = None,
    settings: Mapping[str, Any],
    apps: Iterable[str] = (),
    assignments: Iterable[Assignment] = (),
    by: Actor,
    now: datetime,
) -> WindowsManagedAppProtection:
    """Write a new policy with its apps and assignments. `settings` maps field names to values. Raises `Invalid`."""
    _check(settings)
    policy = WindowsManagedAppProtection(
        tenant=tenant, created_date_time=now, last_modified_date_time=now, version=new_version(), **settings
    )
    rename(policy, display_name=display_name, description=description, role_scope_tag_ids=role_scope_tag_ids)
    policy.save()
    target_apps(policy, apps)
    assign(policy, assignments)
    tell(policy, Operation.CREATE, differences({}, _state(policy)), by=by, now=now)
    _publish(policy, before=None, now=now)
    return policy


def duplicate_policy(
    *, policy: WindowsManagedAppProtection, display_name: str, description: str, by: Actor, now: datetime
) -> WindowsManagedAppProtection:
    """Write a new policy with another's apps and settings, assigned to nobody. Raises `Invalid`."""
    return create_policy(
        tenant=policy.tenant,
        display_name=display_name,
        description=description,
        role_scope_tag_ids=policy.role_scope_tag_ids,
        settings={name: getattr(policy, name) for name in SETTINGS},
        apps=apps_of(policy),
        by=by,
        now=now,
    )


@transaction.atomic
def edit_policy(
    *,
    policy: WindowsManagedAppProtection,
    display_name: str | None = None,
    description: str | None = None,
    role_scope_tag_ids: Sequence[str] | None = None,
    settings: Mapping[str, Any] | None = None,
    apps: Iterable[str] | None = None,
    assignments: Iterable[Assignment] | None = None,
    by: Actor,
    now: datetime,
) -> WindowsManagedAppProtection:
    """Change what is given; apps and assignments are replaced whole. Raises `Invalid` and `NotFound`."""
    policy = held(policy)
    before, target = _state(policy), _target(policy)
    rename(policy, display_name=display_name, description=description, role_scope_tag_ids=role_scope_tag_ids)
    _check(settings or {})
    for name, value in (settings or {}).items():
        setattr(policy, name, value)
    policy.save()
    if apps is not None:
        target_apps(policy, apps)
    if assignments is not None:
        assign(policy, assignments)
    if revise(policy, before, _state(policy), by=by, now=now):
        _publish(policy, before=target, now=now)
    return policy


@transaction.atomic
def delete_policy(*, policy: WindowsManagedAppProtection, by: Actor, now: datetime) -> None:
    """Delete a policy: for its users it is as if it had been unassigned. Raises `NotFound`."""
    policy = held(policy)
    target, _ = _target(policy)
    tell(policy, Operation.DELETE, losses(_state(policy)), by=by, now=now)
    tenant = policy.tenant
    policy.delete()
    publish(TargetingChanged(tenant=tenant, groups=target.included | target.excluded, reached_a_user=False, now=now))


def _check(settings: Mapping[str, Any]) -> None:
    """Refuse what Graph and the wizard refuse."""
    for name in VERSION_SETTINGS:
        if settings.get(name) is not None:
            try:
                parse_version(settings[name], is_os_setting="_os_" in name)
            except InvalidVersion as error:
                raise Invalid(f"'{wire_name(name)}': {error}") from error
    for name in ("mobile_threat_defense_remediation_action", "app_action_if_unable_to_authenticate_user"):
        if settings.get(name) is not None and settings[name] not in BLOCK_OR_WIPE:
            raise Invalid(f"'{wire_name(name)}' must be block or wipe.")
    for name in ("period_offline_before_access_check", "period_offline_before_wipe_is_enforced"):
        if settings.get(name) is not None and not timedelta(0) <= settings[name] <= LONGEST_PERIOD:
            raise Invalid(f"'{wire_name(name)}' must not be negative, nor longer than {LONGEST_PERIOD.days} days.")


def _target(policy: WindowsManagedAppProtection) -> tuple[Target, set[int]]:
    """Whom the policy is meant for, and the users it reaches by that."""
    target = targets_of([policy.pk])[0]
    return target, users_reached(target)


def _publish(policy: WindowsManagedAppProtection, *, before: tuple[Target, set[int]] | None, now: datetime) -> None:
    """Tell who may be judged differently: the members of every group named before or after the change."""
    after, reached = _target(policy)
    groups = after.included | after.excluded
    if before:
        groups |= before[0].included | before[0].excluded
    anew = bool(reached - (before[1] if before else set()))
    publish(TargetingChanged(tenant=policy.tenant, groups=groups, reached_a_user=anew, now=now))


def _state(policy: WindowsManagedAppProtection) -> dict[str, Any]:
    """What the audit log compares, by Graph name."""
    return {**state_of(policy, (*HEAD, *SETTINGS, *LOCATION_SETTINGS)), **told(policy)}
