"""Acts that put a resolution to a body, attest one made elsewhere, or withdraw one in the open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Annotated

from pydantic import Field

from ridgeway.core.verdict import Reason, Refused, State, Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import SubjectId, body_named, body_or_refusal, subject_named
from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.committees.lateness import days_late
from ridgeway.governance.committees.models import (
    AgendaItem,
    Condition,
    Declaration,
    Ground,
    Meeting,
    Paper,
    Recusal,
    Resolution,
    Verb,
)
from ridgeway.governance.committees.ruling import Ruled, RuleGiven, ruled
from ridgeway.governance.committees.subjects import KINDS, content_of, digest_of
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.rows import Audience, label_of

Text = Annotated[str, Field(min_length=1, max_length=10_000)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
QUESTION = "Put a resolution?"


class ConditionGiven(Given):
    """What the agreement hangs on."""

    text: Text = Field(title="Condition", description="Such as: in the event that …")
    owner: str = Field("", title="Owed by")
    due_date: dt.date | None = Field(None, title="Due on")


class GroundGiven(Given):
    """What the rule of the vote asks to be there, and the evidence that it is."""

    need: str = Field(title="What is needed", max_length=60)
    evidence: str = Field(title="Evidence of it", max_length=16)


class ProposeResolution(Given):
    subject_type: str = Field("releases.release", title="Kind of what it is about", max_length=60)
    subject_id: SubjectId = ""
    body: str = Field(
        "", title="Body that resolves", description="That of the item, if there is one"
    )
    item: str | None = Field(None, title="Agenda item")
    meeting: str | None = Field(None, title="Meeting")
    matter: str = Field("go-live", title="Matter", pattern=r"^[a-z-]{1,60}$")
    verb: Verb = Field(Verb.AGREE, title="Verb")
    text: Text = Field(title="Wording", description="Such as: that the release goes live on …")
    options: list[Line] = Field(
        default_factory=list,
        title="Options",
        description="For INDICATE: what to choose from, two or more, one on each line",
        max_length=20,
    )
    conditions: str = Field("", title="Conditions, in words", max_length=5000)
    hangs_on: list[ConditionGiven] = Field(
        default_factory=list, title="Conditions that are tracked until they are discharged"
    )
    rule: RuleGiven = Field(
        default_factory=RuleGiven,
        title="How the body decides",
        description="Holds only where no adopted policy states it",
    )
    grounds: list[GroundGiven] = Field(
        default_factory=list, title="What the rule asks to be there before the vote"
    )
    audience: Audience = Field(Audience.COMMITTEE, title="Who may see it")
    example: bool = Field(False, title="An example")


@act(
    "resolution.propose",
    Code,
    ProposeResolution,
    title="Put a resolution to a body",
    effect="Freezes what lies in front of the body; votes are bound to exactly that.",
)
def propose(acting: Acting, code: Code, given: ProposeResolution) -> None:
    item, about = _item(acting, given), about_of(given)
    kind = about.subject_type
    subject = subject_named(acting, kind, about.subject_id, KINDS)
    content = content_of(kind, subject.pk) or {}
    body = about.body or body_or_refusal(acting, given.body)
    if item is not None and item.meeting.body != body:
        raise refusal(QUESTION, "body", "The item is on the agenda of another body.")
    meeting = item.meeting if item else _meeting(acting, given, body)
    same = Resolution.objects.filter(
        subject_id=subject.pk, matter=given.matter, verb=given.verb, state="open"
    )
    if same.exists():
        raise refusal(QUESTION, "open", "One on this matter is open already.")
    by = ruled(code.id, body, given.matter, given.rule, acting.today)
    evidence = {row.id: row for row in _evidence(acting, given)}
    reasons = (*_options(given), *by.against_hand(), *_grounds(given, by, evidence))
    if reasons:
        raise Refused(Verdict(QUESTION, reasons))
    digest = digest_of(content)
    paper = acting.add(
        Paper(
            code=code,
            subject_type=kind,
            subject_id=subject.pk,
            audience=given.audience,
            meeting=meeting,
            item=item,
            title=given.text[:300],
            digest=digest,
            content=content,
            arrived_at=acting.at,
            days_late=days_late(code, meeting.paper_date if meeting else None, acting.at),
        )
    )
    names = {"subject_type", "subject_id", "body", "item", "meeting", "rule"}
    resolution = acting.add(
        Resolution(
            code=code,
            subject_type=kind,
            subject_id=subject.pk,
            body=body,
            meeting=meeting,
            item=item,
            paper=paper,
            rule=asdict(by.rule),
            ruled_by=by.ruled_by,
            subject_version=subject.version,
            subject_digest=digest,
            **given.model_dump(exclude=names | {"hangs_on", "grounds"}),
        )
    )
    _parts(acting, resolution, given, by)
    acting.about(resolution)


def _item(acting: Acting, given: ProposeResolution) -> AgendaItem | None:
    if not given.item:
        return None
    rows = visible(AgendaItem, acting.actor).filter(code=acting.within, withdrawn_reason="")
    found = rows.select_related("meeting__body").filter(pk=given.item).first()
    if found is None:
        raise refusal(QUESTION, "item", "There is no such agenda item, or not for you.")
    return found


def _meeting(acting: Acting, given: ProposeResolution, body: Body) -> Meeting | None:
    if not given.meeting:
        return None
    meeting = visible(Meeting, acting.actor).filter(pk=given.meeting, body=body).first()
    if meeting is None:
        raise refusal(QUESTION, "meeting", "That body has no such meeting.")
    return meeting


def _evidence(acting: Acting, given: ProposeResolution) -> list[Evidence]:
    wanted = [ground.evidence for ground in given.grounds]
    if not wanted:
        return []
    return list(visible(Evidence, acting.actor).filter(pk__in=wanted, code=acting.within))


def _options(given: ProposeResolution) -> Iterator[Reason]:
    many = len(dict.fromkeys(given.options))
    if given.verb is Verb.INDICATE and many < 2:
        what = "To INDICATE, a body chooses among options: give two different ones or more."
        yield Reason("options", what, State.UNMET)
    if given.verb is not Verb.INDICATE and given.options:
        yield Reason("options", "Only INDICATE has options to choose from.", State.UNMET)


def _grounds(
    given: ProposeResolution, by: Ruled, evidence: dict[str, Evidence]
) -> Iterator[Reason]:
    """What the rule asks to be there before the vote and nothing held shows."""
    stated = by.stated if by.by_policy else None
    shown = {ground.need: evidence.get(ground.evidence) for ground in given.grounds}
    needs = stated.needs if stated else ()
    for need in needs:
        held = shown.get(need.id)
        if held is None:
            what = f"{need.title}: no evidence of it is named."
            yield Reason(need.id, what, State.UNMET, clause=by.rule.clause)
        elif need.published and held.audience != Audience.PUBLIC:
            what = f"{need.title}: “{held.title}” is not published."
            yield Reason(need.id, what, State.UNMET, clause=by.rule.clause)
    for strange in sorted(set(shown) - {need.id for need in needs}):
        yield Reason("grounds", f"The rule asks for no “{strange}”.", State.UNMET)


def _parts(acting: Acting, resolution: Resolution, given: ProposeResolution, by: Ruled) -> None:
    """Conditions and grounds, and the recusals that the item hands on."""
    titles = {need.id: need.title for need in by.stated.needs} if by.stated else {}
    for ground in given.grounds:
        acting.add(
            Ground(
                resolution=resolution,
                need=ground.need,
                title=titles[ground.need],
                evidence_id=ground.evidence,
            )
        )
    for number, one in enumerate(given.hangs_on, 1):
        acting.add(
            Condition(
                code=acting.within,
                resolution=resolution,
                number=number,
                text=one.text,
                owner=body_or_refusal(acting, one.owner) if one.owner else None,
                due_date=one.due_date,
                audience=given.audience,
            )
        )
    for declared in Declaration.objects.filter(item=resolution.item_id or ""):
        acting.add(
            Recusal(
                resolution=resolution,
                person_id=declared.person_id,
                interest=declared.interest,
                declared_at=declared.declared_at,
            )
        )


class AttestResolution(Given):
    subject_type: str = Field("releases.release", title="Kind of what it is about", max_length=60)
    subject_id: SubjectId
    body: str = Field(title="Body that resolved")
    matter: str = Field("go-live", title="Matter", pattern=r"^[a-z-]{1,60}$")
    verb: Verb = Field(title="Verb")
    text: Text = Field(title="Wording")
    carried: bool = Field(True, title="It was carried")
    decided_date: dt.date | None = Field(None, title="Decided on")
    decided_from_date: dt.date | None = Field(None, title="Decided not before")
    decided_until_date: dt.date | None = Field(None, title="Decided not after")
    audience: Audience = Field(Audience.PUBLIC, title="Who may see it")


@dataclass(frozen=True, slots=True)
class About:
    """What a resolution is, or would be, about, and who resolves (None: not said, or nobody)."""

    subject_type: str
    subject_id: str
    matter: str
    body: Body | None


def about_of(given: ProposeResolution | AttestResolution) -> About:
    """What was named; what was not follows from the agenda item, which may be the subject itself.

    For every judge of what may be put: an item must not lead past them.
    """
    kind, row_id, body = given.subject_type, given.subject_id, body_named(given.body)
    if isinstance(given, ProposeResolution) and given.item:
        rows = AgendaItem.objects.select_related("meeting__body")
        item = rows.filter(pk=given.item).first()
        if item is not None and not given.body:
            body = item.meeting.body
        if item is not None and not row_id:
            itself = (label_of(AgendaItem), item.id)
            kind, row_id = (item.subject_type, item.subject_id) if item.subject_id else itself
    return About(kind, row_id, given.matter, body)


@act(
    "resolution.attest",
    Code,
    AttestResolution,
    title="Attest a resolution made elsewhere",
    effect="Never counted as live votes; what is not known stays unknown.",
    dated_back=True,
    decides=True,
)
def attest(acting: Acting, code: Code, given: AttestResolution) -> None:
    if not acting.told.source:
        raise refusal("Attest a resolution?", "source", "Say where this is known from.")
    subject = subject_named(acting, given.subject_type, given.subject_id, KINDS)
    body = body_or_refusal(acting, given.body)
    row = Resolution(
        code=code,
        body=body,
        state="carried" if given.carried else "lost",
        attested=True,
        source=acting.told.source,
        subject_version=subject.version,
        **given.model_dump(exclude={"body", "carried"}),
    )
    acting.about(acting.add(row))
