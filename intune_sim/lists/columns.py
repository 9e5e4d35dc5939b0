"""What does a column say of a row, on the page and in the file?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models.expressions import Combinable

from intune_sim.vocabulary import Tone, Word

Row = TypeVar("Row")
Order = str | Combinable | Callable[[Any], Any]

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Style(Enum):
    """How a cell is set."""

    PLAIN = "plain"
    #: One line, cut at the column's width; the whole text is its tip.
    CUT = "cut"
    #: An instant to the second instead of "3 hours ago".
    MOMENT = "moment"
    MONO = "mono"
    NUMBER = "number"


class Toned(NamedTuple):
    """A text in the colour of a tone, where there is no vocabulary for it."""

    text: str
    tone: Tone


@dataclass(frozen=True, kw_only=True)
class Column(Generic[Row]):
    """A column: `value` is a text, a number, an instant, a Word, a Toned, a yes or no, several of these, or None.

    `order` is the field (or expression, never NULL) by which a queryset is sorted, of rows in memory a function of the
    row. `template` draws the cell instead, with `row` and `value`. Without a value a column stays out of the file.
    """

    name: str
    title: str
    value: Callable[[Row], Any] | None = None
    order: Order | None = None
    link: Callable[[Row], str] | None = None
    #: The link leads to a pane over this list: it takes the list's address along.
    keeps_address: bool = False
    template: str = ""
    style: Style = Style.PLAIN
    #: Shown until somebody chooses otherwise.
    is_default: bool = True

    def text(self, row: Row) -> str:
        """What the file says."""
        return text_of(self.value(row)) if self.value else ""


def text_of(value: Any) -> str:
    """A value as a CSV file writes it, safe to open in a spreadsheet: what looks like a formula is text there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    text = _words(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _words(value: Any) -> str:
    if isinstance(value, Word):
        return value.label
    if isinstance(value, Toned):
        return value.text
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(_words(one) for one in value)
    return str(value)
