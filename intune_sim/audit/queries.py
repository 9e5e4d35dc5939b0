"""What does the audit log page ask?"""

import uuid
from collections.abc import Collection
from datetime import datetime

from intune_sim.actors import ActorType
from intune_sim.audit.models import AuditEvent, AuditEventQuerySet, Category
from intune_sim.errors import NotFound


def audit_events(tenant_id: uuid.UUID) -> AuditEventQuerySet:
    """All of a tenant's events, telemetry among them."""
    return AuditEvent.objects.for_tenant(tenant_id)


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


def events_by(*, tenant_id: uuid.UUID, actor_id: str) -> AuditEventQuerySet:
    """What one admin did, the newest first."""
    return (
        AuditEvent.objects.for_tenant(tenant_id).filter(actor_type=ActorType.ADMIN, actor_id=actor_id).order_by("-pk")
    )


def events_about(*, tenant_id: uuid.UUID, resources: Collection[str], since: datetime, most: int) -> list[AuditEvent]:
    """What was done to these resources since an instant, telemetry too, the newest first."""
    return list(
        AuditEvent.objects.for_tenant(tenant_id)
        .filter(resource_id__in=resources, activity_date_time__gte=since)
        .order_by("-activity_date_time", "-id")[:most]
    )
