"""Reads of directed changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.visibility import declare, seen_ids, seen_rows, visible
from ridgeway.governance.directions.models import Direction, Instrument
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.models import Release

declare(Direction)

TABLES = (Direction, Release)
"""What a source of another moment has to hold for them."""

COLUMNS = (
    "id", "number", "title", "instrument", "directed_by", "made_date", "effective_date", "text",
    "documents", "evidence_id", "release_id", "release__name", "release__slug",
    "release__go_live_date", "release__actual_date", "delivered_date", "withdrawn_because",
    "clause", "policy", "source", "example",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DirectionLine:
    """A directed change. `release` is empty where there is none, or none that the reader sees."""

    id: str
    number: int
    title: str
    instrument: str
    directed_by: str
    made_date: dt.date
    effective_date: dt.date
    text: str
    documents: tuple[str, ...]
    evidence_id: str | None
    release: str
    slug: str
    go_live_date: dt.date | None
    delivered_date: dt.date | None
    withdrawn_because: str
    clause: str
    policy: str
    source: str
    example: bool

    @property
    def by(self) -> str:
        return str(Instrument(self.instrument).label)

    @property
    def state(self) -> str:
        """`withdrawn`, `delivered`, `planned` for a release, else `open`."""
        if self.withdrawn_because:
            return "withdrawn"
        if self.delivered_date:
            return "delivered"
        return "planned" if self.go_live_date else "open"

    def is_late(self, today: dt.date) -> bool:
        """It takes effect before it is in the code."""
        if self.state in ("withdrawn", "delivered"):
            return False
        planned = self.go_live_date or today
        return max(planned, today) > self.effective_date


def directions_of(
    actor: Actor, code_id: str, source: Source = LIVE, **equals: Any
) -> list[DirectionLine]:
    """The directed changes of a code by effective date, the latest first: two queries at most."""
    rows = seen_rows(actor, Direction, COLUMNS, source, code_id=code_id, **equals)
    ids = {str(row["release_id"]) for row in rows if row["release_id"]}
    seen = set(seen_ids(actor, Release, sorted(ids))) if ids else set()
    found = [_line(row, row["release_id"] in seen) for row in rows]
    return sorted(found, key=lambda it: (it.effective_date, it.number), reverse=True)


def _line(row: dict[str, Any], shown: bool) -> DirectionLine:
    named = {name: row[name] for name in COLUMNS if not name.startswith("release")}
    return DirectionLine(
        **{**named, "documents": tuple(row["documents"])},
        release=row["release__name"] if shown else "",
        slug=row["release__slug"] if shown else "",
        go_live_date=(row["release__actual_date"] or row["release__go_live_date"])
        if shown
        else None,
    )


def direction_seen(actor: Actor, direction_id: str) -> Direction | None:
    rows = visible(Direction, actor).filter(pk=direction_id)
    return rows.select_related("code").first()


def late_directions(actor: Actor, code_id: str, on: dt.date) -> list[DirectionLine]:
    """For the day's page: what takes effect before it is in the code."""
    held = directions_of(actor, code_id, withdrawn_because="", delivered_date=None)
    return [line for line in held if line.is_late(on)]
