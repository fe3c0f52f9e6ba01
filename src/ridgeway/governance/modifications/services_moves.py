"""Moving a modification through its life, as the adopted workflow allows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from ridgeway.core.lifecycle.machine import words
from ridgeway.core.verdict import Reason, State, Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.models import Body
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.modifications.workflow import (
    Life,
    judge_move,
    life_of,
    no_workflow,
    standing_of,
)

Fact = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class MoveModification(Given):
    action: Fact = Field(title="Step", description="A step of the workflow, such as send-to-vote")
    facts: tuple[Fact, ...] = Field(
        (), title="What holds", description="Facts that the step asks for, stated by whoever acts"
    )
    decided_date: dt.date | None = Field(
        None, title="Date of the decision", description="Where this step is a decision"
    )


def _life(acting: Acting, row: Modification) -> Life | None:
    return acting.once("life", lambda: life_of(row.code_id, acting.today))


def _judge(acting: Acting, row: Modification, given: MoveModification | None) -> Verdict:
    life = _life(acting, row)
    if life is None:
        return no_workflow()
    if given is None:
        return _anything(life, row)
    acting.policy = life.book.reference
    verdict = judge_move(
        life,
        row,
        given.action,
        standing_of(acting.actor, row, acting.told.acting_for),
        stated=given.facts,
        reason=acting.told.reason,
    )
    return Verdict(verdict.question, (*verdict.reasons, *_known_body(acting.told.acting_for)))


def _known_body(key: str) -> tuple[Reason, ...]:
    if not key or Body.objects.filter(key=key).exists():
        return ()
    return (Reason("acting-for", f"No body is registered as {key!r}.", State.UNMET),)


def _anything(life: Life, row: Modification) -> Verdict:
    """Without a chosen step: whether the workflow leads on from here at all."""
    question = "May this modification move?"
    if any(row.stage in r.sources for r in life.lifecycle.transitions):
        return Verdict(question)
    what = f"Nothing leads on from {life.title(row.stage)}."
    clause = life.book.cite(life.workflow.clause)
    return Verdict(question, (Reason("stage", what, State.UNMET, clause=clause),))


@act(
    "modification.move",
    Modification,
    MoveModification,
    title="Move the modification on",
    effect="Takes the step if the adopted workflow allows it now.",
    judge=_judge,
)
def move_modification(acting: Acting, row: Modification, given: MoveModification) -> None:
    life = _life(acting, row)
    step = life.row(row.stage, given.action) if life else None
    if life is None or step is None:
        raise refusal("May this modification move?", "state", "The workflow has no such step.")
    acting.clause = life.book.cite(step.clause)
    if given.facts:
        stated = "; ".join(words(fact) for fact in given.facts)
        reason = f"{acting.told.reason} Stated: {stated}.".strip()
        acting.told = replace(acting.told, reason=reason)
    values = {"decided_date": given.decided_date} if given.decided_date else {}
    acting.change(row, stage=step.target, **values)
