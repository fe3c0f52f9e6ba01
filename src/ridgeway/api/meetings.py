"""Reads of meetings, bodies, and what is owed and asked for: the queries of the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Literal, cast

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from ridgeway.api import shapes_meetings as shapes
from ridgeway.api.asking import asked_of, there, today_in
from ridgeway.api.entrance import actor_of_request
from ridgeway.api.reads import actions
from ridgeway.api.routing import Routes
from ridgeway.api.shapes import READ_REFUSALS, Values
from ridgeway.api.showing import answer
from ridgeway.entrance.doors import Request
from ridgeway.governance.codes.queries import bodies_by_key
from ridgeway.governance.committees import queries_bodies as bodies_
from ridgeway.governance.committees import queries_meetings as meetings_
from ridgeway.governance.committees import queries_owed as owed_

router = Routes(auth=actor_of_request, tags=["Meetings"])
YEAR = dt.timedelta(days=366)

COLUMN = {
    "body": ("body__short_name", "resolution__body__short_name"),
    "owner": ("owner__short_name",),
    "meeting": ("meeting__title",),
    "resolution_state": ("resolution__state",),
    "resolution_text": ("resolution__text",),
    "file_name": ("evidence__file_name",),
    "file_size": ("evidence__size",),
    "file_digest": ("evidence__digest",),
    "submitted_by": ("evidence__submitted_by__short_name",),
}
"""Under which column a row of the queries holds what the interface calls otherwise."""


def shaped(shape: type[Schema], rows: Iterable[Values]) -> list[Values]:
    """Rows of the queries with exactly the fields of a shape."""
    return [
        {
            field: row[next((c for c in COLUMN.get(field, ()) if c in row), field)]
            for field in shape.model_fields
        }
        for row in rows
    ]


def _line(row: Values) -> Values:
    """A meeting as lists show it, from the row of `meetings_of`."""
    also = {
        "body": row["body__key"],
        "body_name": row["body__name"],
        "series": row["series__title"],
    }
    known = {**row, **also}
    return {field: known[field] for field in shapes.MeetingLine.model_fields}


@router.get(
    "/codes/{key}/meetings",
    response={200: list[shapes.MeetingLine], **READ_REFUSALS},
    summary="Meetings",
)
def meetings(
    request: HttpRequest,
    key: str,
    first: dt.date | None = None,
    last: dt.date | None = None,
    body: str = "",
) -> HttpResponse:
    """The meetings of a code in a span of days, in order; from a year ago to two years ahead where
    none is given. `body` is the key of one body."""
    coming, code = asked_of(request, key)
    of = there(bodies_.body_of(body)) if body else None
    today = today_in(coming, code.zone)
    rows = meetings_.meetings_of(
        coming.actor,
        code.id,
        first=first or today - YEAR,
        last=last or today + 2 * YEAR,
        body_id=of.id if of else "",
    )
    return answer([_line(row) for row in rows])


@router.get(
    "/meetings/{meeting_id}",
    response={200: shapes.MeetingOut, **READ_REFUSALS},
    summary="A meeting",
)
def meeting(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """One meeting: its agenda with papers and their lateness, views, what was resolved, who sat.

    What an interest of the caller closes is left out and counted.
    """
    coming = cast("Request", request)
    row = there(meetings_.meeting_seen(coming.actor, meeting_id[:16]))
    seen = meetings_.meeting_page(coming.actor, row)
    body = {
        **_head(row),
        "items": [_item(item) for item in seen.items],
        "resolutions": shaped(shapes.ResolutionLine, seen.loose),
        "seats": seen.seats,
        "attending": seen.attending,
        "raised": shaped(shapes.ActionLine, seen.actions),
        "conditions": shaped(shapes.ConditionLine, seen.conditions),
        "minutes": seen.minutes,
        "actions": actions(coming, row),
    }
    return answer(body, version=row.version)


def _head(row: Any) -> Values:
    also = {
        "body": row.body.key,
        "body_name": row.body.name,
        "series": row.series.title if row.series else None,
    }
    own = (field for field in shapes.MeetingLine.model_fields if field not in also)
    return {**{field: getattr(row, field) for field in own}, **also}


def _item(item: meetings_.ItemLine) -> Values:
    lists: dict[str, Any] = {
        "papers": shaped(shapes.PaperLine, item.papers),
        "views": shaped(shapes.ViewLine, item.advice),
        "resolutions": shaped(shapes.ResolutionLine, item.resolutions),
        "raised": shaped(shapes.ActionLine, item.actions),
        "interests": [{"name": name, "interest": what} for name, what in item.interests],
        "mine": item.mine,
        "closed": item.closed,
    }
    own = (field for field in shapes.ItemOut.model_fields if field not in lists)
    return {**{field: item.row[field] for field in own}, **lists}


@router.get(
    "/papers/{paper_id}", response={200: shapes.PaperOut, **READ_REFUSALS}, summary="A paper"
)
def paper(request: HttpRequest, paper_id: str) -> HttpResponse:
    """One paper as it lay in front of the body, and when it came."""
    row = there(meetings_.paper_seen(cast("Request", request).actor, paper_id[:16]))
    file = row.evidence
    by = file.submitted_by if file else None
    also = {
        "file_name": file.file_name if file else None,
        "file_size": file.size if file else None,
        "file_digest": file.digest if file else None,
        "submitted_by": by.short_name if by else None,
    }
    own = (field for field in shapes.PaperOut.model_fields if field not in also)
    return answer({**{f: getattr(row, f) for f in own}, **also}, version=row.version)


@router.get(
    "/codes/{key}/bodies", response={200: list[shapes.BodyLine], **READ_REFUSALS}, summary="Bodies"
)
def bodies(request: HttpRequest, key: str) -> HttpResponse:
    """The bodies that are held, by key."""
    asked_of(request, key)
    held = sorted(bodies_by_key().values(), key=lambda body: body.key)
    return answer([_body(one) for one in held])


def _body(row: Any) -> Values:
    return {field: getattr(row, field) for field in shapes.BodyLine.model_fields}


@router.get(
    "/codes/{key}/bodies/{body}",
    response={200: shapes.BodyOut, **READ_REFUSALS},
    summary="A body",
)
def body(request: HttpRequest, key: str, body: str) -> HttpResponse:
    """A body under a code: its seats, who sits in them, what it is asked and what it owes."""
    coming, code = asked_of(request, key)
    row = there(bodies_.body_of(body))
    seen = bodies_.body_seen(coming.actor, code.id, row.id, today_in(coming, code.zone))
    rules = [{**one, "rule": bodies_.rule_in_words(one)} for one in seen.series]
    return answer(
        {
            **_body(row),
            "seats": [
                {
                    **{name: seat[name] for name in ("id", "name", "category")},
                    "held": shaped(shapes.Holding, seat["held"]),
                    "alternates": shaped(shapes.Holding, seat["alternates"]),
                }
                for seat in seen.seats
            ],
            "resolutions": shaped(shapes.ResolutionLine, seen.resolutions),
            "owed": shaped(shapes.ActionLine, seen.actions),
            "views": shaped(shapes.RequestedView, seen.views),
            "meetings": [_line(one) for one in seen.meetings],
            "series": shaped(shapes.SeriesOut, rules),
        }
    )


@router.get(
    "/codes/{key}/actions",
    response={200: list[shapes.ActionLine], **READ_REFUSALS},
    summary="Actions",
)
def raised(
    request: HttpRequest, key: str, state: Literal["open", "done", "withdrawn"] = "open"
) -> HttpResponse:
    """The actions of a code in one state, the nearest first."""
    coming, code = asked_of(request, key)
    return answer(shaped(shapes.ActionLine, owed_.actions_of(coming.actor, code.id, state=state)))


@router.get(
    "/codes/{key}/conditions",
    response={200: list[shapes.ConditionLine], **READ_REFUSALS},
    summary="Conditions",
)
def conditions(request: HttpRequest, key: str) -> HttpResponse:
    """The conditions of what was agreed that are not discharged, the nearest first."""
    coming, code = asked_of(request, key)
    return answer(shaped(shapes.ConditionLine, owed_.hanging(coming.actor, code.id, most=None)))


@router.get(
    "/codes/{key}/views",
    response={200: list[shapes.RequestedView], **READ_REFUSALS},
    summary="Views asked for",
)
def views(request: HttpRequest, key: str) -> HttpResponse:
    """The views that bodies were asked for and did not give yet, the nearest first."""
    coming, code = asked_of(request, key)
    return answer(shaped(shapes.RequestedView, owed_.outstanding(coming.actor, code.id, most=None)))
