"""Which rows have a text that starts so, in any case? Answered from an index, whatever the number of rows."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Func, Q, QuerySet, TextField, Value
from django.db.models.lookups import GreaterThanOrEqual, LessThan
from django.db.models.sql.compiler import SQLCompiler

#: The last character there is: whatever starts with a text stands before the text with this at its end.
LAST = "\U0010ffff"


class Folded(Func):
    """A text in small letters, in the order of its characters' numbers, so that an index of it finds beginnings."""

    function = "LOWER"
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **options: Any) -> Any:
        return self.as_sql(compiler, connection, template='(%(function)s(%(expressions)s) COLLATE "C")', **options)


class OrElse(Func):
    """A text, or another where it is empty. Written without parameters, so that a prepared query meets its index."""

    template = "COALESCE(NULLIF(%(expressions)s)"
    arg_joiner = ", ''), "
    arity = 2
    output_field = TextField()


def starts_with(field: str | Expression, text: str) -> Q:
    """Rows whose field starts with a text, in any case. The field needs an index of `Folded(field)`."""
    folded = Folded(field)
    return Q(GreaterThanOrEqual(folded, Folded(Value(text)))) & Q(LessThan(folded, Folded(Value(text + LAST))))


def first_that_start(rows: "QuerySet[Any]", text: str, *fields: str | Expression, most: int) -> "QuerySet[Any]":
    """Rows any of whose fields starts with a text: of each field the first so many, in the order of that field.

    However many rows have the text, and wherever they stand in the order of the list, an index answers with those few.
    """
    every = rows.model._default_manager
    found = [
        # An order and a limit may not stand in a part of a union.
        every.filter(pk__in=rows.filter(starts_with(field, text)).order_by(Folded(field), "pk").values("pk")[:most])
        .values("pk")
        for field in fields
    ]  # fmt: skip
    return rows.filter(pk__in=found[0].union(*found[1:]))
