"""What do the lists about all kinds of connectors and about one connector's reports show?"""

from dataclasses import replace
from operator import attrgetter

from django.urls import reverse

from connectors.lifecycle import ConnectorHealth
from devices.lists.health_reports import (
    AS_OF,
    COUNTED,
    COUNTED_PILL,
    RECEIVED_PILL,
    REPORT_ID,
    STATE,
    STATE_PILL,
    THREATS,
)
from devices.models import HealthStateReport
from devices.models.registrations import device_of
from devices.queries.registrations import app_name
from intune_sim.lists.columns import Column, Style
from intune_sim.lists.declaration import Empty, ListView
from intune_sim.lists.filters import search_beginning, words_pill
from intune_sim.portal.queries import ConnectorKind


def _in_health(kinds: list[ConnectorKind], health: str) -> list[ConnectorKind]:
    return [kind for kind in kinds if kind.health == health]


def _page_of(kind: ConnectorKind) -> str:
    """The page of the one connector, the list of several, or what there is to say of the kind."""
    if len(kind.standings) == 1:
        return reverse("connector", args=[kind.standings[0].connector.graph_id])
    return reverse("connector-type", args=[kind.slug]) if kind.slug else reverse("mobile-threat-defense")


CONNECTOR_STATUS = ListView[ConnectorKind](
    name="connector-status",
    title="Connector status",
    sort="status",
    pills=(words_pill(ConnectorHealth, name="status", title="Status", narrow=_in_health, is_always_shown=True),),
    columns=(
        Column(
            name="connector", title="Connector", value=attrgetter("title"), order=attrgetter("title"), link=_page_of
        ),
        Column(name="status", title="Status", value=attrgetter("health"), order=attrgetter("health.rank")),
        Column(
            name="updated",
            title="Last updated",
            value=attrgetter("last_synchronized"),
            template="connectors/_synchronized.html",
        ),
        Column(
            name="each",
            title="Connectors of this kind",
            value=lambda kind: (
                [f"{one.connector.partner.name}: {one.health.label}" for one in kind.standings]
                or (None if kind.is_simulated else "Not simulated")
            ),
            template="portal/_kind_cell.html",
        ),
    ),
    empty=Empty(title="No connectors"),
)

REPORTS = ListView[HealthStateReport](
    name="health-state-reports",
    title="Health state reports",
    sort="-received",
    search=search_beginning(
        "Beginning of a user or device", "registration__user_principal_name", device_of("registration__")
    ),
    pills=(
        STATE_PILL,
        RECEIVED_PILL,
        COUNTED_PILL,
    ),
    columns=(
        Column(
            name="received",
            title="Received",
            value=attrgetter("received_at"),
            order="received_at",
            style=Style.MOMENT,
        ),
        Column(
            name="user",
            title="User",
            value=attrgetter("registration.user_principal_name"),
            link=lambda report: reverse("registration", args=[report.registration.graph_id]),
        ),
        Column(
            name="device",
            title="Device name",
            value=lambda report: report.registration.device_name or report.registration.device_tag,
        ),
        Column(name="app", title="App", value=lambda report: app_name(report.registration.app_identifier)),
        STATE,
        AS_OF,
        THREATS,
        replace(COUNTED, is_default=False),
        REPORT_ID,
    ),
    empty=Empty(title="No reports", text="Each health state that the partner reports about a device is listed here."),
)
