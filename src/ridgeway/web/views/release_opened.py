"""A release that a reader opened: its code, the day it is judged on, the rows of now or of then.

Every page of a release starts here, so that what is hidden, what is missing and what was not there
yet at the moment asked for answer the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from ridgeway.entrance.doors import Request
from ridgeway.governance.codes import queries as codes
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.record.rows import Row
from ridgeway.governance.releases import queries, queries_page
from ridgeway.web.frame import frame_of
from ridgeway.web.moments import NOW, moment_of
from ridgeway.web.shell import Link
from ridgeway.web.views.opened import Opened

Values = dict[str, Any]

TABS = (
    ("Overview", "release"),
    ("Scope", "release-scope"),
    ("Plan", "release-plan"),
    ("RID", "release-rid"),
    ("Testing", "release-testing"),
    ("Readiness", "release-gate"),
    ("Costs", "release-costs"),
    ("Oversight", "release-oversight"),
    ("Risks", "release-risks"),
    ("Decisions", "release-decisions"),
    ("Notices", "release-notices"),
    ("Record", "release-record"),
)


OF_NOW = frozenset({"release-what-if"})
"""Pages under a release that are of the present only: no moment is carried to them."""

PAGE = (*queries_page.TABLES, *codes.TABLES)
"""What everything about a release is put together from."""


@dataclass(frozen=True, slots=True)
class OpenedRelease(Opened):
    """The release that the address names, at which moment."""

    slug: str

    @property
    def code_then(self) -> CodeSeen:
        """The code at the position that its record had at the moment."""
        if self.moment.position is None:
            return self.code
        return replace(self.code, position=self.moment.position)

    def href(self, name: str, *args: str, **query: str) -> str:
        """An address under this release that keeps the moment, where its page has a past."""
        if name in OF_NOW:
            return reverse(name, args=(self.code.key, self.slug, *args))
        return self.under(name, self.slug, *args, **query)

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
        crumbs = [Link("Releases", self.under("releases"))]
        if name:
            crumbs.append(Link(name, self.href("release")))
        given = {"code": self.code, "tab_links": self.tabs(tab), **context}
        return self.framed(template, given, crumbs=tuple(crumbs), status=status)


def opened(
    request: Request,
    code: str,
    slug: str,
    tables: Collection[type[Row]] = (),
    *,
    only_now: bool = False,
) -> OpenedRelease:
    """Open the release of an address, as it is or as `?as_at=` asks for it: one query, now.

    `tables` are those that the page reads beside the release's own. A page of the present only
    (`only_now`) shows it whatever the address asks, without a banner.
    """
    frame = frame_of(request)
    seen = frame.code(code)
    moment = NOW if only_now else moment_of(request, seen, {*queries_page.HEAD_TABLES, *tables})
    return OpenedRelease(frame, seen, moment, seen.day(moment.at or request.at), slug)


def page_of(seen: OpenedRelease) -> queries.ReleasePage:
    """Everything about the release, or the same 404 for hidden and for missing."""
    found = queries.release_page(seen.actor, seen.code.row, seen.slug, seen.today, seen.source)
    if found is None:
        raise Http404
    return found


def head_of(seen: OpenedRelease) -> Values:
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
