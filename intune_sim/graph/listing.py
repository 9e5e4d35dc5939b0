"""Which items are on a page? Of rows of a model, of several models, and of what is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from intune_sim.errors import Invalid
from intune_sim.graph.computed import asked
from intune_sim.graph.expanding import expand
from intune_sim.graph.odata.options import PAGE, Options, read_options
from intune_sim.graph.odata.paging import Page, page_of, token_of
from intune_sim.graph.odata.tokens import closed, not_ours, opened
from intune_sim.graph.places import Parts, Place
from intune_sim.graph.resources import Call, Resource

#: What computed items are asked one by one.
ASKED_OF_ITEMS = ("$filter", "$orderby")
#: How far `$skip` may reach where rows of several models are merged.
MOST_SKIPPED = 10_000


@dataclass(frozen=True)
class Listed:
    """A page of items, each with the options as its own declaration reads them, and the number of all where asked."""

    items: Sequence[tuple[Any, Resource, Options]]
    token: str = ""
    count: int | None = None


def listed(place: Place, given: Mapping[str, str], call: Call, *, allowed: tuple[str, ...]) -> Listed:
    """The page that the options ask for. Raises `Invalid`."""
    if isinstance(place.rows, Parts):
        return _of_parts(place, place.rows, given, call, allowed=allowed)
    if isinstance(place.rows, QuerySet):
        options = _read(given, place.resource, call, allowed=allowed)
        rows = _filtered(place.rows, options)
        page = page_of(rows, place.resource, options)
        count = rows.count() if options.count else None
    else:
        rest = {name: value for name, value in given.items() if name not in ASKED_OF_ITEMS}
        options = read_options(rest, place.resource, call, allowed=allowed)
        everything = asked(list(place.rows), given, place.resource, call.version)
        page = _by_position(everything, options)
        count = len(everything) if options.count else None
    expand(page.rows, options, call.tenant)
    return Listed(_owned(page.rows, place.resource, options, call.version), page.token, count)


def _owned(
    rows: Sequence[Any], resource: Resource, options: Options, version: str
) -> Sequence[tuple[Any, Resource, Options]]:
    """Each row with its own declaration, which names the chosen properties in its own way."""
    if not resource.derived:
        return [(row, resource, options) for row in rows]
    chosen: dict[Resource, Options] = {resource: options}
    found = []
    for row in rows:
        own = resource.own(row)
        if own not in chosen:
            named = (own.property_named(one.name, version) for one in options.select or ())
            select = tuple(filter(None, named)) if options.select else None
            chosen[own] = replace(options, select=select)
        found.append((row, own, chosen[own]))
    return found


def counted(place: Place, given: Mapping[str, str], call: Call) -> int:
    """The number of items that a filter matches. Raises `Invalid`."""
    allowed = ("$filter", "$search")
    if isinstance(place.rows, Parts):
        each = ((rows, _read(given, one, call, allowed=allowed, base=place.resource)) for one, rows in place.rows.parts)
        return sum(_filtered(rows, options).count() for rows, options in each)
    if isinstance(place.rows, QuerySet):
        return _filtered(place.rows, _read(given, place.resource, call, allowed=allowed)).count()
    rest = {name: value for name, value in given.items() if name not in ASKED_OF_ITEMS}
    read_options(rest, place.resource, call, allowed=allowed)
    return len(asked(list(place.rows), given, place.resource, call.version))


def _read(
    given: Mapping[str, str],
    resource: Resource,
    call: Call,
    *,
    allowed: tuple[str, ...],
    base: Resource | None = None,
) -> Options:
    """The options, in the resource's own order where none is asked for. Raises `Invalid`."""
    options = read_options(given, resource, call, allowed=allowed, base=base)
    if options.order or not resource.order:
        return options
    named = ((resource.property_named(name, call.version), descends) for name, descends in resource.order)
    return replace(options, order=tuple((one, descends) for one, descends in named if one))


def _filtered(rows: "QuerySet[Any]", options: Options) -> "QuerySet[Any]":
    return rows if options.condition is None else rows.filter(options.condition)


def _by_position(rows: Sequence[Any], options: Options) -> Page:
    """A page of plain objects."""
    start = options.skip
    if options.skip_token:
        (start,) = opened(options.skip_token, 1)
        if not isinstance(start, int) or isinstance(start, bool) or start < 0:
            raise not_ours()
    end = start + (options.top or PAGE)
    return Page(rows[start:end], closed([end]) if end < len(rows) else "")


def _of_parts(place: Place, rows: Parts, given: Mapping[str, str], call: Call, *, allowed: tuple[str, ...]) -> Listed:
    """Each kind of rows is read from where the page before left it, then they are merged in their common order."""
    tokens = (
        _opened_texts(given["$skiptoken"], len(rows.parts)) if given.get("$skiptoken") else [None] * len(rows.parts)
    )
    rest = {name: value for name, value in given.items() if name not in {"$skiptoken", "$skip", "$top"}}
    size, skip, count = PAGE, 0, 0
    is_more = False
    found: list[tuple[Any, int, Any, Options]] = []
    for at, (resource, part) in enumerate(rows.parts):
        whole = _read(given, resource, call, allowed=allowed, base=place.resource)
        size, skip = whole.top or PAGE, 0 if given.get("$skiptoken") else whole.skip
        if skip > MOST_SKIPPED:
            raise Invalid(f"$skip reaches at most {MOST_SKIPPED} items here.")
        options = _read(rest, resource, call, allowed=allowed, base=place.resource)
        options = replace(options, top=size + skip, skip_token=tokens[at] or "")
        filtered = _filtered(part, options)
        count += filtered.count() if options.count else 0
        page = page_of(filtered, resource, options)
        is_more = is_more or bool(page.token)
        found += [(_rank(row, options), at, row, options) for row in page.rows]
    found.sort(key=lambda one: one[1])
    for position in reversed(range(len(found[0][0]) if found else 0)):
        descends = found[0][3].order[position][1]
        found.sort(key=lambda one: one[0][position], reverse=descends)
    shown = found[: skip + size]
    for _, at, row, options in shown:
        tokens[at] = token_of(row, len(options.order))
    items = [(row, rows.parts[at][0], options) for _, at, row, options in shown[skip:]]
    for resource, options in {own: options for _, own, options in items}.items():
        expand([row for row, own, _ in items if own is resource], options, call.tenant)
    token = closed(tokens) if is_more or len(found) > len(shown) else ""
    return Listed(items, token, count if given.get("$count", "").lower() == "true" else None)


def _rank(row: Any, options: Options) -> list[tuple[bool, Any]]:
    """What a row is sorted by; null is less than any value."""
    values = [getattr(row, f"order_{at}_") for at in range(len(options.order))]
    return [(value is not None, value if value is not None else 0) for value in values]


def _opened_texts(token: str, length: int) -> list[Any]:
    """The tokens inside of a token; None where a kind of rows has not begun yet."""
    values = opened(token, length)
    if not all(value is None or isinstance(value, str) for value in values):
        raise not_ours()
    return values
