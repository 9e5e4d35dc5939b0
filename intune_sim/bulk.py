"""How are many rows written at once? One UPDATE joined to a table of values, on SQLite and PostgreSQL alike."""

import json
from collections.abc import Sequence
from typing import Any

import orjson
from django.db import connection, models


def update_rows(model: type[models.Model], fields: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> int:
    """Write `rows` of (primary key, value of each field); returns how many were written."""
    if not rows:
        return 0
    columns: list[Any] = [model._meta.get_field(name) for name in fields]
    payload = orjson.dumps([[key, *map(_prepared, columns, values)] for key, *values in rows], default=str).decode()
    # Every name below comes from a model's own columns; the values travel as one parameter.
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    names = [quote(str(column.column)) for column in columns]
    if connection.vendor == "postgresql":
        taken = ", ".join(
            f"(v.value->>{place})::{column.db_type(connection)} AS {name}"
            for place, (column, name) in enumerate(zip(columns, names, strict=True), start=1)
        )
        values = f"SELECT (v.value->>0)::bigint AS id, {taken} FROM jsonb_array_elements(%s::jsonb) AS v"  # noqa: S608
    else:
        taken = ", ".join(f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(names, start=1))
        values = f"SELECT json_extract(value, '$[0]') AS id, {taken} FROM json_each(%s)"  # noqa: S608
    settings = ", ".join(f"{name} = verdicts.{name}" for name in names)
    statement = f"UPDATE {table} SET {settings} FROM ({values}) AS verdicts WHERE {table}.id = verdicts.id"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [payload])
        return int(cursor.rowcount)


def _prepared(field: Any, value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return json.dumps(value)
    return field.get_db_prep_save(value, connection)
