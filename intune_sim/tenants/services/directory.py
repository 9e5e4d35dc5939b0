"""How do tenants change? Tenants themselves, their applications, clock and settings."""

import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import Change, differences, record, record_change
from intune_sim.clock import Clock, ClockRunsBackwards
from intune_sim.durations import format_duration
from intune_sim.errors import Conflict, Invalid
from intune_sim.events import publish
from intune_sim.tenants.events import TenantSettingsChanged
from intune_sim.tenants.models import (
    Application,
    AppRoleAssignment,
    MissingHealthState,
    Tenant,
)
from intune_sim.tenants.roles import AppRole

#: A state counts as current for so many days; the same range as the compliance status validity period.
VALIDITY_DAYS = range(1, 121)
#: How long a device may be silent before it is not compliant.
CHECK_IN_DAYS = range(1, 121)


class DomainTaken(Conflict):
    """Another tenant has this domain."""


@transaction.atomic
def create_tenant(
    *, display_name: str, domain: str = "", graph_id: uuid.UUID | None = None, by: Actor, now: datetime
) -> Tenant:
    """Make an empty tenant. Without a domain it gets one of its own. Raises `DomainTaken` and `Invalid`."""
    if not display_name.strip() or len(display_name) > 256:  # noqa: PLR2004 - the column's width
        raise Invalid("A tenant's name has 1 to 256 characters.")
    identifier = graph_id or uuid.uuid4()
    domain = (domain or f"{identifier.hex[:12]}.example").lower()
    try:
        with transaction.atomic():
            tenant = Tenant.objects.create(
                graph_id=identifier, display_name=display_name, domain=domain, created_date_time=now
            )
    except IntegrityError as error:
        raise DomainTaken(f"A tenant with the domain '{domain}' exists already.") from error
    changes: dict[str, Change] = {"domain": (None, domain)}
    _audit(tenant, Operation.CREATE, "organization", display_name, changes, category=Category.DIRECTORY, by=by, now=now)
    return tenant


@dataclass(frozen=True)
class NewApplication:
    """An application and the only sight of its secret."""

    application: Application
    client_secret: str


@transaction.atomic
def create_application(
    *,
    tenant: Tenant,
    display_name: str,
    roles: Iterable[AppRole],
    partner_id: uuid.UUID | None = None,
    is_public: bool = False,
    by: Actor,
    now: datetime,
) -> NewApplication:
    """Register an application with its own permissions; a public one may act for users without its secret.

    Raises `Invalid` for a partner's without a partner.
    """
    wanted = list(dict.fromkeys(roles))
    if AppRole.PARTNER_REPORT in wanted and partner_id is None:
        raise Invalid(f"An application with {AppRole.PARTNER_REPORT.value} must be bound to a partner.")
    if not display_name.strip() or len(display_name) > 120:  # noqa: PLR2004 - the column's width
        raise Invalid("An application's name has 1 to 120 characters.")
    secret = secrets.token_urlsafe(30)
    application = Application.objects.create(
        tenant=tenant,
        display_name=display_name,
        secret_hash=make_password(secret),
        partner_id=partner_id,
        is_fallback_public_client=is_public,
        created_date_time=now,
    )
    AppRoleAssignment.objects.bulk_create(AppRoleAssignment(application=application, role=role) for role in wanted)
    record_change(
        application,
        Operation.CREATE,
        {"appRoles": (None, [role.value for role in wanted])},
        resource_type="application",
        resource_id=str(application.client_id),
        category=Category.DIRECTORY,
        by=by,
        now=now,
    )
    return NewApplication(application, secret)


@transaction.atomic
def move_clock(*, tenant: Tenant, move: Callable[[Clock], Clock], by: Actor, real: datetime) -> Tenant:
    """Move a tenant's clock from wherever it stands, held so that no two moves are lost in each other.

    `real` is the real time. Raises `Invalid` when the clock would run backwards.
    """
    tenant = Tenant.objects.select_for_update().get(pk=tenant.pk)
    try:
        moved = move(tenant.clock)
    except ClockRunsBackwards as error:
        raise Invalid(str(error)) from error
    return set_clock(tenant=tenant, clock=moved, by=by, now=tenant.clock.at(real))


