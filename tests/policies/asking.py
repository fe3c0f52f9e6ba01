"""How a case's question is put to the engine, and how its answer is held against the expectation.

Each answer is a plain table; a case's `expected` may name any of its keys, and no other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from ridgeway.core.dates.loading import load_calendar
from ridgeway.core.dates.offset import Offset, Unit
from ridgeway.core.planning.drops import judge_drop
from ridgeway.core.planning.freezing import Freeze, FreezeCase, judge_freeze, judge_implementation
from ridgeway.core.planning.implementation import (
    following_decision,
    holding,
    implementation_date,
)
from ridgeway.core.planning.limits import Touch, judge_limits
from ridgeway.core.planning.moves import judge_move
from ridgeway.core.planning.obligations import DECISION, obligations_of
from ridgeway.core.planning.redating import Consent, judge_date
from ridgeway.core.planning.releases import plan_release
from ridgeway.core.planning.scope import Candidate, LateCase, judge_scope
from ridgeway.core.planning.slots import PlanningError, slot_of
from ridgeway.core.policy.raci import read_cell
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Verdict

Answer = dict[str, Any]
Given = dict[str, Any]


def ask(question: str, rulebook: Rulebook, given: Given) -> Answer:
    """The engine's answer, or the words of its refusal under `refused`."""
    try:
        return QUESTIONS[question](rulebook, dict(given))
    except PlanningError as error:
        return {"refused": str(error), "clauses": [""]}


def slot(rulebook: Rulebook, given: Given) -> Answer:
    placed = slot_of(rulebook, given["release"])
    assert placed is not None
    return {"go_live": placed.day, "kind": placed.slot.kind, "clauses": [placed.why]}


def due(rulebook: Rulebook, given: Given) -> Answer:
    planned = plan_release(
        rulebook,
        given["release"],
        given.get("go_live"),
        kind=given.get("kind"),
        impacts=frozenset(given.get("impacts", ())),
    )
    owed = planned.obligations
    present = {o.id for o in owed} | {u.id for u in planned.undated}
    return {
        "due": {o.id: o.due_date for o in owed},
        "force": {o.id: str(o.force) for o in owed},
        "says": {o.id: " ".join(o.why) for o in owed},
        "undated": [u.id for u in planned.undated],
        "absent": [d.id for d in rulebook.duties if d.id not in present],
        "in_force": all(o.in_force for o in owed),
        "not_in_force": [o.id for o in owed if not o.in_force],
        "not_working": [o.id for o in owed if not o.on_working_day],
        "minimum": [o.id for o in owed if o.minimum],
        "clauses": [why for o in owed for why in o.why] + list(planned.why),
    }


def decision(rulebook: Rulebook, given: Given) -> Answer:
    calendar = load_calendar(rulebook.calendar)
    dated, _ = obligations_of(
        rulebook,
        "a modification",
        "",
        {DECISION: given["decided"]},
        calendar,
        subject="modification",
    )
    return {
        "due": {o.id: o.due_date for o in dated},
        "clauses": [why for o in dated for why in o.why],
    }


def _implementation(rulebook: Rulebook, given: Given) -> Any:
    return implementation_date(
        rulebook,
        Offset(given["lead"], Unit(given["unit"])),
        given["expected"],
        load_calendar(rulebook.calendar),
        impacts=frozenset(given["impacts"]),
        fall_back=given.get("fall_back", True),
    )


def limbs(rulebook: Rulebook, given: Given) -> Answer:
    date = _implementation(rulebook, given)
    return {
        "sentence": date.sentence,
        "first_limit": date.first.decision_by_date,
        "clauses": [*date.first.why, date.clause],
    }


def holds(rulebook: Rulebook, given: Given) -> Answer:
    stated = _implementation(rulebook, given)
    held = holding(stated, given["decided"])
    return {
        "holds": str(held.holds),
        "date": held.limb and held.limb.implementation_date,
        "alarm": held.alarm,
        "clauses": [stated.clause],
    }


def following(rulebook: Rulebook, given: Given) -> Answer:
    window = given.get("window")
    found = following_decision(
        rulebook,
        given["days"],
        given["decided"],
        load_calendar(rulebook.calendar),
        self_governance=given.get("self_governance", False),
        window=Offset(window, Unit.WORKING_DAYS) if window else None,
    )
    return {
        "date": found.implementation_date,
        "sentence": found.sentence,
        "window_end": found.window_end,
        "unconfirmed": found.unconfirmed,
        "clauses": [found.clause],
    }


