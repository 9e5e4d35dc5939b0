"""How do groups change? Created, edited, filled, emptied, deleted."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import Change, differences, losses, record_change, state_of
from intune_sim.errors import Invalid
from intune_sim.events import publish
from intune_sim.holding import held
from intune_sim.tenants.events import GroupLeaves, MembershipChanged
from intune_sim.tenants.models import Group, GroupType, Membership, Tenant, User

_audit = partial(record_change, resource_type="group", category=Category.DIRECTORY)

#: What an admin may change of a group.
GROUP_FIELDS = ("display_name", "description", "mail_nickname", "security_enabled")


@transaction.atomic
def create_group(
    *,
    tenant: Tenant,
    display_name: str,
    description: str = "",
    mail_nickname: str = "",
    group_types: Iterable[GroupType] = (),
    mail_enabled: bool = False,
    security_enabled: bool = True,
    members: Iterable[User] = (),
    owners: Iterable[User] = (),
    by: Actor,
    now: datetime,
) -> Group:
    """Make a group: a security group, or a Microsoft 365 group, which alone has mail. Raises `Invalid`."""
    types = list(group_types)
    if mail_enabled != (GroupType.UNIFIED in types):
        raise Invalid("'mailEnabled' must be true for a group with groupTypes 'Unified', and false for any other.")
    _check(mail_enabled=mail_enabled, security_enabled=security_enabled)
    group = Group.objects.create(
        tenant=tenant,
        display_name=display_name,
        description=description,
        mail_nickname=mail_nickname,
        group_types=[one.value for one in types],
        mail_enabled=mail_enabled,
        security_enabled=security_enabled,
        created_date_time=now,
    )
    _audit(group, Operation.CREATE, {"displayName": (None, display_name)}, by=by, now=now)
    add_owners(group=group, users=owners, by=by, now=now)
    add_members(group=group, users=members, by=by, now=now)
    return group


@transaction.atomic
def update_group(
    *, group: Group, changes: Mapping[str, Any], members: Iterable[User] = (), by: Actor, now: datetime
) -> Group:
    """Change what a group is called and whether it is a security group, and add members. Raises `Invalid`."""
    group = held(group)
    before = state_of(group, GROUP_FIELDS)
    for name, value in changes.items():
        setattr(group, name, value)
    _check(mail_enabled=group.mail_enabled, security_enabled=group.security_enabled)
    group.save()
    if changed := differences(before, state_of(group, GROUP_FIELDS)):
        _audit(group, Operation.PATCH, changed, by=by, now=now)
    add_members(group=group, users=members, by=by, now=now)
    return group


@transaction.atomic
def add_members(*, group: Group, users: Iterable[User], by: Actor, now: datetime) -> None:
    """Put users into a group; those who are in it already stay."""
    present = set(group.memberships.values_list("user_id", flat=True))
    joining = [user for user in users if user.pk not in present]
    Membership.objects.bulk_create((Membership(user=user, group=group) for user in joining), ignore_conflicts=True)
    _members_changed(group, joining, joined=True, by=by, now=now)


@transaction.atomic
def remove_members(*, group: Group, users: Iterable[User], by: Actor, now: datetime) -> None:
    """Take users out of a group."""
    present = set(group.memberships.values_list("user_id", flat=True))
    leaving = [user for user in users if user.pk in present]
    group.memberships.filter(user__in=leaving).delete()
    _members_changed(group, leaving, joined=False, by=by, now=now)


@transaction.atomic
def add_owners(*, group: Group, users: Iterable[User], by: Actor, now: datetime) -> None:
    """Make users owners of a group; it decides about nobody's access."""
    present = set(group.owners.values_list("pk", flat=True))
    new = [user for user in users if user.pk not in present]
    group.owners.add(*new)
    _owners_changed(group, new, are_new=True, by=by, now=now)


@transaction.atomic
def remove_owners(*, group: Group, users: Iterable[User], by: Actor, now: datetime) -> None:
    """Let users be owners of a group no longer."""
    leaving = list(users)
    group.owners.remove(*leaving)
    _owners_changed(group, leaving, are_new=False, by=by, now=now)


@transaction.atomic
def delete_group(*, group: Group, by: Actor, now: datetime) -> None:
    """Delete a group with its memberships and the assignments that name it."""
    users = frozenset(group.memberships.values_list("user_id", flat=True))
    publish(GroupLeaves(tenant=group.tenant, group=group, users=users, now=now))
    members = sorted(group.members.values_list("user_principal_name", flat=True))
    lost = losses({"displayName": group.display_name, "description": group.description, "members": members})
    _audit(group, Operation.DELETE, lost, by=by, now=now)
    group.delete()


def groups_named(tenant: Tenant, wanted: Iterable[uuid.UUID | str]) -> dict[uuid.UUID, Group]:
    """The tenant's groups by these GUIDs, in their order. Raises `Invalid` naming one that there is not."""
    guids = list(dict.fromkeys(_guid(one) for one in wanted))
    present = {group.graph_id: group for group in Group.objects.filter(tenant=tenant, graph_id__in=guids)}
    for guid in guids:
        if guid not in present:
            raise Invalid(f"There is no group with id '{guid}'.")
    return {guid: present[guid] for guid in guids}


def _guid(one: uuid.UUID | str) -> uuid.UUID:
    try:
        return uuid.UUID(str(one))
    except ValueError as error:
        raise Invalid(f"'{one}' is not the id of a group.") from error


def _members_changed(group: Group, users: list[User], *, joined: bool, by: Actor, now: datetime) -> None:
    if not users:
        return
    names: list[str] = [user.user_principal_name for user in users]
    changes: dict[str, Change] = {"members": (None, names) if joined else (names, None)}
    _audit(group, Operation.PATCH, changes, by=by, now=now)
    publish(
        MembershipChanged(
            tenant=group.tenant, group=group, users=frozenset(user.pk for user in users), joined=joined, now=now
        )
    )


def _owners_changed(group: Group, users: list[User], *, are_new: bool, by: Actor, now: datetime) -> None:
    if users:
        names: list[str] = [user.user_principal_name for user in users]
        changes: dict[str, Change] = {"owners": (None, names) if are_new else (names, None)}
        _audit(group, Operation.PATCH, changes, by=by, now=now)


def _check(*, mail_enabled: bool, security_enabled: bool) -> None:
    if not mail_enabled and not security_enabled:
        raise Invalid("'securityEnabled' must be true for a group without mail.")
