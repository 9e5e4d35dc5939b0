"""May an admin do through an application what its token would let it? The scope of the token and the admin's roles, both."""

from collections.abc import Iterable
from dataclasses import dataclass

from intune_sim.tenants.roles import Permission

P = Permission


@dataclass(frozen=True, kw_only=True)
class Rights:
    """Which right a family of Graph permissions asks of an admin, for each thing to do. None: only the directory's admins."""

    read: Permission | None = None
    create: Permission | None = None
    update: Permission | None = None
    delete: Permission | None = None
    assign: Permission | None = None
    wipe: Permission | None = None
    #: Every member of the tenant may read it, an admin or not.
    is_open: bool = False


#: By the first word of a permission's name: `DeviceManagementApps.ReadWrite.All`.
FAMILIES = {
    "DeviceManagementApps": Rights(
        read=P.APPS_READ,
        create=P.APPS_CREATE,
        update=P.APPS_UPDATE,
        delete=P.APPS_DELETE,
        assign=P.APPS_ASSIGN,
        wipe=P.APPS_WIPE,
    ),
    "DeviceManagementConfiguration": Rights(
        read=P.COMPLIANCE_READ,
        create=P.COMPLIANCE_CREATE,
        update=P.COMPLIANCE_UPDATE,
        delete=P.COMPLIANCE_DELETE,
        assign=P.COMPLIANCE_ASSIGN,
        wipe=P.COMPLIANCE_UPDATE,
    ),
    "DeviceManagementManagedDevices": Rights(
        read=P.DEVICES_READ,
        create=P.DEVICES_UPDATE,
        update=P.DEVICES_UPDATE,
        delete=P.DEVICES_DELETE,
        assign=P.DEVICES_UPDATE,
        wipe=P.DEVICES_UPDATE,
    ),
    "DeviceManagementRBAC": Rights(
        read=P.ROLES_READ,
        create=P.ROLES_CREATE,
        update=P.ROLES_UPDATE,
        delete=P.ROLES_DELETE,
        assign=P.ROLES_ASSIGN,
        wipe=P.ROLES_UPDATE,
    ),
    "DeviceManagementServiceConfig": Rights(
        read=P.MTD_READ,
        create=P.MTD_MODIFY,
        update=P.MTD_MODIFY,
        delete=P.MTD_MODIFY,
        assign=P.MTD_MODIFY,
        wipe=P.MTD_MODIFY,
    ),
    "Organization": Rights(read=P.ORGANIZATION_READ),
    "User": Rights(is_open=True),
    "Group": Rights(is_open=True),
    "GroupMember": Rights(is_open=True),
    "Directory": Rights(is_open=True),
    "LicenseAssignment": Rights(is_open=True),
}
#: Those whom a family is nothing to (the sign-in log, Conditional Access) are the directory's admins, who hold every right.
EVERYTHING = frozenset(Permission)
#: Actions that only ask, as `checkMemberGroups`, `getMemberGroups` and `hasPayloadLinks` do.
QUESTIONS = ("check", "evaluate", "get", "has")


def deed_of(method: str, action: str) -> str:
    """What a request does, in the words of `Rights`; `action` is the action's name where it asks for one."""
    deed = {"GET": "read", "HEAD": "read", "PATCH": "update", "DELETE": "delete"}.get(method, "create")
    if deed != "create" or not action:
        return deed
    if action.startswith(QUESTIONS):
        return "read"
    if action.startswith("wipe"):
        return "wipe"
    return "assign" if action == "assign" else "update"


def lacking(scopes: Iterable[str], *, deed: str, held: frozenset[Permission]) -> str:
    """What an admin's roles lack to do something by one of these scopes; empty where they allow it."""
    missing = []
    for scope in scopes:
        rights = FAMILIES.get(scope.partition(".")[0], Rights())
        right = getattr(rights, deed)
        if held >= EVERYTHING or right in held or (rights.is_open and deed == "read"):
            return ""
        missing.append(right.value if right else "Intune Administrator")
    return ", ".join(dict.fromkeys(missing))
