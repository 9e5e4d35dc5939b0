"""How do connectors change? An admin adds, configures and removes them; partners and managed apps give signs of life."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from connectors.events import ThreatSourceChanged
from connectors.lifecycle import PartnerState, StateCause, unresponsive_at
from connectors.models import ConnectorStateChange, MobileThreatDefenseConnector
from connectors.partners import THRESHOLD_DAYS, TOGGLES, WINDOWS_SECURITY_CENTER, Platform, partner_of
from intune_sim.actors import SYSTEM, Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import Change, differences, losses, record_change
from intune_sim.errors import Conflict, Invalid
from intune_sim.events import publish
from intune_sim.holding import held
from intune_sim.naming import wire_name
from intune_sim.tenants.models import OwnedQuerySet, Tenant

RESOURCE = "mobileThreatDefenseConnector"
THRESHOLD = "partner_unresponsiveness_threshold_in_days"


class ConnectorExists(Conflict):
    """The tenant has a connector to this partner already."""


@transaction.atomic
def add_connector(
    *, tenant: Tenant, partner_id: uuid.UUID, settings: Mapping[str, Any], by: Actor, now: datetime
) -> MobileThreatDefenseConnector:
    """Add the connector to a partner. Windows Security Center starts with its Windows toggle on, others with all off.

    `settings` maps field names (toggles, day threshold) to values. Raises `ConnectorExists` and `Invalid`.
    """
    partner = partner_of(partner_id)
    defaults = {"windows_mobile_application_management_enabled": True} if partner == WINDOWS_SECURITY_CENTER else {}
    connector = MobileThreatDefenseConnector(
        tenant=tenant,
        graph_id=partner_id,
        created_at=now,
        partner_state_at=now,
        partner_state_cause=StateCause.CREATED,
        **{**defaults, **settings},
    )
    _check(connector)
    connector.partner_state = connector.state(now)
    try:
        with transaction.atomic():
            connector.save(force_insert=True)
    except IntegrityError as error:
        raise ConnectorExists(f"The tenant already has a connector to {partner.name}.") from error
    _remember(connector, before=None, cause=StateCause.CREATED, now=now)
    _audit(connector, Operation.CREATE, differences({}, connector.settings()), by=by, now=now)
    publish(ThreatSourceChanged(tenant=tenant, now=now))
    return connector


@transaction.atomic
def configure_connector(
    *, connector: MobileThreatDefenseConnector, settings: Mapping[str, Any], by: Actor, now: datetime
) -> MobileThreatDefenseConnector:
    """Change toggles or the day threshold; a new threshold is judged at once. Raises `Invalid` and `NotFound`."""
    connector = hold_connector(connector, now=now)
    before = connector.settings()
    for name, value in settings.items():
        setattr(connector, name, value)
    _check(connector)
    _set_deadline(connector)
    connector.save()
    changes = differences(before, connector.settings())
    if changes:
        _audit(connector, Operation.PATCH, changes, by=by, now=now)
    _settle(connector, cause=StateCause.CONFIGURED, now=now)
    if changes:
        publish(ThreatSourceChanged(tenant=connector.tenant, now=now))
    return connector


@transaction.atomic
def remove_connector(*, connector: MobileThreatDefenseConnector, by: Actor, now: datetime) -> None:
    """Remove the connector: intake stops and its reports count no longer. Raises `NotFound` when it is gone."""
    connector = hold_connector(connector, now=now)
    tenant = connector.tenant
    _audit(connector, Operation.DELETE, losses(connector.settings()), by=by, now=now)
    connector.delete()
    publish(ThreatSourceChanged(tenant=tenant, now=now))


@transaction.atomic
def record_heartbeat(
    *, connector: MobileThreatDefenseConnector, error_code: int = 0, by: Actor, now: datetime
) -> MobileThreatDefenseConnector:
    """The partner gives a sign of life, or an error (any code but 0), which counts as one too.

    The first provisions a third-party connector; Windows Security Center waits for managed-app activity instead.
    """
    connector = hold_connector(connector, now=now)
    if connector.provisioned_at is None and connector.partner.is_provisioned_by_app_activity:
        return connector
    _audit(connector, Operation.ACTION, {"errorCode": (connector.error_code, error_code or None)}, by=by, now=now,
           activity="Heartbeat MobileThreatDefenseConnector", category=Category.TELEMETRY)  # fmt: skip
    note_sign_of_life(
        connector=connector,
        error_code=error_code,
        cause=StateCause.ERROR_REPORTED if error_code else StateCause.HEARTBEAT,
        now=now,
    )
    return connector


def note_sign_of_life(
    *, connector: MobileThreatDefenseConnector, error_code: int = 0, cause: StateCause, now: datetime
) -> None:
    """Restart the timer of a connector that the caller holds, provisioning it where it was not."""
    connector.last_heartbeat_date_time = max(now, connector.last_heartbeat_date_time or now)
    connector.provisioned_at = connector.provisioned_at or now
    connector.error_code = error_code or None
    _set_deadline(connector)
    connector.save(
        update_fields=["last_heartbeat_date_time", "provisioned_at", "error_code", "unresponsive_at"],
    )
    _settle(connector, cause=cause, now=now)


@transaction.atomic
def deprovision(*, connector: MobileThreatDefenseConnector, by: Actor, now: datetime) -> None:
    """The partner withdraws: Unavailable until it is provisioned again."""
    connector = hold_connector(connector, now=now)
    connector.provisioned_at = None
    connector.deprovisioned_at = now
    connector.error_code = None
    _set_deadline(connector)
    connector.save()
    _audit(connector, Operation.ACTION, {}, by=by, now=now, activity="Deprovision MobileThreatDefenseConnector")
    _settle(connector, cause=StateCause.DEPROVISIONED, now=now)


@transaction.atomic
def note_app_activity(*, tenant: Tenant, cause: StateCause, now: datetime) -> None:
    """A policy reached a user, or a managed app enrolled or checked in: this provisions Windows Security Center.

    Activity from before the connector was added does not count; a provisioned connector takes no notice.
    """
    if _waiting_for_activity(tenant).exists():
        for connector in _waiting_for_activity(tenant).select_for_update():
            note_sign_of_life(connector=connector, cause=cause, now=now)


def hold_waiting_for_activity(tenant: Tenant) -> bool:
    """Whether a connector of this tenant waits for managed-app activity; if so, it is held.

    Whoever will hold registrations calls this first: connectors are always locked before registrations.
    """
    return _waiting_for_activity(tenant).exists() and bool(_waiting_for_activity(tenant).select_for_update())


def _waiting_for_activity(tenant: Tenant) -> OwnedQuerySet[MobileThreatDefenseConnector]:
    return MobileThreatDefenseConnector.objects.for_tenant(tenant).filter(
        graph_id=WINDOWS_SECURITY_CENTER.id, provisioned_at__isnull=True
    )


@transaction.atomic
def mark_unresponsive(*, tenant: Tenant, now: datetime) -> int:
    """Write down the connectors whose partner has been silent for too long; returns how many changed."""
    silent = (
        MobileThreatDefenseConnector.objects.for_tenant(tenant)
        .filter(unresponsive_at__lte=now)
        .exclude(partner_state=PartnerState.UNRESPONSIVE)
    )
    return sum(
        _settle(connector, cause=StateCause.SILENCE, now=now)
        for connector in silent.order_by("pk").select_for_update(no_key=True)
    )


def count_dropped(*, connector: MobileThreatDefenseConnector, reports: int) -> None:
    """Count reports that arrived while the connector takes none."""
    MobileThreatDefenseConnector.objects.filter(pk=connector.pk).update(
        dropped_report_count=F("dropped_report_count") + reports
    )


def hold_connector(connector: MobileThreatDefenseConnector, *, now: datetime) -> MobileThreatDefenseConnector:
    """The connector's row, locked for this transaction, with its silence so far written down. Raises `NotFound`."""
    connector = held(connector)
    if connector.is_unresponsive(now):
        _settle(connector, cause=StateCause.SILENCE, now=now)
    return connector


