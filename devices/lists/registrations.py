"""What does the list of MAM registrations show?"""

from operator import attrgetter

from django.urls import reverse

from devices.models.registrations import device_of
from devices.queries.registrations import Life, RegistrationRow, in_life, with_access
from intune_sim.lists.columns import Column, Style, Toned
from intune_sim.lists.declaration import Command, Empty, ListView
from intune_sim.lists.filters import DatePill, TextPill, begins, search_beginning, words_pill
from intune_sim.prefix import Folded
from protection.engine.facts import Access

_ENROL = Command(title="Enrol a device", icon="user", url_name="client")

REGISTRATIONS = ListView[RegistrationRow](
    name="mam-registrations",
    title="MAM registrations",
    sort="-enrolled",
    search=search_beginning("Beginning of a user or device", "user_principal_name", device_of(), "device_tag"),
    pills=(
        words_pill(Access, name="access", title="Access", narrow=with_access, is_always_shown=True),
        words_pill(Life, name="state", title="State", narrow=in_life, is_always_shown=True),
        DatePill(name="seen", title="Last check-in", field="last_sync_date_time"),
        DatePill(name="enrolled", title="Enrolled", field="created_date_time"),
        TextPill(name="os", title="Platform version", narrow=begins("platform_version")),
        TextPill(name="version", title="App version", narrow=begins("application_version")),
    ),
    columns=(
        Column(
            name="user",
            title="User",
            value=attrgetter("registration.user_principal_name"),
            order=Folded("user_principal_name"),
            link=lambda row: reverse("registration", args=[row.registration.graph_id]),
        ),
        Column(
            name="device",
            title="Device name",
            value=lambda row: row.registration.device_name or row.registration.device_tag,
        ),
        Column(name="app", title="App", value=attrgetter("app")),
        Column(
            name="health",
            title="Health state",
            value=lambda row: row.health.health_state if row.health else None,
            template="devices/_health_cell.html",
        ),
        Column(
            name="access",
            title="Access",
            value=lambda row: Toned(row.standing.label, row.standing.tone),
            order="access",
        ),
        Column(
            name="seen",
            title="Last check-in",
            value=attrgetter("registration.last_sync_date_time"),
            order="last_sync_date_time",
        ),
        Column(
            name="os", title="Platform version", value=attrgetter("registration.platform_version"), is_default=False
        ),
        Column(
            name="version", title="App version", value=attrgetter("registration.application_version"), is_default=False
        ),
        Column(
            name="sdk", title="SDK version", value=attrgetter("registration.management_sdk_version"), is_default=False
        ),
        Column(
            name="enrolled",
            title="Enrolled",
            value=attrgetter("registration.created_date_time"),
            order="created_date_time",
            is_default=False,
        ),
        Column(
            name="health-date",
            title="Health state as of",
            value=lambda row: row.health.last_update_date_time if row.health else None,
            style=Style.MOMENT,
            is_default=False,
        ),
        Column(
            name="model",
            title="Manufacturer, model",
            value=lambda row: " ".join(
                filter(None, (row.registration.device_manufacturer, row.registration.device_model))
            ),
            is_default=False,
        ),
        Column(
            name="tag",
            title="Device tag",
            value=attrgetter("registration.device_tag"),
            style=Style.MONO,
            is_default=False,
        ),
        Column(
            name="id",
            title="Registration ID",
            value=lambda row: str(row.registration.graph_id),
            style=Style.MONO,
            is_default=False,
        ),
    ),
    commands=(_ENROL,),
    empty=Empty(
        title="No device is enrolled",
        text="A registration appears when a user signs in to Edge on a personal PC with a work account.",
        command=_ENROL,
    ),
)
