"""The run is on the database that was asked for: a PostgreSQL run once passed on SQLite."""

from __future__ import annotations

from tests.engines import intended_vendor


def test_the_database_is_the_one_that_was_asked_for(database_vendor: str) -> None:
    assert database_vendor == intended_vendor()
