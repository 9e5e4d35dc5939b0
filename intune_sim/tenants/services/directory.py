"""How does the directory change? Tenants, users, licences, groups, admins and applications; and a tenant's own settings."""

import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import Change, differences, losses, record
from intune_sim.clock import Clock, ClockRunsBackwards
from intune_sim.durations import format_duration
from intune_sim.errors import Conflict, Invalid
from intune_sim.events import publish
from intune_sim.naming import wire_name
from intune_sim.tenants.events import GroupLeaves, MembershipChanged, TenantSettingsChanged, UserChanged, UserLeaves
from intune_sim.tenants.models import (
    INTUNE_A,
    Application,
    AppRoleAssignment,
    AssignedLicense,
    Group,
    Membership,
    MissingHealthState,
    RoleAssignment,
    Tenant,
    User,
)
from intune_sim.tenants.roles import AppRole, Role

#: A state counts as current for so many days; the same range as the compliance status validity period.
VALIDITY_DAYS = range(1, 121)

EDITABLE_USER_FIELDS = ("display_name", "given_name", "surname", "mail", "job_title", "department", "account_enabled")


class DomainTaken(Conflict):
    """Another tenant has this domain."""


class UserExists(Conflict):
    """Another user signs in with this name."""


@transaction.atomic
def create_tenant(
    *, display_name: str, domain: str = "", graph_id: uuid.UUID | None = None, by: Actor, now: datetime
) -> Tenant:
    """Make an empty tenant. Without a domain it gets one of its own. Raises `DomainTaken` and `Invalid`."""
    if not display_name.strip() or len(display_name) > 256:  # noqa: PLR2004 - the column's width
        raise Invalid("A tenant's name has 1 to 256 characters.")
    identifier = graph_id or uuid.uuid4()
    domain = (domain or f"{identifier.hex[:12]}.example").lower()
    try:
        with transaction.atomic():
            tenant = Tenant.objects.create(
                graph_id=identifier, display_name=display_name, domain=domain, created_date_time=now
            )
    except IntegrityError as error:
        raise DomainTaken(f"A tenant with the domain '{domain}' exists already.") from error
    _audit(tenant, Operation.CREATE, "organization", tenant.graph_id, display_name, {"domain": (None, domain)}, by, now)
    return tenant


@transaction.atomic
def create_user(
    *, tenant: Tenant, user_principal_name: str, display_name: str, by: Actor, now: datetime, **details: Any
) -> User:
    """Put a user into the directory, without a licence and without a password. Raises `UserExists`."""
    try:
        with transaction.atomic():
            user = User.objects.create(
                tenant=tenant,
                user_principal_name=user_principal_name,
                display_name=display_name,
                created_date_time=now,
                password=make_password(None),
                **details,
            )
    except IntegrityError as error:
        raise UserExists(f"A user named '{user_principal_name}' exists already.") from error
    changes: dict[str, Change] = {"userPrincipalName": (None, user_principal_name), "displayName": (None, display_name)}
    _audit(tenant, Operation.CREATE, "user", user.graph_id, user_principal_name, changes, by, now)
    return user


@transaction.atomic
def update_user(*, user: User, changes: Mapping[str, Any], by: Actor, now: datetime) -> User:
    """Change a user's profile or account state."""
    user = User.objects.select_related("tenant").select_for_update(of=("self",)).get(pk=user.pk)
    before = {name: getattr(user, name) for name in EDITABLE_USER_FIELDS}
    for name, value in changes.items():
        setattr(user, name, value)
    user.save()
    changed = differences(before, {name: getattr(user, name) for name in EDITABLE_USER_FIELDS})
    if changed:
        _audit(user.tenant, Operation.PATCH, "user", user.graph_id, str(user), _wired(changed), by, now)
    if "account_enabled" in changed:
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
        _audit(user.tenant, Operation.ASSIGN, "user", user.graph_id, str(user), changed, by, now)
        publish(UserChanged(tenant=user.tenant, user=user, now=now))


