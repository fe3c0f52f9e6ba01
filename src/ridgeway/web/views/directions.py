"""Directed changes of a code, apart from its modifications."""

from __future__ import annotations

from django.http import HttpResponse

from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts_on import offers
from ridgeway.governance.codes.history import history_of
from ridgeway.governance.directions.queries import TABLES, direction_seen, directions_of
from ridgeway.web.columns import columns
from ridgeway.web.frame import frame_of
from ridgeway.web.history import happened
from ridgeway.web.moments import as_asked, moment_of
from ridgeway.web.offering import offered
from ridgeway.web.shell import Link


@door(Who.PUBLIC)
def directions(request: Request, code: str) -> HttpResponse:
    """Every directed change, with the release that delivers it."""
    frame = frame_of(request)
    here = frame.code(code)
    moment = moment_of(request, here, TABLES)
    found = offers(here.row, frame.actor, frame.at, ["direction.register"])
    context = {
        "here": here,
        "found": directions_of(frame.actor, here.id, moment.source),
        "acts": offered(found, here.id) if moment.is_now else None,
        "columns": columns,
        "today": here.day(moment.at or frame.at),
    }
    return moment.page(frame, "directions/list.html", context, code=here)


@door(Who.PUBLIC)
def direction(request: Request, direction_id: str) -> HttpResponse:
    """One directed change: what it directs, from when, and how it is delivered."""
    frame = frame_of(request)
    held = direction_seen(frame.actor, direction_id.replace("\0", ""))
    row, here, moment = as_asked(frame, held, TABLES)
    (line,) = directions_of(frame.actor, here.id, moment.source, id=row.id)
    context = {
        "here": here,
        "row": row,
        "line": line,
        "today": here.day(moment.at or frame.at),
        "acts": offered(offers(row, frame.actor, frame.at) if moment.is_now else [], row.id),
        "happened": happened(history_of(frame.actor, here.id, row.id, until=moment.position)),
    }
    crumbs = (Link("Directed changes", moment.kept(f"/{here.key}/directions")),)
    return moment.page(frame, "directions/page.html", context, code=here, crumbs=crumbs)
