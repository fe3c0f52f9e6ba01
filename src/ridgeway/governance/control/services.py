"""Acts on change freezes: proposed, revised, withdrawn; a body agrees, refuses or lifts them.

Loads all acts of the app.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, model_validator

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle import machine
from ridgeway.core.lifecycle.tables import FREEZE
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.models import Code
from ridgeway.governance.control import (
    services_changes,
    services_deciding,
    services_stops,
)
from ridgeway.governance.control.freezing import freeze_book, rule_of
from ridgeway.governance.control.models import Freeze
from ridgeway.governance.record.rows import Audience

__all__ = ["services_changes", "services_deciding", "services_stops"]

PROPOSE, REVISE = "Propose this change freeze?", "Revise this change freeze?"
Text = Annotated[str, Field(min_length=1, max_length=10_000)]
Line = Annotated[str, Field(min_length=1, max_length=200)]


class Span(Given):
    rationale: str = Field("", title="Rationale", description="Why now", max_length=10_000)
    first_date: dt.date = Field(title="First day")
    last_date: dt.date = Field(title="Last day", description="Frozen too")

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        if self.last_date < self.first_date:
            raise ValueError("the last day comes before the first")
        return self


class ProposeFreeze(Span):
    title: Line = Field(title="Title", description="Such as: winter stability 2027")
    audience: Audience = Field(Audience.PUBLIC, title="Who may see it")
    example: bool = Field(False, title="An example")


def _stated(acting: Acting, question: str, given: Span | None) -> Verdict:
    """What the policy wants stated, and a span that is not over already."""
    book = freeze_book(acting.within.id, acting.today)
    if book is None:
        what = "No policy that this code has adopted knows change freezes."
        return Verdict(question, (Reason("policy", what, State.CANNOT_TELL),))
    acting.policy, acting.clause = book.reference, book.cite(rule_of(book).clause)
    if given is None:
        return Verdict(question)
    reasons = []
    if "rationale" in rule_of(book).must_state and not given.rationale:
        what, remedy = "The rationale is not stated.", "Say why nothing is to be implemented then."
        reasons.append(Reason("rationale", what, State.UNMET, acting.clause, remedy=remedy))
    if given.last_date < acting.today:
        what = f"It would be over on {long_date(given.last_date)} already."
        reasons.append(Reason("period", what, State.UNMET, acting.clause))
    return Verdict(question, tuple(reasons))


def _may_propose(acting: Acting, code: Code, given: ProposeFreeze | None) -> Verdict:
    verdict = _stated(acting, PROPOSE, given)
    if given is None:
        return verdict
    named = given.model_dump(include={"title", "first_date", "last_date"})
    if not Freeze.objects.filter(code=code, state__in=("proposed", "agreed"), **named).exists():
        return verdict
    what = f"“{given.title}” stands for these very days already."
    twice = Reason("once", what, State.UNMET, remedy="Revise that proposal, or withdraw it first.")
    return verdict + Verdict(PROPOSE, (twice,))


@act(
    "freeze.propose",
    Code,
    ProposeFreeze,
    title="Propose a change freeze",
    effect="Nothing is frozen yet: those whom the policy names are consulted, then a body decides.",
    judge=_may_propose,
)
def propose(acting: Acting, code: Code, given: ProposeFreeze) -> None:
    row = Freeze(
        code=code,
        number=Freeze.objects.filter(code=code).count() + 1,
        policy=acting.policy,
        clause=acting.clause[:200],
        **given.model_dump(),
    )
    acting.about(acting.add(row))


def _standing(acting: Acting, row: Freeze, action: str) -> Verdict:
    return machine.judge(FREEZE, row.state, action, acting.actor.roles(row.code_id), {})


def _may_revise(acting: Acting, row: Freeze, given: Span | None) -> Verdict:
    if row.state != "proposed":
        what = f"The change freeze is {row.state}."
        return Verdict(REVISE, (Reason("state", what, State.UNMET),))
    return _stated(acting, REVISE, given)


@act(
    "freeze.revise",
    Freeze,
    Span,
    title="Revise the proposal",
    effect="A resolution that was put about it falls; what was proposed before stays on record.",
    judge=_may_revise,
)
def revise(acting: Acting, row: Freeze, given: Span) -> None:
    acting.change(row, policy=acting.policy, **given.model_dump())


class WithdrawFreeze(Given):
    reason: Text = Field(title="Why it is withdrawn")


def _may_withdraw(acting: Acting, row: Freeze, given: Given | None) -> Verdict:
    del given
    return _standing(acting, row, "withdraw")


@act(
    "freeze.withdraw",
    Freeze,
    WithdrawFreeze,
    title="Withdraw the proposal",
    effect="It stays visible as withdrawn, with the reason.",
    judge=_may_withdraw,
)
def withdraw(acting: Acting, row: Freeze, given: WithdrawFreeze) -> None:
    acting.change(row, state="withdrawn", ended_because=given.reason)
