"""Which rows stand on this page? By the values of the row at its edge, so that a million rows cost what a hundred cost."""

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

from intune_sim.lists.merged import PART, Merged

#: The annotation that carries the value a row is sorted by.
KEY = "list_key"
#: A file is read in slices of so many rows.
SLICE = 1_000


@dataclass(frozen=True)
class Place:
    """Where a page starts: behind a row or before one, as tokens of the address; neither is the first page."""

    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class Slice:
    """Rows in their order, and the tokens that lead to both neighbours; empty where there is none."""

    rows: Sequence[Any]
    previous: str = ""
    next: str = ""


@dataclass(frozen=True)
class Sorting:
    """By what rows are sorted: a field that is never NULL, then the key, both the same way."""

    by: str | Combinable
    descends: bool


def slice_of(rows: "QuerySet[Any] | Merged", *, sorting: Sorting, place: Place, size: int) -> Slice:
    """The page at a place, in one query; of several models in one for the order and one of each. A token that is none
    means the first page.
    """
    keyed = rows.annotate(**{KEY: F(sorting.by) if isinstance(sorting.by, str) else sorting.by})
    backwards = bool(place.before)
    edge = _read(place.before or place.after, keyed)
    descends = sorting.descends != (backwards and edge is not None)
    found = _beyond(keyed, edge, size + 1, descending=descends)
    shown = found[:size]
    if edge is None:
        return Slice(shown, next=_token(shown[-1]) if len(found) > size else "")
    if not backwards:
        return Slice(shown, _token(shown[0]) if shown else "", _token(shown[-1]) if len(found) > size else "")
    if len(found) <= size:
        # The first page, whole: rows may have come or gone since its neighbour was shown.
        return slice_of(rows, sorting=sorting, place=Place(), size=size)
    shown.reverse()
    return Slice(shown, _token(shown[0]), _token(shown[-1]))


def every_slice(rows: "QuerySet[Any] | Merged", sorting: Sorting) -> Iterator[Sequence[Any]]:
    """All rows in their order, some at a time."""
    place = Place()
    while True:
        part = slice_of(rows, sorting=sorting, place=place, size=SLICE)
        yield part.rows
        if not part.next:
            return
        place = Place(after=part.next)


def _beyond(keyed: Any, edge: tuple[Any, ...] | None, number: int, *, descending: bool) -> list[Any]:
    """The next rows behind an edge, or the first of all."""
    order = (KEY, PART, "pk") if isinstance(keyed, Merged) else (KEY, "pk")
    if edge is not None:
        is_beyond = TupleLessThan if descending else TupleGreaterThan
        keyed = keyed.filter(is_beyond(tuple(F(name) for name in order), edge))
    if isinstance(keyed, Merged):
        return keyed.first(number, by=order, descending=descending)
    return list(keyed.order_by(*(f"-{name}" if descending else name for name in order))[:number])


def _token(row: Any) -> str:
    value = getattr(row, KEY)
    text = value.isoformat() if isinstance(value, datetime) else value
    plain = text if type(text) in {str, int, bool} else str(text)
    part = [getattr(row, PART)] if hasattr(row, PART) else []
    return base64.urlsafe_b64encode(json.dumps([plain, *part, row.pk]).encode()).decode().rstrip("=")


def _read(token: str, keyed: Any) -> tuple[Any, ...] | None:
    """The values of a token, as the sorted field's own; None for a token that is none."""
    rows, length = (keyed.parts[0], 3) if isinstance(keyed, Merged) else (keyed, 2)
    try:
        value, *rest = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        read = rows.query.annotations[KEY].output_field.to_python(value)
    except (ValueError, TypeError, ValidationError, OverflowError):
        return None
    are_places = all(type(one) is int and abs(one) < 2**63 for one in rest) and len(rest) == length - 1
    is_sound = are_places and read is not None and "\0" not in str(read)
    if isinstance(read, datetime) and read.tzinfo is None:
        return None
    return (read, *rest) if is_sound else None
