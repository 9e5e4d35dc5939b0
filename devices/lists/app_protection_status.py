"""What does the list under App protection status show? The columns of the real report, one app instance a row."""

from operator import attrgetter

from django.urls import reverse

from devices.models import RegistrationQuerySet
from devices.models.registrations import device_of
from devices.queries.app_instances import COMPLIANCE_OF, AppInstance, InstanceCompliance
from intune_sim.lists.columns import Column, Style
from intune_sim.lists.declaration import Empty, ListView
from intune_sim.lists.filters import ChoicePill, DatePill, TextPill, begins, search_beginning
from intune_sim.prefix import Folded


def _of_compliance(rows: RegistrationQuerySet, wire: str) -> RegistrationQuerySet:
    return rows.filter(access__in=[access for access, comes_to in COMPLIANCE_OF.items() if comes_to == wire])


def _nothing(_: AppInstance) -> str:
    """Only phones have it, or devices that are managed or joined."""
    return ""


APP_PROTECTION_STATUS = ListView[AppInstance](
    name="app-protection-status",
    title="App protection status",
    sort="user",
    search=search_beginning("Beginning of an address or device", "user_principal_name", device_of()),
    pills=(
        ChoicePill(
            name="compliance",
            title="Compliance State",
            choices=InstanceCompliance.choices(),
            narrow=_of_compliance,
            is_always_shown=True,
        ),
        DatePill(name="sync", title="Last sync", field="last_sync_date_time", is_always_shown=True),
        TextPill(name="app-version", title="App version", narrow=begins("application_version")),
        TextPill(name="platform-version", title="Platform version", narrow=begins("platform_version")),
    ),
    columns=(
        Column(
            name="user",
            title="User",
            value=attrgetter("user_name"),
            order=Folded("user_principal_name"),
            link=lambda one: reverse("registration", args=[one.registration.graph_id]),
        ),
        Column(name="email", title="Email", value=attrgetter("email"), style=Style.CUT, is_default=False),
        Column(name="app", title="App", value=attrgetter("app")),
        Column(
            name="app-version",
            title="App version",
            value=attrgetter("registration.application_version"),
            is_default=False,
        ),
        Column(name="device", title="Device Name", value=attrgetter("registration.device_name")),
        Column(
            name="instance",
            title="App Instance ID",
            value=lambda one: str(one.registration.graph_id),
            style=Style.MONO,
            is_default=False,
        ),
        Column(name="type", title="Device type", value=lambda one: "Windows", is_default=False),
        Column(name="entra", title="Microsoft Entra Device ID", value=_nothing, is_default=False),
        Column(name="management", title="Management type", value=attrgetter("management_type"), is_default=False),
        Column(name="platform", title="Platform", value=lambda one: "Windows", is_default=False),
        Column(name="policy", title="Policy name", value=attrgetter("policy_names"), style=Style.CUT),
        Column(
            name="sync",
            title="Last sync",
            value=attrgetter("registration.last_sync_date_time"),
            order="last_sync_date_time",
        ),
        Column(
            name="manufacturer",
            title="Device manufacturer",
            value=attrgetter("registration.device_manufacturer"),
            is_default=False,
        ),
        Column(name="model", title="Device model", value=attrgetter("registration.device_model"), is_default=False),
        Column(name="android-patch", title="Android patch version", value=_nothing, is_default=False),
        Column(name="mdm", title="MDM device ID", value=_nothing, is_default=False),
        Column(
            name="platform-version",
            title="Platform version",
            value=attrgetter("registration.platform_version"),
            is_default=False,
        ),
        Column(name="protection", title="App Protection Status", value=attrgetter("protection")),
        Column(name="ios-sdk", title="iOS SDK version", value=_nothing, is_default=False),
        Column(name="compliance", title="Compliance State", value=attrgetter("compliance")),
    ),
    empty=Empty(
        title="No app has checked in",
        text="Every app that a user has enrolled on a device stands here, with the policies that are meant for it.",
    ),
)
