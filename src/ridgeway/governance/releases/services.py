"""Acts that make a release: planned from the policy's cycle, or outside it. Loads all its acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.planning.slots import PlanningError, release_name, slot_date
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Slot
from ridgeway.core.verdict import Reason, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.models import Code
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.releases import (
    services_adopt,
    services_dates,
    services_moves,
    services_obligations,
    services_policy,
    services_risks,
    services_scope,
    services_weighing,
)
from ridgeway.governance.releases.books import books_for
from ridgeway.governance.releases.finding import body_named, free_slug, met, no_body, unmet
from ridgeway.governance.releases.models import DateStatus, PlannedDate, Release, Standing
from ridgeway.governance.releases.reckoning import Ledger, owed_on, reckon_again, scope_date_of

__all__ = [
    "Placed",
    "place",
    "plan_release",
    "services_adopt",
    "services_dates",
    "services_moves",
    "services_obligations",
    "services_policy",
    "services_risks",
    "services_scope",
    "services_weighing",
]

QUESTION = "Plan this release?"
Word = Annotated[str, Field(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=40)]


class PlanRelease(Given):
    slot: Word = Field(
        "", title="Slot", description="Of the policy's yearly cycle; empty for an ad hoc release"
    )
    year: int | None = Field(None, title="Year", description="Of the slot", ge=2012, le=2100)
    kind: Word = Field(
        "", title="Kind", description="Needed for an ad hoc release; empty: the slot's own kind"
    )
    go_live_date: dt.date | None = Field(
        None, title="Go-live date", description="Of an ad hoc release; a slot has its date by rule"
    )
    by_body: str = Field(
        "", title="Set by", description="Of an ad hoc release: the body that decided on its date"
    )
    standing: Standing = Field(
        Standing.HELD,
        title="What is held",
        description="By rule: nothing but the policy's rule is known, so nothing is ever late",
    )
    description: str = Field("", title="Description", max_length=4000)
    example: bool = Field(False, title="An example release")
    audience: Audience = Field(Audience.ADMINISTRATION, title="Who may see it")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a release falls: its book, day, name and kind."""

    book: Rulebook
    slot: Slot | None
    name: str
    kind: str
    day: dt.date
    why: str


def place(book: Rulebook, given: PlanRelease) -> Placed | Reason:
    """The place in the cycle or outside it, or what is wrong with the input."""
    if not given.slot:
        return _place_ad_hoc(book, given)
    slot = next((s for s in book.slots if s.id == given.slot), None)
    if slot is None:
        known = ", ".join(s.id for s in book.slots) or "none: use an ad hoc release"
        return unmet("slot", f"{book.cited} has no slot {given.slot!r}.", remedy=f"Slots: {known}.")
    if given.year is None:
        return unmet("year", "A slot comes round every year.", remedy="Say which year.")
    placed = slot_date(book, slot, given.year)
    if given.go_live_date not in (None, placed.day):
        what = f"By {book.cite(slot.clause)} it goes live on {long_date(placed.day)}."
        remedy = "Plan it without a date, then set another by the decision of the body that may."
        return unmet("go-live-date", what, slot.clause, remedy)
    kind = given.kind or slot.kind
    if kind != slot.kind and kind not in slot.may_become:
        what = f"{placed.name} is a {slot.kind} release and may not become {kind or 'another'}."
        return unmet("kind", what, book.cite(slot.clause))
    return Placed(book, slot, placed.name, kind, placed.day, placed.why)


def _place_ad_hoc(book: Rulebook, given: PlanRelease) -> Placed | Reason:
    if book.ad_hoc is None:
        return unmet("slot", f"{book.cited} knows no ad hoc releases.", remedy="Name a slot.")
    if given.go_live_date is None:
        return unmet("go-live-date", "An ad hoc release needs a date.", remedy="Give its go-live.")
    if given.kind not in book.ad_hoc.kinds:
        allowed = " or ".join(book.ad_hoc.kinds)
        what = f"An ad hoc release is of the kind {allowed}."
        return unmet("kind", what, book.cite(book.ad_hoc.clause), f"Say which: {allowed}.")
    try:
        name = release_name(book, given.go_live_date)
    except PlanningError as error:
        return unmet("name", f"{error}.")
    why = f"{book.cite(book.ad_hoc.clause)}: ad hoc, on {long_date(given.go_live_date)}"
    return Placed(book, None, name, given.kind, given.go_live_date, why)


