"""A modification's implementation date: kept as limbs, worded by the adopted policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ridgeway.core.dates.calendar import Calendar
from ridgeway.core.dates.loading import load_calendar
from ridgeway.core.dates.wording import day_month_year
from ridgeway.core.planning.implementation import (
    Holding,
    ImplementationDate,
    Limb,
    following_decision,
    holding,
    sentence_of,
)
from ridgeway.core.planning.slots import PlanningError
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.modifications.amending import amended, in_place
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.sources import LIVE, Source

FOLLOWING = " working days following decision"
SELF_GOVERNANCE = "self-governance"
"""The path under which a decision is final only when its referral window has passed."""


@lru_cache(maxsize=8)
def calendar_named(name: str) -> Calendar:
    """A shipped calendar, read once."""
    return load_calendar(name)


def book_of_dates(code_id: str, on: dt.date, source: Source = LIVE) -> Rulebook | None:
    """The adopted policy that says how implementation dates are written."""
    books = rulebooks_in_force(code_id, on, source)
    return next((book for book in books if book.implementation is not None), None)


def kept(limbs: Iterable[Limb]) -> list[dict[str, Any]]:
    """Limbs as the table holds them."""
    return [
        {
            "date": limb.implementation_date.isoformat(),
            "release": limb.release,
            "by": limb.decision_by_date.isoformat(),
            "why": list(limb.why),
        }
        for limb in limbs
    ]


def limb_of(value: Mapping[str, Any]) -> Limb:
    return Limb(
        dt.date.fromisoformat(value["date"]),
        str(value.get("release", "")),
        dt.date.fromisoformat(value["by"]),
        tuple(value.get("why", ())),
    )


@dataclass(frozen=True, slots=True)
class Dating:
    """The implementation date as the page shows it.

    `sentence` is the policy's own pattern filled in. `holding` says which limb a decision that is
    held led to. `date` is the implementation date where one follows. `problem` says why there is
    no sentence although dates are held.
    """

    sentence: str
    limbs: tuple[Limb, ...]
    lead_time: str
    holding: Holding | None
    date: dt.date | None
    why: tuple[str, ...]
    clause: str
    unconfirmed: bool = False
    problem: str = ""
    steps: tuple[dict[str, Any], ...] = ()
    window_end: dt.date | None = None
    missed: bool = False

    @property
    def amended(self) -> dict[str, Any] | None:
        """The step that put another date in the place of the one first set."""
        return in_place(self.steps)

    @property
    def alarm(self) -> bool:
        """No date holds: a decision came, or is still to come, after the last day for one."""
        if self.amended is not None:
            return False
        return self.missed or (self.holding is not None and self.holding.alarm)


def dating_of(row: Modification, on: dt.date, source: Source = LIVE) -> Dating | None:
    """The implementation date of a modification with its reckoning; None where none is set."""
    found = _first_set(row, on, source)
    steps = tuple(amended(row.id, source)) if row.decided_date else ()
    if found is None:
        if not steps:
            return None
        found = Dating("", (), "", None, None, (), "")
    held = in_place(steps)
    day = held["implementation_date"] if held else found.date
    return replace(found, steps=steps, date=day)


def _first_set(row: Modification, on: dt.date, source: Source) -> Dating | None:
    """The date as it was set before the decision, settled by the day of the decision."""
    if not row.limbs and not row.lead_time:
        return None
    book = book_of_dates(row.code_id, on, source)
    limbs = tuple(limb_of(value) for value in row.limbs)
    clause = book.cite(book.implementation.clause) if book and book.implementation else ""
    if limbs:
        return _by_limbs(row, limbs, book, clause, on)
    if book is not None and row.lead_time.endswith(FOLLOWING):
        return _following(row, book, clause, on)
    return Dating(row.lead_time, (), row.lead_time, None, None, (), clause)


def _by_limbs(
    row: Modification, limbs: tuple[Limb, ...], book: Rulebook | None, clause: str, on: dt.date
) -> Dating:
    first, second = limbs[0], limbs[1] if len(limbs) > 1 else None
    sentence, problem = "", ""
    if book is not None and book.implementation is not None:
        sentence = sentence_of(book.implementation, first, second)
    else:
        problem = "No adopted policy says how the implementation date is worded."
    held = None
    if row.decided_date is not None:
        held = holding(ImplementationDate(first, second, sentence, clause), row.decided_date)
    return Dating(
        sentence=sentence,
        limbs=limbs,
        lead_time=row.lead_time,
        holding=held,
        date=held.limb.implementation_date if held and held.limb else None,
        why=tuple(step for limb in limbs for step in limb.why),
        clause=clause,
        problem=problem,
        missed=row.decided_date is None and limbs[-1].decision_by_date < on,
    )


def _following(row: Modification, book: Rulebook, clause: str, on: dt.date) -> Dating:
    days = int(row.lead_time.removesuffix(FOLLOWING))
    assumed = row.decided_date or on
    try:
        found = following_decision(
            book,
            days,
            assumed,
            calendar_named(book.calendar),
            self_governance=row.path == SELF_GOVERNANCE,
        )
    except PlanningError as error:
        return Dating("", (), row.lead_time, None, None, (), clause, problem=str(error))
    decided = row.decided_date is not None
    return Dating(
        sentence=found.sentence,
        limbs=(),
        lead_time=row.lead_time,
        holding=None,
        date=found.implementation_date if decided else None,
        why=found.why if decided else (),
        clause=clause,
        unconfirmed=found.unconfirmed and decided,
        window_end=found.window_end if decided else None,
    )


def in_words(limb: Limb) -> str:
    """A limb as a line: its date, release and the last day for a decision."""
    named = f" ({limb.release})" if limb.release else ""
    by = day_month_year(limb.decision_by_date)
    return f"{day_month_year(limb.implementation_date)}{named}, decision by {by}"
