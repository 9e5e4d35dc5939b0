"""How do groups change? Created, edited, filled, emptied, deleted."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from intune_sim.actors import Actor
from intune_sim.audit.models import Operation
from intune_sim.audit.services import Change, losses
from intune_sim.events import publish
from intune_sim.tenants.events import GroupLeaves, MembershipChanged
from intune_sim.tenants.models import Group, Membership, Tenant, User
from intune_sim.tenants.services.records import audit


@transaction.atomic
def create_group(*, tenant: Tenant, display_name: str, description: str = "", by: Actor, now: datetime) -> Group:
    """Make an empty security group."""
    group = Group.objects.create(
        tenant=tenant, display_name=display_name, description=description, created_date_time=now
    )
    changes: dict[str, Change] = {"displayName": (None, display_name)}
    audit(tenant, Operation.CREATE, "group", group.graph_id, display_name, changes, by, now)
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
def delete_group(*, group: Group, by: Actor, now: datetime) -> None:
    """Delete a group with its memberships and the assignments that name it."""
    users = frozenset(group.memberships.values_list("user_id", flat=True))
    publish(GroupLeaves(tenant=group.tenant, group=group, users=users, now=now))
    members = sorted(group.members.values_list("user_principal_name", flat=True))
    lost = losses({"displayName": group.display_name, "description": group.description, "members": members})
    audit(group.tenant, Operation.DELETE, "group", group.graph_id, group.display_name, lost, by, now)
    group.delete()


def _members_changed(group: Group, users: list[User], *, joined: bool, by: Actor, now: datetime) -> None:
    if not users:
        return
    names: list[str] = [user.user_principal_name for user in users]
    changes: dict[str, Change] = {"members": (None, names) if joined else (names, None)}
    audit(group.tenant, Operation.PATCH, "group", group.graph_id, group.display_name, changes, by, now)
    publish(
        MembershipChanged(
            tenant=group.tenant, group=group, users=frozenset(user.pk for user in users), joined=joined, now=now
        )
    )
