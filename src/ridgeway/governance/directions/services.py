"""Acts on directed changes: registered, put into a release, delivered, withdrawn in the open."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Decision
from ridgeway.core.verdict import Force, Reason, State, Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.models import Code
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.directions.models import Direction, Instrument
from ridgeway.governance.evidence import store
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.modifications.services_ways import decision_on
from ridgeway.governance.record.rows import Audience, label_of
from ridgeway.governance.releases.models import Release

MATTER = "direction"
"""The matter in the policy's decisions."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class RegisterDirection(Given):
    title: Annotated[str, Field(min_length=1, max_length=300)] = Field(title="What is directed")
    instrument: Instrument = Field(Instrument.LETTER, title="By what")
    made_date: dt.date = Field(title="Made on", description="The date of the letter or instrument")
    effective_date: dt.date = Field(title="Takes effect on")
    text: str = Field("", title="What it changes", max_length=20_000)
    documents: tuple[Annotated[str, Field(max_length=120)], ...] = Field(
        (), title="Documents that it amends"
    )
    audience: Audience = Field(Audience.PUBLIC, title="Who may see it")
    example: bool = Field(False, title="An example")
    digest: Digest | None = Field(None, title="SHA-256 of the file")
    size: int = Field(0, title="Size in bytes", ge=0)
    media_type: str = Field("", title="Media type", max_length=100)
    file_name: str = Field("", title="File name", max_length=200)


def _rule(acting: Acting, question: str) -> tuple[Rulebook, Decision] | Verdict:
    found = decision_on(MATTER, acting.within.id, acting.today)
    if found is None:
        what = "No policy that this code has adopted knows directed changes."
        return Verdict(question, (Reason("policy", what, State.CANNOT_TELL),))
    acting.policy, acting.clause = found[0].reference, found[0].cite(found[1].clause)
    return found


def _judge_register(acting: Acting, code: Code, given: RegisterDirection | None) -> Verdict:
    question = "Register this direction?"
    found = _rule(acting, question)
    if isinstance(found, Verdict) or given is None:
        return found if isinstance(found, Verdict) else Verdict(question)
    reasons = []
    if given.made_date > acting.today:
        what = f"{long_date(given.made_date)} is still to come."
        reasons.append(Reason("made-date", what, State.UNMET, acting.clause))
    same = given.model_dump(include={"title", "instrument", "made_date"})
    if held := code.directions.filter(withdrawn_because="", **same).first():
        what = f"It is registered already, as direction {held.number}."
        reasons.append(Reason("held", what, State.UNMET))
    if given.digest and not store.is_whole(given.digest):
        reasons.append(Reason("file", "No file with this digest was received.", State.UNMET))
    return Verdict(question, tuple(reasons))


@act(
    "direction.register",
    Code,
    RegisterDirection,
    title="Register a directed change",
    effect="It stands apart from modifications, with its own effective date; no vote is asked.",
    judge=_judge_register,
    dated_back=True,
)
def register_direction(acting: Acting, code: Code, given: RegisterDirection) -> None:
    found = _rule(acting, "Register this direction?")
    assert not isinstance(found, Verdict)  # noqa: S101  judged before
    book, rule = found
    row = Direction(
        code=code,
        number=code.directions.count() + 1,
        directed_by=book.body_name(rule.decided_by),
        documents=list(given.documents),
        clause=acting.clause[:200],
        policy=acting.policy,
        source=acting.told.source,
        **given.model_dump(
            exclude={"documents", "digest", "size", "media_type", "file_name"},
        ),
    )
    if given.digest:
        row.evidence = acting.add(
            Evidence(
                code=code,
                subject_type=label_of(Direction),
                subject_id=row.id,
                title=f"Direction: {given.title}"[:300],
                arrived_date=acting.today,
                arrived_at=acting.at,
                audience=given.audience,
                **given.model_dump(include={"digest", "size", "media_type", "file_name"}),
            )
        )
    acting.about(acting.add(row))
    acting.answer["number"] = row.number


class DeliverIn(Given):
    release: str = Field(
        "", title="Release", description="Empty: take it out of its release", max_length=80
    )


