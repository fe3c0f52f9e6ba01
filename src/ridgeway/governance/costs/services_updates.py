"""The act by which a body says how often it wants to be told of spend and cost."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle.tables import BEFORE_LIVE
from ridgeway.core.verdict import Reason, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.costs.figures import policy_for
from ridgeway.governance.costs.groups import CostPolicy
from ridgeway.governance.costs.held import asked_of
from ridgeway.governance.costs.models import Unit, UpdatesAsked
from ridgeway.governance.costs.schedule import schedule
from ridgeway.governance.releases.finding import (
    body_named,
    met,
    no_body,
    not_in_future,
    only_by_rule,
    unmet,
)
from ridgeway.governance.releases.models import Release

QUESTION = "Ask for updates on cost?"


class AskCostUpdates(Given):
    by_body: str = Field(title="Asked by", description="The body's key", max_length=40)
    decided_date: dt.date | None = Field(None, title="Asked on", description="Empty: today")
    authority: Annotated[str, Field(min_length=1, max_length=300)] = Field(
        title="Where it was asked", description="The minute or the paper"
    )
    every: int = Field(1, title="Every", ge=1, le=52)
    unit: Unit = Field(Unit.MONTHS, title="Weeks or months")
    first_due_date: dt.date = Field(title="First update due on")
    comment_over_percent: Annotated[int, Field(ge=0, le=100)] | None = Field(
        None,
        title="Comment on a variance above",
        description="In percent of the forecast; it may ask for more than the policy, never less",
    )


def _judge(acting: Acting, release: Release, given: AskCostUpdates | None) -> Verdict:
    reasons = [reason for reason in (only_by_rule(release),) if reason]
    if release.state not in BEFORE_LIVE:
        reasons.append(unmet("state", f"The release is {release.state}."))
    if given is None:
        return Verdict(QUESTION, tuple(reasons))
    day = given.decided_date or acting.today
    policy = policy_for(acting, day)
    if isinstance(policy, Reason):
        return Verdict(QUESTION, (*reasons, policy))
    return Verdict(QUESTION, (*reasons, *_reasons(acting, release, given, policy, day)))


def _reasons(
    acting: Acting, release: Release, given: AskCostUpdates, policy: CostPolicy, day: dt.date
) -> list[Reason]:
    reasons = []
    asks = policy.rule.asked_by
    body = body_named(given.by_body)
    if body is None:
        reasons.append(no_body(given.by_body))
    elif body.key != asks:
        book = policy.book
        asker, named = book.called(asks), book.called(body.key, body.name)
        what = f"It is {asker} that asks for updates, not {named}."
        reasons.append(unmet("body", what, policy.clause, cleared_by=(asks,)))
    else:
        reasons.append(met("body", f"{body.name} says how often.", policy.clause))
    if future := not_in_future("decided-date", day, acting.today, "It would be asked"):
        reasons.append(future)
    if given.first_due_date < day:
        what = f"{long_date(given.first_due_date)} lies before the day on which it is asked."
        reasons.append(unmet("first-due-date", what, remedy=f"Give a day from {long_date(day)}."))
    if given.first_due_date >= release.go_live_date:
        what = f"Go-live is on {long_date(release.go_live_date)}; no update would fall before it."
        reasons.append(unmet("first-due-date", what))
    earlier = asked_of(release)
    if earlier is not None and day < earlier.decided_date:
        what = f"It was last asked on {long_date(earlier.decided_date)}."
        reasons.append(unmet("decided-date", what, remedy="Requests are entered in their order."))
    return reasons


@act(
    "release.ask-cost-updates",
    Release,
    AskCostUpdates,
    title="Ask for updates on cost",
    effect="Each update becomes owed on its day until go-live; one that does not come is late.",
    judge=_judge,
)
def ask_cost_updates(acting: Acting, release: Release, given: AskCostUpdates) -> None:
    day = given.decided_date or acting.today
    policy, body, earlier = policy_for(acting, day), body_named(given.by_body), asked_of(release)
    assert isinstance(policy, CostPolicy) and body is not None  # noqa: S101, PT018  judged before
    acting.clause, acting.policy = policy.clause, policy.book.reference
    values = given.model_dump(exclude={"by_body", "decided_date"})
    asked = acting.add(
        UpdatesAsked(
            release=release,
            number=earlier.number + 1 if earlier else 1,
            by_body=body,
            decided_date=day,
            policy=policy.book.reference,
            **values,
        )
    )
    schedule(acting, release, asked, policy)
