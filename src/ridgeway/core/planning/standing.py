"""How an obligation stands on a day, from its date, what set that date, and what was done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from ridgeway.core.dates.wording import long_date
from ridgeway.core.planning.releases import days


class ObligationState(StrEnum):
    """The states of an obligation. `late` and `born-late` are never used of a lapsed one."""

    OPEN = "open"
    DISCHARGED = "discharged"
    LATE = "late"
    BORN_LATE = "born-late"
    LAPSED = "lapsed"
    NOT_IN_FORCE = "not-in-force"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """A state with what a reader needs beside it.

    `days_late` counts from the due date to the discharge, or to the day asked about while it is
    open. `born_late` holds when the limit had passed before the date was set, whatever the state.
    """

    state: ObligationState
    days_late: int
    born_late: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an obligation besides its date.

    `set_on` is the day on which the date it is reckoned from was set. `record_known` is false where
    nobody can say whether it was discharged, as for a past that was taken over. With
    `must_precede` the obligation is an order, not a limit: it is late only once the act that it has
    to precede was done, on `preceded_date`, without it.
    """

    in_force: bool = True
    set_on: dt.date | None = None
    discharged_date: dt.date | None = None
    lapsed: bool = False
    record_known: bool = True
    must_precede: bool = False
    preceded_date: dt.date | None = None


NOTHING_KNOWN = Facts()


def standing_of(due_date: dt.date | None, on: dt.date, facts: Facts = NOTHING_KNOWN) -> Standing:
    """How an obligation stands on a day. A discharge after that day has not happened yet."""
    if facts.lapsed:
        return Standing(ObligationState.LAPSED, 0, born_late=False, sentence="No longer owed.")
    done = facts.discharged_date
    if done is not None and done > on:
        done = None
    if due_date is None:
        state = ObligationState.DISCHARGED if done else ObligationState.UNKNOWN
        return Standing(state, 0, born_late=False, sentence="It has no date.")
    if facts.must_precede:
        due_date = _order_limit(due_date, facts.preceded_date, on)
    if done is not None:
        return _discharged(due_date, done, facts)
    return _undischarged(due_date, on, facts)


def _undischarged(due: dt.date, on: dt.date, facts: Facts) -> Standing:
    if not facts.in_force:
        text = "It fell due before the policy applied."
        return Standing(ObligationState.NOT_IN_FORCE, 0, born_late=False, sentence=text)
    born_late = _born_late(due, facts)
    if not facts.record_known:
        text = "Nothing says whether it was discharged."
        return Standing(ObligationState.UNKNOWN, 0, born_late=born_late, sentence=text)
    if on <= due:
        left = (due - on).days
        text = (
            f"Due {long_date(due)}, in {days(left)}." if left else f"Due {long_date(due)}, today."
        )
        return Standing(ObligationState.OPEN, 0, born_late=False, sentence=text)
    late = (on - due).days
    text = f"Due {long_date(due)}, {days(late)} ago{_birth(facts, born_late=born_late)}."
    state = ObligationState.BORN_LATE if born_late else ObligationState.LATE
    return Standing(state, late, born_late=born_late, sentence=text)


def _born_late(due: dt.date, facts: Facts) -> bool:
    return facts.in_force and facts.set_on is not None and due < facts.set_on


def _order_limit(due: dt.date, done: dt.date | None, on: dt.date) -> dt.date:
    """An act that must precede another is due by that act's day; until then it stays open."""
    if done is not None and done <= on:
        return done
    return max(due, on)


def _discharged(due: dt.date, done: dt.date, facts: Facts) -> Standing:
    late = max(0, (done - due).days) if facts.in_force else 0
    if not late:
        text = f"Discharged on {long_date(done)}."
        return Standing(ObligationState.DISCHARGED, 0, born_late=False, sentence=text)
    born_late = _born_late(due, facts)
    text = (
        f"Discharged on {long_date(done)}, {days(late)} after {long_date(due)}"
        f"{_birth(facts, born_late=born_late)}."
    )
    return Standing(ObligationState.DISCHARGED, late, born_late=born_late, sentence=text)


def _birth(facts: Facts, *, born_late: bool) -> str:
    if not born_late or facts.set_on is None:
        return ""
    return f"; that limit had already passed when the date was set on {long_date(facts.set_on)}"
