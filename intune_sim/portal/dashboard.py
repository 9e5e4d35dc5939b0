"""What do Home and Dashboard tell at a glance? What needs attention, and pictures of access and of threats over time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse

from connectors.lifecycle import ConnectorHealth, PartnerState
from connectors.models import MobileThreatDefenseConnector
from connectors.queries import Standing, standings
from devices.models import HealthStateReport, WindowsManagedAppRegistration
from devices.queries.registrations import access_counts
from devices.queries.series import ACCESS_SERIES, NO_LEVEL, THREAT_SERIES
from intune_sim.charts import Columns, Donut, Series, Share
from intune_sim.lists.pages import COUNTED
from intune_sim.tenants.models import Tenant
from intune_sim.vocabulary import Tone
from protection.engine.facts import Access, HealthState
from protection.queries.app_protection import policies_of

#: How many days the columns show.
DAYS = 14
#: Work that is due waits for the next tick; after so long somebody should look at the worker.
BEHIND = timedelta(minutes=1)


@dataclass(frozen=True)
class Attention:
    """Something that an admin should look at, and where."""

    tone: Tone
    text: str
    url: str


@dataclass(frozen=True)
class Overview:
    """A tenant at a glance."""

    attention: list[Attention]
    standings: list[Standing]
    policies: int
    access: Donut


def overview(*, tenant: Tenant, now: datetime) -> Overview:
    """What Home shows, in a fixed number of queries."""
    counts = access_counts(tenant)
    standing = standings(tenant=tenant, now=now)
    policies, unassigned = _policies(tenant)
    return Overview(
        attention=[*_of_access(counts), *_of_connectors(standing), *_of_policies(unassigned), *_of_work(tenant, now)],
        standings=standing,
        policies=policies,
        access=_access_donut(counts),
    )


def threats_over_time(
    *, tenant: Tenant, now: datetime, connector: MobileThreatDefenseConnector | None = None
) -> Columns:
    """The reports of a tenant's connectors, or of one of them, on each of the last days, by level."""
    days: dict[date, dict[Series, int]] = {day: defaultdict(int) for day in _days(now)}
    reports = (
        _reports(tenant, now, connector)
        .values_list(TruncDate("received_at", tzinfo=UTC), "health_state")
        .annotate(count=Count("*"))
        .order_by()
    )
    for day, state, count in reports:
        days[day][THREAT_SERIES.get(HealthState(state), NO_LEVEL)] += count
    return _columns(days, is_counted=True)


def threats_to_count(
    *, tenant: Tenant, now: datetime, connector: MobileThreatDefenseConnector | None = None
) -> Columns:
    """The same days before anybody has counted; that there is nothing to count is known at once."""
    is_counted = not _reports(tenant, now, connector).exists()
    return _columns({day: {} for day in _days(now)}, is_counted=is_counted)


def _days(now: datetime) -> list[date]:
    today = now.astimezone(UTC).date()
    return [today - timedelta(days=back) for back in reversed(range(DAYS))]


def _reports(
    tenant: Tenant, now: datetime, connector: MobileThreatDefenseConnector | None
) -> "QuerySet[HealthStateReport]":
    start = datetime.combine(_days(now)[0], datetime.min.time(), tzinfo=UTC)
    connectors = [connector] if connector else MobileThreatDefenseConnector.objects.for_tenant(tenant)
    return HealthStateReport.objects.filter(connector__in=connectors, received_at__gte=start, received_at__lte=now)


def _columns(days: dict[date, dict[Series, int]], *, is_counted: bool) -> Columns:
    title = "Threat levels reported on each day"
    return Columns(title, [*THREAT_SERIES.values(), NO_LEVEL], days, is_counted=is_counted)


def _access_donut(counts: dict[Access, int]) -> Donut:
    address = reverse("registrations")
    shares = [
        Share(series, counts[access], f"{address}?access={access.value}")
        for access, series in ACCESS_SERIES.items()
        if counts.get(access)
    ]
    return Donut("Access of MAM registrations", shares)


def _policies(tenant: Tenant) -> tuple[int, int]:
    """How many policies there are, and how many of them reach no group; both as the list counts."""
    policies = policies_of(tenant)
    return policies.count_to(COUNTED), policies.filter(is_deployed=False).count_to(COUNTED)


def _of_access(counts: dict[Access, int]) -> list[Attention]:
    address = reverse("registrations")
    said = {Access.BLOCKED: "blocked", Access.WIPE_PENDING: "waiting to be wiped"}
    return [
        Attention(
            Tone.BAD, f"{_counted(counts[access], 'registration')} {_verb(counts[access])} {words}",
            f"{address}?access={access.value}",
        )
        for access, words in said.items()
        if counts.get(access)
    ]  # fmt: skip


def _of_connectors(standing: list[Standing]) -> list[Attention]:
    """A connector that has fallen silent or failed; one that has never been heard is only being set up."""
    troubled = {PartnerState.UNRESPONSIVE, PartnerState.ERROR}
    return [
        Attention(
            Tone.BAD if one.state in troubled else one.health.tone,
            f"{one.connector.partner.name} is {one.state.label}" if one.state in troubled
            else f"{one.connector.partner.name} has not synchronized for more than a day",
            reverse("connector", args=[one.connector.graph_id]),
        )
        for one in standing
        if one.state in troubled or one.health in {ConnectorHealth.WARNING, ConnectorHealth.UNHEALTHY}
    ]  # fmt: skip


def _of_policies(unassigned: int) -> list[Attention]:
    if not unassigned:
        return []
    words = f"{_counted(unassigned, 'policy', 'policies')} {_verb(unassigned)} assigned to nobody"
    return [Attention(Tone.WARNING, words, f"{reverse('policies')}?deployed=no")]


def _of_work(tenant: Tenant, now: datetime) -> list[Attention]:
    late = WindowsManagedAppRegistration.objects.for_tenant(tenant).due(now - BEHIND).count()
    if not late:
        return []
    words = f"{_counted(late, 'registration')} {_verb(late)} waiting to be judged anew: is the worker running?"
    return [Attention(Tone.WARNING, words, reverse("registrations"))]


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def _verb(number: int) -> str:
    return "is" if number == 1 else "are"
