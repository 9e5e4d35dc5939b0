"""How does Graph see users? The directory's people, their licences and the groups that they are in."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from intune_sim.errors import Invalid
from intune_sim.graph.documents import unfit
from intune_sim.graph.resources import Action, Call, Family, Navigation, Resource, Write, as_guid, key, read_only
from intune_sim.tenants import services
from intune_sim.tenants.graph.directory import (
    LICENSE_READ,
    SERVICE_PLANS,
    USER_PROPERTIES,
    USER_READ,
    USER_SEARCH,
    USER_WRITE,
    find_user,
    membership_actions,
    memberships,
    users_of,
)
from intune_sim.tenants.models import INTUNE_A, AssignedLicense, Group, User
from intune_sim.tenants.roles import AppRole

COUNTRY = re.compile("[A-Za-z]{2}")


def create(call: Call, write: Write) -> User:
    """Put a user into the directory."""
    values = dict(write.values)
    name = values.pop("user_principal_name")
    _check(name, values)
    try:
        return services.create_user(
            tenant=call.tenant,
            user_principal_name=name,
            password=values.pop("password_profile"),
            by=call.by,
            now=call.now,
            **values,
        )
    except services.UserExists as error:
        raise _taken() from error


def update(call: Call, user: User, write: Write) -> None:
    """Change the name, the profile, the password or the account's state."""
    values = dict(write.values)
    _check(values.get("user_principal_name", user.user_principal_name), values)
    password = values.pop("password_profile", None)
    try:
        services.update_user(user=user, changes=values, password=password, by=call.by, now=call.now)
    except services.UserExists as error:
        raise _taken() from error


def delete(call: Call, user: User) -> None:
    """Delete the user."""
    services.delete_user(user=user, by=call.by, now=call.now)


def assign_license(call: Call, user: User, body: Mapping[str, Any]) -> None:
    """Give and take licences; both lists must be there, and nobody gets one whose country is not known."""
    adds, removes = body.get("addLicenses"), body.get("removeLicenses")
    if not isinstance(adds, list):
        raise unfit("addLicenses")
    if not isinstance(removes, list):
        raise unfit("removeLicenses")
    if adds and not user.usage_location:
        raise Invalid("License assignment cannot be done for user with invalid usage location.")
    services.assign_license(
        user=user,
        add=[_sku(one.get("skuId") if isinstance(one, dict) else None) for one in adds],
        remove=[_sku(one) for one in removes],
        by=call.by,
        now=call.now,
    )


def _check(name: str, values: Mapping[str, Any]) -> None:
    if not name.partition("@")[0] or not name.partition("@")[2] or any(letter.isspace() for letter in name):
        raise Invalid("Property userPrincipalName is invalid.")
    if not values.get("display_name", "somebody").strip():
        raise Invalid("Property displayName must not be empty.")
    if values.get("usage_location") and not COUNTRY.fullmatch(values["usage_location"]):
        raise Invalid("Invalid value specified for property 'usageLocation': it is a two-letter code of ISO 3166.")


def _taken() -> Invalid:
    return Invalid("Another object with the same value for property userPrincipalName already exists.")


def _sku(given: Any) -> uuid.UUID:
    guid = as_guid(given) if isinstance(given, str) else None
    if guid is None:
        raise unfit("skuId")
    if uuid.UUID(guid) != INTUNE_A:
        raise Invalid(f"License {guid} does not correspond to a valid company License.")
    return INTUNE_A


def _groups(user: User) -> "QuerySet[Group]":
    return Group.objects.filter(members=user).select_related("tenant")


def _license_id(row: AssignedLicense) -> str:
    return f"{row.user.graph_id}_{row.sku_id}"


def _find_license(rows: "QuerySet[AssignedLicense]", wanted: str) -> "QuerySet[AssignedLicense]":
    user, _, sku = wanted.partition("_")
    return rows.filter(user__graph_id=user, sku_id=sku) if as_guid(user) and as_guid(sku) else rows.none()


LICENSE_DETAILS = Resource(
    type="licenseDetails",
    family=Family.DIRECTORY,
    model=AssignedLicense,
    rows=lambda tenant: AssignedLicense.objects.filter(user__tenant=tenant).select_related("user"),
    find=_find_license,
    properties=(
        key("id", value=_license_id),
        read_only("servicePlans", type="Collection(servicePlanInfo)", value=lambda row: SERVICE_PLANS),
        read_only("skuId", type="Edm.Guid", nullable=True),
        read_only("skuPartNumber", nullable=True, value=str),
    ),
)

USERS = Resource(
    type="user",
    path="users",
    family=Family.DIRECTORY,
    model=User,
    rows=users_of,
    find=find_user,
    properties=USER_PROPERTIES,
    read=USER_READ,
    write=USER_WRITE,
    create=create,
    update=update,
    updates_silently=True,
    delete=delete,
    largest_page=999,
    search=USER_SEARCH,
    navigations=(
        memberships("memberOf", _groups, relation="member_of"),
        memberships("transitiveMemberOf", _groups, relation="member_of"),
        memberships(
            "ownedObjects",
            lambda user: Group.objects.filter(owners=user).select_related("tenant"),
            relation="owned_groups",
        ),
        Navigation(
            name="licenseDetails",
            resource=LICENSE_DETAILS,
            read=(*LICENSE_READ, *USER_READ),
            relation="assigned_licenses",
            rows=lambda user: user.assigned_licenses.select_related("user"),
        ),
    ),
    actions=(
        Action(
            name="assignLicense",
            run=assign_license,
            status=200,
            permissions=(AppRole.LICENSE_READ_WRITE.value, *USER_WRITE),
        ),
        *membership_actions(_groups),
    ),
)
