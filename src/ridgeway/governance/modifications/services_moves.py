"""Moving a modification through its life, as the adopted workflow allows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated, Any

from django.db.models import QuerySet
from pydantic import Field

from ridgeway.core.lifecycle.machine import words
from ridgeway.core.verdict import Reason, State, Verdict, refusal
from ridgeway.governance import prepared
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.models import Body
from ridgeway.governance.modifications.models import Kin, Kinship, Modification, Stay
from ridgeway.governance.modifications.proving import Asked
from ridgeway.governance.modifications.staying import (
    contradicted,
    day_faults,
    decided_on,
    last_stay,
    resolution_behind,
)
from ridgeway.governance.modifications.workflow import (
    Life,
    judge_move,
    life_of,
    no_workflow,
    standing_of,
)

Fact = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class MoveModification(Given):
    action: Fact = Field(
        title="Step",
        description="A step of the workflow, such as send-to-vote",
        json_schema_extra={"hint": ""},
    )
    facts: tuple[Fact, ...] = Field(
        (), title="What holds", description="Facts that the step asks for, stated by whoever acts"
    )
    decided_date: dt.date | None = Field(
        None,
        title="Date of the decision",
        description="Where this step is one; empty: that of the resolution or letter behind it",
    )
    on_date: dt.date | None = Field(
        None, title="Day of the step", description="Empty: today, or the day of the decision"
    )
    until_date: dt.date | None = Field(
        None, title="Until", description="Where it is put on hold: the last day of that"
    )


def _life(acting: Acting, row: Modification) -> Life | None:
    found: Life | None = acting.once("life", lambda: life_of(row.code_id, acting.today))
    return found


def _judge(acting: Acting, row: Modification, given: MoveModification | None) -> Verdict:
    life = _life(acting, row)
    if life is None:
        return no_workflow()
    if given is None:
        return _anything(life, row)
    acting.policy = life.book.reference
    asked = Asked(row, acting.today, life.book, given.until_date)
    verdict = judge_move(
        life,
        given.action,
        standing_of(acting.actor, row, acting.told.acting_for),
        asked,
        stated=given.facts,
        reason=acting.told.reason,
    )
    step = life.row(row.stage, given.action)
    unclear = contradicted(asked, life, step) if step and given.decided_date is None else []
    more = (
        *unclear,
        *carried_on(row),
        *_known_body(acting.told.acting_for),
        *day_faults(acting, row, given.on_date or given.decided_date),
    )
    return Verdict(verdict.question, (*verdict.reasons, *more))


def carried_on(row: Modification) -> list[Reason]:
    """A modification that another one carries on moves no more by itself."""
    found = prepared.rows(_carrying, modification=row.id)
    if not found:
        return []
    what = f"{found[0][0]} carries it on; it moves with that one."
    return [Reason("combined", what, State.UNMET, remedy=f"Move {found[0][0]}.")]


def _carrying(modification: str) -> QuerySet[Any, Any]:
    kin = Kinship.objects.filter(modification_id=modification, kind=Kin.COMBINED)
    return kin.order_by("pk").values_list("other__reference")[:1]


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
    asked = Asked(row, acting.today, life.book)
    resolution = resolution_behind(asked, life, step)
    values = decided_on(asked, life, step, given.decided_date)
    last = last_stay(row)
    acting.add(
        Stay(
            modification=row,
            number=last.number + 1 if last else 1,
            stage=step.target,
            action=step.action,
            since_date=given.on_date or (values.get("decided_date") or acting.today),
            until_date=given.until_date,
            by=_by(acting, step.roles, row),
            resolution=resolution,
            clause=acting.clause[:200],
            reason=acting.told.reason,
        )
    )
    acting.change(row, stage=step.target, **values)


def _by(acting: Acting, roles: tuple[str, ...], row: Modification) -> str:
    """As what whoever acted took the step: what they said, else what they hold of those asked."""
    if acting.told.acting_for:
        return acting.told.acting_for
    standing = standing_of(acting.actor, row)
    return next((role for role in roles if role in standing), "")
