"""Votes by seat: who may vote now, recusal at once, and the close that counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Annotated

from pydantic import Field

from ridgeway.core.gates.indicating import indication_verdict
from ridgeway.core.gates.voting import voting_verdict
from ridgeway.core.verdict import Force, Reason, State, Verdict, refusal
from ridgeway.faults import crashpoint, racepoint
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.committees.counting import (
    asks_to_choose,
    count,
    indicated,
    rule_of,
    seats_of,
)
from ridgeway.governance.committees.lateness import late_before, told
from ridgeway.governance.committees.models import (
    Position,
    Recusal,
    Resolution,
    Vote,
)
from ridgeway.governance.committees.subjects import CONSEQUENCES, content_of, digest_of

Text = Annotated[str, Field(min_length=1, max_length=10_000)]


def still_open(resolution: Resolution) -> list[Reason]:
    """Why nothing more can be done with a resolution that is settled."""
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
    reasons = _may_cast(acting, resolution)
    if asks_to_choose(resolution):
        what = "It asks to choose among options; choose one instead."
        reasons.append(Reason("options", what, State.UNMET))
    return Verdict("May you vote?", tuple(reasons))


def _may_cast(acting: Acting, resolution: Resolution) -> list[Reason]:
    person, clause = acting.actor.person_id, rule_of(resolution).clause
    found = (
        ("seat", not _seat_of(acting, resolution), "You hold no seat on this body today."),
        (
            "recused",
            _is_of(person, resolution.recusals.all()),
            "You are recused on this resolution.",
        ),
        ("voted", _is_of(person, resolution.votes.all()), "You have voted; a vote stands."),
    )
    reasons = still_open(resolution)
    reasons += [Reason(key, what, State.UNMET, clause) for key, holds, what in found if holds]
    if resolution.state == "open":
        reasons.append(_unchanged(acting, resolution))
    return reasons


Because = Annotated[str, Field(title="Reason", max_length=5000)]
Read = Annotated[
    str,
    Field(title="Digest of the paper", description="What you read; shown on the resolution's page"),
]
"""What every vote says beside its position."""


class CastVote(Given):
    position: Position = Field(title="Position")
    reason: Because = ""
    paper_digest: Read


class ChooseOption(Given):
    option: int | None = Field(None, title="Option", description="None to abstain", ge=1)
    reason: Because = ""
    paper_digest: Read


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
    _cast(acting, resolution, given, given.position)


def may_choose(acting: Acting, resolution: Resolution, given: ChooseOption | None) -> Verdict:
    """As for a vote, where there are options to choose from."""
    reasons, options = _may_cast(acting, resolution), len(resolution.options)
    if not asks_to_choose(resolution):
        reasons.append(Reason("options", "It has no options to choose from.", State.UNMET))
    elif given is not None and given.option is not None and given.option > options:
        what = f"There is no option {given.option}; choose from 1 to {options}, or none."
        reasons.append(Reason("option", what, State.UNMET))
    return Verdict("May you choose?", tuple(reasons))


@act(
    "resolution.choose",
    Resolution,
    ChooseOption,
    title="Choose an option",
    effect="Counts for your seat, bound to the paper in front of you. It stands.",
    judge=may_choose,
    decides=True,
)
def choose(acting: Acting, resolution: Resolution, given: ChooseOption) -> None:
    position = Position.ABSTAIN if given.option is None else Position.FOR
    _cast(acting, resolution, given, position, given.option)


def _cast(
    acting: Acting,
    resolution: Resolution,
    given: CastVote | ChooseOption,
    position: Position,
    option: int | None = None,
) -> None:
    if given.paper_digest != resolution.subject_digest:
        raise refusal("May you vote?", "paper", "You read another paper than the one put.")
    racepoint("vote.judged")
    row = Vote(
        resolution=resolution,
        seat_id=_seat_of(acting, resolution),
        person_id=acting.actor.person_id,
        position=position,
        option=option,
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
    question = "May you recuse yourself?"
    reasons = still_open(resolution)
    if _is_of(acting.actor.person_id, resolution.recusals.all()):
        reasons.append(Reason("recused", "You are recused already.", State.UNMET))
    return Verdict(question, tuple(reasons))


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


class CloseVote(Given):
    basis: str = Field(
        "",
        title="On what basis late papers were considered",
        description="Asked for where a paper came after the paper day",
        max_length=2000,
    )


def may_close(acting: Acting, resolution: Resolution, given: CloseVote | None) -> Verdict:
    """A quorum took part, and what was put is unchanged; the threshold decides the outcome."""
    question = "May the vote be closed?"
    reasons = still_open(resolution)
    if not reasons:
        outcome = _outcome(acting, resolution)
        reasons += [
            r if r.key == "quorum" else Reason(r.key, r.what, r.state, force=Force.MAY)
            for r in outcome.reasons
        ]
        reasons.append(_unchanged(acting, resolution))
        reasons += _lateness(resolution, given)
    return Verdict(question, tuple(reasons))


def _outcome(acting: Acting, resolution: Resolution) -> Verdict:
    holders, rule = _holders(acting, resolution), rule_of(resolution)
    if asks_to_choose(resolution):
        chosen = indicated(resolution, acting.today, closed=True, holders=holders)
        return indication_verdict(chosen, rule.clause)
    return voting_verdict(rule, count(resolution, acting.today, closed=True, holders=holders))


def _lateness(resolution: Resolution, given: CloseVote | None) -> Iterator[Reason]:
    """A decision on papers that came late says on what basis they were considered."""
    late = late_before(resolution)
    if not late:
        return
    silent = given is not None and not given.basis
    yield Reason(
        "late-papers",
        f"{told(late)} Say on what basis it was considered all the same.",
        State.UNMET,
        force=Force.MUST if silent else Force.MAY,
    )


@act(
    "resolution.close",
    Resolution,
    CloseVote,
    title="Close the vote",
    effect="Carried or lost, by the count of this moment.",
    judge=may_close,
    decides=True,
)
def close(acting: Acting, resolution: Resolution, given: CloseVote) -> None:
    racepoint("close.judged")
    late = late_before(resolution)
    considered = f"{told(late)}\nConsidered on this basis: {given.basis}" if late else ""
    if asks_to_choose(resolution):
        chosen = indicated(resolution, acting.today, closed=True).chosen
        carried = chosen is not None
    else:
        chosen = None
        carried = count(resolution, acting.today, closed=True).carried
    state = "carried" if carried else "lost"
    acting.change(
        resolution,
        state=state,
        decided_date=acting.today,
        chosen=chosen,
        considered=considered,
    )
    acting.answer["state"] = state
    crashpoint("vote.closed")
    consequence = CONSEQUENCES.get(resolution.matter)
    if carried and consequence is not None:
        consequence(acting, resolution)


def void_changed(
    acting: Acting, subject_type: str, subject_id: str, *, matters: Collection[str] = ()
) -> None:
    """Let every resolution fall whose subject is no longer what was put to the body.

    With `matters` only those on one of them. Attested ones are history and stay. Called inside each
    act that may change a subject.
    """
    standing = Resolution.objects.filter(
        subject_type=subject_type,
        subject_id=subject_id,
        state__in=("open", "carried"),
        attested=False,
    ).exclude(subject_digest="")
    found = list(standing.filter(matter__in=matters) if matters else standing)
    if not found:
        return
    content = content_of(subject_type, subject_id)
    digest = digest_of(content) if content else ""
    for resolution in found:
        if resolution.subject_digest != digest:
            why = f"The subject changed by “{acting.act}” after it was put."
            acting.change(resolution, state="void", void_reason=why)
