"""Can people work with a list? On the audit log: columns, sorting, pages, the file, and the address that says it all."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

import pytest
from django.test import Client
from django.utils.http import urlencode

from intune_sim.actors import Actor, ActorType
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import record
from intune_sim.lists.declaration import PAGE_SIZE
from intune_sim.portal.lists.audit import AUDIT_LOGS
from intune_sim.tenants.models import Tenant, User
from tests.instants import MONDAY

AUDIT = "/tenant-admin/audit-logs"
#: A name that a spreadsheet would take for a formula, and one that needs quoting.
NAMES = ("adele", "=1+1", 'O"Hara, Bob')
ROWS = 2 * PAGE_SIZE + 7


@pytest.fixture
def admin(sign_in: Callable[[User], Client], adele: User) -> Client:
    """Adele's session."""
    return sign_in(adele)


@pytest.fixture
def log(contoso: Tenant, fabrikam: Tenant) -> None:
    """Three pages of events by three actors, many at the same instant; and one of another tenant."""
    for number in range(ROWS):
        write(contoso, number)
    write(fabrikam, 0)


def write(tenant: Tenant, number: int) -> None:
    """An event with that number."""
    record(
        tenant_id=tenant.graph_id,
        by=Actor(ActorType.ADMIN, "1", NAMES[number % 3]),
        operation=Operation.PATCH if number % 2 else Operation.CREATE,
        category=Category.OTHER,
        resource_type="user",
        resource_id="1",
        resource_name=f"thing {number:03}",
        changes={},
        now=MONDAY + timedelta(seconds=number // 5),
    )


def rows_of(answer: Any) -> list[Any]:
    """The events on a page."""
    return [line.cells[0].row for line in answer.context["list"].lines]


def walk(admin: Client, address: str, way: str) -> list[Any]:
    """The events of this page and of all that follow it."""
    answer = admin.get(address)
    further = getattr(answer.context["list"], way)
    here = rows_of(answer)
    if not further:
        return here
    return here + walk(admin, further, way) if way == "next" else walk(admin, further, way) + here


def last_page(admin: Client, address: str) -> str:
    """The address of the last page."""
    further = admin.get(address).context["list"].next
    return last_page(admin, further) if further else address


def file(answer: Any) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


SORTED = {
    "-date": attrgetter("activity_date_time"),
    "actor": attrgetter("actor_name"),
    "-activity": attrgetter("activity"),
}


@pytest.mark.parametrize("sort", ["-date", "actor", "-activity"])
def test_every_page_follows_the_last_both_ways_whatever_it_is_sorted_by(admin: Client, log: None, sort: str) -> None:
    address = f"{AUDIT}?sort={sort}"

    forward = walk(admin, address, "next")
    back = walk(admin, last_page(admin, address), "previous")

    assert len(forward) == ROWS
    assert len({event.pk for event in forward}) == ROWS
    # Texts have an order of the database's own: what is equal stands together.
    assert len(list(groupby(forward, key=SORTED[sort]))) == len({SORTED[sort](event) for event in forward})
    assert forward == back


def test_the_file_is_what_the_filter_shows(admin: Client, log: None) -> None:
    query = urlencode({"operation": "Create", "q": "thing", "sort": "date", "column": ["actor", "target"]}, doseq=True)

    shown = walk(admin, f"{AUDIT}?{query}", "next")
    answer = admin.get(f"{AUDIT}?{query}&export=csv")

    rows = file(answer)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="audit-logs-{MONDAY:%Y-%m-%d}.csv"'
    assert list(rows[0]) == ["Date", "Initiated by (actor)", "Target"]
    assert [row["Target"] for row in rows] == [event.resource_name for event in shown]
    assert len(rows) == (ROWS + 1) // 2
    assert {row["Initiated by (actor)"] for row in rows} == {"adele", "'=1+1", 'O"Hara, Bob'}
    assert rows[0]["Date"] == "2026-01-05T09:00:00+00:00"


def test_the_address_says_all_and_each_link_keeps_the_rest(admin: Client, log: None) -> None:
    query = {"operation": "Create", "q": "thing", "sort": "actor", "column": ["actor", "ip"]}

    page = admin.get(AUDIT, query).context["list"]

    assert [head.column.name for head in page.heads] == ["date", "actor", "ip"]
    assert [head.direction for head in page.heads] == ["", "ascending", ""]
    assert page.count == str((ROWS + 1) // 2)
    assert page.heads[1].url == f"{AUDIT}?{urlencode(query | {'sort': '-actor'}, doseq=True)}"
    assert page.everything == f"{AUDIT}?sort=actor&column=actor&column=ip"
    assert page.default_columns == f"{AUDIT}?operation=Create&q=thing&sort=actor"
    [pill] = [menu for menu in page.pills if menu.is_set]
    assert (pill.pill.title, pill.label) == ("Operation type", "Create")
    assert pill.clear == f"{AUDIT}?q=thing&sort=actor&column=actor&column=ip"


@pytest.mark.parametrize("query", ["sort=teapot", "sort=target", "column=teapot", "q=%00", "after=x&before=y"])
def test_what_the_list_does_not_know_counts_as_not_given(admin: Client, log: None, query: str) -> None:
    page = admin.get(f"{AUDIT}?{query}").context["list"]

    assert len(page.lines) == PAGE_SIZE
    assert page.wanted.sort.name == "date"
    assert len(page.heads) == sum(column.is_default for column in AUDIT_LOGS.columns)


def test_htmx_gets_the_list_and_its_commands_and_a_browser_that_goes_back_the_page(admin: Client, log: None) -> None:
    asked = {"HX-Request": "true", "HX-Target": "audit-logs"}

    part = admin.get(AUDIT, headers=asked)
    page = admin.get(AUDIT, headers=asked | {"HX-History-Restore-Request": "true"})

    assert b"<html" not in part.content
    assert b'id="audit-logs-commands" hx-swap-oob="true"' in part.content
    assert "HX-Request" in part["Vary"]
    assert b"<html" in page.content


@pytest.mark.usefixtures("log")
def test_a_search_shows_the_first_it_finds_and_the_file_all(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intune_sim.lists.filters.FOUND", PAGE_SIZE + 3)
    monkeypatch.setattr("intune_sim.lists.pages.FOUND", PAGE_SIZE + 3)

    page = admin.get(AUDIT, {"q": "THING", "sort": "date"})

    assert page.context["list"].count == f"{PAGE_SIZE + 3}+"
    assert b"More letters find fewer" in page.content
    assert [one.resource_name for one in rows_of(page)] == [f"thing {number:03}" for number in range(PAGE_SIZE)]
    assert len(file(admin.get(AUDIT, {"q": "thing", "export": "csv"}))) == ROWS
