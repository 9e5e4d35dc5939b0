"""Which rows have a text that starts so, in any case? Answered from an index, whatever the number of rows."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Q, TextField, Value
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


def starts_with(field: str, text: str) -> Q:
    """Rows whose field starts with a text, in any case. The field needs an index of `Folded(field)`."""
    folded = Folded(F(field))
    return Q(GreaterThanOrEqual(folded, Folded(Value(text)))) & Q(LessThan(folded, Folded(Value(text + LAST))))
