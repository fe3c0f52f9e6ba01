"""Acts on an implementation date that binds: asked for, consented to or refused, set in a range."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from pydantic import Field

from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import body_named, no_body, party_named
from ridgeway.governance.codes.models import Delegation
from ridgeway.governance.modifications.amending import (
    MATTER,
    Hand,
    Step,
    book_of_changes,
    covering,
    faults,
)
from ridgeway.governance.modifications.models import AmendedDate, DateStep, Modification
from ridgeway.governance.modifications.proving import SUBJECT_TYPE

QUESTION = "Amend the implementation date?"


class AmendDate(Given):
    step: DateStep = Field(DateStep.REQUESTED, title="What happened")
    implementation_date: dt.date | None = Field(
        None, title="New date", description="Empty where a request is refused"
    )
    latest_date: dt.date | None = Field(
        None, title="Latest date", description="How far a request or a consent leaves room"
    )
    release: str = Field("", title="Release", max_length=120)
    by_body: str = Field(
        title="By whom",
        description="The key of a body; a request may also come from a Party, by its key",
        max_length=60,
        json_schema_extra={"hint": ""},
    )
    said_date: dt.date | None = Field(None, title="On", description="Of the letter; empty: today")
    rationale: str = Field(
        "", title="Rationale", description="A request needs one", max_length=10_000
    )
    authority: str = Field("", title="Letter or decision", max_length=2000)


def _judge(acting: Acting, row: Modification, given: AmendDate | None) -> Verdict:
    reasons = [*_binds(row)]
    found = book_of_changes(row.code_id, acting.today)
    if found is None:
        what = "No policy that this code has adopted says who changes a date that binds."
        return Verdict(QUESTION, (*reasons, Reason("policy", what, State.CANNOT_TELL)))
    acting.policy, acting.clause = found[0].reference, found[0].cite(found[1].clause)
    if given is None:
        return Verdict(QUESTION, tuple(reasons))
    it = _step(acting, row, given)
    if it is None:
        return Verdict(QUESTION, (*reasons, no_body(given.by_body)))
    return Verdict(QUESTION, (*reasons, *faults(it, acting.today)))


def _binds(row: Modification) -> list[Reason]:
    """A date binds once the modification is decided; before that it is simply set."""
    if row.decided_date is None:
        what = "Nothing is decided yet, so no date binds."
        remedy = "Set the implementation date instead."
        return [Reason("decided", what, State.UNMET, remedy=remedy)]
    return []


def _step(acting: Acting, row: Modification, given: AmendDate) -> Step | None:
    found = book_of_changes(row.code_id, acting.today)
    body = body_named(given.by_body)
    asks = given.step is DateStep.REQUESTED
    party = party_named(given.by_body) if body is None and asks else None
    if found is None or (body is None and party is None):
        return None
    return Step(
        row,
        *found,
        given.step,
        Hand(body, party),
        given.said_date or acting.today,
        given.implementation_date,
        given.latest_date,
        given.rationale,
    )


@act(
    "modification.amend-date",
    Modification,
    AmendDate,
    title="Amend the implementation date",
    effect="A consented date takes the old one's place by itself; the old one stays in history.",
    judge=_judge,
)
def amend_date(acting: Acting, row: Modification, given: AmendDate) -> None:
    it = _step(acting, row, given)
    assert it is not None  # noqa: S101  judged before
    delegation = covering(it) if given.step is DateStep.SET else None
    if given.step is DateStep.CONSENTED and given.latest_date and it.hand.body:
        delegation = acting.add(
            Delegation(
                code=acting.within,
                grantor=it.hand.body,
                grantee=body_named(it.rule.put_by) or it.hand.body,
                matter=MATTER,
                subject_type=SUBJECT_TYPE,
                subject_id=row.id,
                earliest_date=given.implementation_date,
                latest_date=given.latest_date,
                from_date=it.day,
                clause=it.clause[:120],
                source=given.authority[:300],
            )
        )
    acting.add(
        AmendedDate(
            modification=row,
            number=row.amended_dates.count() + 1,
            said_date=it.day,
            by_body=it.hand.body,
            by_party=it.hand.party,
            clause=it.clause[:200],
            delegation=delegation,
            **given.model_dump(exclude={"by_body", "said_date"}),
        )
    )


def amend_each(acting: Acting, rows: Iterable[Modification], **values: Any) -> None:
    """One step on the date of a release, as a step on each modification whose date it moves.

    `values` are those of the row; the act on the release has judged them.
    """
    for row in rows:
        number = row.amended_dates.count() + 1
        acting.add(AmendedDate(modification=row, number=number, **values))
