"""The whole register as the cells of a spreadsheet, whatever its page, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from operator import attrgetter
from typing import Any

from ridgeway.governance.actor import Actor
from ridgeway.governance.releases.register import (
    EVERYTHING,
    RegisterFilter,
    narrowed,
    ordering,
    places_of,
    release_names,
)

AT_ONCE = 500

COLUMNS = {
    "Reference": "reference",
    "Title": "title",
    "Stage": "stage",
    "Path": "path",
    "Urgency": "urgency",
    "Proposer": "proposer",
    "Release": "release",
    "Touches systems": "system_impact",
    "Raised": "raised_date",
    "Target": "target_date",
    "Decided": "decided_date",
    "Central cost": "central_cost",
}
"""What stands over each column, and what of a row of the register stands in it."""

EXPORT_COLUMNS = tuple(COLUMNS)

cells_of = attrgetter(*COLUMNS.values())
"""The cells of one row of the register, in the order of EXPORT_COLUMNS."""

_PLACE = EXPORT_COLUMNS.index("Release")
_HELD = tuple(
    "proposer__name" if name == "proposer" else name
    for name in COLUMNS.values()
    if name != "release"
)


def export_cells(
    actor: Actor, code_id: str, asked: RegisterFilter = EVERYTHING
) -> Iterator[tuple[Any, ...]]:
    """What `cells_of` makes of every row that a filter finds, straight from the database."""
    ordered = narrowed(actor, code_id, asked).order_by(*ordering(asked.sort))
    every = _releases(actor, code_id, None) if asked == EVERYTHING else None
    held = ordered.values_list("id", *_HELD).iterator(chunk_size=2000)
    while batch := list(islice(held, AT_ONCE)):
        named = _releases(actor, code_id, [v[0] for v in batch]) if every is None else every
        for pk, *cells in batch:
            cells.insert(_PLACE, named.get(pk, ""))
            yield tuple(cells)


def _releases(actor: Actor, code_id: str, ids: list[str] | None) -> dict[str, str]:
    """The names of the releases of each modification, as one cell."""
    found = places_of(actor, code_id, ids)
    return {pk: release_names(places) for pk, places in found.items()}
