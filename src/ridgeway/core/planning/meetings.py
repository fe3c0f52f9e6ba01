"""The day on which a scope closes, where the policy closes it at a meeting of a body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace

from ridgeway.core.dates.calendar import Calendar
from ridgeway.core.dates.offset import Roll
from ridgeway.core.dates.reckoning import Reckoned, Step, roll_step
from ridgeway.core.dates.wording import long_date
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import ScopeCutoff

Meetings = Mapping[str, Collection[dt.date]]
"""The days on which bodies meet, by the body's id in the policy."""

NO_MEETINGS: Meetings = {}


def closing_of(rulebook: Rulebook, duty: str) -> ScopeCutoff | None:
    """The cut-off that a duty sets and that waits for a meeting."""
    return next((rule for rule in rulebook.scope if rule.duty == duty and rule.at_meeting_of), None)


def at_next_meeting(
    limit: Reckoned, rulebook: Rulebook, rule: ScopeCutoff, calendar: Calendar, meetings: Meetings
) -> Reckoned:
    """The reckoned day put off to the next meeting from then on, and a step that says so.

    It stays where the policy names no meeting for it, and where none is known.
    """
    if not rule.at_meeting_of:
        return limit
    to_come = (day for day in meetings.get(rule.at_meeting_of, ()) if day >= limit.day)
    day = min(to_come, default=None)
    body = rulebook.called(rule.at_meeting_of)
    if day is None:
        return _told(limit, f"No meeting of {body} is known from then on: it stays on this day")
    if day == limit.day:
        return _told(limit, f"{body[:1].upper()}{body[1:]} meets on this day")
    step = Step(f"Set at the next meeting of {body}: {long_date(day)}", day)
    return replace(
        limit,
        day=day,
        steps=(*limit.steps, step, roll_step(day, day, Roll.NONE, calendar)),
        on_working_day=calendar.is_working(day),
        rolled=True,
        provisional=limit.provisional or calendar.is_provisional(day),
        at=limit.at and limit.at + (day - limit.day),
    )


def _told(limit: Reckoned, what: str) -> Reckoned:
    """The last step says what kind of day it is, and stays the last."""
    return replace(limit, steps=(*limit.steps[:-1], Step(what), limit.steps[-1]))
