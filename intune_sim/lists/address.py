"""What does a list's address ask for, and which address asks for something else?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from intune_sim.errors import Invalid
from intune_sim.lists.columns import Column
from intune_sim.lists.declaration import ListView
from intune_sim.lists.filters import LONGEST
from intune_sim.lists.keyset import Place

SEARCH, SORT, COLUMN, AFTER, BEFORE, EXPORT = "q", "sort", "column", "after", "before", "export"
SELECTED = "selected"
#: What is true of one page of the list alone, a pane over it among that.
_PLACE = (AFTER, BEFORE, EXPORT, SELECTED, "pane")


@dataclass(frozen=True)
class Address:
    """A list's path and what was given behind it."""

    path: str
    given: QueryDict

    def with_(self, **changes: str | Iterable[str] | None) -> str:
        """The address with other values, from the first page on unless a place is given; None takes a name out."""
        query = self.given.copy()
        for name in (*_PLACE, *(name for name, value in changes.items() if value is None)):
            query.pop(name, None)
        for name, value in changes.items():
            if value is not None:
                query.setlist(name, [value] if isinstance(value, str) else list(value))
        return f"{self.path}?{query.urlencode()}" if query else self.path

    def fields(self, *without: str) -> list[tuple[str, str]]:
        """What a form must carry along beside its own fields."""
        return [
            (name, value)
            for name, values in self.given.lists()
            if name not in {*without, *_PLACE}
            for value in values
            if value
        ]


@dataclass(frozen=True)
class Wanted:
    """What an address asks of a list; what made no sense is left out, and said."""

    search: str
    values: Mapping[str, Any]
    sort: Column[Any]
    descends: bool
    columns: tuple[Column[Any], ...]
    place: Place
    problems: tuple[str, ...]
    #: Whether rows are looked for by a text, in the search or in a filter.
    is_searched: bool

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter keeps rows out."""
        return bool(self.search) or any(value is not None for value in self.values.values())


def wanted_by(view: ListView[Any], given: QueryDict) -> Wanted:
    """What the address of a list asks for."""
    plain = {name: str(value).replace("\0", "") for name, value in given.items()}
    values: dict[str, Any] = {}
    problems: list[str] = []
    for pill in view.pills:
        try:
            values[pill.name] = pill.read(plain)
        except Invalid as refusal:
            values[pill.name] = None
            problems.append(refusal.message)
    search = plain.get(SEARCH, "").strip()[:LONGEST] if view.search else ""
    sort, descends = _sorting(view, plain.get(SORT, ""))
    return Wanted(
        search=search,
        values=values,
        sort=sort,
        descends=descends,
        columns=_columns(view, given.getlist(COLUMN)),
        place=Place(after=plain.get(AFTER, ""), before=plain.get(BEFORE, "")),
        problems=tuple(problems),
        is_searched=bool(search) or any(pill.kind == "text" and values[pill.name] for pill in view.pills),
    )


def _sorting(view: ListView[Any], text: str) -> tuple[Column[Any], bool]:
    for wish in (text, view.sort):
        name = wish.removeprefix("-")
        column = next((one for one in view.columns if one.name == name and one.order is not None), None)
        if column:
            return column, wish.startswith("-")
    raise LookupError(f"The list {view.name} cannot be sorted by {view.sort}.")


def _columns(view: ListView[Any], names: list[str]) -> tuple[Column[Any], ...]:
    """The first column always, then those that were chosen, or those shown by default; commands stay."""
    known = {column.name for column in view.columns}
    chosen = known.intersection(names)
    return tuple(
        column
        for place, column in enumerate(view.columns)
        if place == 0 or (column.name in chosen if chosen else column.is_default) or not column.title
    )
