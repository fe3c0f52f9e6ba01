"""W12: 500 releases × 40 obligations, from parsed input to dates."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.dataset import Draw, digest_of
from ridgeway.core.dates.calendar import Holiday, calendar_of
from ridgeway.core.dates.offset import Offset, Roll, Unit
from ridgeway.core.dates.reckoning import due_date

DIGEST = "423fe6f3175afca5700f601b86282418468d4a33dce9cff8a8682808bf0542d9"
ANCHORS = ("scope_freeze_on", "test_start_on", "go_live_on")
ONE = dt.timedelta(days=1)
FIRST, LAST = dt.date(2015, 1, 1), dt.date(2040, 12, 31)


@dataclass(frozen=True)
class Rule:
    key: str
    anchor: str
    offset: int
    unit: str
    roll: str


@dataclass(frozen=True)
class Case:
    """The input as parsed: holidays, obligations, and the anchors of each release."""

    holidays: Sequence[dt.date]
    rules: Sequence[Rule]
    releases: Sequence[tuple[str, dict[str, dt.date]]]


def easter(year: int) -> dt.date:
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 19 * m) // 433
    month = (h + m - 7 * n + 90) // 25
    return dt.date(year, month, (h + m - 7 * n + 33 * month + 19) % 32)


def holidays(first: int, last: int) -> list[dt.date]:
    """Bank holidays by rule, without one-off days."""
    out: set[dt.date] = set()
    for year in range(first, last + 1):
        sunday = easter(year)
        out |= {sunday - 2 * ONE, sunday + ONE}
        may = dt.date(year, 5, 1)
        out.add(may + ONE * (-may.weekday() % 7))
        for month in (5, 8):
            end = dt.date(year, month, 31)
            out.add(end - ONE * end.weekday())
        for fixed in (dt.date(year, 1, 1), dt.date(year, 12, 25), dt.date(year, 12, 26)):
            day = fixed
            while day.weekday() > 4 or day in out:
                day += ONE
            out.add(day)
    return sorted(out)


def case(releases: int = 500, seed: int = 1) -> Case:
    d = Draw(seed)
    rules = []
    for i in range(40):
        anchor, offset = d.pick(ANCHORS), d.below(121) - 90
        unit, roll = "working" if i % 4 else "calendar", d.pick(["forward", "backward"])
        rules.append(Rule(f"OB{i + 1:02d}", anchor, offset, unit, roll))
    made = []
    for i in range(releases):
        live = dt.date(2017, 1, 1) + dt.timedelta(days=d.below(18 * 365))
        test = live - dt.timedelta(days=40 + d.below(60))
        scope = live - dt.timedelta(days=110 + d.below(90))
        anchors = {"go_live_on": live, "test_start_on": test, "scope_freeze_on": scope}
        made.append((f"REL-{i + 1:04d}", anchors))
    return Case(holidays(2015, 2040), rules, made)


def solve(given: Case) -> list[tuple[str, str, str]]:
    """Every date, by the product's own reckoning."""
    days = [Holiday(day, "") for day in given.holidays]
    calendar = calendar_of("bench", days, first=FIRST, last=LAST, official_until=LAST)
    rules = [(r.key, r.anchor, offset_of(r)) for r in given.rules]
    return [
        (release, key, due_date(anchors[anchor], offset, calendar).isoformat())
        for release, anchors in given.releases
        for key, anchor, offset in rules
    ]


def offset_of(rule: Rule) -> Offset:
    """Working days count from a worked day; calendar days land first and roll then."""
    roll = Roll(rule.roll)
    if rule.unit == "working":
        return Offset(rule.offset, Unit.WORKING_DAYS, anchor_roll=roll)
    return Offset(rule.offset, Unit.DAYS, roll=roll)


def measured(rounds: int = 15) -> dict[str, float]:
    """Milliseconds of the middle round; raises when one date is wrong."""
    given, took = case(), []
    for _ in range(rounds):
        start = time.perf_counter()
        found = solve(given)
        took.append(time.perf_counter() - start)
        if digest_of(found) != DIGEST:
            raise SystemExit(f"W12: wrong dates, their digest is {digest_of(found)}")
    took.sort()
    return {"dates": len(found), "ms": took[len(took) // 2] * 1000, "least_ms": took[0] * 1000}


if __name__ == "__main__":
    print(measured())