def _check(connector: MobileThreatDefenseConnector) -> None:
    """Refuse what the partner does not support, days out of range, and a third Windows source."""
    partner = connector.partner
    for toggle in TOGGLES:
        if getattr(connector, toggle.name) and not toggle.is_offered_by(partner):
            raise Invalid(f"{partner.name} does not support '{wire_name(toggle.name)}'.")
    days = connector.partner_unresponsiveness_threshold_in_days
    if days not in THRESHOLD_DAYS:
        raise Invalid(
            f"'{wire_name(THRESHOLD)}' must be a whole number from {THRESHOLD_DAYS[0]} to {THRESHOLD_DAYS[-1]}."
        )
    for toggle in TOGGLES:
        if toggle.connects and toggle.name.endswith("management_enabled") and getattr(connector, toggle.name):
            _refuse_a_third_source(connector, toggle.name, toggle.connects)


def _refuse_a_third_source(connector: MobileThreatDefenseConnector, toggle: str, platform: Platform) -> None:
    """On one platform only Defender and one other partner may feed app protection."""
    if connector.partner.is_defender:
        return
    # Two admins who connect two partners at once must not both find the place free.
    Tenant.objects.select_for_update(no_key=True).get(pk=connector.tenant_id)
    others = MobileThreatDefenseConnector.objects.filter(tenant=connector.tenant_id, **{toggle: True})
    rival = next(
        (other for other in others if other.graph_id != connector.graph_id and not other.partner.is_defender), None
    )
    if rival:
        raise Invalid(
            f"{rival.partner.name} already feeds app protection on {platform.label}. "
            "Only Microsoft Defender for Endpoint and one other partner may be connected there."
        )


