"""Resolutions: proposed about a fixed content, voted by seat, closed by the count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field, model_validator

from ridgeway.core.gates.voting import Position as Vote_
from ridgeway.core.gates.voting import Tally, VotingRule, tally, voting_verdict
from ridgeway.core.verdict import Force, Reason, State, Verdict, refusal
from ridgeway.faults import crashpoint, racepoint
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import ACTS, Given, act
from ridgeway.governance.codes.finding import body_or_refusal
from ridgeway.governance.codes.models import Appointment, Body, Code, Role
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.committees.models import (
    Meeting,
    Paper,
    Position,
    Recusal,
    Resolution,
    Verb,
    Vote,
)
from ridgeway.governance.committees.subjects import CONSEQUENCES, KINDS, content_of, digest_of
from ridgeway.governance.record.rows import Audience, Root

Text = Annotated[str, Field(min_length=1, max_length=10_000)]


class RuleGiven(Given):
    """How the body decides: given with each resolution where no adopted policy states it."""

    quorum: int = Field(1, title="Quorum, in seats", ge=1, le=500)
    numerator: int = Field(1, title="Share of the votes: numerator", ge=0, le=100)
    denominator: int = Field(2, title="Share of the votes: denominator", ge=1, le=100)
    more_than: bool = Field(True, title="More than that share, not just that share")
    unanimous: bool = Field(False, title="Unanimous")

    @model_validator(mode="after")
    def possible(self) -> RuleGiven:
        VotingRule(**self.model_dump())
        return self


class ProposeResolution(Given):
    subject_type: str = Field("releases.release", title="About", max_length=60)
    subject_id: str = Field(title="Identity of the subject", max_length=16)
    body: str = Field(title="Body that resolves")
    meeting: str | None = Field(None, title="Meeting")
    matter: str = Field("go-live", title="Matter", pattern=r"^[a-z-]{1,60}$")
    verb: Verb = Field(Verb.AGREE, title="Verb")
    text: Text = Field(title="Wording", description="Such as: that the release goes live on …")
    conditions: str = Field("", title="Conditions", max_length=5000)
    rule: RuleGiven = Field(default_factory=RuleGiven, title="How the body decides")
    audience: Audience = Field(Audience.COMMITTEE, title="Who may see it")
    example: bool = Field(False, title="An example")


def _subject_and_body(
    acting: Acting, given: ProposeResolution | AttestResolution
) -> tuple[Root, Body]:
    """What is resolved about, as far as the actor sees it, and who resolves; raises Refused."""
    kind = KINDS.get(given.subject_type)
    seen = visible(kind.model, acting.actor).filter(pk=given.subject_id) if kind else None
    subject = seen.first() if seen is not None else None
    if subject is None:
        raise refusal(f"{ACTS[acting.act].title}?", "subject", "There is no such subject.")
    return subject, body_or_refusal(acting, given.body)


@act(
    "resolution.propose",
    Code,
    ProposeResolution,
    title="Put a resolution to a body",
    effect="Freezes what lies in front of the body; votes are bound to exactly that.",
)
def propose(acting: Acting, code: Code, given: ProposeResolution) -> None:
    subject, body = _subject_and_body(acting, given)
    content = content_of(given.subject_type, given.subject_id) or {}
    meeting = None
    if given.meeting:
        meeting = visible(Meeting, acting.actor).filter(pk=given.meeting, body=body).first()
        if meeting is None:
            raise refusal("Put a resolution?", "meeting", "That body has no such meeting.")
    same = Resolution.objects.filter(
        subject_id=given.subject_id, matter=given.matter, verb=given.verb, state="open"
    )
    if same.exists():
        raise refusal("Put a resolution?", "open", "One on this matter is open already.")
    digest = digest_of(content)
    paper = acting.add(
        Paper(
            code=code,
            subject_type=given.subject_type,
            subject_id=given.subject_id,
            audience=given.audience,
            meeting=meeting,
            title=given.text[:300],
            digest=digest,
            content=content,
            arrived_at=acting.at,
        )
    )
    resolution = acting.add(
        Resolution(
            code=code,
            body=body,
            meeting=meeting,
            paper=paper,
            rule=given.rule.model_dump(),
            subject_version=subject.version,
            subject_digest=digest,
            **given.model_dump(exclude={"body", "meeting", "rule"}),
        )
    )
    acting.about(resolution)


class AttestResolution(Given):
    subject_type: str = Field("releases.release", title="About", max_length=60)
    subject_id: str = Field(title="Identity of the subject", max_length=16)
    body: str = Field(title="Body that resolved")
    matter: str = Field("go-live", title="Matter", pattern=r"^[a-z-]{1,60}$")
    verb: Verb = Field(title="Verb")
    text: Text = Field(title="Wording")
    carried: bool = Field(True, title="It was carried")
    decided_date: dt.date | None = Field(None, title="Decided on")
    decided_from_date: dt.date | None = Field(None, title="Decided not before")
    decided_until_date: dt.date | None = Field(None, title="Decided not after")
    audience: Audience = Field(Audience.PUBLIC, title="Who may see it")


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
    subject, body = _subject_and_body(acting, given)
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


def seats_of(resolution: Resolution, on: dt.date) -> dict[str, str]:
    """The seats that may vote on a day, each with the person who holds it."""
    rows = Appointment.objects.filter(
        code_id=resolution.code_id,
        body_id=resolution.body_id,
        role__in=(Role.MEMBER, Role.CHAIR),
        seat__isnull=False,
        from_date__lte=on,
    ).exclude(until_date__lt=on)
    return {str(seat): str(person) for seat, person in rows.values_list("seat_id", "person_id")}


def count(
    resolution: Resolution,
    on: dt.date,
    *,
    closed: bool = False,
    holders: Mapping[str, str] | None = None,
) -> Tally:
    """The count of a resolution: rows counted anew each time, never a stored total.

    `holders` are the seats of that day, for whoever has read them.
    """
    holders = seats_of(resolution, on) if holders is None else holders
    votes = {v.seat_id: Vote_(v.position) for v in resolution.votes.all()}
    recused = {r.person_id for r in resolution.recusals.all()}
    seats = {**holders, **{seat: "" for seat in votes if seat not in holders}}
    out = [seat for seat, person in seats.items() if person in recused]
    return tally(rule_of(resolution), list(seats), votes, out, closed=closed)


def rule_of(resolution: Resolution) -> VotingRule:
    return VotingRule(**resolution.rule)


def _open(resolution: Resolution) -> list[Reason]:
    if resolution.state == "open":
        return []
    what = f"The resolution is {resolution.state}."
    return [Reason("open", what, State.UNMET)]


DIGEST_NOW, SEATS_NOW = "digest-now", "seats-now"
"""What judges ask for together: the digest of what is held now, the seats of today."""


def digest_now(resolution: Resolution) -> str:
    """The digest of what lies in front of the body now; empty where nothing does."""
    content = content_of(resolution.subject_type, resolution.subject_id)
    return "" if content is None else digest_of(content)


def _unchanged(acting: Acting, resolution: Resolution) -> Reason:
    digest = acting.once(DIGEST_NOW, lambda: digest_now(resolution))
    same = bool(digest) and digest == resolution.subject_digest
    what = (
        "What lies in front of the body is what was put to it."
        if same
        else "What was put to the body has changed since; put a new resolution."
    )
    return Reason("unchanged", what, State.MET if same else State.UNMET)


def _holders(acting: Acting, resolution: Resolution) -> dict[str, str]:
    return dict(acting.once(SEATS_NOW, lambda: seats_of(resolution, acting.today)))


def _seat_of(acting: Acting, resolution: Resolution) -> str:
    holders = _holders(acting, resolution)
    mine = [seat for seat, person in holders.items() if person == acting.actor.person_id]
    return mine[0] if mine else ""


def _is_of(person_id: str, rows: Iterable[Vote | Recusal]) -> bool:
    return any(row.person_id == person_id for row in rows)


def may_vote(acting: Acting, resolution: Resolution, given: Given | None) -> Verdict:
    """Seat, recusal, no vote yet, still open, and the content unchanged: every reason at once."""
    del given
    person = acting.actor.person_id
    reasons = _open(resolution)
    if not _seat_of(acting, resolution):
        reasons.append(Reason("seat", "You hold no seat on this body today.", State.UNMET))
    if _is_of(person, resolution.recusals.all()):
        reasons.append(Reason("recused", "You are recused on this resolution.", State.UNMET))
    if _is_of(person, resolution.votes.all()):
        reasons.append(Reason("voted", "You have voted; a vote stands.", State.UNMET))
    if resolution.state == "open":
        reasons.append(_unchanged(acting, resolution))
    return Verdict("May you vote?", tuple(reasons))


class CastVote(Given):
    position: Position = Field(title="Position")
    reason: str = Field("", title="Reason", max_length=5000)
    paper_digest: str = Field(
        title="Digest of the paper", description="What you read; shown on the resolution's page"
    )


@act(
    "resolution.vote",
    Resolution,
    CastVote,
    title="Vote",
    effect="Counts for your seat, bound to the paper in front of you. It stands.",
    judge=may_vote,
    decides=True,
)
def vote(acting: Acting, resolution: Resolution, given: CastVote) -> None:
    if given.paper_digest != resolution.subject_digest:
        raise refusal("May you vote?", "paper", "You read another paper than the one put.")
    racepoint("vote.judged")
    row = Vote(
        resolution=resolution,
        seat_id=_seat_of(acting, resolution),
        person_id=acting.actor.person_id,
        position=given.position,
        reason=given.reason,
        cast_at=acting.at,
        paper_digest=given.paper_digest,
    )
    acting.add(row)
    crashpoint("vote.cast")


class DeclareInterest(Given):
    interest: Text = Field(title="Interest declared")


def may_recuse(acting: Acting, resolution: Resolution, given: Given | None) -> Verdict:
    del given
    reasons = _open(resolution)
    if _is_of(acting.actor.person_id, resolution.recusals.all()):
        reasons.append(Reason("recused", "You are recused already.", State.UNMET))
    return Verdict("May you recuse yourself?", tuple(reasons))


@act(
    "resolution.recuse",
    Resolution,
    DeclareInterest,
    title="Declare an interest and recuse yourself",
    effect="At once: you no longer see the paper nor vote; a vote that you cast is set aside.",
    judge=may_recuse,
    decides=True,
)
def recuse(acting: Acting, resolution: Resolution, given: DeclareInterest) -> None:
    row = Recusal(
        resolution=resolution,
        person_id=acting.actor.person_id,
        interest=given.interest,
        declared_at=acting.at,
    )
    acting.add(row)


def may_close(acting: Acting, resolution: Resolution, given: Given | None) -> Verdict:
    """A quorum took part, and what was put is unchanged; the threshold decides the outcome."""
    del given
    reasons = _open(resolution)
    if not reasons:
        holders = _holders(acting, resolution)
        counted = count(resolution, acting.today, closed=True, holders=holders)
        outcome = voting_verdict(rule_of(resolution), counted)
        reasons += [
            r if r.key == "quorum" else Reason(r.key, r.what, r.state, force=Force.MAY)
            for r in outcome.reasons
        ]
        reasons.append(_unchanged(acting, resolution))
    return Verdict("May the vote be closed?", tuple(reasons))


@act(
    "resolution.close",
    Resolution,
    title="Close the vote",
    effect="Carried or lost, by the count of this moment.",
    judge=may_close,
    decides=True,
)
def close(acting: Acting, resolution: Resolution, given: Given) -> None:
    del given
    racepoint("close.judged")
    counted = count(resolution, acting.today, closed=True)
    state = "carried" if counted.carried else "lost"
    acting.change(resolution, state=state, decided_date=acting.today)
    acting.answer["state"] = state
    consequence = CONSEQUENCES.get(resolution.matter)
    if counted.carried and consequence is not None:
        consequence(acting, resolution)


class Withdraw(Given):
    reason: Text = Field(title="Why it is withdrawn")


def may_withdraw(acting: Acting, resolution: Resolution, given: Given | None) -> Verdict:
    del acting, given
    return Verdict("May it be withdrawn?", tuple(_open(resolution)))


@act(
    "resolution.withdraw",
    Resolution,
    Withdraw,
    title="Withdraw the resolution",
    effect="It stays visible as withdrawn, with the reason.",
    judge=may_withdraw,
)
def withdraw(acting: Acting, resolution: Resolution, given: Withdraw) -> None:
    acting.change(resolution, state="withdrawn", void_reason=given.reason[:300])


def void_changed(acting: Acting, subject_type: str, subject_id: str) -> None:
    """Let every resolution fall whose subject is no longer what was put to the body.

    Attested ones are history and stay. Called inside each act that may change a subject.
    """
    standing = Resolution.objects.filter(
        subject_type=subject_type,
        subject_id=subject_id,
        state__in=("open", "carried"),
        attested=False,
    ).exclude(subject_digest="")
    found = list(standing)
    if not found:
        return
    content = content_of(subject_type, subject_id)
    digest = digest_of(content) if content else ""
    for resolution in found:
        if resolution.subject_digest != digest:
            why = f"The subject changed by “{acting.act}” after it was put."
            acting.change(resolution, state="void", void_reason=why)
