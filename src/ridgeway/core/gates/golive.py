"""The go-live question: criteria, advice and obligations, less what was waived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ridgeway.core.dates.wording import long_date
from ridgeway.core.gates.waivers import Waiver, WaiverPower, with_waivers
from ridgeway.core.verdict import Force, Reason, State, Verdict

QUESTION = "Can it go live?"


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation as it bears on go-live; one from before its policy's start is not in force."""

    reason: Reason
    in_force: bool = True
    due_date: dt.date | None = None

    def counts(self, go_live_date: dt.date | None) -> bool:
        """Whether it bears on go-live at all; without dates it does."""
        if self.due_date is None or go_live_date is None:
            return self.in_force
        return self.in_force and self.due_date <= go_live_date


def can_go_live(
    *,
    criteria: Sequence[Reason],
    advice: Sequence[Reason] = (),
    obligations: Sequence[Duty] = (),
    go_live_date: dt.date | None = None,
    waivers: Sequence[Waiver] = (),
    powers: Sequence[WaiverPower] = (),
    on: dt.date | None = None,
) -> Verdict:
    """Everything that bears on the decision to go live, each reason as it stands on a day.

    An open *must* blocks, an open *should* is a departure. A duty that is not in force, or that is
    due only after `go_live_date`, is shown and never counts. With no criteria at all the question
    cannot be answered with yes.
    """
    reasons = [*(criteria or (_no_criteria(),)), *advice]
    reasons += [duty.reason for duty in obligations if duty.counts(go_live_date)]
    shown = [_shown(duty) for duty in obligations if not duty.counts(go_live_date)]
    return Verdict(QUESTION, (*with_waivers(reasons, waivers, powers, on), *shown))


def fact_of(key: str, verdict: Verdict) -> Reason:
    """A whole verdict as one fact, to bring to a lifecycle whose guard has this name."""
    blocking = verdict.blocking
    what = f"{verdict.question} Yes."
    if blocking:
        what = f"{verdict.question} No: {' '.join(r.what for r in blocking)}"
    return Reason(
        key=key,
        what=what,
        state=verdict.state,
        clause="; ".join(dict.fromkeys(r.clause for r in blocking if r.clause)),
        cleared_by=tuple(dict.fromkeys(body for r in blocking for body in r.cleared_by)),
    )


@dataclass(frozen=True, slots=True)
class FinalCall:
    """The delivering body's own last go or no-go."""

    body: str
    go: bool
    called_date: dt.date


def final_call_reason(
    calls: Sequence[FinalCall],
    *,
    body: str,
    approved_date: dt.date | None,
    clause: str = "",
    force: Force = Force.MUST,
) -> Reason:
    """Whether that body, after the approval, has said go; its last call counts.

    A call from before the approval, or without an approval, cannot count: it was about less.
    """
    last = next((call for call in reversed(calls) if call.body == body), None)
    if approved_date is None:
        state, what = State.CANNOT_TELL, "There is no approval yet that a final call could follow."
    elif last is None:
        state, what = State.CANNOT_TELL, f"{body} has not made its final call."
    elif last.called_date < approved_date:
        state = State.CANNOT_TELL
        what = (
            f"{body} called on {long_date(last.called_date)}, before the approval of"
            f" {long_date(approved_date)}."
        )
    else:
        state = State.MET if last.go else State.UNMET
        what = f"{body}, {long_date(last.called_date)}: {'go' if last.go else 'no-go'}."
    return Reason("final-call", what, state, clause=clause, force=force, cleared_by=(body,))


def _no_criteria() -> Reason:
    what = "No acceptance criteria are set for this release."
    return Reason("criteria", what, State.CANNOT_TELL, remedy="Set the criteria first.")


def _shown(duty: Duty) -> Reason:
    why = "Due only after go-live" if duty.in_force else "Not in force"
    return replace(duty.reason, force=Force.MAY, what=f"{why}: {duty.reason.what}")
