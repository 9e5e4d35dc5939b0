"""Who exists, and who may do what?"""

from intune_sim.tenants.models.directory import (
    INTUNE_A,
    Application,
    AppRoleAssignment,
    AssignedLicense,
    Group,
    GroupType,
    Membership,
    MissingHealthState,
    OwnedQuerySet,
    RoleAssignment,
    Tenant,
    User,
    UserManager,
    UserQuerySet,
    is_licensed,
)
from intune_sim.tenants.models.grants import DeviceCode, DeviceCodeState, RefreshToken
from intune_sim.tenants.models.roles import (
    GroupRoleAssignment,
    RoleDefinition,
    RoleScopeTag,
    RoleScopeTagAssignment,
    default_scope_tags,
)
from intune_sim.tenants.models.sign_ins import ConditionalAccessStatus, SignIn

__all__ = [
    "INTUNE_A",
    "AppRoleAssignment",
    "Application",
    "AssignedLicense",
    "ConditionalAccessStatus",
    "DeviceCode",
    "DeviceCodeState",
    "Group",
    "GroupRoleAssignment",
    "GroupType",
    "Membership",
    "MissingHealthState",
    "OwnedQuerySet",
    "RefreshToken",
    "RoleAssignment",
    "RoleDefinition",
    "RoleScopeTag",
    "RoleScopeTagAssignment",
    "SignIn",
    "Tenant",
    "User",
    "UserManager",
    "UserQuerySet",
    "default_scope_tags",
    "is_licensed",
]
