"""May a build move from one environment to another, as the policy's rows say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ridgeway.core.planning.slots import PlanningError
from ridgeway.core.policy.faults import nearest
from ridgeway.core.policy.movement import Debt, DropType, Move, Standing
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Force, Reason, State, Verdict

NO_FACTS: Mapping[str, bool] = {}


@dataclass(frozen=True, slots=True)
class JudgedMove:
    """The verdict, the row that it rests on, and what the move would leave to be aligned."""

    verdict: Verdict
    move: Move | None
    debts: tuple[Debt, ...] = ()


def judge_move(
    rulebook: Rulebook,
    source: str,
    target: str,
    *,
    facts: Mapping[str, bool] = NO_FACTS,
    exceptional: str = "",
    signed: Collection[str] = (),
    delegates: Collection[str] = (),
) -> JudgedMove:
    """Whether a build may move, with every reason.

    `facts` says what was stated, true or not; what is missing cannot be told. `exceptional` is the
    circumstance on which an exception is claimed: it states the one fact that the exceptional move
    asks for. `signed` names the bodies that signed off, `delegates` those whose delegate did.
    Raises PlanningError for an environment that the policy does not know.
    """
    known = [e.id for e in rulebook.environments]
    for name in (source, target):
        if name not in known:
            raise PlanningError(f'"{name}" is not an environment here. {nearest(name, known)}')
    question = f"May a build move from {source} to {target}?"
    move = next((m for m in rulebook.moves if source in m.source and target in m.target), None)
    if move is None:
        return JudgedMove(Verdict(question, (_no_row(rulebook, source, target),)), None)
    reasons = [_standing(rulebook, move, exceptional)]
    given = dict(facts)
    if exceptional and move.standing is Standing.EXCEPTIONAL and len(move.needs) == 1:
        given[move.needs[0]] = True
    if move.standing is not Standing.PROHIBITED:
        reasons += [fact_reason(rulebook, need, given, exceptional) for need in move.needs]
        reasons += [
            sign_off_reason(rulebook, move, body, signed, delegates) for body in move.sign_off
        ]
        reasons += _entry(rulebook, target)
    return JudgedMove(Verdict(question, tuple(reasons)), move, move.debts)


def fact_reason(
    rulebook: Rulebook, fact: str, given: Mapping[str, bool], evidence: str = ""
) -> Reason:
    """How a fact that something depends on stands; unstated, it cannot be told."""
    rule = rulebook.fact(fact)
    title, clause = (rule.title, rulebook.cite(rule.clause)) if rule else (fact, "")
    force = rule.force if rule else Force.MUST
    owners = rulebook.names_of(rule.stated_by) if rule else ()
    if fact not in given:
        return Reason(
            fact,
            f"Nothing states that this holds: {title}.",
            State.CANNOT_TELL,
            clause=clause,
            force=force,
            cleared_by=owners,
        )
    if given[fact]:
        proof = (evidence,) if evidence else ()
        return Reason(fact, f"{title}.", State.MET, clause=clause, force=force, evidence=proof)
    what = f"This does not hold: {title}."
    return Reason(fact, what, State.UNMET, clause=clause, force=force, cleared_by=owners)


def _standing(rulebook: Rulebook, move: Move, exceptional: str) -> Reason:
    clause = rulebook.cite(move.clause)

    def reason(what: str, state: State, remedy: str = "") -> Reason:
        return Reason("path", what, state, clause=clause, force=move.force, remedy=remedy)

    match move.standing:
        case Standing.ALLOWED:
            doubt = f" Unconfirmed: {move.note}." if move.unconfirmed else ""
            return reason(f"It is a step of the promotion path.{doubt}", State.MET)
        case Standing.PROHIBITED:
            return reason(f"This move is prohibited: {move.reason}.", State.UNMET)
        case Standing.OUT_OF_SCOPE:
            return reason(
                f"The policy does not govern this move: {move.reason}.", State.CANNOT_TELL
            )
    if exceptional:
        return reason(f"It is an exception, {move.reason}. Claimed for: {exceptional}.", State.MET)
    what = f"It is off the standard path and allowed {move.reason}."
    return reason(what, State.UNMET, "Name the circumstances, or take the standard path.")


def _no_row(rulebook: Rulebook, source: str, target: str) -> Reason:
    for stream in rulebook.streams:
        if source in stream.environments and target in stream.environments:
            path = " → ".join(stream.environments)
            what = f"It is not a step of the {stream.title}, which runs {path}."
            return Reason("path", what, State.UNMET, clause=rulebook.cite(stream.clause))
    what = f"The policy says nothing of a move from {source} to {target}."
    return Reason("path", what, State.CANNOT_TELL)


def sign_off_reason(
    rulebook: Rulebook,
    rule: Move | DropType,
    body: str,
    signed: Collection[str],
    delegates: Collection[str],
) -> Reason:
    """Whether one body's approval is there, by itself or, where the rule lets it, by a delegate."""
    name, clause = rulebook.body_name(body), rulebook.cite(rule.clause)
    key = f"sign-off-{body}"
    if body in signed:
        return Reason(
            key, f"{rulebook.called(body, opening=True)} has approved it.", State.MET, clause=clause
        )
    if body in delegates and rule.delegate:
        return Reason(
            key, f"A delegate of {rulebook.called(body)} has approved it.", State.MET, clause=clause
        )
    if body in delegates:
        what = f"The approval of {rulebook.called(body)} cannot be given by a delegate."
        return Reason(key, what, State.UNMET, clause=clause, cleared_by=(name,))
    who = f"{name} or a delegate" if rule.delegate else name
    what = f"{rulebook.called(body, who, opening=True)} has not approved it."
    return Reason(key, what, State.UNMET, clause=clause, cleared_by=(who,))


def _entry(rulebook: Rulebook, target: str) -> list[Reason]:
    """Entry criteria that exist but are not held here are shown and not judged."""
    place = next(e for e in rulebook.environments if e.id == target)
    if place.entry_criteria_known:
        return []
    what = f"The entry criteria of {target} are not held here, so they are not judged."
    clause = rulebook.cite(place.clause)
    return [Reason("entry-criteria", what, State.CANNOT_TELL, clause=clause, force=Force.MAY)]
