"""How does a managed app come, stay in touch and leave? Enrolment, check-in, re-authentication, sign-out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from connectors.lifecycle import StateCause
from connectors.services import hold_waiting_for_activity, note_app_activity
from devices.models import AccessChange, Cause, Ending, UserLevelWipe, WindowsManagedAppRegistration, WipeRequest
from devices.services.evaluation import Verdict, judge, write
from devices.situations import DEREGISTRATION, Surroundings
from devices.wipe_lifecycle import WipeEvent, WipeState, next_state
from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import Change, differences, record_change, state_of
from intune_sim.errors import Conflict, Forbidden, NotFound
from intune_sim.holding import held
from intune_sim.tenants.models import INTUNE_A, Tenant, User
from intune_sim.tenants.services.sign_ins import EDGE, SignInDevice, SignInResult, record_sign_in
from protection.engine.facts import Access, Reauthentication

#: Work accounts on one device, the enrolling one included ("Prerequisites of Windows MAM").
MOST_WORK_ACCOUNTS = 3


class RegistrationEnded(NotFound):
    """The registration has ended; the app must enrol again."""

    code = "RegistrationEnded"


class NothingToReauthenticate(Conflict):
    """Nobody asked the app to authenticate again."""


@dataclass(frozen=True)
class DeviceFacts:
    """What an app says about its device when it enrols."""

    device_tag: str
    platform_version: str
    device_name: str = ""
    device_manufacturer: str = ""
    device_model: str = ""
    is_entra_joined: bool = False
    is_mdm_enrolled: bool = False
    workplace_joined_users: int = 1


@dataclass(frozen=True)
class AppFacts:
    """What an app says about itself when it enrols."""

    app_identifier: str
    application_version: str
    management_sdk_version: str


@dataclass(frozen=True)
class Standing:
    """Where a registration stands at an instant; no verdict once it was wiped."""

    registration: WindowsManagedAppRegistration
    verdict: Verdict | None
    operations: Sequence[WipeRequest]
    contact_at: datetime
    evaluated_at: datetime
    is_new: bool = False


@transaction.atomic
def enrol(
    *, tenant: Tenant, user_principal_name: str, device: DeviceFacts, app: AppFacts, by: Actor, now: datetime
) -> Standing:
    """Enrol a user's app on a device; where it is enrolled already this counts as a check-in.

    Raises `NotFound`, `Forbidden` or `Conflict` with the code of the first refusal that holds.
    """
    user = _admit(tenant, user_principal_name, device)
    versions = {
        "application_version": app.application_version,
        "management_sdk_version": app.management_sdk_version,
        "platform_version": device.platform_version,
    }
    if known := _live(tenant, user, device, app, now=now):
        changes = {**versions, "is_mdm_enrolled": False, "is_entra_joined": False}
        return check_in(registration=known, changes=changes, by=by, now=now)
    # The connector is provisioned before the decision, so that the first enrolment meets a live one.
    note_app_activity(tenant=tenant, cause=StateCause.FIRST_ENROLMENT, now=now)
    registration = WindowsManagedAppRegistration.objects.create(
        tenant=tenant,
        user=user,
        user_graph_id=user.graph_id,
        user_principal_name=user.user_principal_name,
        app_identifier=app.app_identifier,
        device_tag=device.device_tag,
        device_name=device.device_name,
        device_manufacturer=device.device_manufacturer,
        device_model=device.device_model,
        created_date_time=now,
        last_sync_date_time=now,
        access=Access.INACTIVE,
        access_at=now,
        **versions,
    )
    _record_sign_in(registration, SignInResult.SUCCESS, by=by, now=now)
    [verdict] = judge(Surroundings(tenant, now), [registration.pk])
    write([verdict], cause=Cause.ENROLMENT, now=now)
    audit_registration(
        registration, Operation.CREATE, {"access": (None, verdict.access.value)}, by=by, now=now, activity="Enrol"
    )
    return _standing(registration, verdict, contact_at=now, now=now, is_new=True)


@transaction.atomic
def check_in(
    *, registration: WindowsManagedAppRegistration, changes: Mapping[str, Any], by: Actor, now: datetime
) -> Standing:
    """The app reports what is new about itself and learns where it stands. Raises `RegistrationEnded`.

    `changes` maps field names to values. After the offline wipe period a check-in resets no timer until the user has
    authenticated again.
    """
    is_awaited = hold_waiting_for_activity(registration.tenant)
    registration = held(registration)
    if registration.ending == Ending.WIPED:
        return standing(registration=registration, now=now)
    _refuse_ended(registration, now)
    before = state_of(registration, changes)
    for name, value in changes.items():
        setattr(registration, name, value)
    # After a failed wipe this is the check-in that decides again.
    registration.is_wipe_held = False
    registration.save()
    told = differences(before, state_of(registration, changes))
    audit_registration(
        registration, Operation.ACTION, told, by=by, now=now, activity="CheckIn", category=Category.TELEMETRY
    )
    return _contact(registration, is_authenticated=False, is_awaited=is_awaited, cause=Cause.CHECK_IN, now=now)


@transaction.atomic
def reauthenticate(
    *, registration: WindowsManagedAppRegistration, succeeded: bool, by: Actor, now: datetime
) -> Standing:
    """The user was asked to authenticate again: success counts as a check-in, failure opens a wipe.

    Raises `NothingToReauthenticate` when nobody asked, and `RegistrationEnded`.
    """
    is_awaited = hold_waiting_for_activity(registration.tenant)
    registration = held(registration)
    _refuse_ended(registration, now)
    [verdict] = judge(Surroundings(registration.tenant, now), [registration.pk])
    if verdict.situation.reauthentication is Reauthentication.NOT_NEEDED:
        raise NothingToReauthenticate("The app has not been asked to authenticate again.")
    result = SignInResult.SUCCESS if succeeded else SignInResult.INVALID_CREDENTIALS
    _record_sign_in(registration, result, by=by, now=now)
    registration.has_failed_reauthentication = not succeeded
    registration.is_wipe_held = False
    registration.save()
    audit_registration(
        registration, Operation.ACTION, {"succeeded": (None, succeeded)}, by=by, now=now, activity="Reauthenticate"
    )
    return _contact(
        registration, is_authenticated=succeeded, is_awaited=is_awaited, cause=Cause.REAUTHENTICATION, now=now
    )


@transaction.atomic
def sign_out(*, registration: WindowsManagedAppRegistration, by: Actor, now: datetime) -> None:
    """The user signs out of the organisation's account: the registration ends. Raises `RegistrationEnded`."""
    registration = held(registration)
    _refuse_ended(registration, now)
    end(registration=registration, ending=Ending.SIGNED_OUT, cause=Cause.SIGN_OUT, now=now)
    audit_registration(registration, Operation.ACTION, {}, by=by, now=now, activity="SignOut")