@transaction.atomic
def set_clock(*, tenant: Tenant, clock: Clock, by: Actor, now: datetime) -> Tenant:
    """Move, freeze or release a tenant's clock; `now` is what the old one shows."""
    before = tenant.clock
    tenant.clock_offset, tenant.clock_frozen_at = clock.offset, clock.frozen_at
    tenant.save(update_fields=["clock_offset", "clock_frozen_at"])
    changes = differences(
        {"offset": format_duration(before.offset), "frozenAt": before.frozen_at},
        {"offset": format_duration(clock.offset), "frozenAt": clock.frozen_at},
    )
    _audit(tenant, Operation.ACTION, "clock", "Clock", changes, by=by, now=now)
    return tenant


@transaction.atomic
def change_settings(
    *,
    tenant: Tenant,
    health_state_validity_days: int | None = None,
    missing_health_state: MissingHealthState | None = None,
    is_throttled: bool | None = None,
    by: Actor,
    now: datetime,
) -> Tenant:
    """Change how long a health state counts, what it means that there is none, and whether Graph keeps to its limits.

    Raises `Invalid`.
    """
    before = _settings(tenant)
    if health_state_validity_days is not None:
        if health_state_validity_days not in VALIDITY_DAYS:
            raise Invalid(f"'healthStateValidityDays' must be from {VALIDITY_DAYS[0]} to {VALIDITY_DAYS[-1]}.")
        tenant.health_state_validity_days = health_state_validity_days
    if missing_health_state is not None:
        tenant.missing_health_state = missing_health_state
    if is_throttled is not None:
        tenant.is_throttled = is_throttled
    tenant.save(update_fields=["health_state_validity_days", "missing_health_state", "is_throttled"])
    after = _settings(tenant)
    if changed := differences(before, after):
        _audit(tenant, Operation.PATCH, "settings", "Settings", changed, by=by, now=now)
    if {**before, "isThrottled": after["isThrottled"]} != after:
        publish(TenantSettingsChanged(tenant=tenant, now=now))
    return tenant


@transaction.atomic
def change_device_management(*, tenant: Tenant, settings: Mapping[str, Any], by: Actor, now: datetime) -> Tenant:
    """Change some of the settings of device management, by their Graph names. Raises `Invalid`."""
    name = "deviceComplianceCheckinThresholdDays"
    if settings.get(name, CHECK_IN_DAYS[0]) not in CHECK_IN_DAYS:
        raise Invalid(f"'{name}' must be from {CHECK_IN_DAYS[0]} to {CHECK_IN_DAYS[-1]}.")
    before = Tenant.objects.select_for_update().get(pk=tenant.pk).device_management_settings
    tenant.device_management_settings = {**before, **settings}
    tenant.save(update_fields=["device_management_settings"])
    if changed := differences(before, tenant.device_management_settings):
        _audit(
            tenant,
            Operation.PATCH,
            "deviceManagementSettings",
            "Device management settings",
            changed,
            category=Category.COMPLIANCE,
            by=by,
            now=now,
        )
    return tenant


def _audit(
    tenant: Tenant,
    operation: Operation,
    resource_type: str,
    resource_name: str,
    changes: Mapping[str, Change],
    *,
    category: Category = Category.SIMULATION,
    by: Actor,
    now: datetime,
) -> None:
    """Leave an event about a tenant itself."""
    record(
        tenant_id=tenant.graph_id,
        by=by,
        operation=operation,
        category=category,
        resource_type=resource_type,
        resource_id=str(tenant.graph_id),
        resource_name=resource_name,
        changes=changes,
        now=now,
    )


def _settings(tenant: Tenant) -> dict[str, Any]:
    return {
        "healthStateValidityDays": tenant.health_state_validity_days,
        "missingHealthState": tenant.missing_health_state,
        "isThrottled": tenant.is_throttled,
    }
