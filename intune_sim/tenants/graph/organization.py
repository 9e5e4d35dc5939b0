"""How does Graph see the organization? The tenant itself, and the licences that it holds."""

from typing import Any

from django.db.models import QuerySet

from intune_sim.graph.resources import Family, Kind, Property, Resource, as_guid, key, read_only
from intune_sim.tenants.graph.directory import DIRECTORY_READ, LICENSE_READ, SERVICE_PLANS, membership_actions
from intune_sim.tenants.models import INTUNE_A, AssignedLicense, Group, Tenant
from intune_sim.tenants.roles import AppRole
from intune_sim.vocabulary import Word


class Authority(Word):
    """`mdmAuthority`: what manages a tenant's devices."""

    UNKNOWN = "unknown", "Unknown"
    INTUNE = "intune", "Intune"
    SCCM = "sccm", "Configuration Manager"
    OFFICE365 = "office365", "Office 365"


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


def _sku_id(tenant: Tenant) -> str:
    return f"{tenant.graph_id}_{INTUNE_A}"


def _find_sku(rows: "QuerySet[Tenant]", wanted: str) -> "QuerySet[Tenant]":
    tenant, _, sku = wanted.partition("_")
    return rows.filter(graph_id=tenant) if as_guid(tenant) and sku.lower() == str(INTUNE_A) else rows.none()


def _consumed(tenant: Tenant) -> int:
    return AssignedLicense.objects.filter(user__tenant=tenant, sku_id=INTUNE_A).count()


def _units(tenant: Tenant) -> dict[str, int]:
    return {"enabled": max(_consumed(tenant), 1000), "lockedOut": 0, "suspended": 0, "warning": 0}


def _tenant(tenant: Tenant) -> "QuerySet[Tenant]":
    return Tenant.objects.filter(pk=tenant.pk)


def _unknown(name: str, kind: Kind, value: Any) -> Property:
    """What nobody tells of a tenant."""
    return read_only(name, kind=kind, nullable=value is None, value=lambda tenant: value, shape_only=True)


ADDRESS = (
    "city",
    "country",
    "countryLetterCode",
    "defaultUsageLocation",
    "postalCode",
    "preferredLanguage",
    "state",
    "street",
)
CONTACTS = (
    "businessPhones",
    "marketingNotificationEmails",
    "securityComplianceNotificationMails",
    "securityComplianceNotificationPhones",
    "technicalNotificationMails",
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
        *(_unknown(name, Kind.STRING, None) for name in ADDRESS),
        *(_unknown(name, Kind.STRINGS, []) for name in CONTACTS),
        read_only(
            "mobileDeviceManagementAuthority",
            type="mdmAuthority",
            words=Authority,
            nullable=True,
            value=lambda tenant: Authority.INTUNE.value,
        ),
        read_only(
            "onPremisesSyncEnabled", kind=Kind.BOOLEAN, nullable=True, shape_only=True, value=lambda tenant: None
        ),
        read_only("tenantType", nullable=True, value=lambda tenant: "AAD"),
        read_only("verifiedDomains", type="Collection(verifiedDomain)", value=_domains),
    ),
    read=(AppRole.ORGANIZATION_READ.value, *DIRECTORY_READ),
    # It is in no group.
    actions=membership_actions(lambda tenant: Group.objects.none()),
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
        read_only("servicePlans", type="Collection(servicePlanInfo)", value=lambda tenant: SERVICE_PLANS),
        read_only("skuId", type="Edm.Guid", value=lambda tenant: str(INTUNE_A)),
        read_only("skuPartNumber", value=lambda tenant: "INTUNE_A"),
    ),
    read=(*LICENSE_READ, AppRole.ORGANIZATION_READ.value, *DIRECTORY_READ),
)

RESOURCES = (ORGANIZATION, SKUS)
