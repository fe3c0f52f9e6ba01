"""Scope, time, quality and cost of a release through its life: a verdict each, with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ridgeway.core.dates.wording import counted, long_date
from ridgeway.core.lifecycle.machine import words
from ridgeway.core.planning.releases import days
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import State
from ridgeway.governance.costs.queries import ReleaseCosts
from ridgeway.governance.golive.queries import Gate
from ridgeway.governance.releases.books import cut_off_rules
from ridgeway.governance.releases.obligations import ObligationLine
from ridgeway.governance.releases.queries_page import ReleasePage
from ridgeway.governance.testing.queries import DefectCounts, PhaseRow


class Stage(StrEnum):
    PLANNING = "planning"
    PROGRESS = "progress"
    GO_LIVE = "go-live"
    AFTER = "after go-live"


STAGE_OF = {
    "open": Stage.PLANNING, "scoped": Stage.PLANNING, "baselined": Stage.PROGRESS,
    "in-delivery": Stage.PROGRESS, "evidence-submitted": Stage.GO_LIVE, "approved": Stage.GO_LIVE,
}  # fmt: skip
"""Where a release stands; every other state lies after go-live."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An aspect in a stage. Without a verdict there is nothing to judge yet."""

    verdict: State | None
    say: str
    tab: str


@dataclass(frozen=True, slots=True)
class Aspect:
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that the verdicts rest on."""

    page: ReleasePage
    book: Rulebook | None
    gate: Gate
    costs: ReleaseCosts
    defects: DefectCounts
    phases: Sequence[PhaseRow]
    today: dt.date


def stage_of(state: str) -> Stage:
    return STAGE_OF.get(state, Stage.AFTER)


def aspects(seen: Seen) -> tuple[Aspect, ...]:
    """Four aspects over four stages; what lies ahead of the release has no verdict."""
    table = {
        "Scope": (_scope_planned, _scope_kept, _scope_approved, _scope_live),
        "Time": (_time_planned, _time_kept, _time_met, _time_after),
        "Quality": (_criteria, _testing, _ready, _defects_after),
        "Cost": (_forecast, _spend, _challenges, _actual),
    }
    here = list(Stage).index(stage_of(str(seen.page.head["state"])))
    ahead = Cell(None, "still to come", "")
    return tuple(
        Aspect(title, tuple(judge(seen) if n <= here else ahead for n, judge in enumerate(judges)))
        for title, judges in table.items()
    )


def _of_lines(lines: Iterable[ObligationLine], tab: str, none: str) -> Cell:
    """The verdict of several duties: one that is missed outranks one that nobody can tell of."""
    known = [line for line in lines if line.in_force and line.state != "lapsed"]
    missed = [line for line in known if line.missed]
    if missed:
        worst = missed[0]
        return Cell(State.UNMET, f"{worst.title}: {words(worst.state)}", tab)
    unknown = [line for line in known if line.state == "unknown"]
    if unknown:
        return Cell(State.CANNOT_TELL, f"{unknown[0].title}: not held", tab)
    owed = [line for line in known if line.open]
    if owed:
        return Cell(None, f"{owed[0].title}, due {long_date(owed[0].due_date)}", tab)
    if known:
        return Cell(State.MET, f"kept: {len(known)} of {len(known)}", tab)
    return Cell(None, none, "")


def _scope_planned(seen: Seen) -> Cell:
    rules = cut_off_rules(seen.book) if seen.book else frozenset()
    lines = [line for line in seen.page.obligations if line.rule in rules]
    return _of_lines(lines, "release-plan", "no date by which it is set is in force")


def _scope_kept(seen: Seen) -> Cell:
    late = sum(1 for row in seen.page.scope if row["late"])
    left = len(seen.page.removed)
    if late or left:
        return Cell(State.WAIVED, f"{late} added late, {left} left", "release-scope")
    return Cell(State.MET, "as it was set", "release-scope")


def _scope_approved(seen: Seen) -> Cell:
    waiting = sum(1 for row in seen.page.scope if row["relation"] == "targeted")
    if waiting:
        return Cell(State.UNMET, f"{waiting} only targeted, not approved", "release-scope")
    return Cell(State.MET, f"{len(seen.page.scope)} approved", "release-scope")


def _scope_live(seen: Seen) -> Cell:
    done = sum(1 for row in seen.page.scope if row["relation"] == "implemented")
    of = len(seen.page.scope)
    state = State.MET if done == of else State.UNMET
    return Cell(state, f"{done} of {of} implemented", "release-scope")


def _time_planned(seen: Seen) -> Cell:
    away = seen.page.days_from_rule
    if away is None:
        return Cell(State.MET, "a date outside the cycle", "release")
    if away:
        way = "after" if away > 0 else "before"
        return Cell(State.WAIVED, f"{days(abs(away))} {way} the rule’s date", "release")
    return Cell(State.MET, "on the rule’s date", "release")


def _time_kept(seen: Seen) -> Cell:
    rules = (cut_off_rules(seen.book) if seen.book else frozenset()) | seen.costs.duties
    before = [
        line
        for line in seen.page.obligations
        if line.due_date < seen.page.head["go_live_date"] and line.rule not in rules
    ]
    return _of_lines(before, "release-plan", "nothing was due yet")


def _time_met(seen: Seen) -> Cell:
    planned, actual = seen.page.head["go_live_date"], seen.page.head["actual_date"]
    if actual is None:
        state = State.UNMET if planned < seen.today else None
        return Cell(state, f"planned for {long_date(planned)}", "release")
    late = (actual - planned).days
    if late > 0:
        return Cell(State.UNMET, f"{days(late)} after {long_date(planned)}", "release")
    return Cell(State.MET, f"live on {long_date(actual)}", "release")


def _time_after(seen: Seen) -> Cell:
    end = seen.page.head["actual_date"] or seen.page.head["go_live_date"]
    after = [line for line in seen.page.obligations if line.due_date >= end]
    return _of_lines(
        [line for line in after if line.rule not in seen.costs.duties],
        "release-plan",
        "nothing is owed after go-live",
    )


def _criteria(seen: Seen) -> Cell:
    number = len(seen.gate.facts.criteria)
    if not number:
        return Cell(None, "no acceptance criterion is held", "")
    return Cell(
        State.MET,
        counted(number, "criterion is set", "criteria are set"),
        "release-gate",
    )


def _testing(seen: Seen) -> Cell:
    if seen.defects.grave:
        what = f"{seen.defects.grave} open issues of severity 1 or 2"
        return Cell(State.UNMET, what, "release-testing")
    open_ones = [phase for phase in seen.phases if phase.closed is False]
    if open_ones:
        return Cell(None, f"{open_ones[0].name} is under way", "release-testing")
    silent = [phase for phase in seen.phases if phase.closed is None]
    if silent or not seen.phases:
        what = f"whether {silent[0].name} closed is not held" if silent else "no phase is held"
        return Cell(State.CANNOT_TELL, what, "release-testing")
    return Cell(State.MET, f"{len(seen.phases)} phases closed", "release-testing")


def _ready(seen: Seen) -> Cell:
    verdict = seen.gate.readiness
    left = len(verdict.blocking)
    say = f"{left} of {len(verdict.reasons)} not met" if left else "ready"
    return Cell(verdict.state, say, "release-gate")


def _defects_after(seen: Seen) -> Cell:
    if seen.defects.open:
        state = State.UNMET if seen.defects.grave else State.WAIVED
        return Cell(state, f"{seen.defects.open} issues are open", "release-testing")
    return Cell(State.MET, "no issue is open", "release-testing")


def _cost_lines(seen: Seen, after: bool) -> list[ObligationLine]:
    lines = [line for line in seen.page.obligations if line.rule in seen.costs.duties]
    end = seen.page.head["go_live_date"]
    return [line for line in lines if (line.due_date > end) is after]


def _forecast(seen: Seen) -> Cell:
    lines = [line for line in _cost_lines(seen, after=False) if not line.occurrence]
    found = seen.costs.forecast
    if found and found.total is not None:
        return Cell(State.MET, f"£{found.total:,} forecast", "release-costs")
    return _of_lines(lines, "release-costs", "no forecast that you may see")


def _spend(seen: Seen) -> Cell:
    lines = [line for line in _cost_lines(seen, after=False) if line.occurrence]
    told = next((one for one in seen.costs.compared if one.over is not None), None)
    missed = _of_lines(lines, "release-costs", "no update is asked for")
    if missed.verdict is State.UNMET or told is None or told.over is None:
        return missed
    return _over(told.over)


def _over(over: int) -> Cell:
    if over > 0:
        return Cell(State.UNMET, f"£{over:,} over the forecast", "release-costs")
    return Cell(State.MET, f"£{-over:,} under the forecast" if over else "as forecast",
                "release-costs")  # fmt: skip


def _challenges(seen: Seen) -> Cell:
    number = len(seen.costs.open_challenges)
    if number:
        return Cell(State.UNMET, f"{number} challenges are open", "release-costs")
    return Cell(State.MET, "no challenge is open", "release-costs")


def _actual(seen: Seen) -> Cell:
    told = next((one for one in seen.costs.compared if one.kind == "actual"), None)
    if told is not None and told.over is not None:
        return _over(told.over)
    return _of_lines(_cost_lines(seen, after=True), "release-costs", "no report is owed")
