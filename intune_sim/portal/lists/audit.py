"""What do the audit logs show?"""

from operator import attrgetter

from django.urls import reverse

from intune_sim.audit.models import AuditEvent, AuditEventQuerySet, Category, Operation
from intune_sim.lists.columns import Column, Style, Toned
from intune_sim.lists.declaration import Empty, ListView
from intune_sim.lists.filters import ChoicePill, DatePill, TextPill, begins, search_beginning, words_pill
from intune_sim.prefix import Folded
from intune_sim.vocabulary import Tone

#: The choice that lets telemetry in beside everything else.
EVERY_CATEGORY = "all"


def _of_category(events: AuditEventQuerySet, category: str) -> AuditEventQuerySet:
    return events if category == EVERY_CATEGORY else events.filter(category=category)


def _without_telemetry(events: AuditEventQuerySet) -> AuditEventQuerySet:
    return events.exclude(category=Category.TELEMETRY)


def _status(event: AuditEvent) -> Toned:
    return Toned(event.activity_result, Tone.GOOD if event.activity_result == "Success" else Tone.BAD)


AUDIT_LOGS = ListView[AuditEvent](
    name="audit-logs",
    title="Audit logs",
    sort="-date",
    search=search_beginning(
        "Beginning of an actor, activity or target",
        "actor_name",
        "application_name",
        "activity",
        "resource_name",
    ),
    pills=(
        DatePill(name="date", title="Date", field="activity_date_time", is_always_shown=True),
        ChoicePill(
            name="category",
            title="Category",
            choices=[(EVERY_CATEGORY, "All"), *Category.choices()],
            narrow=_of_category,
            otherwise=_without_telemetry,
            unset="All but Telemetry",
            is_always_shown=True,
        ),
        words_pill(Operation, name="operation", title="Operation type", field="activity_operation_type"),
        TextPill(name="activity", title="Activity", narrow=begins("activity")),
        TextPill(name="actor", title="Initiated by (actor)", narrow=begins("actor_name", "application_name")),
        TextPill(name="target", title="Target", narrow=begins("resource_name")),
    ),
    columns=(
        Column(
            name="date",
            title="Date",
            value=attrgetter("activity_date_time"),
            order="activity_date_time",
            style=Style.MOMENT,
            link=lambda event: reverse("audit-event", args=[event.graph_id]),
            keeps_address=True,
        ),
        Column(
            name="actor",
            title="Initiated by (actor)",
            value=attrgetter("actor_name"),
            order=Folded("actor_name"),
            style=Style.CUT,
        ),
        Column(name="application", title="Application name", value=attrgetter("application_name"), style=Style.CUT),
        Column(
            name="activity", title="Activity", value=attrgetter("activity"), order=Folded("activity"), style=Style.CUT
        ),
        Column(name="target", title="Target", value=attrgetter("resource_name"), style=Style.CUT),
        Column(name="category", title="Category", value=attrgetter("category")),
        Column(name="status", title="Status", value=_status),
        Column(name="operation", title="Operation type", value=attrgetter("activity_operation_type"), is_default=False),
        Column(name="actor-type", title="Actor type", value=attrgetter("actor_type"), is_default=False),
        Column(
            name="activity-name",
            title="Activity name",
            value=attrgetter("activity_type"),
            style=Style.CUT,
            is_default=False,
        ),
        Column(name="component", title="Component", value=attrgetter("component_name"), is_default=False),
        Column(
            name="target-type",
            title="Target type",
            value=attrgetter("resource_type"),
            style=Style.CUT,
            is_default=False,
        ),
        Column(name="ip", title="IP address", value=attrgetter("ip_address"), is_default=False),
        Column(
            name="correlation",
            title="Correlation ID",
            value=lambda event: str(event.correlation_id),
            style=Style.MONO,
            is_default=False,
        ),
    ),
    empty=Empty(title="No events", text="Every create, update, delete and assignment leaves an event here."),
)
