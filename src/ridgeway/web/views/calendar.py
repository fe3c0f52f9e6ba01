"""The dates of a code: drawn on one timeline, listed beside it, and as a feed for calendars."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.codes import queries as codes
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.committees import queries_meetings as committees
from ridgeway.governance.control import queries as control
from ridgeway.governance.control.queries import FreezeLine, freezes_of
from ridgeway.governance.releases import queries, queries_calendar
from ridgeway.governance.releases.queries_calendar import CalendarMark
from ridgeway.governance.releases.queries_calendar import MarkKind as Kind
from ridgeway.web.columns import columns
from ridgeway.web.drawing.timeline import (
    Lane,
    Mark,
    MarkKind,
    Span,
    SpanKind,
    Timeline,
    Zoom,
    draw_timeline,
    kinds_of,
    legend,
    window_of,
)
from ridgeway.web.frame import frame_of, page
from ridgeway.web.moments import Moment, moment_of
from ridgeway.web.shell import Link
from ridgeway.web.typed import Mistyped, read_date
from ridgeway.web.views import calendar_meetings as meetings
from ridgeway.web.wording import short_date

ZOOMS = ((Zoom.MONTH, "Month"), (Zoom.YEAR, "Year"), (Zoom.THREE_YEARS, "Three years"))
SHAPES = {
    Kind.EARLIER_DATE: MarkKind.EARLIER_DATE,
    Kind.CUT_OFF: MarkKind.CUT_OFF,
    Kind.NOTICE: MarkKind.NOTICE,
    Kind.DUTY: MarkKind.DUTY,
    Kind.HOLIDAY: MarkKind.HOLIDAY,
}
KIND_WORDS = {
    Kind.GO_LIVE: "Go-live",
    Kind.EARLIER_DATE: "Earlier date",
    Kind.CUT_OFF: "Scope cut-off",
    Kind.NOTICE: "Notice",
    Kind.DUTY: "Duty",
    Kind.HOLIDAY: "Bank holiday",
}
LATE = frozenset({"late", "born-late"})


@door(Who.PUBLIC)
def calendar(request: Request, code: str) -> HttpResponse:
    """A month, a year or three around `?around=` (today): three queries beside the frame."""
    frame = frame_of(request)
    seen = frame.code(code)
    tables = {
        *queries_calendar.TABLES, *control.TABLES, *committees.TABLES, *codes.TABLES,
    }  # fmt: skip
    moment = moment_of(request, seen, tables)
    today = seen.day(moment.at or request.at)
    zoom = _zoom(request.GET.get("zoom", ""))
    typed = request.GET.get("around", "").strip()
    around, fault = today, ""
    if typed:
        try:
            around = _within(read_date(typed))
        except Mistyped as mistyped:
            fault = str(mistyped)
    first, last = window_of(zoom, around)
    marks = queries.calendar(frame.actor, seen.row, first, last, today, moment.source)

    def href(around: dt.date, zoom: Zoom = zoom, **more: str) -> str:
        return moment.kept(_href(code, zoom, around, **more))

    freezes = freezes_of(frame.actor, seen.id, today, moment.source)
    frozen = [it for it in freezes if it.decided and it.first_date <= last and it.end >= first]
    meets = committees.meeting_days(frame.actor, seen.id, first, last, moment.source)
    lanes = (
        *_lanes(marks, seen, zoom, moment),
        *_frozen(frozen, seen.row.short_name),
        *meetings.lane_of(meets, zoom),
    )
    timeline = Timeline(
        first,
        last,
        lanes,
        today if first <= today <= last else None,
        f"Calendar of the {seen.row.short_name}",
    )
    every = request.GET.get("all", "") not in ("", "0")
    from_day = first if every or not first <= today <= last else today
    listed = [m for m in marks if m.day >= from_day and m.kind is not Kind.HOLIDAY]
    context = {
        "code": seen,
        "moment": moment,
        "today": today,
        "first": first,
        "last": last,
        "typed": typed,
        "fault": fault,
        "zoom": zoom,
        "zooms": tuple(Link(words, href(around, z), current=z is zoom) for z, words in ZOOMS),
        "drawn": draw_timeline(timeline),
        "legend": legend(kinds_of(timeline)),
        "earlier_href": href(_within(first - dt.timedelta(days=1), zoom, -1)),
        "later_href": href(_within(last + dt.timedelta(days=1), zoom, 1)),
        "months": [
            (month, list(group)) for month, group in groupby(listed, lambda m: m.day.replace(day=1))
        ],
        "listed": len(listed),
        "hidden": 0
        if every
        else len([m for m in marks if m.kind is not Kind.HOLIDAY]) - len(listed),
        "all_href": href(around, all="1"),
        "kind_words": KIND_WORDS,
        "holidays": [m for m in marks if m.kind is Kind.HOLIDAY],
        "freezes": frozen,
        "meetings": [it for it in meets if it.day >= from_day],
        "feed_href": reverse("calendar-feed", args=(code,)),
        "columns": columns,
    }
    return page(
        frame,
        "calendar/calendar.html",
        context,
        code=seen,
        as_at=moment.banner(request),
        status=422 if fault else 200,
    )


def _zoom(text: str) -> Zoom:
    return next((z for z, _ in ZOOMS if z == text), Zoom.YEAR)


def _within(day: dt.date, zoom: Zoom = Zoom.MONTH, step: int = 0) -> dt.date:
    """A day that a window can stand around without leaving the years that dates have."""
    year = day.year + (step if zoom is Zoom.THREE_YEARS else 0)
    return day.replace(year=min(9990, max(10, year)), day=min(day.day, 28))


def _href(code: str, zoom: Zoom, around: dt.date, **more: str) -> str:
    query = {"zoom": str(zoom), "around": around.isoformat(), **more}
    return f"{reverse('calendar', args=(code,))}?{urlencode(query)}"


def mark_href(mark: CalendarMark, code: CodeSeen) -> str:
    if not mark.slug:
        return ""
    if mark.line:
        return reverse("release-why", args=(code.key, mark.slug, mark.line.key))
    return reverse("release", args=(code.key, mark.slug))


def _lanes(
    marks: list[CalendarMark], code: CodeSeen, zoom: Zoom, moment: Moment
) -> tuple[Lane, ...]:
    """A lane for each kind of release, then the bank holidays."""
    kinds: dict[str, list[CalendarMark]] = {}
    for mark in marks:
        if mark.kind is not Kind.HOLIDAY:
            kinds.setdefault(mark.release_kind, []).append(mark)
    lanes = [
        Lane(
            _kind_title(kind),
            code.row.short_name,
            tuple(_drawn(mark, code, zoom, moment) for mark in found),
            _runs(found),
        )
        for kind, found in sorted(kinds.items(), key=lambda item: -len(item[1]))
    ]
    holidays = tuple(_drawn(m, code, zoom, moment) for m in marks if m.kind is Kind.HOLIDAY)
    if holidays:
        place = code.row.calendar.replace("-", " ").title().replace(" And ", " and ")
        lanes.append(Lane("Bank holidays", place, holidays))
    return tuple(lanes)


def _frozen(freezes: list[FreezeLine], code: str) -> tuple[Lane, ...]:
    """A lane of the days on which nothing may be implemented."""
    spans = tuple(
        Span(it.first_date, it.end, SpanKind.FREEZE, it.title, reverse("freeze", args=(it.id,)))
        for it in freezes
    )
    return (Lane("Change freezes", code, spans=spans),) if spans else ()


def _kind_title(kind: str) -> str:
    words = kind.replace("-", " ")
    return f"{words[:1].upper()}{words[1:]} releases"


def _drawn(mark: CalendarMark, code: CodeSeen, zoom: Zoom, moment: Moment) -> Mark:
    shape = SHAPES.get(mark.kind, MarkKind.GO_LIVE)
    if mark.kind is Kind.GO_LIVE and "document" in mark.release_kind:
        shape = MarkKind.GO_LIVE_DOCUMENTS
    if mark.line and mark.state in LATE:
        shape = MarkKind.OVERDUE
    title = (
        mark.title if mark.kind in (Kind.GO_LIVE, Kind.HOLIDAY) else f"{mark.release}: {mark.title}"
    )
    if mark.by_rule:
        title += ", by rule"
    label = short_date(mark.day) if mark.kind is Kind.GO_LIVE else ""
    if zoom is Zoom.MONTH:
        label = mark.title
    return Mark(mark.day, shape, title, label, moment.kept(mark_href(mark, code)))


def _runs(marks: list[CalendarMark]) -> tuple[Span, ...]:
    """From the first duty of each release to its last day in the window."""
    spans = []
    by_release: dict[str, list[CalendarMark]] = {}
    for mark in marks:
        by_release.setdefault(mark.release, []).append(mark)
    for name, found in by_release.items():
        days = [m.day for m in found]
        if len(days) > 1:
            spans.append(Span(min(days), max(days), SpanKind.RUN, name))
    return tuple(spans)
