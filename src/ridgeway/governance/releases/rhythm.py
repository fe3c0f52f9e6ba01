"""Updates that a body asked for at a frequency: one obligation a day, in step with go-live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from ridgeway.core.dates.offset import Offset, Unit
from ridgeway.core.dates.wording import counted, long_date
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Duty
from ridgeway.governance.acting import Acting
from ridgeway.governance.releases.books import calendar_named, reckoned_day
from ridgeway.governance.releases.models import Obligation, Reckoning, Release, Rhythm

OVER = "cancelled"

R = TypeVar("R", bound=Rhythm)


@dataclass(frozen=True, slots=True)
class Updates:
    """What one rulebook says of updates of one sort: by which duty, who says how often."""

    book: Rulebook
    duty: str
    asked_by: str
    clause: str


def rule_of(release: Release, book: Rulebook, duty: str) -> str:
    """The key of a duty among what a release owes: its own policy's go by their names alone."""
    own = release.policy.partition("@")[0] == book.id
    return duty if own else f"{book.id}:{duty}"


def open_updates(release: Release, updates: Updates) -> list[Obligation]:
    """The updates that are asked for and have not come, the earliest first."""
    rule = rule_of(release, updates.book, updates.duty)
    rows = release.obligations.filter(rule=rule, discharged_date=None, lapsed=False)
    return list(rows.exclude(occurrence="").order_by("due_date"))


def update_due(release: Release, updates: Updates, day: dt.date | None) -> Obligation | None:
    """The update of a day, or the earliest that is open."""
    found = open_updates(release, updates)
    return next((row for row in found if day in (None, row.due_date)), None)


def asked_of(model: type[R], release: Release) -> R | None:
    """The request that stands: the latest."""
    return model._default_manager.filter(release=release).order_by("-number").first()


def follow(
    acting: Acting, model: type[R], updates_of: Callable[[str, str], Updates | None]
) -> None:
    """Where a release moved, went live or was cancelled, the updates owed for it follow.

    `updates_of` reads what the rulebook says that a request pins, by code and reference.
    """
    moved = {row.id: row for row in acting.written() if isinstance(row, Release)}
    if not moved:
        return
    rows = model._default_manager.filter(release__in=sorted(moved)).select_related("by_body")
    for asked in {row.release_id: row for row in rows.order_by("number")}.values():
        updates = updates_of(acting.within.id, asked.policy)
        if updates is not None:
            schedule(acting, moved[asked.release_id], asked, updates)


def schedule(acting: Acting, release: Release, asked: Rhythm, updates: Updates) -> None:
    """Add what is owed now, let lapse what is not. What was due before the request stands as it
    is: a new rhythm excuses nothing that was missed."""
    rule = rule_of(release, updates.book, updates.duty)
    duty = updates.book.duty(updates.duty)
    if duty is None:
        return
    end = release.actual_date or release.go_live_date
    wanted = set() if release.state == OVER else {
        *days_asked(asked, end, acting.within.calendar)
    }  # fmt: skip
    rows = {row.due_date: row for row in release.obligations.filter(rule=rule) if row.occurrence}
    for day, row in rows.items():
        lapses = day not in wanted and day >= asked.decided_date
        if row.discharged_date is None and day in wanted and row.lapsed:
            acting.change(row, lapsed=False)
        if row.discharged_date is None and lapses and not row.lapsed:
            acting.change(row, lapsed=True)
    new = sorted(wanted - rows.keys())
    fresh = [_owed(release, rule, duty, updates.book, asked, day) for day in new]
    acting.add_all(fresh)
    acting.add_all([_reckoned(row, release, asked) for row in fresh])


def days_asked(asked: Rhythm, until: dt.date, calendar_name: str) -> Iterator[dt.date]:
    """Every day on which an update is due, up to the day before `until`."""
    calendar = calendar_named(calendar_name)
    for number in count():
        step = Offset(number * asked.every, Unit(asked.unit))
        day = reckoned_day(step, asked.first_due_date, calendar)
        if day >= until:
            return
        yield day


def often(asked: Rhythm) -> str:
    """`every month from Thu 14 Jan 2027`."""
    one = asked.unit.rstrip("s")
    each = f"every {one}" if asked.every == 1 else f"every {counted(asked.every, one, asked.unit)}"
    return f"{each} from {long_date(asked.first_due_date)}"


def _owed(
    release: Release, rule: str, duty: Duty, book: Rulebook, asked: Rhythm, day: dt.date
) -> Obligation:
    starts = book.applies_from
    return Obligation(
        release=release,
        rule=rule,
        occurrence=day.isoformat(),
        title=duty.title,
        owner=duty.owner,
        force=str(duty.force),
        clause=duty.clause,
        policy=book.reference,
        how=duty.discharged_by[:200],
        due_date=day,
        in_force=starts is not None and day >= starts,
        set_on_date=asked.decided_date,
        why=[
            f"{book.cite(duty.clause)} ({duty.force})",
            f"{asked.by_body.name} asked for it {often(asked)}, until go-live",
            f"One of these days is {long_date(day)}; no rule moved it",
        ],
    )


def _reckoned(row: Obligation, release: Release, asked: Rhythm) -> Reckoning:
    return Reckoning(
        obligation=row,
        number=1,
        due_date=row.due_date,
        go_live_date=release.go_live_date,
        set_on_date=asked.decided_date,
        cause=f"{asked.by_body.name} asked: {often(asked)}"[:300],
        why=row.why,
    )