def standing(*, registration: WindowsManagedAppRegistration, now: datetime) -> Standing:
    """Where a registration stands as of now; writes nothing. Raises `RegistrationEnded` unless it ended by a wipe."""
    if registration.ending == Ending.WIPED:
        at = registration.last_sync_date_time
        return Standing(registration=registration, verdict=None, operations=(), contact_at=at, evaluated_at=now)
    _refuse_ended(registration, now)
    verdicts = judge(Surroundings(registration.tenant, now), [registration.pk])
    if not verdicts:
        raise RegistrationEnded("The registration has ended.")
    return _standing(registration, verdicts[0], contact_at=registration.last_sync_date_time, now=now)


def end(*, registration: WindowsManagedAppRegistration, ending: Ending, cause: Cause, now: datetime) -> None:
    """End a held registration: nothing is evaluated any more, and open wipes are cancelled."""
    registration.ended_at = now
    registration.ending = ending
    registration.next_evaluation_at = None
    if ending is Ending.WIPED:
        AccessChange.objects.create(
            registration=registration, from_access=registration.access, to_access=Access.WIPED, cause=cause, at=now
        )
        registration.access = Access.WIPED
        registration.access_at = now
        registration.findings = []
    registration.save()
    registration.wipe_requests.filter(state=WipeState.PENDING).update(
        state=next_state(WipeState.PENDING, WipeEvent.CANCELLED), last_modified_date_time=now
    )


def is_overdue(registration: WindowsManagedAppRegistration, now: datetime) -> bool:
    """Whether it has gone so long without a check-in that it counts as deregistered."""
    return registration.last_sync_date_time + DEREGISTRATION <= now


