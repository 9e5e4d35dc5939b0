"""How do a million rows come into a table in seconds? PostgreSQL writes them itself, from an expression for each column."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models


class Sql(str):
    """An expression of PostgreSQL over the row that it is made from; anything else is a value, the same for all."""


def write_rows(model: type[models.Model], source: str, **said: Any) -> int:
    """A row of a model for each row of a FROM clause; what is not said has the field's default."""
    fields: list[Any] = [field for field in model._meta.concrete_fields if field.name in said or not field.primary_key]
    expressions, values = [], []
    for field in fields:
        given = said.get(field.name, field.default)
        if isinstance(given, Sql):
            expressions.append(str(given))
        elif given is uuid.uuid4:
            expressions.append("gen_random_uuid()")
        else:
            value = given if field.name in said else field.get_default()
            value = getattr(value, "pk", value)
            expressions.append("%s")
            values.append(field.get_db_prep_save(value, connection))
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {', '.join(expressions)} FROM {source}", values)
        return int(cursor.rowcount)


def numbers(last: int) -> str:
    """A FROM clause with the numbers from one up, called n."""
    return f"generate_series(1, {last}) AS n"


def chance(number: str, of: int, *, salt: int = 0) -> Sql:
    """A whole number below `of` that looks as if it were drawn, the same for the same number and salt."""
    return Sql(f"mod(hashint8({number} * 31 + {salt})::bigint + 2147483648, {of})")


def one_of(number: str, choices: Sequence[object], *, salt: int = 0) -> Sql:
    """One of some texts, drawn in the same way."""
    texts = ", ".join("'" + str(choice).replace("'", "''") + "'" for choice in choices)
    return Sql(f"(ARRAY[{texts}])[1 + {chance(number, len(choices), salt=salt)}]")


def before(now: Any, seconds: str) -> Sql:
    """So many seconds (an expression) before an instant."""
    return Sql(f"'{now.isoformat()}'::timestamptz - ({seconds}) * interval '1 second'")


@contextmanager
def unindexed(*tables: type[models.Model]) -> Iterator[None]:
    """Take the indexes of these tables away that keep no promise, and build them in one go at the end."""
    names = [model._meta.db_table for model in tables]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique",
            [names],
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _, definition in indexes:
            cursor.execute(definition)


def tidy() -> None:
    """What PostgreSQL does by itself after a while: it counts, and notes which pages everybody may see."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
