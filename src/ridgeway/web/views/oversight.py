"""Oversight of a release on one page, and who is responsible for what under a code."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.http import Http404, HttpResponse
from django.urls import reverse

from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.codes.queries import TABLES
from ridgeway.governance.oversight import duties, queries
from ridgeway.governance.releases.queries_due import DueLine, obligations_due
from ridgeway.web.columns import columns
from ridgeway.web.frame import Frame, frame_of, page
from ridgeway.web.history import act_title
from ridgeway.web.moments import moment_of
from ridgeway.web.shell import Link
from ridgeway.web.views.release_opened import PAGE, opened, subtitle


@dataclass(frozen=True, slots=True)
class Changed:
    """Acts of one kind since the last meeting: how many, and the latest entry of them."""

    title: str
    count: int
    recorded_at: dt.datetime
    seq: int
    href: str


@door(Who.PUBLIC)
def oversight(request: Request, code: str, slug: str) -> HttpResponse:
    """Scope, time, quality and cost, due process, what changed and what deviates."""
    tables = {*PAGE, *queries.TABLES}
    seen = opened(request, code, slug, tables)
    found = queries.oversight(
        seen.actor,
        seen.code.row,
        slug,
        seen.today,
        source=seen.source,
        position=seen.moment.position,
    )
    if found is None:
        raise Http404
    changed: dict[str, Changed] = {}
    for row in found.changed:
        title = act_title(row["act"])
        href = seen.under("record-entry", row["seq"])
        new = Changed(title, 0, row["recorded_at"], row["seq"], href)
        held = changed.setdefault(title, new)
        changed[title] = replace(held, count=held.count + 1)
    context = {
        "head": found.page.head,
        "sub": subtitle(found.page.head, seen.code),
        "found": found,
        "changed": tuple(changed.values()),
    }
    return seen.page("releases/oversight.html", context, tab="release-oversight")


@dataclass(frozen=True, slots=True)
class Asked:
    """A holder of parts with what is owed by it now."""

    holder: duties.Holder
    due: tuple[DueLine, ...]


@dataclass(frozen=True, slots=True)
class OfCode:
    code: CodeSeen
    asked: tuple[Asked, ...]


@door(Who.PUBLIC)
def responsibilities(request: Request, code: str) -> HttpResponse:
    """Everybody who has a part under the policies of a code, with how many of each letter."""
    frame = frame_of(request)
    here = frame.code(code)
    moment = moment_of(request, here, TABLES)
    day = here.day(moment.at or frame.at)
    context = {
        "here": here,
        "holders": duties.holders(here.id, day, moment.source),
        "mine": duties.stands_for(frame.actor, here.row) if frame.actor.is_known else (),
        "letters": duties.LETTERS,
        "columns": columns,
    }
    return moment.page(frame, "oversight/everybody.html", context, code=here)


@door(Who.PUBLIC)
def responsible(request: Request, code: str, body: str) -> HttpResponse:
    """What one body, role or class of parties is responsible for, and what that asks now."""
    frame = frame_of(request)
    here = frame.code(code)
    asked = next((one for one in _asked(frame, here, {body})), None)
    if asked is None:
        raise Http404
    all_of_them = Link("Responsibilities", reverse("responsibilities", args=(code,)))
    context = {"here": here, "one": asked, **_shared(frame, here)}
    return page(frame, "oversight/one.html", context, code=here, crumbs=(all_of_them,))


@door(Who.KNOWN)
def mine(request: Request) -> HttpResponse:
    """What the reader is responsible for, by the bodies that they stand for."""
    frame = frame_of(request)
    found = []
    for code in frame.codes:
        bodies = duties.stands_for(frame.actor, code.row)
        found.append(OfCode(code, tuple(_asked(frame, code, bodies))))
    context = {"found": found, "letters": duties.LETTERS, "columns": columns}
    return page(frame, "oversight/mine.html", context, crumbs=(Link("Today", "/today"),))


def _asked(frame: Frame, code: CodeSeen, bodies: set[str] | frozenset[str]) -> list[Asked]:
    day = code.day(frame.at)
    held = [one for one in duties.holders(code.id, day) if one.key in bodies]
    lines = obligations_due(frame.actor, code.row, day, owners=bodies) if held else []
    return [Asked(one, tuple(due for due in lines if due.line.owner == one.key)) for one in held]


def _shared(frame: Frame, code: CodeSeen) -> dict[str, object]:
    return {"letters": duties.LETTERS, "columns": columns, "today": code.day(frame.at)}
