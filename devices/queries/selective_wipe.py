"""What does App selective wipe show? Requests for a wipe, users who are wiped at every check-in, and devices to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from devices.models import UserLevelWipe, WindowsManagedAppRegistration, WipeRequest
from devices.wipe_lifecycle import WipeOrigin, WipeState
from intune_sim.tenants.models import Tenant, User

#: A pane shows so many devices of a user.
DEVICES_SHOWN = 50
#: How long a request that came to its end stays in the list ("How to wipe only corporate data").
KEPT = timedelta(days=4)
#: What stays until it expires.
UNFINISHED = (WipeState.PENDING, WipeState.FAILED)
#: What the list can hold: a policy's wipes are told by the registration alone, and one that was taken back by nobody.
LISTED_STATES = [state for state in WipeState if state is not WipeState.CANCELLED]
LISTED_ORIGINS = [origin for origin in WipeOrigin if origin is not WipeOrigin.POLICY]


@dataclass(frozen=True)
class WipeTotals:
    """The two numbers above the list; None until they are counted."""

    pending: int | None = None
    failed: int | None = None


@dataclass(frozen=True)
class DeviceChoice:
    """A device of a user that can be wiped."""

    tag: str
    name: str
    apps: int
    last_sync: datetime
    is_pending: bool


def listed_wipes(tenant: Tenant, now: datetime) -> "QuerySet[WipeRequest]":
    """The requests of admins that go on, or came to their end of late."""
    is_fresh = Q(last_modified_date_time__gt=now - KEPT, state__in=LISTED_STATES)
    return (
        WipeRequest.objects.filter(registration__tenant=tenant)
        .filter(origin__in=LISTED_ORIGINS)
        .filter(Q(state__in=UNFINISHED) | is_fresh)
        .select_related("registration")
    )


def wipe_totals(tenant: Tenant, now: datetime) -> WipeTotals:
    """How many requests are pending and how many failed."""
    counted = listed_wipes(tenant, now)
    return WipeTotals(
        **counted.aggregate(
            pending=Count("pk", filter=Q(state=WipeState.PENDING)), failed=Count("pk", filter=Q(state=WipeState.FAILED))
        )
    )


def user_level_wipes(tenant: Tenant) -> "QuerySet[UserLevelWipe]":
    """The users who are wiped at every check-in."""
    return UserLevelWipe.objects.filter(user__tenant=tenant).select_related("user")


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