def _judge_plan(acting: Acting, code: Code, given: PlanRelease | None) -> Verdict:
    books = books_for(code.id, acting.today)
    if not books:
        what = "The code has adopted no policy that names and places releases."
        return Verdict(QUESTION, (unmet("policy", what, remedy="Adopt one first."),))
    if given is None:
        return Verdict(QUESTION)
    placed = place(books[0], given)
    if isinstance(placed, Reason):
        return Verdict(QUESTION, (placed,))
    reasons = [met("place", placed.why), *_set_by(placed, given)]
    taken = _taken(code, placed)
    if taken is not None:
        takes_up = taken.standing == Standing.BY_RULE and given.standing is Standing.HELD
        what = f"{placed.name} is planned already."
        if takes_up:
            what = f"{placed.name} stood by rule; from now on its facts are held."
        reasons.append(met("once", what) if takes_up else unmet("once", what))
    if placed.day < acting.today and given.standing is Standing.HELD:
        what = f"{long_date(placed.day)} has passed."
        remedy = "Adopt what happened then, or plan it as standing by rule."
        reasons.append(unmet("past", what, remedy=remedy))
    return Verdict(QUESTION, tuple(reasons))


def _set_by(placed: Placed, given: PlanRelease) -> Iterator[Reason]:
    if given.by_body and placed.slot is not None:
        what = "A slot has its date by rule; no body sets it with the plan."
        yield unmet("by-body", what, placed.book.cite(placed.slot.clause), "Leave the body out.")
    elif given.by_body and body_named(given.by_body) is None:
        yield no_body(given.by_body)


def _taken(code: Code, placed: Placed) -> Release | None:
    """The release that stands in a slot already."""
    if placed.slot is None:
        return None
    held = Release.objects.filter(code=code, name=placed.name, slot=placed.slot.id)
    return held.exclude(state="cancelled").first()


@act(
    "release.plan",
    Code,
    PlanRelease,
    title="Plan a release",
    effect="It is named, dated and every obligation reckoned, each with its clause.",
    judge=_judge_plan,
)
def plan_release(acting: Acting, code: Code, given: PlanRelease) -> None:
    books = books_for(code.id, acting.today)
    placed = place(books[0], given)
    assert isinstance(placed, Placed)  # noqa: S101  judged before
    acting.policy, acting.clause = placed.book.reference, _clause(placed)
    if (held := _taken(code, placed)) is not None:
        _take_up(acting, held, placed, given)
        return
    row = Release(
        code=code,
        slug=free_slug(code, placed.name),
        name=placed.name,
        slot=given.slot,
        kind=placed.kind,
        standing=given.standing,
        policy=placed.book.reference,
        policy_date=placed.day if placed.slot else None,
        go_live_date=placed.day,
        description=given.description,
        source=acting.told.source,
        example=given.example,
        audience=given.audience,
    )
    owed = owed_on(row, books, code, frozenset())
    row.scope_date = scope_date_of(owed)
    by_rule = given.standing is Standing.BY_RULE
    acting.about(acting.add(row))
    set_on = None if by_rule else acting.today
    acting.add(
        PlannedDate(
            release=row,
            number=1,
            status=DateStatus.BY_RULE if placed.slot else DateStatus.SET,
            go_live_date=row.go_live_date,
            set_on_date=set_on,
            by_body=body_named(given.by_body),
            clause=_clause(placed)[:120],
            authority=placed.why,
            cause="" if placed.slot else acting.told.reason,
        )
    )
    ledger = Ledger(row)
    ledger.reckon(owed, set_on=set_on, cause=placed.why)
    ledger.write(acting)


def _take_up(acting: Acting, held: Release, placed: Placed, given: PlanRelease) -> None:
    """A release that only stood by rule becomes one whose facts are held."""
    acting.about(held)
    reckon_again(
        acting,
        held,
        set_on=acting.today,
        cause=f"Planned; {placed.why}",
        values={
            "standing": Standing.HELD,
            "kind": placed.kind,
            "description": given.description,
            "example": given.example,
            "audience": given.audience,
        },
    )


def _clause(placed: Placed) -> str:
    rule = placed.slot or placed.book.ad_hoc
    return placed.book.cite(rule.clause) if rule else ""
