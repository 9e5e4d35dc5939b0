"""Who may do what? The built-in Intune roles as one table of permissions, and the permissions of applications."""

import uuid

from intune_sim.vocabulary import Word


class Permission(Word):
    """A right over one kind of object, named as Intune's resource actions are."""

    MTD_READ = "Microsoft.Intune_MobileThreatDefense_Read", "Mobile Threat Defense/Read"
    MTD_MODIFY = "Microsoft.Intune_MobileThreatDefense_Modify", "Mobile Threat Defense/Modify"
    APPS_READ = "Microsoft.Intune_ManagedApps_Read", "Managed apps/Read"
    APPS_CREATE = "Microsoft.Intune_ManagedApps_Create", "Managed apps/Create"
    APPS_UPDATE = "Microsoft.Intune_ManagedApps_Update", "Managed apps/Update"
    APPS_DELETE = "Microsoft.Intune_ManagedApps_Delete", "Managed apps/Delete"
    APPS_ASSIGN = "Microsoft.Intune_ManagedApps_Assign", "Managed apps/Assign"
    APPS_WIPE = "Microsoft.Intune_ManagedApps_Wipe", "Managed apps/Wipe"
    DEVICES_READ = "Microsoft.Intune_ManagedDevices_Read", "Managed devices/Read"
    DEVICES_DELETE = "Microsoft.Intune_ManagedDevices_Delete", "Managed devices/Delete"
    DEVICES_SET_PRIMARY_USER = "Microsoft.Intune_ManagedDevices_SetPrimaryUser", "Managed devices/Set primary user"
    DEVICES_UPDATE = "Microsoft.Intune_ManagedDevices_Update", "Managed devices/Update"
    DEVICES_VIEW_REPORTS = "Microsoft.Intune_ManagedDevices_ViewReports", "Managed devices/View reports"
    AUDIT_READ = "Microsoft.Intune_Audit_Read", "Audit data/Read"
    COMPLIANCE_READ = "Microsoft.Intune_DeviceCompliancePolices_Read", "Device compliance policies/Read"
    COMPLIANCE_CREATE = "Microsoft.Intune_DeviceCompliancePolices_Create", "Device compliance policies/Create"
    COMPLIANCE_UPDATE = "Microsoft.Intune_DeviceCompliancePolices_Update", "Device compliance policies/Update"
    COMPLIANCE_DELETE = "Microsoft.Intune_DeviceCompliancePolices_Delete", "Device compliance policies/Delete"
    COMPLIANCE_ASSIGN = "Microsoft.Intune_DeviceCompliancePolices_Assign", "Device compliance policies/Assign"
    COMPLIANCE_VIEW_REPORTS = (
        "Microsoft.Intune_DeviceCompliancePolices_ViewReports",
        "Device compliance policies/View reports",
    )
    ORGANIZATION_READ = "Microsoft.Intune_Organization_Read", "Organization/Read"
    ROLES_READ = "Microsoft.Intune_Roles_Read", "Roles/Read"
    ROLES_CREATE = "Microsoft.Intune_Roles_Create", "Roles/Create"
    ROLES_UPDATE = "Microsoft.Intune_Roles_Update", "Roles/Update"
    ROLES_DELETE = "Microsoft.Intune_Roles_Delete", "Roles/Delete"
    ROLES_ASSIGN = "Microsoft.Intune_Roles_Assign", "Roles/Assign"


class Role(Word):
    """A role that makes a user an admin: the directory's, then Intune's built-in ones."""

    GLOBAL_ADMINISTRATOR = "globalAdministrator", "Global Administrator"
    INTUNE_ADMINISTRATOR = "intuneAdministrator", "Intune Administrator"
    APPLICATION_MANAGER = "applicationManager", "Application Manager"
    ENDPOINT_SECURITY_MANAGER = "endpointSecurityManager", "Endpoint Security Manager"
    HELP_DESK_OPERATOR = "helpDeskOperator", "Help Desk Operator"
    INTUNE_ROLE_ADMINISTRATOR = "intuneRoleAdministrator", "Intune Role Administrator"
    POLICY_AND_PROFILE_MANAGER = "policyAndProfileManager", "Policy and Profile manager"
    READ_ONLY_OPERATOR = "readOnlyOperator", "Read Only Operator"
    SCHOOL_ADMINISTRATOR = "schoolAdministrator", "School Administrator"
    ENDPOINT_PRIVILEGE_MANAGER = "endpointPrivilegeManager", "Endpoint Privilege Manager"
    ENDPOINT_PRIVILEGE_READER = "endpointPrivilegeReader", "Endpoint Privilege Reader"


