"""The obligations of one release on one line: when due, when done, how late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from markupsafe import Markup

from ridgeway.web.drawing import svg
from ridgeway.web.drawing.scale import Place, Scale, Shelves, beside, text_width
from ridgeway.web.wording import WEEKDAYS, plain_date, plural, short_date

NARROWEST = 640.0  # the drawing gives way to the table below 44rem
ROW = 34  # two lines of a label and the gap to the next
NEAR = 14  # pixels from the line to the nearest label
AXIS = 24


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation. `state` is that of the label table: discharged, late, open, born-late, …"""

    due: dt.date
    title: str
    state: str = "open"
    happened: dt.date | None = None
    note: str = ""
    href: str = ""

    @property
    def days_late(self) -> int:
        return max(0, (self.happened - self.due).days) if self.happened else 0


@dataclass(frozen=True, slots=True)
class ObligationStrip:
    title: str
    duties: tuple[Duty, ...]
    go_live: dt.date | None = None
    today: dt.date | None = None
    first: dt.date | None = None
    last: dt.date | None = None


SHAPES: dict[str, Callable[[], Markup]] = {
    "discharged": lambda: svg.dot(5.5, "c-met"),
    "waived": lambda: svg.diamond(6, "c-waived"),
    "late": lambda: svg.square("c-unmet"),
    "discharged-late": lambda: svg.square("c-unmet"),
    "born-late": lambda: svg.square("c-unmet"),
    "unknown": lambda: svg.dot(5, "c-cannot"),
}


@dataclass(frozen=True, slots=True)
class _Note:
    """A label of two lines with the day that it belongs to."""

    day: dt.date
    head: str
    tail: str
    css: str = "strong"
    href: str = ""

    @property
    def room(self) -> float:
        return max(text_width(self.head), text_width(self.tail))


def draw_obligations(strip: ObligationStrip) -> Markup:
    """An SVG with every duty named once; the table beneath it says the same in words."""
    scale = _scale(strip)
    if scale is None:
        return Markup()
    above, below = Shelves.bare(), Shelves.bare()
    places = _layout(_notes(strip, scale), scale, strip.today, above, below)
    line = 12 + len(above.rows) * ROW
    height = line + NEAR + len(below.rows) * ROW + AXIS
    parts = [_months(scale, height), svg.horizontal(0, 100, line, "axis")]
    if strip.today and scale.holds(strip.today):
        parts.append(svg.vertical(scale.at(strip.today), 0, height - AXIS, "today"))
    parts.extend(_lateness(duty, scale, line, strip.today) for duty in strip.duties)
    parts.extend(_label(note, place, is_above, scale, line) for note, place, is_above in places)
    parts.extend(_shape(duty, scale, line) for duty in strip.duties if scale.holds(_seen(duty)))
    if strip.go_live and scale.holds(strip.go_live):
        parts.append(svg.placed(scale.at(strip.go_live), line, svg.diamond(9, "live")))
    return svg.element(
        "svg",
        svg.element("title", strip.title),
        svg.element("desc", _words(strip)),
        *parts,
        class_="chart wide",
        height=height,
        role="group" if any(d.href for d in strip.duties) else "img",
        aria_label=f"{strip.title}. {_words(strip)}",
    )


def _seen(duty: Duty) -> dt.date:
    return duty.happened or duty.due


def _scale(strip: ObligationStrip) -> Scale | None:
    days = [d.due for d in strip.duties] + [d.happened for d in strip.duties if d.happened]
    days += [d for d in (strip.go_live,) if d]
    first = strip.first or min(days, default=None)
    last = strip.last or max(days, default=None)
    if not first or not last or last < first:
        return None
    margin = dt.timedelta(days=max(4, (last - first).days // 30))
    return Scale(first - margin, last + margin, NARROWEST)


def _notes(strip: ObligationStrip, scale: Scale) -> list[_Note]:
    notes = []
    for duty in strip.duties:
        tail = f"{WEEKDAYS[duty.due.weekday()]} {short_date(duty.due)}"
        css = "strong"
        if duty.days_late:
            tail += f", {plural(duty.days_late, 'day')} late"
            css = "late-t"
        elif duty.note:
            tail += f", {duty.note}"
        notes.append(_Note(duty.due, duty.title, tail, css, duty.href))
    for day, name, css in ((strip.go_live, "Go-live", "strong"), (strip.today, "Today", "today-t")):
        if day:
            notes.append(_Note(day, name, f"{WEEKDAYS[day.weekday()]} {short_date(day)}", css))
    return [n for n in sorted(notes, key=lambda n: n.day) if scale.holds(n.day)]


def _layout(
    notes: list[_Note], scale: Scale, today: dt.date | None, above: Shelves, below: Shelves
) -> list[tuple[_Note, Place, bool]]:
    """Each label with its place and whether it stands above: the side with the nearer free row."""
    places = []
    for note in sorted(notes, key=lambda n: n.day, reverse=True):
        place = beside(note.day, note.room, scale, today)
        is_above = above.outermost(place.start, place.end) <= below.outermost(
            place.start, place.end
        )
        row = (above if is_above else below).stack(place.start, place.end)
        places.append((note, replace(place, row=row), is_above))
    return places


def _label(note: _Note, place: Place, is_above: bool, scale: Scale, line: int) -> Markup:
    reach = NEAR + place.row * ROW
    top = line - reach - 15 if is_above else line + reach + 10
    words = svg.joined(
        (
            svg.text(note.head, css=note.css, x=place.shift, end=place.left),
            svg.text(note.tail, x=place.shift, y=15, end=place.left),
        )
    )
    near, far = (top + 18, line) if is_above else (line, top - 12)
    lead = svg.vertical(scale.at(note.day), near, far, "lead")
    label = lead + svg.placed(scale.at(place.anchor), top, words)
    if not note.href:
        return label
    return svg.element("a", label, href=note.href, aria_label=f"{note.head}, {note.tail}")


def _lateness(duty: Duty, scale: Scale, line: int, today: dt.date | None) -> Markup:
    until = duty.happened or (today if duty.state in {"late", "born-late"} else None)
    if until is None or until <= duty.due:
        return Markup()
    return svg.horizontal(scale.at(duty.due), scale.at(until), line, "lateness")


def _shape(duty: Duty, scale: Scale, line: int) -> Markup:
    shape = SHAPES.get(duty.state, lambda: svg.dot(4.5, "notice"))()
    drawn = svg.placed(scale.at(_seen(duty)), line, shape)
    if duty.days_late:
        drawn = svg.placed(scale.at(duty.due), line, svg.dot(4.5, "notice")) + drawn
    return drawn


def _months(scale: Scale, height: int) -> Markup:
    parts = []
    for day, words in scale.ticks():
        named = f"{words} {day.year}" if day.month == 1 and scale.days > 70 else words
        parts.append(svg.vertical(scale.at(day), 0, height - AXIS, "grid"))
        parts.append(svg.placed(scale.at(day), height - 4, svg.text(named)))
    return svg.joined(parts)


def _words(strip: ObligationStrip) -> str:
    said = [
        f"{d.title}: due {plain_date(d.due)}"
        + (f", happened {plain_date(d.happened)}" if d.happened else "")
        + (f", {plural(d.days_late, 'day')} late" if d.days_late else "")
        for d in strip.duties
    ]
    if strip.go_live:
        said.append(f"Go-live {plain_date(strip.go_live)}")
    return ". ".join(said)
