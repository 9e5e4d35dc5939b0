"""What does a body say? Values by model field; what cannot be meant is refused by its name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from intune_sim.durations import InvalidDuration, parse_duration
from intune_sim.errors import Invalid
from intune_sim.graph import documents
from intune_sim.graph.documents import INT32, MOST_ITEMS, UNFIT, unfit
from intune_sim.graph.odata.literals import parse_instant
from intune_sim.graph.resources import Kind, Property, Resource, Write

#: The key in an address, however it is written: `…/x('key')` or `…/x/key`.
REFERENCE = re.compile(r".*(?:\('((?:[^']|'')+)'\)|/([^/()]+))/?", re.DOTALL)

#: How many entities a body may bind at once.
MOST_BOUND = 20


def picked(body: Any, resource: Resource, version: str) -> Resource:
    """The declaration of the type that a new entity's body means. Raises `Invalid` where it must say one and does not."""
    named = body.get("@odata.type") if isinstance(body, dict) else None
    if named is None and resource.derived:
        raise Invalid(f"The type 'microsoft.graph.{resource.type}' is abstract: the body needs '@odata.type'.")
    found = resource.named(named, version) if isinstance(named, str) else resource
    if found is None or (found is resource and resource.derived):
        raise Invalid(
            f"The type '{named}' does not fit: a type that derives from '{_full(resource, version)}' is expected."
        )
    return found


def decode(
    body: Any, resource: Resource, version: str, *, is_new: bool, parent: Any = None, base: Resource | None = None
) -> Write:
    """The write that a body means, for a resource and the one that it derives from. Annotations and read-only
    properties are ignored. Raises `Invalid`."""
    if not isinstance(body, dict):
        raise Invalid("The body must be a JSON object.")
    _check_type(body.get("@odata.type"), resource, base or resource, version)
    bound = _bound(body, resource, version)
    values: dict[str, Any] = {}
    seen: set[str] = set()
    links: dict[str, Sequence[Mapping[str, Any]]] = {}
    for name, value in body.items():
        if "@odata." in name:
            continue
        one = resource.property_named(name, version)
        navigation = resource.navigation_named(name, version)
        if one and not one.is_path:
            seen.add(one.name)
            if one.is_read_only or (one.value and not one.decode):
                continue
            if one.within:
                values.setdefault(one.within, {})[one.name] = documents.read(value, one, version)
            else:
                values[one.column()] = read_value(value, resource, one, version)
        elif navigation and navigation.deep:
            links[navigation.name] = items_of(value, navigation.resource, version, name=navigation.name)
        elif navigation is None and name not in resource.tolerated:
            raise Invalid(f"The property '{name}' does not exist on type '{_full(resource, version)}'.")
    for one in resource.fields_in(version) if is_new else ():
        if one.required and one.name not in seen:
            raise Invalid(f"The property '{one.name}' is required.")
    return Write(
        values=values, links=links, key=body.get("id"), parent=parent, type=resource.type_in(version), bound=bound
    )


def items_of(value: Any, resource: Resource, version: str, *, name: str) -> list[Mapping[str, Any]]:
    """The items of a collection in a body, each as values by model field, and its own items by the navigation's name.

    Raises `Invalid`.
    """
    if not isinstance(value, list) or len(value) > MOST_ITEMS:
        raise unfit(name)
    writes = [decode(item, resource, version, is_new=True) for item in value]
    return [{**write.values, **write.links} for write in writes]


def _bound(body: Mapping[str, Any], resource: Resource, version: str) -> dict[str, str | tuple[str, ...]]:
    """The keys of the entities that `name@odata.bind` names. Raises `Invalid`."""
    found: dict[str, str | tuple[str, ...]] = {}
    for name, value in body.items():
        bare, mark, _ = name.partition("@odata.bind")
        navigation = resource.navigation_named(bare, version) if mark else None
        if navigation and navigation.is_single:
            found[navigation.name] = key_in(value, name=name)
        elif navigation:
            if not isinstance(value, list) or len(value) > MOST_BOUND:
                raise Invalid(f"'{name}' must be a list of at most {MOST_BOUND} addresses.")
            found[navigation.name] = tuple(key_in(one, name=name) for one in value)
    return found


def key_in(address: Any, *, name: str) -> str:
    """The key at the end of an address: `…/x('key')` or `…/x/key`. Raises `Invalid`."""
    match = REFERENCE.fullmatch(address) if isinstance(address, str) and not UNFIT.search(address) else None
    if match is None:
        raise unfit(name)
    return (match[1] or match[2]).replace("''", "'")


def read_value(value: Any, resource: Resource, one: Property, version: str) -> Any:
    """A property's value as its model field holds it. Raises `Invalid`."""
    if value is None:
        if not one.nullable:
            raise unfit(one.name)
        return "" if one.blank_is_null else None
    if one.decode:
        return one.decode(value)
    match resource.kind(one), value:
        case Kind.BOOLEAN, bool():
            return value
        case Kind.INT32, int() if not isinstance(value, bool) and -INT32 <= value < INT32:
            return value
        case Kind.STRING, str():
            return read_text(value, one, longest=resource.model_field(one).max_length)
        case Kind.ENUM, str() if value in resource.words(one).wires():
            return resource.words(one)(value)
        case Kind.INSTANT, str() if moment := parse_instant(value):
            return moment
        case Kind.DURATION, str():
            try:
                return parse_duration(value)
            except InvalidDuration as error:
                raise unfit(one.name) from error
        case ((Kind.STRINGS | Kind.ENUMS | Kind.FLAGS | Kind.INT64 | Kind.DOUBLE | Kind.COMPLEX), _):
            return documents.read(value, one if one.kind else replace(one, kind=resource.kind(one)), version)
    raise unfit(one.name)


def read_text(value: str, one: Property, *, longest: int | None) -> str:
    """Text that can be stored. Raises `Invalid`."""
    if UNFIT.search(value):
        raise unfit(one.name)
    if longest is not None and len(value) > longest:
        raise Invalid(f"The property '{one.name}' must not be longer than {longest} characters.")
    return value


def _check_type(given: Any, resource: Resource, base: Resource, version: str) -> None:
    fitting = {_full(resource, version), f"microsoft.graph.{resource.type}", f"microsoft.graph.{base.type}"}
    if given is not None and (not isinstance(given, str) or given.removeprefix("#") not in fitting):
        raise Invalid(f"The type '{given}' does not fit: '{_full(resource, version)}' is expected.")


def _full(resource: Resource, version: str) -> str:
    return f"microsoft.graph.{resource.type_in(version)}"
