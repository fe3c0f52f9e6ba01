"""Reads of releases: list, overview, scope, gate, reasons for dates, what if."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query

from ridgeway.api import shapes
from ridgeway.api.asking import asked_of, there, today_in
from ridgeway.api.entrance import actor_of_request
from ridgeway.api.problems import problem
from ridgeway.api.reads import actions
from ridgeway.api.routing import Routes
from ridgeway.api.shapes import READ_REFUSALS
from ridgeway.api.showing import answer
from ridgeway.governance.committees.queries import advice_about, questions_about, resolutions_about
from ridgeway.governance.control.queries import freezes_that_hold
from ridgeway.governance.golive.parties import parties_told
from ridgeway.governance.golive.progress import progress_of
from ridgeway.governance.golive.queries import gate_of
from ridgeway.governance.notices.queries import notices_about
from ridgeway.governance.releases import queries
from ridgeway.governance.testing.queries import defect_counts, grave_counts, phases_of

router = Routes(auth=actor_of_request, tags=["Releases"])
LIST = "/codes/{key}/releases"
ONE = "/codes/{key}/releases/{slug}"


@router.get(LIST, response={200: list[queries.ReleaseLine], **READ_REFUSALS}, summary="Releases")
def releases(request: HttpRequest, key: str) -> HttpResponse:
    """Every release of a code that the caller may see, by date."""
    coming, code = asked_of(request, key)
    return answer(queries.releases_list(coming.actor, code))


@router.get(
    "/codes/{key}/roadmap",
    response={200: list[queries.RoadmapLine], **READ_REFUSALS},
    summary="The roadmap",
)
def roadmap(request: HttpRequest, key: str, every: bool = False) -> HttpResponse:
    """The open releases with how much of their scope is done; with `every`, all of them."""
    coming, code = asked_of(request, key)
    lines = queries.roadmap(coming.actor, code, every=every)
    severe = grave_counts(coming.actor, code.id, [line.id for line in lines])
    return answer(queries.with_severe(lines, severe))


@router.get(ONE, response={200: shapes.ReleaseOut, **READ_REFUSALS}, summary="A release")
def release(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """The overview: dates and who set them, obligations, scope, risks, and what may be done."""
    coming, code = asked_of(request, key)
    today = today_in(coming, code.zone)
    page = there(queries.release_page(coming.actor, code, slug, today))
    row = queries.release_by_slug(coming.actor, code, slug)
    head = {name: value for name, value in page.head.items() if name != "code_id"}
    body = {
        **head,
        "policy_title": page.policy_title,
        "days_from_rule": page.days_from_rule,
        "planned_dates": page.moves,
        "obligations": page.obligations,
        "scope": page.scope,
        "switched_code": page.switched,
        "documents": page.documents,
        "risks": page.risks,
        "test_phases": phases_of(page.id),
        "advice": advice_about(coming.actor, page.id),
        "questions": questions_about(coming.actor, page.id),
        "resolutions": resolutions_about(coming.actor, page.id),
        "notices": notices_about(coming.actor, page.id),
        "actions": actions(coming, row) if row else [],
    }
    return answer(body, version=page.head["version"])


@router.get(f"{ONE}/scope", response={200: shapes.ScopeOut, **READ_REFUSALS}, summary="Its scope")
def scope(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """The modifications in scope with their relation, and defects by severity and state."""
    coming, code = asked_of(request, key)
    page = there(queries.scope_page(coming.actor, code, slug))
    counts = defect_counts(coming.actor, code.id, page.head["id"])
    body = {
        "name": page.head["name"],
        "state": page.head["state"],
        "go_live_date": page.head["go_live_date"],
        "scope": page.scope,
        "removed": page.removed,
        "switched_code": page.switched,
        "weighed": page.weighed,
        "defects": [
            {"severity": severity, "state": state, "count": count}
            for (severity, state), count in sorted(counts.table.items())
        ],
    }
    return answer(body)


@router.get(f"{ONE}/gate", response={200: shapes.GateOut, **READ_REFUSALS}, summary="Its gate")
def gate(request: HttpRequest, key: str, slug: str, on: dt.date | None = None) -> HttpResponse:
    """Whether it may go live: every criterion, view and duty with its state, clause and remedy."""
    coming, code = asked_of(request, key)
    row = there(queries.release_by_slug(coming.actor, code, slug))
    found = gate_of(row, on or today_in(coming, code.zone))
    return answer({"readiness": found.readiness, "decision": found.decision}, version=row.version)


@router.get(
    f"{ONE}/progress",
    response={200: shapes.ProgressOut, **READ_REFUSALS},
    summary="Progress towards readiness",
)
def progress(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """The updates on readiness: when they were asked for, what was told, which are owed, and what
    Parties told of their own."""
    coming, code = asked_of(request, key)
    row = there(queries.release_by_slug(coming.actor, code, slug))
    found = progress_of(code.id, row.id, today_in(coming, code.zone))
    parties = parties_told(coming.actor, row.id)
    body = {
        "asked": [_named(one) for one in found.asked],
        "told": [_named(one) for one in found.told],
        "owed": found.owed,
        "parties": {
            "ready": parties.ready,
            "not_ready": parties.not_ready,
            "another": parties.another,
            "told": [_named(one) for one in parties.told],
        },
    }
    return answer(body)


def _named(row: shapes.Values) -> shapes.Values:
    """A row with the names of bodies and Parties under the columns that name them."""
    plain = {"party__name": "party", "party__category": "category"}
    return {plain.get(c, c.removesuffix("__short_name")): value for c, value in row.items()}


@router.get(
    f"{ONE}/obligations/{{rule}}", response={200: shapes.WhyOut, **READ_REFUSALS}, summary="Why"
)
def why(request: HttpRequest, key: str, slug: str, rule: str) -> HttpResponse:
    """Why an obligation falls on its date, step by step, and every date that it had."""
    coming, code = asked_of(request, key)
    today = today_in(coming, code.zone)
    found = there(queries.why(coming.actor, code, slug, rule, today))
    return answer({"obligation": found.line, "why": found.why, "reckonings": found.reckonings})


@router.get(f"{ONE}/what-if", response={200: shapes.WhatIfOut, **READ_REFUSALS}, summary="What if")
def what_if(
    request: HttpRequest,
    key: str,
    slug: str,
    asked: shapes.WhatIfQuery = Query(...),  # type: ignore[type-arg]
) -> HttpResponse:
    """What another go-live date would move, break or make late, and who would have to agree."""
    coming, code = asked_of(request, key)
    row = there(queries.release_by_slug(coming.actor, code, slug))
    if abs((asked.go_live_date - row.go_live_date).days) > FURTHEST_DAYS:
        return problem(422, "Ask about a date within ten years of the present one.", kind="input")
    found = queries.what_if(
        coming.actor,
        code,
        row,
        asked.go_live_date,
        today_in(coming, code.zone),
        at=coming.at,
        freezes=freezes_that_hold(coming.actor, code.id),
    )
    body: dict[str, Any] = {
        "name": found.name,
        "renamed": found.renamed,
        "authority": found.authority,
        "changes": found.what.changes,
        "wrong_notices": found.what.wrong_notices,
        "freezes": found.what.freezes,
    }
    return answer(body)


FURTHEST_DAYS = 3660
