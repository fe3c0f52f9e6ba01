"""Acts on testing issues."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.core.lifecycle.machine import judge, move
from ridgeway.core.verdict import Reason, State, Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.releases.models import Release
from ridgeway.governance.testing.lifecycle import DEFECT
from ridgeway.governance.testing.models import Defect

REFERENCE = r"^[A-Za-z0-9][A-Za-z0-9 ._/()-]*$"


class DefectFacts(Given):
    """What is known of a testing issue, apart from what it belongs to."""

    title: Annotated[str, Field(min_length=1, max_length=300)] = Field(title="Title")
    severity: Annotated[int, Field(ge=1, le=5)] = Field(
        title="Severity", description="1 is the gravest, 5 the least"
    )
    description: str = Field("", title="Description", max_length=40_000)
    plan: str = Field(
        "",
        title="Resolution plan",
        description="How and when it will be resolved, where it may stay open at go-live",
        max_length=10_000,
    )
    environment: str = Field("", title="Environment", max_length=40)
    found_date: dt.date | None = Field(None, title="Found on")
    audience: Audience = Field(Audience.COMMITTEE, title="Who may see it")


class RaiseDefect(DefectFacts):
    reference: Annotated[str, Field(pattern=REFERENCE, max_length=40)] = Field(title="Reference")
    modification: str = Field(
        "", title="Modification", description="Its reference, where one is at fault", max_length=40
    )


@act(
    "defect.raise",
    Release,
    RaiseDefect,
    title="Raise a testing issue",
    effect="It counts against the release until it is closed or deferred.",
)
def raise_defect(acting: Acting, release: Release, given: RaiseDefect) -> None:
    row = Defect(
        code=acting.within,
        release=release,
        modification=_modification(acting, given.modification),
        state=DEFECT.initial,
        **given.model_dump(exclude={"modification"}),
    )
    acting.about(acting.add(row))


def _modification(acting: Acting, reference: str) -> Modification | None:
    if not reference:
        return None
    seen = visible(Modification, acting.actor).filter(code_id=acting.within.id)
    found = seen.filter(reference=reference).first()
    if found is None:
        raise refusal(
            "Raise a testing issue?", "modification", f"No modification is called {reference!r}."
        )
    return found


class MoveDefect(Given):
    action: Annotated[str, Field(max_length=40)] = Field(
        title="Step", description=f"One of: {', '.join(DEFECT.actions)}"
    )


def _judge(acting: Acting, row: Defect, given: MoveDefect | None) -> Verdict:
    if given is None:
        return Verdict("May this testing issue move?")
    roles = acting.actor.roles(row.code_id)
    return judge(DEFECT, row.state, given.action, roles, _facts(acting))


def _facts(acting: Acting) -> dict[str, Reason]:
    if acting.told.reason:
        return {"reason": Reason("reason", "The reason is given.", State.MET)}
    what = "This step needs a reason."
    return {"reason": Reason("reason", what, State.UNMET, remedy="Give the reason.")}


@act(
    "defect.move",
    Defect,
    MoveDefect,
    title="Move the testing issue on",
    effect="Triage, fix, retest, close or defer it.",
    judge=_judge,
)
def move_defect(acting: Acting, row: Defect, given: MoveDefect) -> None:
    roles = acting.actor.roles(row.code_id)
    acting.change(row, state=move(DEFECT, row.state, given.action, roles, _facts(acting)))


class PlanDefect(Given):
    plan: Annotated[str, Field(min_length=1, max_length=10_000)] = Field(
        title="Resolution plan", description="How and when it will be resolved"
    )


def _judge_plan(acting: Acting, row: Defect, given: PlanDefect | None) -> Verdict:
    del acting, given
    closed = row.state == "closed"
    reasons = (Reason("state", "It is closed.", State.UNMET),) if closed else ()
    return Verdict("May its resolution be planned?", reasons)


@act(
    "defect.plan",
    Defect,
    PlanDefect,
    title="Plan its resolution",
    effect="A criterion may let it stay open at go-live with a plan; earlier plans stay on record.",
    judge=_judge_plan,
)
def plan_defect(acting: Acting, row: Defect, given: PlanDefect) -> None:
    acting.change(row, plan=given.plan)
