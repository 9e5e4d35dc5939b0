"""Does Django admin show every model to staff alone, without secrets and without a way around the services?"""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.test import Client

from devices.models import ManagedDevice
from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import Tenant, User
from protection.engine.facts import HealthState
from tests.factories.connectors import ConnectorFactory
from tests.factories.tenants import ApplicationFactory
from tests.world import World

OURS = ("tenants", "audit", "connectors", "protection", "devices")
#: Shown on the page of what they belong to.
INLINE = {
    "RoleAssignment",
    "AssignedLicense",
    "Membership",
    "AppRoleAssignment",
    "ConnectorStateChange",
    "PolicyAssignment",
    "ManagedMobileApp",
    "RoleScopeTagAssignment",
    "DeviceCode",
    "RefreshToken",
    "MobilePolicyAssignment",
    "MobilePolicyApp",
    "ComplianceActionItem",
    "ComplianceAssignment",
    "LocalizedNotificationMessage",
}
#: What comes into being in no other way.
ADDED_BY_STAFF = {"ManagedDevice"}
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]
REGISTERED = [model for model in MODELS if model in admin.site._registry]


def address(model: type[Model], rest: str = "") -> str:
    """A model's list in Django admin, or a page below it."""
    return f"/django-admin/{model._meta.app_label}/{model._meta.model_name}/{rest}"


@pytest.fixture
def operator(sign_in: Callable[[User], Client], adele: User) -> Client:
    """The session of an admin who may use Django admin."""
    adele.is_staff = True
    adele.save()
    return sign_in(adele)


@pytest.fixture
def furnished(world: World) -> World:
    """Contoso with a connector, a policy, an application, and a PC that has reported."""
    world.add_connector()
    ConnectorFactory(tenant=world.tenant, defender=True)
    world.write_policy()
    ApplicationFactory(tenant=world.tenant)
    world.report(world.enrol().registration, HealthState.SECURED)
    return world


def test_every_model_is_there() -> None:
    assert {model.__name__ for model in MODELS} - {model.__name__ for model in REGISTERED} <= INLINE


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_staff_looks_at_every_model_and_adds_none(operator: Client, furnished: World, model: type[Model]) -> None:
    row = model._default_manager.first()

    assert operator.get(address(model)).status_code == 200
    assert operator.get(address(model, f"{row.pk}/change/" if row else "")).status_code == 200
    assert operator.get(address(model, "add/")).status_code == (200 if model.__name__ in ADDED_BY_STAFF else 403)
    assert operator.post(address(model, f"{row.pk if row else 1}/delete/")).status_code in {302, 403}
    assert row is None or model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("name", ["User", "Application"])
def test_no_hash_of_a_secret_is_shown(operator: Client, furnished: World, name: str) -> None:
    model = apps.get_model("tenants", name)

    page = operator.get(address(model, f"{model._default_manager.first().pk}/change/")).content.decode()

    assert "md5$" not in page
    assert 'name="password"' not in page
    assert "secret_hash" not in page


def test_an_account_disabled_by_staff_is_a_change_like_any_other(operator: Client, alex: User, adele: User) -> None:
    empty = {"given_name": "", "surname": "", "mail": "", "job_title": "", "department": ""}
    inlines = {
        f"{name}-{part}_FORMS": "0"
        for name in ("role_assignments", "assigned_licenses")
        for part in ("TOTAL", "INITIAL")
    }

    operator.post(address(User, f"{alex.pk}/change/"), {"display_name": alex.display_name, **empty, **inlines})

    alex.refresh_from_db()
    assert not alex.account_enabled
    event = AuditEvent.objects.get()
    assert (event.activity, event.actor_name) == ("Patch User", adele.user_principal_name)
    assert event.modified_properties == [{"displayName": "accountEnabled", "oldValue": "true", "newValue": "false"}]


def test_settings_changed_by_staff_are_audited(operator: Client, contoso: Tenant) -> None:
    operator.post(
        address(Tenant, f"{contoso.pk}/change/"), {"health_state_validity_days": "5", "missing_health_state": "allow"}
    )

    contoso.refresh_from_db()
    assert contoso.health_state_validity_days == 5
    assert AuditEvent.objects.get().resource_type == "settings"


def test_a_managed_device_is_enrolled_by_staff_and_set_to_how_it_stands(operator: Client, alex: User) -> None:
    standing = {
        "managed_device_owner_type": "company",
        "compliance_state": "compliant",
        "partner_reported_threat_state": "secured",
    }
    facts = {"user": alex.pk, "device_name": "ALEX-WORK", "operating_system": "Windows", **standing}

    operator.post(address(ManagedDevice, "add/"), facts)
    device = ManagedDevice.objects.get()
    operator.post(address(ManagedDevice, f"{device.pk}/change/"), {**standing, "compliance_state": "noncompliant"})

    device.refresh_from_db()
    assert (device.tenant, device.user_principal_name) == (alex.tenant, alex.user_principal_name)
    assert device.compliance_state == "noncompliant"
    activities = list(AuditEvent.objects.order_by("pk").values_list("activity", flat=True))
    assert activities == ["Create ManagedDevice", "Patch ManagedDevice"]


def test_an_admin_of_a_tenant_is_no_staff(sign_in: Callable[[User], Client], adele: User) -> None:
    answer = sign_in(adele).get("/django-admin/")

    assert answer.status_code == 302
    assert "/django-admin/login/" in answer["Location"]
