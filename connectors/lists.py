"""What does the list of Mobile Threat Defense connectors show?"""

from operator import attrgetter

from django.urls import reverse

from connectors.lifecycle import PartnerState
from connectors.queries import Standing
from intune_sim.lists.columns import Column, Style
from intune_sim.lists.declaration import Command, Empty, ListView
from intune_sim.lists.filters import words_pill
from intune_sim.tenants.roles import Permission

_ADD = Command(title="Add", icon="add", url_name="add-connector", needs=Permission.MTD_MODIFY)


def _in_state(standings: list[Standing], state: str) -> list[Standing]:
    return [standing for standing in standings if standing.state == state]


def _platforms(standing: Standing) -> list[str]:
    partner = standing.connector.partner
    return sorted(platform.label for platform in partner.compliance | partner.app_protection)


CONNECTORS = ListView[Standing](
    name="mobile-threat-defense",
    title="Mobile Threat Defense connectors",
    sort="connector",
    pills=(words_pill(PartnerState, name="status", title="Connection status", narrow=_in_state, is_always_shown=True),),
    columns=(
        Column(
            name="connector",
            title="MTD connector",
            value=attrgetter("connector.partner.name"),
            order=attrgetter("connector.partner.name"),
            link=lambda standing: reverse("connector", args=[standing.connector.graph_id]),
        ),
        Column(
            name="status",
            title="Connection status",
            value=attrgetter("state"),
            order=attrgetter("state.rank"),
        ),
        Column(
            name="synchronized",
            title="Last synchronized",
            value=attrgetter("connector.last_heartbeat_date_time"),
            order=lambda standing: standing.connector.last_heartbeat_date_time or standing.connector.created_at,
            template="connectors/_synchronized.html",
        ),
        Column(
            name="since", title="In this status since", value=attrgetter("since"), style=Style.MOMENT, is_default=False
        ),
        Column(name="cause", title="Cause", value=attrgetter("cause.label"), is_default=False),
        Column(name="platforms", title="Platforms", value=_platforms, is_default=False),
        Column(
            name="dropped",
            title="Dropped reports",
            value=attrgetter("connector.dropped_report_count"),
            style=Style.NUMBER,
            is_default=False,
        ),
    ),
    commands=(_ADD,),
    empty=Empty(
        title="No connectors yet",
        text="A connector lets a threat partner tell Intune Sim how safe a device is. "
        "Windows Security Center does so for personal Windows PCs.",
        command=_ADD,
    ),
)
