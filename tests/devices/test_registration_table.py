"""How does the access of a registration turn? The registration table, a case a row."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from connectors.partners import WINDOWS_SECURITY_CENTER
from connectors.queries import connector_to
from connectors.services import configure_connector, record_heartbeat, remove_connector
from devices.models import Ending, WindowsManagedAppRegistration, WipeRequest
from devices.services.enrolment import RegistrationEnded, reauthenticate, sign_out
from devices.services.wipes import cancel_wipe, complete_wipe, request_wipe, unblock_user, wipe_user
from devices.wipe_lifecycle import WipeState
from intune_sim.actors import SYSTEM
from intune_sim.errors import DomainError
from intune_sim.tenants.models import INTUNE_A
from intune_sim.tenants.services import assign_license, change_settings, update_user
from protection.engine.facts import Access, DeviceThreatLevel, HealthState, Reason, RemediationAction
from protection.models import WindowsManagedAppProtection
from protection.services.app_protection import delete_policy, edit_policy
from tests.world import World

pytestmark = pytest.mark.django_db

Registration = WindowsManagedAppRegistration
Given = Callable[[World], Registration]
Event = Callable[[World, Registration], object]

HIGH, LOW, SECURED = HealthState.HIGH_SEVERITY, HealthState.LOW_SEVERITY, HealthState.SECURED
WIPE, BLOCK = RemediationAction.WIPE, RemediationAction.BLOCK


# Enrolment


REFUSED = [
    ("device Entra joined", {"is_entra_joined": True}, "DeviceManaged"),
    ("device MDM enrolled", {"is_mdm_enrolled": True}, "DeviceManaged"),
    ("more than three accounts", {"workplace_joined_users": 4}, "TooManyWorkAccounts"),
]


@pytest.mark.parametrize(("device", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_device_that_may_not_enrol_is_refused(world: World, device: dict[str, Any], code: str) -> None:
    world.write_policy()

    with pytest.raises(DomainError) as refusal:
        world.enrol(device=replace(world.home_pc, **device))

    assert refusal.value.code == code
    assert not Registration.objects.exists()


def test_an_unlicensed_user_is_refused(world: World) -> None:
    world.alex.assigned_licenses.all().delete()

    with pytest.raises(DomainError) as refusal:
        world.enrol()

    assert refusal.value.code == "UserNotLicensed"


def nothing(_: World) -> object:
    """Leave everything as it is."""


def policy_for_another_app(world: World) -> object:
    """The user is targeted, but not in this app."""
    return edit_policy(policy=world.write_policy(), apps=["com.contoso.other"], by=SYSTEM, now=world.now)


@pytest.mark.parametrize(
    ("before", "access"),
    [
        pytest.param(nothing, Access.INACTIVE, id="untargeted"),
        pytest.param(policy_for_another_app, Access.INACTIVE, id="app not in policy"),
        pytest.param(lambda world: world.write_policy(), Access.ALLOWED, id="all conditions met, no connector"),
        pytest.param(
            lambda world: (world.add_connector(), world.write_policy()), Access.BLOCKED, id="all met, not reported"
        ),
        pytest.param(
            lambda world: world.write_policy(minimum_required_os_version="10.0.30000"), Access.BLOCKED, id="old OS"
        ),
    ],
)
def test_an_enrolment_is_judged_at_once(world: World, before: Callable[[World], object], access: Access) -> None:
    before(world)

    registration = world.enrol().registration

    registration.refresh_from_db()
    [change] = registration.access_changes.all()
    assert registration.access is access
    assert (change.from_access, change.to_access, change.cause.value) == (None, access, "enrolment")


# How a registration comes to a state


def inactive(world: World) -> Registration:
    """Enrolled, with no policy."""
    return world.enrol().registration


def allowed(world: World, **settings: Any) -> Registration:
    """Checked in, with a live connector that says that the device is secured."""
    world.add_connector()
    world.write_policy(**settings)
    registration = world.enrol().registration
    world.report(registration, SECURED)
    registration.refresh_from_db()
    assert registration.access is Access.ALLOWED
    return registration


def wiping(world: World) -> Registration:
    """The same, under a policy that wipes."""
    return allowed(world, mobile_threat_defense_remediation_action=WIPE)


def blocked(world: World, **settings: Any) -> Registration:
    """The same, with a threat."""
    registration = allowed(world, **settings)
    world.pass_time(seconds=1)
    world.report(registration, HIGH)
    registration.refresh_from_db()
    assert registration.access is Access.BLOCKED
    return registration


def wipe_requested(world: World) -> Registration:
    """Blocked, and an admin has asked for a wipe."""
    registration = blocked(world)
    request_wipe(registration=registration, by=SYSTEM, now=world.now)
    return registration


def user_wiped(world: World) -> Registration:
    """Allowed, and the user is on the user-level wipe list."""
    registration = allowed(world)
    wipe_user(user=world.alex, by=SYSTEM, now=world.now)
    return registration


def wipe_decided(world: World) -> Registration:
    """A policy that wipes has met a threat."""
    registration = wiping(world)
    world.pass_time(seconds=1)
    world.report(registration, HIGH)
    return registration


def offline(**amount: float) -> Given:
    """Allowed, then without a check-in for so long, while the connector stays alive; wiped after twenty-nine days."""

    def registration(world: World) -> Registration:
        silent = allowed(world, period_offline_before_wipe_is_enforced=timedelta(days=29))
        world.pass_time(**amount)
        record_heartbeat(connector=wsc(world), by=SYSTEM, now=world.now)
        world.catch_up()
        return silent

    return registration


def wsc(world: World) -> Any:
    """The tenant's Windows Security Center connector."""
    return connector_to(tenant=world.tenant, partner_id=WINDOWS_SECURITY_CENTER.id)