@transaction.atomic
def delete_user(*, user: User, by: Actor, now: datetime) -> None:
    """Delete a user; its registrations end as deregistered."""
    # Held before its registrations, in the order in which an enrolment holds them.
    user = User.objects.select_related("tenant").select_for_update(of=("self",)).get(pk=user.pk)
    publish(UserLeaves(tenant=user.tenant, user=user, now=now))
    lost = _wired(losses({name: getattr(user, name) for name in EDITABLE_USER_FIELDS}))
    _audit(user.tenant, Operation.DELETE, "user", user.graph_id, str(user), lost, by, now)
    user.delete()


@transaction.atomic
def create_group(*, tenant: Tenant, display_name: str, description: str = "", by: Actor, now: datetime) -> Group:
    """Make an empty security group."""
    group = Group.objects.create(
        tenant=tenant, display_name=display_name, description=description, created_date_time=now
    )
    changes: dict[str, Change] = {"displayName": (None, display_name)}
    _audit(tenant, Operation.CREATE, "group", group.graph_id, display_name, changes, by, now)
    return group


@transaction.atomic
def add_members(*, group: Group, users: Iterable[User], by: Actor, now: datetime) -> None:
    """Put users into a group; those who are in it already stay."""
    present = set(group.memberships.values_list("user_id", flat=True))
    joining = [user for user in users if user.pk not in present]
    Membership.objects.bulk_create((Membership(user=user, group=group) for user in joining), ignore_conflicts=True)
    _members_changed(group, joining, joined=True, by=by, now=now)


@transaction.atomic
def remove_members(*, group: Group, users: Iterable[User], by: Actor, now: datetime) -> None:
    """Take users out of a group."""
    present = set(group.memberships.values_list("user_id", flat=True))
    leaving = [user for user in users if user.pk in present]
    group.memberships.filter(user__in=leaving).delete()
    _members_changed(group, leaving, joined=False, by=by, now=now)


@transaction.atomic
def delete_group(*, group: Group, by: Actor, now: datetime) -> None:
    """Delete a group with its memberships and the assignments that name it."""
    users = frozenset(group.memberships.values_list("user_id", flat=True))
    publish(GroupLeaves(tenant=group.tenant, group=group, users=users, now=now))
    members = sorted(group.members.values_list("user_principal_name", flat=True))
    lost = losses({"displayName": group.display_name, "description": group.description, "members": members})
    _audit(group.tenant, Operation.DELETE, "group", group.graph_id, group.display_name, lost, by, now)
    group.delete()


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
    changes: dict[str, Change] = {"role": (None, role.label)}
    _audit(user.tenant, Operation.ASSIGN, "roleAssignment", user.graph_id, str(user), changes, by, now)


@dataclass(frozen=True)
class NewApplication:
    """An application and the only sight of its secret."""

    application: Application
    client_secret: str


@transaction.atomic
def create_application(
    *,
    tenant: Tenant,
    display_name: str,
    roles: Iterable[AppRole],
    partner_id: uuid.UUID | None = None,
    by: Actor,
    now: datetime,
) -> NewApplication:
    """Register an application with its own permissions. Raises `Invalid` for a partner's without a partner."""
    wanted = list(dict.fromkeys(roles))
    if AppRole.PARTNER_REPORT in wanted and partner_id is None:
        raise Invalid(f"An application with {AppRole.PARTNER_REPORT.value} must be bound to a partner.")
    if not display_name.strip() or len(display_name) > 120:  # noqa: PLR2004 - the column's width
        raise Invalid("An application's name has 1 to 120 characters.")
    secret = secrets.token_urlsafe(30)
    application = Application.objects.create(
        tenant=tenant,
        display_name=display_name,
        secret_hash=make_password(secret),
        partner_id=partner_id,
        created_date_time=now,
    )
    AppRoleAssignment.objects.bulk_create(AppRoleAssignment(application=application, role=role) for role in wanted)
    changes: dict[str, Change] = {"appRoles": (None, [role.value for role in wanted])}
    _audit(tenant, Operation.CREATE, "application", application.client_id, display_name, changes, by, now)
    return NewApplication(application, secret)


