"""How do policies for iOS and Android change? Create, edit, assign, choose apps, delete. Nobody is judged by them."""

from collections.abc import Iterable, Mapping
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
from intune_sim.tenants.services.roles import carried_tags
from protection.models import (
    BLOCK_OR_WIPE,
    MobileAppProtection,
    MobilePolicyApp,
    MobilePolicyAssignment,
    MobilePolicyType,
)
from protection.services.app_protection import LONGEST_PERIOD
from protection.services.assignments import Assignments, groups_meant
from protection.services.names import check_display_name
from protection.services.revisions import new_version, revise, tell

#: The settings that know block and wipe only, as on Windows.
THREAT_ACTION = "mobileThreatDefenseRemediationAction"


@transaction.atomic
def create_policy(
    *,
    tenant: Tenant,
    type: MobilePolicyType,
    display_name: str,
    description: str = "",
    role_scope_tag_ids: list[str] | None = None,
    settings: Mapping[str, Any],
    apps: Iterable[str] = (),
    assignments: Assignments = (),
    by: Actor,
    now: datetime,
) -> MobileAppProtection:
    """Write a new policy with its apps and assignments. `settings` go by Graph name, in wire form. Raises `Invalid`."""
    _check(display_name, settings)
    policy = MobileAppProtection(
        tenant=tenant,
        type=type,
        display_name=display_name,
        description=description,
        created_date_time=now,
        last_modified_date_time=now,
        version=new_version(),
        settings=dict(settings),
    )
    if role_scope_tag_ids is not None:
        policy.role_scope_tag_ids = carried_tags(tenant, role_scope_tag_ids)
    policy.save()
    _replace_apps(policy, apps)
    _replace_assignments(policy, assignments)
    tell(policy, Operation.CREATE, differences({}, _state(policy)), by=by, now=now)
    return policy


@transaction.atomic
def edit_policy(
    *,
    policy: MobileAppProtection,
    display_name: str | None = None,
    description: str | None = None,
    role_scope_tag_ids: list[str] | None = None,
    settings: Mapping[str, Any] | None = None,
    apps: Iterable[str] | None = None,
    assignments: Assignments | None = None,
    by: Actor,
    now: datetime,
) -> MobileAppProtection:
    """Change what is given; apps and assignments are replaced whole. Raises `Invalid` and `NotFound`."""
    policy = held(policy)
    before = _state(policy)
    policy.display_name = policy.display_name if display_name is None else display_name
    policy.description = policy.description if description is None else description
    if role_scope_tag_ids is not None:
        carried = policy.role_scope_tag_ids
        policy.role_scope_tag_ids = carried_tags(policy.tenant, role_scope_tag_ids, carried=carried)
    policy.settings = {**policy.settings, **(settings or {})}
    _check(policy.display_name, policy.settings)
    policy.save()
    if apps is not None:
        _replace_apps(policy, apps)
    if assignments is not None:
        _replace_assignments(policy, assignments)
    revise(policy, before, _state(policy), by=by, now=now)
    return policy


@transaction.atomic
def delete_policy(*, policy: MobileAppProtection, by: Actor, now: datetime) -> None:
    """Delete a policy with its apps and assignments. Raises `NotFound`."""
    policy = held(policy)
    tell(policy, Operation.DELETE, losses(_state(policy)), by=by, now=now)
    policy.delete()


def _check(display_name: str, settings: Mapping[str, Any]) -> None:
    """Refuse what Graph refuses."""
    check_display_name(display_name)
    if settings.get(THREAT_ACTION, "block") not in BLOCK_OR_WIPE:
        raise Invalid(f"'{THREAT_ACTION}' must be block or wipe.")
    for name, value in settings.items():
        if name.startswith("period") and not timedelta(0) <= parse_duration(value) <= LONGEST_PERIOD:
            raise Invalid(f"'{name}' must not be negative, nor longer than {LONGEST_PERIOD.days} days.")


def _replace_apps(policy: MobileAppProtection, apps: Iterable[str]) -> None:
    policy.apps.all().delete()
    MobilePolicyApp.objects.bulk_create(MobilePolicyApp(policy=policy, app_id=app) for app in dict.fromkeys(apps))


def _replace_assignments(policy: MobileAppProtection, assignments: Assignments) -> None:
    meant = groups_meant(policy.tenant, assignments)
    policy.assignments.all().delete()
    MobilePolicyAssignment.objects.bulk_create(
        MobilePolicyAssignment(policy=policy, group=group, intent=intent) for group, intent in meant
    )


def _state(policy: MobileAppProtection) -> dict[str, Any]:
    """What the audit log compares, by Graph name."""
    assignments = policy.assignments.values_list("intent", "group__display_name")
    return {
        **state_of(policy, ("display_name", "description", "role_scope_tag_ids")),
        **policy.settings,
        "apps": sorted(policy.apps.values_list("app_id", flat=True)),
        "assignments": sorted(f"{intent} {name}" for intent, name in assignments),
    }
