"""The whole register as the cells of a spreadsheet, whatever its page, in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Case, Func, TextField, Value, When

from ridgeway.governance.actor import Actor
from ridgeway.governance.releases.register import (
    EVERYTHING,
    RegisterFilter,
    RegisterRow,
    narrowed,
    ordering,
    release_cells,
)
from ridgeway.governance.releases.register_columns import COLUMNS

AT_ONCE = 500


class DayText(Func):
    """A date as ISO 8601, written by the database: nobody parses it only to write it again."""

    template = "TO_CHAR(%(expressions)s, 'YYYY-MM-DD')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """There a date is its text."""
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AS text)", **more)


_COLUMN: dict[str, Any] = {"proposer": "proposer__name"}
"""Where the database holds what of a row of the register is called otherwise."""

_WRITTEN: dict[str, Any] = {
    **_COLUMN,
    **{name: DayText(name) for name in ("raised_date", "target_date", "decided_date")},
    "system_impact": Case(
        When(system_impact=True, then=Value("yes")), When(system_impact=False, then=Value("no"))
    ),
}
"""The same, with dates and truths as a file of text writes them."""


def cells_of(columns: Iterable[str] = COLUMNS) -> Callable[[RegisterRow], tuple[Any, ...]]:
    """What makes the cells of one row of the register, in the order of these columns."""
    names = [COLUMNS[name][1] for name in columns]
    return lambda row: tuple(getattr(row, name) for name in names)


def export_cells(
    actor: Actor,
    code_id: str,
    asked: RegisterFilter = EVERYTHING,
    columns: Sequence[str] = tuple(COLUMNS),
    *,
    written: bool = False,
) -> Iterator[tuple[Any, ...]]:
    """What `cells_of` makes of every row that a filter finds, straight from the database.

    With `written` dates and truths come as text, which is quicker for a file that holds text alone.
    """
    names = [COLUMNS[name][1] for name in columns]
    # The names of releases take the place of the identity by which they are found.
    held = {**(_WRITTEN if written else _COLUMN), "release": "id"}
    ordered = narrowed(actor, code_id, asked).order_by(*ordering(asked.sort))
    rows = ordered.values_list(*(held.get(name, name) for name in names)).iterator(2000)
    if "release" not in names:
        yield from rows
        return
    place = names.index("release")
    every = release_cells(actor, code_id, None) if asked == EVERYTHING else None
    while batch := list(islice(rows, AT_ONCE)):
        found = every
        if found is None:
            found = release_cells(actor, code_id, [row[place] for row in batch])
        for row in batch:
            yield (*row[:place], found.get(row[place], ""), *row[place + 1 :])
