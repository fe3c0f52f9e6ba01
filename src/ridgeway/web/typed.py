"""Reads what people type: dates, instants, times of day and numbers, in the forms in use here.

Each reader takes the text and returns the value, or raises `Mistyped` with a sentence that says
what would be right.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from ridgeway.web.wording import MONTHS

DATE_EXAMPLE = "29 Nov 2019"
LONGEST_NUMBER = 40

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_FIGURES = re.compile(r"([0-9]{1,2})[/.\-\s]([0-9]{1,2})[/.\-\s]([0-9]{4})")
_WORDS = re.compile(
    r"(?:[a-z]{3,9},?\s+)?([0-9]{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+([0-9]{4})"
)
_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?::([0-9]{2}))?")
_OFFSET = re.compile(r"\s*(z|utc|gmt|bst|[+\-][0-9]{2}:?[0-9]{2})$")
_NUMBER = re.compile(r"[+\-]?[0-9]+(?:\.[0-9]+)?")
_FULL_MONTHS = [name.lower() for name in calendar.month_name[1:]]
_HOURS_AHEAD = {"z": 0, "utc": 0, "gmt": 0, "bst": 1}


class Mistyped(ValueError):
    """The text is not what the field asks for; the message is for the person who typed it."""


def read_date(text: str) -> dt.date:
    """A day from `2019-11-29`, `29/11/2019`, `29 Nov 2019` or `Fri 29 November 2019`."""
    cleaned = " ".join(text.split()).lower()
    if found := _ISO.fullmatch(cleaned):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _FIGURES.fullmatch(cleaned):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := _WORDS.fullmatch(cleaned):
        month = _month(found[2])
        if month:
            return _day(int(found[3]), month, int(found[1]))
    raise Mistyped(f"Enter a date such as {DATE_EXAMPLE}")


def read_time(text: str) -> dt.time:
    """A time of day such as `17:00`."""
    found = _CLOCK.fullmatch(text.strip())
    try:
        if found:
            return dt.time(int(found[1]), int(found[2]), int(found[3] or 0))
    except ValueError:
        pass
    raise Mistyped("Enter a time such as 17:00")


def read_instant(text: str, zone: str = "Europe/London") -> dt.datetime:
    """An instant in UTC from a day and a time; without an offset the time is local to `zone`.

    A local time that the change of clocks skips is refused; one that it repeats needs an offset.
    """
    cleaned = " ".join(text.split()).lower()
    offset = _OFFSET.search(cleaned)
    # a date such as 2019-11-29 also ends in a sign and figures: only a time carries an offset
    has_offset = offset is not None and ":" in cleaned[: offset.start()]
    body = cleaned[: offset.start()] if has_offset and offset else cleaned
    day_text, _, clock_text = re.sub(r"([0-9])t([0-9])", r"\1 \2", body).rpartition(" ")
    if not day_text or not _CLOCK.fullmatch(clock_text):
        if any(form.fullmatch(body) for form in (_ISO, _FIGURES, _WORDS)):
            day = read_date(body)
            raise Mistyped(f"Add the time of day, such as {day.day} {day:%b %Y} 17:00")
        raise Mistyped(f"Enter a date and a time such as {DATE_EXAMPLE} 17:00")
    naive = dt.datetime.combine(read_date(day_text.rstrip(",")), read_time(clock_text))
    try:
        if has_offset and offset:
            return (naive - _ahead(offset[1])).replace(tzinfo=dt.UTC)
        return _local(naive, zone)
    except OverflowError:
        raise Mistyped("That is outside the years that a calendar can hold") from None


def read_number(text: str) -> Decimal:
    """A number; a pound sign, thousands separators and a typographic minus are allowed."""
    cleaned = re.sub(r"[£,\s]", "", text).replace("−", "-")
    if len(cleaned) <= LONGEST_NUMBER and _NUMBER.fullmatch(cleaned):
        try:
            return Decimal(cleaned)
        except InvalidOperation:  # pragma: no cover - the pattern admits figures only
            pass
    raise Mistyped("Enter a number in figures, such as 12 or 1,400")


def _day(year: int, month: int, day: int) -> dt.date:
    if not 1 <= month <= 12:
        raise Mistyped(f"{month} is not a month: enter a date such as {DATE_EXAMPLE}")
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise Mistyped(f"{year} is not a year: enter a date such as {DATE_EXAMPLE}")
    longest = calendar.monthrange(year, month)[1]
    if not 1 <= day <= longest:
        name = _FULL_MONTHS[month - 1].capitalize()
        raise Mistyped(
            f"{day} {MONTHS[month - 1]} {year} does not exist: {name} {year} has {longest} days"
        )
    return dt.date(year, month, day)


def _month(word: str) -> int:
    for number, name in enumerate(_FULL_MONTHS, 1):
        if word == name or word == name[:3] or (word == "sept" and number == 9):
            return number
    return 0


def _ahead(offset: str) -> dt.timedelta:
    if offset in _HOURS_AHEAD:
        return dt.timedelta(hours=_HOURS_AHEAD[offset])
    figures = offset[1:].replace(":", "")
    hours, minutes = int(figures[:2]), int(figures[2:])
    if hours > 14 or minutes > 59:
        raise Mistyped(f"{offset} is not an offset from UTC: enter one such as +01:00")
    ahead = dt.timedelta(hours=hours, minutes=minutes)
    return -ahead if offset[0] == "-" else ahead


def _local(naive: dt.datetime, zone: str) -> dt.datetime:
    tz = ZoneInfo(zone)
    early, late = (naive.replace(tzinfo=tz, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    back = early.astimezone(tz).replace(tzinfo=None)
    if back != naive:
        raise Mistyped(f"{naive:%H:%M} does not exist on that day: the clocks go forward")
    if early != late:
        raise Mistyped(
            f"{naive:%H:%M} comes twice on that day: add the offset, such as {naive:%H:%M} +01:00"
        )
    return early
