"""Acts on how a modification is dealt with: its path, its urgency."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Decision
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import BodyKey, body_named, no_body
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.modifications.fields import Why, Word
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.modifications.workflow import life_of

PATH_MATTER, URGENCY_MATTER = "modification-path", "modification-urgency"


def decision_on(matter: str, code_id: str, on: dt.date) -> tuple[Rulebook, Decision] | None:
    """Who decides a matter, by the policy in force that says so."""
    for book in rulebooks_in_force(code_id, on):
        found = book.decision(matter)
        if found is not None:
            return book, found
    return None


class DecidedWay(Given):
    by_body: BodyKey = Field(title="Decided by")
    authority: Why = Field(title="On what authority", description="The decision or letter")
    reason: Why = Field(title="Why")


class ChangePath(DecidedWay):
    path: Annotated[Word, Field(min_length=1)] = Field(title="Path")


class GrantUrgency(DecidedWay):
    urgency: Annotated[Word, Field(min_length=1)] = Field(
        "urgent", title="Urgency", description="As the policy calls it, such as urgent"
    )


def _judge_way(matter: str, acting: Acting, row: Modification, given: DecidedWay | None) -> Verdict:
    question = "May this be decided?"
    found = decision_on(matter, row.code_id, acting.today)
    if found is None:
        what = "No policy that this code has adopted says who decides this."
        return Verdict(question, (Reason("policy", what, State.CANNOT_TELL),))
    book, rule = found
    clause = book.cite(rule.clause)
    acting.policy, acting.clause = book.reference, clause
    reasons = []
    life = life_of(row.code_id, acting.today)
    if life and any(s.final and s.id == row.stage for s in life.workflow.states):
        what = f"It stands at its end: {life.title(row.stage)}."
        reasons.append(Reason("stage", what, State.UNMET, clause))
    if given is None:
        return Verdict(question, tuple(reasons))
    body = body_named(given.by_body)
    if body is None:
        reasons.append(no_body(given.by_body))
    elif body.key != rule.decided_by:
        who = book.called(rule.decided_by, opening=True)
        what = f"{who} decides this, not {book.called(body.key, body.name)}."
        reasons.append(
            Reason("body", what, State.UNMET, clause, cleared_by=(book.body_name(rule.decided_by),))
        )
    held = row.path if isinstance(given, ChangePath) else row.urgency
    wanted = given.path if isinstance(given, ChangePath) else getattr(given, "urgency", "")
    if held == wanted:
        reasons.append(Reason("same", f"It is {held.replace('-', ' ')} already.", State.UNMET))
    return Verdict(question, tuple(reasons))


def _judge_path(acting: Acting, row: Modification, given: ChangePath | None) -> Verdict:
    return _judge_way(PATH_MATTER, acting, row, given)


def _judge_urgency(acting: Acting, row: Modification, given: GrantUrgency | None) -> Verdict:
    return _judge_way(URGENCY_MATTER, acting, row, given)


@act(
    "modification.change-path",
    Modification,
    ChangePath,
    title="Change its path",
    effect="From now on the steps of the other path apply; the record shows who decided it.",
    judge=_judge_path,
)
def change_path(acting: Acting, row: Modification, given: ChangePath) -> None:
    acting.change(row, path=given.path)


@act(
    "modification.grant-urgency",
    Modification,
    GrantUrgency,
    title="Decide on its urgency",
    effect="The record shows who decided it, and why.",
    judge=_judge_urgency,
)
def grant_urgency(acting: Acting, row: Modification, given: GrantUrgency) -> None:
    acting.change(row, urgency=given.urgency)
