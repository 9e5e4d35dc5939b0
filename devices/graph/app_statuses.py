"""How does Graph see how apps fare? `managedAppStatuses`: reports by name, each with query options of its own.

What is inside of a report is untyped; its readers rely on `content.header`, `content.body`, `content.skipToken` and, of
a user's status, on `content.validationStatuses`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from devices.graph.diagnostics import statuses_of
from devices.graph.registrations import READ
from devices.queries.app_statuses import COLUMNS, DEFAULT_COLUMNS, StatusRow, status_rows
from intune_sim.errors import Invalid, NotFound
from intune_sim.graph.resources import Resource, as_guid, key, read_only
from intune_sim.tenants.models import Tenant, User

MOST_FETCHED = 6000
FETCHED = 1000

Asked = Mapping[str, str]


@dataclass(frozen=True)
class Report:
    """A report as it was asked for."""

    name: str
    display_name: str
    tenant: Tenant
    asked: Asked
    #: Among the others in the list it says nothing.
    is_listed: bool = True

    @property
    def content(self) -> dict[str, Any] | None:
        """What it says: nothing in the list, nor where it is about a user and none is named. Raises `Invalid` and `NotFound`."""
        if self.is_listed:
            return None
        if self.name in {"userstatus", "userconfigstatus"}:
            return _of_user(self) if "userId" in self.asked else None
        if self.name == "windowsprotectionreport":
            return _table(DEFAULT_COLUMNS, ())
        return _summary(self)


#: By name; Windows Information Protection and app configuration have nothing to report here.
REPORTS = {
    "appregistrationsummary": "App registration summary",
    "userstatus": "User status",
    "userconfigstatus": "User configuration status",
    "windowsprotectionreport": "Windows protection report",
}


def reports(tenant: Tenant, asked: Asked) -> list[Report]:
    """Every report of a tenant."""
    return [Report(name, label, tenant, asked) for name, label in REPORTS.items()]


def find(rows: Any, wanted: str) -> Any:
    """The report of a name."""
    return [replace(one, is_listed=False) for one in rows if one.name == wanted.lower()]


def _summary(report: Report) -> dict[str, Any]:
    columns = _columns(report.asked.get("columns", ""))
    limit = _number(report.asked, "fetch", FETCHED, lowest=1, highest=MOST_FETCHED)
    after = _number(report.asked, "seek", 0, lowest=0, highest=2**63 - 1)
    found, following = status_rows(report.tenant, after=after, limit=limit)
    return {**_table(columns, found), "skipToken": "" if following is None else str(following)}


def _of_user(report: Report) -> dict[str, Any]:
    guid = as_guid(report.asked["userId"])
    user = User.objects.for_tenant(report.tenant).filter(graph_id=guid).first() if guid else None
    if user is None:
        raise NotFound(f"There is no user with id '{report.asked['userId']}'.")
    who = {"userId": str(user.graph_id), "displayName": user.display_name, "userEmail": user.user_principal_name}
    if report.name == "userconfigstatus":
        return {**who, **_table(DEFAULT_COLUMNS, ())}
    found, _ = status_rows(report.tenant, limit=MOST_FETCHED, user_id=str(user.graph_id))
    statuses = statuses_of(user, report.tenant.now())
    return {**who, "validationStatuses": statuses, **_table(DEFAULT_COLUMNS, found)}


def _table(columns: Sequence[str], rows: Sequence[StatusRow]) -> dict[str, Any]:
    return {
        "header": [{"columnName": name} for name in columns],
        "body": [{"values": [str(COLUMNS[name](row)) for name in columns]} for row in rows],
    }


def _columns(text: str) -> Sequence[str]:
    spelt = {name.lower(): name for name in COLUMNS}
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    for name in wanted:
        if name.lower() not in spelt:
            raise Invalid(f"There is no column '{name}' in this report.")
    return [spelt[name.lower()] for name in wanted] or DEFAULT_COLUMNS


def _number(asked: Asked, name: str, default: int, *, lowest: int, highest: int) -> int:
    text = asked.get(name) or str(default)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else -1  # noqa: PLR2004 - 64 bits
    if not lowest <= number <= highest:
        raise Invalid(f"Invalid value '{text}' for '{name}': it must be from {lowest} to {highest}.")
    return number


APP_STATUSES = Resource(
    type="managedAppStatus",
    item_type="managedAppStatusRaw",
    path="deviceAppManagement/managedAppStatuses",
    rows=reports,
    find=find,
    own_options=("userId", "columns", "fetch", "seek", "policyMode"),
    properties=(
        read_only("displayName", nullable=True, value=lambda report: report.display_name),
        key("id", value=lambda report: report.name),
        read_only("version", nullable=True, value=lambda report: '"1"'),
        read_only("content", type="Edm.Untyped", nullable=True, value=lambda report: report.content),
    ),
    read=READ,
)

RESOURCES = (APP_STATUSES,)
