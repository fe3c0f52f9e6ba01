"""The obligations of one release: each duty of the policy, put on a date, with its reckoning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ridgeway.core.dates.calendar import Calendar
from ridgeway.core.dates.reckoning import Reckoned, Step, reckon
from ridgeway.core.dates.wording import long_date
from ridgeway.core.planning.meetings import NO_MEETINGS, Meetings, at_next_meeting, closing_of
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Discharge, Duty, Timing
from ridgeway.core.verdict import Force

GO_LIVE = "go-live"
DECISION = "decision"
NO_IMPACTS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Obligation:
    """What somebody owes for one release, by a date.

    `key` is stable (release, duty) however the date moves. `in_force` is false when it fell due
    before the policy itself applied; then it is never late. `before` names the obligation that
    this one must precede: it is late only against that act, not against the calendar. `minimum`
    marks a limit that the policy does not mean as the habit. `due_at` is set where the policy
    gives a time of day.
    """

    key: str
    id: str
    title: str
    owner: str
    owner_name: str
    due_date: dt.date
    clause: str
    force: Force
    in_force: bool
    discharge: Discharge
    discharged_by: str
    why: tuple[str, ...]
    on_working_day: bool
    provisional: bool
    notice: bool = False
    minimum: bool = False
    to: tuple[str, ...] = ()
    before: str = ""
    due_at: dt.datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Undated:
    """What somebody owes without a date that can be reckoned now; `when` says when in words."""

    key: str
    id: str
    title: str
    owner: str
    owner_name: str
    when: str
    clause: str
    force: Force
    discharge: Discharge
    discharged_by: str
    notice: bool = False
    to: tuple[str, ...] = ()


def obligations_of(
    rulebook: Rulebook,
    release: str,
    kind: str,
    anchors: Mapping[str, dt.date],
    calendar: Calendar,
    *,
    impacts: frozenset[str] = NO_IMPACTS,
    subject: str = "release",
    meetings: Meetings = NO_MEETINGS,
) -> tuple[tuple[Obligation, ...], tuple[Undated, ...]]:
    """The dated obligations in order of their dates, and the others in the policy's order.

    `anchors` holds the days that are known, `go-live` or `decision` among them; `impacts` what the
    scope is known to touch, `meetings` when bodies meet. Raises OutsideCalendarError for a day
    that the calendar lacks.
    """
    dated: list[Obligation] = []
    undated: list[Undated] = []
    reckoned: dict[str, Reckoned | None] = {}
    for duty in rulebook.duties:
        if not applies(duty, kind, impacts, subject):
            continue
        found = _reckoned(rulebook, duty, anchors, calendar, meetings, reckoned)
        if found is None:
            undated.append(_undated(rulebook, release, duty))
        else:
            dated.append(_obligation(rulebook, release, duty, found))
    return tuple(sorted(dated, key=lambda o: o.due_date)), tuple(undated)


def applies(duty: Duty, kind: str, impacts: frozenset[str], subject: str = "release") -> bool:
    """Whether a duty binds a release of this kind and these impacts, or another subject."""
    if duty.subject != subject:
        return False
    return not duty.kinds or kind in duty.kinds or bool(impacts.intersection(duty.or_impacts))


def _reckoned(
    rulebook: Rulebook,
    duty: Duty,
    anchors: Mapping[str, dt.date],
    calendar: Calendar,
    meetings: Meetings,
    known: dict[str, Reckoned | None],
) -> Reckoned | None:
    """When a duty falls due, or None if its anchor has no day yet. Remembers its answers."""
    if duty.id in known:
        return known[duty.id]
    found: Reckoned | None = None
    if duty.offset is not None and duty.timing in (Timing.DATED, Timing.BEFORE):
        base = rulebook.duty(duty.anchor)
        if base is not None:
            under = _reckoned(rulebook, base, anchors, calendar, meetings, known)
            found = under and _upon(under, duty, base, calendar, rulebook.zone)
        elif duty.anchor in anchors:
            day = anchors[duty.anchor]
            name = "go-live" if duty.anchor == GO_LIVE else f"the {duty.anchor}"
            found = reckon(day, duty.offset, calendar, anchor_name=name, zone=rulebook.zone)
    closing = closing_of(rulebook, duty.id)
    if found is not None and closing is not None:
        found = at_next_meeting(found, rulebook, closing, calendar, meetings)
    known[duty.id] = found
    return found


def _upon(under: Reckoned, duty: Duty, base: Duty, calendar: Calendar, zone: str) -> Reckoned:
    """A reckoning that starts from another duty's, and keeps its steps."""
    assert duty.offset is not None  # noqa: S101  asked for by the caller
    own = reckon(under.day, duty.offset, calendar, anchor_name=f"“{base.title}”", zone=zone)
    joined = own.steps
    if duty.offset.amount == 0:
        link = "Before" if duty.timing is Timing.BEFORE else "Together with"
        step = Step(f"{link} “{base.title}”, due {long_date(under.day)}", under.day)
        joined = (step, *own.steps[2:])
    return Reckoned(
        day=own.day,
        steps=under.steps[:-1] + joined,
        on_working_day=own.on_working_day,
        rolled=under.rolled or own.rolled,
        provisional=under.provisional or own.provisional,
        at=own.at,
    )


def _obligation(rulebook: Rulebook, release: str, duty: Duty, found: Reckoned) -> Obligation:
    in_force = rulebook.applies_from is not None and found.day >= rulebook.applies_from
    return Obligation(
        key=f"{release}/{duty.id}",
        id=duty.id,
        title=duty.title,
        owner=duty.owner,
        owner_name=rulebook.body_name(duty.owner),
        due_date=found.day,
        clause=duty.clause,
        force=duty.force,
        in_force=in_force,
        discharge=duty.discharge,
        discharged_by=duty.discharged_by,
        why=_why(rulebook, duty, found, in_force=in_force),
        on_working_day=found.on_working_day,
        provisional=found.provisional,
        notice=duty.notice,
        minimum=duty.minimum,
        to=duty.to,
        before=duty.anchor if duty.timing is Timing.BEFORE else "",
        due_at=found.at,
        note=duty.note,
    )


def _why(rulebook: Rulebook, duty: Duty, found: Reckoned, *, in_force: bool) -> tuple[str, ...]:
    steps = [step.text for step in found.steps]
    if not found.rolled:
        steps = [
            f"{text}; no rule moved it" if text.endswith(" is a working day") else text
            for text in steps
        ]
    opening = f"{rulebook.cite(duty.clause)} ({duty.force})"
    if not in_force:
        steps.append(_not_in_force(rulebook))
    return (opening, *steps)


def _not_in_force(rulebook: Rulebook) -> str:
    if rulebook.applies_from is None:
        return f"This policy does not bind yet (status: {rulebook.status}): not in force"
    start = long_date(rulebook.applies_from)
    return f"Due before {start}, when this policy began to apply: not in force"


def _undated(rulebook: Rulebook, release: str, duty: Duty) -> Undated:
    when = duty.when or f"reckoned from the {duty.anchor}, which has no date yet"
    return Undated(
        key=f"{release}/{duty.id}",
        id=duty.id,
        title=duty.title,
        owner=duty.owner,
        owner_name=rulebook.body_name(duty.owner),
        when=when,
        clause=duty.clause,
        force=duty.force,
        discharge=duty.discharge,
        discharged_by=duty.discharged_by,
        notice=duty.notice,
        to=duty.to,
    )
