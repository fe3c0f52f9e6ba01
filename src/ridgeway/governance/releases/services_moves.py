"""Moves a release through its life by the rows of its table, each guard answered from facts."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from ridgeway.core.lifecycle import machine
from ridgeway.core.lifecycle.tables import RELEASE
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Slot
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.releases.books import book_of
from ridgeway.governance.releases.facts import Stated
from ridgeway.governance.releases.finding import met, only_by_rule, unmet
from ridgeway.governance.releases.lifecycle import judge_move, next_steps
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.reckoning import Ledger, reckon_again
from ridgeway.governance.releases.services_obligations import discharge_by_move
from ridgeway.governance.releases.touching import impacts_of

QUESTION = "Move this release on?"
Action = Literal[
    "set-scope",
    "baseline",
    "reopen-scope",
    "start-delivery",
    "submit-evidence",
    "defer",
    "start-early-life",
    "review",
    "close",
    "cancel",
]


class MoveRelease(Given):
    action: Action = Field(title="Step")
    rationale: str = Field("", title="Reason", max_length=4000)
    held_date: dt.date | None = Field(
        None, title="Held on", description="Of the review, where the step is one"
    )


def _judge_move(acting: Acting, release: Release, given: MoveRelease | None) -> Verdict:
    by_rule = only_by_rule(release)
    if given is not None:
        if by_rule and given.action != "cancel":
            return Verdict(QUESTION, (by_rule,))
        stated = Stated(given.rationale, given.held_date)
        return judge_move(acting, release, given.action, stated)
    if any(verdict.allowed for _, verdict in next_steps(acting, release)):
        return Verdict(QUESTION)
    what = f"No step leads on from {machine.words(release.state)} now."
    return Verdict(QUESTION, (Reason("state", what, State.UNMET),))


@act(
    "release.move",
    Release,
    MoveRelease,
    title="Move the release on",
    effect="Takes it to its next state, if everything that the step needs is met.",
    judge=_judge_move,
)
def move_release(acting: Acting, release: Release, given: MoveRelease) -> None:
    row = RELEASE.row(release.state, given.action)
    assert row is not None  # noqa: S101  judged before
    acting.policy = release.policy
    values: dict[str, object] = {"state": row.target}
    if given.action == "baseline":
        # A baseline after the first is raised by each change of scope, so it stands already.
        values |= {"rid_version": max(release.rid_version, 1), "rid_updated_date": acting.today}
    acting.change(release, **values)
    discharge_by_move(acting, release, given.action, acting.today)
    if given.action == "cancel":
        ledger = Ledger.of(release)
        ledger.lapse_all()
        ledger.write(acting)
    acting.answer["state"] = row.target


class ReplaceKind(Given):
    kind: str = Field(title="Kind", min_length=1, max_length=40)
    rationale: str = Field(title="Reason", min_length=1, max_length=4000)


def _judge_kind(acting: Acting, release: Release, given: ReplaceKind | None) -> Verdict:
    del acting
    question = "Make this a release of another kind?"
    book = book_of(release.code_id, release.policy)
    slot = _slot(book, release)
    if book is None or slot is None or not slot.may_become:
        what = "The policy lets this release be of no other kind."
        return Verdict(question, (unmet("kind", what),))
    clause = book.cite(slot.clause)
    if release.state not in {"open", "scoped", "baselined"}:
        return Verdict(question, (unmet("state", f"The release is {release.state}.", clause),))
    if given is None:
        return Verdict(question, (met("kind", "The policy allows it.", clause),))
    if given.kind == release.kind or given.kind not in (slot.kind, *slot.may_become):
        remedy = f"It may be: {', '.join({slot.kind, *slot.may_become} - {release.kind})}."
        what = f"It cannot become a {given.kind} release."
        return Verdict(question, (unmet("kind", what, clause, remedy),))
    kind = book.kind(given.kind)
    carried = impacts_of(release, book).intersection(kind.excludes if kind else ())
    if carried:
        titles = " and ".join(i.title for i in book.impacts if i.id in carried)
        what = f"Its scope touches {titles}, which such a release may not carry."
        return Verdict(question, (unmet("scope", what, clause, "Remove those first."),))
    return Verdict(question, (met("kind", "Nothing in its scope stands against it.", clause),))


def _slot(book: Rulebook | None, release: Release) -> Slot | None:
    return next((s for s in book.slots if s.id == release.slot), None) if book else None


@act(
    "release.replace-kind",
    Release,
    ReplaceKind,
    title="Make it a release of another kind",
    effect="Duties that no longer apply lapse, others begin; Parties are to be told in good time.",
    judge=_judge_kind,
)
def replace_kind(acting: Acting, release: Release, given: ReplaceKind) -> None:
    acting.policy = release.policy
    cause = f"Became a {given.kind} release: {given.rationale}"
    reckon_again(
        acting,
        release,
        set_on=acting.today,
        cause=cause,
        moved=False,
        values={"kind": given.kind},
    )
