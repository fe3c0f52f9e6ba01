"""Judges whether something may move, and says everything that stands in its way."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ridgeway.core.lifecycle.table import Lifecycle, Transition
from ridgeway.core.verdict import Reason, Refused, State, Verdict

STATE_KEY = "state"
ROLE_KEY = "role"
ACTION_KEY = "action"


def judge(
    lifecycle: Lifecycle,
    state: str,
    action: str,
    roles: Collection[str],
    facts: Mapping[str, Reason],
) -> Verdict:
    """Whether an actor with these roles may do this now; every reason at once, met ones included.

    `facts` maps a guard to how it stands. A guard without a fact cannot be told and so is not met.
    In the wrong state the guards of every row of the action are judged, so that a person sees
    what will be asked later as well.
    """
    question = f"May {words(action)} happen to this {words(lifecycle.noun)}?"
    rows = lifecycle.rows(action)
    if not rows:
        return Verdict(question, (_unknown_action(lifecycle, action),))
    row = lifecycle.row(state, action)
    asked = rows if row is None else (row,)
    guards = dict.fromkeys((guard, one.clause) for one in asked for guard in one.guards)
    reasons = [_state_reason(lifecycle, state, action, asked), _role_reason(asked, action, roles)]
    reasons += [facts.get(guard) or _untold(guard, clause) for guard, clause in guards]
    return Verdict(question, tuple(reasons))


def move(
    lifecycle: Lifecycle,
    state: str,
    action: str,
    roles: Collection[str],
    facts: Mapping[str, Reason],
) -> str:
    """The state that the action leads to; raises Refused, with every reason, when it may not."""
    verdict = judge(lifecycle, state, action, roles, facts)
    row = lifecycle.row(state, action)
    if row is None or not verdict.allowed:
        raise Refused(verdict)
    return row.target


def words(key: str) -> str:
    """A key as it reads in a sentence: `in-delivery` is "in delivery"."""
    return key.replace("-", " ").replace("_", " ")


def _unknown_action(lifecycle: Lifecycle, action: str) -> Reason:
    return Reason(
        ACTION_KEY,
        f"A {words(lifecycle.noun)} knows no act called {action!r}.",
        State.UNMET,
        remedy=f"Use one of: {', '.join(lifecycle.actions)}.",
    )


def _state_reason(
    lifecycle: Lifecycle, state: str, action: str, rows: tuple[Transition, ...]
) -> Reason:
    sources = dict.fromkeys(words(source) for row in rows for source in row.sources)
    wanted = " or ".join(sources)
    noun, clause = words(lifecycle.noun), rows[0].clause
    if state not in lifecycle.states:
        what = f"The {noun} is in a state that its lifecycle does not know: {state!r}."
        return Reason(STATE_KEY, what, State.CANNOT_TELL, clause=clause)
    if any(state in row.sources for row in rows):
        return Reason(STATE_KEY, f"The {noun} is {words(state)}.", State.MET, clause=clause)
    what = f"The {noun} is {words(state)}; “{words(action)}” needs it to be {wanted}."
    ways = [f"{words(one.action)} (from {words(source)})" for one, source in _ways(lifecycle, rows)]
    remedy = f"First: {', or '.join(ways)}." if ways else ""
    return Reason(STATE_KEY, what, State.UNMET, clause=clause, remedy=remedy)


def _ways(lifecycle: Lifecycle, rows: tuple[Transition, ...]) -> tuple[tuple[Transition, str], ...]:
    """The rows that lead into a state from which the action is possible."""
    wanted = {source for row in rows for source in row.sources}
    return tuple(
        (one, one.sources[0])
        for one in lifecycle.transitions
        if one.target in wanted and one not in rows
    )


def _role_reason(rows: tuple[Transition, ...], action: str, roles: Collection[str]) -> Reason:
    allowed = tuple(dict.fromkeys(role for row in rows for role in row.roles))
    clause = rows[0].clause
    if not allowed:
        what = f"Nothing says who may {words(action)}."
        return Reason(ROLE_KEY, what, State.CANNOT_TELL, clause=clause)
    named = " or ".join(words(role) for role in allowed)
    if any(role in allowed for role in roles):
        return Reason(ROLE_KEY, f"This is for the {named}.", State.MET, clause=clause)
    what = f"This is for the {named}, and you do not act as that."
    remedy = f"Ask the {named}."
    return Reason(ROLE_KEY, what, State.UNMET, clause=clause, cleared_by=allowed, remedy=remedy)


def _untold(guard: str, clause: str) -> Reason:
    what = f"It cannot be told whether this holds: {words(guard)}."
    return Reason(guard, what, State.CANNOT_TELL, clause=clause)
