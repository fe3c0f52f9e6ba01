"""May a code drop happen on this day: its weekday, the days before it, and the facts it needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from ridgeway.core.dates.wording import WEEKDAYS, long_date
from ridgeway.core.planning.moves import NO_FACTS, fact_reason, sign_off_reason
from ridgeway.core.planning.slots import PlanningError
from ridgeway.core.policy.faults import nearest
from ridgeway.core.policy.movement import Beat, DropType
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Reason, State, Verdict

NO_DATES: Mapping[str, dt.date] = {}


def judge_drop(
    rulebook: Rulebook,
    drop_type: str,
    day: dt.date,
    *,
    facts: Mapping[str, bool] = NO_FACTS,
    done_on: Mapping[str, dt.date] = NO_DATES,
    signed: Collection[str] = (),
    delegates: Collection[str] = (),
) -> Verdict:
    """Whether a drop of this type may happen on a day, with every reason.

    `done_on` holds, for each beat of the rhythm, the day on which it was done. Raises PlanningError
    for a type that the policy does not know.
    """
    drop = next((d for d in rulebook.drops if d.id == drop_type), None)
    if drop is None:
        known = [d.id for d in rulebook.drops]
        if not known:
            raise PlanningError(f"{rulebook.cited} knows no code drops")
        raise PlanningError(f'"{drop_type}" is not a type of drop. {nearest(drop_type, known)}')
    reasons = [*_weekday(rulebook, drop, day)]
    reasons += [fact_reason(rulebook, need, facts) for need in drop.needs]
    reasons += [sign_off_reason(rulebook, drop, body, signed, delegates) for body in drop.sign_off]
    for beat in rulebook.beats:
        if beat.id in drop.beats:
            reasons.append(_beat(rulebook, beat, day, done_on.get(beat.id)))
    question = f"May a {drop.title.lower()} go to {drop.environment} on {long_date(day)}?"
    return Verdict(question, tuple(reasons))


def _weekday(rulebook: Rulebook, drop: DropType, day: dt.date) -> list[Reason]:
    if drop.weekday is None:
        return []
    wanted = WEEKDAYS[drop.weekday.number]
    clause = rulebook.cite(drop.clause)
    if day.weekday() == drop.weekday.number:
        return [Reason("weekday", f"It is a {wanted}.", State.MET, clause=clause, force=drop.force)]
    following = day + dt.timedelta(days=(drop.weekday.number - day.weekday()) % 7)
    return [
        Reason(
            "weekday",
            f"A {drop.title.lower()} goes out on a {wanted}; this is a {WEEKDAYS[day.weekday()]}.",
            State.UNMET,
            clause=clause,
            force=drop.force,
            remedy=f"The next is {long_date(following)}.",
        )
    ]


def beat_limit(beat: Beat, day: dt.date) -> dt.date:
    """The last day for a beat in the week of a drop, Monday to Sunday."""
    return day - dt.timedelta(days=day.weekday()) + dt.timedelta(days=beat.by.number)


def _beat(rulebook: Rulebook, beat: Beat, day: dt.date, done: dt.date | None) -> Reason:
    limit = beat_limit(beat, day)
    clause = rulebook.cite(beat.clause)
    owner = (rulebook.body_name(beat.owner),) if beat.owner else ()
    if done is None:
        what = f"Nothing states when this was done, due by {long_date(limit)}: {beat.title}."
        return Reason(
            beat.id,
            what,
            State.CANNOT_TELL,
            clause=clause,
            force=beat.force,
            cleared_by=owner,
            too_late_after=limit,
        )
    what = f"{beat.title}: {long_date(done)}, due by {long_date(limit)}."
    state = State.MET if done <= limit else State.UNMET
    return Reason(beat.id, what, state, clause=clause, force=beat.force, cleared_by=owner)
