"""What is held of costs, as acts need it: the latest reports, the total, the updates asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ridgeway.governance.codes.models import Body
from ridgeway.governance.costs.groups import WHOLE, CostPolicy
from ridgeway.governance.costs.models import CostLine, CostReport, Kind, UpdatesAsked
from ridgeway.governance.costs.variance import strictest, total
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.releases.models import Obligation, Release
from ridgeway.governance.releases.rhythm import asked_of, rule_of

WIDEST_FIRST = tuple(Audience.values)


def latest(reports: Iterable[CostReport]) -> list[CostReport]:
    """Of each body and kind the report with the highest number."""
    found: dict[tuple[str, str], CostReport] = {}
    for report in sorted(reports, key=lambda report: report.number):
        found[report.kind, report.stated_by_id] = report
    return list(found.values())


def amounts(report: CostReport) -> dict[str, int | None]:
    """Whole pounds by group."""
    return dict(CostLine.objects.filter(report=report).values_list("group", "amount"))


def complete(told: Mapping[str, int | None], policy: CostPolicy) -> bool:
    """Whether every group that must be told has an amount."""
    return all(told.get(group.key) is not None for group in policy.groups if group.must)


def summed(told: Mapping[str, int | None], policy: CostPolicy) -> int | None:
    """What a report comes to: its whole, or its groups where each that must be told is."""
    if told.get(WHOLE) is None and not complete(told, policy):
        return None
    return sum(amount for amount in told.values() if amount is not None)


def forecast_by(release: Release, body: Body) -> CostReport | None:
    """A body's latest forecast of a release."""
    rows = CostReport.objects.filter(release=release, kind=Kind.FORECAST, stated_by=body)
    return rows.order_by("-number").first()


def threshold_for(release: Release, policy: CostPolicy) -> int | None:
    """In percent: the variance above which a comment is needed."""
    asked = asked_of(UpdatesAsked, release)
    own = asked.comment_over_percent if asked else None
    return strictest(policy.rule.comment_over_percent, own)


def obligation_of(release: Release, policy: CostPolicy, duty: str) -> Obligation | None:
    """A dated duty of a policy as the release owes it."""
    return release.obligations.filter(
        rule=rule_of(release, policy.book, duty), occurrence=""
    ).first()


def central_total(row: Modification, policy: CostPolicy) -> int | None:
    """The central cost of a modification as the estimates of every body add up.

    None while one of them is missing or incomplete, or is for fewer readers than the modification:
    its register shows the total, and nobody is to learn there what they may not see.
    """
    reports = CostReport.objects.filter(modification=row, kind=Kind.ESTIMATE)
    held = latest(reports.select_related("stated_by"))
    by_body = {report.stated_by.key: report for report in held}
    if not wide_enough((r.audience for r in held), row.audience):
        return None
    if not all(key in by_body for key in policy.rule.central):
        return None
    return total(summed(amounts(by_body[key]), policy) for key in policy.rule.central)


def wide_enough(audiences: Iterable[str], wanted: str) -> bool:
    """Whether everything may be seen by all who see what is for the audience wanted."""
    return all(WIDEST_FIRST.index(one) <= WIDEST_FIRST.index(wanted) for one in audiences)