def _admit(tenant: Tenant, user_principal_name: str, device: DeviceFacts) -> User:
    """The user, held, who may enrol this device."""
    user = (
        User.objects.select_for_update(no_key=True)
        .filter(tenant=tenant, user_principal_name__iexact=user_principal_name)
        .first()
    )
    if user is None:
        raise NotFound(f"There is no user named '{user_principal_name}'.", code="UserNotFound")
    if not user.account_enabled:
        raise Forbidden("The user's account is disabled.", code="UserDisabled")
    if not user.assigned_licenses.filter(sku_id=INTUNE_A).exists():
        raise Forbidden("The user has no Intune licence.", code="UserNotLicensed")
    if UserLevelWipe.objects.filter(user=user).exists():
        raise Conflict("An admin has put the user on the user-level wipe list.", code="UserLevelWipe")
    if device.is_entra_joined or device.is_mdm_enrolled:
        raise Forbidden("The device is managed by an organization.", code="DeviceManaged")
    if device.workplace_joined_users > MOST_WORK_ACCOUNTS:
        raise Forbidden(
            f"The device has more than {MOST_WORK_ACCOUNTS} work or school accounts.", code="TooManyWorkAccounts"
        )
    return user


def _live(
    tenant: Tenant, user: User, device: DeviceFacts, app: AppFacts, *, now: datetime
) -> WindowsManagedAppRegistration | None:
    """The live registration of this user, app and device; one without a check-in for too long ends here."""
    registration = (
        WindowsManagedAppRegistration.objects.for_tenant(tenant)
        .live()
        .filter(user_graph_id=user.graph_id, app_identifier=app.app_identifier, device_tag=device.device_tag)
        .first()
    )
    if registration and is_overdue(registration, now):
        end(registration=held(registration), ending=Ending.DEREGISTERED, cause=Cause.TIME, now=now)
        return None
    return registration


def _contact(
    registration: WindowsManagedAppRegistration,
    *,
    is_authenticated: bool,
    is_awaited: bool,
    cause: Cause,
    now: datetime,
) -> Standing:
    """Judge a held registration whose app is in touch right now."""
    tenant = registration.tenant
    surroundings = Surroundings(tenant, now)
    [verdict] = judge(surroundings, [registration.pk])
    if is_authenticated or verdict.situation.reauthentication is Reauthentication.NOT_NEEDED:
        _restart_timers(registration, now=now)
    carries_a_policy = verdict.settings and not verdict.situation.is_managed
    if is_awaited and carries_a_policy:
        # This is what Windows Security Center waits for, before the decision.
        note_app_activity(tenant=tenant, cause=StateCause.CHECK_IN, now=now)
        surroundings = Surroundings(tenant, now)
    [verdict] = judge(surroundings, [registration.pk])
    write([verdict], cause=cause, now=now)
    return _standing(registration, verdict, contact_at=now, now=now)


def _restart_timers(registration: WindowsManagedAppRegistration, *, now: datetime) -> None:
    """The app has been in touch: its times offline are counted from now."""
    registration.last_sync_date_time = now
    registration.has_failed_reauthentication = False
    registration.save(update_fields=["last_sync_date_time", "has_failed_reauthentication"])


def _standing(
    registration: WindowsManagedAppRegistration,
    verdict: Verdict,
    *,
    contact_at: datetime,
    now: datetime,
    is_new: bool = False,
) -> Standing:
    return Standing(
        registration=registration,
        verdict=verdict,
        operations=list(registration.wipe_requests.filter(state=WipeState.PENDING, expires_at__gt=now).order_by("pk")),
        contact_at=contact_at,
        evaluated_at=now,
        is_new=is_new,
    )


def _record_sign_in(
    registration: WindowsManagedAppRegistration, result: SignInResult, *, by: Actor, now: datetime
) -> None:
    """Who enrols or authenticates again has signed in to Edge with a work account."""
    device = SignInDevice(ip_address=by.ip_address, operating_system="Windows", name=registration.device_name)
    if registration.user:
        record_sign_in(user=registration.user, target=EDGE, device=device, result=result, now=now)


def _refuse_ended(registration: WindowsManagedAppRegistration, now: datetime) -> None:
    if registration.ended_at is not None or is_overdue(registration, now):
        raise RegistrationEnded("The registration has ended.")


def audit_registration(
    registration: WindowsManagedAppRegistration,
    operation: Operation,
    changes: Mapping[str, Change],
    *,
    by: Actor,
    now: datetime,
    activity: str,
    category: Category = Category.ENROLLMENT,
) -> None:
    """Leave an audit event about a registration."""
    record_change(
        registration,
        operation,
        changes,
        resource_type="managedAppRegistration",
        category=category,
        by=by,
        now=now,
        activity=f"{activity} ManagedAppRegistration",
    )
