"""Which lists stand under App selective wipe, and what do they show?"""

from operator import attrgetter

from django.urls import reverse

from devices.models import UserLevelWipe, WipeRequest
from devices.models.registrations import device_of
from devices.queries.registrations import app_name
from devices.queries.selective_wipe import LISTED_ORIGINS, LISTED_STATES
from intune_sim.lists.columns import Column, Style
from intune_sim.lists.declaration import Command, Empty, ListView
from intune_sim.lists.filters import search_beginning, words_pill
from intune_sim.prefix import Folded
from intune_sim.tenants.roles import Permission

CREATE = Command(title="Create wipe request", icon="add", url_name="wipe-request-create", needs=Permission.APPS_WIPE)
ADD = Command(title="Add", icon="add", url_name="user-level-wipe-add", needs=Permission.APPS_WIPE)

WIPE_REQUESTS = ListView[WipeRequest](
    name="wipe-requests",
    title="Wipe requests",
    sort="user",
    search=search_beginning(
        "Beginning of a user or device", "registration__user_principal_name", device_of("registration__")
    ),
    pills=(
        words_pill(LISTED_STATES, name="state", title="State", is_always_shown=True),
        words_pill(LISTED_ORIGINS, name="origin", title="Requested by"),
    ),
    columns=(
        Column(
            name="user",
            title="User",
            value=attrgetter("registration.user_principal_name"),
            order=Folded("registration__user_principal_name"),
            link=lambda row: reverse("registration", args=[row.registration.graph_id]),
        ),
        Column(name="app", title="App", value=lambda row: app_name(row.registration.app_identifier)),
        Column(
            name="device",
            title="Device name",
            value=lambda row: row.registration.device_name or row.registration.device_tag,
            order=Folded(device_of("registration__")),
        ),
        Column(name="type", title="Device type", value=lambda row: "Windows"),
        Column(name="state", title="State", value=attrgetter("state")),
        Column(name="requested", title="Requested", value=attrgetter("created_at"), order="pk"),
        Column(name="origin", title="Requested by", value=attrgetter("origin")),
        Column(name="changed", title="Last changed", value=attrgetter("last_modified_date_time"), is_default=False),
        Column(name="detail", title="Detail", value=attrgetter("detail"), style=Style.CUT, is_default=False),
    ),
    commands=(
        CREATE,
        Command(
            title="Delete wipe request",
            icon="delete",
            url_name="wipe-requests-delete",
            needs=Permission.APPS_UPDATE,
            is_for_selection=True,
        ),
    ),
    id_of=lambda row: str(row.graph_id),
    label_of=lambda row: str(row.registration),
    empty=Empty(
        title="No wipe requests",
        text="A wipe request removes the organization's data from the apps of one device, once the user opens them. "
        "A request that was carried out is shown for four days.",
        command=CREATE,
    ),
)

USER_LEVEL_WIPES = ListView[UserLevelWipe](
    name="user-level-wipes",
    title="User-Level Wipe",
    sort="user",
    search=search_beginning("Beginning of a name", "user__user_principal_name", "user__display_name"),
    columns=(
        Column(name="user", title="User", value=attrgetter("user.display_name"), order=Folded("user__display_name")),
        Column(name="upn", title="User name", value=attrgetter("user.user_principal_name")),
        Column(name="added", title="Added", value=attrgetter("created_at"), order="pk"),
    ),
    commands=(
        ADD,
        Command(
            title="Delete",
            icon="delete",
            url_name="user-level-wipes-delete",
            needs=Permission.APPS_UPDATE,
            is_for_selection=True,
        ),
    ),
    id_of=lambda row: str(row.user.graph_id),
    label_of=lambda row: str(row.user),
    empty=Empty(
        title="No users",
        text="Add a user whose apps are to be wiped at every check-in, for example after an account was taken over.",
        command=ADD,
    ),
)
