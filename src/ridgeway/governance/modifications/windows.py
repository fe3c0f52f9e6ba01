"""The window after a vote under self-governance: until when a decision may still be referred."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ridgeway.core.dates.calendar import OutsideCalendarError
from ridgeway.core.planning.implementation import window_after
from ridgeway.core.planning.slots import PlanningError
from ridgeway.governance.modifications.dates import book_of_dates, calendar_named
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.sources import LIVE, Source


@dataclass(frozen=True, slots=True)
class Window:
    """`last_date` is the last day of the window; `problem` says why it cannot be told."""

    last_date: dt.date | None
    why: tuple[str, ...]
    clause: str
    unconfirmed: bool = False
    problem: str = ""


def window_of(row: Modification, on: dt.date, source: Source = LIVE) -> Window:
    """The referral window that follows the decision on a modification."""
    book = book_of_dates(row.code_id, on, source)
    if book is None or book.implementation is None:
        return Window(None, (), "", problem="No adopted policy says how long the window is.")
    rules = book.implementation
    clause = book.cite(rules.clause)
    if row.decided_date is None:
        return Window(None, (), clause, problem="The day of the decision is not held.")
    try:
        found = window_after(book, row.decided_date, calendar_named(book.calendar))
    except (PlanningError, OutsideCalendarError) as error:
        return Window(None, (), clause, problem=f"{error}.")
    why = tuple(step.text for step in found.steps)
    return Window(found.day, why, clause, rules.referral_window_unconfirmed)
