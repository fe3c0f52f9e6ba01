"""How a verdict reads on a terminal, and as JSON and CSV rows."""

from __future__ import annotations

from typing import Any

from ridgeway.core.dates.wording import long_date
from ridgeway.core.verdict import Reason, State, Verdict

WORDS = {
    State.MET: "met",
    State.WAIVED: "waived",
    State.UNMET: "not met",
    State.CANNOT_TELL: "cannot tell",
}


def verdict_lines(verdict: Verdict) -> list[str]:
    """The answer, what stands in the way, then what is departed from, then what is met."""
    answer = "Yes" if verdict.allowed else "No"
    lines = [f"{verdict.question} {answer}."]
    blocking = verdict.blocking
    lines += [f"  {i}. {sentence(reason)}" for i, reason in enumerate(blocking, 1)]
    departures = verdict.departures
    if departures:
        lines.append("Departed from, without blocking:")
        lines += [f"  - {sentence(reason)}" for reason in departures]
    rest = [r for r in verdict.reasons if r not in blocking and r not in departures]
    if rest:
        lines.append("Also:")
        lines += [f"  - {sentence(reason)}" for reason in rest]
    return lines


def sentence(reason: Reason) -> str:
    """One reason: what, how it stands, clause and force, who can clear it and until when."""
    text = f"{reason.what} [{WORDS[reason.state]}]"
    if reason.clause:
        text += f" ({reason.clause}, {reason.force})"
    if reason.is_open and reason.cleared_by:
        text += f" {', '.join(reason.cleared_by)} can clear it."
    if reason.is_open and reason.remedy:
        text += f" {reason.remedy}"
    if reason.is_open and reason.too_late_after:
        text += f" Too late after {long_date(reason.too_late_after)}."
    return text


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "question": verdict.question,
        "allowed": verdict.allowed,
        "state": verdict.state,
        "reasons": [
            {
                "key": r.key,
                "what": r.what,
                "state": r.state,
                "clause": r.clause,
                "force": r.force,
                "cleared_by": list(r.cleared_by),
                "remedy": r.remedy,
                "too_late_after": r.too_late_after and r.too_late_after.isoformat(),
            }
            for r in verdict.reasons
        ],
    }