P = Permission
_APPS = {P.APPS_READ, P.APPS_CREATE, P.APPS_UPDATE, P.APPS_DELETE, P.APPS_ASSIGN, P.APPS_WIPE}
_COMPLIANCE = {permission for permission in P if permission.value.startswith("Microsoft.Intune_DeviceCompliance")}
_DEVICES = {permission for permission in P if permission.value.startswith("Microsoft.Intune_ManagedDevices")}
_ROLES = {permission for permission in P if permission.value.startswith("Microsoft.Intune_Roles")}

#: The built-in roles reference of the Intune documentation, for the objects that exist here.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.GLOBAL_ADMINISTRATOR: frozenset(P),
    Role.INTUNE_ADMINISTRATOR: frozenset(P),
    Role.APPLICATION_MANAGER: frozenset({P.MTD_READ, *_APPS, P.DEVICES_READ, P.ORGANIZATION_READ}),
    Role.ENDPOINT_SECURITY_MANAGER: frozenset(
        {
            P.MTD_READ,
            P.MTD_MODIFY,
            P.APPS_READ,
            *_DEVICES,
            P.AUDIT_READ,
            *_COMPLIANCE,
            P.ORGANIZATION_READ,
            P.ROLES_READ,
        }
    ),
    Role.HELP_DESK_OPERATOR: frozenset(
        {
            *{P.MTD_READ, P.APPS_ASSIGN, P.APPS_READ, P.APPS_WIPE, P.AUDIT_READ, P.ORGANIZATION_READ, P.ROLES_READ},
            *(_DEVICES - {P.DEVICES_DELETE}),
            *{P.COMPLIANCE_READ, P.COMPLIANCE_VIEW_REPORTS},
        }
    ),
    Role.INTUNE_ROLE_ADMINISTRATOR: frozenset({P.ORGANIZATION_READ, *_ROLES}),
    Role.POLICY_AND_PROFILE_MANAGER: frozenset(
        {P.MTD_READ, *(_APPS - {P.APPS_WIPE}), P.AUDIT_READ, *_COMPLIANCE, P.ORGANIZATION_READ}
    ),
    Role.READ_ONLY_OPERATOR: frozenset(
        {
            *{P.MTD_READ, P.APPS_READ, P.DEVICES_READ, P.DEVICES_VIEW_REPORTS, P.AUDIT_READ},
            *{P.COMPLIANCE_READ, P.COMPLIANCE_VIEW_REPORTS, P.ORGANIZATION_READ, P.ROLES_READ},
        }
    ),
    Role.SCHOOL_ADMINISTRATOR: frozenset(
        {
            *{P.MTD_READ, *(_APPS - {P.APPS_ASSIGN, P.APPS_WIPE})},
            *(_DEVICES - {P.DEVICES_VIEW_REPORTS}),
            *{P.AUDIT_READ, P.ORGANIZATION_READ},
        }
    ),
    Role.ENDPOINT_PRIVILEGE_MANAGER: frozenset({P.DEVICES_READ, P.ORGANIZATION_READ}),
    Role.ENDPOINT_PRIVILEGE_READER: frozenset({P.DEVICES_READ, P.ORGANIZATION_READ}),
}


#: The ids of Intune's built-in roles, the same in every tenant. Those of the last two are not published: minted here.
BUILT_IN_ROLES: dict[Role, uuid.UUID] = {
    Role.POLICY_AND_PROFILE_MANAGER: uuid.UUID("0bd113fe-6be5-400c-a28f-ae5553f9c0be"),
    Role.SCHOOL_ADMINISTRATOR: uuid.UUID("2f9f4f7e-2d13-427b-adf2-361a1eef7ae8"),
    Role.HELP_DESK_OPERATOR: uuid.UUID("9e0cc482-82df-4ab2-a24c-0c23a3f52e1e"),
    Role.APPLICATION_MANAGER: uuid.UUID("c1d9fcbb-cba5-40b0-bf6b-527006585f4b"),
    Role.ENDPOINT_SECURITY_MANAGER: uuid.UUID("c56d53a2-73d0-4502-b6bd-4a9d3dba28d5"),
    Role.READ_ONLY_OPERATOR: uuid.UUID("fa1d7878-e8cb-41a1-8254-0142355c9f84"),
    Role.INTUNE_ROLE_ADMINISTRATOR: uuid.UUID("fb2603eb-3c87-4be3-8b5b-d58a5b4a0bc0"),
    Role.ENDPOINT_PRIVILEGE_MANAGER: uuid.UUID("5a7c0c1e-6d0b-4f0e-9f5e-2c6d1b7e9a01"),
    Role.ENDPOINT_PRIVILEGE_READER: uuid.UUID("5a7c0c1e-6d0b-4f0e-9f5e-2c6d1b7e9a02"),
}