def policy(_: World) -> WindowsManagedAppProtection:
    """The tenant's only policy."""
    return WindowsManagedAppProtection.objects.get()


# What happens to it


def check_in(world: World, registration: Registration, **changes: Any) -> object:
    """The app checks in."""
    return world.check_in(registration, **changes)


def report(state: HealthState) -> Event:
    """The partner reports."""
    return lambda world, registration: world.report(registration, state)


def set_policy(**settings: Any) -> Event:
    """An admin edits the policy, and the sweep sees it."""

    def edit(world: World, _: Registration) -> object:
        edit_policy(policy=policy(world), settings=settings, by=SYSTEM, now=world.now)
        return world.catch_up()

    return edit


def swept(event: Event) -> Event:
    """The same, and the sweep sees it."""
    return lambda world, registration: (event(world, registration), world.catch_up())


def checked_in(event: Event) -> Event:
    """The same, then a check-in."""
    return lambda world, registration: (event(world, registration), check_in(world, registration))


def missing_health_allowed(world: World, _: Registration) -> object:
    """The tenant is lenient about devices that have not reported."""
    return change_settings(tenant=world.tenant, missing_health_state="allow", by=SYSTEM, now=world.now)  # type: ignore[arg-type]


def remove(world: World, _: Registration) -> object:
    """An admin removes the connector."""
    return remove_connector(connector=wsc(world), by=SYSTEM, now=world.now)


def toggle_off(world: World, _: Registration) -> object:
    """An admin turns the Windows toggle off."""
    return configure_connector(
        connector=wsc(world),
        settings={"windows_mobile_application_management_enabled": False},
        by=SYSTEM,
        now=world.now,
    )


def silence(world: World, _: Registration) -> object:
    """The partner is silent for a week, while the app keeps checking in."""
    world.pass_time(days=7)


def admins_wipe(world: World, registration: Registration) -> object:
    """An admin asks for a wipe."""
    return request_wipe(registration=registration, by=SYSTEM, now=world.now)


def cancel(world: World, registration: Registration) -> object:
    """An admin deletes the wipe request."""
    return cancel_wipe(request=pending(registration), by=SYSTEM, now=world.now)


def pending(registration: Registration) -> WipeRequest:
    """The open wipe."""
    return registration.wipe_requests.get(state=WipeState.PENDING)


def complete(world: World, registration: Registration, *, succeeded: bool = True) -> object:
    """The app says how the wipe went."""
    return complete_wipe(
        registration=registration,
        request=pending(registration),
        succeeded=succeeded,
        detail="",
        by=SYSTEM,
        now=world.now,
    )


def authenticate(succeeded: bool) -> Event:
    """The user signs in again, or fails to."""
    return lambda world, registration: reauthenticate(
        registration=registration, succeeded=succeeded, by=SYSTEM, now=world.now
    )


def disable(world: World, _: Registration) -> object:
    """The directory disables the account."""
    return update_user(user=world.alex, changes={"account_enabled": False}, by=SYSTEM, now=world.now)


