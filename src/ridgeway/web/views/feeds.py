"""What a code makes known to programs that ask by themselves: a calendar, and its notices."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.urls import reverse

from ridgeway.documents.atom_feed import Published, atom_feed
from ridgeway.documents.calendar_feed import Entry, Standing, to_ical
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.actor import PUBLIC
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.committees.queries_meetings import meeting_days
from ridgeway.governance.consultations.queries import ConsultationLine, consultations_of
from ridgeway.governance.control.queries import FreezeLine, freezes_of
from ridgeway.governance.notices.queries import notices_of
from ridgeway.governance.releases import queries
from ridgeway.governance.releases.queries_calendar import CalendarMark
from ridgeway.governance.releases.queries_calendar import MarkKind as Kind
from ridgeway.web.frame import frame_of
from ridgeway.web.views import calendar_meetings
from ridgeway.web.views.calendar import KIND_WORDS, mark_href

BACK, AHEAD = dt.timedelta(days=3653), dt.timedelta(days=1096)
"""A feed reaches ten years back and three ahead."""

STANDINGS = {
    "live": Standing.CONFIRMED,
    "approved": Standing.CONFIRMED,
    "cancelled": Standing.CANCELLED,
}


@door(Who.PUBLIC)
def calendar(request: Request, code: str) -> HttpResponse:
    """Go-lives, duties, meetings, freezes and the ends of consultations as iCalendar, as far as
    the asker may see them."""
    frame = frame_of(request)
    seen = frame.code(code)
    actor, today = frame.actor, seen.day(request.at)
    first, last = today - BACK, today + AHEAD
    marks = queries.calendar(actor, seen.row, first, last, today)
    wanted = [m for m in marks if m.kind not in (Kind.HOLIDAY, Kind.EARLIER_DATE)]
    days = meeting_days(actor, seen.id, first, last)
    freezes = freezes_of(actor, seen.id, today)
    asked = consultations_of(actor, seen.id, request.at)
    closings = [it for it in asked if first <= seen.day(it.closes_at) <= last]
    made = to_ical(
        [
            *(_entry(m, seen, request) for m in wanted),
            *(calendar_meetings.entry_of(it, seen, request) for it in days),
            *(_freeze(it, seen, request) for it in freezes if first <= it.last_date <= last),
            *(_closing(it, seen, request) for it in closings),
        ],
        name=f"{seen.row.short_name} releases",
        description=f"Go-live dates, duties, meetings, change freezes and consultations of the "
        f"{seen.row.name}.",
        stamped_at=request.at,
    )
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{seen.key}.ics"'
    response["Cache-Control"] = "private, no-cache"
    return response


def _entry(mark: CalendarMark, code: CodeSeen, request: Request) -> Entry:
    """The uid stays while the date moves; the position of the record only ever rises."""
    rule, occurrence = mark.rule or "go-live", mark.line.occurrence if mark.line else ""
    title = mark.title if mark.kind is Kind.GO_LIVE else f"{mark.title} ({mark.release})"
    said = [KIND_WORDS[mark.kind]]
    if mark.line:
        said += [f"Owner: {mark.line.owner_name}", f"{mark.line.clause}, {mark.line.force}"]
    if mark.by_rule:
        said.append("By the policy’s rule; the actual date is not held.")
    if mark.example:
        said.append("An example, not a real release.")
    standing = STANDINGS.get(mark.state, Standing.TENTATIVE)
    if mark.line and not mark.by_rule:
        standing = Standing.CONFIRMED
    return Entry(
        uid=f"{mark.release_id}.{rule}{'.' if occurrence else ''}{occurrence}@{code.key}.ridgeway",
        on=mark.day,
        title=title,
        description="\n".join(said),
        url=request.build_absolute_uri(mark_href(mark, code)),
        sequence=code.position,
        standing=standing,
        categories=(KIND_WORDS[mark.kind],),
    )


def _freeze(it: FreezeLine, code: CodeSeen, request: Request) -> Entry:
    """Every day on which nothing is to be implemented; one that was taken back is cancelled."""
    held = it.decided and it.end >= it.first_date
    firm = Standing.CONFIRMED if held else Standing.CANCELLED
    said = ["Change freeze: nothing is to be implemented on these days.", it.rationale]
    if it.example:
        said.append("An example, not a real freeze.")
    return Entry(
        uid=f"{it.id}.freeze@{code.key}.ridgeway",
        on=it.first_date,
        until=it.end if held else it.last_date,
        title=it.title,
        description="\n".join(filter(None, said)),
        url=request.build_absolute_uri(reverse("freeze", args=(it.id,))),
        sequence=code.position,
        standing=Standing.TENTATIVE if it.state == "proposed" else firm,
        categories=("Change freeze",),
    )


def _closing(it: ConsultationLine, code: CodeSeen, request: Request) -> Entry:
    """The instant after which a response is late; an extension moves it."""
    said = [f"Consultation by the {it.issuer}"]
    if it.example:
        said.append("An example, not a real consultation.")
    return Entry(
        uid=f"{it.id}.closes@{code.key}.ridgeway",
        on=it.closes_at,
        title=f"Consultation closes: {it.title}",
        description="\n".join(said),
        url=request.build_absolute_uri(reverse("consultation", args=(it.id,))),
        sequence=code.position,
        standing=Standing.CANCELLED if it.state == "withdrawn" else Standing.CONFIRMED,
        categories=("Consultation",),
    )


@door(Who.PUBLIC)
def notices(request: Request, code: str) -> HttpResponse:
    """The notices that were sent to everybody, as Atom: whoever asks, no others are in it."""
    seen = frame_of(request).code(code)
    entries = [
        Published(
            kind="notice",
            id=row["id"],
            title=row["title"],
            summary=row["text"],
            address=request.build_absolute_uri(reverse("notice", args=(row["id"],))),
            published_date=row["sent_date"],
        )
        for row in notices_of(PUBLIC, seen.id)
    ]
    title = f"{seen.row.short_name}: notices"
    made = atom_feed(title, request.build_absolute_uri(request.path), entries)
    response = HttpResponse(made, content_type="application/atom+xml")
    response["Cache-Control"] = "private, no-cache"
    return response