@transaction.atomic
def move_clock(*, tenant: Tenant, move: Callable[[Clock], Clock], by: Actor, real: datetime) -> Tenant:
    """Move a tenant's clock from wherever it stands, held so that no two moves are lost in each other.

    `real` is the real time. Raises `Invalid` when the clock would run backwards.
    """
    tenant = Tenant.objects.select_for_update().get(pk=tenant.pk)
    try:
        moved = move(tenant.clock)
    except ClockRunsBackwards as error:
        raise Invalid(str(error)) from error
    return set_clock(tenant=tenant, clock=moved, by=by, now=tenant.clock.at(real))


@transaction.atomic
def set_clock(*, tenant: Tenant, clock: Clock, by: Actor, now: datetime) -> Tenant:
    """Move, freeze or release a tenant's clock; `now` is what the old one shows."""
    before = tenant.clock
    tenant.clock_offset, tenant.clock_frozen_at = clock.offset, clock.frozen_at
    tenant.save(update_fields=["clock_offset", "clock_frozen_at"])
    changes = differences(
        {"offset": format_duration(before.offset), "frozenAt": before.frozen_at},
        {"offset": format_duration(clock.offset), "frozenAt": clock.frozen_at},
    )
    _audit(tenant, Operation.ACTION, "clock", tenant.graph_id, "Clock", changes, by, now, Category.SIMULATION)
    return tenant


@transaction.atomic
def change_settings(
    *,
    tenant: Tenant,
    health_state_validity_days: int | None = None,
    missing_health_state: MissingHealthState | None = None,
    by: Actor,
    now: datetime,
) -> Tenant:
    """Change how long a health state counts, and what it means that there is none. Raises `Invalid`."""
    before = {
        "healthStateValidityDays": tenant.health_state_validity_days,
        "missingHealthState": tenant.missing_health_state,
    }
    if health_state_validity_days is not None:
        if health_state_validity_days not in VALIDITY_DAYS:
            raise Invalid(f"'healthStateValidityDays' must be from {VALIDITY_DAYS[0]} to {VALIDITY_DAYS[-1]}.")
        tenant.health_state_validity_days = health_state_validity_days
    if missing_health_state is not None:
        tenant.missing_health_state = missing_health_state
    tenant.save(update_fields=["health_state_validity_days", "missing_health_state"])
    changed = differences(
        before,
        {
            "healthStateValidityDays": tenant.health_state_validity_days,
            "missingHealthState": tenant.missing_health_state,
        },
    )
    if changed:
        _audit(tenant, Operation.PATCH, "settings", tenant.graph_id, "Settings", changed, by, now, Category.SIMULATION)
        publish(TenantSettingsChanged(tenant=tenant, now=now))
    return tenant


def _members_changed(group: Group, users: list[User], *, joined: bool, by: Actor, now: datetime) -> None:
    if not users:
        return
    names: list[str] = [user.user_principal_name for user in users]
    changes: dict[str, Change] = {"members": (None, names) if joined else (names, None)}
    _audit(group.tenant, Operation.PATCH, "group", group.graph_id, group.display_name, changes, by, now)
    publish(
        MembershipChanged(
            tenant=group.tenant, group=group, users=frozenset(user.pk for user in users), joined=joined, now=now
        )
    )


def _licenses(user: User) -> list[str]:
    return sorted(
        "INTUNE_A" if sku == INTUNE_A else str(sku) for sku in user.assigned_licenses.values_list("sku_id", flat=True)
    )


def _wired(changes: Mapping[str, Change]) -> dict[str, Change]:
    return {wire_name(name): change for name, change in changes.items()}


def _audit(  # noqa: PLR0917 - a local shorthand
    tenant: Tenant,
    operation: Operation,
    resource_type: str,
    resource_id: uuid.UUID,
    resource_name: str,
    changes: Mapping[str, Change],
    by: Actor,
    now: datetime,
    category: Category = Category.DIRECTORY,
) -> None:
    record(
        tenant_id=tenant.graph_id,
        by=by,
        operation=operation,
        category=category,
        resource_type=resource_type,
        resource_id=str(resource_id),
        resource_name=resource_name,
        changes=changes,
        now=now,
    )
