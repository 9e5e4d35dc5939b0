"""What does a page show of a list, and what is in its file? Every view of a list calls `answer`."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from intune_sim.lists.address import AFTER, BEFORE, COLUMN, EXPORT, SEARCH, SORT, Address, Wanted, wanted_by
from intune_sim.lists.columns import Column
from intune_sim.lists.declaration import Command, ListView
from intune_sim.lists.filters import FOUND, Pill
from intune_sim.lists.keyset import Slice, Sorting, every_slice, slice_of
from intune_sim.lists.merged import Merged
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.roles import Permission

#: Nobody counts a million rows for a heading: beyond this the list says "5,000+", and of what a text finds "500+".
COUNTED = 5_000

Finish = Callable[[Sequence[Any]], Sequence[Any]]


@dataclass(frozen=True)
class Head:
    """A column's head: where it sorts to, and how it is sorted now ("" for not at all)."""

    column: Column[Any]
    url: str
    direction: str


@dataclass(frozen=True)
class Cell:
    """What a row says in a column."""

    column: Column[Any]
    row: Any
    url: str


@dataclass(frozen=True)
class Line:
    """A row; `id` and `label` are those of its check box."""

    cells: list[Cell]
    id: str = ""
    label: str = ""


@dataclass(frozen=True)
class Choice:
    """Something to choose, as a link or as a check box."""

    label: str
    url: str
    value: str
    is_current: bool


@dataclass(frozen=True)
class PillMenu:
    """A filter pill with what its menu offers; `fields` are what its form carries along, `given` what it starts with."""

    pill: Pill
    label: str
    is_set: bool
    choices: list[Choice]
    fields: list[tuple[str, str]]
    given: dict[str, str]
    clear: str


@dataclass(frozen=True)
class Button:
    """A command that this admin may give."""

    command: Command
    url: str
    menu: list[tuple[str, str]]


