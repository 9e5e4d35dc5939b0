"""Do list pages of a big tenant cost what those of a small one cost? Queries and time of each, side by side.

The pages are those that the addresses of the project lead to, and what is tried on a list follows from its declaration:
every sorting, every filter, the search, and the page behind each.
"""

import logging
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from benchmarks.contents import FEW, furnished
from benchmarks.rows import tidy
from connectors.partners import WINDOWS_SECURITY_CENTER
from devices.models import ManagedDevice, WindowsManagedAppRegistration
from intune_sim import clock
from intune_sim.audit.models import AuditEvent
from intune_sim.lists.declaration import ListView
from intune_sim.lists.filters import ChoicePill, DatePill
from intune_sim.tenants.models import Group, RoleDefinition, RoleScopeTag, User
from protection.models import ConditionalAccessPolicy, DeviceCompliancePolicy, WindowsManagedAppProtection

#: A page is looked at so often; one that seems slow more often, so that chance does not decide.
ROUNDS, MOST_ROUNDS = 3, 25
#: What a list of a big tenant may take, in times of a small one.
MOST = 3.0

#: A list of the page that shows what pages are made of.
EXAMPLES = "examples"
APPS = ("connectors", "devices", "intune_sim", "protection")
#: Where no page of the admin center stands: APIs, files, Django admin.
ELSEWHERE = ("^", "<str:tenant>/", "_simulator/", "api/", "django-admin/", "mam/", "partner/", "healthz")
FRAME = re.compile(r'class="list-frame" id="([^"]+)"')
TITLE = re.compile(r'<th scope="row"[^>]*>(.*?)</th>', re.DOTALL)
NEXT = re.compile(r'href="([^"]+)" rel="next"')


@dataclass(frozen=True)
class Tried:
    """One page of one tenant: who looks at it, and its address."""

    client: Client
    address: str

    def at(self, address: str) -> "Tried":
        """Another page of the same tenant."""
        return Tried(self.client, address)

    def visit(self) -> "Visit":
        """What comes of looking at it."""
        asked: list[str] = []

        def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
            asked.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            started = time.perf_counter()
            answer = self.client.get(self.address)
            took = time.perf_counter() - started
        assert answer.status_code == HTTPStatus.OK, (self.address, answer.status_code)
        return Visit(answer.content.decode(), len(asked), 1000 * took)


@dataclass(frozen=True)
class Visit:
    """What a page said, and what it took: queries and milliseconds."""

    text: str
    queries: int
    took: float

    @property
    def rows(self) -> int:
        """How many rows it shows."""
        return self.text.count("<tr>")

    def next(self) -> str:
        """The address of the page behind it, if there is one."""
        found = NEXT.search(self.text)
        return unescape(found[1]) if found else ""


@dataclass(frozen=True)
class Compared:
    """The same page of both tenants."""

    name: str
    queries: tuple[int, int]
    times: tuple[float, float]
    rows: tuple[int, int]

    @property
    def ratio(self) -> float:
        """The big tenant's time in times of the small one's."""
        return self.times[1] / self.times[0]

    def is_too_much(self, opened: "Compared") -> bool:
        """Whether it takes the big tenant too long, or more queries than the list as it opens.

        A filter that leaves a small tenant fewer rows than a big one is held against a page of the small one that is
        full: the list as it opens. A page that shows all that was found need not ask how much that is.
        """
        is_fuller = self.rows[1] > self.rows[0]
        floor = max(self.times[0], opened.times[0]) if is_fuller else self.times[0]
        return self.times[1] > MOST * floor or self.queries[1] > opened.queries[0]

    def __str__(self) -> str:
        (few, many), (small, big), (less, more) = self.queries, self.times, self.rows
        said = f"{few} and {many} queries, {small:.0f} and {big:.0f} ms, ratio {self.ratio:.1f}"
        return f"{self.name}: {said}" + (f", {less} and {more} rows" if less != more else "")


def run(registrations: int) -> Iterator[str]:
    """The report, a line a page: queries and milliseconds of both tenants, and the ratio of the times."""
    logging.getLogger("django.request").setLevel(logging.ERROR)
    now = clock.now()
    started = time.perf_counter()
    admins = [furnished(rows, now) for rows in (FEW, registrations)]
    tidy()
    yield f"{FEW:,} and {registrations:,} registrations, and what comes with them, on PostgreSQL"
    yield f"written in {time.perf_counter() - started:.0f} s"
    small, big = ({name: Tried(_signed_in(admin), url) for name, url in _addresses(admin)} for admin in admins)
    lists = {view.name: view for view in _declared()}
    shown: set[str] = set()
    measured, broken, others = [], [], []
    for name, page in small.items():
        found = FRAME.search(page.visit().text)
        if not found:
            others.append((page, big[name]))
            continue
        yield f"{lists[found[1]].title}: {page.address}"
        pages = list(_compare_list(lists[found[1]], page, big[name], is_first=found[1] not in shown))
        shown.add(found[1])
        measured += pages
        for one in pages:
            is_broken = one.is_too_much(pages[0])
            broken += [one] * is_broken
            yield f"  {one}{'  <-- too much' if is_broken else ''}"
    assert shown == set(lists), f"not measured: {set(lists) - shown}"
    yield "Other pages"
    for one, other in others:
        yield f"  {_compared(one.address, one, other)[0]}"
    worst = max(measured, key=lambda one: one.ratio)
    yield f"{len(shown)} lists, {len(measured)} pages of them, the worst ratio {worst.ratio:.1f}"
    yield f"{len(broken)} of them take more than {MOST:.0f} times as long, or more queries"
    slower = sum(one.ratio > MOST for one in measured if one not in broken)
    yield f"{slower} others are slower than that by bare time, where the small tenant has fewer rows to show"
    yield f"{time.perf_counter() - started:.0f} s"


