"""Modifications by a piece of their reference or title, out of SQLite's index of three letters."""

from __future__ import annotations

from django.db import connection

SHORTEST = 3
"""Letters that the index can look for."""

FOUND = (
    "SELECT row_id FROM search_searchentry WHERE id IN"
    " (SELECT rowid FROM search_title WHERE search_title MATCH %s LIMIT %s)"
)


def modifications_holding(text: str, most: int) -> list[str] | None:
    """The identities of all that may hold a text; None where the index cannot tell or there are
    more. PostgreSQL needs no help with this: its index is on the table itself."""
    if connection.vendor != "sqlite" or len(text) < SHORTEST:
        return None
    phrase = '"{}"'.format(text.replace('"', '""'))
    with connection.cursor() as cursor:
        cursor.execute(FOUND, [phrase, most + 1])
        found = [row_id for (row_id,) in cursor.fetchall()]
    return found if len(found) <= most else None
