"""The act by which a body says how often it wants to be told of spend and cost."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ridgeway.core.verdict import Reason, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import act
from ridgeway.governance.costs.figures import policy_for
from ridgeway.governance.costs.groups import CostPolicy
from ridgeway.governance.costs.models import UpdatesAsked
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.rhythm import asked_of
from ridgeway.governance.releases.rhythm_asking import AskUpdates, ask, asked_reasons, may_ask

QUESTION = "Ask for updates on cost?"


class AskCostUpdates(AskUpdates):
    comment_over_percent: Annotated[int, Field(ge=0, le=100)] | None = Field(
        None,
        title="Comment on a variance above",
        description="In percent of the forecast; it may ask for more than the policy, never less",
    )


def _judge(acting: Acting, release: Release, given: AskCostUpdates | None) -> Verdict:
    reasons = may_ask(release)
    if given is None:
        return Verdict(QUESTION, tuple(reasons))
    policy = policy_for(acting, given.decided_date or acting.today)
    if isinstance(policy, Reason):
        return Verdict(QUESTION, (*reasons, policy))
    earlier = asked_of(UpdatesAsked, release)
    reasons += asked_reasons(acting, release, given, policy.updates, earlier)
    return Verdict(QUESTION, tuple(reasons))


@act(
    "release.ask-cost-updates",
    Release,
    AskCostUpdates,
    title="Ask for updates on cost",
    effect="Each update becomes owed on its day until go-live; one that does not come is late.",
    judge=_judge,
)
def ask_cost_updates(acting: Acting, release: Release, given: AskCostUpdates) -> None:
    policy = policy_for(acting, given.decided_date or acting.today)
    assert isinstance(policy, CostPolicy)  # noqa: S101  judged before
    ask(acting, release, given, policy.updates, UpdatesAsked)
