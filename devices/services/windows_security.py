"""What follows when Windows Security on a simulated PC finds or clears a threat? The connector reports it."""

import uuid
from datetime import datetime, timedelta

from connectors.partners import WINDOWS_SECURITY_CENTER
from connectors.queries import connector_to
from devices.models import WindowsManagedAppRegistration
from devices.queries.registrations import SECURITY_CENTER_BUILD, can_report_health
from devices.services.health import HealthReport, Outcome, record_health_states
from intune_sim.actors import Actor, ActorType
from intune_sim.errors import Conflict
from protection.engine.facts import HealthState

REPORTER = Actor(type=ActorType.PARTNER, id=str(WINDOWS_SECURITY_CENTER.id), name=WINDOWS_SECURITY_CENTER.name)


def report_windows_security(
    *, registration: WindowsManagedAppRegistration, state: HealthState, threat: str, now: datetime
) -> Outcome:
    """Let Windows Security Center report what a PC shows now, as its own service would.

    Raises `NotFound` without a connector, and `Conflict` where this version of Windows has nothing that could report.
    """
    if not can_report_health(registration.platform_version):
        raise Conflict(
            f"Windows {registration.platform_version} is not supported by Windows Security Center, "
            f"which reports from {SECURITY_CENTER_BUILD} on."
        )
    connector = connector_to(tenant=registration.tenant, partner_id=WINDOWS_SECURITY_CENTER.id)
    newest = registration.health_states.filter(connector=connector).first()
    # While the tenant's clock is frozen a second change of mind must still be the newer one.
    just_after = newest.last_update_date_time + timedelta(milliseconds=1) if newest else now
    report = HealthReport(
        report_id=str(uuid.uuid4()),
        user_id=str(registration.user_graph_id),
        app_id=registration.app_identifier,
        device_id=registration.device_tag,
        health_state=state,
        last_update=max(now, just_after),
        threats=[{"name": threat, "severity": state.value}] if threat else [],
    )
    [outcome] = record_health_states(connector=connector, reports=[report], by=REPORTER, now=now)
    return outcome
