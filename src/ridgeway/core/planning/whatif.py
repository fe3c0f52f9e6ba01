"""What another date, kind or scope would do to a release: what moves, breaks or eases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ridgeway.core.dates.wording import day_month_year, long_date
from ridgeway.core.planning.freezing import Freeze, freezes_hit
from ridgeway.core.planning.obligations import Obligation
from ridgeway.core.planning.releases import PlannedRelease, days
from ridgeway.core.verdict import Force

NOTHING_DONE: Mapping[str, dt.date] = {}


class Effect(StrEnum):
    """What happens to an obligation. Several may hold at once, worst first in `Change.effects`."""

    BORN_LATE = "born-late"
    BREAKS = "breaks"
    ALREADY_PAST = "already-past"
    DONE_TOO_LATE = "done-too-late"
    APPEARS = "appears"
    LAPSES = "lapses"
    TIGHTENS = "tightens"
    RELAXES = "relaxes"
    STAYS = "stays"
    KEPT = "kept"
    NOT_IN_FORCE = "not-in-force"


BAD = frozenset({Effect.BORN_LATE, Effect.BREAKS, Effect.ALREADY_PAST, Effect.DONE_TOO_LATE})


@dataclass(frozen=True, slots=True)
class Change:
    """One obligation before and after. A date is None where the obligation is not owed."""

    id: str
    title: str
    owner_name: str
    clause: str
    force: Force
    old_due_date: dt.date | None
    new_due_date: dt.date | None
    effects: tuple[Effect, ...]
    sentence: str

    @property
    def is_bad(self) -> bool:
        return bool(BAD.intersection(self.effects))


@dataclass(frozen=True, slots=True)
class SentNotice:
    """A notice that went out and the go-live date that it stated."""

    obligation: str
    sent_date: dt.date
    stated_date: dt.date


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The whole comparison. `wrong_notices` are owed a correction; `freezes` are those hit."""

    before: PlannedRelease
    after: PlannedRelease
    set_on: dt.date
    today: dt.date
    changes: tuple[Change, ...]
    wrong_notices: tuple[SentNotice, ...]
    freezes: tuple[Freeze, ...]

    @property
    def bad(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.is_bad)


