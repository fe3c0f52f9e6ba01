"""The register of modifications, and its exports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts_on import offers
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.intake.queries import may_import
from ridgeway.governance.releases import register_past, saved_views
from ridgeway.governance.releases.facets import facets
from ridgeway.governance.releases.register import register as read_register
from ridgeway.governance.releases.register_columns import COLUMNS, titles
from ridgeway.governance.releases.register_export import cells_of, export_cells
from ridgeway.governance.releases.register_past import RegisterThen
from ridgeway.web.frame import Frame, asked_besides, frame_of, page
from ridgeway.web.listing import listing, own_views, views
from ridgeway.web.moments import moment_of
from ridgeway.web.offering import offered
from ridgeway.web.register_query import Address, read
from ridgeway.web.sheets import MEDIA, sheet
from ridgeway.web.shell import Act, Flash, Tone


@door(Who.PUBLIC)
def register(request: Request, code: str) -> HttpResponse:
    """The register as asked; only its rows when they are fetched for a page that is open."""
    frame = frame_of(request)
    here = frame.code(code)
    asked, columns, faults = read(request.GET)
    moment = moment_of(request, here, register_past.TABLES)
    past = None if moment.is_now else RegisterThen(frame.actor, here.id, moment.source)
    found = past.page(asked) if past else read_register(frame.actor, here.id, asked, head=here.head)
    to = Address(here.key, moment.asked, columns)
    shown = listing(to, asked, found)
    rows = {"listing": shown, "may_save": frame.actor.is_known}
    if request.headers.get("HX-Request") == "true":
        context = {**rows, "besides": asked_besides(request)}
        answer = render(request, "modifications/_rows.html", context)
        answer["HX-Push-Url"] = to.href(asked)
        answer["Cache-Control"] = "private, no-store"
        patch_vary_headers(answer, ["HX-Request", "Cookie"])
        return answer
    known = past.facets() if past else facets(frame.actor, here.id, here.position)
    context = {
        **rows,
        "here": here,
        "moment": moment,
        "facets": known,
        "views": views(to, asked, known),
        "own": own_views(to, asked, saved_views.views_of(frame.actor, here.id)),
        "raise_act": _raise(frame, here) if moment.is_now else None,
        "may_import": moment.is_now and may_import(frame.actor, here.row, frame.at).allowed,
    }
    answer = page(
        frame,
        "modifications/register.html",
        context,
        code=here,
        as_at=moment.banner(request),
        flashes=tuple(Flash(text, Tone.CARE) for text in faults),
    )
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _raise(frame: Frame, here: CodeSeen) -> Act | None:
    found = offered(offers(here.row, frame.actor, frame.at, ["modification.raise"]), here.id)
    return next(iter((*found.now, *found.others)), None)


@door(Who.PUBLIC)
def export(request: Request, code: str, form: str) -> HttpResponseBase:
    """The register as asked, every row of it, as a file that is written while it is read."""
    frame = frame_of(request)
    here = frame.code(code)
    if form not in MEDIA:
        raise Http404
    asked, columns, _ = read(request.GET)
    columns = columns or tuple(COLUMNS)
    moment = moment_of(request, here, register_past.TABLES)
    rows: Iterable[tuple[Any, ...]]
    if moment.is_now:
        rows = export_cells(frame.actor, here.id, asked, columns, written=form == "csv")
    else:
        then = RegisterThen(frame.actor, here.id, moment.source)
        rows = map(cells_of(columns), then.rows(asked))
    at = moment.at or frame.at
    name = f"{here.key}-modifications-{here.day(at).isoformat()}"
    title = f"{here.row.short_name} modifications"
    return sheet(form, name, titles(columns), rows, title=title, made_at=at)
