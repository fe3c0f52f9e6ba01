"""How many modifications a code holds, by what a register narrows to: counted as rows change.

The database itself keeps the counts, whoever writes. A migration may build a table anew and lose
its triggers, so after each migration they are made again and everything is counted once.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.releases.models import RegisterCount

TABLE = Modification._meta.db_table
COUNTS = RegisterCount._meta.db_table
KEY = ("code_id", "audience", "stage", "path", "urgency", "example")


def _list(prefix: str) -> str:
    return ", ".join(f"{prefix}{name}" for name in KEY)


MORE = (
    f"INSERT INTO {COUNTS} ({_list('')}, n) VALUES ({_list('new.')}, 1)"  # noqa: S608 - constants
    f" ON CONFLICT ({_list('')}) DO UPDATE SET n = {COUNTS}.n + 1;"
)
FEWER = f"UPDATE {COUNTS} SET n = n - 1 WHERE " + " AND ".join(  # noqa: S608 - constants
    f"{name} = old.{name}" for name in KEY
)
CHANGED = " OR ".join(f"old.{name} <> new.{name}" for name in KEY)
WHEN = (
    ("more", "INSERT", "", MORE),
    ("fewer", "DELETE", "", f"{FEWER};"),
    ("moved", f"UPDATE OF {_list('')}", f"WHEN ({CHANGED})", f"{FEWER}; {MORE}"),
)
"""Name of each trigger, on what, under which condition, and what it does."""

FUNCTION = """
CREATE OR REPLACE FUNCTION register_{name}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {does} RETURN NULL; END $$
"""


def install(**signal: Any) -> None:
    """Make the triggers and count everything; nothing while the tables are not there."""
    del signal
    if not {TABLE, COUNTS} <= set(connection.introspection.table_names()):
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for name, on, condition, does in WHEN:
            _trigger(cursor, f"register_{name}", on, condition, does)
        recount(cursor)


def recount(cursor: Any) -> None:
    """Count everything anew."""
    cursor.execute(f"DELETE FROM {COUNTS}")  # noqa: S608 - constants
    cursor.execute(
        f"INSERT INTO {COUNTS} ({_list('')}, n)"  # noqa: S608 - constants
        f" SELECT {_list('')}, count(*) FROM {TABLE} GROUP BY {_list('')}"
    )


def _trigger(cursor: Any, name: str, on: str, condition: str, does: str) -> None:
    if connection.vendor == "sqlite":
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(
            f"CREATE TRIGGER {name} AFTER {on} ON {TABLE} FOR EACH ROW {condition} BEGIN {does} END"
        )
        return
    cursor.execute(FUNCTION.format(name=name.removeprefix("register_"), does=does))
    cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")
    cursor.execute(
        f"CREATE TRIGGER {name} AFTER {on} ON {TABLE} FOR EACH ROW {condition}"
        f" EXECUTE FUNCTION {name}()"
    )
