"""The release calendar: one lane per code and kind, every mark named, today's line through all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from markupsafe import Markup

from ridgeway.core.dates.wording import month_year
from ridgeway.web.drawing import svg
from ridgeway.web.drawing.scale import Place, Scale, Shelves, beside, text_width
from ridgeway.web.wording import percent, plain_date, short_date

HEAD = 44  # pixels of the head with years, months and the name of today's line
LINE_ROOM = 11  # pixels from the line of a lane to its nearest label or edge
LABEL_ROW = 15
TRACK = 15  # pixels between marks that would cover each other


class Zoom(StrEnum):
    MONTH = "month"
    YEAR = "year"
    THREE_YEARS = "three-years"


class MarkKind(StrEnum):
    GO_LIVE = "go-live"
    GO_LIVE_DOCUMENTS = "go-live-documents"
    EARLIER_DATE = "earlier-date"
    CUT_OFF = "cut-off"
    TEST_APPROACH = "test-approach"
    NOTICE = "notice"
    DUTY = "duty"
    OVERDUE = "overdue"
    MEETING = "meeting"
    MEETING_OF_ADVISERS = "meeting-of-advisers"
    HOLIDAY = "holiday"


class SpanKind(StrEnum):
    RUN = "run"
    WINDOW = "window"
    FREEZE = "freeze"


@dataclass(frozen=True, slots=True)
class Mark:
    """One day. `title` is read out and shown on hover, `label` drawn; `href` leads to its why."""

    day: dt.date
    kind: MarkKind
    title: str
    label: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date
    kind: SpanKind
    title: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    title: str
    note: str = ""
    marks: tuple[Mark, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    first: dt.date
    last: dt.date
    lanes: tuple[Lane, ...]
    today: dt.date | None = None
    title: str = "Timeline of releases"
    description: str = "The list below says the same in words."


SHAPES: dict[MarkKind, tuple[str, Callable[[], Markup]]] = {
    MarkKind.GO_LIVE: ("Go-live, system", lambda: svg.diamond(7, "live")),
    MarkKind.GO_LIVE_DOCUMENTS: ("Go-live, documentation", lambda: svg.diamond(6, "live-doc")),
    MarkKind.EARLIER_DATE: ("Date before it moved", lambda: svg.diamond(6, "was")),
    MarkKind.CUT_OFF: ("Scope cut-off", lambda: svg.wedge("cut")),
    MarkKind.TEST_APPROACH: ("Test approach", lambda: svg.bar("cut")),
    MarkKind.NOTICE: ("Notice", lambda: svg.dot(3.5, "notice")),
    MarkKind.DUTY: ("Other duty", lambda: svg.dot(3, "cut")),
    MarkKind.OVERDUE: ("Late", lambda: svg.square("overdue")),
    MarkKind.MEETING: ("Meeting that decides", lambda: svg.tick("meet")),
    MarkKind.MEETING_OF_ADVISERS: ("Meeting that advises", lambda: svg.tick("meet-2", 5)),
    MarkKind.HOLIDAY: ("Bank holiday", lambda: svg.tick("hol")),
}
SPAN_NAMES = {
    SpanKind.RUN: "Preparation of a release",
    SpanKind.WINDOW: "Consented window",
    SpanKind.FREEZE: "Freeze: nothing may be implemented",
}
_GO_LIVES = (MarkKind.GO_LIVE, MarkKind.GO_LIVE_DOCUMENTS)
_TICKS = (MarkKind.MEETING, MarkKind.MEETING_OF_ADVISERS, MarkKind.HOLIDAY)


def window_of(zoom: Zoom, around: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day for a zoom: the month, the year, or the year with one on either side."""
    if zoom is Zoom.MONTH:
        first = around.replace(day=1)
        following = (first + dt.timedelta(days=32)).replace(day=1)
        return first, following - dt.timedelta(days=1)
    reach = 1 if zoom is Zoom.THREE_YEARS else 0
    first_year = max(dt.MINYEAR, around.year - reach)
    last_year = min(dt.MAXYEAR, around.year + reach)
    return dt.date(first_year, 1, 1), dt.date(last_year, 12, 31)


def draw_timeline(timeline: Timeline) -> Markup:
    """The whole calendar: a grid whose lanes hold a label and a drawing, over one ground."""
    scale = Scale(timeline.first, timeline.last)
    rows = [_head_row(scale, timeline.today)]
    rows.extend(_lane_row(lane, scale, timeline.today) for lane in timeline.lanes)
    at = None
    if timeline.today and scale.holds(timeline.today):
        at = f"{scale.at(timeline.today):.2f}"
    inner = svg.element("div", _ground(scale, timeline.today), *rows, class_="cal-inner")
    return svg.element(
        "div",
        inner,
        class_="cal",
        tabindex="0",
        role="region",
        aria_label=f"{timeline.title}. {timeline.description}",
        data_at=at,
    )


