"""What acts of other apps mean for costs: updates follow go-live, one figure has one source."""

from __future__ import annotations

from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, also_judged
from ridgeway.governance.costs.figures import policy_for
from ridgeway.governance.costs.groups import pinned_policy
from ridgeway.governance.costs.held import central_total
from ridgeway.governance.costs.models import UpdatesAsked
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.releases.rhythm import Updates, follow


def costs_follow(acting: Acting) -> None:
    """Where a release moved, went live or was cancelled, the updates owed for it follow."""
    follow(acting, UpdatesAsked, _updates)


def _updates(code_id: str, reference: str) -> Updates | None:
    policy = pinned_policy(code_id, reference)
    return policy.updates if policy else None


@also_judged("modification.edit")
def one_central_cost(acting: Acting, row: Modification, given: Given | None) -> Verdict:
    """Where the estimates add up, the central cost is their sum and nobody types another."""
    question = "Edit the modification?"
    typed = getattr(given, "central_cost", None)
    if typed is None:
        return Verdict(question)
    policy = policy_for(acting, acting.today)
    told = None if isinstance(policy, Reason) else central_total(row, policy)
    if told is None or typed == told:
        return Verdict(question)
    what = f"Its estimates add up to £{told:,}, which is its central cost."
    remedy = "Record a new estimate; the central cost follows from it."
    reason = Reason("central-cost", what, State.UNMET, remedy=remedy)
    return Verdict(question, (reason,))
