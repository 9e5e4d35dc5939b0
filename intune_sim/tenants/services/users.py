"""How do users change? Created, edited, licensed, made admins, deleted."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import Change, differences, losses, record_change, state_of
from intune_sim.errors import Conflict, Invalid, NotFound
from intune_sim.events import publish
from intune_sim.holding import held
from intune_sim.tenants.events import UserChanged, UserLeaves
from intune_sim.tenants.models import INTUNE_A, AssignedLicense, RoleAssignment, Tenant, User
from intune_sim.tenants.roles import DIRECTORY_ROLES, Role

_audit = partial(record_change, resource_type="user", category=Category.DIRECTORY)
_audit_role = partial(record_change, resource_type="roleAssignment", category=Category.DIRECTORY)

#: What a profile holds.
PROFILE_FIELDS = (
    "display_name",
    "given_name",
    "surname",
    "mail",
    "job_title",
    "department",
    "mail_nickname",
    "mobile_phone",
    "office_location",
    "preferred_language",
    "usage_location",
)
EDITABLE_USER_FIELDS = (*PROFILE_FIELDS, "account_enabled")
AUDITED = ("user_principal_name", *EDITABLE_USER_FIELDS, "business_phones", "details")


class UserExists(Conflict):
    """Another user signs in with this name."""


@transaction.atomic
def create_user(
    *,
    tenant: Tenant,
    user_principal_name: str,
    display_name: str,
    password: str | None = None,
    by: Actor,
    now: datetime,
    **details: Any,
) -> User:
    """Put a user into the directory, without a licence; nobody signs in without a password. Raises `UserExists`."""
    try:
        with transaction.atomic():
            user = User.objects.create(
                tenant=tenant,
                user_principal_name=user_principal_name,
                display_name=display_name,
                created_date_time=now,
                password=make_password(password),
                **details,
            )
    except IntegrityError as error:
        raise _taken(user_principal_name) from error
    changes: dict[str, Change] = {"userPrincipalName": (None, user_principal_name), "displayName": (None, display_name)}
    _audit(user, Operation.CREATE, changes, by=by, now=now)
    return user


@transaction.atomic
def update_user(
    *, user: User, changes: Mapping[str, Any], password: str | None = None, by: Actor, now: datetime
) -> User:
    """Change a user's name, profile, password or account state; details are added to what is there. Raises `UserExists`."""
    user = held(user)
    before = state_of(user, AUDITED)
    for name, value in changes.items():
        setattr(user, name, {**user.details, **value} if name == "details" else value)
    if password is not None:
        user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise _taken(user.user_principal_name) from error
    changed = differences(before, state_of(user, AUDITED))
    if password is not None:
        changed["passwordProfile"] = (None, None)
    if changed:
        _audit(user, Operation.PATCH, changed, by=by, now=now)
    if changed.keys() & {"accountEnabled", "userPrincipalName"}:
        publish(UserChanged(tenant=user.tenant, user=user, now=now))
    return user


@transaction.atomic
def assign_license(
    *, user: User, add: Iterable[uuid.UUID] = (), remove: Iterable[uuid.UUID] = (), by: Actor, now: datetime
) -> None:
    """Give a user licences and take others away, by sku id."""
    before = _licenses(user)
    user.assigned_licenses.filter(sku_id__in=list(remove)).delete()
    for sku in add:
        AssignedLicense.objects.get_or_create(user=user, sku_id=sku)
    changed = differences({"assignedLicenses": before}, {"assignedLicenses": _licenses(user)})
    if changed:
        _audit(user, Operation.ASSIGN, changed, by=by, now=now)
        publish(UserChanged(tenant=user.tenant, user=user, now=now))


@transaction.atomic
def delete_user(*, user: User, by: Actor, now: datetime) -> None:
    """Delete a user; its registrations end as deregistered."""
    # Held before its registrations, in the order in which an enrolment holds them.
    user = held(user)
    publish(UserLeaves(tenant=user.tenant, user=user, now=now))
    _audit(user, Operation.DELETE, losses(state_of(user, AUDITED)), by=by, now=now)
    user.delete()


@transaction.atomic
def create_admin(
    *, tenant: Tenant, user_principal_name: str, password: str, role: Role, by: Actor, now: datetime
) -> User:
    """Make a user of this name an admin, creating it where it does not exist. Raises `UserExists` for another tenant's."""
    if not password:
        raise Invalid("An admin needs a password.")
    user = User.objects.filter(user_principal_name__iexact=user_principal_name).first()
    if user is None:
        name = user_principal_name.split("@", maxsplit=1)[0].replace(".", " ").title()
        user = create_user(tenant=tenant, user_principal_name=user_principal_name, display_name=name, by=by, now=now)
    elif user.tenant_id != tenant.pk:
        raise UserExists(f"A user named '{user_principal_name}' exists in another tenant.")
    user.set_password(password)
    user.save(update_fields=["password"])
    assign_role(user=user, role=role, by=by, now=now)
    return user


@transaction.atomic
def assign_role(*, user: User, role: Role, by: Actor, now: datetime) -> None:
    """Give a user a role; with the first one it is an admin."""
    RoleAssignment.objects.get_or_create(user=user, role=role)
    _audit_role(user, Operation.ASSIGN, {"role": (None, role.label)}, by=by, now=now)


@transaction.atomic
def unassign_role(*, user: User, role: Role, by: Actor, now: datetime) -> None:
    """Take a role from a user. Raises `NotFound`, and `Conflict` for the last one whom a directory role lets do all."""
    Tenant.objects.select_for_update(no_key=True).get(pk=user.tenant_id)
    assignment = RoleAssignment.objects.filter(user=user, role=role)
    if not assignment.exists():
        raise NotFound(f"{user} does not hold the role {role.label}.")
    masters = RoleAssignment.objects.filter(user__tenant=user.tenant_id, role__in=DIRECTORY_ROLES)
    if role in DIRECTORY_ROLES and not masters.exclude(user=user, role=role).exists():
        raise Conflict(f"{user} is the last one who may do everything in this tenant.")
    assignment.delete()
    _audit_role(user, Operation.DELETE, {"role": (role.label, None)}, by=by, now=now)


def _licenses(user: User) -> list[str]:
    return sorted(
        "INTUNE_A" if sku == INTUNE_A else str(sku) for sku in user.assigned_licenses.values_list("sku_id", flat=True)
    )


def _taken(name: str) -> UserExists:
    return UserExists(f"A user named '{name}' exists already.")
