"""How does a selective wipe come and go? Asked for by an admin, carried out by the app, taken back or given up."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from devices.models import Cause, Ending, UserLevelWipe, WindowsManagedAppRegistration, WipeRequest
from devices.services.enrolment import RegistrationEnded, audit_registration, end, is_overdue
from devices.services.evaluation import give_up_wipes, judge, reevaluate, wipe_expiry
from devices.situations import Surroundings
from devices.wipe_lifecycle import IllegalTransition, WipeEvent, WipeOrigin, WipeState, next_state
from intune_sim.actors import SYSTEM, Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import record_change
from intune_sim.errors import Conflict, NotFound
from intune_sim.holding import held
from intune_sim.tenants.models import Tenant, User


class WipePending(Conflict):
    """The registration is being wiped already."""


@transaction.atomic
def request_wipe(*, registration: WindowsManagedAppRegistration, by: Actor, now: datetime) -> WipeRequest:
    """An admin asks for the organisation's data to be removed. Raises `WipePending` and `RegistrationEnded`."""
    registration = _hold(registration, now=now)
    if registration.ended_at is not None or is_overdue(registration, now):
        raise RegistrationEnded("The registration has ended.")
    if registration.wipe_requests.filter(state=WipeState.PENDING).exists():
        raise WipePending("A wipe of this app on this device is pending already.")
    [verdict] = judge(Surroundings(registration.tenant, now), [registration.pk])
    request = WipeRequest.objects.create(
        registration=registration,
        origin=WipeOrigin.ADMIN,
        created_at=now,
        last_modified_date_time=now,
        expires_at=wipe_expiry(verdict.settings, now),
    )
    audit_registration(registration, Operation.ACTION, {}, by=by, now=now, activity="Wipe")
    reevaluate(tenant=registration.tenant, registrations=[registration.pk], cause=Cause.WIPE_REQUEST, now=now)
    return request


@transaction.atomic
def wipe_device(*, user: User, device_tag: str, by: Actor, now: datetime) -> list[WipeRequest]:
    """An admin asks for a wipe of a user's device: one request for each of its apps that is not being wiped already.

    Raises `NotFound` where the user has no app on such a device, and `WipePending` where all of them are being wiped.
    """
    registrations = [one for one in _held_registrations(user) if one.device_tag == device_tag]
    if not registrations:
        raise NotFound(f"The user has no registration on a device with the tag '{device_tag}'.")
    waiting = [one for one in registrations if not one.wipe_requests.filter(state=WipeState.PENDING).exists()]
    if not waiting:
        raise WipePending("A wipe of this device is pending already.")
    return [request_wipe(registration=one, by=by, now=now) for one in waiting]


@transaction.atomic
def cancel_wipe(*, request: WipeRequest, by: Actor, now: datetime) -> None:
    """An admin deletes a pending wipe request. Raises `Conflict` when it is no longer pending."""
    registration = _hold(request.registration, now=now)
    request = _move(request, WipeEvent.CANCELLED, now=now)
    changes = {"state": (WipeState.PENDING.value, request.state.value)}
    audit_registration(registration, Operation.DELETE, changes, by=by, now=now, activity="DeleteWipeRequest")
    reevaluate(tenant=registration.tenant, registrations=[registration.pk], cause=Cause.WIPE_CANCELLED, now=now)


