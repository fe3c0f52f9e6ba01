"""The life of a modification as a code's adopted policies lay it down: data, read as one table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from ridgeway.core.lifecycle.machine import judge, words
from ridgeway.core.lifecycle.table import Lifecycle
from ridgeway.core.lifecycle.table import Transition as Row
from ridgeway.core.policy.movement import Proof, Shown, Transition, Workflow
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Body
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.modifications.dates import limb_of
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.modifications.proving import ANSWERS, MAY_LEAVE_OPEN, Asked, reason_of
from ridgeway.governance.record.sources import LIVE, Source

SUBJECT = "modification"
FIRST_STAGE = "raised"
"""Where a modification stands until its code adopts a policy that names the stages."""

PATH, NOT = "-path", "not-"
REASONS = frozenset({"reason", "reasons-given", "rationale"})
DATES = "implementation-date-set"
"""Guards that are answered under every policy: `self-governance-path`, `not-authority-path`, a
reason with the act, dates on the modification. Of the others the policy says what shows them; a
guard that nothing shows is a fact that whoever acts must state."""

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

    def shown(self, guard: str) -> Shown | None:
        """What shows that a guard is met; None for one that has to be stated."""
        return next((s for s in self.workflow.shown if s.id == guard), None)

    def is_said(self, guard: str) -> bool:
        """Whether the guard is told with the step itself: why it is taken, or until when."""
        shown = self.shown(guard)
        return guard in REASONS or (shown is not None and shown.by is Proof.PERIOD)

    def is_stated(self, guard: str) -> bool:
        """Whether somebody states the guard: nothing shows it, or what does leaves it open."""
        if guard in REASONS or guard == DATES or guard.endswith(PATH):
            return False
        shown = self.shown(guard)
        return shown is None or shown.by in MAY_LEAVE_OPEN or shown.by not in ANSWERS

    def decided_from(self, stage: str) -> bool:
        """Whether a step that leaves the stage is the decision."""
        rows = self.workflow.transitions
        return any(row.decides and stage in row.source for row in rows)

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
    if proposer and proposer in actor.parties(code_id):
        found.add(PROPOSER)
    if acting_for:
        found.add(acting_for)
    return frozenset(found)


def facts_of(
    life: Life, action: str, asked: Asked, stated: Collection[str] = (), reason: str = ""
) -> dict[str, Reason]:
    """How each guard of an action stands: by what is held where the policy says what shows it.

    What is held may leave a guard open; then, as for one that nothing shows, it has to be stated.
    """
    modification = asked.row
    clauses = {g: row.clause for row in life.lifecycle.rows(action) for g in row.guards}
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
            held = bool(modification.limbs or modification.lead_time)
            found[guard] = _fact(guard, held, what, remedy, clause)
        else:
            found[guard] = _held_fact(life, guard, guard in stated, clause, asked)
    return found


def _held_fact(life: Life, guard: str, stated: bool, clause: str, asked: Asked) -> Reason:
    shown = life.shown(guard)
    held = reason_of(asked, shown) if shown else None
    if held is None:
        return _stated_fact(guard, stated, clause)
    if held.state is State.CANNOT_TELL and stated:
        return _stated_fact(guard, stated, held.clause)
    return held


def is_for(guard: str, path: str) -> bool:
    """Whether a guard on the path lets a modification of this path pass."""
    wanted = not guard.startswith(NOT)
    return (path == guard.removeprefix(NOT).removesuffix(PATH)) is wanted


def _path_fact(guard: str, path: str, clause: str) -> Reason:
    wanted = not guard.startswith(NOT)
    named = guard.removeprefix(NOT).removesuffix(PATH)
    kind = f"for the {words(named)} path" if wanted else f"for paths other than {words(named)}"
    if not path:
        what = f"This is {kind}, and the path is not held."
        remedy = "Record the path of the modification."
        return Reason(guard, what, State.CANNOT_TELL, clause=clause, remedy=remedy)
    if is_for(guard, path):
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
    action: str,
    standing: Iterable[str],
    asked: Asked,
    *,
    stated: Collection[str] = (),
    reason: str = "",
) -> Verdict:
    """Whether an action may happen to a modification on a day: every reason, with its clause, who
    clears it, and the day after which it is too late for the next of its implementation dates."""
    facts = facts_of(life, action, asked, stated, reason)
    verdict = judge(life.lifecycle, asked.row.stage, action, frozenset(standing), facts)
    last = next_limit(asked.row, asked.on)
    if last is None:
        return verdict
    reasons = (replace(r, too_late_after=last) if r.blocks else r for r in verdict.reasons)
    return Verdict(verdict.question, tuple(reasons))


def next_limit(modification: Modification, on: dt.date) -> dt.date | None:
    """The next day after which a decision leads to a later date or to none; None once decided."""
    if modification.decided_date is not None:
        return None
    limits = (limb_of(value).decision_by_date for value in modification.limbs)
    return next((day for day in limits if day >= on), None)
