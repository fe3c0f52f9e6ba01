"""Reads of costs: of a release, of a modification, and the challenges that are open."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from ridgeway.api.asking import asked_of, there, today_in
from ridgeway.api.entrance import actor_of_request
from ridgeway.api.releases import ONE
from ridgeway.api.routing import Routes
from ridgeway.api.shapes import READ_REFUSALS
from ridgeway.api.showing import answer
from ridgeway.governance.costs import queries
from ridgeway.governance.costs.groups import Group
from ridgeway.governance.costs.reading import Challenge, Report
from ridgeway.governance.modifications.queries import modification_named
from ridgeway.governance.releases.queries_page import scope_page

router = Routes(auth=actor_of_request, tags=["Costs"])


class LineOut(Schema):
    group: str
    title: str
    amount: int | None
    comment: str


class ReportOut(Schema):
    """What one body told; amounts are whole pounds, null where none is held."""

    id: str
    version: int
    kind: str
    title: str
    modification: str | None
    number: int
    latest: bool
    stated_by: str
    reported_date: Any
    due_date: Any
    total: int | None
    savings: int | None
    savings_note: str
    note: str
    source: str
    audience: str
    lines: list[LineOut]


class VarianceOut(Schema):
    group: str
    forecast: int | None
    told: int | None
    over: int | None
    comment: str
    wants_comment: bool


class ComparedOut(Schema):
    stated_by: str
    kind: str
    forecast_total: int | None
    told_total: int | None
    over: int | None
    rows: list[VarianceOut]


class ReleaseCostsOut(Schema):
    """The cost of a release as far as the caller may see it."""

    policy: str
    clause: str
    groups: list[Group]
    comment_over_percent: int | None
    alone: dict[str, int | None]
    saved: int | None
    uncounted: list[str]
    estimates: list[ReportOut]
    reports: list[ReportOut]
    compared: list[ComparedOut]
    challenges: list[Challenge]
    updates_asked: list[dict[str, Any]]


class ModificationCostsOut(Schema):
    """The estimates of a modification; `told` is their sum, null while one is missing."""

    clause: str
    groups: list[Group]
    central_cost: int | None
    told: int | None
    by: list[str]
    estimates: list[ReportOut]
    challenges: list[Challenge]


@router.get(f"{ONE}/costs", response={200: ReleaseCostsOut, **READ_REFUSALS}, summary="Its costs")
def of_release(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """Estimates, forecasts, updates and actual cost by group, variances, challenges."""
    coming, code = asked_of(request, key)
    page = there(scope_page(coming.actor, code, slug))
    today = today_in(coming, code.zone)
    found = queries.release_costs(coming.actor, code, page.head, page.scope, today)
    names = {row["modification_id"]: row["modification__reference"] for row in page.scope}
    return answer(
        {
            "policy": found.policy,
            "clause": found.clause,
            "groups": found.groups,
            "comment_over_percent": found.threshold,
            "alone": found.alone,
            "saved": found.saved,
            "uncounted": found.uncounted,
            "estimates": [_report(report, names) for report in found.estimates],
            "reports": [_report(report, names) for report in found.reports],
            "compared": [_compared(one) for one in found.compared],
            "challenges": found.challenges,
            "updates_asked": found.asked,
        }
    )


@router.get(
    "/codes/{key}/modifications/{reference}/costs",
    response={200: ModificationCostsOut, **READ_REFUSALS},
    summary="The costs of a modification",
)
def of_modification(request: HttpRequest, key: str, reference: str) -> HttpResponse:
    """Every estimate of one modification, and how its central cost stands to them."""
    coming, code = asked_of(request, key)
    row = there(modification_named(coming.actor, code.id, reference))
    today = today_in(coming, code.zone)
    found = queries.modification_costs(coming.actor, code.id, row.id, row.central_cost, today)
    names = {row.id: row.reference}
    return answer(
        {
            "clause": found.clause,
            "groups": found.groups,
            "central_cost": found.central_cost,
            "told": found.told,
            "by": found.by,
            "estimates": [_report(report, names) for report in found.estimates],
            "challenges": found.challenges,
        },
        version=row.version,
    )


def _report(report: Report, names: dict[str, str]) -> dict[str, Any]:
    held = asdict(report)
    del held["modification_id"], held["stated_by_key"], held["evidence_id"]
    own = names.get(report.modification_id or "")
    return {**held, "modification": own, "total": report.total}


def _compared(one: queries.Compared) -> dict[str, Any]:
    rows = [{**asdict(row), "over": row.over} for row in one.rows]
    return {
        "stated_by": one.stated_by,
        "kind": one.kind,
        "forecast_total": one.forecast_total,
        "told_total": one.told_total,
        "over": one.over,
        "rows": rows,
    }
