"""What do faces and higher apps ask about connectors?"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from connectors.models import MobileThreatDefenseConnector
from connectors.partners import CATALOGUE, Partner
from intune_sim.errors import NotFound
from intune_sim.tenants.models import Tenant


def connectors_of(tenant: Tenant) -> list[MobileThreatDefenseConnector]:
    """A tenant's connectors by partner name."""
    return sorted(MobileThreatDefenseConnector.objects.for_tenant(tenant), key=str)


def connector_to(*, tenant: Tenant, partner_id: uuid.UUID) -> MobileThreatDefenseConnector:
    """The tenant's connector to a partner. Raises `NotFound`."""
    connector = (
        MobileThreatDefenseConnector.objects.for_tenant(tenant)
        .select_related("tenant")
        .filter(graph_id=partner_id)
        .first()
    )
    if connector is None:
        raise NotFound(f"There is no connector with id '{partner_id}'.")
    return connector


def partners_to_add(tenant: Tenant) -> list[Partner]:
    """The catalogue's partners that the tenant has no connector to yet."""
    taken = set(MobileThreatDefenseConnector.objects.for_tenant(tenant).values_list("graph_id", flat=True))
    return [partner for partner in CATALOGUE if partner.id not in taken]


@dataclass(frozen=True)
class WindowsThreatSource:
    """Which connector app protection on Windows believes, and when that will change by itself."""

    connector: MobileThreatDefenseConnector | None
    #: Why there is none, as the decision's trace says it: absent, toggleOff, notProvisioned or unresponsive.
    inert_because: str


def windows_threat_source(*, tenant: Tenant, now: datetime) -> WindowsThreatSource:
    """The first live source: Microsoft Defender for Endpoint, then the other partner. In Error its data still counts."""
    candidates = sorted(
        (
            connector
            for connector in MobileThreatDefenseConnector.objects.for_tenant(tenant)
            if any(platform.value == "windows" for platform in connector.partner.app_protection)
        ),
        key=lambda connector: not connector.partner.is_defender,
    )
    live = next((connector for connector in candidates if connector.feeds_windows_apps(now)), None)
    if live:
        return WindowsThreatSource(connector=live, inert_because="")
    return WindowsThreatSource(connector=None, inert_because=_why_inert(candidates, now))


def _why_inert(candidates: list[MobileThreatDefenseConnector], now: datetime) -> str:
    """The reason of the candidate that came closest to being live."""
    if any(connector.provisioned_at and connector.is_unresponsive(now) for connector in candidates):
        return "unresponsive"
    if any(connector.windows_mobile_application_management_enabled for connector in candidates):
        return "notProvisioned"
    return "toggleOff" if candidates else "absent"