@dataclass(frozen=True)
class ListPage:
    """One page of a list as its template shows it."""

    view: ListView[Any]
    address: Address
    wanted: Wanted
    heads: list[Head]
    lines: list[Line]
    count: str
    is_one: bool
    #: The search has found more than it shows.
    is_cut: bool
    pills: list[PillMenu]
    #: The pills behind "Add filters".
    more: list[PillMenu]
    #: What the form behind "Add filters" carries along.
    more_fields: list[tuple[str, str]]
    columns: list[Choice]
    sorts: list[Choice]
    buttons: list[Button]
    selection: list[Button]
    #: What an empty list's command needs and this admin lacks.
    missing: Permission | None
    first: str
    previous: str
    next: str

    @property
    def here(self) -> str:
        """This list as it is now, from its first page."""
        return self.address.with_()

    @property
    def under(self) -> str:
        """The very page that a pane lies over."""
        given = self.address.given.urlencode()
        return f"{self.address.path}?{given}" if given else self.address.path

    @property
    def export(self) -> str:
        """The file with every row that the filters leave."""
        return self.address.with_(**{EXPORT: "csv"})

    @property
    def everything(self) -> str:
        """This list without search and filters."""
        parts = [part for pill in self.view.pills for part in pill.parts]
        return self.address.with_(**dict.fromkeys([SEARCH, *parts]))

    @property
    def search_fields(self) -> list[tuple[str, str]]:
        """What the search carries along."""
        return self.address.fields(SEARCH)

    @property
    def column_fields(self) -> list[tuple[str, str]]:
        """What the choice of columns carries along."""
        return self.address.fields(COLUMN)

    @property
    def default_columns(self) -> str:
        """This list with the columns that it starts with."""
        return self.address.with_(**{COLUMN: None})

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all, whatever is looked for."""
        return not self.lines and not self.wanted.is_narrowed


def answer(
    request: PortalRequest,
    view: ListView[Any],
    rows: "QuerySet[Any] | Merged | Sequence[Any]",
    *,
    finish: Finish = lambda rows: rows,
    template: str = "_components/list_page.html",
    context: dict[str, Any] | None = None,
    path: str = "",
) -> HttpResponseBase:
    """The page of a list, the part of it that htmx asks for, or its file, as the address says.

    `rows` are all that the admin may see: a queryset, several as one, or rows in memory. `finish` adds to a slice of
    them what other tables know. `path` is the list's own address where a pane lies over it.
    """
    if request.GET.get(EXPORT) == "csv" and view.can_export:
        return _file(request, view, rows, finish)
    shown = list_page(request, view, rows, finish=finish, path=path)
    is_part = request.htmx and request.htmx.target == view.name and not request.htmx.history_restore_request
    response = render(
        request, "_components/list_part.html" if is_part else template, {"list": shown, **(context or {})}
    )
    # One address, two answers: a browser that goes back must not show the part as the page.
    patch_vary_headers(response, ["HX-Request"])
    return response


def list_page(
    request: PortalRequest,
    view: ListView[Any],
    rows: "QuerySet[Any] | Merged | Sequence[Any]",
    *,
    finish: Finish = lambda rows: rows,
    path: str = "",
) -> ListPage:
    """What a template needs of a list, in two queries beside those of `finish`."""
    address = Address(path or request.path, request.GET)
    wanted = wanted_by(view, request.GET)
    matching = _matching(request, view, wanted, rows)
    found = _slice(view, wanted, matching)
    most = FOUND if wanted.is_searched else COUNTED
    counted = _counted(matching, found, wanted, most)
    menus = [_menu(pill, wanted, address) for pill in view.pills]
    buttons = [
        Button(
            command,
            reverse(command.url_name or command.menu[0][1]),
            [(words, reverse(url_name)) for words, url_name in command.menu],
        )
        for command in view.commands
        if command.needs is None or command.needs in request.permissions
    ]
    selection = [button for button in buttons if button.command.is_for_selection]
    return ListPage(
        view=view,
        address=address,
        wanted=wanted,
        heads=[_head(column, wanted, address) for column in wanted.columns],
        lines=[_line(row, view, wanted, address, bool(selection)) for row in finish(found.rows)],
        count=f"{most:,}+" if counted > most else f"{counted:,}",
        is_one=counted == 1,
        is_cut=bool(wanted.search) and counted > most,
        pills=[menu for menu in menus if menu.is_set or menu.pill.is_always_shown],
        more=[menu for menu in menus if not menu.is_set and not menu.pill.is_always_shown],
        more_fields=address.fields(
            *(part for menu in menus if not menu.is_set and not menu.pill.is_always_shown for part in menu.pill.parts)
        ),
        columns=[
            Choice(column.title, "", column.name, column in wanted.columns)
            for column in view.columns[1:]
            if column.title
        ],
        sorts=_sorts(view, wanted, address),
        buttons=[button for button in buttons if not button.command.is_for_selection],
        selection=selection,
        missing=_missing(view.empty.command, request),
        first=address.with_() if found.previous else "",
        previous=address.with_(**{BEFORE: found.previous}) if found.previous else "",
        next=address.with_(**{AFTER: found.next}) if found.next else "",
    )


def _missing(command: Command | None, request: PortalRequest) -> Permission | None:
    needed = command.needs if command else None
    return None if needed in request.permissions else needed


def _matching(request: PortalRequest, view: ListView[Any], wanted: Wanted, rows: Any, *, is_file: bool = False) -> Any:
    for pill in view.pills:
        rows = pill.apply(rows, wanted.values[pill.name], request.now)
    if not view.search or not wanted.search:
        return rows
    narrow = view.search.narrow if is_file else view.search.first or view.search.narrow
    return narrow(rows, wanted.search)


def _sorting(wanted: Wanted) -> Sorting:
    order: Any = wanted.sort.order
    return Sorting(by=order, descends=wanted.descends)


def _slice(view: ListView[Any], wanted: Wanted, matching: Any) -> Slice:
    if not isinstance(matching, QuerySet | Merged):
        order: Any = wanted.sort.order
        return Slice(sorted(matching, key=order, reverse=wanted.descends))
    return slice_of(matching, sorting=_sorting(wanted), place=wanted.place, size=view.page_size)


def _counted(matching: Any, found: Slice, wanted: Wanted, most: int) -> int:
    """How many rows there are, up to one more than is said."""
    is_whole = not (found.previous or found.next)
    # A search that finds little has looked at every row: it need not look twice.
    if not isinstance(matching, QuerySet | Merged) or (wanted.is_searched and is_whole):
        return len(found.rows)
    if isinstance(matching, Merged):
        return matching.count_to(most + 1)
    return int(matching.order_by()[: most + 1].count())


def _head(column: Column[Any], wanted: Wanted, address: Address) -> Head:
    if column.order is None:
        return Head(column, "", "")
    if column != wanted.sort:
        return Head(column, address.with_(**{SORT: column.name}), "")
    other = column.name if wanted.descends else f"-{column.name}"
    return Head(column, address.with_(**{SORT: other}), "descending" if wanted.descends else "ascending")


def _sorts(view: ListView[Any], wanted: Wanted, address: Address) -> list[Choice]:
    """Both ways of every column, for a window too narrow for heads."""
    return [
        Choice(
            f"{column.title}, {'descending' if descends else 'ascending'}",
            address.with_(**{SORT: f"-{column.name}" if descends else column.name}),
            "",
            column == wanted.sort and descends == wanted.descends,
        )
        for column in view.columns
        if column.order is not None
        for descends in (False, True)
    ]


def _menu(pill: Pill, wanted: Wanted, address: Address) -> PillMenu:
    value = wanted.values[pill.name]
    cleared: dict[str, str | None] = dict.fromkeys(pill.parts)
    clear = address.with_(**cleared)
    current = address.given.get(pill.name, "") if value is not None else ""
    return PillMenu(
        pill=pill,
        label=pill.unset if value is None else pill.label(value),
        is_set=value is not None,
        choices=[
            Choice(pill.unset, clear, "", value is None),
            *(
                Choice(label, address.with_(**cleared | {pill.name: wire}), wire, wire == current)
                for wire, label in getattr(pill, "choices", ())
            ),
        ],
        fields=address.fields(*pill.parts),
        given={part.removeprefix(f"{pill.name}_"): address.given.get(part, "") for part in pill.parts},
        clear=clear,
    )


def _line(row: Any, view: ListView[Any], wanted: Wanted, address: Address, is_selectable: bool) -> Line:
    cells = [Cell(column, row, _url(column, row, address)) for column in wanted.columns]
    if not is_selectable or view.id_of is None:
        return Line(cells)
    return Line(cells, view.id_of(row), view.label_of(row))


def _url(column: Column[Any], row: Any, address: Address) -> str:
    url = column.link(row) if column.link else ""
    query = address.given.urlencode() if url and column.keeps_address else ""
    return f"{url}?{query}" if query else url


class _Echo:
    """What a CSV writer writes to: it hands every line back."""

    def write(self, line: str) -> str:
        return line


def _file(request: PortalRequest, view: ListView[Any], rows: Any, finish: Finish) -> StreamingHttpResponse:
    wanted = wanted_by(view, request.GET)
    matching = _matching(request, view, wanted, rows, is_file=True)
    columns = [column for column in wanted.columns if column.value]
    response = StreamingHttpResponse(
        _csv(columns, _everything(view, wanted, matching), finish), content_type="text/csv; charset=utf-8"
    )
    name = f"{view.name}-{request.now:%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _everything(view: ListView[Any], wanted: Wanted, matching: Any) -> Iterator[Sequence[Any]]:
    if isinstance(matching, QuerySet | Merged):
        return every_slice(matching, _sorting(wanted))
    return iter([_slice(view, wanted, matching).rows])


def _csv(columns: list[Column[Any]], slices: Iterator[Sequence[Any]], finish: Finish) -> Iterator[str]:
    """A line at a time, from the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow([column.title for column in columns])
    for part in slices:
        yield "".join(writer.writerow([column.text(row) for column in columns]) for row in finish(part))
