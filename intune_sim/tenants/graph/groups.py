"""How does Graph see groups? Security groups and Microsoft 365 groups, with direct members and owners."""

from collections.abc import Mapping, Sequence
from typing import Any

from intune_sim.errors import Invalid
from intune_sim.graph.resources import Call, Family, Resource, Write, as_guid
from intune_sim.tenants import services
from intune_sim.tenants.graph.directory import (
    GROUP_PROPERTIES,
    GROUP_READ,
    GROUP_SEARCH,
    GROUP_WRITE,
    groups_of,
    membership_actions,
    memberships,
    people,
    users_of,
)
from intune_sim.tenants.models import Group, User


def create(call: Call, write: Write) -> Group:
    """Make a group with the members and owners that the body refers to."""
    _check(write.values)
    return services.create_group(
        tenant=call.tenant,
        members=_bound(call, write, "members"),
        owners=_bound(call, write, "owners"),
        by=call.by,
        now=call.now,
        **write.values,
    )


def update(call: Call, group: Group, write: Write) -> None:
    """Change what the group is called, and add the members that the body refers to."""
    _check(write.values)
    changes = dict(write.values)
    for name, label in (("group_types", "groupTypes"), ("mail_enabled", "mailEnabled")):
        if changes.pop(name, getattr(group, name)) != getattr(group, name):
            raise Invalid(f"Property {label} cannot be changed once the group exists.")
    services.update_group(
        group=group, changes=changes, members=_bound(call, write, "members"), by=call.by, now=call.now
    )


def delete(call: Call, group: Group) -> None:
    """Delete the group."""
    services.delete_group(group=group, by=call.by, now=call.now)


def add_member(call: Call, group: Group, user: User) -> None:
    """Put a user into the group. Raises `Invalid` where it is in it already."""
    if group.memberships.filter(user=user).exists():
        raise _present("members")
    services.add_members(group=group, users=[user], by=call.by, now=call.now)


def remove_member(call: Call, group: Group, user: User) -> None:
    """Take a user out of the group."""
    services.remove_members(group=group, users=[user], by=call.by, now=call.now)


def add_owner(call: Call, group: Group, user: User) -> None:
    """Make a user an owner. Raises `Invalid` where it is one already."""
    if group.owners.filter(pk=user.pk).exists():
        raise _present("owners")
    services.add_owners(group=group, users=[user], by=call.by, now=call.now)


def remove_owner(call: Call, group: Group, user: User) -> None:
    """Let a user be an owner no longer."""
    services.remove_owners(group=group, users=[user], by=call.by, now=call.now)


def _present(name: str) -> Invalid:
    return Invalid(
        f"One or more added object references already exist for the following modified properties: '{name}'."
    )


def _check(values: Mapping[str, Any]) -> None:
    if not values.get("display_name", "some").strip():
        raise Invalid("Property displayName must not be empty.")


def _bound(call: Call, write: Write, name: str) -> Sequence[User]:
    """The users that a body refers to. Raises `Invalid` for one that is not there."""
    wanted = write.bound.get(name, ())
    guids = [as_guid(one) for one in wanted]
    users = list(users_of(call.tenant).filter(graph_id__in=[guid for guid in guids if guid]))
    present = {str(user.graph_id) for user in users}
    for guid, given in zip(guids, wanted, strict=True):
        if guid not in present:
            raise Invalid(
                f"Resource '{given}' does not exist or one of its queried reference-property objects are not present."
            )
    return users


def _members(group: Group) -> Any:
    return User.objects.filter(member_of=group).prefetch_related("assigned_licenses")


GROUPS = Resource(
    type="group",
    path="groups",
    family=Family.DIRECTORY,
    model=Group,
    rows=groups_of,
    properties=GROUP_PROPERTIES,
    read=GROUP_READ,
    write=GROUP_WRITE,
    create=create,
    update=update,
    updates_silently=True,
    delete=delete,
    largest_page=999,
    search=GROUP_SEARCH,
    navigations=(
        people("members", _members, relation="members", link=add_member, unlink=remove_member, referents=users_of),
        people("transitiveMembers", _members, relation="members"),
        people(
            "owners",
            lambda group: group.owners.prefetch_related("assigned_licenses"),
            relation="owners",
            link=add_owner,
            unlink=remove_owner,
            referents=users_of,
        ),
        # Groups are not nested here.
        memberships("memberOf", lambda group: Group.objects.none()),
        memberships("transitiveMemberOf", lambda group: Group.objects.none()),
    ),
    actions=membership_actions(lambda group: Group.objects.none()),
)
