"""Does a filter find what a plain reading of the same rows finds? Random trees over every kind of property of many types."""

import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.graph.mobile_threat_defense import CONNECTORS
from devices.graph.managed_devices import DEVICES
from devices.graph.registrations import REGISTRATIONS
from intune_sim.actors import ActorType
from intune_sim.audit.graph import AUDIT_EVENTS
from intune_sim.audit.models import AuditEvent, Category, Operation
from intune_sim.durations import parse_duration
from intune_sim.graph.odata.literals import parse_instant
from intune_sim.graph.resources import Kind, Property, Resource
from intune_sim.tenants.graph.groups import GROUPS
from intune_sim.tenants.graph.sign_ins import SIGN_INS
from intune_sim.tenants.graph.users import USERS
from intune_sim.tenants.models import Tenant
from protection.graph.app_policies import APP_POLICIES
from protection.graph.compliance import POLICIES as COMPLIANCE_POLICIES
from protection.graph.windows import WINDOWS_POLICIES
from tests.factories.connectors import ConnectorFactory
from tests.factories.devices import ManagedDeviceFactory, RegistrationFactory
from tests.factories.protection import CompliancePolicyFactory, MobilePolicyFactory, PolicyFactory
from tests.factories.tenants import GroupFactory, SignInFactory, UserFactory
from tests.graph.conftest import GraphClient
from tests.instants import MONDAY

TEXTS = ["", "a", "Ab", "O'Brien", "ba%", "b_c", "not and or", "(x)", 'q"uote\\']
TAGS = ["0", "1", "a b", "O'Brien", 'q"uote\\']
SUBJECTS = (
    AUDIT_EVENTS,
    WINDOWS_POLICIES,
    APP_POLICIES,
    COMPLIANCE_POLICIES,
    CONNECTORS,
    DEVICES,
    REGISTRATIONS,
    SIGN_INS,
    USERS,
    GROUPS,
)

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
EVERY_KIND = {Kind.STRING, Kind.GUID, Kind.BOOLEAN, Kind.INT32, Kind.INT64, Kind.INSTANT, Kind.DURATION, Kind.ENUM}
NUMBERS = (Kind.INT32, Kind.INT64, Kind.DOUBLE)
ORDERED = (Kind.STRING, Kind.INSTANT, Kind.DURATION, *NUMBERS)


