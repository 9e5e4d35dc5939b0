"""Which computed items does a `$filter` mean, and in which order? Asked of their wire values, since no column holds them."""

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from intune_sim.durations import parse_duration
from intune_sim.errors import Invalid
from intune_sim.graph.encoding import Encoder
from intune_sim.graph.odata.filters import unknown
from intune_sim.graph.odata.literals import parse_instant
from intune_sim.graph.odata.options import orders_of
from intune_sim.graph.odata.parser import Compare, Every, Literal, Member, Node, Not, Some, Text, parse_filter
from intune_sim.graph.resources import Kind, Property, Resource

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
TEXTS: dict[str, Callable[[str, str], bool]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": operator.contains,
}
WHOLE = {Kind.ENUM, Kind.FLAGS, Kind.GUID, Kind.BOOLEAN}
NUMBERS = {Kind.INT32, Kind.INT64, Kind.DOUBLE}
COMPARED = {Kind.STRING, Kind.INSTANT, Kind.DURATION, *WHOLE, *NUMBERS}


def asked(rows: Sequence[Any], given: Mapping[str, str], resource: Resource, version: str) -> Sequence[Any]:
    """The items that `$filter` means, as `$orderby` sorts them. Raises `Invalid` for what cannot be asked of them."""
    view = _View(resource, version)
    if "$filter" in given:
        tree = parse_filter(given["$filter"])
        view.matches(tree, None)
        rows = [row for row in rows if view.matches(tree, row)]
    for name, descends in reversed(orders_of(given.get("$orderby", ""))):
        one = view.known(name)
        rows = sorted(rows, key=lambda row: _rank(view.value(row, one)), reverse=descends)
    return rows


class _View:
    """Reads items as the wire shows them."""

    def __init__(self, resource: Resource, version: str) -> None:
        self.resource = resource
        self.version = version
        self.encoder = Encoder(version=version, base="")

    def known(self, name: str) -> Property:
        """The property of a name. Raises `Invalid`."""
        found = self.resource.property_named(name, self.version)
        if found is None:
            raise unknown(self.resource, name, self.version)
        if found.many or self.resource.kind(found) not in COMPARED:
            raise Invalid(f"The property '{found.name}' cannot be filtered or sorted by.")
        return found

    def value(self, row: Any, one: Property) -> Any:
        """An item's value, ready to be compared; None for no item."""
        own = self.resource.own(row) if row is not None else self.resource
        mine = own.property_named(one.name, self.version)
        wire = None if row is None or mine is None else self.encoder.value(row, own, mine)
        return _comparable(wire, self.resource.kind(one))

    def matches(self, node: Node, row: Any) -> bool:
        """Whether an item meets a condition; with no item, whether the condition can be asked. Raises `Invalid`.

        Every part is looked at, so that what cannot be asked is refused whatever the items are.
        """
        match node:
            case Every(nodes):
                return all([self.matches(one, row) for one in nodes])
            case Some(nodes):
                return any([self.matches(one, row) for one in nodes])
            case Not(inner):
                return not self.matches(inner, row)
            case Compare(comparison, name, literal):
                return self._compared(self.known(name), comparison, literal, row)
            case Member(name, literals):
                one = self.known(name)
                return any([self._compared(one, "eq", literal, row) for literal in literals])
            case Text(function, name, text):
                one = self.known(name)
                if self.resource.kind(one) is not Kind.STRING:
                    raise Invalid(f"'{function}' does not apply to the property '{one.name}'.")
                value = self.value(row, one)
                return value is not None and TEXTS[function](value, text.lower())
        raise Invalid("This filter cannot be asked of what is computed.")

    def _compared(self, one: Property, comparison: str, literal: Literal, row: Any) -> bool:
        kind = self.resource.kind(one)
        if comparison not in {"eq", "ne"} and kind in WHOLE:
            raise Invalid(f"The operator '{comparison}' does not apply to the property '{one.name}'.")
        wanted = _comparable(literal.value, kind)
        is_no_word = kind is Kind.ENUM and wanted not in {word.lower() for word in self.resource.words(one).wires()}
        if (wanted is None or is_no_word) and literal.value is not None:
            raise Invalid(f"The value {literal.text} does not fit the property '{one.name}'.")
        value = self.value(row, one)
        if value is None or wanted is None:
            return comparison in {"eq", "ne"} and (value is wanted) == (comparison == "eq")
        return COMPARISONS[comparison](value, wanted)


def _comparable(value: Any, kind: Kind) -> Any:
    """A value of the wire or of a literal as its kind is compared; None where it is of another kind."""
    match kind, value:
        case Kind.BOOLEAN, bool():
            return value
        case ((Kind.INT32 | Kind.INT64 | Kind.DOUBLE), int() | float()) if not isinstance(value, bool):
            return value
        case Kind.INSTANT, str():
            return parse_instant(value)
        case Kind.DURATION, str():
            try:
                return parse_duration(value)
            except ValueError:
                return None
        case (Kind.INSTANT, datetime()) | (Kind.DURATION, timedelta()):
            return value
        case ((Kind.STRING | Kind.ENUM | Kind.FLAGS | Kind.GUID), str()):
            return value.lower()
    return None


def _rank(value: Any) -> tuple[bool, Any]:
    """Null is less than any value."""
    return (value is not None, value if value is not None else 0)
