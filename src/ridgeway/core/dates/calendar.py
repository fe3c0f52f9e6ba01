"""A calendar of working days, as it was known on some day.

The working days are laid out once as a table of ordinals and their running count, so a shift of any
length costs one look-up. A calendar that is asked about a day it does not cover says so instead of
guessing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate, compress

from ridgeway.core.dates.wording import long_date

MONDAY_TO_FRIDAY = frozenset(range(5))


class OutsideCalendarError(LookupError):
    """The day asked about, or the answer, lies outside the years that the calendar covers."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that is not worked.

    `known_from` is the first day on which the holiday was known (None: always known to this
    calendar); `known_until` the first day on which it no longer held (None: it still holds).
    """

    day: dt.date
    title: str
    known_from: dt.date | None = None
    known_until: dt.date | None = None

    def held_on(self, known_on: dt.date | None) -> bool:
        """Whether the holiday stood, as known on a day; None asks for the latest knowledge."""
        if known_on is None:
            return self.known_until is None
        if self.known_from is not None and known_on < self.known_from:
            return False
        return self.known_until is None or known_on < self.known_until


@dataclass(frozen=True)
class Calendar:
    """Working days from `first` to `last`, both included.

    `weekdays` are the weekdays that are worked (0 is Monday). `holidays` are those that stand
    under this knowledge; pass versions through `calendar_of`. Days after `official_until` follow
    standing rules rather than a published list and are provisional.
    """

    name: str
    first: dt.date
    last: dt.date
    holidays: tuple[Holiday, ...]
    official_until: dt.date
    known_on: dt.date | None = None
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    _start: int = field(init=False, repr=False, compare=False)
    _worked: bytearray = field(init=False, repr=False, compare=False)
    _table: list[int] = field(init=False, repr=False, compare=False)
    _until: list[int] = field(init=False, repr=False, compare=False)
    _titles: dict[dt.date, Holiday] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        start, end = self.first.toordinal(), self.last.toordinal()
        if end < start:
            raise ValueError(f"a calendar cannot end ({self.last}) before it begins ({self.first})")
        week = bytes((self.first.weekday() + i) % 7 in self.weekdays for i in range(7))
        worked = bytearray((week * ((end - start) // 7 + 1))[: end - start + 1])
        titles: dict[dt.date, Holiday] = {}
        for holiday in self.holidays:
            place = holiday.day.toordinal() - start
            if not 0 <= place < len(worked):
                raise OutsideCalendarError(self._outside(holiday.day))
            worked[place] = 0
            titles.setdefault(holiday.day, holiday)
        if not any(worked):
            raise ValueError(f"the calendar {self.name} has no working day at all")
        keep = object.__setattr__  # the tables follow from the fields above and never change
        keep(self, "_start", start)
        keep(self, "_worked", worked)
        keep(self, "_table", list(compress(range(start, end + 1), worked)))
        keep(self, "_until", list(accumulate(worked)))
        keep(self, "_titles", titles)

    def is_working(self, day: dt.date) -> bool:
        return self._worked[self._place(day)] == 1

    def holiday(self, day: dt.date) -> Holiday | None:
        self._place(day)
        return self._titles.get(day)

    def is_provisional(self, day: dt.date) -> bool:
        """Whether the day lies beyond the published list of holidays."""
        return day > self.official_until

    def shift(self, day: dt.date, n: int) -> dt.date:
        """The day `n` working days on, or back when `n` is negative; with 0 the day itself.

        The day itself is never counted, so from a Saturday one on is Monday and one back Friday.
        """
        if n == 0:
            return day
        place = self._place(day)
        until = self._until[place]
        rank = until + n - 1 if n > 0 else until - self._worked[place] + n
        if not 0 <= rank < len(self._table):
            way = "after" if n > 0 else "before"
            raise OutsideCalendarError(
                f"{abs(n)} working days {way} {long_date(day)} lies outside {self._span()}"
            )
        return dt.date.fromordinal(self._table[rank])

    def next_working(self, day: dt.date) -> dt.date:
        """The day itself when it is worked, else the first one after it."""
        return day if self._worked[self._place(day)] else self.shift(day, 1)

    def previous_working(self, day: dt.date) -> dt.date:
        """The day itself when it is worked, else the last one before it."""
        return day if self._worked[self._place(day)] else self.shift(day, -1)

    def count(self, first: dt.date, last: dt.date) -> int:
        """Working days after `first` up to and including `last`; negative when `last` is earlier.

        So `shift(first, count(first, last)) == last` for every working day `last`.
        """
        if last < first:
            before_first = self._until[self._place(first)] - self._worked[self._place(first)]
            before_last = self._until[self._place(last)] - self._worked[self._place(last)]
            return before_last - before_first
        return self._until[self._place(last)] - self._until[self._place(first)]

    def _place(self, day: dt.date) -> int:
        place = day.toordinal() - self._start
        if 0 <= place < len(self._worked):
            return place
        raise OutsideCalendarError(self._outside(day))

    def _outside(self, day: dt.date) -> str:
        return f"{long_date(day)} lies outside {self._span()}"

    def _span(self) -> str:
        return f"the calendar {self.name}, {long_date(self.first)} to {long_date(self.last)}"


def calendar_of(
    name: str,
    holidays: Iterable[Holiday],
    *,
    first: dt.date,
    last: dt.date,
    official_until: dt.date,
    known_on: dt.date | None = None,
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY,
) -> Calendar:
    """The calendar as known on a day, from every version of its holidays, in order of day."""
    held = sorted((h for h in holidays if h.held_on(known_on)), key=lambda h: h.day)
    return Calendar(name, first, last, tuple(held), official_until, known_on, weekdays)
