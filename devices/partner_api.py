"""What does a threat partner say about devices? Takes batches of health states, each item judged by itself."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Annotated, Any

from django.urls import path
from msgspec import Meta
from rest_framework.request import Request
from rest_framework.response import Response

from connectors.partner_api import PartnerView
from devices.services.health import HealthReport, Malformed, Outcome, ReportStatus, record_health_states
from intune_sim.errors import Invalid
from intune_sim.service_api.decoding import Answer, Body, InvalidTime, parse_time
from intune_sim.service_api.parsing import UNFIT, unfit_text
from intune_sim.service_api.schema import contract
from protection.engine.facts import HealthState

MOST_REPORTS = 1_000
MOST_REPORT_ID = 64
MOST_THREAT_NAME = 1_024
#: How far a partner's clock may be ahead of the tenant's.
TOLERANCE = timedelta(minutes=5)

REQUIRED = ("reportId", "userId", "appId", "deviceId", "healthState", "lastUpdateDateTime")
#: `unresponsive` is what Intune concludes, never what a partner reports.
REPORTABLE = frozenset(HealthState.wires()) - {HealthState.UNRESPONSIVE.value}


ReportableState = Annotated[str, Meta(extra_json_schema={"enum": sorted(REPORTABLE)})]


class Threat(Body):
    """A threat that a partner found, shown to the admin."""

    name: Annotated[str, Meta(max_length=MOST_THREAT_NAME)]
    severity: ReportableState


class Report(Body):
    """What a partner says about one registration."""

    report_id: Annotated[str, Meta(min_length=1, max_length=MOST_REPORT_ID)]
    user_id: str
    app_id: str
    device_id: str
    health_state: ReportableState
    last_update_date_time: datetime
    threats: list[Threat] | None = None


class ReportBatch(Body):
    """A batch of reports: as it is published. Its items are judged one by one, so that none spoils its neighbours."""

    value: Annotated[list[Report], Meta(min_length=1, max_length=MOST_REPORTS)]


class ReportResult(Answer, omit_defaults=True):
    """What became of one report that was not plainly accepted."""

    index: int
    report_id: str | None
    status: ReportStatus
    code: str = ""
    message: str = ""


class BatchResult(Answer):
    """What became of a batch."""

    accepted: int
    duplicate: int
    stale: int
    dropped: int
    rejected: int
    results: list[ReportResult]


class HealthStatesView(PartnerView):
    """The partner's reports."""

    @contract(body=ReportBatch, answers={200: BatchResult}, refusals=(404,))
    def post(self, request: Request, partner: str) -> Response:
        """Take a batch of 1 to 1,000 reports."""
        connector = self.connector(request, partner)
        now = self.caller.tenant.now()
        reports = [parse_report(item, now) for item in _items(self.parsed_body())]
        outcomes = record_health_states(connector=connector, reports=reports, by=self.caller.actor, now=now)
        wants_all = _wants_representation(request)
        counts = Counter(outcome.status for outcome in outcomes)
        results = [
            _result(index, outcome)
            for index, outcome in enumerate(outcomes)
            if wants_all or outcome.status is not ReportStatus.ACCEPTED
        ]
        body = BatchResult(**{status.value: counts[status] for status in ReportStatus}, results=results)
        return Response(body, headers={"Preference-Applied": "return=representation"} if wants_all else {})


def parse_report(item: Any, now: datetime) -> HealthReport | Malformed:
    """One item of a batch: its shape first, then what is missing, then its values."""
    report_id = _report_id(item)
    problem = _wrong_shape(item) or _missing(item) or _wrong_state(item)
    if problem:
        return Malformed(report_id, *problem)
    try:
        last_update = parse_time(item["lastUpdateDateTime"])
    except InvalidTime as error:
        return Malformed(report_id, "invalidDateTime", f"'lastUpdateDateTime': {error}")
    if last_update > now + TOLERANCE:
        return Malformed(report_id, "invalidDateTime", "'lastUpdateDateTime' lies in the future.")
    return HealthReport(
        report_id=item["reportId"],
        user_id=item["userId"],
        app_id=item["appId"],
        device_id=item["deviceId"],
        health_state=HealthState(item["healthState"]),
        last_update=last_update,
        threats=[{"name": threat["name"], "severity": threat["severity"]} for threat in item.get("threats") or ()],
    )


