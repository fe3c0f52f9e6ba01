"""Acceptance criteria: who must state them met, who must confirm it, and what that adds up to.

Silence is not consent and two answers are not one: with nothing said, or with contradiction, a
criterion cannot be told and so is not met.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ridgeway.core.dates.wording import counted, long_date
from ridgeway.core.gates.binding import Bound, still_stands
from ridgeway.core.verdict import Force, Reason, State


@dataclass(frozen=True, slots=True)
class Further:
    """One more body that must confirm when the scope of the release touches a matter."""

    body: str
    matter: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that must be true before go-live.

    `stated_by` is the body that must state it met; empty means any body that does not itself
    confirm. `confirmed_by` are the bodies that must each confirm, `further` those that must do so
    for some scopes only. `evidence_wanted` names what should be held for it. `content` is its
    wording as it is now, where findings are bound to one.
    """

    key: str
    number: int
    text: str
    clause: str = ""
    force: Force = Force.MUST
    evidence_wanted: tuple[str, ...] = ()
    stated_by: str = ""
    confirmed_by: tuple[str, ...] = ()
    further: tuple[Further, ...] = ()
    content: Bound | None = None

    def confirmers(self, scope: Collection[str] = ()) -> tuple[str, ...]:
        """Each body that must confirm, for a scope that touches these matters."""
        more = (one.body for one in self.further if one.matter in scope)
        return tuple(dict.fromkeys((*self.confirmed_by, *more)))


@dataclass(frozen=True, slots=True)
class Finding:
    """What one body found of one criterion; of two by the same body the later recorded counts.

    It counts while it is `about` what the criterion says, and until the day on which it fell.
    """

    criterion: str
    body: str
    met: bool
    found_date: dt.date | None = None
    evidence: tuple[str, ...] = ()
    about: Bound | None = None
    fell_date: dt.date | None = None

    def stands_for(self, criterion: Criterion) -> bool:
        return self.fell_date is None and still_stands(self.about, criterion.content)


def assess(
    criterion: Criterion, findings: Sequence[Finding], *, scope: Collection[str] = ()
) -> Reason:
    """How a criterion stands, given every finding in the order in which it was recorded.

    A finding about another wording has fallen, and is named with the bodies that may find again.
    """
    about = [f for f in findings if f.criterion == criterion.key]
    latest = {f.body: f for f in about}
    standing = {b: f for b, f in latest.items() if f.stands_for(criterion)}
    fallen = [finding for body, finding in latest.items() if body not in standing]
    confirmers = criterion.confirmers(scope)
    state, gaps, asked = _standing(criterion, standing, confirmers)
    if fallen and state is not State.MET:
        gaps += _fallen(fallen)
        asked = asked or tuple(finding.body for finding in fallen)
    what = f"{criterion.number}. {criterion.text}"
    if gaps:
        what += f" — {'; '.join(gaps)}."
    return Reason(
        key=criterion.key,
        what=what,
        state=state,
        clause=criterion.clause,
        force=criterion.force,
        cleared_by=asked,
        evidence=tuple(dict.fromkeys(e for f in standing.values() for e in f.evidence)),
    )


def _fallen(findings: Sequence[Finding]) -> list[str]:
    """`what TAG found fell on Mon 2 Mar 2026: the criterion was reworded`, and who may find again,
    day by day."""
    by_day: dict[dt.date | None, list[str]] = {}
    for finding in findings:
        by_day.setdefault(finding.fell_date, []).append(finding.body)
    return [
        f"what {_list(bodies)} found fell{f' on {long_date(day)}' if day else ''}:"
        f" the criterion was reworded, and {'it' if len(bodies) == 1 else 'they'} may find again"
        for day, bodies in by_day.items()
    ]


def _standing(
    criterion: Criterion, standing: dict[str, Finding], confirmers: tuple[str, ...]
) -> tuple[State, list[str], tuple[str, ...]]:
    """The state, what keeps it from being met, and the bodies that can clear that."""
    yes = [body for body, finding in standing.items() if finding.met]
    no = [body for body, finding in standing.items() if not finding.met]
    if no:
        gap = f"{_list(no)} found it not met"
        if yes:
            return State.CANNOT_TELL, [f"{gap}, {_list(yes)} found it met"], tuple(no)
        return State.UNMET, [gap], tuple(no)
    gaps: list[str] = []
    asked: list[str] = []
    if criterion.stated_by and criterion.stated_by not in yes:
        gaps.append(f"{criterion.stated_by} has not stated that it is met")
        asked.append(criterion.stated_by)
    elif not criterion.stated_by and not any(body not in confirmers for body in yes):
        gaps.append("nobody has stated that it is met")
    silent = [body for body in confirmers if body not in yes]
    if silent:
        gaps.append(f"{_list(silent)} {'has' if len(silent) == 1 else 'have'} not confirmed it")
        asked += silent
    return (State.CANNOT_TELL if gaps else State.MET), gaps, tuple(dict.fromkeys(asked))


def assess_all(
    criteria: Iterable[Criterion], findings: Sequence[Finding], *, scope: Collection[str] = ()
) -> tuple[Reason, ...]:
    ordered = sorted(criteria, key=lambda c: c.number)
    return tuple(assess(c, findings, scope=scope) for c in ordered)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that must have arrived by a date.

    `set_on_date` is when the limit came to stand: one set after its own date was born late.
    """

    key: str
    title: str
    limit_date: dt.date | None
    force: Force = Force.MUST
    clause: str = ""
    owner: str = ""
    set_on_date: dt.date | None = None


def lateness(due: Due, arrived: dt.date | None, *, as_of: dt.date) -> Reason:
    """Whether it came in time, by how many days it did not, and whether it ever could have."""
    limit = due.limit_date
    if limit is None:
        state, what = State.CANNOT_TELL, f"{due.title}: no limit is known."
    elif arrived is not None and arrived <= limit:
        what = f"{due.title}: arrived {long_date(arrived)}, due {long_date(limit)}."
        state = State.MET
    elif arrived is not None:
        late = counted((arrived - limit).days, "day", "days")
        what = f"{due.title}: arrived {long_date(arrived)}, {late} after {long_date(limit)}."
        state = State.UNMET
    elif as_of > limit:
        late = counted((as_of - limit).days, "day", "days")
        what = f"{due.title}: not arrived, due {long_date(limit)}, {late} ago."
        state = State.UNMET
    else:
        what = f"{due.title}: not arrived yet, due {long_date(limit)}."
        state = State.UNMET
    if limit is not None and due.set_on_date is not None and due.set_on_date > limit:
        what += f" Born late: this limit was set on {long_date(due.set_on_date)}."
    return Reason(
        key=due.key,
        what=what,
        state=state,
        clause=due.clause,
        force=due.force,
        cleared_by=(due.owner,) if due.owner else (),
        too_late_after=limit,
    )


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
