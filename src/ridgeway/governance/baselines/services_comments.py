"""Acts on comments: a Party says something about a document, a body considers it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ridgeway.core.verdict import Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.baselines.models import (
    Channel,
    Comment,
    Disposition,
    ReleaseDocument,
)
from ridgeway.governance.baselines.standing import ruling, still_planned
from ridgeway.governance.baselines.versions import latest_of
from ridgeway.governance.codes.models import Body, Party
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.releases.finding import met, unmet

Text = Annotated[str, Field(min_length=1, max_length=10_000)]
COMMENT, DISPOSE = "Comment on it?", "Dispose of this comment?"


class CommentOn(Given):
    part: str = Field("", title="Part", description="Empty: the whole document", max_length=60)
    text: Text = Field(title="Comment")
    party: str = Field(
        "", title="Party", description="Whose comment came through the helpdesk", max_length=16
    )
    by_name: str = Field("", title="From", description="Who wrote it", max_length=200)


def _judge_comment(acting: Acting, document: ReleaseDocument, given: CommentOn | None) -> Verdict:
    reasons = still_planned(document)
    found = ruling(document)
    if given is not None:
        if given.part and found.part(given.part) is None:
            names = ", ".join(p.id for p in found.parts)
            what = f"The {found.rule.title} has no part {given.part!r}."
            reasons.append(unmet("part", what, found.clause, f"It has: {names}."))
        if given.party and not Party.objects.filter(pk=given.party).exists():
            reasons.append(unmet("party", "There is no such Party."))
        if acting.actor.administers(acting.within.id) and not (given.party or given.by_name):
            what = "Nothing says whose comment this is."
            reasons.append(unmet("from", what, remedy="Name the Party or who wrote it."))
    return Verdict(COMMENT, tuple(reasons))


@act(
    "document.comment",
    ReleaseDocument,
    CommentOn,
    title="Comment on the document",
    effect="It is considered, and what was done about it is recorded beside it.",
    judge=_judge_comment,
)
def comment(acting: Acting, document: ReleaseDocument, given: CommentOn) -> None:
    found = ruling(document)
    acting.policy, acting.clause = found.book.reference, found.clause
    helpdesk = acting.actor.administers(acting.within.id)
    row = Comment(
        code=acting.within,
        release_id=document.release_id,
        document=document,
        edition=latest_of(document),
        number=document.remarks.count() + 1,
        part=given.part,
        text=given.text,
        party_id=_party(acting, given, helpdesk=helpdesk),
        by_name=given.by_name if helpdesk else acting.actor.name,
        channel=Channel.HELPDESK if helpdesk else Channel.PAGE,
        received_date=acting.today,
        audience=Audience.PARTIES,
    )
    acting.about(acting.add(row))


def _party(acting: Acting, given: CommentOn, *, helpdesk: bool) -> str | None:
    """One's own Party; through the helpdesk the one that is named."""
    if helpdesk:
        return given.party or None
    code = acting.within.id
    return next((h.party_id for h in acting.actor.held if h.party_id and h.code_id == code), None)


class Dispose(Given):
    disposition: Disposition = Field(title="What is done about it")
    answer: Text = Field(title="Why, and what changes")
    body: str = Field(title="Considered by")


def _judge_dispose(acting: Acting, row: Comment, given: Dispose | None) -> Verdict:
    del acting
    found = ruling(row.document)
    reasons = []
    if row.disposition:
        reasons.append(unmet("open", "It was considered already.", found.clause))
    if given is not None:
        key = Body.objects.filter(pk=given.body).values_list("key", flat=True).first()
        name = found.name(found.rule.considered_by)
        if found.rule.considered_by and key != found.rule.considered_by:
            what = f"It is the {name} that considers comments on the {found.rule.title}."
            reasons.append(unmet("body", what, found.clause, cleared_by=(name,)))
        elif key is None:
            reasons.append(unmet("body", "There is no such body."))
        else:
            reasons.append(met("body", f"Considered by the {name}.", found.clause))
    return Verdict(DISPOSE, tuple(reasons))


@act(
    "comment.dispose",
    Comment,
    Dispose,
    title="Record what is done about the comment",
    effect="The answer stands beside the comment, for all who may see it.",
    judge=_judge_dispose,
)
def dispose(acting: Acting, row: Comment, given: Dispose) -> None:
    found = ruling(row.document)
    acting.policy, acting.clause = found.book.reference, found.clause
    acting.change(
        row,
        disposition=given.disposition,
        answer=given.answer,
        considered_by_id=given.body,
        considered_date=acting.today,
    )
