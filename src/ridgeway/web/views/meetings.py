"""Meetings of a code, one meeting with its bundle, one paper, one body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
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
from ridgeway.governance.acts_on import offers, within_right
from ridgeway.governance.codes.history import history_of
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.codes.people import installation_seen
from ridgeway.governance.committees import queries_bodies as bodies
from ridgeway.governance.committees import queries_meetings as meetings_
from ridgeway.governance.committees.lateness import VOLUMINOUS
from ridgeway.governance.committees.queries_meetings import ItemLine, MeetingSeen
from ridgeway.governance.naming import named
from ridgeway.web.frame import Frame, frame_of
from ridgeway.web.history import happened
from ridgeway.web.moments import Moment, as_asked, moment_of
from ridgeway.web.offering import act_href, offered
from ridgeway.web.papers import Section, as_document, sections_of
from ridgeway.web.places import place_of
from ridgeway.web.shell import Link

BACK, AHEAD = dt.timedelta(days=366), dt.timedelta(days=732)


@door(Who.PUBLIC)
def meetings(request: Request, code: str) -> HttpResponse:
    """The meetings of a code: those to come first, then those of the last year."""
    frame = frame_of(request)
    here = frame.code(code)
    moment = moment_of(request, here, meetings_.TABLES)
    today, source = here.day(moment.at or frame.at), moment.source
    rows = meetings_.meetings_of(
        frame.actor, here.id, first=today - BACK, last=today + AHEAD, source=source
    )
    acts = offers(here.row, frame.actor, frame.at, OF_CODE) if moment.is_now else []
    context = {
        "here": here,
        "ahead": [row for row in rows if row["meeting_date"] >= today],
        "held": [row for row in rows if row["meeting_date"] < today][::-1],
        "series": bodies.series_of(frame.actor, here.id, source),
        "bodies": bodies.every_body(source),
        "today": today,
        "acts": offered(acts, here.id),
    }
    return moment.page(frame, "committees/meetings.html", context, code=here)


OF_CODE = ("series.set-up", "meeting.call")


@door(Who.PUBLIC)
def meeting(request: Request, meeting_id: str) -> HttpResponse:
    """One meeting: agenda, papers with their arrival, views, resolutions, who sits, minutes."""
    frame, seen, here, moment = _seen(request, meeting_id)
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
        "today": here.day(moment.at or frame.at),
        "things": {key: (it, moment.kept(place_of(it))) for key, it in things.items()},
        "items": [
            (item, _item_acts(frame, here, item, row.body_id) if moment.is_now else ())
            for item in seen.items
        ],
        "acts": offered(offers(row, actor, frame.at) if moment.is_now else [], row.id),
        "approve_href": _approve_href(seen, here, frame) if moment.is_now else "",
        "happened": happened(history_of(actor, here.id, row.id, until=moment.position)),
    }
    crumbs = (_crumb(here, moment),)
    return moment.page(frame, "committees/meeting.html", context, code=here, crumbs=crumbs)


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
    query = request.GET.urlencode()
    address = reverse("meeting", args=(meeting_id,)) + (f"?{query}" if query else "")
    return redirect(f"{address}#agenda-{number}")


@door(Who.PUBLIC)
def paper(request: Request, paper_id: str) -> HttpResponse:
    """A paper: its text, its file, when it arrived against the paper day."""
    frame = frame_of(request)
    held = meetings_.paper_seen(frame.actor, "" if "\0" in paper_id else paper_id[:16])
    row, here, moment = as_asked(frame, held, meetings_.PAST)
    crumbs = [_crumb(here, moment)]
    if row.meeting:
        crumbs.append(_crumb_of(row.meeting.title, row.meeting.id, moment))
    content = row.content
    sections: tuple[Section, ...] = ()
    if "paragraphs" not in content:
        sections = sections_of(content, frame.actor)
    context = {
        "here": here,
        "row": row,
        "sections": sections,
        "made": as_document(content, row.arrived_at.date(), row.audience),
        "voluminous": bool(row.pages and row.pages >= VOLUMINOUS),
        "acts": offered(offers(row, frame.actor, frame.at) if moment.is_now else [], row.id),
        "happened": happened(history_of(frame.actor, here.id, row.id, until=moment.position)),
    }
    return moment.page(frame, "committees/paper.html", context, code=here, crumbs=tuple(crumbs))


@door(Who.PUBLIC)
def bundle(request: Request, meeting_id: str) -> HttpResponse:
    """The bundle as a page, as far as the reader may see it."""
    frame, seen, here, moment = _seen(request, meeting_id)
    file = reverse("meeting-bundle-file", args=(seen.row.id, "pdf"))
    context = {
        "made": to_html(_bundle(seen, here, moment), heading=1),
        "title": seen.row.title,
        "links": (
            Link("PDF", moment.kept(file)),
            Link("PDF with its sources", moment.kept(f"{file}?sources=1")),
        ),
        "row": seen.row,
    }
    crumbs = (_crumb(here, moment), _crumb_of(seen.row.title, seen.row.id, moment))
    return moment.page(frame, "committees/bundle.html", context, code=here, crumbs=crumbs)


@door(Who.PUBLIC)
def bundle_file(request: Request, meeting_id: str, form: str) -> HttpResponseBase:
    """The same bundle as a file."""
    if form != "pdf":
        raise Http404
    _, seen, here, moment = _seen(request, meeting_id)
    answer = HttpResponse(
        to_pdf(_bundle(seen, here, moment), sources="sources" in request.GET),
        content_type="application/pdf",
    )
    name = f"{seen.row.body.key}-{seen.row.meeting_date.isoformat()}-bundle.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _bundle(seen: MeetingSeen, here: CodeSeen, moment: Moment) -> Document:
    position = f"{here.key}/{here.position if moment.position is None else moment.position}"
    return meeting_bundle(seen, contact=contact_of(here), record_position=position)


def _seen(request: Request, meeting_id: str) -> tuple[Frame, MeetingSeen, CodeSeen, Moment]:
    frame = frame_of(request)
    held = meetings_.meeting_seen(frame.actor, "" if "\0" in meeting_id else meeting_id[:16])
    row, here, moment = as_asked(frame, held, meetings_.PAST)
    return frame, meetings_.meeting_page(frame.actor, row, moment.source), here, moment


def _crumb(here: CodeSeen, moment: Moment) -> Link:
    return Link("Meetings", moment.kept(reverse("meetings", args=(here.key,))))


def _crumb_of(title: str, meeting_id: str, moment: Moment) -> Link:
    return Link(title, moment.kept(reverse("meeting", args=(meeting_id,))))


def _appointing(frame: Frame, here: CodeSeen, body_id: str) -> Callable[[str], str] | None:
    """The address at which a seat is filled, for whoever may appoint."""
    installation = installation_seen(frame.actor)
    if installation is None:
        return None
    about = {"role": "member", "code": here.id, "body": body_id}
    return lambda seat: act_href("appointment.make", installation.id, {**about, "seat": seat})


@door(Who.PUBLIC)
def body_page(request: Request, code: str, body: str) -> HttpResponse:
    """A body under a code: who sits now, until when, what is open before it, what it owes."""
    frame = frame_of(request)
    here = frame.code(code)
    moment = moment_of(request, here, bodies.TABLES)
    row = bodies.body_of(body, moment.source)
    if row is None:
        raise Http404
    today = here.day(moment.at or frame.at)
    seen = bodies.body_seen(frame.actor, here.id, row.id, today, moment.source)
    creating = offers(here.row, frame.actor, frame.at, ["seat.create"]) if moment.is_now else []
    context = {
        "here": here,
        "row": row,
        "seen": seen,
        "today": today,
        "acts": offered(creating, here.id, query={"body": row.id}),
        "appoint": _appointing(frame, here, row.id) if moment.is_now else None,
    }
    crumbs = (_crumb(here, moment),)
    return moment.page(frame, "committees/body.html", context, code=here, crumbs=crumbs)
