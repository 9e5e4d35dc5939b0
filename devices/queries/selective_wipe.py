"""What does App selective wipe show? Requests for a wipe, users who are wiped at every check-in, and devices to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q, QuerySet

from devices.models import UserLevelWipe, WindowsManagedAppRegistration, WipeRequest
from devices.queries.registrations import app_name
from devices.wipe_lifecycle import WipeOrigin, WipeState
from intune_sim.tenants.models import Tenant, User

PAGE_SIZE = 50
#: A pane shows so many devices of a user.
DEVICES_SHOWN = 50
#: How long a request that came to its end stays in the list ("How to wipe only corporate data").
KEPT = timedelta(days=4)
#: What stays until it expires.
UNFINISHED = (WipeState.PENDING, WipeState.FAILED)


@dataclass(frozen=True)
class WipeTotals:
    """The two numbers above the list."""

    pending: int
    failed: int


@dataclass(frozen=True)
class WipeLine:
    """A request as a line of the list."""

    request: WipeRequest
    app: str
    #: An admin may take it back; what a user-level wipe asks for ends with that.
    can_be_deleted: bool


@dataclass(frozen=True)
class DeviceChoice:
    """A device of a user that can be wiped."""

    tag: str
    name: str
    apps: int
    last_sync: datetime
    is_pending: bool


def listed_wipes(tenant: Tenant, now: datetime) -> "QuerySet[WipeRequest]":
    """The requests of admins, by user; a policy's wipes are told by the registration alone."""
    is_fresh = Q(last_modified_date_time__gt=now - KEPT) & ~Q(state=WipeState.CANCELLED)
    return (
        WipeRequest.objects.filter(registration__tenant=tenant)
        .exclude(origin=WipeOrigin.POLICY)
        .filter(Q(state__in=UNFINISHED) | is_fresh)
        .select_related("registration")
        .order_by("registration__user_principal_name", "-pk")
    )


def wipe_totals(tenant: Tenant, now: datetime) -> WipeTotals:
    """How many requests are pending and how many failed."""
    counted = listed_wipes(tenant, now).order_by()
    return WipeTotals(
        **counted.aggregate(
            pending=Count("pk", filter=Q(state=WipeState.PENDING)), failed=Count("pk", filter=Q(state=WipeState.FAILED))
        )
    )


def wipes_page(
    tenant: Tenant, now: datetime, *, search: str, state: WipeState | None, page: str | None
) -> "Page[WipeLine]":
    """A page of the requests, found by a part of the user's or the device's name."""
    found = listed_wipes(tenant, now)
    if state:
        found = found.filter(state=state)
    if search:
        found = found.filter(
            Q(registration__user_principal_name__icontains=search) | Q(registration__device_name__icontains=search)
        )
    shown: Page[Any] = Paginator(found, PAGE_SIZE).get_page(page)
    shown.object_list = [_line(request) for request in shown]
    return shown


def user_level_wipes(tenant: Tenant, *, page: str | None) -> "Page[UserLevelWipe]":
    """The users who are wiped at every check-in, by name."""
    entries = UserLevelWipe.objects.filter(user__tenant=tenant).select_related("user")
    return Paginator(entries.order_by("user__user_principal_name"), PAGE_SIZE).get_page(page)


def devices_to_wipe(user: User) -> Sequence[DeviceChoice]:
    """A user's devices with a live registration, the one that was in touch last first."""
    rows = (
        WindowsManagedAppRegistration.objects.for_tenant(user.tenant)
        .live()
        .filter(user=user)
        .values("device_tag")
        .annotate(
            name=Max("device_name"),
            apps=Count("pk", distinct=True),
            last_sync=Max("last_sync_date_time"),
            pending=Count("pk", distinct=True, filter=Q(wipe_requests__state=WipeState.PENDING)),
        )
        .order_by("-last_sync")
    )
    return [
        DeviceChoice(
            tag=row["device_tag"],
            name=row["name"] or row["device_tag"],
            apps=row["apps"],
            last_sync=row["last_sync"],
            is_pending=row["pending"] == row["apps"],
        )
        for row in rows[:DEVICES_SHOWN]
    ]


def _line(request: WipeRequest) -> WipeLine:
    is_open = request.state == WipeState.PENDING and request.origin == WipeOrigin.ADMIN
    return WipeLine(request, app_name(request.registration.app_identifier), can_be_deleted=is_open)
