"""A release that a reader opened: its code, the day it is judged on, the rows of now or of then.

Every page of a release starts here, so that what is hidden, what is missing and what was not there
yet at the moment asked for answer the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from ridgeway.entrance.doors import Request
from ridgeway.governance.actor import INSTALLATION, Actor
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.record.asat import source_at
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases import queries, queries_page
from ridgeway.web.columns import columns
from ridgeway.web.frame import Frame, as_at_banner, frame_of, moment_asked, page
from ridgeway.web.shell import Flash, Link, Tone

Values = dict[str, Any]

TABS = (
    ("Overview", "release"),
    ("Scope", "release-scope"),
    ("Plan", "release-plan"),
    ("RID", "release-rid"),
    ("Testing", "release-testing"),
    ("Readiness", "release-gate"),
    ("Risks", "release-risks"),
    ("Decisions", "release-decisions"),
    ("Notices", "release-notices"),
    ("Record", "release-record"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """What the address asked for. `moment` is None when it is the present."""

    frame: Frame
    code: CodeSeen
    slug: str
    today: dt.date
    source: Source
    moment: dt.datetime | None
    flashes: tuple[Flash, ...]

    @property
    def actor(self) -> Actor:
        return self.frame.actor

    @property
    def is_now(self) -> bool:
        return self.moment is None

    def href(self, name: str, *args: str, **query: str) -> str:
        """An address under this release that keeps the moment the reader looks at."""
        if self.moment is not None:
            query["as_at"] = self.frame.request.GET["as_at"]
        address = reverse(name, args=(self.code.key, self.slug, *args))
        return f"{address}?{urlencode(query)}" if query else address

    def tabs(self, current: str) -> tuple[Link, ...]:
        return tuple(Link(text, self.href(name), current=name == current) for text, name in TABS)

    def page(
        self,
        template: str,
        context: Mapping[str, Any],
        *,
        name: str = "",
        status: int = 200,
        tab: str = "",
    ) -> HttpResponse:
        """The page in its frame; `name` is the release's, for pages that lie below it."""
        crumbs = [Link("Releases", reverse("releases", args=(self.code.key,)))]
        if name:
            crumbs.append(Link(name, self.href("release")))
        given = {
            "seen": self,
            "code": self.code,
            "today": self.today,
            "tab_links": self.tabs(tab),
            "columns": columns,
            **context,
        }
        return page(
            self.frame,
            template,
            given,
            code=self.code,
            crumbs=tuple(crumbs),
            as_at=as_at_banner(self.frame.request, self.moment) if self.moment else None,
            flashes=self.flashes,
            status=status,
        )


def opened(request: Request, code: str, slug: str, *, only_now: bool = False) -> Opened:
    """Open the release of an address, as it is or as `?as_at=` asks for it: one query, now.

    Papers are written from what stands (`only_now`): a moment of the past is not carried on.
    """
    frame = frame_of(request)
    seen = frame.code(code)
    moment, fault = (None, "") if only_now else moment_asked(request, seen.zone)
    source: Source = source_at(moment, (seen.key, INSTALLATION)) if moment else LIVE
    return Opened(
        frame=frame,
        code=seen,
        slug=slug,
        today=seen.day(moment or request.at),
        source=source,
        moment=moment,
        flashes=(Flash(fault, Tone.CARE),) if fault else (),
    )


def page_of(seen: Opened) -> queries.ReleasePage:
    """Everything about the release, or the same 404 for hidden and for missing."""
    found = queries.release_page(seen.actor, seen.code.row, seen.slug, seen.today, seen.source)
    if found is None:
        raise Http404
    return found


def head_of(seen: Opened) -> Values:
    """The release's own row alone: one query."""
    found = queries_page.head_of(seen.actor, seen.code.row, seen.slug, seen.source)
    if found is None:
        raise Http404
    return found


def subtitle(head: Values, code: CodeSeen) -> str:
    """`System release · SEC version 6.21`."""
    kind = str(head["kind"]).replace("-", " ")
    parts = [f"{kind[:1].upper()}{kind[1:]} release"]
    if head["code_version"]:
        parts.append(f"{code.row.short_name} version {head['code_version']}")
    if head["standing"] == "by-rule":
        parts.append("by rule; actual date not held")
    return " · ".join(parts)