def legend(kinds: tuple[MarkKind | SpanKind, ...]) -> Markup:
    """The shapes that a drawing uses, each with its meaning."""
    items = []
    for kind in kinds:
        if isinstance(kind, MarkKind):
            words, shape = SHAPES[kind][0], SHAPES[kind][1]()
        else:
            words = SPAN_NAMES[kind]
            shape = (
                svg.element("line", class_="span", x1=-8, x2=8)
                if kind is SpanKind.RUN
                else svg.element("rect", class_=kind.value, x=-8, y=-5, width=16, height=10)
            )
        glyph = svg.element(
            "svg", shape, view_box="-9 -9 18 18", class_="chart", aria_hidden="true"
        )
        items.append(svg.element("li", glyph, words))
    return svg.element("ul", *items, class_="legend")


def kinds_of(timeline: Timeline) -> tuple[MarkKind | SpanKind, ...]:
    """The kinds that a timeline shows, in the order of the legend."""
    marks = {m.kind for lane in timeline.lanes for m in lane.marks}
    spans = {s.kind for lane in timeline.lanes for s in lane.spans}
    ordered: list[MarkKind | SpanKind] = [k for k in MarkKind if k in marks]
    ordered.extend(k for k in SpanKind if k in spans)
    return tuple(ordered)


def _ground(scale: Scale, today: dt.date | None) -> Markup:
    parts: list[Markup] = []
    for year in range(scale.first.year, scale.last.year + 1):
        start = scale.at(max(scale.first, dt.date(year, 1, 1)))
        end = 100.0 if year == scale.last.year else scale.at(dt.date(year + 1, 1, 1))
        if (year - scale.first.year) % 2 == 0 and scale.last.year > scale.first.year:
            parts.append(
                svg.element(
                    "rect",
                    class_="bg-year",
                    x=percent(start),
                    width=percent(end - start),
                    height="100%",
                )
            )
        parts.append(svg.vertical(start, 0, "100%", "axis"))
    parts.extend(svg.vertical(scale.at(day), 24, "100%", "grid") for day, _ in scale.ticks())
    if today and scale.holds(today):
        parts.append(svg.vertical(scale.at(today), 18, "100%", "today"))
    return svg.element("svg", *parts, class_="chart cal-ground", aria_hidden="true")


def _head_row(scale: Scale, today: dt.date | None) -> Markup:
    shelf = Shelves.bare()
    parts: list[Markup] = []
    for year in range(scale.first.year, scale.last.year + 1):
        day = max(scale.first, dt.date(year, 1, 1))
        words = _year_words(scale, day)
        x = scale.pixel(day)
        if shelf.outermost(x, x + text_width(words)) == 0:
            shelf.stack(x, x + text_width(words))
            parts.append(svg.placed(scale.at(day), 15, svg.text(words, css="strong", x=6)))
    if today and scale.holds(today):
        parts.append(_today_label(scale, today, shelf))
    parts.extend(
        svg.placed(scale.at(day), 36, svg.text(words, x=6)) for day, words in scale.ticks()
    )
    drawing = svg.element("svg", *parts, class_="chart", height=HEAD, aria_hidden="true")
    return svg.joined(
        (
            svg.element("div", Markup("<span></span>"), class_="cal-label top"),
            svg.element("div", drawing, class_="cal-row top"),
        )
    )


def _today_label(scale: Scale, today: dt.date, shelf: Shelves) -> Markup:
    words = f"Today, {short_date(today)}"
    room = text_width(words)
    place = beside(today, room, scale)
    x = scale.pixel(today)
    if shelf.outermost(place.start, place.end) and not shelf.outermost(x - room, x):
        place = replace(place, shift=4, left=True)
    label = svg.text(words, css="today-t", x=place.shift, end=place.left)
    return svg.placed(scale.at(today), 15, label)


def _year_words(scale: Scale, day: dt.date) -> str:
    return month_year(day) if scale.days <= 70 else str(day.year)


