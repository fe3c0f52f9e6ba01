"""A modification that a reader opened: its row of now or of then, the head and tabs of its pages.

Every page of a modification starts here, so that what is hidden, what is missing and what was not
there yet at the moment asked for answer the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from ridgeway.entrance.doors import Request
from ridgeway.governance.modifications import queries
from ridgeway.governance.modifications.dates import dating_of
from ridgeway.governance.modifications.workflow import Life, life_of
from ridgeway.governance.record.rows import Row
from ridgeway.web.frame import frame_of
from ridgeway.web.moments import as_asked
from ridgeway.web.shell import Link
from ridgeway.web.views.opened import Opened

TABS = (
    ("Overview", "modification"),
    ("Report and documents", "modification-documents"),
    ("Decisions", "modification-decisions"),
    ("Costs", "modification-costs"),
    ("Record", "modification-record"),
)


@dataclass(frozen=True, slots=True)
class OpenedModification(Opened):
    """The modification that the address names, at which moment; `row` is never to be saved."""

    row: Any

    @property
    def life(self) -> Life | None:
        return life_of(self.row.code_id, self.today, self.source)

    def href(self, name: str, *more: str) -> str:
        """An address under this modification that keeps the moment the reader looks at."""
        return self.under(name, *more, self.row.reference)

    def crumbs(self, *, below: bool = False) -> tuple[Link, ...]:
        """The way here; with `below` the modification itself is on it."""
        found = (Link("Modifications", self.under("modifications")),)
        return (*found, Link(self.row.reference, self.href("modification"))) if below else found

    @property
    def date(self) -> dt.date | None:
        """The implementation date that holds, where one does."""
        found = dating_of(self.row, self.today, self.source)
        return found.date if found else None

    def page(self, template: str, context: Mapping[str, Any], *, tab: str) -> HttpResponse:
        """A tab of the modification in its frame; `date` may be in the context already."""
        given = {
            "here": self.code,
            "row": self.row,
            "stage_title": queries.stage_title(self.life, self.row.stage),
            "tab_links": tuple(Link(t, self.href(n), current=n == tab) for t, n in TABS),
            **context,
        }
        if "date" not in given:
            given["date"] = self.date
        return self.framed(template, given, crumbs=self.crumbs(below=tab != TABS[0][1]))


def opened(
    request: Request, code: str, reference: str, tables: Collection[type[Row]] = ()
) -> OpenedModification:
    """Open the modification of an address under any reference that it bears or bore.

    `tables` are those that the page reads beside the modification's own.
    """
    frame = frame_of(request)
    here = frame.code(code)
    held = (
        queries.modification_named(frame.actor, here.id, reference)
        if "\0" not in reference
        else None
    )
    # No reference is ever given anew, so the present ones find what bore one of then.
    row, here, moment = as_asked(frame, held, {*queries.TABLES, *tables})
    return OpenedModification(frame, here, moment, here.day(moment.at or frame.at), row)
