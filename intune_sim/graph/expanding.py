"""How do entities bring along what is behind them? In one query for each navigation, however many entities there are."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from intune_sim.errors import Invalid
from intune_sim.graph.odata.filters import comparable
from intune_sim.graph.odata.options import Options
from intune_sim.graph.resources import Navigation


def with_expanded(rows: "QuerySet[Any]", options: Options, tenant: Any, *, is_inside: bool = False) -> "QuerySet[Any]":
    """Rows that bring along what is expanded, but for single computed entities, which `expand` adds to each row.

    Raises `Invalid` for a collection that only one entity at a time can bring, and for what is computed `is_inside` of
    another expansion.
    """
    for navigation, inner in options.expand:
        if not navigation.relation and navigation.is_single and not is_inside:
            continue
        if not navigation.relation:
            raise Invalid(f"The navigation '{navigation.name}' can be expanded only where one entity is read.")
        items = _asked(navigation, navigation.resource.rows(tenant), inner, tenant)
        rows = rows.prefetch_related(Prefetch(navigation.relation, queryset=items, to_attr=_mark(navigation)))
    return rows


def expand(row: Any, options: Options, tenant: Any) -> None:
    """Bring along what one entity has behind it, and has not brought yet."""
    for navigation, inner in options.expand:
        if not hasattr(row, _mark(navigation)):
            items = navigation.rows(row)
            found = _asked(navigation, items, inner, tenant) if isinstance(items, QuerySet) else items
            setattr(row, _mark(navigation), list(found))


def expanded(row: Any, navigation: Navigation, options: Options) -> Sequence[Any]:
    """What was brought along, as far as `$top` and `$skip` inside of the expansion show it."""
    found = getattr(row, _mark(navigation))
    if navigation.is_single and not isinstance(found, list):
        found = [found] if found is not None else []
    page: Sequence[Any] = found[options.skip : None if options.top is None else options.skip + options.top]
    return page


def _asked(navigation: Navigation, items: "QuerySet[Any]", inner: Options, tenant: Any) -> "QuerySet[Any]":
    if inner.condition is not None:
        items = items.filter(inner.condition)
    order = [
        comparable(navigation.resource, one).desc() if descends else comparable(navigation.resource, one).asc()
        for one, descends in inner.order
    ]
    return with_expanded(items.order_by(*order, "pk"), inner, tenant, is_inside=True)


def _mark(navigation: Navigation) -> str:
    return f"expanded_{navigation.name}"
