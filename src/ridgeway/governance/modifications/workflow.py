"""The life of a modification as a code's adopted policies lay it down: data, read as one table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ridgeway.core.lifecycle.machine import judge, words
from ridgeway.core.lifecycle.table import Lifecycle
from ridgeway.core.lifecycle.table import Transition as Row
from ridgeway.core.policy.movement import Transition, Workflow
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Body
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.sources import LIVE, Source

SUBJECT = "modification"
FIRST_STAGE = "raised"
"""Where a modification stands until its code adopts a policy that names the stages."""

PATH, NOT = "-path", "not-"
REASONS = frozenset({"reason", "reasons-given", "rationale"})
DATES = "implementation-date-set"
"""Guards that Ridgeway answers itself: `self-governance-path`, `not-authority-path`, a reason with
the act, dates on the modification. Every other guard is a fact that whoever acts must state."""

PROPOSER = "proposer"
"""The role of whoever acts for the Party that raised the modification."""


@dataclass(frozen=True, slots=True)
class Life:
    """One adopted workflow, checked once."""

    book: Rulebook
    workflow: Workflow
    lifecycle: Lifecycle

    @property
    def stages(self) -> tuple[str, ...]:
        return self.lifecycle.states

    def title(self, stage: str) -> str:
        """The stage as the policy calls it; its key in words where the policy has no such stage."""
        return next((s.title for s in self.workflow.states if s.id == stage), words(stage))

    def row(self, stage: str, action: str) -> Transition | None:
        """The policy's row by which an action leaves a stage."""
        rows = self.workflow.transitions
        return next((r for r in rows if r.action == action and stage in r.source), None)


_built: dict[int, Life] = {}


def _life(book: Rulebook, workflow: Workflow) -> Life:
    found = _built.get(id(book))
    if found is not None and found.book is book:
        return found
    rows = tuple(
        Row(r.action, r.source, r.target, r.roles, book.cite(r.clause), r.guards)
        for r in workflow.transitions
    )
    states = tuple(s.id for s in workflow.states)
    if len(_built) > 64:
        _built.clear()
    life = Life(book, workflow, Lifecycle(SUBJECT, workflow.initial, states, rows))
    _built[id(book)] = life
    return life


def life_of(code_id: str, on: dt.date, source: Source = LIVE) -> Life | None:
    """The workflow in force under a code on a day; None where no adopted policy has one."""
    for book in rulebooks_in_force(code_id, on, source):
        if book.workflow is not None and book.workflow.subject == SUBJECT:
            return _life(book, book.workflow)
    return None


def standing_of(actor: Actor, modification: Modification, acting_for: str = "") -> frozenset[str]:
    """What an actor may act as in a workflow: their roles, the bodies they sit on, the proposer,
    and the body that they say they act for (which the record shows)."""
    code_id = modification.code_id
    found = set(actor.roles(code_id))
    if ids := actor.bodies(code_id):
        found.update(Body.objects.filter(pk__in=ids).values_list("key", flat=True))
    proposer = modification.proposer_id
    if proposer and any(h.code_id == code_id and h.party_id == proposer for h in actor.held):
        found.add(PROPOSER)
    if acting_for:
        found.add(acting_for)
    return frozenset(found)


def facts_of(
    life: Life, modification: Modification, stated: Collection[str] = (), reason: str = ""
) -> dict[str, Reason]:
    """How each guard of the workflow stands; one that nobody stated stays untold."""
    clauses = {g: row.clause for row in life.lifecycle.transitions for g in row.guards}
    found = {}
    for guard, clause in clauses.items():
        if guard.endswith(PATH):
            found[guard] = _path_fact(guard, modification.path, clause)
        elif guard in REASONS:
            found[guard] = _fact(
                guard, bool(reason), "A reason is given.", "Give the reason.", clause
            )
        elif guard == DATES:
            remedy = "Set the implementation date first."
            what = "The implementation date is set."
            found[guard] = _fact(guard, bool(modification.limbs), what, remedy, clause)
        else:
            found[guard] = _stated_fact(guard, guard in stated, clause)
    return found


def _path_fact(guard: str, path: str, clause: str) -> Reason:
    wanted = not guard.startswith(NOT)
    named = guard.removeprefix(NOT).removesuffix(PATH)
    kind = f"for the {words(named)} path" if wanted else f"for paths other than {words(named)}"
    if not path:
        what = f"This is {kind}, and the path is not held."
        remedy = "Record the path of the modification."
        return Reason(guard, what, State.CANNOT_TELL, clause=clause, remedy=remedy)
    if (path == named) is wanted:
        return Reason(guard, f"The path is {words(path)}.", State.MET, clause=clause)
    what = f"This is {kind}; the modification's path is {words(path)}."
    return Reason(guard, what, State.UNMET, clause=clause)


def _fact(guard: str, holds: bool, what: str, remedy: str, clause: str) -> Reason:
    if holds:
        return Reason(guard, what, State.MET, clause=clause)
    return Reason(guard, f"Needed: {what[0].lower()}{what[1:]}", State.UNMET, clause, remedy=remedy)


def _stated_fact(guard: str, holds: bool, clause: str) -> Reason:
    if holds:
        return Reason(guard, f"Stated: {words(guard)}.", State.MET, clause=clause)
    what = f"It must be stated that this holds: {words(guard)}."
    remedy = "State it with the step."
    return Reason(guard, what, State.CANNOT_TELL, clause=clause, remedy=remedy)


def no_workflow() -> Verdict:
    """Why nothing can move under a code without a workflow."""
    what = "No policy that this code has adopted lays down the life of a modification."
    remedy = "Adopt a policy with a workflow for modifications, or adopt the modification anew."
    return Verdict(
        "May this modification move?",
        (Reason("workflow", what, State.CANNOT_TELL, remedy=remedy),),
    )


def judge_move(
    life: Life,
    modification: Modification,
    action: str,
    standing: Iterable[str],
    *,
    stated: Collection[str] = (),
    reason: str = "",
) -> Verdict:
    """Whether an action may happen to a modification now: every reason, with its clause."""
    facts = facts_of(life, modification, stated, reason)
    return judge(life.lifecycle, modification.stage, action, frozenset(standing), facts)
