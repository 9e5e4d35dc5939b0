"""How does Graph see the roots of Intune? `deviceManagement` with the tenant's settings and its connectors' health."""

import uuid
from typing import Any

from connectors.lifecycle import ConnectorHealth
from connectors.queries import standings
from intune_sim.graph.odata.literals import format_instant
from intune_sim.graph.resources import (
    BETA,
    NEVER,
    Call,
    Kind,
    Property,
    Resource,
    Shape,
    Write,
    key,
    read_only,
    writable,
)
from intune_sim.tenants import services as tenants
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole
from intune_sim.vocabulary import Word


class SubscriptionState(Word):
    """`deviceManagementSubscriptionState`."""

    PENDING = "pending", "Pending"
    ACTIVE = "active", "Active"
    WARNING = "warning", "Warning"
    DISABLED = "disabled", "Disabled"
    DELETED = "deleted", "Deleted"
    BLOCKED = "blocked", "Blocked"
    LOCKED_OUT = "lockedOut", "Locked out"


class ConnectorName(Word):
    """`connectorName`, of the connectors that can be here."""

    DEFENDER = "windowsDefenderATPConnectorLastHeartbeatDateTime", "Microsoft Defender for Endpoint"
    MOBILE_THREAT_DEFENSE = "mobileThreatDefenceConnectorLastHeartbeatDateTime", "Mobile Threat Defense"


class HealthState(Word):
    """`connectorHealthState`."""

    HEALTHY = "healthy", "Healthy"
    WARNING = "warning", "Warning"
    UNHEALTHY = "unhealthy", "Unhealthy"
    UNKNOWN = "unknown", "Unknown"


#: How Tenant status' judgement is called on Graph.
HEALTH = {
    ConnectorHealth.HEALTHY: HealthState.HEALTHY,
    ConnectorHealth.WARNING: HealthState.WARNING,
    ConnectorHealth.UNHEALTHY: HealthState.UNHEALTHY,
    ConnectorHealth.NOT_ENABLED: HealthState.UNKNOWN,
}
CONNECTOR_STATUS = Shape(
    type="connectorStatusDetails",
    properties=(
        read_only("connectorInstanceId", nullable=True),
        read_only("connectorName", type="connectorName", words=ConnectorName, nullable=True),
        read_only("eventDateTime", kind=Kind.INSTANT, nullable=True),
        read_only("status", type="connectorHealthState", words=HealthState, nullable=True),
    ),
)
SETTINGS = Shape(
    type="deviceManagementSettings",
    properties=(
        writable("deviceComplianceCheckinThresholdDays", kind=Kind.INT32, default=30),
        writable("isScheduledActionEnabled", kind=Kind.BOOLEAN, default=True),
        writable("secureByDefault", kind=Kind.BOOLEAN, default=False),
    ),
)
#: Any part of Intune that a caller may read lets it read the root (the Graph pages list them all as alternatives).
READ = tuple(
    role.value
    for role in (
        AppRole.SERVICE_CONFIG_READ,
        AppRole.SERVICE_CONFIG_READ_WRITE,
        AppRole.CONFIGURATION_READ,
        AppRole.CONFIGURATION_READ_WRITE,
        AppRole.APPS_READ,
        AppRole.APPS_READ_WRITE,
        AppRole.MANAGED_DEVICES_READ,
        AppRole.RBAC_READ,
        AppRole.RBAC_READ_WRITE,
    )
)


WRITE = (AppRole.SERVICE_CONFIG_READ_WRITE.value, AppRole.CONFIGURATION_READ_WRITE.value)


def configure(call: Call, tenant: Tenant, write: Write) -> None:
    """Change the settings that the body brings."""
    settings = write.values.get("device_management_settings") or {}
    tenants.change_device_management(tenant=tenant, settings=settings, by=call.by, now=call.now)


def connector_status(tenant: Tenant) -> list[dict[str, Any]]:
    """`connectorStatusDetails` of every connector, as Tenant status judges it."""
    return [
        {
            "connectorInstanceId": str(standing.connector.graph_id),
            "connectorName": (
                ConnectorName.DEFENDER
                if standing.connector.partner.is_defender
                else ConnectorName.MOBILE_THREAT_DEFENSE
            ),
            "eventDateTime": format_instant(standing.connector.last_heartbeat_date_time or NEVER),
            "status": HEALTH[standing.health],
        }
        for standing in standings(tenant=tenant, now=tenant.now())
    ]


def _account(tenant: Tenant) -> str:
    """The id that Intune itself gives a tenant."""
    return str(uuid.uuid5(tenant.graph_id, "Intune"))


def _hollow(name: str, kind: str, **options: Any) -> Property:
    """A part of the real root that nothing here fills."""
    return read_only(name, type=kind, nullable=True, shape_only=True, value=lambda tenant: None, **options)


def _tenant(tenant: Tenant) -> tuple[Tenant]:
    return (tenant,)


DEVICE_MANAGEMENT = Resource(
    type="deviceManagement",
    path="deviceManagement",
    is_single=True,
    rows=_tenant,
    properties=(
        key("id", value=_account),
        read_only("intuneAccountId", type="Edm.Guid", value=_account),
        read_only(
            "subscriptionState",
            type="deviceManagementSubscriptionState",
            words=SubscriptionState,
            value=lambda tenant: SubscriptionState.ACTIVE,
        ),
        writable("settings", field="device_management_settings", shape=SETTINGS, nullable=True, shape_only=True),
        read_only("connectorStatus", shape=CONNECTOR_STATUS, many=True, only=BETA, on_request=True,
                  value=connector_status),
        _hollow("deviceProtectionOverview", "deviceProtectionOverview", on_request=True),
        _hollow("intuneBrand", "intuneBrand"),
        _hollow("userExperienceAnalyticsSettings", "userExperienceAnalyticsSettings", on_request=True),
        _hollow("windowsMalwareOverview", "windowsMalwareOverview", on_request=True),
    ),
    read=READ,
    write=WRITE,
    update=configure,
)  # fmt: skip

DEVICE_APP_MANAGEMENT = Resource(
    type="deviceAppManagement",
    path="deviceAppManagement",
    is_single=True,
    rows=_tenant,
    properties=(
        key("id", value=_account),
        read_only("isEnabledForMicrosoftStoreForBusiness", kind=Kind.BOOLEAN, shape_only=True, value=lambda _: False),
        read_only("microsoftStoreForBusinessLanguage", nullable=True, shape_only=True, value=lambda _: None),
        read_only("microsoftStoreForBusinessLastCompletedApplicationSyncTime", kind=Kind.INSTANT, shape_only=True,
                  value=lambda _: format_instant(NEVER)),
        read_only("microsoftStoreForBusinessLastSuccessfulSyncDateTime", kind=Kind.INSTANT, shape_only=True,
                  value=lambda _: format_instant(NEVER)),
    ),
    read=(AppRole.APPS_READ.value, AppRole.APPS_READ_WRITE.value),
)  # fmt: skip

RESOURCES = (DEVICE_MANAGEMENT, DEVICE_APP_MANAGEMENT)
