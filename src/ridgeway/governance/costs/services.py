"""Acts that tell costs: a modification by itself, a release as forecast, on the way, at the end."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle.tables import BEFORE_LIVE
from ridgeway.core.verdict import Reason, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import act, audience_of
from ridgeway.governance.costs import held, services_challenges, services_updates
from ridgeway.governance.costs.figures import CostFigures, Pounds, Stated, recorded, stated
from ridgeway.governance.costs.models import CostReport, Kind
from ridgeway.governance.costs.variance import variances
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.releases.finding import met, only_by_rule, unmet
from ridgeway.governance.releases.models import Obligation, Release
from ridgeway.governance.releases.rhythm import open_updates, update_due
from ridgeway.governance.releases.services_obligations import discharge

__all__ = ["services_challenges", "services_updates"]


class EstimateCost(CostFigures):
    """What the modification would cost if it were a release of its own."""


def _judge_estimate(acting: Acting, row: Modification, given: EstimateCost | None) -> Verdict:
    del row
    question = "Record this estimate?"
    return Verdict(question, tuple(stated(acting, given)[1]) if given else ())


@act(
    "modification.estimate-cost",
    Modification,
    EstimateCost,
    title="Estimate its cost",
    effect="Earlier estimates stay beside it; its central cost follows once every body has told.",
    judge=_judge_estimate,
    dated_back=True,
)
def estimate_cost(acting: Acting, row: Modification, given: EstimateCost) -> None:
    it = _read(acting, given)
    recorded(acting, it, given, kind=Kind.ESTIMATE, modification=row)
    total = held.central_total(row, it.policy)
    if total is not None and total != row.central_cost:
        acting.change(row, central_cost=total)
        acting.separately(acting.act, row, [row], audience_of(row))


class ForecastCost(CostFigures):
    savings: Pounds | None = Field(
        None,
        title="Saved by delivering together",
        description="In whole pounds, as the body states it; empty where it states nothing",
    )
    savings_note: str = Field("", title="Synergies and savings", max_length=4000)


def _judge_forecast(acting: Acting, release: Release, given: ForecastCost | None) -> Verdict:
    question = "Record this forecast?"
    reasons = list(_held(release))
    if release.state not in BEFORE_LIVE and not acting.told.source:
        what = f"The release is {release.state}: what it costs is no forecast any more."
        reasons.append(unmet("state", what, remedy="Report the actual cost."))
    return Verdict(question, tuple(reasons + (stated(acting, given)[1] if given else [])))


@act(
    "release.forecast-cost",
    Release,
    ForecastCost,
    title="Forecast the cost",
    effect="Complete in its groups it discharges the duty to forecast; earlier forecasts stay.",
    judge=_judge_forecast,
    dated_back=True,
)
def forecast_cost(acting: Acting, release: Release, given: ForecastCost) -> None:
    it = _read(acting, given)
    report = recorded(
        acting,
        it,
        given,
        kind=Kind.FORECAST,
        release=release,
        savings=given.savings,
        savings_note=given.savings_note,
    )
    if _discharges(it):
        _settle(
            acting, release, report, held.obligation_of(release, it.policy, it.policy.rule.forecast)
        )


class UpdateCost(CostFigures):
    due_date: dt.date | None = Field(
        None,
        title="Which update",
        description="The day it is due; empty: the earliest that has not come",
    )


def _judge_update(acting: Acting, release: Release, given: UpdateCost | None) -> Verdict:
    question = "Record this update?"
    reasons = list(_held(release))
    if given is None:
        return Verdict(question, tuple(reasons))
    it, found = stated(acting, given)
    reasons += found
    if it and given.due_date and update_due(release, it.policy.updates, given.due_date) is None:
        rows = open_updates(release, it.policy.updates)
        days = ", ".join(long_date(row.due_date) for row in rows) or "none"
        what = f"No update is open for {long_date(given.due_date)}."
        reasons.append(unmet("due-date", what, it.policy.clause, f"Open: {days}."))
    return Verdict(question, tuple(reasons))


@act(
    "release.update-cost",
    Release,
    UpdateCost,
    title="Update spend and cost",
    effect="It discharges the update that was asked for; one that does not come is late.",
    judge=_judge_update,
    dated_back=True,
)
def update_cost(acting: Acting, release: Release, given: UpdateCost) -> None:
    it = _read(acting, given)
    due = update_due(release, it.policy.updates, given.due_date)
    report = recorded(
        acting,
        it,
        given,
        kind=Kind.UPDATE,
        release=release,
        due_date=due.due_date if due else None,
    )
    if it.body.key == it.policy.rule.grouped_by:
        _settle(acting, release, report, due)


class ReportActualCost(CostFigures):
    """What the release came to. Each variance from the forecast has its comment in its line."""


def _judge_actual(acting: Acting, release: Release, given: ReportActualCost | None) -> Verdict:
    question = "Record the actual cost?"
    reasons = list(_held(release))
    if release.actual_date is None:
        what = "The release has not gone live, so its cost is not complete."
        reasons.append(unmet("live", what, remedy="Set it live first, or tell an update."))
    else:
        reasons.append(met("live", f"It went live on {long_date(release.actual_date)}."))
    if given is None:
        return Verdict(question, tuple(reasons))
    it, found = stated(acting, given)
    return Verdict(question, (*reasons, *found, *(_comments(acting, release, it) if it else ())))


def _comments(acting: Acting, release: Release, it: Stated) -> list[Reason]:
    """A comment is wanted for each variance that does not pass without one."""
    forecast = held.forecast_by(release, it.body)
    if forecast is None or acting.told.source:
        return []
    limit = held.threshold_for(release, it.policy)
    rows = variances(held.amounts(forecast), it.told, it.comments, limit)
    silent = [row for row in rows if row.wants_comment and not row.comment]
    return [
        unmet(
            "comment",
            f"“{it.policy.title_of(row.group)}” came to £{row.told:,} where £{row.forecast:,} was"
            " forecast, and nothing says why.",
            it.policy.clause,
            "Give the reason in the comment of its line.",
        )
        for row in silent
    ]


@act(
    "release.report-actual-cost",
    Release,
    ReportActualCost,
    title="Report the actual cost",
    effect="Complete in its groups it discharges the duty to report; variances stand beside it.",
    judge=_judge_actual,
    dated_back=True,
)
def report_actual_cost(acting: Acting, release: Release, given: ReportActualCost) -> None:
    it = _read(acting, given)
    report = recorded(acting, it, given, kind=Kind.ACTUAL, release=release)
    if _discharges(it):
        duty = it.policy.rule.actual
        _settle(acting, release, report, held.obligation_of(release, it.policy, duty))


def _held(release: Release) -> list[Reason]:
    by_rule = only_by_rule(release)
    cancelled = release.state == "cancelled"
    gone = unmet("cancelled", "The release was cancelled.") if cancelled else None
    return [reason for reason in (by_rule, gone) if reason]


def _read(acting: Acting, given: CostFigures) -> Stated:
    it, _ = stated(acting, given)
    assert it is not None  # noqa: S101  judged before
    return it


def _discharges(it: Stated) -> bool:
    """Only what the body that breaks its cost down tells in every group is what was owed."""
    return it.body.key == it.policy.rule.grouped_by and held.complete(it.told, it.policy)


def _settle(acting: Acting, release: Release, report: CostReport, row: Obligation | None) -> None:
    """Discharge a duty in an entry of its own, seen by whoever sees the release; the figures are
    only in the report's."""
    if row is None or row.discharged_date is not None or row.lapsed:
        return
    clause, policy = acting.clause, acting.policy
    discharge(
        acting, row, report.reported_date, f"{Kind(report.kind).label}, number {report.number}"
    )
    acting.change(release)
    acting.separately("release.discharge", release, [release, row], audience_of(release))
    acting.clause, acting.policy = clause, policy
    acting.answer["discharged"] = row.rule
