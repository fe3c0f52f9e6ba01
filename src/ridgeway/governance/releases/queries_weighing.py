"""What was weighed for one modification, matter by matter, over all releases that it was in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ridgeway.core.policy.terms import Weighed
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.codes.visibility import seen_rows
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.models import Release, Weighing

TABLES = (Weighing, Release)
COLUMNS = (
    "number", "release_id", "matter", "said_by", "said_date", "text", "rank", "length", "releases",
    "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter that the policy asks to be weighed, with what is held of it; missing without.

    `unheard` are those whom the policy names and who are not held to have said anything.
    """

    rule: Weighed
    clause: str
    held: tuple[dict[str, Any], ...]

    @property
    def unheard(self) -> tuple[str, ...]:
        said = {row["said_by"].casefold() for row in self.held}
        return tuple(name for name in self.rule.asked if name.casefold() not in said)


def weighed_for(
    actor: Actor, row: Modification, on: dt.date, source: Source = LIVE
) -> tuple[Matter, ...]:
    """Every matter of the policy in its order, two queries; none where no policy lists any."""
    book = next((b for b in rulebooks_in_force(row.code_id, on, source) if b.weighed), None)
    if book is None:
        return ()
    rows = source.rows(Weighing, COLUMNS, modification_id=row.id)
    ids = sorted({str(r["release_id"]) for r in rows})
    named = ("id", "name", "slug")
    seen = {r["id"]: r for r in seen_rows(actor, Release, named, source, id=ids)} if ids else {}
    held = [
        {**r, "release": seen[r["release_id"]]["name"], "slug": seen[r["release_id"]]["slug"]}
        for r in sorted(rows, key=lambda r: (r["said_date"], r["number"]))
        if r["release_id"] in seen
    ]
    return tuple(
        Matter(rule, book.cite(rule.clause), tuple(r for r in held if r["matter"] == rule.id))
        for rule in book.weighed
    )
