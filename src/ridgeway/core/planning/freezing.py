"""Change freezes: how one comes about, and what it stops while it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ridgeway.core.dates.wording import long_date
from ridgeway.core.planning.slots import PlanningError
from ridgeway.core.policy.control import FreezeRule
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Reason, State, Verdict


@dataclass(frozen=True, slots=True)
class Freeze:
    """A span, both ends included, in which nothing is to be implemented."""

    title: str
    first: dt.date
    last: dt.date

    def covers(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class FreezeCase:
    """What has been done towards a freeze. `consulted` names who was asked and could answer."""

    stated: Collection[str] = ()
    consulted: Collection[str] = ()
    responses_weighed: bool = False
    decided_by: str = ""


def judge_freeze(rulebook: Rulebook, case: FreezeCase) -> Verdict:
    """Whether a freeze may be introduced: stated, consulted on, weighed, decided."""
    rule = _rule(rulebook)
    clause, decider = rulebook.cite(rule.clause), rulebook.body_name(rule.decided_by)
    reasons = []

    def add(key: str, what: str, *, met: bool) -> None:
        state = State.MET if met else State.UNMET
        reasons.append(Reason(key, what, state, clause=clause, cleared_by=(decider,)))

    for part in rule.must_state:
        met = part in case.stated
        add(f"states-{part}", f"The {part} is {'' if met else 'not '}stated.", met=met)
    for body in rule.consult:
        met = body in case.consulted
        name = rulebook.body_name(body)
        add(f"consulted-{body}", f"{name} were {'' if met else 'not '}consulted first.", met=met)
    weighed = case.responses_weighed
    add("weighed", f"The responses were {'' if weighed else 'not '}weighed.", met=weighed)
    decided = case.decided_by == rule.decided_by
    opening = rulebook.called(rule.decided_by, opening=True)
    add("decided", f"{opening} has {'' if decided else 'not '}decided it.", met=decided)
    return Verdict("May this change freeze be introduced?", tuple(reasons))


def judge_implementation(
    rulebook: Rulebook, day: dt.date, source: str, freezes: Iterable[Freeze]
) -> Verdict:
    """Whether a change from `source` (such as a modification) may be implemented on a day .

    A freeze refuses what the policy stops and only flags what it cannot stop.
    """
    question = f"May a {source} be implemented on {long_date(day)}?"
    hit = freezes_hit(day, freezes)
    if not hit:
        clause = rulebook.cite(rulebook.freeze.clause) if rulebook.freeze else ""
        what = "No change freeze holds then."
        return Verdict(question, (Reason("freeze", what, State.MET, clause=clause),))
    rule = _rule(rulebook)
    stopped = source in rule.stops
    after = max(freeze.last for freeze in hit) + dt.timedelta(days=1)
    return Verdict(
        question,
        tuple(
            Reason(
                "freeze",
                f"A change freeze ({freeze.title}) holds from {long_date(freeze.first)} to "
                f"{long_date(freeze.last)}{'' if stopped else '; it cannot stop this, only warn'}.",
                State.UNMET if stopped else State.MET,
                clause=rulebook.cite(rule.clause),
                force=rule.force,
                cleared_by=(rulebook.body_name(rule.decided_by),),
                remedy=f"From {long_date(after)} on it no longer holds." if stopped else "",
            )
            for freeze in hit
        ),
    )


def freezes_hit(day: dt.date, freezes: Iterable[Freeze]) -> tuple[Freeze, ...]:
    return tuple(freeze for freeze in freezes if freeze.covers(day))


def _rule(rulebook: Rulebook) -> FreezeRule:
    if rulebook.freeze is None:
        raise PlanningError(f"{rulebook.cited} knows no change freeze")
    return rulebook.freeze