#: The directory's own roles by their well-known ids; who holds one may do everything here.
DIRECTORY_ROLES: dict[Role, uuid.UUID] = {
    Role.GLOBAL_ADMINISTRATOR: uuid.UUID("62e90394-69f5-4237-9190-012177145e10"),
    Role.INTUNE_ADMINISTRATOR: uuid.UUID("3a2c62db-5318-420d-8d74-23affee5d9d5"),
}


class ScopeType(Word):
    """`roleAssignmentScopeType`: whom a role assignment reaches."""

    RESOURCE_SCOPE = "resourceScope", "Groups"
    ALL_DEVICES = "allDevices", "All devices"
    ALL_LICENSED_USERS = "allLicensedUsers", "All users"
    ALL_DEVICES_AND_LICENSED_USERS = "allDevicesAndLicensedUsers", "All users and all devices"


def permissions_of(roles: list[Role]) -> frozenset[Permission]:
    """What an admin with these roles may do: rights are additive."""
    return frozenset[Permission]().union(*(PERMISSIONS[role] for role in roles))


class AppRole(Word):
    """A permission that an application may hold in its own right; none implies another."""

    PARTNER_REPORT = "MobileThreatDefense.Report.All", "Report health states as a threat partner"
    MANAGED_APP_CLIENT = "ManagedApp.Client.All", "Act as a managed app"
    SIMULATOR_CONTROL = "Simulator.Control.All", "Steer the simulation"
    APPS_READ = "DeviceManagementApps.Read.All", "Read app management"
    APPS_READ_WRITE = "DeviceManagementApps.ReadWrite.All", "Read and write app management"
    CONFIGURATION_READ = "DeviceManagementConfiguration.Read.All", "Read device configuration"
    CONFIGURATION_READ_WRITE = "DeviceManagementConfiguration.ReadWrite.All", "Read and write device configuration"
    MANAGED_DEVICES_READ = "DeviceManagementManagedDevices.Read.All", "Read managed devices"
    MANAGED_DEVICES_READ_WRITE = "DeviceManagementManagedDevices.ReadWrite.All", "Read and write managed devices"
    MANAGED_DEVICES_PRIVILEGED = (
        "DeviceManagementManagedDevices.PrivilegedOperations.All",
        "Do what cannot be undone to managed devices",
    )
    RBAC_READ = "DeviceManagementRBAC.Read.All", "Read Intune roles"
    RBAC_READ_WRITE = "DeviceManagementRBAC.ReadWrite.All", "Read and write Intune roles"
    SERVICE_CONFIG_READ = "DeviceManagementServiceConfig.Read.All", "Read Intune configuration"
    SERVICE_CONFIG_READ_WRITE = "DeviceManagementServiceConfig.ReadWrite.All", "Read and write Intune configuration"
    AUDIT_LOG_READ = "AuditLog.Read.All", "Read the sign-in log"
    DIRECTORY_READ = "Directory.Read.All", "Read the directory"
    DIRECTORY_READ_WRITE = "Directory.ReadWrite.All", "Read and write the directory"
    USER_READ_BASIC = "User.ReadBasic.All", "Read users' names"
    USER_READ = "User.Read.All", "Read users"
    USER_READ_WRITE = "User.ReadWrite.All", "Read and write users"
    GROUP_READ = "Group.Read.All", "Read groups"
    GROUP_READ_WRITE = "Group.ReadWrite.All", "Read and write groups"
    GROUP_MEMBER_READ = "GroupMember.Read.All", "Read groups and who is in them"
    GROUP_MEMBER_READ_WRITE = "GroupMember.ReadWrite.All", "Read and write who is in groups"
    LICENSE_READ = "LicenseAssignment.Read.All", "Read licences"
    LICENSE_READ_WRITE = "LicenseAssignment.ReadWrite.All", "Read and write licences"
    ORGANIZATION_READ = "Organization.Read.All", "Read the organization"
    POLICY_READ = "Policy.Read.All", "Read policies"
    POLICY_READ_CONDITIONAL_ACCESS = "Policy.Read.ConditionalAccess", "Read Conditional Access policies"
    POLICY_READ_WRITE_CONDITIONAL_ACCESS = "Policy.ReadWrite.ConditionalAccess", "Write Conditional Access policies"
