"""Writes rows as they stand, with statements that are put together once for each table.

Saving a row through its model costs several times what the database needs to take it, and an act
holds its lock the while. What is written here passes by signals and by values that a database
would make itself: no table of ours has any but its own number.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    AutoField,
    CharField,
    Field,
    ForeignKey,
    Model,
    OneToOneField,
    SlugField,
    TextField,
)

from ridgeway.governance import statements

Fields = tuple["Field[Any, Any]", ...]
AT_ONCE = 500
TEXT = frozenset({CharField, TextField, SlugField, ForeignKey, OneToOneField})


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one table. A number that the database gives is not read back."""
    if not rows:
        return
    database = connections[DEFAULT_DB_ALIAS]
    head, marks, whole, fields = _insertion(type(rows[0]))
    values = [_stored(row, fields, database) for row in rows]
    if database.vendor == "sqlite":
        statements.repeated(whole, values)
    else:
        # One statement for many rows: a server is asked anew for each that is repeated.
        for start in range(0, len(values), AT_ONCE):
            some = values[start : start + AT_ONCE]
            statements.changed(f"{head} {', '.join([marks] * len(some))}", [*chain(*some)])
    for row in rows:
        row._state.adding, row._state.db = False, database.alias  # noqa: SLF001 - as saving does


def update(row: Model, names: Sequence[str], *, version: int | None = None) -> bool:
    """Bring fields of a row in the table to what the row says; whether it is still there.

    With `version` it must stand at that one there, and rises by one.
    """
    sql, fields = _change(type(row), tuple(names), version is not None)
    if not sql:
        return True
    guard = [row.pk] if version is None else [row.pk, version]
    values = _stored(row, fields, connections[DEFAULT_DB_ALIAS])
    return bool(statements.changed(sql, [*values, *guard]))


def _stored(row: Model, fields: Fields, database: Any) -> list[Any]:
    return [
        value
        # Most columns are text, which goes in as it is; asking Django takes ten times as long.
        if (value := getattr(row, field.attname)) is None
        or (value.__class__ is str and field.__class__ in TEXT)
        else field.get_db_prep_save(value, database)
        for field in fields
    ]


@cache
def _insertion(model: type[Model]) -> tuple[str, str, str, Fields]:
    """The statement for rows: its head, the marks of one row, the two together; the fields."""
    fields = tuple(f for f in model._meta.concrete_fields if not isinstance(f, AutoField))
    columns, marks = ", ".join(map(_column, fields)), ", ".join(["%s"] * len(fields))
    head, one = f"INSERT INTO {_table(model)} ({columns}) VALUES", f"({marks})"
    return head, one, f"{head} {one}", fields


@cache
def _change(model: type[Model], names: tuple[str, ...], guarded: bool) -> tuple[str, Fields]:
    found: tuple[Any, ...] = tuple(model._meta.get_field(name) for name in names)
    said = [f"{_column(field)} = %s" for field in found]
    where = f"{_column(model._meta.pk)} = %s"
    if guarded:
        said.append("version = version + 1")
        where += " AND version = %s"
    sql = f"UPDATE {_table(model)} SET {', '.join(said)} WHERE {where}"  # noqa: S608 - our own names
    return sql if said else "", found


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(field: Field[Any, Any]) -> str:
    return connection.ops.quote_name(str(field.column))
