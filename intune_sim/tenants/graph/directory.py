"""What does Graph tell of a user and of a group? Their properties, plain entities, and what both are asked about groups."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Replace, StrIndex, Substr

from intune_sim.errors import Invalid
from intune_sim.graph.documents import UNFIT, unfit
from intune_sim.graph.resources import (
    Action,
    Call,
    Family,
    Kind,
    Navigation,
    Parameter,
    Property,
    Resource,
    always,
    as_guid,
    key,
    read_only,
    writable,
)
from intune_sim.tenants.models import Group, GroupType, Tenant, User
from intune_sim.tenants.roles import AppRole

DIRECTORY_READ = (AppRole.DIRECTORY_READ.value, AppRole.DIRECTORY_READ_WRITE.value)
GROUP_READ = (
    AppRole.GROUP_MEMBER_READ.value,
    AppRole.GROUP_MEMBER_READ_WRITE.value,
    AppRole.GROUP_READ.value,
    AppRole.GROUP_READ_WRITE.value,
    *DIRECTORY_READ,
)
GROUP_WRITE = (AppRole.GROUP_READ_WRITE.value, AppRole.DIRECTORY_READ_WRITE.value)
USER_READ = (
    AppRole.USER_READ_BASIC.value,
    AppRole.USER_READ.value,
    AppRole.USER_READ_WRITE.value,
    *DIRECTORY_READ,
)
USER_WRITE = (AppRole.USER_READ_WRITE.value, AppRole.DIRECTORY_READ_WRITE.value)
LICENSE_READ = (AppRole.LICENSE_READ.value, AppRole.LICENSE_READ_WRITE.value)
LONGEST_PASSWORD = 256
#: What may stand before the @ of an address.
NICKNAME = re.compile(r"[!-~]{1,64}", re.ASCII)


def users_of(tenant: Tenant) -> "QuerySet[User]":
    """A tenant's users."""
    return User.objects.for_tenant(tenant).prefetch_related("assigned_licenses")


def groups_of(tenant: Tenant) -> "QuerySet[Group]":
    """A tenant's groups."""
    return Group.objects.filter(tenant=tenant).select_related("tenant")


def find_user(rows: "QuerySet[User]", wanted: str) -> "QuerySet[User]":
    """The user with an id or a name."""
    if as_guid(wanted):
        return rows.filter(graph_id=wanted)
    return rows.none() if UNFIT.search(wanted) else rows.filter(user_principal_name__iexact=wanted)


def _licenses(user: User) -> list[dict[str, Any]]:
    return [{"disabledPlans": [], "skuId": str(one.sku_id)} for one in user.assigned_licenses.all()]


def _read_profile(value: Any) -> str:
    """The password of a `passwordProfile`. Raises `Invalid`."""
    password = value.get("password") if isinstance(value, dict) else None
    if not isinstance(password, str) or not 0 < len(password) <= LONGEST_PASSWORD or UNFIT.search(password):
        raise unfit("passwordProfile")
    return password


def _read_types(value: Any) -> list[GroupType]:
    """The types of a group. Raises `Invalid`."""
    if not isinstance(value, list) or not all(one in GroupType.wires() for one in value):
        raise unfit("groupTypes")
    if GroupType.DYNAMIC_MEMBERSHIP in value:
        raise Invalid("Groups with dynamic membership are not supported here: leave 'DynamicMembership' out.")
    return list({GroupType(one) for one in value})


def _read_nickname(value: Any) -> str:
    """A `mailNickname`. Raises `Invalid`."""
    if not isinstance(value, str) or not NICKNAME.fullmatch(value):
        raise Invalid("Invalid value specified for property 'mailNickname'.")
    return value


def _never(name: str, **options: Any) -> Property:
    """What nothing here has."""
    return always(name, None, shape_only=True, **options)


def _text(name: str, **options: Any) -> Property:
    return writable(name, nullable=True, blank_is_null=True, **options)


def _detail(name: str, kind: Kind) -> Property:
    default: list[str] | None = [] if kind is Kind.STRINGS else None
    return writable(name, kind=kind, within="details", default=default, nullable=True, on_request=True)


DETAILS = (
    "aboutMe",
    "ageGroup",
    "city",
    "companyName",
    "consentProvidedForMinor",
    "country",
    "employeeId",
    "employeeType",
    "faxNumber",
    "onPremisesImmutableId",
    "passwordPolicies",
    "postalCode",
    "preferredName",
    "state",
    "streetAddress",
)

#: `nickname` and `mail` of the models.
USER_NICKNAME = Coalesce(
    NullIf("mail_nickname", Value("")),
    Substr("user_principal_name", 1, StrIndex(Concat("user_principal_name", Value("@")), Value("@")) - 1),
)
GROUP_NICKNAME = Coalesce(
    NullIf("mail_nickname", Value("")),
    Substr(Replace(Cast("graph_id", CharField()), Value("-")), 1, 10),
)
GROUP_MAIL = Case(When(mail_enabled=True, then=Concat(GROUP_NICKNAME, Value("@"), "tenant__domain")))

