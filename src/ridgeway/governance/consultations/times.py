"""When a consultation opens and closes: a last day, and the time of day that the policy gives."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.codes.queries import rulebooks_in_force


def rule_book(acting: Acting) -> Rulebook | None:
    """The policy in force that says how consultations close."""
    books = rulebooks_in_force(acting.within.id, acting.today)
    return next((book for book in books if book.consultation is not None), None)


def closing_instant(acting: Acting, day: dt.date, at: dt.time | None) -> dt.datetime:
    """The end of the last day as the policy means it; Refused where nothing gives the time."""
    book = rule_book(acting)
    time = at or (book.consultation.closes if book and book.consultation else None)
    if time is None:
        what = "No adopted policy says at which time of day a consultation closes."
        raise refusal("When does it close?", "closes-time", what, remedy="Give the time.")
    return dt.datetime.combine(day, time, ZoneInfo(acting.within.zone)).astimezone(dt.UTC)


def in_words(at: dt.datetime, zone: str) -> str:
    """`Tue 19 Nov 2019, 17:00`, in the zone of the code."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"
