"""How do compliance policies change? Create, edit, assign, delete."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from intune_sim.actors import Actor
from intune_sim.audit.models import Operation
from intune_sim.audit.services import differences, losses, state_of
from intune_sim.errors import Invalid
from intune_sim.holding import held
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.services.groups import groups_named
from protection.models import AssignmentTarget, ComplianceAssignment, CompliancePolicyType, DeviceCompliancePolicy
from protection.services.compliance_actions import ScheduledRule, schedule_actions, told
from protection.services.revisions import HEAD, rename, revise, tell

#: The smallest and the largest value of a setting, as Graph documents them.
RANGES: dict[CompliancePolicyType, dict[str, tuple[int, int]]] = {
    CompliancePolicyType.ANDROID: {
        "passwordMinimumLength": (4, 16),
        "passwordExpirationDays": (1, 365),
        "passwordPreviousPasswordBlockCount": (1, 24),
        "passwordSignInFailureCountBeforeFactoryReset": (1, 16),
    },
    CompliancePolicyType.ANDROID_WORK_PROFILE: {
        "passwordMinimumLength": (4, 16),
        "passwordExpirationDays": (1, 365),
        "passwordPreviousPasswordBlockCount": (1, 24),
        "passwordSignInFailureCountBeforeFactoryReset": (1, 16),
    },
    CompliancePolicyType.IOS: {
        "passcodeMinimumLength": (4, 14),
        "passcodeExpirationDays": (1, 65535),
        "passcodePreviousPasscodeBlockCount": (1, 24),
    },
    CompliancePolicyType.MACOS: {
        "passwordMinimumLength": (4, 14),
        "passwordExpirationDays": (1, 65535),
        "passwordPreviousPasswordBlockCount": (1, 24),
    },
    CompliancePolicyType.WINDOWS: {},
}

#: Whom it means, and the group (its GUID) where it means one.
Assignment = tuple[AssignmentTarget, uuid.UUID | None]


@transaction.atomic
def create_policy(
    *,
    tenant: Tenant,
    type: CompliancePolicyType,
    display_name: str,
    description: str = "",
    role_scope_tag_ids: Sequence[str] | None = None,
    settings: Mapping[str, Any],
    schedule: Sequence[ScheduledRule],
    assignments: Iterable[Assignment] = (),
    by: Actor,
    now: datetime,
) -> DeviceCompliancePolicy:
    """Write a new policy with its actions and assignments. `settings` are in wire form. Raises `Invalid`."""
    _check(type, settings)
    policy = DeviceCompliancePolicy(
        tenant=tenant,
        type=type,
        created_date_time=now,
        last_modified_date_time=now,
        settings=dict(settings),
    )
    rename(policy, display_name=display_name, description=description, role_scope_tag_ids=role_scope_tag_ids)
    policy.save()
    schedule_actions(policy, schedule)
    _assign(policy, assignments)
    tell(policy, Operation.CREATE, differences({}, _state(policy)), by=by, now=now)
    return policy


@transaction.atomic
def edit_policy(
    *,
    policy: DeviceCompliancePolicy,
    display_name: str | None = None,
    description: str | None = None,
    role_scope_tag_ids: Sequence[str] | None = None,
    settings: Mapping[str, Any] | None = None,
    schedule: Sequence[ScheduledRule] | None = None,
    assignments: Iterable[Assignment] | None = None,
    by: Actor,
    now: datetime,
) -> DeviceCompliancePolicy:
    """Change what is given; actions and assignments are replaced whole. Raises `Invalid` and `NotFound`."""
    policy = held(policy)
    before = _state(policy)
    rename(policy, display_name=display_name, description=description, role_scope_tag_ids=role_scope_tag_ids)
    _check(CompliancePolicyType(policy.type), settings or {})
    policy.settings = {**policy.settings, **(settings or {})}
    policy.save()
    if schedule is not None:
        schedule_actions(policy, schedule)
    if assignments is not None:
        _assign(policy, assignments)
    revise(policy, before, _state(policy), by=by, now=now)
    return policy


@transaction.atomic
def change_assignments(
    *,
    policy: DeviceCompliancePolicy,
    add: Collection[Assignment] = (),
    remove: Collection[Assignment] = (),
    by: Actor,
    now: datetime,
) -> None:
    """Assign a policy to more and take assignments away. Raises `Invalid` and `NotFound`."""
    present = [assignment_of(row) for row in held(policy).assignments.select_related("group")]
    kept = [one for one in present if one not in remove]
    edit_policy(policy=policy, assignments=[*kept, *add], by=by, now=now)


def assignment_of(row: ComplianceAssignment) -> Assignment:
    """A row as the assignment that it keeps."""
    return AssignmentTarget(row.target), row.group.graph_id if row.group else None


@transaction.atomic
def delete_policy(*, policy: DeviceCompliancePolicy, by: Actor, now: datetime) -> None:
    """Delete a policy with its actions and assignments. Raises `NotFound`."""
    policy = held(policy)
    tell(policy, Operation.DELETE, losses(_state(policy)), by=by, now=now)
    policy.delete()


def _check(type: CompliancePolicyType, settings: Mapping[str, Any]) -> None:
    """Refuse what Graph and the admin center refuse."""
    for name, value in settings.items():
        if isinstance(value, bool) or not isinstance(value, int):
            continue
        least, most = RANGES[type].get(name, (0, None))
        if value < least or (most is not None and value > most):
            wanted = f"not be less than {least}" if most is None else f"lie between {least} and {most}"
            raise Invalid(f"'{name}' must {wanted}.")


def _assign(policy: DeviceCompliancePolicy, assignments: Iterable[Assignment]) -> None:
    wanted = list(dict.fromkeys(assignments))
    guids = [guid for _, guid in wanted if guid]
    if len(guids) != len(set(guids)):
        raise Invalid("A group can be included or excluded, not both.")
    groups = groups_named(policy.tenant, guids)
    policy.assignments.all().delete()
    ComplianceAssignment.objects.bulk_create(
        ComplianceAssignment(policy=policy, target=target, group=groups[guid] if guid else None)
        for target, guid in wanted
    )


def _state(policy: DeviceCompliancePolicy) -> dict[str, Any]:
    """What the audit log compares, by Graph name."""
    assignments = policy.assignments.select_related("group")
    return {
        **state_of(policy, HEAD),
        **policy.settings,
        **told(policy),
        "assignments": sorted(
            f"{one.target} {one.group.display_name}" if one.group else str(one.target) for one in assignments
        ),
    }
