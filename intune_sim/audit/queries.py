"""What does the audit log page ask?"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from intune_sim.audit.models import AuditEvent, AuditEventQuerySet, Category
from intune_sim.errors import NotFound

PAGE_SIZE = 50


@dataclass(frozen=True)
class AuditFilter:
    """Which events to show: of one category, or of all, from which telemetry stays out unless it is asked for."""

    category: Category | None = None
    with_telemetry: bool = False
    since: datetime | None = None
    until: datetime | None = None
    initiator: str = ""


@dataclass(frozen=True)
class AuditPage:
    """Some events, newest first, and the key of the last one where there are more."""

    events: list[AuditEvent]
    next_key: str


def audit_page(*, tenant_id: uuid.UUID, wanted: AuditFilter, after: str = "") -> AuditPage:
    """A page of a tenant's events, from the one after a key. An unknown key starts at the newest. One query."""
    events = list(
        _filtered(tenant_id, wanted).filter(_older_than(after)).order_by("-activity_date_time", "-id")[: PAGE_SIZE + 1]
    )
    shown = events[:PAGE_SIZE]
    return AuditPage(shown, _key(shown[-1]) if len(events) > PAGE_SIZE else "")


def audit_event(*, tenant_id: uuid.UUID, id: uuid.UUID) -> AuditEvent:
    """One event. Raises `NotFound`."""
    event = AuditEvent.objects.for_tenant(tenant_id).filter(graph_id=id).first()
    if event is None:
        raise NotFound(f"There is no audit event with id '{id}'.")
    return event


def shown_events(tenant_id: uuid.UUID) -> AuditEventQuerySet:
    """A tenant's events without telemetry, as Graph and the audit log page show them."""
    return AuditEvent.objects.for_tenant(tenant_id).exclude(category=Category.TELEMETRY)


def audit_categories() -> list[str]:
    """The categories that an event may have, telemetry apart."""
    return [category.value for category in Category if category is not Category.TELEMETRY]


def audit_activity_types(*, tenant_id: uuid.UUID, category: str) -> list[str]:
    """The activity types of a tenant's events of a category, each once. One query."""
    events = shown_events(tenant_id).filter(category__iexact=category)
    return list(events.order_by("activity_type").values_list("activity_type", flat=True).distinct())


def events_about(*, tenant_id: uuid.UUID, resources: Collection[str], since: datetime, most: int) -> list[AuditEvent]:
    """What was done to these resources since an instant, telemetry too, the newest first."""
    return list(
        AuditEvent.objects.for_tenant(tenant_id)
        .filter(resource_id__in=resources, activity_date_time__gte=since)
        .order_by("-activity_date_time", "-id")[:most]
    )


def _filtered(tenant_id: uuid.UUID, wanted: AuditFilter) -> AuditEventQuerySet:
    events = AuditEvent.objects.for_tenant(tenant_id)
    if wanted.category:
        events = events.filter(category=wanted.category)
    elif not wanted.with_telemetry:
        events = events.exclude(category=Category.TELEMETRY)
    if wanted.since:
        events = events.filter(activity_date_time__gte=wanted.since)
    if wanted.until:
        events = events.filter(activity_date_time__lt=wanted.until)
    if wanted.initiator:
        events = events.filter(
            Q(actor_name__icontains=wanted.initiator) | Q(application_name__icontains=wanted.initiator)
        )
    return events


def _key(event: AuditEvent) -> str:
    return f"{event.activity_date_time.isoformat()}~{event.pk}"


def _older_than(key: str) -> Q:
    instant, _, number = key.partition("~")
    try:
        at, pk = datetime.fromisoformat(instant), int(number)
    except ValueError:
        return Q()
    if at.tzinfo is None:
        return Q()
    return Q(activity_date_time__lt=at) | Q(activity_date_time=at, pk__lt=pk)
