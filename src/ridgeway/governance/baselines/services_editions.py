"""Acts on versions: issued as drafts, sent for review, made final, published."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from ridgeway.core.verdict import Reason, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.baselines.completeness import judge_parts
from ridgeway.governance.baselines.models import Edition, ReleaseDocument, Status, number_words
from ridgeway.governance.baselines.rules import rule_of
from ridgeway.governance.baselines.standing import (
    content_now,
    editions_now,
    ruling,
    serve_duty,
    still_planned,
)
from ridgeway.governance.baselines.versions import (
    STANDING,
    WIDEST_FIRST,
    freeze,
    latest,
    next_draft,
    next_standing,
)
from ridgeway.governance.committees.models import Advice, Finding
from ridgeway.governance.committees.subjects import digest_of
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.rows import Audience, label_of
from ridgeway.governance.releases.baselining import baseline
from ridgeway.governance.releases.finding import evidence_named, met, unmet

ISSUE, SEND, FINALISE, PUBLISH = (
    "Issue a draft?",
    "Send it for review?",
    "Make it final?",
    "Publish it?",
)


class IssueDraft(Given):
    comments: str = Field(
        title="What changed", description="Printed in version control", max_length=2000
    )
    author: str = Field("", title="Author", max_length=200)
    evidence: str = Field("", title="The file that it is in", max_length=16)


def _judge_issue(acting: Acting, document: ReleaseDocument, given: IssueDraft | None) -> Verdict:
    reasons = still_planned(document)
    last = latest(editions_now(acting, document))
    same = last is not None and last.digest == digest_of(content_now(acting, document))
    if last is not None and same and not (given and given.evidence):
        what = f"Nothing changed since {last.number}."
        reasons.append(unmet("changed", what, remedy="Write a part, or change the release."))
    if given is not None and given.evidence and evidence_named(acting, given.evidence) is None:
        reasons.append(unmet("evidence", f"No evidence {given.evidence!r} is held."))
    return Verdict(ISSUE, tuple(reasons))


@act(
    "document.issue",
    ReleaseDocument,
    IssueDraft,
    title="Issue a draft",
    effect="Freezes what is held now as the next draft, for those who may see drafts.",
    judge=_judge_issue,
)
def issue(acting: Acting, document: ReleaseDocument, given: IssueDraft) -> None:
    found = ruling(document)
    acting.policy, acting.clause = found.book.reference, found.clause
    file: Evidence | None = evidence_named(acting, given.evidence) if given.evidence else None
    edition = freeze(
        acting,
        document,
        next_draft(document),
        Status.DRAFT,
        content_now(acting, document),
        author=given.author or acting.actor.name,
        comments=given.comments,
        evidence=file,
    )
    acting.answer.update(edition=edition.id, number=edition.number)


def _judge_send(acting: Acting, edition: Edition, given: Given | None) -> Verdict:
    del acting, given
    found = ruling(edition.document)
    if not found.rule.reviewed_by:
        what = f"The policy asks nobody to review the {found.rule.title}."
        return Verdict(SEND, (unmet("review", what, found.clause),))
    reasons = still_planned(edition.document)
    if edition.status != Status.DRAFT:
        reasons.append(unmet("draft", f"{edition.number} is no draft.", found.clause))
    if edition.sent_date is not None:
        reasons.append(unmet("sent", "It was sent already.", found.clause))
    return Verdict(SEND, tuple(reasons))


@act(
    "edition.send-for-review",
    Edition,
    title="Send the draft for review",
    effect="Discharges the duty to issue the document, on the day on which it is done.",
    judge=_judge_send,
)
def send_for_review(acting: Acting, edition: Edition, given: Given) -> None:
    del given
    found = ruling(edition.document)
    acting.policy, acting.clause = found.book.reference, found.clause
    acting.change(edition, sent_date=acting.today, audience=_for_committees(edition))
    serve_duty(acting, edition.document, found.rule.issued, edition)


def _for_committees(edition: Edition) -> str:
    """Whoever reviews it has to see it, as far as its content allows."""
    wider = min(edition.audience, Audience.COMMITTEE.value, key=WIDEST_FIRST.index)
    return max(wider, edition.open_to, key=WIDEST_FIRST.index)


def review_of(edition: Edition) -> Advice | None:
    """The latest view on this very draft of the body that reviews it."""
    found = ruling(edition.document)
    rows = Advice.objects.filter(
        subject_type=label_of(Edition), subject_id=edition.id, body__key=found.rule.reviewed_by
    )
    return rows.order_by("-number").first()


def _judge_finalise(acting: Acting, edition: Edition, given: Given | None) -> Verdict:
    del given
    found = ruling(edition.document)
    rule, clause = found.rule, found.clause
    if rule.approved_by:
        what = f"The {found.name(rule.approved_by)} approves the {rule.title}, by a resolution."
        return Verdict(FINALISE, (unmet("approved", what, clause),))
    reasons = still_planned(edition.document)
    if edition.status != Status.DRAFT:
        reasons.append(unmet("draft", f"{edition.number} is no draft.", clause))
    finals = edition.document.editions.filter(status=Status.FINAL).order_by("major", "minor")
    last = finals.last()
    if last is not None and last.digest == edition.digest:
        reasons.append(unmet("amended", f"{last.number} is final and says the same.", clause))
    if rule.reviewed_by:
        reasons.append(_reviewed(edition, found.name(rule.reviewed_by), clause))
    content = content_now(acting, edition.document)
    if digest_of(content) != edition.digest:
        what = f"The document changed after {edition.number} was issued."
        reasons.append(
            unmet("unchanged", what, clause, "Issue another draft and have it reviewed.")
        )
    reasons += judge_parts(edition.content, acting.today, found.book.cite)
    return Verdict(FINALISE, tuple(reasons))


def _reviewed(edition: Edition, body: str, clause: str) -> Reason:
    view = review_of(edition)
    if view is None:
        what = f"The {body} has not reviewed {edition.number}."
        remedy = "Send it for review and record the view on this draft."
        return unmet("reviewed", what, clause, remedy, cleared_by=(body,))
    if view.finding == Finding.NOT_MET:
        what = f"The {body} does not agree with {edition.number}."
        return unmet("reviewed", what, clause, "Issue another draft.", cleared_by=(body,))
    return met("reviewed", f"The {body} reviewed {edition.number}.", clause)


@act(
    "edition.finalise",
    Edition,
    title="Make it final",
    effect="The reviewed draft becomes the final version; every amendment is reviewed again.",
    judge=_judge_finalise,
)
def finalise(acting: Acting, edition: Edition, given: Given) -> None:
    del given
    document = edition.document
    found = ruling(document)
    acting.policy, acting.clause = found.book.reference, found.clause
    final = freeze(
        acting,
        document,
        next_standing(document),
        Status.FINAL,
        edition.content,
        author=edition.author,
        comments=f"Final, as reviewed in {edition.number}",
        evidence=edition.evidence,
        advice=review_of(edition),
        approved_date=acting.today,
        sent_date=edition.sent_date,
        audience=edition.audience,
    )
    acting.answer.update(edition=final.id, number=final.number)


class Publish(Given):
    audience: Literal["public", "parties"] = Field("public", title="For whom")


def _judge_publish(acting: Acting, edition: Edition, given: Publish | None) -> Verdict:
    del acting
    found = ruling(edition.document)
    reasons = []
    if edition.status not in STANDING:
        what = f"{edition.number} is a draft."
        remedy = "Have it approved first." if found.rule.approved_by else "Make it final first."
        reasons.append(unmet("standing", what, found.clause, remedy))
    if edition.published_date is not None and edition.audience == Audience.PUBLIC:
        reasons.append(unmet("published", "It is published already.", found.clause))
    wanted = given.audience if given else Audience.PARTIES.value
    if WIDEST_FIRST.index(edition.open_to) > WIDEST_FIRST.index(wanted):
        who = Audience(edition.open_to).label.lower()
        what = f"It holds something that only these may see: {who}."
        remedy = "Open what is confidential to them first, then have the document approved again."
        reasons.append(unmet("open-to", what, found.clause, remedy))
    return Verdict(PUBLISH, tuple(reasons))


@act(
    "edition.publish",
    Edition,
    Publish,
    title="Publish the version",
    effect="Everybody it is published for can read it on the page of the release.",
    judge=_judge_publish,
)
def publish(acting: Acting, edition: Edition, given: Publish) -> None:
    document = edition.document
    found = ruling(document)
    acting.policy, acting.clause = found.book.reference, found.clause
    acting.change(edition, audience=given.audience, published_date=acting.today)
    serve_duty(acting, document, found.rule.published, edition)


class AttestEdition(Given):
    major: int = Field(title="Version: whole number", ge=0, le=99)
    minor: int = Field(0, title="Version: after the point", ge=0, le=999)
    issued_date: dt.date = Field(title="Issued on")
    comments: str = Field("", title="Comments", max_length=2000)
    author: str = Field("", title="Author", max_length=200)
    evidence: str = Field("", title="The file that it is in", max_length=16)
    audience: Audience = Field(Audience.PUBLIC, title="Who may see that there was this version")


def _judge_attest(
    acting: Acting, document: ReleaseDocument, given: AttestEdition | None
) -> Verdict:
    if given is None:
        return Verdict("Attest a version?")
    reasons = []
    if not acting.told.source:
        reasons.append(unmet("source", "Say where this version is known from."))
    if given.issued_date > acting.today:
        reasons.append(unmet("issued-date", "A version of the future cannot be attested."))
    number = {"major": given.major, "minor": given.minor, "draft": 0}
    if document.editions.filter(**number).exists():
        words = number_words(given.major, given.minor)
        reasons.append(unmet("number", f"Version {words} is held already."))
    if given.evidence and evidence_named(acting, given.evidence) is None:
        reasons.append(unmet("evidence", f"No evidence {given.evidence!r} is held."))
    return Verdict("Attest a version?", tuple(reasons))


@act(
    "document.attest-edition",
    ReleaseDocument,
    AttestEdition,
    title="Attest a version issued elsewhere",
    effect="Its number and day stand in version control; one that a body approved baselines.",
    judge=_judge_attest,
    dated_back=True,
)
def attest_edition(acting: Acting, document: ReleaseDocument, given: AttestEdition) -> None:
    file = evidence_named(acting, given.evidence) if given.evidence else None
    words = number_words(given.major, given.minor)
    standing = given.major > 0
    acting.add(
        Edition(
            code=acting.within,
            release_id=document.release_id,
            document=document,
            title=f"{document.title} {words}, {document.release.name}"[:300],
            status=Status.APPROVED if standing else Status.DRAFT,
            approved_date=given.issued_date if standing else None,
            source=acting.told.source,
            open_to=given.audience,
            evidence=file,
            **given.model_dump(exclude={"evidence"}),
        )
    )
    found = rule_of(document)
    if standing and found and found.rule.approved_by:
        baseline(acting, document.release, given.issued_date, version=given.major)
