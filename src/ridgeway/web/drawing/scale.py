"""Days on a line: where a day stands, which ticks the line carries, how labels keep apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ridgeway.web.wording import MONTHS, short_date

LETTER_PX = 7.2  # a generous width of one letter at .8438rem, so that layout errs to more room
GAP_PX = 8.0
LEAD = 4.0  # how far a label reaches back over the line that leads to it


def text_width(words: str) -> float:
    """Room that a label takes, in pixels, reckoned without a font: never too little."""
    return len(words) * LETTER_PX


@dataclass(frozen=True, slots=True)
class Scale:
    """Days from `first` to `last` (both drawn in full) over at least `width` pixels."""

    first: dt.date
    last: dt.date
    width: float = 900.0

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a scale cannot end ({self.last}) before it starts ({self.first})")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def holds(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def at(self, day: dt.date) -> float:
        """The share of the width at the start of a day, in percent, kept within 0 to 100."""
        return min(100.0, max(0.0, 100.0 * (day - self.first).days / self.days))

    def pixel(self, day: dt.date) -> float:
        return self.at(day) * self.width / 100.0

    def months(self) -> Iterator[dt.date]:
        """The first of each month on the scale."""
        day = self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first:
                yield day
            if (day.year, day.month) == (dt.MAXYEAR, 12):
                return
            day = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)

    def mondays(self) -> Iterator[dt.date]:
        ahead = -self.first.weekday() % 7
        for offset in range(ahead, self.days, 7):
            yield self.first + dt.timedelta(days=offset)

    def ticks(self) -> list[tuple[dt.date, str]]:
        """Labelled days that do not run into each other: weeks, months or quarters by span."""
        if self.days <= 70:
            wanted = [(day, short_date(day)) for day in self.mondays()]
        else:
            step = 1 if self.days <= 500 else 3 if self.days <= 1900 else 12
            wanted = [
                (day, MONTHS[day.month - 1]) for day in self.months() if (day.month - 1) % step == 0
            ]
        kept: list[tuple[dt.date, str]] = []
        end = -GAP_PX
        for day, words in wanted:
            if self.pixel(day) >= end and self.pixel(day) + text_width(words) <= self.width:
                kept.append((day, words))
                end = self.pixel(day) + text_width(words) + GAP_PX
        return kept


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label goes: `shift` pixels from the day `anchor`, running left when `left`.

    `start` and `end` are its pixels at the narrowest width of the drawing, `row` counts from the
    line outwards.
    """

    anchor: dt.date
    shift: float
    left: bool
    start: float
    end: float
    row: int = 0


def beside(day: dt.date, room: float, scale: Scale, avoid: dt.date | None = None) -> Place:
    """A place for a label of `room` pixels at `day`: to the right, unless it would leave the
    drawing or be struck through by the line at `avoid`; where neither side holds it, the one that
    holds more of it."""
    x = scale.pixel(day)
    right = Place(day, -LEAD, False, x - LEAD, x - LEAD + room)
    left = Place(day, LEAD, True, x + LEAD - room, x + LEAD)
    inside = [p for p in (right, left) if p.start >= -LEAD and p.end <= scale.width + LEAD]
    spare = inside[0] if inside else left if x > scale.width / 2 else right
    if avoid is None or avoid == day or not scale.holds(avoid):
        return spare
    line = scale.pixel(avoid)
    clear = [p for p in inside if not p.start - 2 < line < p.end + 2]
    if clear:
        return clear[0]
    past = Place(avoid, LEAD, False, line + LEAD, line + LEAD + room)
    if abs(x - line) <= 3 * LEAD and past.end <= scale.width:
        return past
    return spare


@dataclass(slots=True)
class Shelves:
    """Rows of pixels already taken; the row nearest the line comes first."""

    rows: list[list[tuple[float, float]]]

    @classmethod
    def bare(cls) -> Shelves:
        return cls([])

    def lay(self, start: float, end: float, gap: float = GAP_PX) -> int:
        """The first row with room for the pixels `start` to `end`; a new one when none has."""
        for number, row in enumerate(self.rows):
            if not _taken(row, start, end, gap):
                return self._put(number, start, end)
        return self._put(len(self.rows), start, end)

    def outermost(self, start: float, end: float, gap: float = GAP_PX) -> int:
        """The row beyond every row that these pixels touch, so that a line from the label to its
        day crosses no other label, when labels are laid from right to left."""
        taken = [n for n, row in enumerate(self.rows) if _taken(row, start, end, gap)]
        return taken[-1] + 1 if taken else 0

    def stack(self, start: float, end: float) -> int:
        """Take the outermost row."""
        return self._put(self.outermost(start, end), start, end)

    def _put(self, number: int, start: float, end: float) -> int:
        if number == len(self.rows):
            self.rows.append([])
        self.rows[number].append((start, end))
        return number


def _taken(row: list[tuple[float, float]], start: float, end: float, gap: float) -> bool:
    return any(start < b + gap and a < end + gap for a, b in row)
