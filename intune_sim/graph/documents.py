"""What is inside of a document? Values in their wire form: checked on the way in, completed on the way out."""

import math
import re
from typing import Any

from intune_sim.durations import InvalidDuration, format_duration, parse_duration
from intune_sim.errors import Invalid
from intune_sim.graph.evolvable import masked
from intune_sim.graph.odata.literals import format_instant, parse_instant
from intune_sim.graph.resources import Kind, Property, Shape, as_guid

#: Characters that cannot be stored: NUL, and halves of surrogate pairs.
UNFIT = re.compile("[\x00\ud800-\udfff]")
INT32 = 2**31
INT64 = 2**63
MOST_ITEMS = 1000
NAMESPACE = "microsoft.graph."


def unfit(name: str) -> Invalid:
    """The refusal of a value that has the wrong shape."""
    return Invalid(f"Property {name} in payload has a value that does not match schema.")


def read(value: Any, one: Property, version: str) -> Any:
    """A value of a body as a document holds it: in wire form, normalised. Raises `Invalid`."""
    if value is None:
        if not one.nullable:
            raise unfit(one.name)
        return None
    if one.decode:
        return one.decode(value)
    if not one.many:
        return _one(value, one, version)
    if not isinstance(value, list) or len(value) > MOST_ITEMS:
        raise unfit(one.name)
    return [_one(item, one, version) for item in value]


def shown(value: Any, one: Property, version: str, *, is_annotated: bool, all_members: bool) -> Any:
    """A document's value as the wire shows it: complex values with every property of the version.

    A type that the version lacks goes out as the declared one; an enum's newer members only with `all_members`.
    """
    if value is None or one.shape is None:
        return value if all_members else masked(value, one.type)
    if one.many:
        return [_completed(item, one.shape, version, is_annotated, all_members) for item in value]
    return _completed(value, one.shape, version, is_annotated, all_members)


def _completed(document: Any, shape: Shape, version: str, is_annotated: bool, all_members: bool) -> Any:
    if not isinstance(document, dict):
        return document
    named = document.get("@odata.type")
    found = shape.variants.get(_bare(named), shape) if isinstance(named, str) else shape
    if not found.is_in(version):
        found, named = shape, f"#{NAMESPACE}{shape.type}"
    wire: dict[str, Any] = {"@odata.type": named} if named and is_annotated else {}
    for one in found.fields_in(version):
        value = document.get(one.name, one.default)
        wire[one.name] = shown(value, one, version, is_annotated=is_annotated, all_members=all_members)
    return wire


def _one(value: Any, one: Property, version: str) -> Any:  # noqa: PLR0912 - one line for each kind
    words = one.words.wires() if one.words else []
    match one.kind_in_document(), value:
        case Kind.COMPLEX, dict() if one.shape:
            return _document(value, one.shape, one.name, version)
        case Kind.BOOLEAN, bool():
            return value
        case Kind.INT32, int() if not isinstance(value, bool) and -INT32 <= value < INT32:
            return value
        case Kind.INT64, int() if not isinstance(value, bool) and -INT64 <= value < INT64:
            return value
        case Kind.DOUBLE, int() | float() if not isinstance(value, bool) and math.isfinite(value):
            return float(value)
        case Kind.STRING, str() if not UNFIT.search(value):
            return value
        case Kind.GUID, str() if guid := as_guid(value):
            return guid
        case Kind.ENUM, str() if value in words:
            return value
        case Kind.FLAGS, str() if flags := [part.strip() for part in value.split(",")]:
            if all(flag in words for flag in flags):
                return ",".join(dict.fromkeys(flags))
        case Kind.ENUMS, list() if all(isinstance(item, str) and item in words for item in value):
            return list(value)
        case Kind.STRINGS, list() if len(value) <= MOST_ITEMS:
            if all(isinstance(item, str) and not UNFIT.search(item) for item in value):
                return list(value)
        case Kind.INSTANT, str() if moment := parse_instant(value):
            return format_instant(moment)
        case Kind.DURATION, str():
            try:
                return format_duration(parse_duration(value))
            except InvalidDuration as error:
                raise unfit(one.name) from error
    raise unfit(one.name)


def _document(body: dict[str, Any], declared: Shape, name: str, version: str) -> dict[str, Any]:
    """A complex value: only what the body brought, under the documented names."""
    shape = _picked(body.get("@odata.type"), declared, name, version)
    document: dict[str, Any] = {}
    if shape.type != declared.type or declared.derived:
        document["@odata.type"] = f"#{NAMESPACE}{shape.type}"
    for given, value in body.items():
        if "@odata." in given:
            continue
        one = shape.property_named(given, version)
        if one is None:
            raise Invalid(f"The property '{given}' does not exist on type '{NAMESPACE}{shape.type}'.")
        if not one.is_read_only:
            document[one.name] = read(value, one, version)
    for one in shape.fields_in(version):
        if one.required and one.name not in document:
            raise Invalid(f"The property '{one.name}' is required.")
    return document


def _picked(named: Any, declared: Shape, name: str, version: str) -> Shape:
    """The shape that a body names, or the declared one. Raises `Invalid`."""
    if named is None and not declared.is_abstract:
        return declared
    found = declared.variants.get(_bare(named)) if isinstance(named, str) else None
    if found is None or found.is_abstract or not found.is_in(version):
        raise unfit(name)
    return found


def _bare(name: str) -> str:
    return name.removeprefix("#").removeprefix(NAMESPACE).lower()
