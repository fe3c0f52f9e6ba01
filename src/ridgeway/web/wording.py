"""How dates, counts, clauses and verdicts read on a page.

Filters of the template environment and words for the drawings; none of them reads the clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from ridgeway.core.dates import wording as dates
from ridgeway.core.verdict import Reason, State, Verdict

WEEKDAYS = tuple(name[:3] for name in dates.WEEKDAYS)
MONTHS = tuple(name[:3] for name in dates.MONTHS)
SOON_DAYS = 1


def short_date(day: dt.date) -> str:
    """`28 Nov`: for the axis of a drawing, where the year stands beside it."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def plain_date(day: dt.date) -> str:
    """`Thu 28 Nov 2019`, without markup."""
    return dates.long_date(day)


def long_date(day: dt.date | dt.datetime | None, zone: str = "Europe/London") -> Markup:
    """`Thu 28 Nov 2019` as a `time` element; an instant shows its minute in `zone` and its offset.

    A date that is not known reads "not held".
    """
    if day is None:
        return not_held()
    if isinstance(day, dt.datetime):
        local = day.astimezone(ZoneInfo(zone))
        return _time(local.date(), local.isoformat(timespec="minutes"), f", {local:%H:%M %Z}")
    return _day(day)


@lru_cache(maxsize=8192)
def _day(day: dt.date) -> Markup:
    """The same day stands in many rows of a long table."""
    return _time(day, day.isoformat(), "")


def clock_time(at: dt.datetime, zone: str = "Europe/London") -> str:
    """`17:05 GMT`: the time of day of an instant in a zone."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M %Z}"


def _time(day: dt.date, machine: str, tail: str) -> Markup:
    return Markup('<time datetime="{}"><span class="wd">{}</span> {} {}{}</time>').format(
        machine, WEEKDAYS[day.weekday()], short_date(day), day.year, tail
    )


@lru_cache(256)
def not_held(what: str = "not held") -> Markup:
    """The marker for a fact that no source states: shown, never filled in."""
    return Markup('<span class="none">{}</span>').format(what)


def relative_days(day: dt.date, today: dt.date, past: str = "ago") -> str:
    """`in 21 days`, `today`, `3 days ago`; pass `past="late"` for a duty that still stands."""
    gap = (day - today).days
    if gap == 0:
        return "today"
    if gap == SOON_DAYS:
        return "tomorrow"
    if gap > 0:
        return f"in {plural(gap, 'day')}"
    return f"{plural(-gap, 'day')} {past}"


def plural(count: int, one: str, many: str = "") -> str:
    """`1 day`, `2 days`, `1,200 Parties`: the count with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def clause(text: str) -> Markup:
    """A reference to a clause, in the small face; nothing when there is none."""
    return Markup('<span class="clause">{}</span>').format(text) if text else Markup()


def percent(share: float) -> str:
    """`12.34%`, as SVG wants it."""
    return f"{share:.2f}%"


def pounds_plain(amount: int, *, signed: bool = False) -> str:
    """`£1,200`, `−£50`; with `signed` a plus before what is more."""
    sign = "−" if amount < 0 else "+" if signed and amount else ""
    return f"{sign}£{abs(amount):,}"


def pounds(amount: int | None, signed: bool = False) -> str | Markup:
    """The same on a page, where an amount that is not known reads "not held"."""
    return not_held() if amount is None else pounds_plain(amount, signed=signed)


def listed(parts: tuple[str, ...] | list[str], joint: str = "or") -> str:
    """`the DCC`, `the DCC or the TAG`, `a, b or c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def answer_of(verdict: Verdict) -> str:
    """What follows Yes, No or Cannot tell in the answer: `2 of 9 requirements are not met`."""
    total, open_count = len(verdict.reasons), len(verdict.blocking)
    if not total:
        return "nothing is required"
    if open_count:
        many = f"{open_count} of {plural(total, 'requirement')}"
        if verdict.state is State.CANNOT_TELL:
            return f"{many} cannot be judged yet, which counts as not met"
        return f"{many} {'is' if open_count == 1 else 'are'} not met"
    missed = len(verdict.departures)
    if missed:
        return f"nothing blocks it; {plural(missed, 'departure')} from a “should”"
    if total == 1:
        return "what it requires is met"
    return f"all {total} requirements are met or waived"


def tally_words(reasons: tuple[Reason, ...] | list[Reason]) -> str:
    """`6 met, 1 waived, 1 not met, 1 cannot tell`: the tally for those who hear the page."""
    words = {
        State.MET: "met",
        State.WAIVED: "waived",
        State.UNMET: "not met",
        State.CANNOT_TELL: "cannot tell",
    }
    counts = [(sum(r.state is s for r in reasons), w) for s, w in words.items()]
    return ", ".join(f"{n} {w}" for n, w in counts if n) or "nothing required"


def at_words(at: dt.datetime, zone: str) -> str:
    """An instant as a person types it: `8 Nov 2019 17:00`, local to a zone."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{short_date(local.date())} {local.year} {local:%H:%M}"


def at_address(at: dt.datetime, zone: str) -> str:
    """An instant as a value of an address: `2019-11-08T17:00`, local to a zone."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"


@lru_cache(maxsize=8192)
def address(reference: str) -> str:
    """A reference as a part of an address; only the few signs in use there stay."""
    return quote(reference, safe="/~:@-._()")


def said(key: str) -> str:
    """A key in words: `self-governance` as `Self governance`."""
    text = key.replace("-", " ").replace("go live", "go-live")
    return text[:1].upper() + text[1:]


def calendar_name(key: str) -> str:
    """The key of a calendar as the countries that it is of: `England and Wales`."""
    return key.replace("-", " ").title().replace(" And ", " and ")


def worded(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, str, int], ...]:
    """Key, words and count of each, for a list to choose from."""
    return tuple((key, said(key), n) for key, n in counts)


def initial_capital(text: str) -> Markup:
    """The same text with its first letter raised: for a name that opens a sentence."""
    return escape(text[:1].upper() + text[1:])
