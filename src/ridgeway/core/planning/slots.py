"""The places of the yearly cycle on the calendar, and the names of what is released in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ridgeway.core.dates.rules import nth_weekday, rule_in_words
from ridgeway.core.dates.wording import MONTHS, long_date
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Slot


class PlanningError(ValueError):
    """Asked of a plan what its rulebook cannot answer; the text says why and what helps."""


@dataclass(frozen=True, slots=True)
class SlotDate:
    """One slot in one year: the name of its release, its day by rule and the sentence for it."""

    slot: Slot
    name: str
    day: dt.date
    why: str


def slot_date(rulebook: Rulebook, slot: Slot, year: int) -> SlotDate:
    day = nth_weekday(year, slot.month, slot.weekday.number, slot.which.number)
    rule = rule_in_words(slot.month, slot.weekday.number, slot.which.number)
    why = f"{rulebook.cite(slot.clause)}: the {rule}, in {year} {long_date(day)}"
    return SlotDate(slot, release_name(rulebook, day), day, why)


def slot_dates(rulebook: Rulebook, first: dt.date, last: dt.date) -> Iterator[SlotDate]:
    """Every slot from `first` to `last`, both included, in order of date."""
    slots = sorted(rulebook.slots, key=lambda s: s.month)
    for year in range(first.year, last.year + 1):
        for slot in slots:
            placed = slot_date(rulebook, slot, year)
            if first <= placed.day <= last:
                yield placed


def release_name(rulebook: Rulebook, go_live: dt.date) -> str:
    """The name that the naming rule gives to a release on that day."""
    if rulebook.naming is None:
        raise PlanningError(f"{rulebook.cited} gives releases no names")
    return rulebook.naming.pattern.format(month=MONTHS[go_live.month - 1], year=go_live.year)


def month_named(rulebook: Rulebook, name: str) -> tuple[int, int]:
    """Year and month in a release's name; PlanningError when the name does not follow the rule."""
    for word in name.split():
        if len(word) == 4 and word.isdigit() and int(word) > 0:
            for month in range(1, 13):
                if (
                    release_name(rulebook, dt.date(int(word), month, 1)).casefold()
                    == name.casefold()
                ):
                    return int(word), month
    example = release_name(rulebook, dt.date(2019, 11, 1))
    raise PlanningError(
        f'"{name}" is not a release name under {rulebook.cited}. Write it like "{example}"'
    )


def slot_of(rulebook: Rulebook, name: str) -> SlotDate | None:
    """The slot that a release's name belongs to; None for an ad hoc release."""
    year, month = month_named(rulebook, name)
    slot = next((s for s in rulebook.slots if s.month == month), None)
    return slot_date(rulebook, slot, year) if slot else None
