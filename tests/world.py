"""How does a story run in a test? Through the product's own services, on the clock of its tenant."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from connectors.models import MobileThreatDefenseConnector
from connectors.partners import WINDOWS_SECURITY_CENTER
from connectors.services import add_connector
from devices.models import WindowsManagedAppRegistration
from devices.services import sweep
from devices.services.enrolment import AppFacts, DeviceFacts, Standing, check_in, enrol
from devices.services.health import HealthReport, Outcome, record_health_states
from intune_sim.actors import SYSTEM
from intune_sim.tenants.models import Group, Tenant, User
from protection.engine.facts import DeviceThreatLevel, HealthState
from protection.models import Intent, WindowsManagedAppProtection
from protection.services.app_protection import create_policy
from tests.factories.protection import EDGE

_numbers = count(1)


@dataclass
class World:
    """A tenant with an admin, a licensed user and a group that the user belongs to."""

    tenant: Tenant
    adele: User
    alex: User
    staff: Group
    edge: AppFacts = field(default_factory=lambda: AppFacts(EDGE, "131.0.2903.51", "1.2.0"))
    home_pc: DeviceFacts = field(
        default_factory=lambda: DeviceFacts("alex-home", "10.0.22631.3155", device_name="ALEX-HOME")
    )

    @property
    def now(self) -> datetime:
        """What the tenant's clock shows."""
        return self.tenant.now()

    def pass_time(self, **amount: float) -> datetime:
        """Move the tenant's frozen clock, as in `pass_time(days=7)`; nothing is swept by that."""
        self.tenant.clock_frozen_at = self.now + timedelta(**amount)
        self.tenant.save(update_fields=["clock_frozen_at"])
        return self.now

    def add_connector(self) -> MobileThreatDefenseConnector:
        """An admin adds Windows Security Center."""
        return add_connector(
            tenant=self.tenant, partner_id=WINDOWS_SECURITY_CENTER.id, settings={}, by=SYSTEM, now=self.now
        )

    def write_policy(
        self, *, level: DeviceThreatLevel = DeviceThreatLevel.SECURED, **settings: Any
    ) -> WindowsManagedAppProtection:
        """An admin writes a policy for Edge and assigns it to the staff."""
        return create_policy(
            tenant=self.tenant,
            display_name="Edge on personal PCs",
            settings={"maximum_allowed_device_threat_level": level, **settings},
            apps=[EDGE],
            assignments=[(self.staff.graph_id, Intent.INCLUDE)],
            by=SYSTEM,
            now=self.now,
        )

    def enrol(self, user: User | None = None, device: DeviceFacts | None = None) -> Standing:
        """Edge enrols: Alex's on the PC at home unless it is said."""
        name = (user or self.alex).user_principal_name
        return enrol(
            tenant=self.tenant,
            user_principal_name=name,
            device=device or self.home_pc,
            app=self.edge,
            by=SYSTEM,
            now=self.now,
        )

    def check_in(self, registration: WindowsManagedAppRegistration, **changes: Any) -> Standing:
        """Edge checks in."""
        return check_in(registration=registration, changes=changes, by=SYSTEM, now=self.now)

    def report(
        self, registration: WindowsManagedAppRegistration, state: HealthState, *, report_id: str = ""
    ) -> Outcome:
        """Windows Security Center reports about a registration."""
        connector = MobileThreatDefenseConnector.objects.get(tenant=self.tenant, graph_id=WINDOWS_SECURITY_CENTER.id)
        report = self.health_report(registration, state, report_id=report_id)
        [outcome] = record_health_states(connector=connector, reports=[report], by=SYSTEM, now=self.now)
        return outcome

    def health_report(
        self, registration: WindowsManagedAppRegistration, state: HealthState, *, report_id: str = ""
    ) -> HealthReport:
        """What the partner says about a registration at this moment."""
        return HealthReport(
            report_id=report_id or f"report-{next(_numbers)}",
            user_id=str(registration.user_graph_id),
            app_id=registration.app_identifier,
            device_id=registration.device_tag,
            health_state=state,
            last_update=self.now,
        )

    def catch_up(self) -> sweep.Summary:
        """The ticks do their work."""
        return sweep.catch_up(tenant=self.tenant, now=self.now)
