"""What does a list of health state reports show: of one registration here, and what any such list has in common?"""

from operator import attrgetter
from typing import Any

from connectors.partners import partner_of
from devices.models import HealthStateReport
from intune_sim.lists.columns import Column, Style
from intune_sim.lists.declaration import Empty, ListView
from intune_sim.lists.filters import ChoicePill, DatePill, words_pill
from protection.engine.facts import HealthState


def _counts(reports: Any, value: str) -> Any:
    return reports.filter(is_stale=value == "no")


def _counted(report: HealthStateReport) -> str:
    if report.connector_id is None:
        return "No, the connector was removed"
    return "No, something newer was known" if report.is_stale else "Yes"


STATE_PILL = words_pill(HealthState, name="state", title="Health state", field="health_state", is_always_shown=True)
RECEIVED_PILL = DatePill(name="received", title="Received", field="received_at", is_always_shown=True)
COUNTED_PILL = ChoicePill(name="counted", title="Counted", choices=[("yes", "Yes"), ("no", "No")], narrow=_counts)

STATE = Column[HealthStateReport](name="state", title="Health state", value=attrgetter("health_state"))
AS_OF = Column[HealthStateReport](
    name="date", title="As of", value=attrgetter("last_update_date_time"), style=Style.MOMENT
)
THREATS = Column[HealthStateReport](
    name="threats", title="Threats", value=lambda report: [threat["name"] for threat in report.threats]
)
COUNTED = Column[HealthStateReport](name="counted", title="Counted", value=_counted)
REPORT_ID = Column[HealthStateReport](
    name="id", title="Report ID", value=attrgetter("report_id"), style=Style.MONO, is_default=False
)

REGISTRATION_REPORTS = ListView[HealthStateReport](
    name="health-reports",
    title="Health reports",
    sort="-received",
    pills=(STATE_PILL, RECEIVED_PILL, COUNTED_PILL),
    columns=(
        Column(name="received", title="Received", value=attrgetter("received_at"), order="pk", style=Style.MOMENT),
        Column(name="partner", title="Partner", value=lambda report: partner_of(report.partner_id).name),
        STATE,
        AS_OF,
        THREATS,
        COUNTED,
        REPORT_ID,
    ),
    empty=Empty(title="No reports", text="Each health state that a threat partner reports about the device is kept."),
)
