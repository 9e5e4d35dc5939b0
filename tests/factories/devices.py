"""Registrations: Edge on a personal PC, judged as the product judges it when the row is made."""

from datetime import timedelta
from typing import Any

import factory

from connectors.models import MobileThreatDefenseConnector
from connectors.partners import WINDOWS_SECURITY_CENTER
from devices.models import (
    Cause,
    CurrentHealthState,
    Ending,
    HealthStateReport,
    ManagedDevice,
    WindowsManagedAppRegistration,
)
from devices.services.evaluation import judge, write
from devices.situations import Surroundings
from protection.engine.facts import Access, DeviceThreatLevel, HealthState, RemediationAction
from tests.factories.connectors import ConnectorFactory
from tests.factories.protection import EDGE, PolicyFactory
from tests.factories.tenants import GroupFactory, TenantFactory, UserFactory
from tests.instants import MONDAY

#: No threat at all is tolerated.
SECURED_ONLY = {"maximum_allowed_device_threat_level": DeviceThreatLevel.SECURED}


class RegistrationFactory(factory.django.DjangoModelFactory[WindowsManagedAppRegistration]):
    """A registration of a licensed user.

    `policy={...}` makes a policy with these settings for a group of this user alone; `health_state=...` is what
    Windows Security Center has reported at `health_at`. Access, findings and deadline follow from the rest.
    """

    class Meta:
        model = WindowsManagedAppRegistration

    class Params:
        allowed = factory.Trait(policy=SECURED_ONLY, health_state=HealthState.SECURED)
        blocked_by_threat = factory.Trait(policy=SECURED_ONLY, health_state=HealthState.HIGH_SEVERITY)
        blocked_without_health_state = factory.Trait(policy=SECURED_ONLY, with_connector=True)
        blocked_offline = factory.Trait(
            policy={}, last_sync_date_time=factory.LazyAttribute(lambda one: one.tenant.now() - timedelta(hours=13))
        )
        warned = factory.Trait(policy={"minimum_warning_app_version": "999.0"})
        wipe_pending_by_threat = factory.Trait(
            policy={**SECURED_ONLY, "mobile_threat_defense_remediation_action": RemediationAction.WIPE},
            health_state=HealthState.HIGH_SEVERITY,
        )
        unprotected = factory.Trait(policy={}, is_mdm_enrolled=True)
        signed_out = factory.Trait(ending=Ending.SIGNED_OUT)

    tenant = factory.SubFactory(TenantFactory)
    user = factory.SubFactory(UserFactory, licensed=True, tenant=factory.SelfAttribute("..tenant"))
    user_graph_id = factory.SelfAttribute("user.graph_id")
    user_principal_name = factory.SelfAttribute("user.user_principal_name")
    app_identifier = EDGE
    device_tag = factory.Sequence(lambda n: f"device-tag-{n}")
    device_name = factory.Sequence(lambda n: f"HOME-PC-{n}")
    device_manufacturer = "Contoso"
    device_model = "Notebook 14"
    created_date_time = factory.LazyAttribute(lambda one: one.tenant.now())
    last_sync_date_time = factory.LazyAttribute(lambda one: one.tenant.now())
    application_version = "131.0.2903.51"
    management_sdk_version = "1.2.0"
    platform_version = "10.0.22631.3155"
    access_at = factory.LazyAttribute(lambda one: one.tenant.now())

    policy = None
    health_state = None
    health_at = factory.LazyAttribute(lambda one: one.tenant.now())
    with_connector = False
    ending = None

    @classmethod
    def _create(
        cls,
        model_class: type[WindowsManagedAppRegistration],
        *_: Any,
        policy: dict[str, Any] | None,
        health_state: HealthState | None,
        health_at: Any,
        with_connector: bool,
        ending: Ending | None,
        **columns: Any,
    ) -> WindowsManagedAppRegistration:
        registration = model_class.objects.create(access=Access.INACTIVE, **columns)
        tenant = registration.tenant
        now = tenant.now()
        if policy is not None:
            PolicyFactory(tenant=tenant, groups=[GroupFactory(tenant=tenant, members=[registration.user])], **policy)
        if health_state or with_connector:
            connector = windows_security_center(tenant)
        if health_state:
            give_health_state(registration, connector, health_state, health_at)
        write(judge(Surroundings(tenant, now), [registration.pk]), cause=Cause.ENROLMENT, now=now)
        registration.refresh_from_db()
        if ending:
            registration.ended_at, registration.ending, registration.next_evaluation_at = now, ending, None
            registration.save()
        return registration


def windows_security_center(tenant: Any) -> MobileThreatDefenseConnector:
    """The tenant's connector, made if there is none."""
    present = MobileThreatDefenseConnector.objects.for_tenant(tenant).filter(graph_id=WINDOWS_SECURITY_CENTER.id)
    return present.first() or ConnectorFactory(tenant=tenant)


def give_health_state(
    registration: WindowsManagedAppRegistration, connector: MobileThreatDefenseConnector, state: HealthState, when: Any
) -> None:
    """A report that was taken, without judging the registration anew."""
    said = {"health_state": state, "last_update_date_time": when}
    CurrentHealthState.objects.update_or_create(registration=registration, connector=connector, defaults=said)
    HealthStateReport.objects.create(
        registration=registration,
        connector=connector,
        partner_id=connector.graph_id,
        report_id=f"report-{registration.pk}-{HealthStateReport.objects.count()}",
        received_at=when,
        **said,
    )


class ManagedDeviceFactory(factory.django.DjangoModelFactory[ManagedDevice]):
    """A corporate Windows PC of somebody, not evaluated."""

    class Meta:
        model = ManagedDevice

    tenant = factory.SubFactory(TenantFactory)
    user = factory.SubFactory(UserFactory, tenant=factory.SelfAttribute("..tenant"))
    user_graph_id = factory.SelfAttribute("user.graph_id")
    user_principal_name = factory.SelfAttribute("user.user_principal_name")
    device_name = factory.Sequence(lambda n: f"WORK-PC-{n}")
    operating_system = "Windows"
    os_version = "10.0.22631.3155"
    serial_number = factory.Sequence(lambda n: f"SN{n:06}")
    enrolled_date_time = MONDAY
    last_sync_date_time = MONDAY
