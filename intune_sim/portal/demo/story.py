"""How did Contoso come to where it stands? Its history is played through the services, instant by instant."""

import copy
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Min

from connectors.models import MobileThreatDefenseConnector
from connectors.partners import WINDOWS_SECURITY_CENTER
from connectors.services import add_connector, record_heartbeat
from devices.models import ReevaluationRequest, WindowsManagedAppRegistration
from devices.services import sweep
from devices.services.enrolment import AppFacts, DeviceFacts, check_in, enrol, sign_out
from devices.services.health import HealthReport, record_health_states
from devices.services.managed_devices import enrol_device
from devices.services.wipes import complete_wipe, request_wipe, wipe_user
from devices.wipe_lifecycle import WipeState
from intune_sim.actors import SYSTEM, Actor, ActorType
from intune_sim.portal.demo import people
from intune_sim.portal.demo.access import CONDITIONAL_ACCESS, OFFICE
from intune_sim.portal.demo.fleet import EDGE, PCS, THREATS, Happening, PersonalPC, Step
from intune_sim.portal.demo.managed import DEMANDS, DEVICES, Demand, WorkDevice
from intune_sim.portal.demo.policies import PHONE_POLICIES, POLICIES, Level, PhonePolicy
from intune_sim.tenants import services as directory
from intune_sim.tenants.models import INTUNE_A, Group, Tenant, User
from protection.engine.conditional_access import LocationType
from protection.engine.facts import HealthState
from protection.models import AssignmentTarget, ComplianceActionType, Intent
from protection.services import (
    compliance,
    compliance_actions,
    conditional_access,
    mobile_app_protection,
    named_locations,
)
from protection.services.app_protection import create_policy

FOUNDED = timedelta(days=130)
CONNECTED = timedelta(days=128)
#: More often than the seven days after which a connector counts as unresponsive.
HEARTBEAT_INTERVAL = timedelta(days=6)
EDGE_FACTS = AppFacts(app_identifier=EDGE, application_version="131.0.2903.51", management_sdk_version="1.2.0")
PARTNER = Actor(type=ActorType.PARTNER, id=str(WINDOWS_SECURITY_CENTER.id), name=WINDOWS_SECURITY_CENTER.name)


@transaction.atomic
def seed(*, now: datetime) -> Tenant | None:
    """Make the demo tenant as of an instant, with everything that has happened before; None where it exists already."""
    if Tenant.objects.filter(graph_id=people.TENANT_ID).exists():
        return None
    tenant = directory.create_tenant(
        display_name=people.NAME, domain=people.DOMAIN, graph_id=people.TENANT_ID, by=SYSTEM, now=now - FOUNDED
    )
    with ThreadPoolExecutor(1) as pool:
        # A password's hash is slow by design; it is reckoned while the story is played, and shared by the admins.
        hashed = pool.submit(make_password, people.PASSWORD)
        users = _hire(tenant, now - FOUNDED)
        _Story(tenant, users, now).play()
        admins = User.objects.filter(pk__in=[users[name].pk for name in people.ADMINS])
        admins.update(password=hashed.result())
    return tenant


def _hire(tenant: Tenant, at: datetime) -> dict[str, User]:
    """The directory: users, licences, groups and admins; users by given name."""
    users = {}
    for person in people.PEOPLE:
        user = directory.create_user(
            tenant=tenant,
            user_principal_name=person.user_principal_name,
            display_name=f"{person.given_name} {person.surname}",
            given_name=person.given_name,
            surname=person.surname,
            mail=person.user_principal_name,
            job_title=person.job_title,
            department=person.department,
            usage_location="US",
            by=SYSTEM,
            now=at,
        )
        users[person.given_name] = user
        if person.department not in people.UNLICENSED:
            directory.assign_license(user=user, add=[INTUNE_A], by=SYSTEM, now=at)
    for name, departments in people.GROUPS.items():
        group = directory.create_group(tenant=tenant, display_name=name, by=SYSTEM, now=at)
        members = [user for user in users.values() if user.department in departments]
        directory.add_members(group=group, users=members, by=SYSTEM, now=at)
    for name, role in people.ADMINS.items():
        directory.assign_role(user=users[name], role=role, by=SYSTEM, now=at)
    User.objects.filter(user_principal_name=people.SIGN_IN).update(is_staff=True)
    # Every licence and membership asks for its user's registrations to be judged anew, and nobody is enrolled yet.
    ReevaluationRequest.objects.filter(tenant=tenant).delete()
    return users


