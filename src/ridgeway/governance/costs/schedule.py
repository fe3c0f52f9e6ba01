"""The updates that a request makes owed: one obligation for each day, kept in step with go-live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import count

from ridgeway.core.dates.offset import Offset, Unit
from ridgeway.core.dates.wording import counted, long_date
from ridgeway.core.policy.terms import Duty
from ridgeway.governance.acting import Acting
from ridgeway.governance.costs.groups import CostPolicy
from ridgeway.governance.costs.held import rule_of
from ridgeway.governance.costs.models import UpdatesAsked
from ridgeway.governance.releases.books import calendar_named, reckoned_day
from ridgeway.governance.releases.models import Obligation, Reckoning, Release

OVER = "cancelled"


def days_asked(asked: UpdatesAsked, until: dt.date, calendar_name: str) -> Iterator[dt.date]:
    """Every day on which an update is due, up to the day before `until`."""
    calendar = calendar_named(calendar_name)
    for number in count():
        step = Offset(number * asked.every, Unit(asked.unit))
        day = reckoned_day(step, asked.first_due_date, calendar)
        if day >= until:
            return
        yield day


def schedule(acting: Acting, release: Release, asked: UpdatesAsked, policy: CostPolicy) -> None:
    """Add what is owed now, let lapse what is not. What was due before the request stands as it
    is: a new rhythm excuses nothing that was missed."""
    rule = rule_of(release, policy, policy.rule.updates)
    duty = policy.book.duty(policy.rule.updates)
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
    fresh = [_owed(release, rule, duty, policy, asked, day) for day in sorted(wanted - rows.keys())]
    acting.add_all(fresh)
    acting.add_all([_reckoned(row, release, asked) for row in fresh])


def rhythm(asked: UpdatesAsked) -> str:
    """`every month from Thu 14 Jan 2027`."""
    one = asked.unit.rstrip("s")
    often = f"every {one}" if asked.every == 1 else f"every {counted(asked.every, one, asked.unit)}"
    return f"{often} from {long_date(asked.first_due_date)}"


def _owed(
    release: Release, rule: str, duty: Duty, policy: CostPolicy, asked: UpdatesAsked, day: dt.date
) -> Obligation:
    starts = policy.book.applies_from
    return Obligation(
        release=release,
        rule=rule,
        occurrence=day.isoformat(),
        title=duty.title,
        owner=duty.owner,
        force=str(duty.force),
        clause=duty.clause,
        policy=policy.book.reference,
        how=duty.discharged_by[:200],
        due_date=day,
        in_force=starts is not None and day >= starts,
        set_on_date=asked.decided_date,
        why=[
            f"{policy.book.cite(duty.clause)} ({duty.force})",
            f"{asked.by_body.name} asked for it {rhythm(asked)}, until go-live",
            f"One of these days is {long_date(day)}; no rule moved it",
        ],
    )


def _reckoned(row: Obligation, release: Release, asked: UpdatesAsked) -> Reckoning:
    return Reckoning(
        obligation=row,
        number=1,
        due_date=row.due_date,
        go_live_date=release.go_live_date,
        set_on_date=asked.decided_date,
        cause=f"{asked.by_body.name} asked: {rhythm(asked)}"[:300],
        why=row.why,
    )
