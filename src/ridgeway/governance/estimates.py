"""How large tables become, as SQLite's planner is told: estimates of a register of many years.

Without any it takes the index on the code of a row for as good as that on its identity, and reads
everything that a code holds. What it would measure itself it measures of what is held today and
tells to connections that are opened later; these are the same from the first day, so each plan is
the one that was tested. PostgreSQL measures by itself.
"""

from __future__ import annotations

from math import prod
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from ridgeway.governance.record.rows import label_of

USUAL = 10_000
ROWS = {
    "codes.installation": 1,
    "codes.code": 3,
    "codes.body": 30,
    "codes.party": 200,
    "codes.person": 1_000,
    "codes.account": 1_000,
    "codes.appointment": 2_000,
    "codes.policyadoption": 30,
    "record.chain": 4,
    "record.event": 1_000_000,
    "search.searchentry": 1_000_000,
    "modifications.modification": 100_000,
    "modifications.modificationreference": 100_000,
    "modifications.part": 100_000,
    "releases.release": 400,
    "releases.scopeentry": 100_000,
    "releases.registercount": 500,
    "testing.defect": 500_000,
}
"""Rows of a table; one that is not named has the usual number."""

FEW_VALUES = 8
FEW = frozenset({"stage", "path", "urgency", "state", "kind", "relation", "severity", "role"})
VALUES = {"act": 200, "actor_id": 1_000, "via": 5}
DAYS = 3_000
PARTIAL = 100
"""One row of so many is in an index that is of some rows alone."""


def rows_of(model: type[models.Model]) -> int:
    return ROWS.get(label_of(model), USUAL)


def values_of(field: models.Field[Any, Any]) -> int:
    """How many different values a column is taken to hold."""
    rows = rows_of(field.model)
    if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type):
        return min(rows, rows_of(field.related_model))
    if isinstance(field, models.BooleanField):
        return 2
    if field.choices or field.attname in FEW:
        return FEW_VALUES
    if isinstance(field, models.DateField):
        return min(rows, DAYS)
    return min(rows, VALUES.get(field.attname, rows))


def install(**signal: Any) -> None:
    """Tell the planner; nothing where the database measures by itself."""
    del signal
    if connection.vendor != "sqlite":
        return
    held = set(connection.introspection.table_names())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ANALYZE sqlite_schema")  # makes the table of estimates
        cursor.execute("DELETE FROM sqlite_stat1")
        for model in apps.get_models():
            if model._meta.db_table in held:
                told = [(model._meta.db_table, *line) for line in _lines(cursor, model)]
                cursor.executemany("INSERT INTO sqlite_stat1 VALUES (%s, %s, %s)", told)
        cursor.execute("ANALYZE sqlite_schema")  # reads it


def _lines(cursor: Any, model: type[models.Model]) -> list[tuple[str, str]]:
    """For each index how many rows it has, and how many are alike in its first columns."""
    fields = {str(field.column): field for field in model._meta.concrete_fields}
    cursor.execute(
        "SELECT name, [unique], partial FROM pragma_index_list(%s)", [model._meta.db_table]
    )
    found = []
    for name, unique, partial in cursor.fetchall():
        cursor.execute("SELECT name FROM pragma_index_info(%s) ORDER BY seqno", [name])
        columns = [column for (column,) in cursor.fetchall()]
        rows = rows_of(model) // (PARTIAL if partial else 1)
        # An expression has no name; what it makes is taken to be each row's own.
        values = [values_of(fields[name]) if name else max(1, rows) for name in columns]
        alike = [max(1, rows // prod(values[:n])) for n in range(1, len(values) + 1)]
        if unique:
            alike[-1] = 1
        found.append((name, " ".join(map(str, [max(1, rows), *alike]))))
    return found
