"""Which rulebooks bind a release, and what they make owed for it on a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from ridgeway.core.dates.calendar import Calendar, OutsideCalendarError
from ridgeway.core.dates.loading import load_calendar
from ridgeway.core.dates.offset import Offset
from ridgeway.core.dates.reckoning import due_date
from ridgeway.core.planning.meetings import NO_MEETINGS, Meetings
from ridgeway.core.planning.obligations import GO_LIVE, Obligation, Undated, obligations_of
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Duty, Status
from ridgeway.core.verdict import refusal
from ridgeway.governance.codes.queries import rulebooks, rulebooks_in_force


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty of one policy for a release; `rule` is its key, stable under every move."""

    rule: str
    book: Rulebook
    duty: Obligation


@lru_cache(maxsize=32)
def calendar_named(name: str) -> Calendar:
    """The working days of a code, as known latest."""
    return load_calendar(name)


def books_for(code_id: str, on: dt.date) -> tuple[Rulebook, ...]:
    """The policies that bind releases on a day, the one that names and places them first.

    Without that one nothing can be planned, and the answer is empty.
    """
    books = rulebooks_in_force(code_id, on)
    first = next((b for b in books if b.naming is not None), None)
    if first is None:
        return ()
    return (first, *(b for b in books if b is not first and b.status is Status.APPROVED))


_known: dict[tuple[str, str], Rulebook] = {}


def book_of(code_id: str, reference: str) -> Rulebook | None:
    """The adopted rulebook that a row pins, such as `name@3.0`. An adopted text never changes."""
    found = _known.get((code_id, reference))
    if found is None and reference:
        found = next((b for b in rulebooks(code_id) if b.reference == reference), None)
        if found is not None:
            _known[code_id, reference] = found
    return found


def cited(code_id: str, reference: str) -> str:
    """The title and version of the rulebook that a row pins."""
    book = book_of(code_id, reference)
    return book.cited if book else reference


def duty_of(code_id: str, reference: str, rule: str) -> Duty | None:
    book = book_of(code_id, reference)
    return book.duty(rule.rpartition(":")[2]) if book else None


def owed_for(
    books: tuple[Rulebook, ...],
    *,
    name: str,
    kind: str,
    go_live_date: dt.date,
    calendar: Calendar,
    impacts: frozenset[str],
    meetings: Meetings,
) -> list[Owed]:
    """Every dated duty of every policy for a release, in the order of its dates.

    Raises Refused for a date that the calendar does not reach.
    """
    found = []
    for number, book in enumerate(books):
        for duty in _reckoned(book, name, kind, go_live_date, calendar, impacts, meetings)[0]:
            rule = duty.id if number == 0 else f"{book.id}:{duty.id}"
            found.append(Owed(rule, book, duty))
    return sorted(found, key=lambda owed: owed.duty.due_date)


def undated_for(
    book: Rulebook, *, name: str, kind: str, go_live_date: dt.date, calendar: Calendar
) -> tuple[Undated, ...]:
    """The duties whose time the policy states in words."""
    return _reckoned(book, name, kind, go_live_date, calendar, frozenset(), NO_MEETINGS)[1]


def _reckoned(
    book: Rulebook,
    name: str,
    kind: str,
    day: dt.date,
    calendar: Calendar,
    impacts: frozenset[str],
    meetings: Meetings,
) -> tuple[tuple[Obligation, ...], tuple[Undated, ...]]:
    try:
        return obligations_of(
            book, name, kind, {GO_LIVE: day}, calendar, impacts=impacts, meetings=meetings
        )
    except OutsideCalendarError as error:
        raise refusal("Reckon the obligations?", "calendar", f"{error}.") from error


def reckoned_day(offset: Offset, anchor: dt.date, calendar: Calendar) -> dt.date:
    """A date at an offset from another; raises Refused beyond the calendar."""
    try:
        return due_date(anchor, offset, calendar)
    except OutsideCalendarError as error:
        raise refusal("Reckon a date?", "calendar", f"{error}.") from error


def cut_off_rules(book: Rulebook) -> frozenset[str]:
    """The duties that close a scope."""
    return frozenset(cutoff.duty for cutoff in book.scope)
