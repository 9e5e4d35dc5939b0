"""How does an app enrol, and who is refused? Refusals in their order, and what a check-in keeps or updates."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from devices.models import UserLevelWipe, WindowsManagedAppRegistration
from devices.queries.registrations import registration_of
from devices.services.enrolment import (
    AppFacts,
    DeviceFacts,
    RegistrationEnded,
    check_in,
    enrol,
    sign_out,
    standing,
)
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.errors import Conflict, DomainError, Forbidden, NotFound
from intune_sim.tenants.models import INTUNE_A, AssignedLicense, Tenant
from protection.engine.facts import Access
from tests.factories.protection import EDGE
from tests.factories.tenants import UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db

Registration = WindowsManagedAppRegistration

#: Everything that can stand in the way at once, in the order in which it is told.
OBSTACLES = ["UserNotFound", "UserDisabled", "UserNotLicensed", "UserLevelWipe", "DeviceManaged", "TooManyWorkAccounts"]
KINDS = {
    "UserNotFound": NotFound,
    "UserDisabled": Forbidden,
    "UserNotLicensed": Forbidden,
    "UserLevelWipe": Conflict,
    "DeviceManaged": Forbidden,
    "TooManyWorkAccounts": Forbidden,
}


@pytest.mark.parametrize("cleared", range(len(OBSTACLES)))
def test_the_first_obstacle_that_still_stands_is_told(world: World, cleared: int) -> None:
    standing_in_the_way = set(OBSTACLES[cleared:])
    world.alex.account_enabled = "UserDisabled" not in standing_in_the_way
    world.alex.save()
    AssignedLicense.objects.filter(user=world.alex).delete()
    AssignedLicense.objects.bulk_create(
        [AssignedLicense(user=world.alex)] * ("UserNotLicensed" not in standing_in_the_way)
    )
    UserLevelWipe.objects.bulk_create(
        [UserLevelWipe(user=world.alex, created_at=world.now)] * ("UserLevelWipe" in standing_in_the_way)
    )
    name = "nobody@contoso.example" if "UserNotFound" in standing_in_the_way else "alex@contoso.example"
    device = replace(world.home_pc, is_mdm_enrolled="DeviceManaged" in standing_in_the_way, workplace_joined_users=4)

    with pytest.raises(DomainError) as refusal:
        enrol(tenant=world.tenant, user_principal_name=name, device=device, app=world.edge, by=SYSTEM, now=world.now)

    assert refusal.value.code == OBSTACLES[cleared]
    assert isinstance(refusal.value, KINDS[OBSTACLES[cleared]])
    assert not Registration.objects.exists()


def test_another_licence_than_intunes_does_not_count(world: World) -> None:
    AssignedLicense.objects.filter(user=world.alex, sku_id=INTUNE_A).update(
        sku_id="00000000-0000-4000-8000-000000000000"
    )

    with pytest.raises(Forbidden):
        world.enrol()


def test_another_tenants_user_is_not_found(world: World, fabrikam: Tenant) -> None:
    stranger = UserFactory(tenant=fabrikam, licensed=True)

    with pytest.raises(NotFound):
        world.enrol(stranger)


def test_a_users_name_is_found_without_regard_to_case(world: World) -> None:
    standing = enrol(
        tenant=world.tenant,
        user_principal_name="ALEX@Contoso.Example",
        device=world.home_pc,
        app=world.edge,
        by=SYSTEM,
        now=world.now,
    )

    assert standing.registration.user_principal_name == "alex@contoso.example"


def test_three_work_accounts_are_fine(world: World) -> None:
    assert world.enrol(device=replace(world.home_pc, workplace_joined_users=3)).is_new


def test_the_same_user_app_and_device_stay_one_registration_with_new_versions(world: World) -> None:
    first = world.enrol()
    now = world.pass_time(hours=1)

    again = enrol(
        tenant=world.tenant,
        user_principal_name=world.alex.user_principal_name,
        device=replace(world.home_pc, platform_version="10.0.26100"),
        app=AppFacts(EDGE, "140.0", "2.0"),
        by=SYSTEM,
        now=now,
    )

    stored = Registration.objects.get()
    assert not again.is_new
    assert stored.graph_id == first.registration.graph_id
    assert (stored.application_version, stored.management_sdk_version, stored.platform_version) == (
        "140.0",
        "2.0",
        "10.0.26100",
    )
    assert (stored.created_date_time, stored.last_sync_date_time) == (first.registration.created_date_time, now)


@pytest.mark.parametrize(
    "device", [DeviceFacts("ALEX-HOME", "10.0.22631.3155"), DeviceFacts("another", "10.0.22631.3155")]
)
def test_another_device_is_another_registration_and_device_tags_compare_exactly(
    world: World, device: DeviceFacts
) -> None:
    world.enrol()

    assert world.enrol(device=device).is_new
    assert Registration.objects.count() == 2


def test_another_user_on_the_same_device_is_another_registration(world: World) -> None:
    world.enrol()

    assert world.enrol(UserFactory(tenant=world.tenant, licensed=True)).is_new


def test_enrolling_again_after_the_device_was_managed_protects_it_again(world: World) -> None:
    world.write_policy()
    registration = world.enrol().registration
    world.check_in(registration, is_mdm_enrolled=True)

    world.enrol()

    registration.refresh_from_db()
    assert registration.access is Access.ALLOWED


def test_what_a_check_in_does_not_mention_keeps_its_last_value(world: World) -> None:
    registration = world.enrol().registration
    world.check_in(registration, application_version="140.0", account_state="disabled")

    world.check_in(registration, platform_version="10.0.26100")

    registration.refresh_from_db()
    assert (registration.application_version, registration.account_state, registration.platform_version) == (
        "140.0",
        "disabled",
        "10.0.26100",
    )


def test_a_check_in_is_logged_with_old_and_new_values(world: World) -> None:
    registration = world.enrol().registration

    world.check_in(registration, application_version="140.0")

    event = AuditEvent.objects.latest("pk")
    assert event.activity == "CheckIn ManagedAppRegistration"
    assert event.modified_properties == [
        {"displayName": "applicationVersion", "oldValue": "131.0.2903.51", "newValue": "140.0"}
    ]


def test_looking_writes_nothing(world: World) -> None:
    world.write_policy()
    registration = world.enrol().registration
    before = list(Registration.objects.values())
    world.pass_time(hours=13)

    seen = standing(registration=registration, now=world.now)

    assert seen.verdict is not None
    assert seen.verdict.access is Access.BLOCKED
    assert list(Registration.objects.values()) == before


def test_looking_decides_on_the_facts_of_now_whatever_the_sweep_has_done(world: World) -> None:
    registration = world.enrol().registration
    world.write_policy(minimum_required_app_version="999.0")

    seen = standing(registration=registration, now=world.now)

    registration.refresh_from_db()
    assert seen.verdict is not None
    assert (registration.access, seen.verdict.access) == (Access.INACTIVE, Access.BLOCKED)


def test_a_registration_past_ninety_days_has_ended_for_everybody_before_the_sweep_comes(world: World) -> None:
    registration = world.enrol().registration
    now = world.pass_time(days=90)

    with pytest.raises(RegistrationEnded):
        standing(registration=registration, now=now)
    with pytest.raises(RegistrationEnded):
        check_in(registration=registration, changes={}, by=SYSTEM, now=now)
    with pytest.raises(RegistrationEnded):
        sign_out(registration=registration, by=SYSTEM, now=now)
    assert standing(registration=registration, now=now - timedelta(microseconds=1))


def test_another_tenants_registration_is_not_found(world: World, fabrikam: Tenant) -> None:
    registration = world.enrol().registration

    assert registration_of(tenant=world.tenant, graph_id=registration.graph_id) == registration
    with pytest.raises(NotFound):
        registration_of(tenant=fabrikam, graph_id=registration.graph_id)


@pytest.mark.parametrize(
    ("directory", "app", "is_disabled"),
    [
        (True, [], False),
        (False, [], True),
        (True, ["disabled"], True),
        (True, ["disabled", "enabled"], False),
        (True, ["disabled", "unknown"], False),
        (False, ["enabled"], True),
        (False, ["unknown"], True),
    ],
)
def test_an_account_is_disabled_by_the_directory_or_by_what_the_app_said_last(
    world: World, directory: bool, app: list[str], is_disabled: bool
) -> None:
    world.write_policy(app_action_if_unable_to_authenticate_user="block")
    registration = world.enrol().registration
    world.alex.account_enabled = directory
    world.alex.save()
    said: list[dict[str, Any]] = [{"account_state": state} for state in app] or [{}]

    last = [world.check_in(registration, **changes) for changes in said][-1]

    assert last.verdict is not None
    assert (last.verdict.access is Access.BLOCKED) is is_disabled
