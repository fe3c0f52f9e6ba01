"""Days that a rule names inside a month."""

from __future__ import annotations

import datetime as dt

from ridgeway.core.dates.wording import MONTHS, WEEKDAYS

LAST = -1
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", LAST: "last"}


def days_in_month(year: int, month: int) -> int:
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap else LENGTHS[month - 1]


def nth_weekday(year: int, month: int, weekday: int, which: int) -> dt.date:
    """The first to fifth (1 to 5) or last (-1) such weekday of a month; weekday 0 is Monday.

    `nth_weekday(2020, 6, 3, -1)` is 25 June 2020, the last Thursday. Raises ValueError when the
    month has no fifth one, or when the rule itself makes no sense.
    """
    if weekday not in range(7):
        raise ValueError(f"weekday {weekday}: use 0 (Monday) to 6 (Sunday)")
    if which not in ORDINALS:
        raise ValueError(f"occurrence {which}: use 1 to 5, or -1 for the last")
    if which == LAST:
        end = dt.date(year, month, days_in_month(year, month))
        return end - dt.timedelta(days=(end.weekday() - weekday) % 7)
    start = dt.date(year, month, 1)
    day = 1 + (weekday - start.weekday()) % 7 + 7 * (which - 1)
    if day > days_in_month(year, month):
        raise ValueError(f"{MONTHS[month - 1]} {year} has no fifth {WEEKDAYS[weekday]}")
    return dt.date(year, month, day)


def rule_in_words(month: int, weekday: int, which: int) -> str:
    """`last Thursday of February`."""
    return f"{ORDINALS[which]} {WEEKDAYS[weekday]} of {MONTHS[month - 1]}"
