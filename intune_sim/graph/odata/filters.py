"""Which rows does a `$filter` mean? Its tree becomes a Q, with the resource's own properties and nothing else."""

import operator
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

from django.db import models
from django.db.models import CharField, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, IsNull, LessThan, LessThanOrEqual

from intune_sim.durations import InvalidDuration, parse_duration
from intune_sim.errors import Invalid
from intune_sim.graph.odata import elements
from intune_sim.graph.odata.elements import SomeElement
from intune_sim.graph.odata.literals import parse_instant
from intune_sim.graph.odata.parser import (
    Compare,
    Every,
    IsOf,
    Literal,
    Member,
    Node,
    Not,
    Quantified,
    Some,
    Text,
)
from intune_sim.graph.odata.texts import NEVER, matches
from intune_sim.graph.resources import Call, Kind, Navigation, Property, Resource, as_guid

LOOKUPS: dict[str, Any] = {
    "eq": Exact,
    "ne": Exact,
    "gt": GreaterThan,
    "ge": GreaterThanOrEqual,
    "lt": LessThan,
    "le": LessThanOrEqual,
}
NUMBERS = {Kind.INT32, Kind.INT64, Kind.DOUBLE}
ORDERED = {Kind.STRING, Kind.INSTANT, Kind.DURATION, *NUMBERS}

#: A literal that no value can equal, such as text that is no GUID where GUIDs stand.
NOTHING = object()


def to_q(node: Node, resource: Resource, call: Call, *, base: Resource | None = None) -> Q:
    """The condition of a tree over rows of a resource, which may stand among the items of a `base`.

    Raises `Invalid` for a name, an operator or a literal that does not fit.
    """
    return _Reading(resource, call, base or resource).condition(node)


def known(resource: Resource, name: str, version: str) -> Property:
    """The property of a name that rows can be asked about; a cast on the way into a structured value changes nothing.

    Raises `Invalid`.
    """
    path = "/".join(part for part in name.split("/") if not part.lower().startswith("microsoft.graph."))
    found = resource.property_named(path, version)
    if found is None:
        raise unknown(resource, path, version)
    if not resource.is_comparable(found):
        # A structured value with one path into it is compared by that.
        inside = [one for one in resource.properties if one.is_path and one.name.startswith(f"{found.name}/")]
        if len(inside) != 1:
            raise _unasked(found.name)
        return inside[0]
    return found


def unknown(resource: Resource, path: str, version: str) -> Invalid:
    """The refusal of a path that cannot be asked about: it leads nowhere, or to what neither a column nor SQL holds."""
    first, *rest = path.split("/")
    one, owner = resource.property_named(first, version), resource.type
    for name in rest:
        if one is None or one.shape is None:
            break
        first, owner = name, one.shape.type
        inside = (variant.property_named(name, version) for variant in one.shape.variants.values())
        one = next(filter(None, inside), None)
    if one is None:
        return Invalid(f"Could not find a property named '{first}' on type 'microsoft.graph.{owner}'.")
    return _unasked(path)


def _unasked(path: str) -> Invalid:
    return Invalid(f"The property '{path}' cannot be filtered or sorted by.")


