"""Which rows are on this page, and where does the next one start? By the last row's own values, so nothing is shown twice."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Model, OrderBy, Q, QuerySet, Value
from django.db.models.lookups import Exact, GreaterThan, IsNull, LessThan

from intune_sim.graph.odata.filters import comparable
from intune_sim.graph.odata.literals import format_instant, parse_instant
from intune_sim.graph.odata.options import PAGE, Options
from intune_sim.graph.odata.tokens import closed, not_ours, opened
from intune_sim.graph.resources import Kind, Property, Resource


@dataclass(frozen=True)
class Page:
    """Rows in their order, and the token of the page behind them; none on the last."""

    rows: Sequence[Any]
    token: str = ""


def page_of(rows: "QuerySet[Any]", resource: Resource, options: Options) -> Page:
    """The page that the options ask for, in one query. Raises `Invalid` for a token that is none."""
    size = options.top or PAGE
    marks = {f"order_{at}_": comparable(resource, one) for at, (one, _) in enumerate(options.order)}
    ordered = rows.annotate(**marks).order_by(
        *(_by(f"order_{at}_", descends) for at, (_, descends) in enumerate(options.order)), "pk"
    )
    if options.skip_token:
        ordered = ordered.filter(_behind(options.skip_token, resource, options.order))
    start = 0 if options.skip_token else options.skip
    found = list(ordered[start : start + size + 1])
    if len(found) <= size:
        return Page(found)
    return Page(found[:size], token_of(found[size - 1], len(options.order)))


def _by(mark: str, descends: bool) -> OrderBy:
    """Null is less than any value."""
    return OrderBy(F(mark), descending=descends, nulls_last=descends or None, nulls_first=not descends or None)


def token_of(row: Model, marks: int) -> str:
    """The token of the page behind a row, which carries the values of its order."""
    values = [_written(getattr(row, f"order_{at}_")) for at in range(marks)]
    return closed([*values, row.pk])


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    return str(value) if isinstance(value, uuid.UUID) else value


def _behind(token: str, resource: Resource, order: Sequence[tuple[Property, bool]]) -> Q:
    """The rows behind the one that the token was made of, whether or not it still exists."""
    *texts, pk = opened(token, len(order) + 1)
    if type(pk) is not int or abs(pk) >= 2**63:
        raise not_ours()
    condition, equal = Q(), Q()
    for at, (one, descends) in enumerate(order):
        mark, value = F(f"order_{at}_"), _read(resource, one, texts[at])
        condition |= equal & _further(mark, value, descends)
        equal &= Q(IsNull(mark, True)) if value is None else Q(Exact(mark, value))
    return condition | (equal & Q(pk__gt=pk))


def _further(mark: F, value: Any, descends: bool) -> Q:
    if value is None:
        return Q(pk__in=[]) if descends else Q(IsNull(mark, False))
    if descends:
        return Q(LessThan(mark, value)) | Q(IsNull(mark, True))
    return Q(GreaterThan(mark, value))


def _read(resource: Resource, one: Property, value: Any) -> Any:
    """A value of a token as its kind, ready to stand in a comparison."""
    if value is None:
        return None
    match resource.kind(one), value:
        case (Kind.STRING | Kind.ENUM | Kind.FLAGS, str()) if "\x00" not in value:
            return Value(value)
        case Kind.BOOLEAN, bool():
            return Value(value)
        case Kind.INT32, int() if abs(value) < 2**31:
            return Value(value)
        case Kind.INT64, int() if abs(value) < 2**63:
            return Value(value, output_field=resource.model_field(one))
        case Kind.DOUBLE, int() | float():
            return Value(float(value), output_field=resource.model_field(one))
        case Kind.INSTANT, str() if moment := parse_instant(value):
            return Value(moment, output_field=resource.model_field(one))
        case Kind.DURATION, int() if abs(value) < 2**60:
            return Value(timedelta(microseconds=value), output_field=resource.model_field(one))
        case Kind.GUID, str():
            try:
                return Value(uuid.UUID(value), output_field=resource.model_field(one))
            except ValueError as error:
                raise not_ours() from error
    raise not_ours()
