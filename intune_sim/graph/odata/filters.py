"""Which rows does a `$filter` mean? Its tree becomes a Q, with the resource's own properties and nothing else."""

import operator
import uuid
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

from django.db.models import CharField, Q, Value
from django.db.models.functions import Length, Lower, Right, StrIndex
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IsNull,
    LessThan,
    LessThanOrEqual,
)

from intune_sim.durations import InvalidDuration, parse_duration
from intune_sim.errors import Invalid
from intune_sim.graph.odata.literals import parse_instant
from intune_sim.graph.odata.parser import Compare, Every, Literal, Member, Node, Not, Some, Text
from intune_sim.graph.resources import Kind, Property, Resource, as_guid

LOOKUPS: dict[str, Any] = {
    "eq": Exact,
    "ne": Exact,
    "gt": GreaterThan,
    "ge": GreaterThanOrEqual,
    "lt": LessThan,
    "le": LessThanOrEqual,
}
ORDERED = {Kind.STRING, Kind.INT32, Kind.INSTANT, Kind.DURATION}
INT32 = 2**31

#: A literal that no value can equal, such as text that is no GUID where GUIDs stand.
NOTHING = object()

#: Q() that no row meets. Comparisons with null are false, never unknown, so that `not` turns them round.
NEVER = Q(pk__in=[])


def to_q(node: Node, resource: Resource, version: str) -> Q:
    """The condition of a tree. Raises `Invalid` for a name, an operator or a literal that does not fit."""
    match node:
        case Every(nodes):
            return reduce(operator.and_, (to_q(one, resource, version) for one in nodes))
        case Some(nodes):
            return reduce(operator.or_, (to_q(one, resource, version) for one in nodes))
        case Not(inner):
            return ~to_q(inner, resource, version)
        case Compare(comparison, name, literal):
            return _compare(resource, known(resource, name, version), comparison, literal)
        case Member(name, literals):
            one = known(resource, name, version)
            return reduce(operator.or_, (_compare(resource, one, "eq", literal) for literal in literals))
        case Text(function, name, text):
            return _text(resource, known(resource, name, version), function, text)


def known(resource: Resource, name: str, version: str) -> Property:
    """The property of a name that rows can be asked about. Raises `Invalid`."""
    path = "/".join(part for part in name.split("/") if not part.lower().startswith("microsoft.graph."))
    found = resource.property_named(path, version)
    if found is None:
        raise Invalid(f"Could not find a property named '{name}' on type 'microsoft.graph.{resource.type}'.")
    if not resource.is_comparable(found):
        raise Invalid(f"The property '{found.name}' cannot be filtered or sorted by.")
    return found


def comparable(resource: Resource, one: Property) -> Any:
    """A property's value in SQL as it is compared: text without regard to case."""
    expression = resource.expression(one)
    return Lower(expression) if resource.kind(one) is Kind.STRING else expression


def constant(resource: Resource, one: Property, value: Any) -> Any:
    """A value on the other side of a comparison."""
    if resource.kind(one) is Kind.STRING:
        return Lower(Value(value, output_field=CharField()))
    return Value(value, output_field=resource.model_field(one))


def _compare(resource: Resource, one: Property, comparison: str, literal: Literal) -> Q:
    if comparison not in {"eq", "ne"} and resource.kind(one) not in ORDERED:
        raise Invalid(f"The operator '{comparison}' does not apply to the property '{one.name}'.")
    if literal.value is None:
        return _against_null(resource, one, comparison)
    value = _fitting(resource, one, literal)
    if value is NOTHING:
        return ~NEVER if comparison == "ne" else NEVER
    condition = _known(resource, one) & Q(
        LOOKUPS[comparison](comparable(resource, one), constant(resource, one, value))
    )
    return ~condition if comparison == "ne" else condition


def _against_null(resource: Resource, one: Property, comparison: str) -> Q:
    if comparison not in {"eq", "ne"}:
        return NEVER
    if not resource.can_be_null(one):
        return NEVER if comparison == "eq" else ~NEVER
    return Q(IsNull(resource.expression(one), comparison == "eq"))


def _known(resource: Resource, one: Property) -> Q:
    """The value is not null."""
    return Q(IsNull(resource.expression(one), False)) if resource.can_be_null(one) else Q()


def _text(resource: Resource, one: Property, function: str, text: str) -> Q:
    if resource.kind(one) is not Kind.STRING:
        raise Invalid(f"'{function}' does not apply to the property '{one.name}'.")
    known_text = _known(resource, one)
    if not text:
        return known_text or ~NEVER
    subject, wanted = comparable(resource, one), constant(resource, one, text)
    if function == "contains":
        return known_text & Q(GreaterThan(StrIndex(subject, wanted), 0))
    if function == "startswith":
        return known_text & Q(Exact(StrIndex(subject, wanted), 1))
    is_long_enough = Q(GreaterThanOrEqual(Length(subject), len(text)))
    return known_text & is_long_enough & Q(Exact(Right(subject, len(text)), wanted))


def _fitting(resource: Resource, one: Property, literal: Literal) -> Any:
    """The literal as the property's kind. Raises `Invalid` where it is of another."""
    value = literal.value
    match resource.kind(one):
        case Kind.STRING if isinstance(value, str):
            return value
        case Kind.GUID if isinstance(value, str):
            guid = as_guid(value.removeprefix(one.prefix)) if value.startswith(one.prefix) else None
            return uuid.UUID(guid) if guid else NOTHING
        case Kind.BOOLEAN if isinstance(value, bool):
            return value
        case Kind.INT32 if isinstance(value, int) and not isinstance(value, bool) and -INT32 <= value < INT32:
            return value
        case Kind.INSTANT if isinstance(value, datetime):
            return value
        case Kind.INSTANT if isinstance(value, str) and (moment := parse_instant(value)):
            return moment
        case Kind.DURATION if isinstance(value, timedelta):
            return value
        case Kind.DURATION if isinstance(value, str):
            return _duration(value)
        case Kind.ENUM if isinstance(value, str) and value in resource.words(one).wires():
            return value
    raise Invalid(f"The value {literal.text} does not fit the property '{one.name}'.")


def _duration(text: str) -> timedelta:
    try:
        return parse_duration(text)
    except InvalidDuration as error:
        raise Invalid(str(error)) from error
