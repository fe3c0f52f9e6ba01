"""Acts on changes asked for after a baseline: raised with their what if, withdrawn in the open."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle import machine
from ridgeway.core.lifecycle.tables import BEFORE_LIVE, CHANGE_REQUEST
from ridgeway.core.verdict import Reason, State, Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import BodyKey
from ridgeway.governance.codes.models import Body
from ridgeway.governance.control.foreseeing import foresee
from ridgeway.governance.control.models import Changed, ChangeRequest
from ridgeway.governance.control.requesting import (
    Asked,
    control_book,
    is_baselined,
    to_cost,
    to_date,
    to_scope,
)
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.releases.models import Release

QUESTION = "Ask for this change?"
Text = Annotated[str, Field(min_length=1, max_length=10_000)]
Line = Annotated[str, Field(min_length=1, max_length=200)]


class RaiseChange(Given):
    changes: Changed = Field(title="What changes")
    title: Line = Field(title="Title")
    rationale: str = Field("", title="Rationale", max_length=10_000)
    go_live_date: dt.date | None = Field(
        None, title="New go-live date", description="Where the schedule changes"
    )
    modification: str = Field(
        "",
        title="Modification",
        description="Its reference, where the scope changes",
        max_length=40,
    )
    part: int = Field(1, title="Part", ge=1)
    joins: Literal["joins", "leaves"] = Field("joins", title="The modification")
    cost: int | None = Field(
        None,
        title="New forecast in whole pounds",
        description="Where the cost changes: all its groups together",
        ge=0,
    )
    raised_by: BodyKey = Field("", title="Asked for by")
    example: bool = Field(False, title="An example")

    @model_validator(mode="after")
    def _particulars(self) -> RaiseChange:
        wanted = {
            Changed.SCHEDULE: (self.go_live_date is not None, "give the new go-live date"),
            Changed.SCOPE: (bool(self.modification), "name the modification"),
            Changed.COST: (self.cost is not None, "give the new cost"),
        }
        there, what = wanted[self.changes]
        if not there:
            raise ValueError(f"where the {self.changes} changes, {what}")
        return self

    @property
    def asked(self) -> Asked:
        if self.go_live_date is not None and self.changes is Changed.SCHEDULE:
            return to_date(self.go_live_date)
        if self.changes is Changed.SCOPE:
            return to_scope(self.modification, self.part, joins=self.joins == "joins")
        return to_cost(self.cost or 0)


def _may_raise(acting: Acting, release: Release, given: RaiseChange | None) -> Verdict:
    """The release is baselined and not live, and the policy knows such requests."""
    book = control_book(release.code_id, acting.today)
    if book is None or book.change_control is None:
        what = "No policy that this code has adopted knows change requests."
        return Verdict(QUESTION, (Reason("policy", what, State.CANNOT_TELL),))
    rule, clause = book.change_control, book.cite(book.change_control.clause)
    acting.policy, acting.clause = book.reference, clause
    reasons = []
    if release.state not in BEFORE_LIVE:
        what = f"The release is {machine.words(release.state)}."
        reasons.append(Reason("state", what, State.UNMET, clause))
    if not is_baselined(release):
        what = "It is not baselined: what is to change can simply be changed."
        reasons.append(Reason("baseline", what, State.UNMET, clause))
    if given is not None:
        reasons += _stated(release, given, rule.subjects, rule.must_state, clause)
    return Verdict(QUESTION, tuple(reasons))


def _stated(
    release: Release,
    given: RaiseChange,
    subjects: tuple[str, ...],
    must_state: tuple[str, ...],
    clause: str,
) -> list[Reason]:
    reasons = []
    if str(given.changes) not in subjects:
        what = f"Changes of the {given.changes} are not controlled."
        reasons.append(Reason("changes", what, State.UNMET, clause))
    if "rationale" in must_state and not given.rationale:
        reasons.append(Reason("rationale", "The rationale is not stated.", State.UNMET, clause))
    if given.changes is Changed.SCHEDULE and given.go_live_date == release.go_live_date:
        what = f"It is planned for {long_date(release.go_live_date)} already."
        reasons.append(Reason("date", what, State.UNMET, clause))
    same = ChangeRequest.objects.filter(
        release=release, changes=given.changes, asked=given.asked, state__in=("raised", "endorsed")
    ).first()
    if same is not None:
        what = f"Change request {same.number} asks for the same."
        reasons.append(Reason("once", what, State.UNMET, clause))
    return reasons


@act(
    "change.raise",
    Release,
    RaiseChange,
    title="Ask for a change of what is baselined",
    effect="Seen by Parties from now on, with what it would do, worked out and frozen today.",
    judge=_may_raise,
)
def raise_change(acting: Acting, release: Release, given: RaiseChange) -> None:
    body = Body.objects.filter(key=given.raised_by).first() if given.raised_by else None
    if given.raised_by and body is None:
        raise refusal(QUESTION, "body", f"No body is registered as {given.raised_by!r}.")
    book = control_book(release.code_id, acting.today)
    seen_by = book.change_control.seen_by if book and book.change_control else ""
    row = ChangeRequest(
        code=acting.within,
        release=release,
        number=release.change_requests.count() + 1,
        asked=given.asked,
        what_if=foresee(acting, release, given.changes, given.asked),
        raised_by=body,
        raised_date=acting.today,
        policy=acting.policy,
        clause=acting.clause[:200],
        audience=_wider(seen_by, release.audience),
        **given.model_dump(include={"changes", "title", "rationale", "example"}),
    )
    acting.about(acting.add(row))
    acting.answer["number"] = row.number


def _wider(seen_by: str, release: str) -> str:
    """Who sees it early: whom the policy says, as far as they may see the release itself."""
    order = list(Audience.values)
    if seen_by not in order:
        return release
    return order[max(order.index(seen_by), order.index(release))]


class WithdrawChange(Given):
    reason: Text = Field(title="Why it is withdrawn")


def _may_withdraw(acting: Acting, row: ChangeRequest, given: Given | None) -> Verdict:
    del given
    roles = acting.actor.roles(row.code_id)
    return machine.judge(CHANGE_REQUEST, row.state, "withdraw", roles, {})


@act(
    "change.withdraw",
    ChangeRequest,
    WithdrawChange,
    title="Withdraw the change request",
    effect="It stays visible as withdrawn, with the reason.",
    judge=_may_withdraw,
)
def withdraw_change(acting: Acting, row: ChangeRequest, given: WithdrawChange) -> None:
    values: dict[str, Any] = {"state": "withdrawn", "ended_because": given.reason}
    acting.change(row, **values)
