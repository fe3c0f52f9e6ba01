"""How many modifications a code holds, by what a register narrows to: counted as rows change.

The database itself keeps the counts, whoever writes. A migration may build a table anew, which
SQLite refuses while a trigger names it: so before each migration the triggers go, and after it they
are made again and everything is counted once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.folding import Difference
from ridgeway.governance.record.rows import Audience, label_of
from ridgeway.governance.releases.models import RegisterCount, Relation, Release, ScopeEntry

TABLE = Modification._meta.db_table
SCOPE = ScopeEntry._meta.db_table
RELEASES = Release._meta.db_table
COUNTS = RegisterCount._meta.db_table
COLUMNS = ("code_id", "audience", "stage", "path", "urgency", "example")
KEY = (*COLUMNS, "placed")
IN_SCOPE = f"relation <> '{Relation.REMOVED}'"
WIDEST_FIRST = " ".join(f"WHEN '{word}' THEN {n}" for n, word in enumerate(Audience.values))


def _list(prefix: str, names: tuple[str, ...] = COLUMNS) -> str:
    return ", ".join(f"{prefix}{name}" for name in names)


def _placed(modification: str, but: str = "", also: str = "") -> str:
    """The widest audience of what carries a modification, without one entry of scope, with
    another."""
    carried = (
        f"SELECT release_id FROM {SCOPE} WHERE modification_id = {modification} AND {IN_SCOPE}"  # noqa: S608
    )
    carried += f" AND id <> {but}.id" if but else ""
    carried += f" UNION ALL SELECT {also}.release_id WHERE {also}.{IN_SCOPE}" if also else ""
    return (
        f"COALESCE((SELECT audience FROM {RELEASES} WHERE id IN ({carried})"  # noqa: S608
        f" ORDER BY CASE audience {WIDEST_FIRST} END LIMIT 1), '')"
    )


def _more(values: str, placed: str, source: str) -> str:
    return (
        f"INSERT INTO {COUNTS} ({_list('', KEY)}, n) SELECT {values}, {placed}, 1 {source}"
        f" ON CONFLICT ({_list('', KEY)}) DO UPDATE SET n = {COUNTS}.n + 1;"
    )


def _fewer(values: str, placed: str) -> str:
    return (
        f"UPDATE {COUNTS} SET n = n - 1"  # noqa: S608
        f" WHERE ({_list('')}) = ({values}) AND placed = {placed};"
    )


def _moved(one: str, after: str) -> str:
    """What an entry of scope that is about to change does to the modification that it is about."""
    values = f"SELECT {_list('')} FROM {TABLE} WHERE id = {one}.modification_id"  # noqa: S608
    source = f"FROM {TABLE} WHERE id = {one}.modification_id"
    before = _placed(f"{one}.modification_id")
    return f"{_fewer(values, before)} {_more(_list(''), after, source)}"


MORE = _more(_list("new."), _placed("new.id"), "WHERE true")
FEWER = _fewer(_list("old."), _placed("old.id"))
CHANGED = " OR ".join(f"old.{name} <> new.{name}" for name in COLUMNS)
COUNTING = f"SELECT {_list('m.')}, {_placed('m.id')}, count(*) FROM {TABLE} m"  # noqa: S608
COUNTED = f"INSERT INTO {COUNTS} ({_list('', KEY)}, n) {COUNTING}"
GROUPED = "GROUP BY 1, 2, 3, 4, 5, 6, 7"
AGAIN = (
    f"DELETE FROM {COUNTS} WHERE code_id = new.code_id;"  # noqa: S608
    f" {COUNTED} WHERE m.code_id = new.code_id {GROUPED};"
)
WHEN = (
    ("more", "AFTER INSERT", TABLE, "", MORE),
    ("fewer", "AFTER DELETE", TABLE, "", FEWER),
    ("moved", f"AFTER UPDATE OF {_list('')}", TABLE, f"WHEN ({CHANGED})", f"{FEWER} {MORE}"),
    # Before: of several rows that one statement writes PostgreSQL tells only when all are written.
    (
        "placed",
        "BEFORE INSERT",
        SCOPE,
        "",
        _moved("new", _placed("new.modification_id", also="new")),
    ),
    ("freed", "BEFORE DELETE", SCOPE, "", _moved("old", _placed("old.modification_id", but="old"))),
    (
        "replaced",
        "BEFORE UPDATE OF relation, release_id",
        SCOPE,
        "",
        _moved("new", _placed("new.modification_id", but="old", also="new")),
    ),
    (
        "opened",
        "AFTER UPDATE OF audience",
        RELEASES,
        "WHEN (old.audience <> new.audience)",
        AGAIN,
    ),
)
"""Name of each trigger, when it is called, of which table and under which condition, and what it
does."""

FUNCTION = """
CREATE OR REPLACE FUNCTION register_{name}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {does} RETURN COALESCE(new, old); END $$
"""


def install(**signal: Any) -> None:
    """Make the triggers and count everything; nothing while the tables are not there."""
    del signal
    if not {TABLE, SCOPE, RELEASES, COUNTS} <= set(connection.introspection.table_names()):
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for trigger in WHEN:
            _trigger(cursor, *trigger)
        recount(cursor)


def remove(**signal: Any) -> None:
    """Take the triggers away, as far as there are any."""
    del signal
    held = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, _, table, *_ in WHEN:
            if table in held:
                _drop(cursor, name, table)


def recount(cursor: Any) -> None:
    """Count everything anew."""
    cursor.execute(f"DELETE FROM {COUNTS}")  # noqa: S608 - constants
    cursor.execute(f"{COUNTED} {GROUPED}")


def differences() -> Iterator[Difference]:
    """Where a count is not what counting finds."""
    with connection.cursor() as cursor:
        kept = _numbers(cursor, f"SELECT {_list('', KEY)}, n FROM {COUNTS}")  # noqa: S608 - constants
        found = _numbers(cursor, f"{COUNTING} {GROUPED}")
    for key in kept.keys() | found.keys():
        held, right = kept.get(key, 0), found.get(key, 0)
        if held != right:
            alike = "/".join(map(str, key))
            yield Difference(label_of(RegisterCount), alike, f"says {held}, there are {right}")


def _numbers(cursor: Any, query: str) -> dict[tuple[Any, ...], int]:
    cursor.execute(query)
    return {tuple(key): n for *key, n in cursor.fetchall()}


def _trigger(cursor: Any, name: str, when: str, table: str, condition: str, does: str) -> None:
    _drop(cursor, name, table)
    if connection.vendor == "sqlite":
        does = f"BEGIN {does} END"
    else:
        cursor.execute(FUNCTION.format(name=name, does=does))
        does = f"EXECUTE FUNCTION register_{name}()"
    cursor.execute(
        f"CREATE TRIGGER register_{name} {when} ON {table} FOR EACH ROW {condition} {does}"
    )


def _drop(cursor: Any, name: str, table: str) -> None:
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    cursor.execute(f"DROP TRIGGER IF EXISTS register_{name}{on}")