def lose_licence(world: World, _: Registration) -> object:
    """The user loses the licence."""
    return assign_license(user=world.alex, remove=[INTUNE_A], by=SYSTEM, now=world.now)


def lose_policy(world: World, _: Registration) -> object:
    """The policy is deleted."""
    return delete_policy(policy=policy(world), by=SYSTEM, now=world.now)


def unassign(world: World, _: Registration) -> object:
    """The policy is unassigned."""
    return edit_policy(policy=policy(world), assignments=[], by=SYSTEM, now=world.now)


def get_policy(world: World, _: Registration) -> object:
    """A policy reaches the user."""
    return world.write_policy(level=DeviceThreatLevel.NOT_CONFIGURED)


A = Access

TABLE: list[tuple[str, Given, Event, Access]] = [
    ("inactive: retry after the fix", inactive, checked_in(get_policy), A.ALLOWED),
    ("checked in: all checks pass", allowed, check_in, A.ALLOWED),
    ("checked in: only warn rows fail", allowed, set_policy(minimum_warning_app_version="999.0"), A.WARNED),
    ("checked in: OS row fails", allowed, set_policy(minimum_required_os_version="10.0.30000"), A.BLOCKED),
    ("checked in: OS too new", allowed, set_policy(maximum_required_os_version="10.0.19045"), A.BLOCKED),
    ("checked in: app row fails", allowed, set_policy(minimum_required_app_version="999.0"), A.BLOCKED),
    ("checked in: SDK row fails", allowed, set_policy(minimum_required_sdk_version="9.0"), A.BLOCKED),
    ("checked in: wipe row fails", allowed, set_policy(minimum_wipe_sdk_version="9.0"), A.WIPE_PENDING),
    ("allowed: threat above max, block", allowed, report(LOW), A.BLOCKED),
    ("allowed: threat above max, wipe", wiping, report(LOW), A.WIPE_PENDING),
    ("allowed: no health state, lenient", allowed, swept(missing_health_allowed), A.ALLOWED),
    ("allowed: state says nothing, strict", allowed, report(HealthState.DEACTIVATED), A.BLOCKED),
    ("allowed: state says nothing, wipe", wiping, report(HealthState.UNKNOWN), A.BLOCKED),
    ("blocked: state says nothing, lenient", blocked, lambda w, r: (
        swept(missing_health_allowed)(w, r), w.pass_time(minutes=1), w.report(r, HealthState.UNKNOWN)), A.ALLOWED),
    ("blocked: threat cleared", blocked, lambda w, r: (w.pass_time(minutes=1), w.report(r, SECURED)), A.ALLOWED),
    ("blocked: connector removed", blocked, swept(remove), A.ALLOWED),
    ("blocked: toggle off", blocked, swept(toggle_off), A.ALLOWED),
    ("blocked: connector unresponsive", lambda world: blocked(world, period_offline_before_access_check=None),
     swept(silence), A.ALLOWED),
    ("blocked: connector removed, another check fails", blocked, lambda w, r: (
        set_policy(minimum_required_app_version="999.0")(w, r), swept(remove)(w, r)), A.BLOCKED),
    ("allowed: admin's wipe request", allowed, admins_wipe, A.WIPE_PENDING),
    ("blocked: admin's wipe request", blocked, admins_wipe, A.WIPE_PENDING),
    ("any: user-level wipe", allowed, lambda w, _: wipe_user(user=w.alex, by=SYSTEM, now=w.now), A.WIPE_PENDING),
    ("user-level wipe: check-in", user_wiped, check_in, A.WIPE_PENDING),
    ("user-level wipe: failed, then check-in", user_wiped, checked_in(
        lambda w, r: complete(w, r, succeeded=False)), A.WIPE_PENDING),
    ("user-level wipe: taken off the list", user_wiped,
     lambda w, _: unblock_user(user=w.alex, by=SYSTEM, now=w.now), A.ALLOWED),
    ("wipe pending: app opened", wipe_requested, complete, A.WIPED),
    ("wipe pending: request deleted", wipe_requested, cancel, A.BLOCKED),
    ("wipe pending: failed, an admin's", wipe_requested, lambda w, r: complete(w, r, succeeded=False), A.BLOCKED),
    ("wipe pending: failed, a policy's", wipe_decided, checked_in(
        lambda w, r: complete(w, r, succeeded=False)), A.WIPE_PENDING),
    ("wiped: check-in", lambda w: (r := wipe_requested(w), complete(w, r))[0], check_in, A.WIPED),
    ("allowed: offline over the block period", offline(hours=12), check_in, A.ALLOWED),
    ("offline blocked: check-in", offline(hours=13), check_in, A.ALLOWED),
    ("offline over the wipe period: check-in", offline(days=29), check_in, A.BLOCKED),
    ("re-authentication required: ok", offline(days=29), authenticate(True), A.ALLOWED),
    ("re-authentication required: fails", offline(days=29), authenticate(False), A.WIPE_PENDING),
    ("account disabled, block", lambda w: allowed(w, app_action_if_unable_to_authenticate_user=BLOCK),
     swept(disable), A.BLOCKED),
    ("account disabled, wipe", lambda w: allowed(w, app_action_if_unable_to_authenticate_user=WIPE),
     swept(disable), A.WIPE_PENDING),
    ("account disabled, not set", allowed, swept(disable), A.ALLOWED),
    ("account disabled, says the app", lambda w: allowed(w, app_action_if_unable_to_authenticate_user=BLOCK),
     lambda w, r: check_in(w, r, account_state="disabled"), A.BLOCKED),
    ("account unconfirmed", lambda w: allowed(w, app_action_if_unable_to_authenticate_user=WIPE),
     lambda w, r: check_in(w, r, account_state="unknown"), A.ALLOWED),
    ("device becomes MDM managed", blocked, lambda w, r: check_in(w, r, is_mdm_enrolled=True), A.UNPROTECTED),
    ("device becomes Entra joined", blocked, lambda w, r: check_in(w, r, is_entra_joined=True), A.UNPROTECTED),
    ("device is managed no more", blocked, lambda w, r: (
        check_in(w, r, is_mdm_enrolled=True), check_in(w, r, is_mdm_enrolled=False)), A.BLOCKED),
    ("policy deleted", blocked, checked_in(lose_policy), A.INACTIVE),
    ("policy unassigned", blocked, checked_in(unassign), A.INACTIVE),
    ("licence lost", blocked, checked_in(lose_licence), A.INACTIVE),
]  # fmt: skip


