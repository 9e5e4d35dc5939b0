"""Does a query mean what it says? Filters against a plain reading in Python, and pages while rows come and go."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intune_sim.graph.odata.filters import to_q
from intune_sim.graph.odata.parser import parse_filter
from intune_sim.tenants.models import Tenant, User
from protection.graph.windows import WINDOWS_POLICIES
from protection.models import WindowsManagedAppProtection
from tests.factories.protection import PolicyFactory
from tests.factories.tenants import TenantFactory, UserFactory
from tests.graph.conftest import GraphClient

NAMES = ["", "a", "Ab", "O'Brien", "ba%", "b_c", "not and or", "(x)"]
VERSIONS = [None, "10.0", "10.0.1", "2"]
LEVELS = ["notConfigured", "low", "high"]
PERIODS = {"PT0S": timedelta(0), "PT12H": timedelta(hours=12), "P90D": timedelta(days=90)}
MOMENTS = {f"2026-01-0{day}T00:00:00Z": datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3)}

Row = dict[str, Any]
Case = tuple[str, Callable[[Row], bool]]
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a is not None and b is not None and a > b,
    "ge": lambda a, b: a is not None and b is not None and a >= b,
    "lt": lambda a, b: a is not None and b is not None and a < b,
    "le": lambda a, b: a is not None and b is not None and a <= b,
}
FUNCTIONS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda a, b: b in a,
    "startswith": lambda a, b: a.startswith(b),
    "endswith": lambda a, b: a.endswith(b),
}


def quoted(text: str) -> str:
    """A literal of OData."""
    return "'" + text.replace("'", "''") + "'"


def folded(value: Any) -> Any:
    """Text compares without regard to case."""
    return value.lower() if isinstance(value, str) else value


@st.composite
def leaves(draw: st.DrawFn) -> Case:
    """A comparison, as text and as Python."""
    kind = draw(st.sampled_from(["text", "function", "level", "flag", "period", "moment", "in"]))
    operator = draw(st.sampled_from(list(COMPARE)))
    if kind == "text":
        name, value = draw(
            st.one_of(
                st.tuples(st.just("displayName"), st.sampled_from(NAMES)),
                st.tuples(st.just("minimumRequiredOsVersion"), st.sampled_from(VERSIONS)),
            )
        )
        text = "null" if value is None else quoted(value)
        return f"{name} {operator} {text}", lambda row: COMPARE[operator](folded(row[name]), folded(value))
    if kind == "function":
        function = draw(st.sampled_from(list(FUNCTIONS)))
        name = draw(st.sampled_from(["displayName", "minimumRequiredOsVersion"]))
        part = draw(st.sampled_from([*NAMES, "10", "%", "_", "B"]))
        return (
            f"{function}({name},{quoted(part)})",
            lambda row: row[name] is not None and FUNCTIONS[function](row[name].lower(), part.lower()),
        )
    if kind == "level":
        level, operator = draw(st.sampled_from(LEVELS)), draw(st.sampled_from(["eq", "ne"]))
        name = "maximumAllowedDeviceThreatLevel"
        return f"{name} {operator} '{level}'", lambda row: COMPARE[operator](row[name], level)
    if kind == "flag":
        wanted, operator = draw(st.booleans()), draw(st.sampled_from(["eq", "ne"]))
        text = f"printBlocked {operator} {str(wanted).lower()}"
        return text, lambda row: COMPARE[operator](row["printBlocked"], wanted)
    if kind == "period":
        text = draw(st.sampled_from(list(PERIODS)))
        name = "periodOfflineBeforeAccessCheck"
        return f"{name} {operator} duration'{text}'", lambda row: COMPARE[operator](row[name], PERIODS[text])
    if kind == "moment":
        text = draw(st.sampled_from(list(MOMENTS)))
        return f"createdDateTime {operator} {text}", lambda row: COMPARE[operator](
            row["createdDateTime"], MOMENTS[text]
        )
    chosen = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3))
    folded_names = {name.lower() for name in chosen}
    return f"displayName in ({','.join(map(quoted, chosen))})", lambda row: row["displayName"].lower() in folded_names


def grown(inner: st.SearchStrategy[Case]) -> st.SearchStrategy[Case]:
    """A tree over trees."""
    return st.one_of(
        inner.map(lambda one: (f"not ({one[0]})", lambda row: not one[1](row))),
        st.tuples(inner, inner).map(
            lambda two: (f"({two[0][0]}) and ({two[1][0]})", lambda row: two[0][1](row) and two[1][1](row))
        ),
        st.tuples(inner, inner).map(
            lambda two: (f"({two[0][0]} or {two[1][0]})", lambda row: two[0][1](row) or two[1][1](row))
        ),
    )


def row_of(policy: WindowsManagedAppProtection) -> Row:
    """What Python reads of a policy."""
    return {
        "displayName": policy.display_name,
        "minimumRequiredOsVersion": policy.minimum_required_os_version,
        "maximumAllowedDeviceThreatLevel": policy.maximum_allowed_device_threat_level,
        "printBlocked": policy.print_blocked,
        "periodOfflineBeforeAccessCheck": policy.period_offline_before_access_check,
        "createdDateTime": policy.created_date_time,
    }


@pytest.fixture
def estate(db: None) -> list[WindowsManagedAppProtection]:
    """Policies of every sort."""
    chance, tenant = random.Random(7), TenantFactory()
    return [
        PolicyFactory(
            tenant=tenant,
            apps=[],
            display_name=chance.choice(NAMES),
            minimum_required_os_version=chance.choice(VERSIONS),
            maximum_allowed_device_threat_level=chance.choice(LEVELS),
            print_blocked=chance.random() < 0.5,
            period_offline_before_access_check=chance.choice([None, *PERIODS.values()]),
            created_date_time=chance.choice(list(MOMENTS.values())),
        )
        for _ in range(40)
    ]


@given(case=st.recursive(leaves(), grown, max_leaves=8))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_filter_finds_what_a_plain_reading_finds(estate: list[WindowsManagedAppProtection], case: Case) -> None:
    text, holds = case
    condition = to_q(parse_filter(text), WINDOWS_POLICIES, "beta")

    found = set(WindowsManagedAppProtection.objects.filter(condition).values_list("pk", flat=True))

    assert found == {policy.pk for policy in estate if holds(row_of(policy))}, text


def everything(graph: GraphClient, url: str, between: Callable[[], None] = lambda: None) -> list[Any]:
    """All rows, page by page."""
    rows = []
    while url:
        body = graph.get(url)
        rows += body["value"]
        url = body.get("@odata.nextLink", "").removeprefix("http://testserver")
        between()
    return rows


@pytest.mark.parametrize(
    "order", ["", "&$orderby=displayName", "&$orderby=givenName desc,displayName", "&$orderby=createdDateTime desc"]
)
def test_pages_hold_every_row_once(graph: GraphClient, contoso: Tenant, order: str) -> None:
    for n in range(23):
        given_name, day = ("", "b", "A")[n % 3], contoso.now() - timedelta(days=n % 4)
        UserFactory(tenant=contoso, given_name=given_name, display_name=f"N{n % 5}", created_date_time=day)

    rows = everything(graph, f"/v1.0/users?$top=4{order}&$select=id,givenName,displayName")
    whole = graph.get(f"/v1.0/users?$top=900{order}&$select=id,givenName,displayName")["value"]

    assert rows == whole
    assert len({row["id"] for row in rows}) == len(rows) == 23


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("order", ["", "&$orderby=displayName desc"])
def test_rows_that_come_and_go_disturb_no_page(graph: GraphClient, contoso: Tenant, seed: int, order: str) -> None:
    chance = random.Random(seed)
    steady = {str(UserFactory(tenant=contoso, display_name=f"N{chance.randrange(9)}").graph_id) for _ in range(20)}
    passing = [UserFactory(tenant=contoso, display_name=f"N{chance.randrange(9)}").pk for _ in range(10)]

    def disturb() -> None:
        for _ in range(2):
            if passing:
                User.objects.filter(pk=passing.pop(chance.randrange(len(passing)))).delete()
        if User.objects.count() < 40:
            UserFactory(tenant=contoso, display_name=f"N{chance.randrange(9)}")

    seen = [row["id"] for row in everything(graph, f"/v1.0/users?$top=3{order}", disturb)]

    assert len(seen) == len(set(seen))
    assert steady <= set(seen)


def test_a_count_is_of_what_the_filter_matches(graph: GraphClient, contoso: Tenant) -> None:
    for _ in range(5):
        UserFactory(tenant=contoso)

    body = graph.get("/v1.0/users?$count=true&$top=2&$skip=1&$filter=startswith(displayName,'User')")
    assert body["@odata.count"] == 5
    assert len(body["value"]) == 2
    assert "skip=1" not in body["@odata.nextLink"]
    assert len(everything(graph, body["@odata.nextLink"].removeprefix("http://testserver"))) == 2
