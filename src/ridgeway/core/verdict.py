"""What a gate answers: every reason, with its clause, who can clear it and until when.

One object renders as a page, as problem details, as a terminal table and as a paragraph of a
paper, so no door words a refusal for itself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Force(StrEnum):
    """How strongly a clause binds."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class State(StrEnum):
    """The four answers to "is this met?"; the last counts as not met."""

    MET = "met"
    WAIVED = "waived"
    UNMET = "unmet"
    CANNOT_TELL = "cannot-tell"


OPEN_STATES = frozenset({State.UNMET, State.CANNOT_TELL})


@dataclass(frozen=True, slots=True)
class Reason:
    """One requirement and how it stands.

    `key` is stable within its gate. `what` is a whole sentence. `root` names the key of the reason
    that explains this one, so that the root cause can be shown first.
    """

    key: str
    what: str
    state: State
    clause: str = ""
    force: Force = Force.MUST
    cleared_by: tuple[str, ...] = ()
    remedy: str = ""
    too_late_after: dt.date | None = None
    evidence: tuple[str, ...] = ()
    root: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def blocks(self) -> bool:
        """A missed *must* blocks; a missed *should* is a departure that everyone sees."""
        return self.is_open and self.force is Force.MUST


@dataclass(frozen=True, slots=True)
class Verdict:
    """The reasons of one gate, added up. Without a reason there is nothing to object to."""

    question: str
    reasons: tuple[Reason, ...] = ()

    @property
    def allowed(self) -> bool:
        return not any(r.blocks for r in self.reasons)

    @property
    def blocking(self) -> tuple[Reason, ...]:
        """What blocks, root causes first, otherwise in the order of the rulebook."""
        return tuple(sorted((r for r in self.reasons if r.blocks), key=lambda r: bool(r.root)))

    @property
    def departures(self) -> tuple[Reason, ...]:
        """Each *should* that is not met: recorded, shown, never a blocker."""
        return tuple(r for r in self.reasons if r.is_open and r.force is Force.SHOULD)

    @property
    def state(self) -> State:
        """The verdict as one state: a plain "no" outranks "cannot tell"."""
        states = {r.state for r in self.blocking}
        if State.UNMET in states:
            return State.UNMET
        if states:
            return State.CANNOT_TELL
        waived = any(r.state is State.WAIVED for r in self.reasons)
        return State.WAIVED if waived else State.MET

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(self.question, self.reasons + other.reasons)


class Refused(Exception):
    """An act that may not happen now, with the whole verdict."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(" ".join((verdict.question, "No:", *(r.what for r in verdict.blocking))))
        self.verdict = verdict


def refusal(question: str, key: str, what: str, *, clause: str = "", remedy: str = "") -> Refused:
    """A refusal for one reason: the short form for rules that stand alone."""
    reason = Reason(key, what, State.UNMET, clause=clause, remedy=remedy)
    return Refused(Verdict(question, (reason,)))