def what_if(
    before: PlannedRelease,
    after: PlannedRelease,
    *,
    today: dt.date,
    set_on: dt.date | None = None,
    discharged: Mapping[str, dt.date] = NOTHING_DONE,
    sent: Iterable[SentNotice] = (),
    freezes: Iterable[Freeze] = (),
) -> WhatIf:
    """Compare a release as planned with the same release on another date, of another kind or scope.

    `set_on` is the day on which the change is, or was, decided (today, if not given); `discharged`
    maps obligation ids to the day on which they were discharged. A notice that was sent counts as
    discharged; where it stated another date, a correction is owed.
    """
    decided = set_on or today
    notices = tuple(sent)
    done = {**{n.obligation: n.sent_date for n in notices}, **discharged}
    frame = _Frame(today, decided, done)
    old = {o.id: o for o in before.obligations}
    new = {o.id: o for o in after.obligations}
    changes = [
        _change(old.get(i), new.get(i), frame, done.get(i)) for i in dict.fromkeys((*new, *old))
    ]
    changes.sort(key=lambda c: c.new_due_date or c.old_due_date or dt.date.max)
    return WhatIf(
        before=before,
        after=after,
        set_on=decided,
        today=today,
        changes=tuple(changes),
        wrong_notices=tuple(n for n in notices if n.stated_date != after.go_live_date),
        freezes=freezes_hit(after.go_live_date, freezes),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """The day stood on, the day of the change, and what was done by then."""

    today: dt.date
    set_on: dt.date
    discharged: Mapping[str, dt.date]


def correction_sentence(notice: SentNotice, after: PlannedRelease) -> str:
    """What is wrong with a notice that went out."""
    return (
        f"The notice of {long_date(notice.sent_date)} ({notice.obligation}) said "
        f"{day_month_year(notice.stated_date)}: a correction to "
        f"{day_month_year(after.go_live_date)} is owed"
    )


def _change(
    old: Obligation | None, new: Obligation | None, frame: _Frame, done: dt.date | None
) -> Change:
    shown = new or old
    assert shown is not None  # noqa: S101  one of the two names it
    effects = _effects(old, new, frame, done)
    return Change(
        id=shown.id,
        title=shown.title,
        owner_name=shown.owner_name,
        clause=shown.clause,
        force=shown.force,
        old_due_date=old.due_date if old else None,
        new_due_date=new.due_date if new else None,
        effects=effects,
        sentence=_sentence(old, new, effects, frame.set_on, done),
    )


def _effects(
    old: Obligation | None, new: Obligation | None, frame: _Frame, done: dt.date | None
) -> tuple[Effect, ...]:
    if new is None:
        return (Effect.LAPSES,)
    if not new.in_force:
        return (Effect.NOT_IN_FORCE,)
    found = _order(new, frame, done) if new.before else _limit(old, new, frame, done)
    found.append(_movement(old, new))
    return tuple(sorted(found, key=list(Effect).index))


def _limit(
    old: Obligation | None, new: Obligation, frame: _Frame, done: dt.date | None
) -> list[Effect]:
    """How an obligation with a limit of its own fares."""
    found: list[Effect] = []
    limit = new.due_date
    moved = old is None or limit != old.due_date
    if done is not None:
        found.append(Effect.KEPT if done <= limit else Effect.DONE_TOO_LATE)
    if moved and limit < frame.set_on and (done is None or done > limit):
        found.append(Effect.BORN_LATE)
    if done is None and limit < frame.today:
        reachable = old is not None and old.in_force and old.due_date >= frame.today
        found.append(Effect.BREAKS if reachable else Effect.ALREADY_PAST)
    return found


def _order(new: Obligation, frame: _Frame, done: dt.date | None) -> list[Effect]:
    """How an obligation fares that only has to precede another: no calendar makes it late."""
    other = frame.discharged.get(new.before)
    if done is not None:
        return [Effect.KEPT if other is None or done <= other else Effect.DONE_TOO_LATE]
    return [Effect.ALREADY_PAST] if other is not None else []


def _movement(old: Obligation | None, new: Obligation) -> Effect:
    if old is None:
        return Effect.APPEARS
    if new.due_date == old.due_date:
        return Effect.STAYS
    return Effect.RELAXES if new.due_date > old.due_date else Effect.TIGHTENS


SAYS = {
    Effect.BREAKS: "it can no longer be kept",
    Effect.ALREADY_PAST: "its limit has passed and nothing says that it was discharged",
    Effect.APPEARS: "newly owed",
    Effect.LAPSES: "no longer owed",
    Effect.NOT_IN_FORCE: "due before the policy applied",
}


def _sentence(
    old: Obligation | None,
    new: Obligation | None,
    effects: tuple[Effect, ...],
    set_on: dt.date,
    done: dt.date | None,
) -> str:
    parts = []
    if old and new and old.due_date != new.due_date:
        way = "later" if new.due_date > old.due_date else "earlier"
        away = days((new.due_date - old.due_date).days)
        parts.append(f"{long_date(old.due_date)} → {long_date(new.due_date)}, {away} {way}")
    elif new:
        parts.append(f"due {long_date(new.due_date)}")
    parts += [SAYS[effect] for effect in effects if effect in SAYS]
    if Effect.BORN_LATE in effects:
        parts.append(f"its limit had passed when the date was set on {long_date(set_on)}")
    if done and Effect.KEPT in effects:
        parts.append(f"discharged in time on {long_date(done)}")
    if done and new and Effect.DONE_TOO_LATE in effects:
        after = days((done - new.due_date).days) + " after that limit"
        if new.before:
            after = "after the act that it has to precede"
        parts.append(f"discharged on {long_date(done)}, {after}")
    return "; ".join(parts)
