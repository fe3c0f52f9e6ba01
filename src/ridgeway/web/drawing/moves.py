"""How a date moved: one row per decision, all on one scale, with the window each one allowed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from markupsafe import Markup

from ridgeway.web.drawing import svg
from ridgeway.web.drawing.scale import Scale
from ridgeway.web.wording import percent, plain_date, short_date

ROW = 26
MARGIN_DAYS = 6
NARROWEST = 300.0


@dataclass(frozen=True, slots=True)
class Move:
    """A date as one decision set it; `set_on` is None for the date that the policy's rule gives.

    `earliest` and `latest` bound what the decision leaves to a later one; `in_force` marks the
    date that stands.
    """

    day: dt.date
    who: str
    set_on: dt.date | None = None
    note: str = ""
    earliest: dt.date | None = None
    latest: dt.date | None = None
    in_force: bool = False


@dataclass(frozen=True, slots=True)
class DrawnMoves:
    """The axis for the head of the table, one strip per move, and what the scale spans in words."""

    axis: Markup
    strips: tuple[Markup, ...]
    words: str


def draw_moves(moves: tuple[Move, ...], today: dt.date | None = None) -> DrawnMoves:
    """Draws every move on one scale; each row also shows, in outline, the dates before it."""
    if not moves:
        return DrawnMoves(Markup(), (), "no date yet")
    days = [d for m in moves for d in (m.day, m.earliest, m.latest) if d]
    margin = dt.timedelta(days=MARGIN_DAYS)
    scale = Scale(min(days) - margin, max(days) + margin, NARROWEST)
    strips = tuple(_strip(moves[: n + 1], scale, today) for n in range(len(moves)))
    words = f"Drawn from {plain_date(scale.first)} to {plain_date(scale.last)}"
    return DrawnMoves(_axis(scale), strips, words)


def _axis(scale: Scale) -> Markup:
    ticks = scale.ticks()
    if not ticks:
        ticks = [(scale.first, short_date(scale.first))]
    labels = [svg.placed(scale.at(day), 13, svg.text(words)) for day, words in ticks]
    return svg.element("svg", *labels, class_="chart", height=18, aria_hidden="true")


def _strip(moves: tuple[Move, ...], scale: Scale, today: dt.date | None) -> Markup:
    move, y = moves[-1], ROW / 2
    parts = [svg.horizontal(0, 100, y, "axis")]
    parts.extend(svg.vertical(scale.at(day), y - 3, y + 3, "axis") for day, _ in scale.ticks())
    if today and scale.holds(today):
        parts.append(svg.vertical(scale.at(today), 0, ROW, "today"))
    if move.latest:
        start = scale.at(move.earliest or move.day)
        end = scale.at(move.latest)
        parts.append(
            svg.element(
                "rect",
                class_="window",
                x=percent(start),
                y=y - 5,
                width=percent(max(0.3, end - start)),
                height=10,
            )
        )
    before = {m.day for m in moves[:-1]} - {move.day}
    parts.extend(svg.placed(scale.at(day), y, svg.diamond(6, "was")) for day in sorted(before))
    # a date that only the rule gives was never anyone's decision: it stays in outline
    css = "live" if move.set_on or move.in_force else "was"
    parts.append(svg.placed(scale.at(move.day), y, svg.diamond(7, css)))
    return svg.element("svg", *parts, class_="chart", height=ROW, aria_hidden="true")