def _set_deadline(connector: MobileThreatDefenseConnector) -> None:
    heartbeat = connector.last_heartbeat_date_time
    waits = connector.provisioned_at is not None and heartbeat is not None
    connector.unresponsive_at = (
        unresponsive_at(heartbeat, connector.partner_unresponsiveness_threshold_in_days)
        if waits and heartbeat
        else None
    )


def _settle(connector: MobileThreatDefenseConnector, *, cause: StateCause, now: datetime) -> bool:
    """Write the state that follows from the facts of a held connector; True when it changed."""
    before, after = connector.partner_state, connector.state(now)
    if before == after:
        return False
    # Silence is reached at its instant, however late somebody looks.
    at = connector.unresponsive_at if cause is StateCause.SILENCE and connector.unresponsive_at else now
    connector.partner_state = after
    connector.partner_state_at = at
    connector.partner_state_cause = cause
    connector.save(update_fields=["partner_state", "partner_state_at", "partner_state_cause"])
    _remember(connector, before=before, cause=cause, now=at)
    publish(ThreatSourceChanged(tenant=connector.tenant, now=now))
    if cause is StateCause.SILENCE:
        _audit(connector, Operation.ACTION, {"partnerState": (before, after)}, by=SYSTEM, now=now,
               activity="Mark MobileThreatDefenseConnector unresponsive")  # fmt: skip
    return True


def _remember(
    connector: MobileThreatDefenseConnector, *, before: Any, cause: StateCause, now: datetime
) -> ConnectorStateChange:
    return ConnectorStateChange.objects.create(
        connector=connector, from_state=before, to_state=connector.partner_state, cause=cause, at=now
    )


def _audit(
    connector: MobileThreatDefenseConnector,
    operation: Operation,
    changes: Mapping[str, Change],
    *,
    by: Actor,
    now: datetime,
    activity: str = "",
    category: Category = Category.OTHER,
) -> None:
    record_change(
        connector,
        operation,
        {wire_name(name): change for name, change in changes.items()},
        resource_type=RESOURCE,
        category=category,
        by=by,
        now=now,
        activity=activity,
    )
