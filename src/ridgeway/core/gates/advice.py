"""The views of sub-committees that a deciding body must have before it decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ridgeway.core.dates.wording import long_date
from ridgeway.core.gates.binding import Bound, still_stands
from ridgeway.core.verdict import Force, Reason, State


class View(StrEnum):
    MET = "met"
    RESERVED = "met-with-reservation"
    NOT_MET = "not-met"


@dataclass(frozen=True, slots=True)
class AdviceWanted:
    """A body whose view is needed; with `binding` that view must also be favourable."""

    key: str
    body: str
    clause: str = ""
    force: Force = Force.MUST
    binding: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    """A body's view, from one meeting, about one state of the thing; the last recorded counts."""

    body: str
    view: View
    advice_date: dt.date
    about: Bound | None = None
    evidence: tuple[str, ...] = ()


def advice_reason(
    wanted: AdviceWanted, given: Sequence[Advice], *, now: Bound | None = None
) -> Reason:
    """Whether the body's view is at hand; an unfavourable one is told, and blocks when binding."""
    latest = next((one for one in reversed(given) if one.body == wanted.body), None)
    evidence: tuple[str, ...] = ()
    if latest is None:
        state, what = State.CANNOT_TELL, f"{wanted.body} has not given its view."
    elif not still_stands(latest.about, now):
        state = State.CANNOT_TELL
        what = (
            f"{wanted.body} gave its view on {long_date(latest.advice_date)}"
            " about content that has changed since."
        )
    else:
        against = wanted.binding and latest.view is View.NOT_MET
        state = State.UNMET if against else State.MET
        view = latest.view.replace("-", " ")
        what = f"{wanted.body}, {long_date(latest.advice_date)}: {view}."
        evidence = latest.evidence
    return Reason(
        key=wanted.key,
        what=what,
        state=state,
        clause=wanted.clause,
        force=wanted.force,
        cleared_by=(wanted.body,),
        evidence=evidence,
    )


def advice_reasons(
    wanted: Iterable[AdviceWanted], given: Sequence[Advice], *, now: Bound | None = None
) -> tuple[Reason, ...]:
    return tuple(advice_reason(one, given, now=now) for one in wanted)
