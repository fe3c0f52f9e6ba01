"""How a gate's answer reads: counted by what kind of thing is open, never mixed with departures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.golive.judging import gate_key
from ridgeway.governance.golive.queries import Gate, gate_of
from ridgeway.governance.record.sources import Source
from ridgeway.web.views.release_opened import Values
from ridgeway.web.wording import plain_date

KINDS = (("criterion-", "criterion", "criteria"), ("advice-", "view asked for", "views asked for"))
WANTED = "Wanted: "
OTHER = ("duty", "duties")
NOUNS = (*((one, many) for _, one, many in KINDS), OTHER)


@dataclass(frozen=True, slots=True)
class Answer:
    """The plain answer of a release's page.

    `live_date` is set once it went live: then `open` is what was open on that day. `say` is the
    sentence; `state` picks shape and colour.
    """

    verdict: Verdict
    say: str
    live_date: dt.date | None
    open: tuple[Reason, ...]
    decision: tuple[Reason, ...]

    @property
    def departures(self) -> tuple[Reason, ...]:
        return self.verdict.departures


def gate_on(head: Values, today: dt.date, source: Source) -> Gate:
    """The gate as it stood on the day it went live, or as it stands."""
    return gate_of(head, head["actual_date"] or today, source=source)


def known(head: Values, gate: Gate, on: dt.date, today: dt.date) -> dict[str, Gate]:
    """The gate for the acts that are offered beside it: where it is that of today."""
    return {gate_key(head["id"]): gate} if on == today and head["actual_date"] is None else {}


def named(verdict: Verdict) -> Verdict:
    """The verdict with each criterion called by its number, for lists that number themselves."""
    return Verdict(verdict.question, tuple(_named(reason) for reason in verdict.reasons))


def _named(reason: Reason) -> Reason:
    kind, _, number = reason.key.rpartition("-")
    start = f"{number}. "
    what = reason.what
    if kind == "criterion" and what.startswith(start):
        what = f"Criterion {number}: {what.removeprefix(start)}"
    return replace(reason, what=what, remedy=_inside(reason.remedy))


def _inside(remedy: str) -> str:
    """A remedy as a part of the sentence that says who can clear it and until when."""
    wanted = remedy.rstrip(".")
    if wanted.startswith(WANTED):
        wanted = wanted.removeprefix(WANTED)
        wanted = wanted[:1].lower() + wanted[1:]
    return wanted


def answer(head: Values, gate: Gate) -> Answer:
    verdict, live = named(gate.readiness), head["actual_date"]
    words = open_words(verdict)
    if live is None:
        say = words or "nothing that the criteria and the policy ask for is open"
        return Answer(verdict, say, None, verdict.blocking, gate.decision.blocking)
    still = (*verdict.blocking, *gate.decision.blocking)
    if not verdict.reasons:
        say = f"since {plain_date(live)}; what was asked of it is not held"
    elif still:
        more = [words] if words else []
        more += [_decision_words(reason) for reason in gate.decision.blocking]
        say = f"since {plain_date(live)}; of that day, {' and '.join(more)}"
    else:
        say = f"since {plain_date(live)}; nothing was open that day"
    return Answer(verdict, say, live, still, ())


def _decision_words(reason: Reason) -> str:
    if reason.key == "final-call":
        return "no final go or no-go is held"
    text = reason.what.rstrip(".")
    return text[:1].lower() + text[1:]


def open_words(verdict: Verdict) -> str:
    """`1 of 7 criteria cannot be judged and 1 of 5 duties is not met`; empty when nothing is."""
    held: dict[tuple[str, str], list[Reason]] = {}
    for reason in verdict.reasons:
        held.setdefault(_nouns(reason), []).append(reason)
    return " and ".join(words for nouns in NOUNS if (words := _count(nouns, held.get(nouns, []))))


def _nouns(reason: Reason) -> tuple[str, str]:
    kinds = ((one, many) for prefix, one, many in KINDS if reason.key.startswith(prefix))
    return next(kinds, OTHER)


def _count(nouns: tuple[str, str], held: list[Reason]) -> str:
    open_ = [reason for reason in held if reason.blocks]
    if not open_:
        return ""
    count = f"{len(open_)} of {len(held)} {nouns[len(held) > 1]}"
    if all(reason.state is State.CANNOT_TELL for reason in open_):
        return f"{count} cannot be judged"
    return f"{count} {'is' if len(open_) == 1 else 'are'} not met"