GROUP_PROPERTIES = (
    key("id"),
    _never("deletedDateTime", kind=Kind.INSTANT),
    _never("classification"),
    read_only("createdDateTime"),
    _text("description"),
    writable("displayName", required=True),
    _never("expirationDateTime", kind=Kind.INSTANT),
    writable("groupTypes", decode=_read_types),
    _never("isAssignableToRole", kind=Kind.BOOLEAN),
    read_only("mail", nullable=True, value=lambda group: group.mail, expression=GROUP_MAIL),
    writable("mailEnabled", required=True),
    writable(
        "mailNickname",
        required=True,
        value=lambda group: group.nickname,
        expression=GROUP_NICKNAME,
        decode=_read_nickname,
    ),
    _never("membershipRule"),
    _never("membershipRuleProcessingState"),
    _never("onPremisesSyncEnabled", kind=Kind.BOOLEAN),
    _never("preferredLanguage"),
    read_only("proxyAddresses", kind=Kind.STRINGS, value=lambda group: [f"SMTP:{group.mail}"] if group.mail else []),
    read_only("renewedDateTime", field="created_date_time"),
    writable("securityEnabled", required=True),
    _never("theme"),
    read_only(
        "visibility",
        nullable=True,
        value=lambda group: "Public" if group.mail_enabled else None,
        expression=Case(When(mail_enabled=True, then=Value("Public")), output_field=CharField()),
    ),
)

USER_PROPERTIES = (
    writable("businessPhones", kind=Kind.STRINGS),
    writable("displayName", required=True),
    _text("givenName"),
    _text("jobTitle"),
    _text("mail"),
    _text("mobilePhone"),
    _text("officeLocation"),
    _text("preferredLanguage"),
    _text("surname"),
    writable("userPrincipalName", required=True),
    key("id"),
    writable("accountEnabled", required=True, on_request=True),
    read_only(
        "assignedLicenses",
        type="Collection(assignedLicense)",
        value=_licenses,
        told_by="licenseDetails",
        on_request=True,
    ),
    read_only("createdDateTime", on_request=True),
    _never("deletedDateTime", kind=Kind.INSTANT, on_request=True),
    _text("department", on_request=True),
    writable(
        "mailNickname",
        required=True,
        value=lambda user: user.nickname,
        expression=USER_NICKNAME,
        decode=_read_nickname,
        on_request=True,
    ),
    _never("onPremisesSyncEnabled", kind=Kind.BOOLEAN, on_request=True),
    writable(
        "passwordProfile",
        type="passwordProfile",
        nullable=True,
        required=True,
        on_request=True,
        value=lambda user: None,
        decode=_read_profile,
    ),
    *(_detail(name, Kind.STRING) for name in DETAILS),
    *(_detail(name, Kind.STRINGS) for name in ("otherMails", "interests", "skills")),
    _detail("showInAddressList", Kind.BOOLEAN),
    _detail("employeeHireDate", Kind.INSTANT),
    _text("usageLocation", on_request=True),
    always("userType", "Member", on_request=True),
)

SERVICE_PLANS = [
    {
        "appliesTo": "User",
        "provisioningStatus": "Success",
        "servicePlanId": "c1ec4a95-1f05-45b3-a911-aa3fa01094f5",
        "servicePlanName": "INTUNE_A",
    }
]

#: What `$search` looks into, of all that Graph has it look into.
USER_SEARCH = ("displayName", "givenName", "surname", "mail", "userPrincipalName")
GROUP_SEARCH = ("displayName", "description")

#: How many members or groups `$expand` shows (Microsoft Graph: query parameters, `$expand`).
MOST_EXPANDED = 20

#: What stands behind a member and behind a membership: plain entities, without collections of their own.
MEMBER = Resource(
    type="user",
    family=Family.DIRECTORY,
    model=User,
    rows=users_of,
    find=find_user,
    properties=USER_PROPERTIES,
    search=USER_SEARCH,
)
MEMBERSHIP = Resource(
    type="group",
    family=Family.DIRECTORY,
    model=Group,
    rows=groups_of,
    properties=GROUP_PROPERTIES,
    search=GROUP_SEARCH,
)


def people(name: str, rows: Callable[[Any], Any], **options: Any) -> Navigation:
    """Users behind a group."""
    return Navigation(
        name=name,
        resource=MEMBER,
        type="directoryObject",
        context="directoryObjects",
        most_expanded=MOST_EXPANDED,
        rows=rows,
        **options,
    )


def memberships(name: str, rows: Callable[[Any], Any], **options: Any) -> Navigation:
    """Groups behind a user or a group."""
    return Navigation(
        name=name,
        resource=MEMBERSHIP,
        type="directoryObject",
        context="directoryObjects",
        read=GROUP_READ,
        most_expanded=MOST_EXPANDED,
        rows=rows,
        **options,
    )


def membership_actions(groups: Callable[[Any], "QuerySet[Group]"]) -> tuple[Action, ...]:
    """What may be asked about the groups of a user or of a group: of all of them, or of those that are named."""

    def named(parameter: str) -> Callable[[Call, Any, Mapping[str, Any]], list[str]]:
        def check(call: Call, row: Any, body: Mapping[str, Any]) -> list[str]:
            guids = [guid for one in body[parameter] if (guid := as_guid(one))]
            return _ids(groups(row).filter(graph_id__in=guids))

        return check

    def every(call: Call, row: Any, body: Mapping[str, Any]) -> list[str]:
        found = groups(row)
        return _ids(found.filter(security_enabled=True) if body["securityEnabledOnly"] else found)

    return (
        *(
            _question(name, named(parameter), Parameter(name=parameter, kind=Kind.STRINGS))
            for name, parameter in (("checkMemberGroups", "groupIds"), ("checkMemberObjects", "ids"))
        ),
        *(
            _question(name, every, Parameter(name="securityEnabledOnly", kind=Kind.BOOLEAN))
            for name in ("getMemberGroups", "getMemberObjects")
        ),
    )


def _question(name: str, run: Callable[..., Any], parameter: Parameter) -> Action:
    return Action(
        name=name, run=run, status=200, returns="Edm.String", many=True, parameters=(parameter,), permissions=GROUP_READ
    )


def _ids(groups: "QuerySet[Group]") -> list[str]:
    return [str(guid) for guid in groups.order_by("pk").values_list("graph_id", flat=True)]
