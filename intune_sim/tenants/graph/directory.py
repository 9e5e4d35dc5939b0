"""How does Graph see the directory? Users, groups, the organization and its licences, on v1.0 and beta."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from intune_sim.errors import Invalid
from intune_sim.graph.documents import UNFIT, unfit
from intune_sim.graph.resources import (
    Action,
    Call,
    Family,
    Kind,
    Navigation,
    Resource,
    Write,
    as_guid,
    key,
    read_only,
    writable,
)
from intune_sim.tenants import services
from intune_sim.tenants.models import INTUNE_A, AssignedLicense, Group, Tenant, User
from intune_sim.tenants.roles import AppRole


def find_user(rows: "QuerySet[User]", wanted: str) -> "QuerySet[User]":
    """The user with an id or a name."""
    if as_guid(wanted):
        return rows.filter(graph_id=wanted)
    return rows.none() if UNFIT.search(wanted) else rows.filter(user_principal_name__iexact=wanted)


def create_user(call: Call, write: Write) -> User:
    """Put a user into the directory. What a password profile says is not kept: nobody signs in with it."""
    values = dict(write.values)
    name = values.pop("user_principal_name")
    if not name.partition("@")[0] or not name.partition("@")[2] or any(letter.isspace() for letter in name):
        raise Invalid("Property userPrincipalName is invalid.")
    _check_name(values)
    try:
        return services.create_user(tenant=call.tenant, user_principal_name=name, by=call.by, now=call.now, **values)
    except services.UserExists as error:
        raise Invalid("Another object with the same value for property userPrincipalName already exists.") from error


def update_user(call: Call, user: User, write: Write) -> None:
    """Change a profile or the account's state; a user keeps its name."""
    values = dict(write.values)
    name = values.pop("user_principal_name", user.user_principal_name)
    if name.lower() != user.user_principal_name.lower():
        raise Invalid("Changing 'userPrincipalName' is not supported here.")
    _check_name(values)
    services.update_user(user=user, changes=values, by=call.by, now=call.now)


def delete_user(call: Call, user: User) -> None:
    """Delete the user."""
    services.delete_user(user=user, by=call.by, now=call.now)


def assign_license(call: Call, user: User, body: Mapping[str, Any]) -> None:
    """Give and take licences; both lists must be there."""
    adds, removes = body.get("addLicenses"), body.get("removeLicenses")
    if not isinstance(adds, list):
        raise unfit("addLicenses")
    if not isinstance(removes, list):
        raise unfit("removeLicenses")
    services.assign_license(
        user=user,
        add=[_sku(one.get("skuId") if isinstance(one, dict) else None) for one in adds],
        remove=[_sku(one) for one in removes],
        by=call.by,
        now=call.now,
    )


def create_group(call: Call, write: Write) -> Group:
    """Make an empty security group."""
    _check_name(write.values)
    return services.create_group(
        tenant=call.tenant,
        display_name=write.values["display_name"],
        description=write.values.get("description", ""),
        by=call.by,
        now=call.now,
    )


def delete_group(call: Call, group: Group) -> None:
    """Delete the group."""
    services.delete_group(group=group, by=call.by, now=call.now)


def add_member(call: Call, group: Group, user: User) -> None:
    """Put a user into the group. Raises `Invalid` where it is in it already."""
    if group.memberships.filter(user=user).exists():
        raise Invalid(
            "One or more added object references already exist for the following modified properties: 'members'."
        )
    services.add_members(group=group, users=[user], by=call.by, now=call.now)


def remove_member(call: Call, group: Group, user: User) -> None:
    """Take a user out of the group."""
    services.remove_members(group=group, users=[user], by=call.by, now=call.now)


def _check_name(values: Mapping[str, Any]) -> None:
    if not values.get("display_name", "somebody").strip():
        raise Invalid("Property displayName must not be empty.")


def _sku(given: Any) -> uuid.UUID:
    guid = as_guid(given) if isinstance(given, str) else None
    if guid is None:
        raise unfit("skuId")
    if uuid.UUID(guid) != INTUNE_A:
        raise Invalid(f"License {guid} does not correspond to a valid company License.")
    return INTUNE_A


