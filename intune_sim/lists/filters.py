"""How is a list narrowed? By filter pills and by a search, each a part of the address."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol

from django.db.models import Expression, Q

from intune_sim.errors import Invalid
from intune_sim.prefix import first_that_start, starts_with
from intune_sim.vocabulary import Word

#: Of a queryset or of rows in memory; what it returns is of the same kind.
Narrow = Callable[[Any, Any], Any]
LONGEST = 320
#: A search shows so many rows of each field that it looks through, and says so where there are more.
FOUND = 500


class Pill(Protocol):
    """A filter: blue with its value when it is set, otherwise grey or behind "Add filters"."""

    @property
    def name(self) -> str:
        """Its name in the address."""

    @property
    def title(self) -> str:
        """Its name on the page."""

    @property
    def kind(self) -> str:
        """What its menu offers: choice, text or date."""

    @property
    def is_always_shown(self) -> bool:
        """Whether it stands in the bar when it is not set."""

    @property
    def parts(self) -> Sequence[str]:
        """The names in the address that are its own."""

    @property
    def unset(self) -> str:
        """What it says when it is not set."""

    def read(self, given: Mapping[str, str]) -> Any:
        """The value in an address, None where there is none. Raises `Invalid`."""

    def label(self, value: Any) -> str:
        """What the pill says of a value."""

    def apply(self, rows: Any, value: Any, now: datetime) -> Any:
        """The rows that are left; a value of None is a pill that is not set."""


@dataclass(frozen=True, kw_only=True)
class ChoicePill:
    """One of a few values. `narrow` takes rows and value; without one the rows' own `field` is compared."""

    name: str
    title: str
    choices: Sequence[tuple[str, str]]
    field: str = ""
    narrow: Narrow | None = None
    is_always_shown: bool = False
    #: What holds while nothing is chosen, where that is not everything.
    otherwise: Callable[[Any], Any] | None = None
    unset: str = "All"
    kind: str = "choice"

    @property
    def parts(self) -> Sequence[str]:
        """Its name."""
        return (self.name,)

    def read(self, given: Mapping[str, str]) -> str | None:
        """The wire value that was chosen."""
        value = given.get(self.name, "")
        if value and value not in dict(self.choices):
            raise Invalid(f"{self.title} has no value “{value}”.")
        return value or None

    def label(self, value: str) -> str:
        """The chosen value's own words."""
        return dict(self.choices)[value]

    def apply(self, rows: Any, value: str | None, now: datetime) -> Any:
        """The rows that have the value."""
        if value is None:
            return self.otherwise(rows) if self.otherwise else rows
        return self.narrow(rows, value) if self.narrow else rows.filter(**{self.field: value})


def words_pill(words: Iterable[Word], *, name: str, title: str, field: str = "", **options: Any) -> ChoicePill:
    """A pill with words of a vocabulary: all of them, or some."""
    choices = [(word.value, word.label) for word in words]
    return ChoicePill(name=name, title=title, choices=choices, field=field or name, **options)


@dataclass(frozen=True, kw_only=True)
class TextPill:
    """A part of a text, in any case."""

    name: str
    title: str
    narrow: Narrow
    is_always_shown: bool = False
    unset: str = "Any"
    kind: str = "text"

    @property
    def parts(self) -> Sequence[str]:
        """Its name."""
        return (self.name,)

    def read(self, given: Mapping[str, str]) -> str | None:
        """The text to look for."""
        return given.get(self.name, "").strip()[:LONGEST] or None

    def label(self, value: str) -> str:
        """The text itself."""
        return value

    def apply(self, rows: Any, value: str | None, now: datetime) -> Any:
        """The rows whose text contains it."""
        return rows if value is None else self.narrow(rows, value)


@dataclass(frozen=True)
class Span:
    """From a day to a day, both included; or so long until now."""

    since: date | None = None
    until: date | None = None
    last: timedelta | None = None
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class DatePill:
    """A span of time in UTC: the last day, week or month, or from a day to a day."""

    name: str
    title: str
    field: str
    is_always_shown: bool = False
    unset: str = "Any time"
    kind: str = "date"

    #: What the menu offers beside two days.
    choices = (("day", "Last 24 hours"), ("week", "Last 7 days"), ("month", "Last 30 days"))

    @property
    def parts(self) -> Sequence[str]:
        """Its name, and those of the two days."""
        return (self.name, f"{self.name}_from", f"{self.name}_to")

    def read(self, given: Mapping[str, str]) -> Span | None:
        """The span in an address: two days count before a word."""
        since, until = (self._day(given.get(part, "")) for part in self.parts[1:])
        if since and until and until < since:
            raise Invalid(f"{self.title}: the last day is before the first.")
        if since or until:
            return Span(since, until, label=f"{since or '…'} to {until or '…'}" if since != until else str(since))
        word = given.get(self.name, "")
        if not word:
            return None
        days = {"day": 1, "week": 7, "month": 30}.get(word)
        if days is None:
            raise Invalid(f"{self.title} has no value “{word}”.")
        return Span(last=timedelta(days=days), label=dict(self.choices)[word])

    def label(self, value: Span) -> str:
        """The span in words."""
        return value.label

    def apply(self, rows: Any, value: Span | None, now: datetime) -> Any:
        """The rows whose instant lies in it."""
        if value is None:
            return rows
        if value.last:
            return rows.filter(**{f"{self.field}__gte": now - value.last})
        if value.since:
            rows = rows.filter(**{f"{self.field}__gte": _midnight(value.since)})
        if value.until and value.until < date.max:
            rows = rows.filter(**{f"{self.field}__lt": _midnight(value.until) + timedelta(days=1)})
        return rows

    def _day(self, text: str) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise Invalid(f"{self.title}: “{text}” is no day; a day is written as 2026-11-23.") from error


@dataclass(frozen=True)
class Search:
    """The box above a list: what it says that it looks through, and how it does.

    `first` finds no more than a page can be asked to sort, where the text may be that of a million rows.
    """

    placeholder: str
    narrow: Narrow
    first: Narrow | None = None


def search_beginning(placeholder: str, *fields: str | Expression) -> Search:
    """A search for rows any of whose fields begins with a text; each field needs an index of `Folded`."""
    return Search(
        placeholder,
        narrow=begins(*fields),
        first=lambda rows, text: first_that_start(rows, text, *fields, most=FOUND + 1),
    )


def contains(*fields: str) -> Narrow:
    """Rows of a queryset any of whose fields contains a text, in any case."""

    def narrow(rows: Any, text: str) -> Any:
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": text})
        return rows.filter(found)

    return narrow


def begins(*fields: str | Expression) -> Narrow:
    """Rows of a queryset any of whose fields begins with a text, in any case; each needs an index of `Folded`."""

    def narrow(rows: Any, text: str) -> Any:
        found = Q()
        for field in fields:
            found |= starts_with(field, text)
        return rows.filter(found)

    return narrow


def mentions(*texts: Callable[[Any], str]) -> Narrow:
    """Rows in memory any of whose texts contains a text, in any case."""

    def narrow(rows: Any, text: str) -> Any:
        wanted = text.casefold()
        return [row for row in rows if any(wanted in read(row).casefold() for read in texts)]

    return narrow


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
