"""Setting a modification's implementation date: derived from a lead time, or as it was stated."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, model_validator

from ridgeway.core.dates.calendar import OutsideCalendarError
from ridgeway.core.dates.offset import Offset, Unit
from ridgeway.core.planning.implementation import Limb, implementation_date
from ridgeway.core.planning.slots import PlanningError
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Reason, State, Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.modifications.dates import (
    FOLLOWING,
    book_of_dates,
    calendar_named,
    in_words,
    kept,
)
from ridgeway.governance.modifications.models import Modification

QUESTION = "Set the implementation date?"


class LimbGiven(Given):
    """One limb of an implementation date, as a source or a body states it."""

    date: dt.date = Field(title="Implementation date")
    release: str = Field("", title="Release", max_length=120)
    by: dt.date = Field(title="If a decision is received by")

    @model_validator(mode="after")
    def _decided_before_implemented(self) -> LimbGiven:
        if self.by > self.date:
            raise ValueError("the decision is needed on or before the implementation date")
        return self


class SetDates(Given):
    """One of the three ways: a lead time, limbs, or working days after the decision."""

    lead_time: Annotated[int, Field(ge=1, le=120)] | None = Field(
        None, title="Lead time", description="From the decision to go-live"
    )
    unit: Unit = Field(Unit.MONTHS, title="Unit of the lead time")
    expected_date: dt.date | None = Field(
        None, title="Decision expected on", description="Empty: today"
    )
    fall_back: bool = Field(True, title="With a fall-back date")
    impacts: tuple[str, ...] = Field(
        (), title="Touches", description="Impacts of the policy, such as dcc-systems"
    )
    limbs: Annotated[tuple[LimbGiven, ...], Field(max_length=2)] = Field(
        (), title="Limbs as stated", description="The date and its fall-back, in this order"
    )
    working_days: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        None, title="Working days following the decision"
    )

    @model_validator(mode="after")
    def _one_way(self) -> SetDates:
        ways = (self.lead_time is not None, bool(self.limbs), self.working_days is not None)
        if sum(ways) != 1:
            raise ValueError("give a lead time, or limbs, or working days after the decision")
        if len(self.limbs) == 2:
            first, second = self.limbs
            if second.date <= first.date or second.by <= first.by:
                raise ValueError("the fall-back comes after the first limb, in both its dates")
        return self


def _judge(acting: Acting, row: Modification, given: SetDates | None) -> Verdict:
    book = book_of_dates(row.code_id, acting.today)
    if book is None:
        what = "No policy that this code has adopted says how implementation dates are set."
        return Verdict(QUESTION, (Reason("policy", what, State.CANNOT_TELL),))
    acting.policy = book.reference
    if row.decided_date and (row.limbs or row.lead_time):
        clause = book.cite(book.implementation.clause) if book.implementation else ""
        what = "The implementation date binds since the decision."
        reason = Reason("binds", what, State.UNMET, clause, remedy="Amend the date instead.")
        return Verdict(QUESTION, (reason,))
    unknown = set(given.impacts) - {i.id for i in book.impacts} if given else set()
    if not unknown:
        return Verdict(QUESTION)
    known = ", ".join(i.id for i in book.impacts)
    what = f"{book.cited} knows no impact called {' or '.join(sorted(unknown))}."
    reason = Reason("impacts", what, State.UNMET, remedy=f"Use: {known}.")
    return Verdict(QUESTION, (reason,))


@act(
    "modification.set-dates",
    Modification,
    SetDates,
    title="Set the implementation date",
    effect="The date with its fall-back, in the policy's own wording.",
    judge=_judge,
)
def set_dates(acting: Acting, row: Modification, given: SetDates) -> None:
    book = book_of_dates(row.code_id, acting.today)
    if book is None or book.implementation is None:
        raise refusal(QUESTION, "policy", "No adopted policy says how dates are set.")
    acting.clause = book.cite(book.implementation.clause)
    limbs, lead = derived(acting, book, given)
    last = limbs[-1].decision_by_date if limbs else None
    acting.change(row, limbs=kept(limbs), lead_time=lead, last_decision_date=last)
    acting.answer["limbs"] = [in_words(limb) for limb in limbs]


def derived(acting: Acting, book: Rulebook, given: SetDates) -> tuple[tuple[Limb, ...], str]:
    """The limbs that follow from the input, and the lead time as it is kept; raises Refused."""
    if given.limbs:
        return tuple(Limb(g.date, g.release, g.by, ()) for g in given.limbs), ""
    if given.working_days is not None:
        return (), f"{given.working_days}{FOLLOWING}"
    lead = Offset(given.lead_time or 0, given.unit)
    try:
        found = implementation_date(
            book,
            lead,
            given.expected_date or acting.today,
            calendar_named(book.calendar),
            impacts=frozenset(given.impacts),
            fall_back=given.fall_back,
        )
    except (PlanningError, OutsideCalendarError) as error:
        raise refusal(QUESTION, "dates", str(error)) from error
    limbs = (found.first, found.fall_back) if found.fall_back else (found.first,)
    return limbs, f"{given.lead_time} {given.unit}"
