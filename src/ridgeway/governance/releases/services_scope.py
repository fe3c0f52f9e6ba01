"""Acts on the scope: what goes in by when, what a kind may not carry, why it comes late."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle.machine import words
from ridgeway.core.lifecycle.tables import BEFORE_LIVE
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import BodyKey
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.modifications.models import Modification, Part
from ridgeway.governance.releases.books import book_of
from ridgeway.governance.releases.finding import (
    met,
    not_in_future,
    only_by_rule,
    parts_named,
    unmet,
)
from ridgeway.governance.releases.models import Relation, Release, ScopeEntry
from ridgeway.governance.releases.reckoning import reckon_again
from ridgeway.governance.releases.scoping import CUT_OFF, Inclusion, is_late, judge_inclusion

ADD = "Add this to the scope?"
REMOVE = "Remove this from the scope?"
Part_ = Annotated[str, Field(max_length=2000, json_schema_extra={"widget": "textarea"})]
Reference = Annotated[str, Field(min_length=1, max_length=40)]


class AddToScope(Given):
    modification: Reference = Field(title="Modification", description="Its reference")
    part: int = Field(1, title="Part", ge=1)
    relation: Literal["targeted", "approved"] = Field("targeted", title="Relation")
    since_date: dt.date | None = Field(None, title="Decided on", description="Empty: today")
    rationale: str = Field(
        "",
        title="Rationale",
        description="Needed once the scope is set, for the report on the modification",
        max_length=4000,
    )
    decided_by: BodyKey = Field("", title="Late inclusion decided by")
    why_now: Part_ = Field("", title="Late: why now")
    risk_of_adding: Part_ = Field("", title="Late: the risk of adding it")
    risk_of_leaving_out: Part_ = Field("", title="Late: the risk of leaving it out")
    weighed: tuple[Annotated[str, Field(max_length=60)], ...] = Field(
        (), title="Grounds weighed", description="Where a yearly limit is passed, such as cost"
    )
    weighed_how: Part_ = Field(
        "", title="How they were weighed", description="The reasons of the body that weighed them"
    )

    @property
    def parts(self) -> dict[str, str]:
        """What the reason of a late inclusion tells, by the names that policies use."""
        told = {
            "why-now": self.why_now,
            "risk-of-adding": self.risk_of_adding,
            "risk-of-leaving-out": self.risk_of_leaving_out,
        }
        return {name: text for name, text in told.items() if text}

    @property
    def reason(self) -> str:
        """The whole reason as it is kept with the scope and told to Parties."""
        told = [f"{words(name).capitalize()}: {text}" for name, text in self.parts.items()]
        if self.weighed:
            told.append(f"Weighed: {', '.join(self.weighed)}. {self.weighed_how}".strip())
        return "\n".join(filter(None, (self.rationale, *told)))


def _open(release: Release) -> Reason:
    if by_rule := only_by_rule(release):
        return by_rule
    if release.state in BEFORE_LIVE:
        return met("state", f"The release is {release.state}.")
    return unmet("state", f"The release is {release.state}; its scope stands.")


def _part(acting: Acting, reference: str, number: int) -> Part | Reason:
    """The part that an input names, if the actor may see the modification."""
    parts = parts_named(acting, [reference])
    part = parts.get((reference, number))
    if part is None or not _seen(acting, part.modification_id):
        what = f"No modification {reference!r}" + (f" with a part {number}." if number > 1 else ".")
        numbers = ", ".join(str(n) for _, n in sorted(parts)) if part is None else ""
        remedy = f"It has the parts {numbers}." if numbers else "Look it up in the register."
        return unmet("modification", what, remedy=remedy)
    return part


def _seen(acting: Acting, modification_id: str) -> bool:
    return visible(Modification, acting.actor).filter(pk=modification_id).exists()


def _judge_add(acting: Acting, release: Release, given: AddToScope | None) -> Verdict:
    reasons = [_open(release)]
    if given is None:
        return Verdict(ADD, tuple(reasons))
    part = _part(acting, given.modification, given.part)
    if isinstance(part, Reason):
        return Verdict(ADD, (*reasons, part))
    day = given.since_date or acting.today
    if future := not_in_future("since-date", day, acting.today, "It would be decided"):
        reasons.append(future)
    reasons += _elsewhere(release, part, given)
    inclusion = _inclusion(release, part, day, given)
    if inclusion is None:
        what = "The policy that the release was planned under is not held."
        reasons.append(Reason("policy", what, State.CANNOT_TELL))
    elif not _held(release, part):
        reasons += judge_inclusion(inclusion)
    return Verdict(ADD, tuple(reasons))


def _elsewhere(release: Release, part: Part, given: AddToScope) -> list[Reason]:
    entry = (
        ScopeEntry.objects.filter(part=part)
        .exclude(relation=Relation.REMOVED)
        .select_related("release")
        .first()
    )
    if entry is None:
        return []
    if entry.release_id != release.id:
        what = f"{part.modification.reference} is in the scope of the {entry.release.name}."
        return [unmet("once", what, remedy="Remove it there first, or divide it into parts.")]
    if entry.relation == given.relation:
        what = f"{part.modification.reference} is {entry.relation} for this release already."
        return [unmet("once", what)]
    return []


def _inclusion(release: Release, part: Part, day: dt.date, given: AddToScope) -> Inclusion | None:
    book = book_of(release.code_id, release.policy)
    if book is None:
        return None
    return Inclusion(
        book=book,
        release=release,
        modification=part.modification,
        day=day,
        rationale=given.reason,
        decided_by=given.decided_by,
        weighed=given.weighed if given.weighed_how else (),
        stated=frozenset(given.parts),
    )


def _held(release: Release, part: Part) -> bool:
    """Whether it is in this scope already, so that only its relation changes."""
    return release.scope.filter(part=part).exclude(relation=Relation.REMOVED).exists()


@act(
    "release.add-to-scope",
    Release,
    AddToScope,
    title="Add to the scope",
    effect="A modification is targeted at this release or, once approved, fixed in it.",
    judge=_judge_add,
)
def add_to_scope(acting: Acting, release: Release, given: AddToScope) -> None:
    part = _part(acting, given.modification, given.part)
    assert isinstance(part, Part)  # noqa: S101  judged before
    day = given.since_date or acting.today
    inclusion = _inclusion(release, part, day, given)
    assert inclusion is not None  # noqa: S101  judged before
    entry = release.scope.filter(part=part).first()
    is_new = entry is None or entry.relation == Relation.REMOVED
    reasons = judge_inclusion(inclusion) if is_new else ()
    late = is_late(reasons) if is_new or entry is None else entry.late
    acting.policy = inclusion.book.reference
    acting.clause = next((r.clause for r in reasons if r.key == CUT_OFF), "")
    values: dict[str, Any] = {"relation": given.relation, "since_date": day, "late": late}
    departures = [r.what for r in reasons if r.is_open and not r.blocks]
    if is_new or given.reason:
        values["rationale"] = "\n".join(filter(None, (given.reason, *departures)))
    if entry is not None:
        acting.change(entry, **values)
    else:
        entry = ScopeEntry(
            release=release, part=part, modification_id=part.modification_id, **values
        )
        acting.add(entry)
    acting.answer.update(late=late, departures=departures, entry=entry.id)
    if is_new:
        _scope_changed(acting, release, f"{part.modification.reference} joined the scope", day)


class RemoveFromScope(Given):
    modification: Reference = Field(title="Modification", description="Its reference")
    part: int = Field(1, title="Part", ge=1)
    rationale: str = Field(title="Rationale", min_length=1, max_length=4000)


def _judge_remove(acting: Acting, release: Release, given: RemoveFromScope | None) -> Verdict:
    reasons = [_open(release)]
    if given is None:
        if not release.scope.exclude(relation=Relation.REMOVED).exists():
            reasons.append(unmet("scope", "The scope is empty."))
        return Verdict(REMOVE, tuple(reasons))
    part = _part(acting, given.modification, given.part)
    if isinstance(part, Reason):
        return Verdict(REMOVE, (*reasons, part))
    if not release.scope.filter(part=part).exclude(relation=Relation.REMOVED).exists():
        what = f"{part.modification.reference} is not in the scope of this release."
        reasons.append(unmet("scope", what))
    return Verdict(REMOVE, tuple(reasons))


@act(
    "release.remove-from-scope",
    Release,
    RemoveFromScope,
    title="Remove from the scope",
    effect="It may go into another release; that it was in this one stays on the record.",
    judge=_judge_remove,
)
def remove_from_scope(acting: Acting, release: Release, given: RemoveFromScope) -> None:
    part = _part(acting, given.modification, given.part)
    assert isinstance(part, Part)  # noqa: S101  judged before
    entry = release.scope.get(part=part)
    acting.policy = release.policy
    acting.change(
        entry, relation=Relation.REMOVED, since_date=acting.today, rationale=given.rationale
    )
    reference = part.modification.reference
    _scope_changed(acting, release, f"{reference} left the scope", acting.today)


def _scope_changed(acting: Acting, release: Release, cause: str, day: dt.date) -> None:
    """A baselined document rises by one; duties that hang on what is touched are reckoned."""
    values: dict[str, Any] = {}
    if release.rid_version:
        values = {"rid_version": release.rid_version + 1, "rid_updated_date": acting.today}
    book = book_of(release.code_id, release.policy)
    if book is not None and any(duty.or_impacts for duty in book.duties):
        cause = f"{cause} on {long_date(day)}"
        reckon_again(acting, release, set_on=acting.today, cause=cause, moved=False, values=values)
    elif values:
        acting.change(release, **values)
