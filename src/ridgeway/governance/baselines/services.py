"""Acts on a document of a release: it is started, written part by part, planned. Loads all acts."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, model_validator

from ridgeway.core.lifecycle.tables import BEFORE_LIVE
from ridgeway.core.verdict import Reason, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.baselines import (
    approving,
    services_comments,
    services_editions,
    services_information,
    services_specifications,
)
from ridgeway.governance.baselines.models import Activity, PartText, ReleaseDocument, Testing
from ridgeway.governance.baselines.rules import Ruled, documents_of, heading_of
from ridgeway.governance.baselines.standing import ruling, still_planned
from ridgeway.governance.codes.finding import BodyKey
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.releases.finding import body_named, met, no_body, only_by_rule, unmet
from ridgeway.governance.releases.models import Relation, Release

__all__ = [
    "approving",
    "services_comments",
    "services_editions",
    "services_information",
    "services_specifications",
]

Key = Annotated[str, Field(min_length=1, max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=20_000)]
Line = Annotated[str, Field(min_length=1, max_length=200)]

START, WRITE, PLAN = "Start this document?", "Write this part?", "Plan this?"


class StartDocument(Given):
    document: Key = Field(title="Document", description="As the policy calls it, such as rid")
    audience: Audience = Field(
        Audience.PARTIES, title="Who may see it while it is worked on, drafts too"
    )


def _judge_start(acting: Acting, release: Release, given: StartDocument | None) -> Verdict:
    del acting
    asked = {found.rule.id: found for found in documents_of(release)}
    held = set(release.release_documents.values_list("document", flat=True))
    if blocked := _nothing_to_start(release, asked):
        return Verdict(START, (blocked,))
    if given is None:
        found = [_may_start(release, asked[key]) for key in asked if key not in held]
        every = unmet("once", "Every document of it is started.")
        return Verdict(START, tuple(found[:1] or [every]) if not _any_met(found) else ())
    if given.document not in asked:
        what = f"The policy asks for no {given.document!r} with such a release."
        remedy = f"It asks for: {', '.join(asked)}."
        return Verdict(START, (unmet("document", what, remedy=remedy),))
    rule = asked[given.document]
    if given.document in held:
        what = f"The {rule.rule.title} of this release is started already."
        return Verdict(START, (unmet("once", what, rule.clause),))
    return Verdict(START, (_may_start(release, rule),))


def _any_met(reasons: list[Reason]) -> bool:
    return any(not reason.is_open for reason in reasons)


def _nothing_to_start(release: Release, asked: dict[str, Ruled]) -> Reason | None:
    if by_rule := only_by_rule(release):
        return by_rule
    if release.state not in BEFORE_LIVE:
        what = f"The release is {release.state}; nothing is planned for it any more."
        return unmet("state", what)
    if not asked:
        return unmet("policy", "No policy that binds this release asks for documents.")
    return None


def _may_start(release: Release, found: Ruled) -> Reason:
    title = found.rule.title
    if not found.rule.after_approval:
        return met("approved", f"The {title} may be drafted.", found.clause)
    if release.scope.filter(relation=Relation.APPROVED).exists():
        return met("approved", "A modification is approved for the release.", found.clause)
    what = f"The {title} is drafted once a modification is approved for the release; none is."
    return unmet("approved", what, found.clause, "Add one to the scope as approved.")


@act(
    "release.start-document",
    Release,
    StartDocument,
    title="Start a document of the release",
    effect="Its parts, as the policy names them, can be written; the rest fills itself.",
    judge=_judge_start,
)
def start_document(acting: Acting, release: Release, given: StartDocument) -> None:
    found = next(d for d in documents_of(release) if d.rule.id == given.document)
    acting.policy, acting.clause = found.book.reference, found.clause
    row = ReleaseDocument(
        code=acting.within,
        release=release,
        document=found.rule.id,
        title=found.rule.title,
        policy=found.book.reference,
        started_date=acting.today,
        example=release.example,
        audience=given.audience,
    )
    acting.about(acting.add(row))


class WritePart(Given):
    part: Key = Field(title="Part")
    text: Text = Field(title="What it says", description="An empty line opens a new paragraph")
    by_body: BodyKey = Field("", title="As stated by")


def _part_named(found: Ruled, part: str) -> list[Reason]:
    if found.part(part) is not None:
        return []
    names = ", ".join(p.id for p in found.parts)
    what = f"The {found.rule.title} has no part {part!r}."
    return [unmet("part", what, found.clause, f"It has: {names}.")]


def _judge_write(acting: Acting, document: ReleaseDocument, given: WritePart | None) -> Verdict:
    del acting
    reasons = still_planned(document)
    if given is not None:
        found = ruling(document)
        reasons += _part_named(found, given.part)
        if given.by_body and body_named(given.by_body) is None:
            reasons.append(no_body(given.by_body))
    return Verdict(WRITE, tuple(reasons))


@act(
    "document.write",
    ReleaseDocument,
    WritePart,
    title="Write a part",
    effect="Stands in place of what was written before; the earlier text stays on the record.",
    judge=_judge_write,
)
def write_part(acting: Acting, document: ReleaseDocument, given: WritePart) -> None:
    _put(acting, document, given.part, given.text, by_body=body_named(given.by_body))


class SetPartAside(Given):
    part: Key = Field(title="Part", description="One that the policy asks for on a condition")
    text: Text = Field(title="Why it does not apply")


def _judge_aside(acting: Acting, document: ReleaseDocument, given: SetPartAside | None) -> Verdict:
    del acting
    reasons = still_planned(document)
    found = ruling(document)
    conditional = [part for part in found.parts if part.when]
    if not conditional:
        what = "The policy asks for every part without a condition."
        reasons.append(unmet("condition", what, found.clause))
    if given is not None:
        reasons += _part_named(found, given.part)
        part = found.part(given.part)
        if part is not None and not part.when:
            what = f"“{heading_of(part)}” belongs in the document under every condition."
            names = ", ".join(p.id for p in conditional)
            reasons.append(
                unmet("condition", what, found.book.cite(part.clause), f"Possible: {names}.")
            )
    return Verdict("Set this part aside?", tuple(reasons))


@act(
    "document.set-aside",
    ReleaseDocument,
    SetPartAside,
    title="Say that a part does not apply",
    effect="The document says so with the reason; writing the part takes it back.",
    judge=_judge_aside,
)
def set_part_aside(acting: Acting, document: ReleaseDocument, given: SetPartAside) -> None:
    _put(acting, document, given.part, given.text, applies=False)


def _put(acting: Acting, document: ReleaseDocument, part: str, text: str, **more: object) -> None:
    found = ruling(document)
    content = found.part(part)
    acting.policy = found.book.reference
    acting.clause = found.book.cite(content.clause) if content else ""
    number = document.texts.filter(part=part).count() + 1
    row = PartText(
        document=document, part=part, number=number, text=text, written_date=acting.today, **more
    )
    acting.add(row)


class PlanActivity(Given):
    number: int | None = Field(
        None, title="Number", description="Of one to change; empty for a new one", ge=1, le=999
    )
    what: Line = Field(title="Activity")
    owner: str = Field("", title="Owner", max_length=120)
    testing: Testing = Field(Testing.NONE, title="Is it testing, and whose?")
    starts_date: dt.date | None = Field(None, title="Starts")
    ends_date: dt.date | None = Field(None, title="Ends")

    @model_validator(mode="after")
    def in_order(self) -> PlanActivity:
        if self.starts_date and self.ends_date and self.ends_date < self.starts_date:
            raise ValueError("It would end before it starts")
        return self


def _judge_activity(
    acting: Acting, document: ReleaseDocument, given: PlanActivity | DropActivity | None
) -> Verdict:
    del acting
    reasons = still_planned(document)
    if given is not None and given.number is not None:
        held = document.activities.filter(number=given.number, dropped=False)
        if not held.exists():
            reasons.append(unmet("number", f"No activity {given.number} is planned."))
    return Verdict(PLAN, tuple(reasons))


@act(
    "document.plan-activity",
    ReleaseDocument,
    PlanActivity,
    title="Plan an activity",
    effect="It stands on the timetable, with its start and end.",
    judge=_judge_activity,
)
def plan_activity(acting: Acting, document: ReleaseDocument, given: PlanActivity) -> None:
    values = given.model_dump(exclude={"number"}) | {"testing": str(given.testing.value)}
    if given.number is not None:
        acting.change(document.activities.get(number=given.number), **values)
        return
    number = document.activities.count() + 1
    acting.add(Activity(document=document, number=number, **values))


class DropActivity(Given):
    number: int = Field(title="Number", ge=1, le=999)


@act(
    "document.drop-activity",
    ReleaseDocument,
    DropActivity,
    title="Drop an activity",
    effect="It leaves the timetable; that it was planned stays on the record.",
    judge=_judge_activity,
)
def drop_activity(acting: Acting, document: ReleaseDocument, given: DropActivity) -> None:
    acting.change(document.activities.get(number=given.number), dropped=True)


class PlanDocument(Given):
    planned_issue_date: dt.date | None = Field(None, title="Issue for review planned on")
    planned_publication_date: dt.date | None = Field(None, title="Publication planned on")


def _judge_plan(acting: Acting, document: ReleaseDocument, given: Given | None) -> Verdict:
    del acting, given
    return Verdict(PLAN, tuple(still_planned(document)))


@act(
    "document.plan",
    ReleaseDocument,
    PlanDocument,
    title="Plan its issue and publication",
    effect="A plan that only just keeps the policy's minimum is shown as a departure.",
    judge=_judge_plan,
)
def plan_document(acting: Acting, document: ReleaseDocument, given: PlanDocument) -> None:
    acting.change(document, **given.model_dump())
