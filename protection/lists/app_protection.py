"""What does the list of app protection policies show?"""

from operator import attrgetter
from typing import Any

from django.urls import reverse

from intune_sim.lists.columns import Column, Style, Toned
from intune_sim.lists.declaration import Command, Empty, ListView
from intune_sim.lists.filters import ChoicePill, DatePill, Search, contains, words_pill
from intune_sim.tenants.roles import Permission
from intune_sim.vocabulary import Tone
from protection.engine.facts import DeviceThreatLevel
from protection.models import MobilePolicyType
from protection.queries.app_protection import PLATFORMS, PolicyLine

_CREATE = Command(title="Create policy", icon="add", menu=(("Windows", "policy-create"),), needs=Permission.APPS_CREATE)


def _threat_level(line: PolicyLine) -> str | None:
    if line.threat_level is DeviceThreatLevel.NOT_CONFIGURED:
        return None
    return f"{line.threat_level.label} ({line.threat_action.label})"


def _groups(line: PolicyLine) -> str | None:
    included = ", ".join(line.included)
    return f"{included or 'None'} except {', '.join(line.excluded)}" if line.excluded else included or None


def _page(line: PolicyLine) -> str:
    return reverse("mobile-policy" if line.platform in MobilePolicyType.wires() else "policy", args=[line.guid])


def _deployed(policies: Any, value: str) -> Any:
    return policies.filter(is_deployed=value == "yes")


POLICIES = ListView[PolicyLine](
    name="app-protection-policies",
    title="App protection policies",
    sort="name",
    search=Search("Search by policy name", contains("display_name")),
    pills=(
        ChoicePill(
            name="deployed",
            title="Deployed",
            choices=[("yes", "Yes"), ("no", "No")],
            narrow=_deployed,
            is_always_shown=True,
        ),
        ChoicePill(
            name="platform", title="Platform", choices=list(PLATFORMS.items()), field="platform", is_always_shown=True
        ),
        words_pill(
            DeviceThreatLevel,
            name="level",
            title="Max allowed device threat level",
            field="maximum_allowed_device_threat_level",
        ),
        DatePill(name="modified", title="Last modified", field="last_modified_date_time"),
    ),
    columns=(
        Column(
            name="name",
            title="Policy name",
            value=attrgetter("name"),
            order="display_name",
            link=_page,
        ),
        Column(
            name="deployed",
            title="Deployed",
            value=lambda line: Toned("Yes", Tone.GOOD) if line.is_deployed else Toned("No", Tone.NEUTRAL),
        ),
        Column(name="platform", title="Platform", value=lambda line: PLATFORMS[line.platform], order="platform"),
        Column(name="apps", title="Apps", value=attrgetter("apps"), style=Style.CUT),
        Column(name="level", title="Max allowed device threat level", value=_threat_level),
        Column(name="groups", title="Groups", value=_groups, style=Style.CUT),
        Column(
            name="modified",
            title="Last modified",
            value=attrgetter("last_modified"),
            order="last_modified_date_time",
        ),
    ),
    commands=(_CREATE,),
    empty=Empty(
        title="No app protection policies",
        text="A policy says what may be done with the organization's data in Microsoft Edge on a personal Windows PC, "
        "and what the device must fulfil. Those for iOS/iPadOS and Android are written over Microsoft Graph.",
        command=_CREATE,
    ),
)