@dataclass(frozen=True, order=True)
class _Event:
    """Something that happens at an instant; of two at once the one that was written first."""

    at: datetime
    place: int
    happen: Callable[[datetime], object]


class _Story:
    """Contoso's events in the order of time, with the passing of time between them."""

    def __init__(self, tenant: Tenant, users: dict[str, User], now: datetime) -> None:
        self._tenant = tenant
        self._users = users
        self._now = now
        self._registrations: dict[str, WindowsManagedAppRegistration] = {}
        adele = users["Adele"]
        self._admin = Actor(
            type=ActorType.ADMIN,
            id=str(adele.graph_id),
            name=adele.user_principal_name,
            application_name="Intune Sim admin center",
        )

    def play(self) -> None:
        """Let everything happen."""
        moments = [(self._now - ago, happen) for ago, happen in self._happenings()]
        for event in sorted(_Event(at, place, happen) for place, (at, happen) in enumerate(moments)):
            self._let_time_pass(event.at)
            event.happen(event.at)
        self._let_time_pass(self._now)

    def _happenings(self) -> Iterator[tuple[timedelta, Callable[[datetime], object]]]:
        for level in POLICIES:
            yield FOUNDED, partial(self._write_policy, level)
        for policy in PHONE_POLICIES:
            yield FOUNDED, partial(self._protect_phones, policy)
        for demand in DEMANDS:
            yield FOUNDED, partial(self._demand, demand)
        yield FOUNDED, self._guard_sign_ins
        for device in DEVICES:
            yield device.enrolled, partial(self._manage, device)
        yield CONNECTED, self._connect
        beat = CONNECTED
        while (beat := beat - HEARTBEAT_INTERVAL) > timedelta(0):
            yield beat, self._beat
        yield timedelta(minutes=5), self._beat
        for pc in PCS:
            yield pc.enrolled, partial(self._enrol, pc)
            for step in pc.steps:
                yield step.ago, partial(self._take, pc, step)

    def _let_time_pass(self, until: datetime) -> None:
        """What falls due on the way is done when it falls due."""
        while (due := self._next_deadline()) and due <= until:
            sweep.catch_up(tenant=self._tenant, now=due)

    def _next_deadline(self) -> datetime | None:
        registrations = WindowsManagedAppRegistration.objects.for_tenant(self._tenant)
        requests = ReevaluationRequest.objects.filter(tenant=self._tenant)
        deadlines = (
            registrations.aggregate(at=Min("next_evaluation_at"))["at"],
            requests.aggregate(at=Min("created_at"))["at"],
        )
        return min((at for at in deadlines if at), default=None)

    def _write_policy(self, level: Level, at: datetime) -> None:
        groups = dict(Group.objects.filter(tenant=self._tenant).values_list("display_name", "graph_id"))
        create_policy(
            tenant=self._tenant,
            display_name=level.name,
            description=level.description,
            settings=level.settings,
            apps=[EDGE],
            assignments=[
                *((groups[name], Intent.INCLUDE) for name in level.included),
                *((groups[name], Intent.EXCLUDE) for name in level.excluded),
            ],
            by=self._admin,
            now=at,
        )

    def _protect_phones(self, policy: PhonePolicy, at: datetime) -> None:
        groups = Group.objects.filter(tenant=self._tenant, display_name__in=policy.included)
        mobile_app_protection.create_policy(
            tenant=self._tenant,
            type=policy.type,
            display_name=policy.name,
            settings=policy.settings,
            apps=policy.apps,
            assignments=[(group.graph_id, Intent.INCLUDE) for group in groups],
            by=self._admin,
            now=at,
        )

    def _demand(self, demand: Demand, at: datetime) -> None:
        block = compliance_actions.ActionItem(
            action_type=ComplianceActionType.BLOCK, grace_period_hours=demand.grace_period_hours
        )
        compliance.create_policy(
            tenant=self._tenant,
            type=demand.type,
            display_name=demand.name,
            settings=demand.settings,
            schedule=[compliance_actions.ScheduledRule(actions=[block])],
            assignments=[(AssignmentTarget.ALL_LICENSED_USERS, None)],
            by=self._admin,
            now=at,
        )

    def _guard_sign_ins(self, at: datetime) -> None:
        named_locations.create_location(
            tenant=self._tenant, type=LocationType.IP, values=OFFICE, by=self._admin, now=at
        )
        for policy in CONDITIONAL_ACCESS:
            conditional_access.create_policy(tenant=self._tenant, values=copy.deepcopy(policy), by=self._admin, now=at)

    def _manage(self, device: WorkDevice, at: datetime) -> None:
        user = self._users[device.user]
        enrol_device(
            tenant=self._tenant,
            user=user,
            device_name=device.name,
            operating_system=device.operating_system,
            facts={**device.facts(), "last_sync_date_time": self._now - device.last_sync},
            by=Actor(type=ActorType.USER, id=str(user.graph_id), name=user.user_principal_name),
            now=at,
        )

    def _connect(self, at: datetime) -> None:
        add_connector(tenant=self._tenant, partner_id=WINDOWS_SECURITY_CENTER.id, settings={}, by=self._admin, now=at)

    def _beat(self, at: datetime) -> None:
        record_heartbeat(connector=self._connector(), by=PARTNER, now=at)

    def _connector(self) -> MobileThreatDefenseConnector:
        return MobileThreatDefenseConnector.objects.for_tenant(self._tenant).get()

    def _enrol(self, pc: PersonalPC, at: datetime) -> None:
        manufacturer, model = pc.make
        standing = enrol(
            tenant=self._tenant,
            user_principal_name=self._users[pc.user].user_principal_name,
            device=DeviceFacts(
                device_tag=pc.tag,
                platform_version=pc.os_version,
                device_name=pc.name,
                device_manufacturer=manufacturer,
                device_model=model,
            ),
            app=EDGE_FACTS,
            by=self._app_of(pc),
            now=at,
        )
        self._registrations[pc.name] = standing.registration

    def _app_of(self, pc: PersonalPC) -> Actor:
        user = self._users[pc.user]
        return Actor(
            type=ActorType.USER,
            id=str(user.graph_id),
            name=user.user_principal_name,
            application_id=EDGE,
            application_name="Microsoft Edge",
        )

    def _take(self, pc: PersonalPC, step: Step, at: datetime) -> None:
        registration, app = self._registrations[pc.name], self._app_of(pc)
        match step.happening:
            case Happening.CHECK_IN:
                check_in(registration=registration, changes={}, by=app, now=at)
            case Happening.MANAGE:
                check_in(registration=registration, changes={"is_mdm_enrolled": True}, by=app, now=at)
            case Happening.REPORT:
                self._report(pc, step.state or HealthState.UNKNOWN, at)
            case Happening.SIGN_OUT:
                sign_out(registration=registration, by=app, now=at)
            case Happening.REQUEST_WIPE:
                request_wipe(registration=registration, by=self._admin, now=at)
            case Happening.COMPLETE_WIPE:
                pending = registration.wipe_requests.get(state=WipeState.PENDING)
                complete_wipe(registration=registration, request=pending, succeeded=True, detail="", by=app, now=at)
            case Happening.WIPE_USER:
                wipe_user(user=self._users[pc.user], by=self._admin, now=at)
            case Happening.DISABLE_ACCOUNT:
                user = self._users[pc.user]
                directory.update_user(user=user, changes={"account_enabled": False}, by=self._admin, now=at)

    def _report(self, pc: PersonalPC, state: HealthState, at: datetime) -> None:
        threat = THREATS.get(state)
        report = HealthReport(
            report_id=str(uuid.uuid4()),
            user_id=str(self._users[pc.user].graph_id),
            app_id=EDGE,
            device_id=pc.tag,
            health_state=state,
            last_update=at,
            threats=[{"name": threat, "severity": state.value}] if threat else [],
        )
        record_health_states(connector=self._connector(), reports=[report], by=PARTNER, now=at)
