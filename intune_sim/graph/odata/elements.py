"""Which lists hold an element that a lambda means? A list of texts in a JSON column, asked element by element."""

import operator
from functools import reduce
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, F, Func, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.db.models.sql.compiler import SQLCompiler

from intune_sim.errors import Invalid
from intune_sim.graph.odata.parser import Compare, Every, Literal, Member, Node, Not, Some, Text
from intune_sim.graph.odata.texts import NEVER, matches


class Element(models.Expression):
    """The element in hand, inside of `SomeElement`."""

    output_field = CharField()

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        """The one column of the elements."""
        return "element.value", ()


class SomeElement(Func):
    """Whether some element of a JSON column's list meets a condition on `Element`."""

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, column: F, condition: Q) -> None:
        super().__init__(column, condition)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Elements as texts."""
        template = "EXISTS(SELECT 1 FROM jsonb_array_elements_text(%(expressions)s)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") AS element(value) WHERE ", **context)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Elements as texts."""
        template = "EXISTS(SELECT 1 FROM json_each(%(expressions)s)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") AS element WHERE ", **context)


def condition(node: Node, variable: str) -> Q:
    """The condition of a lambda's tree on one element, which only its variable names. Raises `Invalid`."""
    match node:
        case Every(nodes):
            return reduce(operator.and_, (condition(one, variable) for one in nodes))
        case Some(nodes):
            return reduce(operator.or_, (condition(one, variable) for one in nodes))
        case Not(inner):
            return ~condition(inner, variable)
        case Compare(comparison, name, literal) if comparison in {"eq", "ne"}:
            found = _equals(_checked(name, variable), literal)
            return ~found if comparison == "ne" else found
        case Member(name, literals):
            return reduce(operator.or_, (_equals(_checked(name, variable), literal) for literal in literals))
        case Text(function, name, text):
            _checked(name, variable)
            return matches(function, Lower(Element()), text)
    raise Invalid(f"An element of a list is compared by eq, ne, in and functions of texts, as in '{variable} eq …'.")


def _checked(name: str, variable: str) -> str:
    if name != variable:
        raise Invalid(f"'{name}' is not the variable '{variable}' of the lambda.")
    return name


def _equals(name: str, literal: Literal) -> Q:
    if literal.value is None:
        return NEVER
    if not isinstance(literal.value, str):
        raise Invalid(f"The value {literal.text} does not fit '{name}', which is a text.")
    return Q(Exact(Lower(Element()), Lower(Value(literal.value, output_field=CharField()))))
