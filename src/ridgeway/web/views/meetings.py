"""Meetings of a code, one meeting with its bundle, one paper, one body."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from ridgeway.documents.description import Document
from ridgeway.documents.html import to_html
from ridgeway.documents.meeting_bundle import meeting_bundle
from ridgeway.documents.pdf import to_pdf
from ridgeway.documents.reading import contact_of
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts import offers
from ridgeway.governance.acts_on import within_right
from ridgeway.governance.codes.history import history_of
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.committees import queries_meetings as meetings_
from ridgeway.governance.committees.lateness import VOLUMINOUS
from ridgeway.governance.committees.queries_meetings import ItemLine, MeetingSeen
from ridgeway.governance.naming import named
from ridgeway.web.frame import Frame, frame_of, page
from ridgeway.web.history import happened
from ridgeway.web.offering import act_href, offered
from ridgeway.web.papers import Section, as_document, sections_of, things_in
from ridgeway.web.places import place_of
from ridgeway.web.shell import Link

BACK, AHEAD = dt.timedelta(days=366), dt.timedelta(days=732)


@door(Who.PUBLIC)
def meetings(request: Request, code: str) -> HttpResponse:
    """The meetings of a code: those to come first, then those of the last year."""
    frame = frame_of(request)
    here = frame.code(code)
    today = here.day(frame.at)
    rows = meetings_.meetings_of(frame.actor, here.id, first=today - BACK, last=today + AHEAD)
    context = {
        "here": here,
        "ahead": [row for row in rows if row["meeting_date"] >= today],
        "held": [row for row in rows if row["meeting_date"] < today][::-1],
        "series": meetings_.series_of(frame.actor, here.id),
        "today": today,
        "acts": offered(offers(here.row, frame.actor, frame.at, OF_CODE), here.id),
    }
    return page(frame, "committees/meetings.html", context, code=here)


OF_CODE = ("series.set-up", "meeting.call")


@door(Who.PUBLIC)
def meeting(request: Request, meeting_id: str) -> HttpResponse:
    """One meeting: agenda, papers with their arrival, views, resolutions, who sits, minutes."""
    frame, seen, here = _seen(request, meeting_id)
    actor, row = frame.actor, seen.row
    about = {
        (item.row["subject_type"], item.row["subject_id"])
        for item in seen.items
        if item.row["subject_id"]
    }
    things = named(actor, about)
    context: dict[str, Any] = {
        "here": here,
        "seen": seen,
        "row": row,
        "today": here.day(frame.at),
        "things": {key: (thing, place_of(thing)) for key, thing in things.items()},
        "items": [(item, _item_acts(frame, here, item, row.body_id)) for item in seen.items],
        "acts": offered(offers(row, actor, frame.at), row.id),
        "approve_href": _approve_href(seen, here, frame),
        "happened": happened(history_of(actor, here.id, row.id)),
    }
    return page(frame, "committees/meeting.html", context, code=here, crumbs=(_crumb(here),))


def _approve_href(seen: MeetingSeen, here: CodeSeen, frame: Frame) -> str:
    """Where the minutes are put to a later meeting, while they are a draft."""
    held = seen.minutes
    may = any(
        declared.name == "resolution.propose"
        for declared in within_right("codes.code", frame.actor, here.id)
    )
    if held is None or held["state"] != "draft" or not may:
        return ""
    query = {
        "subject_type": "committees.minutes",
        "subject_id": held["id"],
        "matter": "minutes",
        "body": seen.row.body_id,
        "text": f"that the minutes of {seen.row.title} be approved",
    }
    return act_href("resolution.propose", here.id, query)


def _item_acts(frame: Frame, here: CodeSeen, item: ItemLine, body_id: str) -> list[Link]:
    """The acts on an item that this reader's roles carry."""
    if item.row["withdrawn_reason"]:
        return []
    found = [
        Link(declared.title, act_href(declared.name, item.row["id"]))
        for declared in within_right(ITEM, frame.actor, here.id)
        if not (item.mine and declared.name == "item.declare-interest")
    ]
    for declared in within_right("codes.code", frame.actor, here.id):
        if declared.name in ("resolution.propose", "action.raise"):
            query = {"item": item.row["id"], "body": body_id}
            found.append(Link(declared.title, act_href(declared.name, here.id, query)))
    return found