@pytest.mark.parametrize(("given", "event", "access"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_an_event_turns_access(world: World, given: Given, event: Event, access: Access) -> None:
    registration = given(world)
    world.pass_time(seconds=1)

    event(world, registration)

    registration.refresh_from_db()
    assert registration.access is access
    assert registration.access_changes.latest("pk").to_access is access


def test_offline_past_the_block_period_turns_access_at_its_instant(world: World) -> None:
    registration = allowed(world)
    deadline = world.pass_time(hours=12)

    world.catch_up()

    registration.refresh_from_db()
    [finding] = registration.findings
    assert registration.access is Access.BLOCKED
    assert (finding["reason"], finding["since"]) == (Reason.OFFLINE_GRACE_PERIOD_EXPIRED, deadline.isoformat())


def test_signing_out_ends_the_registration(world: World) -> None:
    registration = blocked(world)

    sign_out(registration=registration, by=SYSTEM, now=world.now)

    registration.refresh_from_db()
    assert (registration.ending, registration.ended_at) == (Ending.SIGNED_OUT, world.now)
    with pytest.raises(RegistrationEnded):
        world.check_in(registration)


def test_ninety_days_without_a_check_in_deregister(world: World) -> None:
    registration = blocked(world)
    world.pass_time(days=90)

    world.catch_up()

    registration.refresh_from_db()
    assert registration.ending is Ending.DEREGISTERED


@pytest.mark.parametrize("ended", [
    lambda w, r: sign_out(registration=r, by=SYSTEM, now=w.now),
    lambda w, r: (admins_wipe(w, r), complete(w, r)),
    lambda w, _: w.pass_time(days=90),
])  # fmt: skip
def test_after_an_end_the_user_enrols_anew_without_the_old_health_state(world: World, ended: Event) -> None:
    registration = allowed(world)
    ended(world, registration)

    again = world.enrol()

    again.registration.refresh_from_db()
    assert again.is_new
    assert again.registration.pk != registration.pk
    # After ninety days the partner counts as silent, and the rule is inert.
    assert again.registration.access in {Access.BLOCKED, Access.ALLOWED}
    assert not again.registration.health_states.exists()