def _lane_row(lane: Lane, scale: Scale, today: dt.date | None) -> Markup:
    labels, above = _labels(lane, scale, today)
    tracks, below = _tracks(lane, scale)
    line = LINE_ROOM + 6 + above * LABEL_ROW
    height = line + LINE_ROOM + 6 + below * TRACK
    parts = [_span(span, scale, line) for span in lane.spans if _overlaps(span, scale)]
    in_order = sorted(lane.marks, key=lambda m: (m.day, m.kind in _GO_LIVES))
    parts.extend(
        _mark(mark, scale, line, tracks[mark], labels.get(mark))
        for mark in in_order
        if scale.holds(mark.day)
    )
    drawing = svg.element(
        "svg", *parts, class_="chart", height=height, role="group", aria_label=_spoken(lane, scale)
    )
    name: list[Markup | str] = [svg.element("b", lane.title)]
    if lane.note:
        name += [" ", svg.element("small", lane.note)]
    return svg.joined(
        (
            svg.element("div", *name, class_="cal-label"),
            svg.element("div", drawing, class_="cal-row"),
        )
    )


def _labels(lane: Lane, scale: Scale, today: dt.date | None) -> tuple[dict[Mark, Place], int]:
    """The place of each label, laid from right to left so that no lead crosses a label."""
    shelves = Shelves.bare()
    found: dict[Mark, Place] = {}
    wanted = {m for m in lane.marks if m.label and scale.holds(m.day)}
    for mark in sorted(wanted, key=lambda m: (m.day, m.kind, m.label), reverse=True):
        place = beside(mark.day, text_width(mark.label), scale, today)
        found[mark] = replace(place, row=shelves.stack(place.start, place.end))
    return found, len(shelves.rows)


def _tracks(lane: Lane, scale: Scale) -> tuple[dict[Mark, int], int]:
    """How far below the line a mark hangs so as not to cover another; ticks may stand close."""
    shelves = Shelves.bare()
    found: dict[Mark, int] = {}
    for mark in sorted(lane.marks, key=lambda m: (m.kind not in _GO_LIVES, m.day)):
        if not scale.holds(mark.day):
            continue
        x = scale.pixel(mark.day)
        reach = 1.0 if mark.kind in _TICKS else 5.0
        found[mark] = shelves.lay(x - reach, x + reach, gap=0.5)
    return found, max(0, len(shelves.rows) - 1)


def _mark(mark: Mark, scale: Scale, line: int, track: int, place: Place | None) -> Markup:
    spoken = f"{mark.title}, {plain_date(mark.day)}"
    shape = svg.joined((svg.element("title", spoken), SHAPES[mark.kind][1]()))
    if mark.href:
        shape += svg.dot(11, "focus")
    drawn = [svg.placed(scale.at(mark.day), line + track * TRACK, shape)]
    if place:
        drawn = [_label(mark, place, scale, line), *drawn]
    if mark.href:
        return svg.element("a", *drawn, href=mark.href, aria_label=spoken)
    return svg.element("g", *drawn, role="img", aria_label=spoken)


def _label(mark: Mark, place: Place, scale: Scale, line: int) -> Markup:
    css = "strong" if mark.kind in _GO_LIVES else None
    y = line - LINE_ROOM - place.row * LABEL_ROW
    words = svg.text(mark.label, css=css, x=place.shift, end=place.left)
    label = svg.placed(scale.at(place.anchor), y, words)
    if not place.row:
        return label
    return svg.vertical(scale.at(mark.day), y + 3, line, "lead") + label


def _span(span: Span, scale: Scale, line: int) -> Markup:
    start = scale.at(span.first)
    end = scale.at(span.last + dt.timedelta(days=1)) if span.last < dt.date.max else 100.0
    spoken = f"{span.title}, {plain_date(span.first)} to {plain_date(span.last)}"
    title = svg.element("title", spoken)
    if span.kind is SpanKind.RUN:
        return svg.element("g", title, svg.horizontal(start, end, line, "span"), aria_hidden="true")
    box = svg.element(
        "rect",
        title,
        class_=span.kind.value,
        x=percent(start),
        width=percent(max(0.2, end - start)),
        y=line - 6,
        height=12,
    )
    if span.href:
        return svg.element("a", box, href=span.href, aria_label=spoken)
    return svg.element("g", box, role="img", aria_label=spoken)


def _overlaps(span: Span, scale: Scale) -> bool:
    return span.first <= scale.last and span.last >= scale.first


def _spoken(lane: Lane, scale: Scale) -> str:
    shown = sum(scale.holds(m.day) for m in lane.marks)
    name = f"{lane.title}, {lane.note}" if lane.note else lane.title
    return f"{name}: {shown} {'date' if shown == 1 else 'dates'}"
