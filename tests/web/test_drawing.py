"""Drawings: every date stands at its share, no label covers another, nothing goes unescaped."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from ridgeway.web.drawing.costs import CostGroup, Telling, draw_costs
from ridgeway.web.drawing.life import LifeStep, Standing, draw_life
from ridgeway.web.drawing.moves import draw_moves
from ridgeway.web.drawing.obligations import Duty, ObligationStrip, draw_obligations
from ridgeway.web.drawing.scale import Scale, Shelves, beside, text_width
from ridgeway.web.drawing.timeline import (
    Lane,
    Mark,
    MarkKind,
    Timeline,
    Zoom,
    draw_timeline,
    window_of,
)
from tests.web.sample import DUTIES, GO_LIVE, MOVES, TODAY, life, timeline

COSTS = (
    CostGroup("Testing & more", ((Telling.FORECAST, 2000), (Telling.ACTUAL, 2500))),
    CostGroup("Nothing yet", ((Telling.FORECAST, 0), (Telling.ACTUAL, None))),
)
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31))


def parsed(drawing: Markup) -> ET.Element:
    """The drawing as XML; an unescaped text or an unclosed element fails here."""
    return ET.fromstring(str(drawing))  # noqa: S314 - our own output


def drawings() -> dict[str, Markup]:
    moves = draw_moves(MOVES, TODAY)
    return {
        **{zoom.value: draw_timeline(timeline(zoom)) for zoom in Zoom},
        "axis": moves.axis,
        **{f"strip {n}": strip for n, strip in enumerate(moves.strips)},
        "obligations": draw_obligations(ObligationStrip("Plan", DUTIES, GO_LIVE, TODAY)),
        "life": draw_life(life(), "The life of MP071"),
        "costs": draw_costs("Cost <by group>", COSTS),
    }


@pytest.mark.parametrize("name", sorted(drawings()))
def test_a_drawing_is_well_formed_and_carries_no_style(name: str) -> None:
    for node in parsed(drawings()[name]).iter():
        assert "style" not in node.attrib
        assert not any(attribute.startswith("on") for attribute in node.attrib)


@given(st.text(max_size=40).filter(lambda t: all(ch.isprintable() for ch in t)))
def test_what_people_wrote_never_becomes_markup(text: str) -> None:
    mark = Mark(TODAY, MarkKind.GO_LIVE, text, text, "#" + text)
    drawn = draw_timeline(Timeline(TODAY, TODAY, (Lane(text, text, (mark,)),), TODAY, text))
    labels = [node.text for node in parsed(drawn).iter("text")]
    assert not text or text in labels


@given(st.lists(DAYS, min_size=2, max_size=2, unique=True), DAYS)
def test_a_day_stands_at_its_share_of_the_scale(ends: list[dt.date], day: dt.date) -> None:
    scale = Scale(min(ends), max(ends))
    assert 0 <= scale.at(day) <= 100
    if scale.holds(day):
        assert scale.at(day) == pytest.approx(100 * (day - scale.first).days / scale.days)


def test_a_scale_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Scale(GO_LIVE, TODAY)


@given(DAYS, st.integers(0, 4000), st.floats(200, 1600))
def test_ticks_never_run_into_each_other(first: dt.date, days: int, width: float) -> None:
    scale = Scale(first, first + dt.timedelta(days), width)
    ends = [(scale.pixel(d), scale.pixel(d) + text_width(words)) for d, words in scale.ticks()]
    assert all(a_end < b for (_, a_end), (b, _) in pairwise(ends))


@given(st.lists(st.tuples(DAYS, st.integers(1, 30)), max_size=25), DAYS)
def test_labels_never_cover_each_other(wanted: list[tuple[dt.date, int]], today: dt.date) -> None:
    scale = Scale(dt.date(2015, 1, 1), dt.date(2030, 12, 31))
    shelves = Shelves.bare()
    for day, letters in sorted(wanted, reverse=True):
        place = beside(day, text_width("x" * letters), scale, today)
        shelves.stack(place.start, place.end)
    for row in shelves.rows:
        ordered = sorted(row)
        assert all(a[1] < b[0] for a, b in pairwise(ordered))


def test_a_label_near_the_line_of_today_is_not_struck_through() -> None:
    scale = Scale(dt.date(2019, 1, 1), dt.date(2019, 12, 31))
    line = scale.pixel(TODAY)
    for before in (1, 2, 10, 20, 40):
        place = beside(TODAY - dt.timedelta(before), 60, scale, TODAY)
        assert not place.start < line < place.end


@pytest.mark.parametrize(
    ("zoom", "window"),
    [
        (Zoom.MONTH, ("2019-11-01", "2019-11-30")),
        (Zoom.YEAR, ("2019-01-01", "2019-12-31")),
        (Zoom.THREE_YEARS, ("2018-01-01", "2020-12-31")),
    ],
)
def test_a_zoom_shows_whole_months_or_years(zoom: Zoom, window: tuple[str, str]) -> None:
    assert [d.isoformat() for d in window_of(zoom, TODAY)] == list(window)


def test_every_mark_in_the_window_is_named_with_its_date_and_none_outside() -> None:
    drawn = str(draw_timeline(timeline(Zoom.MONTH)))
    assert "November 2019, Fri 29 Nov 2019" in drawn
    assert "Release of June 2019" not in drawn


def test_a_mark_that_leads_to_its_why_is_a_link_with_a_name() -> None:
    links = parsed(draw_timeline(timeline(Zoom.YEAR))).findall(".//a")
    assert links
    assert all(link.get("aria-label") and link.get("href") for link in links)


def test_each_move_shows_the_dates_before_it_in_outline() -> None:
    strips = draw_moves(MOVES, TODAY).strips
    outlines = [str(strip).count('class="was"') for strip in strips]
    assert outlines == [1, 1, 1, 2]
    assert ['class="live"' in strip for strip in strips] == [False, True, True, True]
    assert ['class="window"' in strip for strip in strips] == [False, True, True, True]


def test_no_move_draws_nothing() -> None:
    assert draw_moves(()).strips == ()


def test_lateness_is_drawn_and_said() -> None:
    late = Duty(dt.date(2019, 10, 18), "Evidence", "discharged-late", TODAY)
    drawn = draw_obligations(ObligationStrip("Plan", (late,), GO_LIVE, TODAY))
    assert 'class="lateness"' in drawn
    assert "due Fri 18 Oct 2019, happened Fri 8 Nov 2019, 21 days late" in drawn
    kept = draw_obligations(
        ObligationStrip("Plan", (replace(late, state="discharged", happened=late.due),), GO_LIVE)
    )
    assert 'class="lateness"' not in kept


def test_a_duty_that_still_stands_is_late_up_to_today() -> None:
    duty = Duty(dt.date(2019, 10, 18), "Evidence", "late")
    assert 'class="lateness"' in draw_obligations(ObligationStrip("Plan", (duty,), None, TODAY))


def test_no_duty_draws_nothing() -> None:
    assert draw_obligations(ObligationStrip("Plan", ())) == ""


def test_the_step_where_a_life_stands_is_marked() -> None:
    items = parsed(draw_life(life(), "Life")).findall("li")
    assert [item.get("aria-current") for item in items].index("step") == 3
    ended = draw_life((LifeStep("Withdrawn", Standing.ENDED, TODAY),), "Life")
    assert "ended here" in ended


def test_a_cost_that_is_not_held_has_no_bar_and_says_so() -> None:
    drawn = parsed(draw_costs("Cost", COSTS))
    widths = [float(bar.attrib["width"].rstrip("%")) for bar in drawn.iter("rect")]
    assert widths == [56.0, 70.0, 0.3]
    assert "Actual cost: not held" in [node.text for node in drawn.iter("text")]
    assert not draw_costs("Cost", (CostGroup("Nothing", ((Telling.FORECAST, None),)),))
