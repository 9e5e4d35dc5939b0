"""How does Graph see connectors? `mobileThreatDefenseConnector`, on v1.0 and beta."""

import uuid
from collections.abc import Callable

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from connectors import services
from connectors.lifecycle import PartnerState
from connectors.models import MobileThreatDefenseConnector
from connectors.partners import WINDOWS_SECURITY_CENTER, Platform
from intune_sim.errors import Invalid
from intune_sim.fields import WordField
from intune_sim.graph.resources import (
    BETA,
    NEVER,
    Call,
    Kind,
    Property,
    Resource,
    Write,
    as_guid,
    computed_from,
    key,
    read_only,
    writable,
)
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole


def as_of_now(tenant: Tenant) -> "QuerySet[MobileThreatDefenseConnector]":
    """A tenant's connectors with the state of this instant, whether or not a sweep has written it down."""
    is_silent = Q(provisioned_at__isnull=False, unresponsive_at__lte=tenant.now())
    state = Case(
        When(is_silent, then=Value(PartnerState.UNRESPONSIVE.value)),
        default=F("partner_state"),
        output_field=WordField(PartnerState),
    )
    return MobileThreatDefenseConnector.objects.for_tenant(tenant).annotate(state_now=state)


def add(call: Call, write: Write) -> MobileThreatDefenseConnector:
    """Add the connector that the body means."""
    return services.add_connector(
        tenant=call.tenant, partner_id=_partner(call, write), settings=write.values, by=call.by, now=call.now
    )


def configure(call: Call, connector: MobileThreatDefenseConnector, write: Write) -> None:
    """Change toggles or the day threshold."""
    services.configure_connector(connector=connector, settings=write.values, by=call.by, now=call.now)


def remove(call: Call, connector: MobileThreatDefenseConnector) -> None:
    """Remove the connector."""
    services.remove_connector(connector=connector, by=call.by, now=call.now)


def _partner(call: Call, write: Write) -> uuid.UUID:
    """The partner that a body names. Without an id: Windows Security Center where it is meant, else an unlisted one."""
    if write.key is not None:
        guid = as_guid(write.key) if isinstance(write.key, str) else None
        if guid is None:
            raise Invalid("Property id in payload has a value that does not match schema.")
        return uuid.UUID(guid)
    is_windows = bool(write.values.get("windows_mobile_application_management_enabled"))
    connectors = MobileThreatDefenseConnector.objects.for_tenant(call.tenant)
    if is_windows and not connectors.filter(graph_id=WINDOWS_SECURITY_CENTER.id).exists():
        return WINDOWS_SECURITY_CENTER.id
    return uuid.uuid4()


def _unsaid(row: MobileThreatDefenseConnector) -> None:
    """No partner of the catalogue says which version it needs."""


def _supports(name: str, tells: Callable[[MobileThreatDefenseConnector], bool]) -> Property:
    """What the connector's partner can do."""
    return read_only(name, only=BETA, kind=Kind.BOOLEAN, value=tells)


CONNECTORS = Resource(
    type="mobileThreatDefenseConnector",
    path="deviceManagement/mobileThreatDefenseConnectors",
    model=MobileThreatDefenseConnector,
    rows=as_of_now,
    properties=(
        writable("allowPartnerToCollectIOSApplicationMetadata"),
        writable("allowPartnerToCollectIOSPersonalApplicationMetadata"),
        writable("allowPartnerToCollectIosCertificateMetadata", only=BETA),
        writable("allowPartnerToCollectIosPersonalCertificateMetadata", only=BETA),
        writable("androidDeviceBlockedOnMissingPartnerData"),
        writable("androidEnabled"),
        writable("androidMobileApplicationManagementEnabled"),
        writable("grantMobileThreatDefensePartnerRole", only=BETA),
        key("id"),
        writable("iosDeviceBlockedOnMissingPartnerData"),
        writable("iosEnabled"),
        writable("iosMobileApplicationManagementEnabled"),
        read_only("lastHeartbeatDateTime", absent=NEVER),
        writable("launchMobileThreatDefensePartnerOnSetupEnabled", only=BETA),
        writable("macDeviceBlockedOnMissingPartnerData", only=BETA),
        writable("macEnabled", only=BETA),
        writable("microsoftDefenderForEndpointAttachEnabled"),
        read_only("partnerDisplayName", only=BETA, nullable=True, value=lambda row: row.partner.name),
        *(
            read_only(f"partnerMinimumSupported{name}Version", only=BETA, nullable=True, shape_only=True, value=_unsaid)
            for name in ("Android", "Ios", "Mac", "Windows")
        ),
        read_only(
            "partnerState",
            type="mobileThreatPartnerTenantState",
            words=PartnerState,
            value=lambda row: row.state_now,
            expression=computed_from("state_now", CharField()),
        ),
        _supports("partnerSupportsAndroidMam", lambda row: Platform.ANDROID in row.partner.app_protection),
        _supports("partnerSupportsIosCertificateSync", lambda row: row.partner.syncs_certificates),
        _supports("partnerSupportsIosMam", lambda row: Platform.IOS in row.partner.app_protection),
        _supports("partnerSupportsWindowsMam", lambda row: Platform.WINDOWS in row.partner.app_protection),
        writable("partnerUnresponsivenessThresholdInDays"),
        writable("partnerUnsupportedOsVersionBlocked"),
        writable("windowsDeviceBlockedOnMissingPartnerData"),
        writable("windowsEnabled"),
        writable("windowsMobileApplicationManagementEnabled", only=BETA),
    ),
    read=(AppRole.SERVICE_CONFIG_READ.value, AppRole.SERVICE_CONFIG_READ_WRITE.value),
    write=(AppRole.SERVICE_CONFIG_READ_WRITE.value,),
    create=add,
    update=configure,
    delete=remove,
)

RESOURCES = (CONNECTORS,)