def _compare_list(view: ListView[Any], small: Tried, big: Tried, *, is_first: bool) -> Iterator[Compared]:
    """A list as it opens, and where it is first met in every way in which it can be looked at, with the next page."""
    for query in ["", *(_ways(view, big) if is_first else ())]:
        name = query or "as it opens"
        compared, *following = _compared(name, *(page.at(f"{page.address}{query}") for page in (small, big)))
        yield compared
        if is_first and following[1]:
            yield _compared(
                f"{name}, next page", *(page.at(to) for page, to in zip((small, big), following, strict=True))
            )[0]


def _ways(view: ListView[Any], page: Tried) -> Iterator[str]:
    """Every sorting, every filter, and searches for what many rows have, one row has and none has."""
    asked: list[tuple[str, str]] = []
    for column in view.columns:
        if column.order is not None:
            asked += [("sort", column.name), ("sort", f"-{column.name}")]
    found = TITLE.search(page.visit().text)
    title = unescape(re.sub("<.*?>", "", found[1])).strip() if found else ""
    texts = ["a", title, "nothing-is-called-so"]
    for pill in view.pills:
        if isinstance(pill, ChoicePill):
            asked += [(pill.name, wire) for wire, _ in pill.choices]
        elif isinstance(pill, DatePill):
            asked += [(pill.name, word) for word, _ in pill.choices]
        else:
            asked += [(pill.name, text) for text in ("1", "nothing-is-called-so")]
    if view.search:
        asked += [("q", text) for text in texts]
    return (f"?{urlencode([one])}" for one in asked)


def _compared(name: str, small: Tried, big: Tried) -> tuple[Compared, str, str]:
    """Queries, and the best times of some rounds taken in turn, so that whatever else happens happens to both.

    With it the addresses of the pages behind: of the small tenant the same page where it has no other.
    """
    rounds = [(small.visit(), big.visit())]
    while len(rounds) < ROUNDS or (_ratio(rounds) > 0.7 * MOST and len(rounds) < MOST_ROUNDS):
        rounds.append((small.visit(), big.visit()))
    few, many = rounds[0]
    times = (min(one.took for one, _ in rounds), min(one.took for _, one in rounds))
    compared = Compared(name, (few.queries, many.queries), times, (few.rows, many.rows))
    return compared, few.next() or small.address, many.next()


def _ratio(rounds: list[tuple[Visit, Visit]]) -> float:
    return min(many.took for _, many in rounds) / min(few.took for few, _ in rounds)


def _signed_in(admin: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin)
    return client


def _declared() -> list[ListView[Any]]:
    """Every list of the project."""
    modules = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] in APPS]
    found = {id(value): value for module in modules for value in vars(module).values() if isinstance(value, ListView)}
    return [view for view in found.values() if view.name != EXAMPLES]


def _addresses(admin: User) -> Iterator[tuple[str, str]]:
    """The name and address of each page that can be opened: those about one thing with an example of it."""
    tenant = admin.tenant
    registration = WindowsManagedAppRegistration.objects.for_tenant(tenant).latest("pk")
    group = Group.objects.get(tenant=tenant, display_name="All company")
    role = RoleDefinition.objects.filter(tenant=tenant).latest("pk")
    examples: dict[str, object] = {
        **dict.fromkeys(("registration", "registration-reports", "registration-access"), registration.graph_id),
        **dict.fromkeys(("connector", "connector-reports"), WINDOWS_SECURITY_CENTER.id),
        **dict.fromkeys(("user", "troubleshoot-user"), registration.user_graph_id),
        **dict.fromkeys(("role", "role-assignments", "role-assign"), role.graph_id),
        "role-admin-add": role.graph_id,
        "group": group.graph_id,
        "client-registration": registration.graph_id,
        "managed-device": ManagedDevice.objects.for_tenant(tenant).latest("pk").graph_id,
        "policy": WindowsManagedAppProtection.objects.for_tenant(tenant).latest("pk").graph_id,
        "compliance-policy": DeviceCompliancePolicy.objects.for_tenant(tenant).latest("pk").graph_id,
        "conditional-access-policy": ConditionalAccessPolicy.objects.for_tenant(tenant).latest("pk").graph_id,
        "audit-event": AuditEvent.objects.for_tenant(tenant.graph_id).latest("pk").graph_id,
        "scope-tag": RoleScopeTag.objects.filter(tenant=tenant).latest("pk").tag_id,
    }
    client = _signed_in(admin)
    for name, parts in _named(get_resolver()):
        if parts > 1 or (parts and name not in examples):
            continue
        address = reverse(name, args=[examples[name]] if parts else [])
        answer = client.get(address)
        if answer.status_code == HTTPStatus.OK and answer["Content-Type"].startswith("text/html"):
            yield name, address
    yield from ((f"search {text}", f"{reverse('search')}?q={text}") for text in ("a", "adele", "nothing"))


def _named(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, int]]:
    """The name of every page, and how many parts of its address are to be filled in."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _named(pattern, route)
        elif isinstance(pattern, URLPattern) and pattern.name and not route.startswith(ELSEWHERE):
            yield pattern.name, len(pattern.pattern.converters)