@transaction.atomic
def complete_wipe(
    *, registration: WindowsManagedAppRegistration, request: WipeRequest, succeeded: bool, detail: str, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """The app says how a wipe went: success ends the registration, after a failure the next check-in decides again.

    Raises `RegistrationEnded` and, when the request is no longer pending, `Conflict`.
    """
    registration = _hold(registration, now=now)
    if registration.ended_at is not None or is_overdue(registration, now):
        raise RegistrationEnded("The registration has ended.")
    request = _move(request, WipeEvent.SUCCEEDED if succeeded else WipeEvent.FAILED, now=now, detail=detail)
    audit_registration(
        registration, Operation.ACTION, {"state": (WipeState.PENDING.value, request.state.value)}, by=by, now=now,
        activity="CompleteWipe",
    )  # fmt: skip
    if succeeded:
        end(registration=registration, ending=Ending.WIPED, cause=Cause.WIPE_COMPLETED, now=now)
        return
    registration.is_wipe_held = True
    registration.save(update_fields=["is_wipe_held"])
    reevaluate(tenant=registration.tenant, registrations=[registration.pk], cause=Cause.WIPE_COMPLETED, now=now)


@transaction.atomic
def wipe_user(*, user: User, by: Actor, now: datetime) -> UserLevelWipe:
    """Put a user on the user-level wipe list: every app on every device, at every check-in. Raises `WipePending`."""
    entry, is_new = UserLevelWipe.objects.get_or_create(user=user, defaults={"created_at": now})
    if not is_new:
        raise WipePending("The user is on the user-level wipe list already.")
    _audit_user(user, Operation.CREATE, by=by, now=now)
    _reevaluate_user(user, Cause.WIPE_REQUEST, now=now)
    return entry


@transaction.atomic
def unblock_user(*, user: User, by: Actor, now: datetime) -> None:
    """Take a user off the user-level wipe list; what it still asks for is taken back. Raises `NotFound`."""
    if not UserLevelWipe.objects.filter(user=user).delete()[0]:
        raise NotFound("The user is not on the user-level wipe list.")
    _audit_user(user, Operation.DELETE, by=by, now=now)
    for registration in _held_registrations(user):
        for request in registration.wipe_requests.filter(state=WipeState.PENDING, origin=WipeOrigin.USER_LEVEL):
            _move(request, WipeEvent.CANCELLED, now=now)
    _reevaluate_user(user, Cause.WIPE_CANCELLED, now=now)


@transaction.atomic
def expire(*, tenant: Tenant, now: datetime) -> int:
    """Give up the pending wipes that nobody completed in time; returns how many."""
    due = WipeRequest.objects.filter(
        registration__tenant=tenant, state=WipeState.PENDING, expires_at__lte=now
    ).select_related("registration")
    given_up = 0
    for request in due.order_by("registration_id"):
        registration = held(request.registration)
        expired = give_up_wipes([registration.pk], now=now)
        if expired:
            changes = {"state": (WipeState.PENDING.value, WipeState.EXPIRED.value)}
            audit_registration(registration, Operation.ACTION, changes, by=SYSTEM, now=now, activity="ExpireWipe")
            reevaluate(tenant=tenant, registrations=[registration.pk], cause=Cause.TIME, now=now)
        given_up += expired
    return given_up


def _hold(registration: WindowsManagedAppRegistration, *, now: datetime) -> WindowsManagedAppRegistration:
    """The registration's row, locked, with its wipes that have had their time given up. Raises `NotFound`."""
    registration = held(registration)
    give_up_wipes([registration.pk], now=now)
    return registration


def _move(request: WipeRequest, event: WipeEvent, *, now: datetime, detail: str = "") -> WipeRequest:
    """Let something happen to a wipe request, whose registration the caller holds. Raises `Conflict`."""
    request = WipeRequest.objects.get(pk=request.pk)
    try:
        request.state = next_state(request.state, event)
    except IllegalTransition as error:
        raise Conflict(str(error)) from error
    request.last_modified_date_time = now
    request.detail = detail
    request.save()
    return request


def _held_registrations(user: User) -> Iterable[WindowsManagedAppRegistration]:
    return WindowsManagedAppRegistration.objects.live().filter(user=user).order_by("pk").select_for_update()


def _reevaluate_user(user: User, cause: Cause, *, now: datetime) -> None:
    registrations = [registration.pk for registration in _held_registrations(user)]
    reevaluate(tenant=user.tenant, registrations=registrations, cause=cause, now=now)


def _audit_user(user: User, operation: Operation, *, by: Actor, now: datetime) -> None:
    record_change(user, operation, {}, resource_type="userLevelWipe", category=Category.DEVICE, by=by, now=now)
