"""Who exists, and who may do what?"""

from intune_sim.tenants.models.directory import (
    INTUNE_A,
    Application,
    AppRoleAssignment,
    AssignedLicense,
    Group,
    Membership,
    MissingHealthState,
    RoleAssignment,
    Tenant,
    User,
    UserManager,
    UserQuerySet,
)

__all__ = [
    "INTUNE_A",
    "AppRoleAssignment",
    "Application",
    "AssignedLicense",
    "Group",
    "Membership",
    "MissingHealthState",
    "RoleAssignment",
    "Tenant",
    "User",
    "UserManager",
    "UserQuerySet",
]