Problem = tuple[str, str]


def _items(body: Any) -> list[Any]:
    """The batch's items. Raises `Invalid` for a body that is no batch."""
    if not isinstance(body, dict):
        raise Invalid("The body must be an object with the property 'value'.")
    unknown = next((name for name in body if name != "value"), None)
    if unknown is not None:
        raise Invalid(f"The property {unknown!a} is not known here.")
    items = body.get("value")
    if not isinstance(items, list):
        raise Invalid("The property 'value' must be an array of reports.")
    if not 1 <= len(items) <= MOST_REPORTS:
        raise Invalid(f"The property 'value' must hold 1 to {MOST_REPORTS:,} reports, not {len(items):,}.")
    return items


def _report_id(item: Any) -> str | None:
    """The item's reportId, as far as it can be told back."""
    report_id = item.get("reportId") if isinstance(item, dict) else None
    return report_id if isinstance(report_id, str) and not UNFIT.search(report_id) else None


def _wrong_shape(item: Any) -> Problem | None:
    """The first property that is unknown, of the wrong type or too long."""
    if not isinstance(item, dict):
        return "invalidProperty", "A report must be an object."
    place = unfit_text(item)
    if place is not None:
        return "invalidProperty", f"'{place}' holds a character that is not allowed."
    for name, value in item.items():
        if name not in REQUIRED and name != "threats":
            return "invalidProperty", f"'{name}' is not a property of a report."
        if name in REQUIRED and value is not None and not isinstance(value, str):
            return "invalidProperty", f"'{name}' must be a string."
    report_id = item.get("reportId")
    if report_id is not None and not 1 <= len(report_id) <= MOST_REPORT_ID:
        return "invalidProperty", f"'reportId' must have 1 to {MOST_REPORT_ID} characters."
    return _wrong_threats(item.get("threats"))


def _wrong_threats(threats: Any) -> Problem | None:
    if threats is None:
        return None
    if not isinstance(threats, list):
        return "invalidProperty", "'threats' must be an array."
    for index, threat in enumerate(threats):
        place = f"threats[{index}]"
        if not isinstance(threat, dict):
            return "invalidProperty", f"'{place}' must be an object."
        unknown = next((name for name in threat if name not in {"name", "severity"}), None)
        if unknown is not None:
            return "invalidProperty", f"'{place}.{unknown}' is not a property of a threat."
        name, severity = threat.get("name"), threat.get("severity")
        if name is not None and not (isinstance(name, str) and len(name) <= MOST_THREAT_NAME):
            return "invalidProperty", f"'{place}.name' must be a string of at most {MOST_THREAT_NAME:,} characters."
        if severity is not None and not (isinstance(severity, str) and severity in REPORTABLE):
            return "invalidProperty", f"'{place}.severity' must be a health state."
    return None


def _missing(item: dict[str, Any]) -> Problem | None:
    name = next((name for name in REQUIRED if item.get(name) is None), None)
    if name is not None:
        return "missingProperty", f"'{name}' is missing."
    for index, threat in enumerate(item.get("threats") or ()):
        name = next((name for name in ("name", "severity") if threat.get(name) is None), None)
        if name is not None:
            return "missingProperty", f"'threats[{index}].{name}' is missing."
    return None


def _wrong_state(item: dict[str, Any]) -> Problem | None:
    if item["healthState"] in REPORTABLE:
        return None
    return "invalidHealthState", f"'healthState' cannot be '{item['healthState']}'."


def _wants_representation(request: Request) -> bool:
    preferences = request.headers.get("Prefer", "").replace(";", ",").split(",")
    return any(preference.replace(" ", "").lower() == "return=representation" for preference in preferences)


def _result(index: int, outcome: Outcome) -> ReportResult:
    return ReportResult(
        index=index,
        report_id=outcome.report_id,
        status=outcome.status,
        code=outcome.code,
        message=outcome.message,
    )


urlpatterns = [
    path("mobileThreatDefenseConnectors/<str:partner>/healthStates", HealthStatesView.as_view()),
]
