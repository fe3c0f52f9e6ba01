"""How far one date lies from another, as a policy states it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from ridgeway.core.dates.wording import counted


class Unit(StrEnum):
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    WORKING_DAYS = "working-days"


class Roll(StrEnum):
    """Where a date goes that falls on a day not worked; with `none` it stays."""

    NONE = "none"
    FORWARD = "forward"
    BACKWARD = "backward"


class Counting(StrEnum):
    """Whether the day from which the count starts is day one (`on`) or not counted (`after`)."""

    AFTER = "after"
    ON = "on"


UNIT_NAMES = {
    Unit.DAYS: ("day", "days"),
    Unit.WEEKS: ("week", "weeks"),
    Unit.MONTHS: ("month", "months"),
    Unit.YEARS: ("year", "years"),
    Unit.WORKING_DAYS: ("Working Day", "Working Days"),
}


@dataclass(frozen=True, slots=True)
class Offset:
    """A signed length of time from an anchor; negative lies before it.

    The order is fixed: `anchor_roll` moves the anchor onto a working day, the count runs, `roll`
    moves the result, `at` gives the local time of day in the policy's zone.
    """

    amount: int
    unit: Unit
    roll: Roll = Roll.NONE
    counting: Counting = Counting.AFTER
    at: dt.time | None = None
    anchor_roll: Roll = Roll.NONE

    def __post_init__(self) -> None:
        if self.counting is Counting.ON and self.amount == 0:
            raise ValueError("an amount of 0 cannot count its own start day: use counting 'after'")
        if self.at is not None and self.at.tzinfo is not None:
            raise ValueError("a time of day is local to the policy's zone: leave out the zone")


def offset_in_words(offset: Offset, anchor_name: str) -> str:
    """`six weeks before go-live`, `one Working Day after the decision, that day included`."""
    one, many = UNIT_NAMES[offset.unit]
    if offset.amount == 0:
        text = f"the day of {anchor_name}"
    else:
        way = "before" if offset.amount < 0 else "after"
        text = f"{counted(abs(offset.amount), one, many)} {way} {anchor_name}"
    if offset.counting is Counting.ON:
        text += ", that day included"
    return text
