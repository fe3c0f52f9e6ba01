"""What is planned for a document against the policy's limits, which are minimums (F-079)."""

from __future__ import annotations

import datetime as dt

from ridgeway.core.dates.wording import long_date
from ridgeway.core.verdict import Force, Reason, State, Verdict
from ridgeway.governance.baselines.models import ReleaseDocument
from ridgeway.governance.baselines.rules import Ruled, rule_of
from ridgeway.governance.releases.books import duty_of
from ridgeway.governance.releases.models import Obligation

QUESTION = "Is it planned in good time?"


def minimums(document: ReleaseDocument) -> Verdict:
    """Each planned day against its limit: past it is a miss, just on a minimum a departure."""
    found = rule_of(document)
    if found is None:
        return Verdict(QUESTION)
    plans = (
        (found.rule.issued, document.planned_issue_date),
        (found.rule.published, document.planned_publication_date),
    )
    keys = {key: day for duty, day in plans if duty for key in (duty, f"{found.book.id}:{duty}")}
    rows = document.release.obligations.filter(rule__in=keys, lapsed=False, discharged_date=None)
    reasons = [_judged(found, row, keys[row.rule]) for row in rows]
    return Verdict(QUESTION, tuple(reasons))


def _judged(found: Ruled, row: Obligation, planned: dt.date | None) -> Reason:
    duty = duty_of(row.release.code_id, row.policy, row.rule)
    limit, owner = row.due_date, found.name(row.owner)
    clause = found.book.cite(row.clause)

    def reason(what: str, state: State, force: Force = Force.SHOULD) -> Reason:
        return Reason(
            row.rule, f"{row.title}: {what}", state, clause=clause, force=force,
            cleared_by=(owner,), remedy="Plan it earlier." if state is State.UNMET else "",
            too_late_after=limit if state is State.UNMET else None,
        )  # fmt: skip

    if planned is None:
        return reason(f"not planned yet; by {long_date(limit)}.", State.MET)
    spare = (limit - planned).days
    when = f"planned for {long_date(planned)}"
    if spare < 0:
        return reason(f"{when}, {-spare} days after its limit.", State.UNMET, Force.MUST)
    if spare == 0 and duty is not None and duty.minimum:
        what = f"{when}, only just the minimum, which is not meant as the standard."
        return reason(what, State.UNMET)
    return reason(f"{when}, {spare} days before its limit.", State.MET)