def _no_mail(value: Any) -> bool:
    """Only security groups can be made."""
    if not isinstance(value, bool):
        raise unfit("mailEnabled")
    if value:
        raise Invalid("Only security groups are supported: mailEnabled must be false.")
    return value


def _licenses(user: User) -> list[dict[str, Any]]:
    return [{"disabledPlans": [], "skuId": str(one.sku_id)} for one in user.assigned_licenses.all()]


def _domains(tenant: Tenant) -> list[dict[str, Any]]:
    return [
        {
            "capabilities": "Email, OfficeCommunicationsOnline",
            "isDefault": True,
            "isInitial": True,
            "name": tenant.domain,
            "type": "Managed",
        }
    ]


def _local_part(user: User) -> str:
    return user.user_principal_name.partition("@")[0]


def _sku_id(tenant: Tenant) -> str:
    return f"{tenant.graph_id}_{INTUNE_A}"


def _find_sku(rows: "QuerySet[Tenant]", wanted: str) -> "QuerySet[Tenant]":
    tenant, _, sku = wanted.partition("_")
    return rows.filter(graph_id=tenant) if as_guid(tenant) and sku.lower() == str(INTUNE_A) else rows.none()


def _consumed(tenant: Tenant) -> int:
    return AssignedLicense.objects.filter(user__tenant=tenant, sku_id=INTUNE_A).count()


def _units(tenant: Tenant) -> dict[str, int]:
    return {"enabled": max(_consumed(tenant), 1000), "lockedOut": 0, "suspended": 0, "warning": 0}


def _plans(tenant: Tenant) -> list[dict[str, Any]]:
    return [
        {
            "appliesTo": "User",
            "provisioningStatus": "Success",
            "servicePlanId": "c1ec4a95-1f05-45b3-a911-aa3fa01094f5",
            "servicePlanName": "INTUNE_A",
        }
    ]


def _users(tenant: Tenant) -> "QuerySet[User]":
    return User.objects.for_tenant(tenant).prefetch_related("assigned_licenses")


def _groups(tenant: Tenant) -> "QuerySet[Group]":
    return Group.objects.filter(tenant=tenant)


def _tenant(tenant: Tenant) -> "QuerySet[Tenant]":
    return Tenant.objects.filter(pk=tenant.pk)


GROUP_READ = (AppRole.GROUP_READ.value, AppRole.GROUP_READ_WRITE.value, AppRole.DIRECTORY_READ.value)

GROUP_PROPERTIES = (
    key("id"),
    read_only("createdDateTime"),
    writable("description", nullable=True, blank_is_null=True),
    writable("displayName", required=True),
    read_only("groupTypes", kind=Kind.STRINGS, value=lambda group: []),
    read_only("mail", nullable=True, value=lambda group: None),
    writable("mailEnabled", kind=Kind.BOOLEAN, required=True, value=lambda group: False, decode=_no_mail),
    writable("mailNickname", required=True, value=lambda group: group.graph_id.hex[:10]),
    writable("securityEnabled", kind=Kind.BOOLEAN, required=True, value=lambda group: True),
)

USER_PROPERTIES = (
    read_only("businessPhones", kind=Kind.STRINGS, value=lambda user: []),
    writable("displayName", required=True),
    writable("givenName", nullable=True, blank_is_null=True),
    writable("jobTitle", nullable=True, blank_is_null=True),
    writable("mail", nullable=True, blank_is_null=True),
    read_only("mobilePhone", nullable=True, value=lambda user: None),
    read_only("officeLocation", nullable=True, value=lambda user: None),
    read_only("preferredLanguage", nullable=True, value=lambda user: None),
    writable("surname", nullable=True, blank_is_null=True),
    writable("userPrincipalName", required=True),
    key("id"),
    writable("accountEnabled", required=True, on_request=True),
    read_only("assignedLicenses", type="Collection(assignedLicense)", value=_licenses, on_request=True),
    read_only("createdDateTime", on_request=True),
    writable("department", nullable=True, blank_is_null=True, on_request=True),
    writable("mailNickname", required=True, value=_local_part, on_request=True),
    writable("passwordProfile", type="passwordProfile", nullable=True, required=True, on_request=True,
             value=lambda user: None),
    writable("usageLocation", nullable=True, value=lambda user: None, on_request=True),
)  # fmt: skip

