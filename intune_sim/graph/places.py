"""What stands at an address? The rows that a path leads to in the caller's tenant, and the entity among them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from intune_sim.errors import NotFound
from intune_sim.graph.resources import Call, Navigation, Resource
from intune_sim.graph.router import Address, Cast, Into, Key, nowhere


@dataclass(frozen=True)
class Parts:
    """Rows of several models, each kind with its declaration."""

    parts: tuple[tuple[Resource, "QuerySet[Any]"], ...]


#: Rows of a model, of several, or plain objects.
Rows = QuerySet[Any] | Parts | Sequence[Any]


@dataclass(frozen=True)
class Place:
    """Where a path leads: a collection or a single entity, or, with `wanted`, an item of the collection."""

    resource: Resource
    rows: Rows
    #: As the context names it.
    path: str
    is_single: bool = False
    wanted: str = ""
    #: What led here, and from which entity.
    navigation: Navigation | None = None
    owner: Any = None
    #: The path narrows the items to this type.
    cast: Resource | None = None

    @property
    def is_typed(self) -> bool:
        """Whether an item must say its type: the declared one is not its own."""
        wider = self.navigation.type if self.navigation else ""
        return bool(self.resource.derived or (not self.cast and (self.resource.item_type or wider)))

    def item_path(self, row: Any) -> str:
        """The path of an item."""
        return self.path if self.is_single else f"{self.path}('{self.resource.key_of(row)}')"


def place_at(address: Address, call: Call) -> Place:
    """What an address means. Raises `NotFound` where an entity on the way is not there, `Invalid` where it has no such
    navigation."""
    root = address.root
    place = Place(resource=root, rows=rows_of(root, call), path=root.path, is_single=root.is_single)
    for step in address.steps:
        match step:
            case Key(text):
                place = replace(place, wanted=text)
            case Cast(resource):
                place = narrowed(place, resource)
            case Into(navigation):
                place = behind(place, navigation.name, call)
    return place


def rows_of(resource: Resource, call: Call) -> Rows:
    """The rows of a tenant, or of who asks."""
    if resource.of_caller:
        mine: Rows = resource.of_caller(call)
        return mine
    if resource.model is None and resource.derived:
        return Parts(tuple((one, one.rows(call.tenant)) for one in resource.derived_in(call.version)))
    rows: Rows = resource.rows(call.tenant, call.asked) if resource.own_options else resource.rows(call.tenant)
    return rows


def narrowed(place: Place, resource: Resource) -> Place:
    """The items of a type alone, or of those that derive from it."""
    path = f"{place.path}/microsoft.graph.{resource.type}"
    kinds: tuple[Resource, ...] = resource.derived or (resource,)
    rows = place.rows
    if isinstance(rows, Parts):
        parts = tuple(part for part in rows.parts if part[0] in kinds)
        one_kind: Rows = parts[0][1] if parts else ()
        rows = Parts(parts) if resource.derived else one_kind
    elif isinstance(rows, QuerySet):
        # What is behind a navigation may be rows of one of several models.
        kinds = tuple(one for one in kinds if issubclass(rows.model, one.model or rows.model))
        column = kinds[0].type_field or place.resource.type_field if kinds else ""
        rows = rows if kinds else rows.none()
        rows = rows.filter(**{f"{column}__in": [one.type for one in kinds]}) if column else rows
    else:
        rows = [row for row in rows if place.resource.own(row) in kinds]
    return replace(place, resource=resource, rows=rows, path=path, cast=resource)


def behind(place: Place, name: str, call: Call) -> Place:
    """What a navigation of the entity leads to, as the entity's own type declares it."""
    row = entity_at(place)
    own = place.resource.own(row)
    navigation = own.navigation_named(name, call.version) or place.resource.navigation_named(name, call.version)
    if navigation is None:
        raise nowhere(name)
    return Place(
        resource=navigation.resource,
        rows=navigation.rows(row),
        path=navigation.context or f"{place.item_path(row)}/{navigation.name}",
        is_single=navigation.is_single,
        navigation=navigation,
        owner=row,
    )


def entity_at(place: Place) -> Any:
    """The entity. Raises `NotFound`."""
    row = _first(place.rows) if place.is_single else _found(place.rows, place.resource, place.wanted)
    if row is None:
        raise NotFound(
            f"Resource '{place.wanted or place.path}' does not exist or one of its queried reference-property objects "
            "are not present."
        )
    return row


def _first(rows: Rows) -> Any:
    if isinstance(rows, QuerySet):
        return rows.first()
    return None if isinstance(rows, Parts) else next(iter(rows), None)


def _found(rows: Rows, resource: Resource, wanted: str) -> Any:
    if isinstance(rows, QuerySet):
        return resource.narrowed(rows, wanted).first()
    if isinstance(rows, Parts):
        return next(filter(None, (one.narrowed(some, wanted).first() for one, some in rows.parts)), None)
    if resource.find and resource.model is None and not resource.derived:
        return next(iter(resource.find(rows, wanted)), None)  # type: ignore[arg-type]  # plain objects
    return next((row for row in rows if resource.key_of(row).lower() == wanted.lower()), None)
