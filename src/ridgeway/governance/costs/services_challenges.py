"""Acts on challenges of a figure: raised, answered, settled; each leaves what it found."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.core import access
from ridgeway.core.dates.wording import long_date
from ridgeway.core.verdict import Reason, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import BodyKey
from ridgeway.governance.codes.models import Body
from ridgeway.governance.costs.groups import pinned_policy
from ridgeway.governance.costs.held import amounts
from ridgeway.governance.costs.models import CostChallenge, CostReport, Outcome
from ridgeway.governance.costs.variance import total
from ridgeway.governance.releases.finding import body_named, no_body, not_in_future, unmet

Text = Annotated[str, Field(min_length=1, max_length=4000)]


class ChallengeCost(Given):
    body: BodyKey = Field(title="Challenged by")
    group: str = Field(
        "", title="Cost group", description="Empty: the report as a whole", max_length=200
    )
    text: Text = Field(title="What is called into question, and why")
    raised_date: dt.date | None = Field(None, title="On", description="Empty: today")


def _speaks_for(acting: Acting, said: str, free: str) -> list[Reason]:
    """A person speaks for the bodies that they belong to; those with the role `free` for all."""
    body = body_named(said)
    if body is None:
        return [no_body(said)]
    roles = acting.actor.roles(acting.within.id)
    if free in roles or body.id in acting.actor.bodies(acting.within.id):
        return []
    return [unmet("body", f"You do not speak for {body.name}.")]


def _dated(acting: Acting, day: dt.date | None, since: dt.date, what: str) -> list[Reason]:
    """A day that is not to come and not before what it follows."""
    reasons = []
    if day and (future := not_in_future("date", day, acting.today, what)):
        reasons.append(future)
    if day and day < since:
        reasons.append(unmet("date", f"{long_date(day)} lies before {long_date(since)}."))
    return reasons


def _group(report: CostReport, said: str) -> str | None:
    policy = pinned_policy(report.code_id, report.policy)
    return policy.key_of(said) if policy and said else "" if not said else None


def _judge_challenge(acting: Acting, report: CostReport, given: ChallengeCost | None) -> Verdict:
    question = "Challenge this figure?"
    if given is None:
        return Verdict(question)
    reasons = _speaks_for(acting, given.body, access.ADMINISTRATOR)
    reasons += _dated(acting, given.raised_date, report.reported_date, "It would be challenged")
    group = _group(report, given.group)
    if group is None or (group and group not in amounts(report)):
        reasons.append(unmet("group", f"The report has no figure for {given.group!r}."))
    return Verdict(question, tuple(reasons))


@act(
    "cost.challenge",
    CostReport,
    ChallengeCost,
    title="Challenge a figure",
    effect="It gets a number and stays open, for everybody who sees the report, until settled.",
    judge=_judge_challenge,
)
def challenge_cost(acting: Acting, report: CostReport, given: ChallengeCost) -> None:
    last = CostChallenge.objects.filter(code=acting.within).order_by("-number").first()
    row = CostChallenge(
        code=acting.within,
        report=report,
        release_id=report.release_id,
        modification_id=report.modification_id,
        number=last.number + 1 if last else 1,
        group=_group(report, given.group) or "",
        amount=_figure(report, _group(report, given.group) or ""),
        raised_by=_body(given.body),
        raised_date=given.raised_date or acting.today,
        text=given.text,
        audience=report.audience,
    )
    acting.about(acting.add(row))
    acting.answer["number"] = row.number


def _body(said: str) -> Body:
    body = body_named(said)
    assert body is not None  # noqa: S101  judged before
    return body


def _figure(report: CostReport, group: str) -> int | None:
    told = amounts(report)
    return told.get(group) if group else total(told.values())


class AnswerChallenge(Given):
    body: BodyKey = Field(title="Answered by")
    answer: Text = Field(title="Answer")
    answered_date: dt.date | None = Field(None, title="On", description="Empty: today")


def _judge_answer(acting: Acting, row: CostChallenge, given: AnswerChallenge | None) -> Verdict:
    question = "Answer this challenge?"
    reasons = []
    if row.answered_date is not None:
        what = f"It was answered on {long_date(row.answered_date)}."
        reasons.append(unmet("answered", what, remedy="Settle it, or raise another."))
    if row.settled_date is not None:
        reasons.append(unmet("settled", f"It was settled on {long_date(row.settled_date)}."))
    if given is not None:
        reasons += _speaks_for(acting, given.body, access.ADMINISTRATOR)
        reasons += _dated(acting, given.answered_date, row.raised_date, "It would be answered")
    return Verdict(question, tuple(reasons))


@act(
    "challenge.answer",
    CostChallenge,
    AnswerChallenge,
    title="Answer the challenge",
    effect="The answer stands beside the challenge; it stays open until it is settled.",
    judge=_judge_answer,
)
def answer_challenge(acting: Acting, row: CostChallenge, given: AnswerChallenge) -> None:
    acting.change(
        row,
        answered_by=_body(given.body),
        answered_date=given.answered_date or acting.today,
        answer=given.answer,
    )


class SettleChallenge(Given):
    outcome: Outcome = Field(title="Outcome")
    note: str = Field("", title="Why", max_length=4000)
    settled_date: dt.date | None = Field(None, title="On", description="Empty: today")


def _judge_settle(acting: Acting, row: CostChallenge, given: SettleChallenge | None) -> Verdict:
    question = "Settle this challenge?"
    reasons = []
    if row.answered_date is None:
        remedy = "Enter the answer of whoever told the figure."
        reasons.append(unmet("answered", "Nobody has answered it.", remedy=remedy))
    if row.outcome not in ("", Outcome.ACCEPTED):
        what = f"It is settled: {Outcome(row.outcome).label.lower()}."
        reasons.append(unmet("settled", what))
    if given is None:
        return Verdict(question, tuple(reasons))
    since = row.settled_date or row.answered_date or row.raised_date
    reasons += _dated(acting, given.settled_date, since, "It would be settled")
    if given.outcome is Outcome.CHANGED and not _changed(row):
        what = "The latest report of it gives the same figure as the one that was challenged."
        reasons.append(unmet("figure", what, remedy="Record the report with the new figure first."))
    return Verdict(question, tuple(reasons))


def _changed(row: CostChallenge) -> bool:
    """Whether a later report of the same body and kind gives another figure."""
    report = row.report
    later = CostReport.objects.filter(
        kind=report.kind,
        release_id=report.release_id,
        modification_id=report.modification_id,
        stated_by_id=report.stated_by_id,
        number__gt=report.number,
    )
    newest = later.order_by("-number").first()
    return newest is not None and _figure(newest, row.group) != row.amount


@act(
    "challenge.settle",
    CostChallenge,
    SettleChallenge,
    title="Settle the challenge",
    effect="“Changed” needs a later report that gives another figure.",
    judge=_judge_settle,
)
def settle_challenge(acting: Acting, row: CostChallenge, given: SettleChallenge) -> None:
    acting.change(
        row,
        outcome=given.outcome,
        settled_date=given.settled_date or acting.today,
        settled_note=given.note,
    )
