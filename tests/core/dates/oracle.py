"""The same dates worked out slowly, one day after the other, without the product's tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from dateutil.relativedelta import relativedelta

ONE = dt.timedelta(days=1)


def worked(day: dt.date, off: Collection[dt.date]) -> bool:
    return day.weekday() < 5 and day not in off


def walk(day: dt.date, n: int, off: Collection[dt.date]) -> dt.date:
    step, left = (ONE if n > 0 else -ONE), abs(n)
    while left:
        day += step
        left -= worked(day, off)
    return day


def roll(day: dt.date, way: str, off: Collection[dt.date]) -> dt.date:
    while way != "none" and not worked(day, off):
        day += ONE if way == "forward" else -ONE
    return day


def count_off(
    day: dt.date, amount: int, unit: str, off: Collection[dt.date], *, own_day: bool
) -> dt.date:
    """Where a count ends; `own_day` when the day of the start is counted as day one."""
    if unit == "working-days":
        if not own_day:
            return walk(day, amount, off)
        step, left = (ONE if amount > 0 else -ONE), abs(amount)
        day -= step
        while left:
            day += step
            left -= worked(day, off)
        return day
    if unit in ("days", "weeks"):
        steps = abs(amount) * (7 if unit == "weeks" else 1)
        step = ONE if amount > 0 else -ONE
        for _ in range(steps - own_day):
            day += step
        return day
    end = day + relativedelta(months=amount * (12 if unit == "years" else 1))
    if not own_day:
        return end
    if amount < 0:
        return end + ONE
    return end if end.day < day.day else end - ONE


def weekdays_of_month(year: int, month: int, weekday: int) -> list[dt.date]:
    day, found = dt.date(year, month, 1), []
    while day.month == month:
        if day.weekday() == weekday:
            found.append(day)
        day += ONE
    return found
