"""The rows of the register, in the columns that are asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from ridgeway.governance.releases.register import Placed, RegisterRow
from ridgeway.web.pieces import badge
from ridgeway.web.row_by_row import row_by_row
from ridgeway.web.wording import address, long_date, not_held, pounds, said

REFERENCE = Markup(
    '<tr><th scope="row" class="ref"><a href="/{}/modifications/{}{}">{}</a></th>{}</tr>\n'
)
PLACE = Markup('<a href="/{}/releases/{}{}">{}</a>')
NO_PLACE = Markup('<span class="muted">none</span>')
GAP = Markup("{}")
EXAMPLE = Markup(' <span class="ex">Example</span>')


class Values(NamedTuple):
    """What a row is made of."""

    reference: str
    title: str
    example: bool
    stage: str
    path: str
    urgency: str
    releases: tuple[Placed, ...]
    proposer: str | None
    raised_date: dt.date | None
    target_date: dt.date | None
    system_impact: bool | None
    decided_date: dt.date | None
    central_cost: int | None


_values = attrgetter(*Values._fields)  # noqa: SLF001 - what a named tuple offers

Cell = Callable[[Values, str, str], Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """A column on the page. `spare` ones give way on narrow screens unless they were chosen;
    `label` says what it is where a row is a block of its own."""

    cell: Cell
    css: str = ""
    label: str = ""
    spare: bool = False
    usual: bool = True
    numeric: bool = False

    def css_of(self, chosen: bool, css: str = "") -> str:
        gone = self.spare and not chosen
        return " ".join(filter(None, (css, "num" * self.numeric, "gone" * gone)))


def _title(it: Values, _code: str, _moment: str) -> Markup | str:
    return escape(it.title) + EXAMPLE if it.example else it.title


def _places(it: Values, code: str, moment: str) -> Markup:
    places = [PLACE.format(code, place.slug, moment, place.name) for place in it.releases]
    return Markup(", ").join(places) or NO_PLACE


def _of(make: Callable[[Any], Any], name: str) -> Cell:
    """A cell of one value; what is empty is not held."""
    value = attrgetter(name)
    return lambda it, _code, _moment: not_held() if (v := value(it)) in (None, "") else make(v)


SHOWN = {
    "title": Shown(_title, "full"),
    "stage": Shown(_of(lambda stage: badge("stage", stage), "stage"), "nw top"),
    "path": Shown(_of(said, "path"), "nw", "path", spare=True),
    "urgency": Shown(_of(said, "urgency"), "nw", "urgency", spare=True),
    "release": Shown(_places),
    "proposer": Shown(_of(str, "proposer"), "", "proposer", spare=True),
    "touches": Shown(
        _of({True: "yes", False: "no"}.get, "system_impact"), "", "touches systems", usual=False
    ),
    "raised": Shown(_of(long_date, "raised_date"), "nw", "raised"),
    "target": Shown(_of(long_date, "target_date"), "nw", "target", spare=True),
    "decided": Shown(_of(long_date, "decided_date"), "nw", "decided", usual=False),
    "cost": Shown(_of(pounds, "central_cost"), "nw", "central cost", usual=False, numeric=True),
}
"""Every column beside the reference, in the order of the page."""

USUAL = tuple(name for name, it in SHOWN.items() if it.usual)


def shown_of(columns: tuple[str, ...]) -> list[str]:
    """The names of what stands beside the reference; the usual columns when none are chosen."""
    return [name for name in SHOWN if name in (columns or USUAL)]


def register_rows(
    found: Iterable[RegisterRow], code: str, moment: str, columns: tuple[str, ...] = ()
) -> Markup:
    """The rows of these modifications; `moment` is the query that keeps a past moment."""
    return _rows(map(_values, found), code, moment, columns)


@row_by_row
def _rows(values: tuple[Any, ...], code: str, moment: str, columns: tuple[str, ...]) -> Markup:
    it = Values(*values)
    template, cells = _layout(columns)
    beside = [cell(it, code, moment) for cell in cells]
    return template.format(code, address(it.reference), moment, it.reference, *beside)


@lru_cache(512)
def _layout(columns: tuple[str, ...]) -> tuple[Markup, list[Cell]]:
    """A row with a gap for each text, and what makes the cells beside the reference."""
    shown = [SHOWN[name] for name in shown_of(columns)]
    beside = Markup("").join(_around(it, bool(columns)) for it in shown)
    return REFERENCE.format(GAP, GAP, GAP, GAP, beside), [it.cell for it in shown]


def _around(it: Shown, chosen: bool) -> Markup:
    css = it.css_of(chosen, it.css)
    named = Markup(' class="{}"').format(css) if css else ""
    label = it.label if chosen or not it.spare else ""
    told = Markup(' data-l="{}"').format(label) if label else ""
    return Markup("<td{}{}>{}</td>").format(named, told, GAP)
