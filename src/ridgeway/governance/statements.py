"""Runs statements that are kept as text, by the shortest way that the database offers.

Django makes a cursor for each statement and looks through its text for marks: three times what
SQLite needs to answer one that an index serves, and an act holds its lock the while.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

Values = Sequence[Any]
MARK = re.compile(r"(?<!%)%s")


def fetched(sql: str, values: Values) -> list[tuple[Any, ...]]:
    """All rows that a query finds. Raises Django's database errors, as the others here do."""
    database = _directly()
    if database is None:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    with database.wrap_database_errors:
        found: list[tuple[Any, ...]] = database.connection.execute(_marked(sql), values).fetchall()
        return found


def changed(sql: str, values: Values) -> int:
    """How many rows a statement wrote."""
    database = _directly()
    if database is None:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(sql, values)
            return int(cursor.rowcount)
    with database.wrap_database_errors:
        count: int = database.connection.execute(_marked(sql), values).rowcount
        return count


def repeated(sql: str, rows: Sequence[Values]) -> None:
    """Run a statement for each row of values."""
    database = _directly()
    if database is None:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.executemany(sql, rows)
        return
    with database.wrap_database_errors:
        database.connection.executemany(_marked(sql), rows)


def _directly() -> Any:
    """This thread's connection to SQLite; None where somebody wants to see each statement."""
    database: Any = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "sqlite" or database.queries_logged or database.execute_wrappers:
        return None
    database.ensure_connection()
    database.validate_no_broken_transaction()
    return database


@lru_cache(maxsize=1000)
def _marked(sql: str) -> str:
    """With SQLite's own marks for values."""
    return MARK.sub("?", sql).replace("%%", "%")
