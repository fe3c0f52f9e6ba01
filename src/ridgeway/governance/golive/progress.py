"""Progress towards readiness: what the policy asks, what was told, what has not come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ridgeway.core.dates.wording import long_date
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.governance.codes.models import Body
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.golive.models import ReadinessAsked, ReadinessUpdate
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.books import book_of
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.obligations import ObligationLine, obligations_of
from ridgeway.governance.releases.rhythm import Updates, open_updates

TABLES = (ReadinessAsked, ReadinessUpdate, Body)
"""What a source of another moment has to hold, beside what obligations need."""

Values = dict[str, Any]

ASKED = (
    "number", "by_body__short_name", "decided_date", "authority", "every", "unit",
    "first_due_date",
)  # fmt: skip
TOLD = (
    "number", "stated_by__short_name", "reported_date", "due_date", "go_live_date", "on_track",
    "progress", "concerns", "source",
)  # fmt: skip


def updates_of(book: Rulebook | None) -> Updates | None:
    """What a rulebook says of updates on readiness; None where it says nothing."""
    rule = book.go_live if book else None
    if book is None or rule is None or not rule.updates:
        return None
    duty = book.duty(rule.updates)
    clause = book.cite(duty.clause if duty else rule.clause)
    return Updates(book, rule.updates, rule.updates_asked_by, clause)


def updates_on(code_id: str, on: dt.date) -> Updates | None:
    """The same of the policies in force on a day."""
    books = rulebooks_in_force(code_id, on)
    return next((found for book in books if (found := updates_of(book))), None)


def updates_pinned(code_id: str, reference: str) -> Updates | None:
    """The same of the rulebook that a request pins."""
    return updates_of(book_of(code_id, reference))


def days_open(release: Release, on: dt.date) -> list[tuple[str, str]]:
    """The updates that have not come, by the day on which they are due."""
    updates = updates_on(release.code_id, on)
    rows = open_updates(release, updates) if updates else []
    return [(row.due_date.isoformat(), long_date(row.due_date)) for row in rows]


@dataclass(frozen=True, slots=True)
class Progress:
    """Of one release: requests in their order, what was told, latest first, and each update owed
    by its day."""

    asked: tuple[Values, ...]
    told: tuple[Values, ...]
    owed: tuple[ObligationLine, ...]


def progress_of(code_id: str, release_id: str, today: dt.date, source: Source = LIVE) -> Progress:
    """Progress of a release that the caller was found to see: four queries."""
    asked = source.rows(ReadinessAsked, ASKED, release_id=release_id)
    told = source.rows(ReadinessUpdate, TOLD, release_id=release_id)
    updates = updates_on(code_id, today)
    lines = obligations_of(code_id, release_id, today, source) if asked and updates else ()
    duty = updates.duty if updates else ""
    return Progress(
        asked=tuple(sorted(asked, key=lambda row: int(row["number"]))),
        told=tuple(sorted(told, key=lambda row: -int(row["number"]))),
        owed=tuple(one for one in lines if one.occurrence and one.rule.rpartition(":")[2] == duty),
    )
