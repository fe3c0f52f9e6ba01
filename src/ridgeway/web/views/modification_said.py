"""What is asked, said and resolved about a modification, and what of it waits for somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from ridgeway.governance.committees import queries as committees
from ridgeway.governance.committees import queries_owed as owed
from ridgeway.governance.consultations import queries as consultations
from ridgeway.governance.control import queries as control
from ridgeway.web.labels import Family
from ridgeway.web.views.modification_opened import OpenedModification
from ridgeway.web.views.modification_parts import kept

TABLES = (*committees.TABLES, *consultations.TABLES, *control.TABLES)
Values = dict[str, Any]
Rows = list[Values]


@dataclass(frozen=True, slots=True)
class Said:
    """Everything about a modification that a body, a Party or the administration set going."""

    resolutions: Rows
    conditions: Rows
    views: Rows
    actions: Rows
    requests: Rows
    consultations: list[consultations.ConsultationLine]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody: `family` and `state` are those of its badge; without `row_id` it has
    no page of its own."""

    family: Family
    state: str
    text: str
    route: str
    row_id: str
    by_date: dt.date | None


def said_about(seen: OpenedModification, references: Collection[str]) -> Said:
    """As far as the reader may see it, under any of its references: six queries, five of them
    once while the record stands."""
    actor, row, source = seen.actor, seen.row, seen.source

    def read() -> tuple[Rows, Rows, Rows, Rows, Rows]:
        resolutions = committees.resolutions_about(actor, row.id, source=source)
        return (
            resolutions,
            owed.conditions_of(actor, resolutions, source),
            owed.views_about(actor, row.id, source),
            owed.actions_about(actor, row.id, source),
            control.requests_about(actor, row.code_id, references, source),
        )

    at = seen.moment.at or seen.frame.at
    asked = consultations.consultations_of(actor, row.code_id, at, source, subject_id=row.id)
    return Said(*kept(seen, "said", read), asked)


def waiting(said: Said, today: dt.date) -> list[Waiting]:
    """What of it is still open, the nearest first."""
    found = [*_asked(said), *_owed(said, today)]
    return sorted(found, key=lambda it: it.by_date or dt.date.max)


def _asked(said: Said) -> Iterator[Waiting]:
    """What bodies and Parties were asked."""
    for c in said.consultations:
        if c.state == "open":
            day = c.closes_at.date()
            yield Waiting(Family.CONSULTATION, c.standing, c.title, "consultation", c.id, day)
    for r in said.resolutions:
        if r["state"] == "open":
            text, day = f"{r['body__short_name']}: {r['text']}", r["meeting__meeting_date"]
            yield Waiting(Family.RESOLUTION, "open", text, "resolution", r["id"], day)
    for r in said.requests:
        if r["state"] in ("raised", "endorsed"):
            text = f"{r['title']} ({r['release__name']})"
            yield Waiting(Family.CHANGE, r["state"], text, "change-request", r["id"], None)


def _owed(said: Said, today: dt.date) -> Iterator[Waiting]:
    """What somebody promised or was given to do."""

    def owed_by(row: Values, family: Family, text: str, resolution_id: str = "") -> Waiting:
        day = row["due_date"]
        state = "late" if day is not None and day < today else "open"
        return Waiting(family, state, text, "resolution", resolution_id, day)

    for r in said.conditions:
        if r["state"] == "open" and r["resolution__state"] == "carried":
            yield owed_by(r, Family.CONDITION, r["text"], r["resolution_id"])
    for r in said.views:
        if r["state"] == "open":
            text = f"View of the {r['body__short_name']} on {r['on']}"
            yield owed_by(r, Family.ACTION, text)
    for r in said.actions:
        if r["state"] == "open":
            yield owed_by(r, Family.ACTION, f"{r['owner__short_name']}: {r['text']}")