#: What stands behind a member and behind a membership: plain entities, without collections of their own.
MEMBER = Resource(
    type="user", family=Family.DIRECTORY, model=User, rows=_users, find=find_user, properties=USER_PROPERTIES
)
MEMBERSHIP = Resource(type="group", family=Family.DIRECTORY, model=Group, rows=_groups, properties=GROUP_PROPERTIES)

USERS = Resource(
    type="user",
    path="users",
    family=Family.DIRECTORY,
    model=User,
    rows=_users,
    find=find_user,
    properties=USER_PROPERTIES,
    read=(AppRole.USER_READ.value, AppRole.USER_READ_WRITE.value, AppRole.DIRECTORY_READ.value),
    write=(AppRole.USER_READ_WRITE.value,),
    create=create_user,
    update=update_user,
    updates_silently=True,
    delete=delete_user,
    largest_page=999,
    navigations=(
        Navigation(
            name="memberOf",
            resource=MEMBERSHIP,
            type="directoryObject",
            context="directoryObjects",
            read=GROUP_READ,
            rows=lambda user: Group.objects.filter(members=user),
        ),
    ),
    actions=(Action(name="assignLicense", run=assign_license, status=200),),
)

GROUPS = Resource(
    type="group",
    path="groups",
    family=Family.DIRECTORY,
    model=Group,
    rows=_groups,
    properties=GROUP_PROPERTIES,
    read=GROUP_READ,
    write=(AppRole.GROUP_READ_WRITE.value,),
    create=create_group,
    delete=delete_group,
    largest_page=999,
    navigations=(
        Navigation(
            name="members",
            resource=MEMBER,
            type="directoryObject",
            context="directoryObjects",
            rows=lambda group: User.objects.filter(member_of=group).prefetch_related("assigned_licenses"),
            link=add_member,
            unlink=remove_member,
            referents=_users,
        ),
    ),
)

ORGANIZATION = Resource(
    type="organization",
    path="organization",
    family=Family.DIRECTORY,
    model=Tenant,
    rows=_tenant,
    properties=(
        key("id"),
        read_only("createdDateTime"),
        read_only("displayName"),
        read_only("verifiedDomains", type="Collection(verifiedDomain)", value=_domains),
    ),
    read=(AppRole.ORGANIZATION_READ.value, AppRole.DIRECTORY_READ.value),
)

SKUS = Resource(
    type="subscribedSku",
    path="subscribedSkus",
    family=Family.DIRECTORY,
    model=Tenant,
    rows=_tenant,
    find=_find_sku,
    properties=(
        read_only("accountId", value=lambda tenant: str(tenant.graph_id)),
        read_only("accountName", value=lambda tenant: tenant.display_name),
        read_only("appliesTo", value=lambda tenant: "User"),
        read_only("capabilityStatus", value=lambda tenant: "Enabled"),
        read_only("consumedUnits", kind=Kind.INT32, value=_consumed),
        key("id", value=_sku_id),
        read_only("prepaidUnits", type="licenseUnitsDetail", value=_units),
        read_only("servicePlans", type="Collection(servicePlanInfo)", value=_plans),
        read_only("skuId", type="Edm.Guid", value=lambda tenant: str(INTUNE_A)),
        read_only("skuPartNumber", value=lambda tenant: "INTUNE_A"),
    ),
    read=(AppRole.ORGANIZATION_READ.value, AppRole.DIRECTORY_READ.value),
)

#: The users are declared again where more hangs on them.
RESOURCES = (GROUPS, ORGANIZATION, SKUS)