def _open(row: Direction) -> list[Reason]:
    if row.withdrawn_because:
        return [Reason("withdrawn", "The direction is withdrawn.", State.UNMET)]
    if row.delivered_date is not None:
        what = f"It came into the code on {long_date(row.delivered_date)}."
        return [Reason("delivered", what, State.UNMET)]
    return []


def release_named(acting: Acting, name: str) -> Release | None:
    """The release of an identity or address that the actor sees."""
    rows = visible(Release, acting.actor).filter(code=acting.within)
    return rows.filter(pk=name).first() or rows.filter(slug=name).first()


def _judge_deliver(acting: Acting, row: Direction, given: DeliverIn | None) -> Verdict:
    question, reasons = "Deliver it in this release?", _open(row)
    if given is None or not given.release:
        if given is not None and row.release_id is None:
            reasons.append(Reason("release", "It is in no release.", State.UNMET))
        return Verdict(question, tuple(reasons))
    release = release_named(acting, given.release)
    if release is None:
        what = f"There is no release {given.release!r}, or not for you."
        return Verdict(question, (*reasons, Reason("release", what, State.UNMET)))
    if release.actual_date is not None:
        what = f"The {release.name} went live on {long_date(release.actual_date)}."
        reasons.append(Reason("live", what, State.UNMET))
    elif release.go_live_date > row.effective_date:
        what = (
            f"The {release.name} goes live on {long_date(release.go_live_date)}, after it takes"
            f" effect on {long_date(row.effective_date)}."
        )
        remedy = "Choose an earlier release, or plan one outside the cycle."
        reasons.append(Reason("effect", what, State.UNMET, row.clause, Force.SHOULD, remedy=remedy))
    return Verdict(question, tuple(reasons))


@act(
    "direction.deliver-in",
    Direction,
    DeliverIn,
    title="Deliver it in a release",
    effect="The release shows it apart from modifications; a freeze flags it without stopping it.",
    judge=_judge_deliver,
)
def deliver_in(acting: Acting, row: Direction, given: DeliverIn) -> None:
    acting.clause, acting.policy = row.clause, row.policy
    acting.change(row, release=release_named(acting, given.release) if given.release else None)


class Delivered(Given):
    delivered_date: dt.date | None = Field(
        None, title="Delivered on", description="Empty: the go-live of its release"
    )


def _judge_delivered(acting: Acting, row: Direction, given: Delivered | None) -> Verdict:
    question, reasons = "Is it delivered?", _open(row)
    live = row.release.actual_date if row.release else None
    day = (given.delivered_date if given else None) or live
    if given is not None and day is None:
        what = "Neither a day is given nor is its release live."
        remedy = "Set its release live, or give the day."
        reasons.append(Reason("day", what, State.UNMET, row.clause, remedy=remedy))
    elif day is not None and day > acting.today:
        reasons.append(Reason("day", f"{long_date(day)} is still to come.", State.UNMET))
    return Verdict(question, tuple(reasons))


@act(
    "direction.set-delivered",
    Direction,
    Delivered,
    title="Say that it is in the code",
    effect="The day is held beside the day on which it took effect.",
    judge=_judge_delivered,
)
def set_delivered(acting: Acting, row: Direction, given: Delivered) -> None:
    day = given.delivered_date or (row.release.actual_date if row.release else None)
    if day is None:
        raise refusal("Is it delivered?", "day", "No day is held.")
    acting.change(row, delivered_date=day)


class WithdrawDirection(Given):
    reason: Annotated[str, Field(min_length=1, max_length=5000)] = Field(
        title="Why", description="Such as: another direction replaces it"
    )


def _judge_withdraw(acting: Acting, row: Direction, given: WithdrawDirection | None) -> Verdict:
    del acting, given
    return Verdict("Withdraw the direction?", tuple(_open(row)))


@act(
    "direction.withdraw",
    Direction,
    WithdrawDirection,
    title="Withdraw the direction",
    effect="It stays visible as withdrawn, with the reason.",
    judge=_judge_withdraw,
)
def withdraw_direction(acting: Acting, row: Direction, given: WithdrawDirection) -> None:
    acting.change(row, withdrawn_because=given.reason, release=None)