def date(rulebook: Rulebook, given: Given) -> Answer:
    stated = given.get("consent")
    consent = stated and Consent(stated["by"], stated["on"], stated["first"], stated["last"])
    return _verdict(
        judge_date(
            rulebook,
            given["release"],
            given["day"],
            set_by=given.get("set_by", ""),
            holds_approved=given.get("holds_approved"),
            consent=consent,
        )
    )


def scope(rulebook: Rulebook, given: Given) -> Answer:
    calendar = load_calendar(rulebook.calendar)
    impacts = frozenset(given["impacts"]) if "impacts" in given else None
    late = LateCase(given.get("rationale", ""), given.get("decided_by", ""), given.get("told", ()))
    planned = plan_release(rulebook, given["release"], calendar=calendar)
    candidate = Candidate("MP000", impacts)
    return _verdict(judge_scope(rulebook, planned, candidate, given["on"], calendar, late))


def freeze(rulebook: Rulebook, given: Given) -> Answer:
    return _verdict(judge_freeze(rulebook, FreezeCase(**given)))


def implement(rulebook: Rulebook, given: Given) -> Answer:
    freezes = [Freeze("year end", f["first"], f["last"]) for f in given["freezes"]]
    return _verdict(judge_implementation(rulebook, given["day"], given["source"], freezes))


def limit(rulebook: Rulebook, given: Given) -> Answer:
    others = [_touch(other) for other in given.pop("others")]
    return _verdict(judge_limits(rulebook, _touch(given), others))


def _touch(given: Given) -> Touch:
    return Touch(**{**given, "subjects": frozenset(given["subjects"])})


def move(rulebook: Rulebook, given: Given) -> Answer:
    source, target = given.pop("source"), given.pop("target")
    judged = judge_move(rulebook, source, target, **given)
    return {**_verdict(judged.verdict), "debts": [debt.environment for debt in judged.debts]}


def drop(rulebook: Rulebook, given: Given) -> Answer:
    return _verdict(
        judge_drop(
            rulebook,
            given["type"],
            given["day"],
            facts=given.get("facts", {}),
            done_on=given.get("done", {}),
            signed=given.get("signed", ()),
        )
    )


def raci(rulebook: Rulebook, given: Given) -> Answer:
    matrix = rulebook.responsibilities
    assert matrix is not None
    activity = next(a for a in matrix.activities if a.process == given["process"])
    cell = read_cell(matrix, activity, given["role"])
    return {"letters": list(cell.letters), "note": cell.note, "clauses": [""]}


def _verdict(verdict: Verdict) -> Answer:
    return {
        "allowed": verdict.allowed,
        "state": str(verdict.state),
        "open": [r.key for r in verdict.reasons if r.blocks],
        "departures": [r.key for r in verdict.departures],
        "says": " ".join(f"{r.what} {r.remedy}" for r in verdict.reasons),
        "clauses": [r.clause for r in verdict.reasons],
    }


QUESTIONS: dict[str, Callable[[Rulebook, Given], Answer]] = {
    f.__name__: f
    for f in (
        slot, due, decision, limbs, holds, following, date,
        scope, freeze, implement, limit, move, drop, raci,
    )
}  # fmt: skip


def mismatches(expected: Answer, answer: Answer) -> list[str]:
    """What differs from the expectation. Lists of duties need only contain what is expected."""
    found = []
    for key, wanted in expected.items():
        if key not in answer:
            found.append(f"the answer has no {key}: {answer}")
            continue
        got = answer[key]
        if not _fits(key, wanted, got):
            found.append(f"{key}: expected {_shown(wanted)}, got {_shown(got)}")
    return found


CONTAINS = frozenset({"absent", "undated", "not_in_force", "not_working"})


def _fits(key: str, wanted: Any, got: Any) -> bool:
    if isinstance(wanted, dict):
        return all(name in got and _fits(key, part, got[name]) for name, part in wanted.items())
    if key in {"says", "refused"}:
        return str(wanted) in got
    return set(wanted) <= set(got) if key in CONTAINS else bool(wanted == got)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return str({key: _shown(part) for key, part in value.items()})
    return value.isoformat() if isinstance(value, dt.date) else repr(value)
