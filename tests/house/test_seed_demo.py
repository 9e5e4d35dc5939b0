"""What does the demo tenant hold?"""

from collections import Counter
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command

from connectors.lifecycle import PartnerState
from connectors.models import MobileThreatDefenseConnector
from devices.models import AccessChange, ComplianceState, Ending, ManagedDevice, WindowsManagedAppRegistration
from devices.services import sweep
from intune_sim.audit.models import AuditEvent
from intune_sim.portal.demo import people
from intune_sim.tenants.models import Group, SignIn, Tenant, User
from protection.engine.facts import Access, Reason
from protection.models import (
    ConditionalAccessPolicy,
    DeviceCompliancePolicy,
    MobileAppProtection,
    MobilePolicyType,
    NamedLocation,
    WindowsManagedAppProtection,
)
from tests.house.conftest import NOW

pytestmark = pytest.mark.django_db


def where_everyone_stands() -> list[tuple[Any, ...]]:
    rows = WindowsManagedAppRegistration.objects.order_by("pk")
    return list(rows.values_list("device_name", "access", "access_at", "findings", "ending", "next_evaluation_at"))


def test_contoso_has_sixty_people_eight_groups_three_policies_and_forty_registrations(seeded: Tenant) -> None:
    tenant = seeded

    assert (str(tenant.graph_id), tenant.domain) == ("11111111-1111-4111-8111-111111111111", "contoso.example")
    assert User.objects.for_tenant(tenant).count() == 60
    assert User.objects.for_tenant(tenant).licensed().count() == 56
    assert Group.objects.filter(tenant=tenant).count() == 8
    assert WindowsManagedAppProtection.objects.for_tenant(tenant).count() == 3
    assert [str(policy.type) for policy in MobileAppProtection.objects.for_tenant(tenant)] == MobilePolicyType.wires()
    assert WindowsManagedAppRegistration.objects.for_tenant(tenant).count() == 40


def test_contoso_manages_a_dozen_devices_and_asks_something_of_them(seeded: Tenant) -> None:
    states = Counter(ManagedDevice.objects.for_tenant(seeded).values_list("compliance_state", flat=True))

    assert states.total() == 12
    assert states[ComplianceState.NONCOMPLIANT] == 2
    assert DeviceCompliancePolicy.objects.for_tenant(seeded).count() == 3


def test_contoso_guards_its_sign_ins_and_logs_them(seeded: Tenant) -> None:
    assert ConditionalAccessPolicy.objects.for_tenant(seeded).count() == 2
    assert NamedLocation.objects.for_tenant(seeded).get().is_trusted
    assert SignIn.objects.for_tenant(seeded).count() >= 40


def test_a_registration_stands_in_every_access_state(seeded: Tenant) -> None:
    states = Counter(WindowsManagedAppRegistration.objects.live().values_list("access", flat=True))
    endings = set(WindowsManagedAppRegistration.objects.exclude(ending=None).values_list("ending", flat=True))
    reasons = {
        one.findings[0]["reason"]
        for one in WindowsManagedAppRegistration.objects.live()
        if one.access == Access.BLOCKED
    }

    assert set(states) == set(Access) - {Access.WIPED}
    assert endings == set(Ending)
    assert reasons == {
        Reason.DEVICE_THREAT_LEVEL_EXCEEDED,
        Reason.NO_HEALTH_STATE,
        Reason.OS_VERSION_TOO_LOW,
        Reason.ACCOUNT_DISABLED,
        Reason.OFFLINE_GRACE_PERIOD_EXPIRED,
        Reason.REAUTHENTICATION_REQUIRED,
    }


def test_the_demo_stands_still_when_everything_due_is_done(seeded: Tenant) -> None:
    before = where_everyone_stands()

    summary = sweep.catch_up(tenant=seeded, now=NOW)

    assert summary == sweep.Summary()
    assert where_everyone_stands() == before


def test_the_demo_has_a_history_in_the_order_of_time(seeded: Tenant) -> None:
    assert MobileThreatDefenseConnector.objects.get().state(NOW) is PartnerState.ENABLED
    moments = list(AccessChange.objects.order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= NOW


def test_adele_signs_in_and_may_use_django_admin(seeded: Tenant) -> None:
    adele = authenticate(username=people.SIGN_IN, password=people.PASSWORD)

    assert isinstance(adele, User)
    assert adele.is_staff


def test_seeding_twice_changes_nothing(seeded: Tenant) -> None:
    events = AuditEvent.objects.count()

    call_command("seed_demo", verbosity=0)

    assert Tenant.objects.count() == 1
    assert AuditEvent.objects.count() == events