ITEM = "committees.agendaitem"


@door(Who.PUBLIC)
def item(request: Request, item_id: str) -> HttpResponse:
    """An agenda item stands on the page of its meeting."""
    found = meetings_.item_place(request.actor, "" if "\0" in item_id else item_id[:16])
    if found is None:
        raise Http404
    meeting_id, number = found
    return redirect(reverse("meeting", args=(meeting_id,)) + f"#agenda-{number}")


@door(Who.PUBLIC)
def paper(request: Request, paper_id: str) -> HttpResponse:
    """A paper: its text, its file, when it arrived against the paper day."""
    frame = frame_of(request)
    row = meetings_.paper_seen(frame.actor, "" if "\0" in paper_id else paper_id[:16])
    if row is None:
        raise Http404
    here = frame.code_with(row.code_id)
    crumbs = [_crumb(here)]
    if row.meeting:
        crumbs.append(Link(row.meeting.title, reverse("meeting", args=(row.meeting.id,))))
    content = row.content
    sections: tuple[Section, ...] = ()
    if "paragraphs" not in content:
        sections = sections_of(content, named(frame.actor, things_in(content)))
    context = {
        "here": here,
        "row": row,
        "sections": sections,
        "made": as_document(content, row.arrived_at.date(), row.audience),
        "voluminous": bool(row.pages and row.pages >= VOLUMINOUS),
        "acts": offered(offers(row, frame.actor, frame.at), row.id),
        "happened": happened(history_of(frame.actor, here.id, row.id)),
    }
    return page(frame, "committees/paper.html", context, code=here, crumbs=tuple(crumbs))


@door(Who.PUBLIC)
def bundle(request: Request, meeting_id: str) -> HttpResponse:
    """The bundle as a page, as far as the reader may see it."""
    frame, seen, here = _seen(request, meeting_id)
    context = {
        "made": to_html(_bundle(seen, here), heading=1),
        "title": seen.row.title,
        "links": (Link("PDF", reverse("meeting-bundle-file", args=(seen.row.id, "pdf"))),),
        "row": seen.row,
    }
    crumbs = (_crumb(here), Link(seen.row.title, reverse("meeting", args=(seen.row.id,))))
    return page(frame, "committees/bundle.html", context, code=here, crumbs=crumbs)


@door(Who.PUBLIC)
def bundle_file(request: Request, meeting_id: str, form: str) -> HttpResponseBase:
    """The same bundle as a file."""
    if form != "pdf":
        raise Http404
    _, seen, here = _seen(request, meeting_id)
    answer = HttpResponse(
        to_pdf(_bundle(seen, here), sources="sources" in request.GET),
        content_type="application/pdf",
    )
    name = f"{seen.row.body.key}-{seen.row.meeting_date.isoformat()}-bundle.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _bundle(seen: MeetingSeen, here: CodeSeen) -> Document:
    position = f"{here.key}/{here.position}"
    return meeting_bundle(seen, contact=contact_of(here), record_position=position)


def _seen(request: Request, meeting_id: str) -> tuple[Frame, MeetingSeen, CodeSeen]:
    frame = frame_of(request)
    seen = meetings_.meeting_seen(frame.actor, "" if "\0" in meeting_id else meeting_id[:16])
    if seen is None:
        raise Http404
    return frame, seen, frame.code_with(seen.row.code_id)


def _crumb(here: CodeSeen) -> Link:
    return Link("Meetings", reverse("meetings", args=(here.key,)))


@door(Who.PUBLIC)
def body_page(request: Request, code: str, body: str) -> HttpResponse:
    """A body under a code: who sits now, until when, what is open before it, what it owes."""
    frame = frame_of(request)
    here = frame.code(code)
    row = meetings_.body_of(body)
    if row is None:
        raise Http404
    today = here.day(frame.at)
    seen = meetings_.body_seen(frame.actor, here.id, row.id, today)
    context = {"here": here, "row": row, "seen": seen, "today": today}
    return page(frame, "committees/body.html", context, code=here, crumbs=(_crumb(here),))
