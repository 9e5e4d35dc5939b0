"""What do pages ask about the directory? What somebody may do, and who is called so."""

from django.db.models import QuerySet

from intune_sim.prefix import Folded, first_that_start
from intune_sim.tenants.models import GroupRoleAssignment, User
from intune_sim.tenants.roles import Permission, permissions_of

EVERYTHING = frozenset(Permission)


def permissions_of_user(user: User) -> frozenset[Permission]:
    """What a user's roles allow together; scopes and tags of an assignment do not narrow it here.

    One query beside `role_assignments`, and none for those who may do everything anyway.
    """
    held = permissions_of([assignment.role for assignment in user.role_assignments.all()])
    if held == EVERYTHING:
        return held
    roles = GroupRoleAssignment.objects.filter(members__members=user).distinct()
    names = {
        name
        for actions in roles.values_list("role_definition__allowed_resource_actions", flat=True)
        for name in actions
    }
    return held | {permission for permission in Permission if permission.value in names}


def users_called(users: "QuerySet[User]", text: str, *, most: int) -> "QuerySet[User]":
    """So many of these users whose display name or address begins with a text, by display name; all begin with none."""
    if text:
        users = first_that_start(users, text, "display_name", "user_principal_name", most=most)
    return users.order_by(Folded("display_name"), "pk")[:most]
