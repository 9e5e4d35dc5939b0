"""How are rows of several models one list? Narrowed alike, and sorted together by the database.

The database sorts the keys of all of them (a `UNION`), then the rows of the page are read. That costs as much as all
rows that match: it is for what a tenant has some thousands of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import IntegerField, QuerySet, Value

#: The annotation that says which of the parts a row is of.
PART = "list_part"


@dataclass(frozen=True)
class Merged:
    """Querysets of several models that know the same fields, annotations among them; it has what a list asks of rows."""

    parts: tuple["QuerySet[Any]", ...]

    def filter(self, *conditions: Any, **fields: Any) -> Self:
        """The rows of each part that fulfil the conditions."""
        return type(self)(tuple(part.filter(*conditions, **fields) for part in self.parts))

    def annotate(self, **expressions: Any) -> Self:
        """The rows of each part with these annotations, and with the place of their part."""
        return type(self)(
            tuple(
                part.annotate(**{PART: Value(at, IntegerField())}, **expressions) for at, part in enumerate(self.parts)
            )
        )

    def first(self, number: int, *, by: Sequence[str], descending: bool) -> list[Any]:
        """So many annotated rows in the order of these fields, of which the last two are `PART` and `pk`."""
        first, *others = (part.select_related(None).prefetch_related(None).values_list(*by) for part in self.parts)
        keys = list(first.union(*others, all=True).order_by(*_signed(by, descending=descending))[:number])
        found: dict[tuple[int, int], Any] = {}
        for at, part in enumerate(self.parts):
            wanted = [pk for *_, of, pk in keys if of == at]
            found |= {(at, row.pk): row for row in (part.filter(pk__in=wanted) if wanted else ())}
        # One that was deleted between the two questions is left out.
        return [found[key] for *_, of, pk in keys if (key := (of, pk)) in found]

    def count_to(self, most: int) -> int:
        """How many rows there are, as far as anybody wants to know."""
        return sum(int(part.order_by()[:most].count()) for part in self.parts)


def _signed(names: Sequence[str], *, descending: bool) -> list[str]:
    return [f"-{name}" if descending else name for name in names]