def quoted(text: str) -> str:
    """A literal of OData."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True)
class Asked:
    """A property, and how Python reads it from a row of the wire and writes it into a filter."""

    one: Property
    kind: Kind

    def of(self, row: Row) -> Any:
        """The value in a row, as it compares."""
        value: Any = row
        for part in self.one.name.split("/"):
            value = value.get(part) if isinstance(value, dict) else None
        return self.read(value)

    def read(self, value: Any) -> Any:
        """A value of the wire, as it compares: text without regard to case."""
        if value is None:
            return None
        match self.kind:
            case Kind.STRING | Kind.GUID:
                return str(value).lower()
            case Kind.INSTANT:
                return parse_instant(value)
            case Kind.DURATION:
                return parse_duration(value)
        return value

    def literal(self, value: Any, *, is_bare: bool) -> str:
        """A value of the wire as a literal, in one of the ways in which it may be written."""
        if value is None:
            return "null"
        match self.kind:
            case Kind.BOOLEAN:
                return str(value).lower()
            case Kind.INT32 | Kind.INT64 | Kind.DOUBLE:
                return str(value)
            case Kind.GUID if is_bare and not self.one.prefix:
                return str(value)
            case Kind.INSTANT if is_bare:
                return str(value)
            case Kind.DURATION if is_bare:
                return f"duration'{value}'"
        return quoted(str(value))


class Subject:
    """A collection: its rows as the wire shows them, and what can be asked of them."""

    def __init__(self, resource: Resource, rows: list[Row]) -> None:
        self.resource = resource
        self.rows = rows

    def __repr__(self) -> str:
        return self.url

    @property
    def url(self) -> str:
        """Its address."""
        return f"/beta/{self.resource.path}"

    @cached_property
    def asked(self) -> list[Asked]:
        """Its comparable properties."""
        return [Asked(one, kind) for one, kind in comparable(self.resource)]

    @cached_property
    def lists(self) -> list[str]:
        """Its lists of texts that a column holds."""
        declared = (
            one
            for one in self.resource.properties
            if self.resource.model and not one.within and (one.expression is not None or not one.value)
        )
        return [one.name for one in declared if one.only != "v1.0" and self.resource.kind(one) is Kind.STRINGS]

    def values(self, asked: Asked) -> list[Any]:
        """Values of the wire to compare with: those that rows have, and others."""
        found = []
        for row in self.rows:
            value: Any = row
            for part in asked.one.name.split("/"):
                value = value.get(part) if isinstance(value, dict) else None
            found.append(value)
        more = {Kind.STRING: TEXTS, Kind.INT32: [-1, 0, 2**31 - 1], Kind.INT64: [2**40], Kind.DOUBLE: [0.5, 1e9]}
        return [None, *more.get(asked.kind, []), *dict.fromkeys(found)]


def comparable(resource: Resource) -> Iterator[tuple[Property, Kind]]:
    """The properties of a resource, or those that all of its derived ones have, and their kinds."""
    owner = resource if resource.model else resource.derived[0]
    for one in resource.properties:
        own = owner.property_named(one.name, "beta")
        if own and own.only != "v1.0" and owner.is_comparable(own) and owner.kind(own) is not Kind.FLAGS:
            yield own, owner.kind(own)


class Choice:
    """Takes one of several things, as the next of some numbers says."""

    def __init__(self, numbers: tuple[int, ...]) -> None:
        self.numbers = iter(numbers)

    def __call__(self, options: Sequence[Any]) -> Any:
        return options[next(self.numbers) % len(options)]


def leaf(pick: Choice, subject: Subject) -> Case:
    """A comparison, a function, a membership, a lambda or a type, as text and as Python."""
    texts = [one for one in subject.asked if one.kind is Kind.STRING]
    kinds = ["compare", "compare", "in"]
    kinds += ["text"] if texts else []
    kinds += ["lambda"] if subject.lists else []
    kinds += ["type"] if subject.resource.derived else []
    kind = pick(kinds)
    if kind == "lambda":
        return of_elements(pick, subject)
    if kind == "type":
        wanted = pick([one.type for one in subject.resource.derived])
        return f"isof('microsoft.graph.{wanted}')", lambda row: row["@odata.type"] == f"#microsoft.graph.{wanted}"
    asked = pick(texts if kind == "text" else subject.asked)
    name, values = asked.one.name, subject.values(asked)
    if kind == "text":
        function, part = pick(list(FUNCTIONS)), pick([*TEXTS, "1", "%", "_", "B", "com"])
        text = f"{function}({name},{quoted(part)})"
        return text, lambda row: asked.of(row) is not None and FUNCTIONS[function](asked.of(row), part.lower())
    is_bare = pick([True, False])
    if kind == "in":
        chosen = [pick(values), pick(values)]
        literals = ",".join(asked.literal(value, is_bare=is_bare) for value in chosen)
        return f"{name} in ({literals})", lambda row: asked.of(row) in [asked.read(value) for value in chosen]
    operator = pick(list(COMPARE) if asked.kind in ORDERED else ["eq", "ne"])
    value = pick(values)
    text = f"{name} {operator} {asked.literal(value, is_bare=is_bare)}"
    return text, lambda row: COMPARE[operator](asked.of(row), asked.read(value))


def of_elements(pick: Choice, subject: Subject) -> Case:
    """`any` or `all` over a list of texts."""
    name, quantifier, wanted = pick(subject.lists), pick([any, all]), pick(TAGS)
    function, operator = pick([None, *FUNCTIONS]), pick(["eq", "ne"])
    inner = f"{function}(x,{quoted(wanted)})" if function else f"x {operator} {quoted(wanted)}"

    def holds(element: str) -> bool:
        given, other = element.lower(), wanted.lower()
        return FUNCTIONS[function](given, other) if function else COMPARE[operator](given, other)

    text = f"{name}/{quantifier.__name__}(x:{inner})"
    return text, lambda row: quantifier(holds(element) for element in row[name] or ())


#: Trees of `and`, `or` and `not` over leaves that numbers stand for, whatever the collection.
TREES: st.SearchStrategy[Any] = st.recursive(
    st.tuples(*[st.integers(0, 9_999)] * 7),
    lambda inner: st.one_of(st.tuples(st.just("not"), inner), st.tuples(st.sampled_from(["and", "or"]), inner, inner)),
    max_leaves=8,
)


def case_of(tree: Any, subject: Subject) -> Case:
    """What a tree says about a collection."""
    match tree:
        case ("not", inner):
            text, holds = case_of(inner, subject)
            return f"not ({text})", lambda row: not holds(row)
        case ("and", one, other):
            (text, holds), (more, also) = case_of(one, subject), case_of(other, subject)
            return f"({text}) and ({more})", lambda row: holds(row) and also(row)
        case ("or", one, other):
            (text, holds), (more, also) = case_of(one, subject), case_of(other, subject)
            return f"({text} or {more})", lambda row: holds(row) or also(row)
    return leaf(Choice(tree), subject)


def populate(tenant: Tenant) -> None:
    """Rows of every sort, few values each."""
    chance = random.Random(7)
    pick = chance.choice

    def day() -> datetime:
        return MONDAY - timedelta(days=chance.randrange(3), microseconds=chance.randrange(2))

    def tags() -> list[str]:
        return chance.sample(TAGS, chance.randrange(3))

    for number in range(10):
        shared = {"tenant": tenant, "display_name": pick(TEXTS), "created_date_time": day()}
        PolicyFactory(
            **shared,
            apps=[],
            role_scope_tag_ids=tags(),
            minimum_required_os_version=pick([None, "10.0", "10.0.1", "2"]),
            maximum_allowed_device_threat_level=pick(["notConfigured", "low", "high"]),
            print_blocked=pick([True, False]),
            period_offline_before_access_check=pick([None, timedelta(0), timedelta(hours=12), timedelta(days=90)]),
        )
        MobilePolicyFactory(**shared, android=bool(number % 2), role_scope_tag_ids=tags())
        CompliancePolicyFactory(**shared)
        user = UserFactory(**shared, given_name=pick(TEXTS), mail=pick(TEXTS), account_enabled=pick([True, False]))
        GroupFactory(**shared, group_types=pick([[], ["Unified"]]), description=pick(TEXTS))
        RegistrationFactory(tenant=tenant, user=user, device_name=pick(TEXTS), created_date_time=day())
        ManagedDeviceFactory(
            tenant=tenant,
            user=user,
            role_scope_tag_ids=tags(),
            device_name=pick(TEXTS),
            total_storage_space_in_bytes=pick([0, 5, 2**40]),
            last_sync_date_time=day(),
        )
        SignInFactory(
            tenant=tenant, created_date_time=day(), error_code=pick([0, 50105]), ip_address=pick(["", "10.0.0.1"])
        )
        AuditEvent.objects.create(
            tenant_id=tenant.graph_id,
            display_name=pick(TEXTS),
            activity_date_time=day(),
            activity_operation_type=pick(list(Operation)),
            correlation_id=uuid.UUID(int=number % 3),
            category=Category.APPLICATION,
            actor_type=pick(list(ActorType)),
            actor_id=pick(["", "one", "other"]),
            actor_name=pick(["a", "O'Brien"]),
            application_id=pick(["", "app"]),
            application_name=pick(["", "App"]),
            ip_address=pick(["", "10.0.0.1"]),
        )
    ConnectorFactory(tenant=tenant)
    ConnectorFactory(tenant=tenant, defender=True, unresponsive=True)


@pytest.fixture
def subjects(graph: GraphClient, contoso: Tenant) -> list[Subject]:
    """Every collection, read whole."""
    populate(contoso)
    found = []
    for resource in SUBJECTS:
        names = [one.name.partition("/")[0] for one, _ in comparable(resource)]
        names += Subject(resource, []).lists
        select = ",".join(dict.fromkeys(["id", *names]))
        rows = graph.get(f"/beta/{resource.path}?$top=200&$select={select}")["value"]
        assert rows
        found.append(Subject(resource, rows))
    assert {asked.kind for subject in found for asked in subject.asked} >= EVERY_KIND
    return found


@given(at=st.integers(0, len(SUBJECTS) - 1), tree=TREES)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_filter_finds_what_a_plain_reading_finds(
    graph: GraphClient, subjects: list[Subject], at: int, tree: Any
) -> None:
    subject = subjects[at]
    text, holds = case_of(tree, subject)

    answer = graph.get(f"{subject.url}?$top=200&$count=true&$select=id&$filter={quote(text)}")

    expected = [row["id"] for row in subject.rows if holds(row)]
    assert sorted(row["id"] for row in answer["value"]) == sorted(expected), text
    assert answer["@odata.count"] == len(expected)
