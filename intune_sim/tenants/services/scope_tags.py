"""How do scope tags change, and which may an object carry? Default stays as it is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import Change, differences, losses, record_change, state_of
from intune_sim.errors import Conflict, Invalid
from intune_sim.holding import held
from intune_sim.tenants.models import (
    GroupRoleAssignment,
    RoleDefinition,
    RoleScopeTag,
    RoleScopeTagAssignment,
    Tenant,
)
from intune_sim.tenants.services.groups import groups_named

TAG_FIELDS = ("display_name", "description")
LONGEST_NAME = 128
#: An object carries at most so many tags.
MOST_TAGS = 100


@transaction.atomic
def create_scope_tag(
    *, tenant: Tenant, display_name: str, description: str = "", by: Actor, now: datetime
) -> RoleScopeTag:
    """Write a scope tag with the next number. Raises `Invalid` and `Conflict`."""
    Tenant.objects.select_for_update().get(pk=tenant.pk)
    used = [int(one) for one in RoleScopeTag.objects.for_tenant(tenant).values_list("tag_id", flat=True)]
    tag = RoleScopeTag(
        tenant=tenant, tag_id=str(max(used, default=0) + 1), display_name=display_name, description=description
    )
    _save(tag)
    _audit(tag, Operation.CREATE, differences({}, state_of(tag, TAG_FIELDS)), by=by, now=now)
    return tag


@transaction.atomic
def edit_scope_tag(*, tag: RoleScopeTag, values: Mapping[str, Any], by: Actor, now: datetime) -> RoleScopeTag:
    """Change a tag's name or description. Raises `Invalid` for a built-in one, `Conflict` and `NotFound`."""
    tag = held(tag)
    check_is_custom(tag)
    before = state_of(tag, TAG_FIELDS)
    for name, value in values.items():
        setattr(tag, name, value)
    _save(tag)
    if changes := differences(before, state_of(tag, TAG_FIELDS)):
        _audit(tag, Operation.PATCH, changes, by=by, now=now)
    return tag


@transaction.atomic
def delete_scope_tag(*, tenant: Tenant, tag: RoleScopeTag, by: Actor, now: datetime) -> None:
    """Delete a tag that no role and no role assignment carries. Raises `Invalid` and `NotFound`."""
    tag = held(tag)
    check_is_custom(tag)
    for model in (RoleDefinition, GroupRoleAssignment):
        for carrier in model.objects.filter(tenant=tenant):
            if tag.tag_id in carrier.role_scope_tag_ids:
                raise Invalid(f"The scope tag '{tag.display_name}' is used by '{carrier}': take it off there first.")
    _audit(tag, Operation.DELETE, losses(state_of(tag, TAG_FIELDS)), by=by, now=now)
    tag.delete()


@transaction.atomic
def assign_scope_tag(
    *, tenant: Tenant, tag: RoleScopeTag, groups: Iterable[str], by: Actor, now: datetime
) -> RoleScopeTag:
    """Give a tag to the devices of groups, in place of those before. Raises `Invalid` and `NotFound`."""
    tag = held(tag)
    check_is_custom(tag)
    found = groups_named(tenant, groups).values()
    before = _group_names(tag)
    tag.assignments.all().delete()
    RoleScopeTagAssignment.objects.bulk_create(RoleScopeTagAssignment(tag=tag, group=group) for group in found)
    if changes := differences({"assignments": before}, {"assignments": _group_names(tag)}):
        _audit(tag, Operation.ASSIGN, changes, by=by, now=now)
    return tag


def carried_tags(tenant: Tenant, wanted: Sequence[str], *, carried: Sequence[str] = ("0",)) -> list[str]:
    """The scope tags that an object is to carry: Default where none is wanted.

    Raises `Invalid` for too many, and for one that the tenant has not, unless it is `carried` already. No query where
    there is nothing new.
    """
    if len(wanted) > MOST_TAGS:
        raise Invalid(f"'roleScopeTagIds' must not hold more than {MOST_TAGS} tags.")
    if new := set(wanted) - set(carried):
        present = RoleScopeTag.objects.for_tenant(tenant).filter(tag_id__in=new).values_list("tag_id", flat=True)
        for one in sorted(new - set(present)):
            raise Invalid(f"There is no scope tag with id '{one}'.")
    return list(wanted) or ["0"]


def check_is_custom(row: RoleDefinition | RoleScopeTag) -> None:
    """Raise `Invalid` for a role or a tag that is built in."""
    if row.is_built_in:
        raise Invalid(f"'{row.display_name}' is built in and cannot be changed.")


def check_name(name: str) -> None:
    """Raise `Invalid` for a name that a role or a tag cannot have."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise Invalid(f"'displayName' must have 1 to {LONGEST_NAME} characters.")


def _save(tag: RoleScopeTag) -> None:
    check_name(tag.display_name)
    # The constraint looks at one tenant's tags; Default is nobody's.
    if RoleScopeTag.objects.filter(tenant=None, display_name__iexact=tag.display_name).exists():
        raise Conflict(f"A scope tag named '{tag.display_name}' exists already.")
    try:
        with transaction.atomic():
            tag.save()
    except IntegrityError as error:
        raise Conflict(f"A scope tag named '{tag.display_name}' exists already.") from error


def _group_names(tag: RoleScopeTag) -> list[str]:
    return sorted(tag.assignments.values_list("group__display_name", flat=True))


def _audit(tag: RoleScopeTag, operation: Operation, changes: Mapping[str, Change], *, by: Actor, now: datetime) -> None:
    record_change(
        tag,
        operation,
        changes,
        resource_type="roleScopeTag",
        resource_id=tag.tag_id,
        category=Category.ROLE,
        by=by,
        now=now,
    )
