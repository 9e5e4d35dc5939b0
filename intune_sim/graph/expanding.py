"""How do entities bring along what is behind them? In a few queries for each navigation, however many entities there are."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from intune_sim.graph.odata.filters import comparable
from intune_sim.graph.odata.options import Options
from intune_sim.graph.resources import Navigation


def expand(rows: Sequence[Any], options: Options, tenant: Any) -> None:
    """Let entities of one kind bring along what is expanded, and that what is expanded inside of it."""
    for navigation, inner in options.expand if rows else ():
        _bring(rows, navigation, inner, tenant)
        expand([item for row in rows for item in _brought(row, navigation)], inner, tenant)


def expanded(row: Any, navigation: Navigation, options: Options) -> Sequence[Any]:
    """What an entity has brought along, as far as `$top` and `$skip` inside of the expansion show it."""
    found = _brought(row, navigation)
    return found[options.skip : None if options.top is None else options.skip + options.top]


def _brought(row: Any, navigation: Navigation) -> Sequence[Any]:
    found = getattr(row, _mark(navigation))
    if isinstance(found, list):
        return found
    return [] if found is None else [found]


def _bring(rows: Sequence[Any], navigation: Navigation, inner: Options, tenant: Any) -> None:
    """Give each row the list of what it has behind a navigation or, where a relation leads to one, that one."""
    if navigation.relation:
        items = _asked(navigation, navigation.resource.rows(tenant), inner)
        prefetch_related_objects(
            rows, Prefetch(navigation.relation, queryset=items[: navigation.most_expanded], to_attr=_mark(navigation))
        )
        return
    for row, found in zip(rows, _behind(rows, navigation, inner, tenant), strict=True):
        setattr(row, _mark(navigation), found)


def _behind(rows: Sequence[Any], navigation: Navigation, inner: Options, tenant: Any) -> list[list[Any]]:
    """What each row has behind a navigation to which no relation leads."""
    if navigation.of_many:
        of_each = navigation.of_many(rows)
        found = [list(of_each.get(row.pk, ())) for row in rows]
    else:
        found = [list(navigation.rows(row)) for row in rows]
    if navigation.resource.model is None:
        return found
    named = {item.pk for items in found for item in items}
    asked = list(_asked(navigation, navigation.resource.rows(tenant).filter(pk__in=named), inner))
    keys = [{item.pk for item in items} for items in found]
    return [[one for one in asked if one.pk in own] for own in keys]


def _asked(navigation: Navigation, items: "QuerySet[Any]", inner: Options) -> "QuerySet[Any]":
    if inner.condition is not None:
        items = items.filter(inner.condition)
    order = [
        comparable(navigation.resource, one).desc() if descends else comparable(navigation.resource, one).asc()
        for one, descends in inner.order
    ]
    return items.order_by(*order, "pk")


def _mark(navigation: Navigation) -> str:
    return f"expanded_{navigation.name}"
