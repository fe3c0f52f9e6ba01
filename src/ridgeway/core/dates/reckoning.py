"""From an anchor and an offset to a date, with or without the steps that explain it.

`due_date` and `reckon` walk through the same three stages; `reckon` adds what it saw on the way.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ridgeway.core.dates.calendar import Calendar, OutsideCalendarError
from ridgeway.core.dates.offset import Counting, Offset, Roll, Unit, offset_in_words
from ridgeway.core.dates.rules import days_in_month
from ridgeway.core.dates.wording import MONTHS, WEEKDAYS, long_date

ONE_DAY = dt.timedelta(days=1)
LONDON = "Europe/London"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the arithmetic; `day` is the date reached by it, where there is one."""

    text: str
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A date with the reasons for it.

    `rolled` tells whether a roll rule moved the anchor or the result. `provisional` tells whether
    a year beyond the published holidays was consulted. `at` is aware, in the zone asked for.
    """

    day: dt.date
    steps: tuple[Step, ...]
    on_working_day: bool
    rolled: bool
    provisional: bool
    at: dt.datetime | None = None


def due_date(anchor: dt.date, offset: Offset, calendar: Calendar) -> dt.date:
    """The date alone, for reckoning many at once; raises OutsideCalendarError as `reckon` does."""
    start = rolled(anchor, offset.anchor_roll, calendar)
    landed = counted_from(start, offset, calendar)
    if offset.roll is Roll.NONE:
        calendar.is_working(landed)  # a date that the calendar cannot vouch for is refused here too
        return landed
    return rolled(landed, offset.roll, calendar)


def reckon(
    anchor: dt.date,
    offset: Offset,
    calendar: Calendar,
    *,
    anchor_name: str,
    zone: str = LONDON,
) -> Reckoned:
    """The date that an offset gives, and each step towards it in words.

    Raises OutsideCalendarError when the calendar does not cover a day it has to look up, and
    ValueError for a zone that does not exist.
    """
    steps = [Step(f"{_opening(anchor_name)} is {long_date(anchor)}", anchor)]
    start = rolled(anchor, offset.anchor_roll, calendar)
    if offset.anchor_roll is not Roll.NONE:
        steps.append(roll_step(anchor, start, offset.anchor_roll, calendar))
    landed = counted_from(start, offset, calendar)
    steps.append(_count_step(start, landed, offset, anchor_name))
    day = rolled(landed, offset.roll, calendar)
    steps.append(roll_step(landed, day, offset.roll, calendar))
    provisional = calendar.is_provisional(max(_looked_up(anchor, start, landed, day, offset)))
    if provisional:
        steps.append(
            Step(
                "Provisional: the published holidays end on "
                f"{long_date(calendar.official_until)}, later ones follow the standing rules"
            )
        )
    at = None
    if offset.at is not None:
        at, moment = instant(day, offset.at, zone)
        steps.append(Step(moment, day))
    return Reckoned(
        day=day,
        steps=tuple(steps),
        on_working_day=calendar.is_working(day),
        rolled=start != anchor or day != landed,
        provisional=provisional,
        at=at,
    )


def rolled(day: dt.date, roll: Roll, calendar: Calendar) -> dt.date:
    if roll is Roll.FORWARD:
        return calendar.next_working(day)
    return calendar.previous_working(day) if roll is Roll.BACKWARD else day


def counted_from(start: dt.date, offset: Offset, calendar: Calendar) -> dt.date:
    """The day where the count ends, before any roll."""
    try:
        return _counted_from(start, offset, calendar)
    except (OverflowError, ValueError) as error:
        beyond = f"{offset_in_words(offset, long_date(start))} lies beyond the years 1 to 9999"
        raise OutsideCalendarError(beyond) from error


def _counted_from(start: dt.date, offset: Offset, calendar: Calendar) -> dt.date:
    amount, unit = offset.amount, offset.unit
    own_day = dt.timedelta(0)
    if offset.counting is Counting.ON:
        own_day = ONE_DAY if amount > 0 else -ONE_DAY
    if unit is Unit.WORKING_DAYS:
        return calendar.shift(start - own_day, amount)
    if unit is Unit.DAYS or unit is Unit.WEEKS:
        return start + dt.timedelta(days=amount * (7 if unit is Unit.WEEKS else 1)) - own_day
    landed, clamped = add_months(start, amount * (12 if unit is Unit.YEARS else 1))
    # Running forward into a month that is too short, the period ends with that month's last day.
    return landed if clamped and amount > 0 else landed - own_day


def add_months(day: dt.date, months: int) -> tuple[dt.date, bool]:
    """The same day of another month, and whether it had to be the month's last day instead."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    longest = days_in_month(year, month + 1)
    return dt.date(year, month + 1, min(day.day, longest)), day.day > longest


def instant(day: dt.date, local: dt.time, zone: str) -> tuple[dt.datetime, str]:
    """The instant of a local time on a day, in that zone, and a sentence on how it was read.

    A time that the clocks skip is taken as much later as they jump; one that occurs twice is its
    first occurrence. Both are said in the sentence.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415  most reckonings have no time

    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"zone {zone!r} does not exist: use a name such as {LONDON}") from error
    plain = dt.datetime.combine(day, local, tzinfo=place)
    real = plain.astimezone(dt.UTC).astimezone(place)
    said = f"At {local:%H:%M} in {zone}, that is {real.astimezone(dt.UTC):%H:%M} UTC"
    if real.replace(tzinfo=None) != plain.replace(tzinfo=None):
        said = f"{local:%H:%M} is skipped by the clocks of {zone} that day: taken as {real:%H:%M}"
    elif plain.utcoffset() != plain.replace(fold=1).utcoffset():
        said += "; this time occurs twice that day, the first one counts"
    return real, said


def _opening(name: str) -> str:
    return name[:1].upper() + name[1:]


def _looked_up(
    anchor: dt.date, start: dt.date, landed: dt.date, day: dt.date, offset: Offset
) -> tuple[dt.date, ...]:
    """The days whose place in the calendar the answer rests on."""
    if offset.unit is Unit.WORKING_DAYS or offset.anchor_roll is not Roll.NONE:
        return (anchor, start, landed, day)
    return (landed, day)


def _count_step(start: dt.date, landed: dt.date, offset: Offset, anchor_name: str) -> Step:
    text = f"{_opening(offset_in_words(offset, anchor_name))}: {long_date(landed)}"
    if offset.unit in (Unit.MONTHS, Unit.YEARS):
        months = offset.amount * (12 if offset.unit is Unit.YEARS else 1)
        end, clamped = add_months(start, months)
        if clamped:
            missing = f"{start.day} {MONTHS[end.month - 1][:3]} {end.year}"
            text += f"; {missing} does not exist, so the month's last day was taken"
    return Step(text, landed)


def roll_step(before: dt.date, after: dt.date, roll: Roll, calendar: Calendar) -> Step:
    """What kind of day a date falls on, and where a roll rule put it."""
    if calendar.is_working(before):
        return Step(f"{long_date(before)} is a working day", before)
    why = f"{long_date(before)} is not a working day ({why_not_worked(before, calendar)})"
    if roll is Roll.NONE:
        return Step(f"{why}; no rule moves it", before)
    way = "forward to the next" if roll is Roll.FORWARD else "back to the previous"
    return Step(f"{why}; moved {way} working day, {long_date(after)}", after)


def why_not_worked(day: dt.date, calendar: Calendar) -> str:
    """The holiday's title, else the weekday."""
    holiday = calendar.holiday(day)
    return holiday.title if holiday else WEEKDAYS[day.weekday()]