@dataclass(frozen=True)
class _Reading:
    """What the names of a tree mean: the properties of a resource or, within a lambda, of its variable."""

    resource: Resource
    call: Call
    base: Resource
    #: The variable that stands for a row.
    variable: str = ""

    def condition(self, node: Node) -> Q:
        """The condition of a tree."""
        match node:
            case Every(nodes):
                return reduce(operator.and_, map(self.condition, nodes))
            case Some(nodes):
                return reduce(operator.or_, map(self.condition, nodes))
            case Not(inner):
                return ~self.condition(inner)
            case IsOf(name):
                return self.is_of(name)
            case Quantified():
                return self.quantified(node)
            case Compare(comparison, name, literal):
                return self.asked(name, lambda at, one: at.compared(one, comparison, (literal,)))
            case Member(name, literals):
                return self.asked(name, lambda at, one: at.compared(one, "eq", literals))
            case Text(function, name, text):
                return self.asked(
                    name, lambda at, one: _text(at.resource, known(at.resource, one, at.call.version), function, text)
                )

    def asked(self, name: str, ask: Callable[["_Reading", str], Q]) -> Q:
        """The condition on a property; with a cast before its name, on the rows of that type alone."""
        kind, path = self.split(name)
        if not kind:
            return ask(self, path)
        if self.derived(kind) is None:
            return NEVER
        return self.is_of(kind) & ask(replace(self, resource=self.derived(kind)), path)  # type: ignore[arg-type]

    def split(self, name: str) -> tuple[str, str]:
        """The cast, if any, and the path behind it. Raises `Invalid` for a name that is not the variable's."""
        first, _, rest = name.partition("/")
        if self.variable:
            if first != self.variable or not rest:
                raise Invalid(f"'{name}' is not a path that starts with the variable '{self.variable}'.")
            first, _, rest = rest.partition("/")
            name = f"{first}/{rest}" if rest else first
        return (first, rest) if first.lower().startswith("microsoft.graph.") else ("", name)

    def derived(self, name: str) -> Resource | None:
        """The type of a name; None where these rows are of another that the collection holds. Raises `Invalid`."""
        found, sibling = self.resource.named(name, self.call.version), self.base.named(name, self.call.version)
        if found is None and sibling is None:
            raise Invalid(f"The type '{name}' is not one that this collection holds.")
        return self.resource if sibling is self.base else found

    def is_of(self, name: str) -> Q:
        """The rows of a type."""
        kind = self.derived(name)
        if kind is None:
            return NEVER
        column = kind.type_field or self.resource.type_field
        return ~NEVER if kind is self.resource or not column else Q(**{column: kind.type})

    def compared(self, name: str, comparison: str, literals: Sequence[Literal]) -> Q:
        """The comparison of a property with one of some values."""
        one = self.resource.property_named(name, self.call.version)
        if one and one.name == "id" and one.value and self.resource.find and self.resource.model:
            if comparison not in {"eq", "ne"}:
                raise _inapplicable(comparison, one)
            rows = self.resource.model._base_manager.all()
            keys = (self.resource.narrowed(rows, str(literal.value)).values("pk") for literal in literals)
            found = reduce(operator.or_, (Q(pk__in=each) for each in keys))
            return ~found if comparison == "ne" else found
        one = known(self.resource, name, self.call.version)
        return reduce(operator.or_, (_compare(self.resource, one, comparison, literal) for literal in literals))

    def quantified(self, node: Quantified) -> Q:
        """Whether some, or all, of what is behind a path meet a condition."""
        cast, name = self.split(node.path)
        resource = self.derived(cast) if cast else self.resource
        if resource is None:
            return NEVER
        guard = self.is_of(cast) if cast else ~NEVER
        if navigation := resource.navigation_named(name, self.call.version):
            found = self.behind(resource, navigation, node)
        else:
            found = self.among(resource, name, node)
        return guard & (~found if node.is_all else found)

    def behind(self, resource: Resource, navigation: Navigation, node: Quantified) -> Q:
        """The rows with a related one that meets the condition or, for `all`, that fails it."""
        inner = navigation.resource
        if not navigation.relation or navigation.is_single or inner.model is None or resource.model is None:
            raise Invalid(f"'{navigation.name}' of 'microsoft.graph.{resource.type}' cannot be filtered by.")
        condition = Q()
        if node.node:
            condition = _Reading(inner, self.call, inner, node.variable).condition(node.node)
        related = inner.rows(self.call.tenant).filter(~condition if node.is_all else condition).values("pk")
        owners = resource.model._base_manager.filter(**{f"{navigation.relation}__in": related})
        return Q(pk__in=owners.values("pk"))

    def among(self, resource: Resource, name: str, node: Quantified) -> Q:
        """The rows with an element of a list that meets the condition or, for `all`, that fails it."""
        one = resource.property_named(name, self.call.version)
        if one is None:
            raise unknown(resource, name, self.call.version)
        if navigation := resource.navigation_named(one.told_by, self.call.version):
            return self.behind(resource, navigation, node)
        is_held = not one.within and (one.expression is not None or not one.value)
        if not is_held or resource.model is None or resource.kind(one) not in {Kind.STRINGS, Kind.ENUMS}:
            raise Invalid(f"The property '{one.name}' is no collection that can be filtered by.")
        condition = elements.condition(node.node, node.variable) if node.node else ~NEVER
        return Q(SomeElement(resource.expression(one), ~condition if node.is_all else condition))


def comparable(resource: Resource, one: Property) -> Any:
    """A property's value in SQL as it is compared: text without regard to case."""
    expression = resource.expression(one)
    return Lower(expression, output_field=CharField()) if resource.kind(one) is Kind.STRING else expression


def constant(resource: Resource, one: Property, value: Any) -> Any:
    """A value on the other side of a comparison."""
    if resource.kind(one) is Kind.STRING:
        return Lower(Value(value, output_field=CharField()))
    if resource.kind(one) in NUMBERS:
        return Value(value, output_field=models.FloatField() if isinstance(value, float) else models.BigIntegerField())
    return Value(value, output_field=resource.model_field(one))


def _compare(resource: Resource, one: Property, comparison: str, literal: Literal) -> Q:
    if comparison not in {"eq", "ne"} and resource.kind(one) not in ORDERED:
        raise _inapplicable(comparison, one)
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
    return _known(resource, one) & matches(function, comparable(resource, one), text)


def _inapplicable(comparison: str, one: Property) -> Invalid:
    return Invalid(f"The operator '{comparison}' does not apply to the property '{one.name}'.")


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
        case kind if kind in NUMBERS and isinstance(value, int | float) and not isinstance(value, bool):
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
        case Kind.FLAGS if isinstance(value, str):
            return value
    raise Invalid(f"The value {literal.text} does not fit the property '{one.name}'.")


def _duration(text: str) -> timedelta:
    try:
        return parse_duration(text)
    except InvalidDuration as error:
        raise Invalid(str(error)) from error
