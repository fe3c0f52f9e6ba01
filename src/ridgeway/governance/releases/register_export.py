"""The whole register as the cells of a spreadsheet, whatever its page, in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from ridgeway.governance.actor import Actor
from ridgeway.governance.releases.register import (
    EVERYTHING,
    RegisterFilter,
    RegisterRow,
    narrowed,
    ordering,
    places_of,
    release_names,
)
from ridgeway.governance.releases.register_columns import COLUMNS

AT_ONCE = 500

_COLUMN = {"proposer": "proposer__name"}
"""Where the database holds what of a row of the register is called otherwise."""


def cells_of(columns: Iterable[str] = COLUMNS) -> Callable[[RegisterRow], tuple[Any, ...]]:
    """What makes the cells of one row of the register, in the order of these columns."""
    names = [COLUMNS[name][1] for name in columns]
    return lambda row: tuple(getattr(row, name) for name in names)


def export_cells(
    actor: Actor,
    code_id: str,
    asked: RegisterFilter = EVERYTHING,
    columns: Sequence[str] = tuple(COLUMNS),
) -> Iterator[tuple[Any, ...]]:
    """What `cells_of` makes of every row that a filter finds, straight from the database."""
    ordered = narrowed(actor, code_id, asked).order_by(*ordering(asked.sort))
    names = [COLUMNS[name][1] for name in columns]
    held = [_COLUMN.get(name, name) for name in names if name != "release"]
    if "release" not in names:
        yield from ordered.values_list(*held).iterator(chunk_size=2000)
        return
    place = names.index("release")
    every = _releases(actor, code_id, None) if asked == EVERYTHING else None
    rows = ordered.values_list("id", *held).iterator(chunk_size=2000)
    while batch := list(islice(rows, AT_ONCE)):
        named = _releases(actor, code_id, [v[0] for v in batch]) if every is None else every
        for pk, *cells in batch:
            cells.insert(place, named.get(pk, ""))
            yield tuple(cells)


def _releases(actor: Actor, code_id: str, ids: list[str] | None) -> dict[str, str]:
    """The names of the releases of each modification, as one cell."""
    found = places_of(actor, code_id, ids)
    return {pk: release_names(places) for pk, places in found.items()}
