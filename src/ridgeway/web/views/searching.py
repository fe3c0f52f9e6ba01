"""Search over everything that the reader may see, and the way from a thing to its page."""

from __future__ import annotations

from itertools import groupby
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.search.queries import Found, Hit, search
from ridgeway.web.frame import frame_of, page
from ridgeway.web.shell import Link, Pages
from ridgeway.web.spots import spot_of

LONGEST = 200
BY_REFERENCE = ("modifications.modification", "modifications.modificationreference")
"""What is shown at the address of its reference; a former one leads on to the present."""

MENTIONED = "releases.switchedcode"
"""Known by a reference without a page of its own: what else speaks of it is as good an answer."""


@door(Who.PUBLIC)
def found(request: Request) -> HttpResponse:
    """What holds every word that was typed; a reference typed whole leads straight to its page."""
    frame = frame_of(request)
    typed = request.GET.get("q", "")[:LONGEST].replace("\0", "")
    code = request.GET.get("code", "")
    known = {c.key for c in frame.codes}
    number = request.GET.get("page", "1")
    hits = search(
        frame.actor,
        typed,
        int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
        code=code if code in known else "",
    )
    sought = typed.strip().casefold()
    exact = {
        place(hit)
        for hit in hits.hits
        if hit.reference.casefold() == sought and (hits.total == 1 or hit.kind != MENTIONED)
    }
    if len(exact) == 1 and "stay" not in request.GET:
        return redirect(exact.pop())
    ordered = sorted(hits.hits, key=lambda hit: hit.noun)
    groups = (
        [(noun, [(hit, place(hit)) for hit in rows]) for noun, rows in _by_noun(ordered)]
        if hits.ranked
        else [("Latest first", [(hit, place(hit)) for hit in hits.hits])]
    )
    context = {
        "typed": typed,
        "found": hits,
        "groups": groups if hits.hits else [],
        "pages": _pages(hits, typed, code if code in known else ""),
        "codes": [Link("Every code", _href(typed, "", 1), current=code not in known)]
        + [
            Link(c.row.short_name, _href(typed, c.key, 1), current=c.key == code)
            for c in frame.codes
        ],
    }
    return page(frame, "searching/found.html", context)


def _by_noun(hits: list[Hit]) -> list[tuple[str, list[Hit]]]:
    return [(noun, list(rows)) for noun, rows in groupby(hits, key=lambda hit: hit.noun)]


def place(hit: Hit) -> str:
    """Where a hit leads, without asking the database."""
    if hit.kind in BY_REFERENCE:
        return reverse("modification", args=(hit.code, hit.reference))
    return reverse("go", args=(hit.kind, hit.row_id))


def _href(typed: str, code: str, number: int) -> str:
    query = {"q": typed, "code": code, "page": number if number > 1 else "", "stay": "1"}
    return reverse("search") + "?" + urlencode({k: v for k, v in query.items() if v})


def _pages(hits: Found, typed: str, code: str) -> Pages:
    size = 50
    first = (hits.page - 1) * size + 1
    last = first + len(hits.hits) - 1
    summary = f"{first:,} to {last:,} of {hits.total:,}" if hits.hits else f"none of {hits.total:,}"
    earlier = _href(typed, code, hits.page - 1) if hits.page > 1 else ""
    later = _href(typed, code, hits.page + 1) if hits.page < hits.pages else ""
    return Pages(summary, earlier, later)


@door(Who.PUBLIC)
def go(request: Request, kind: str, row_id: str) -> HttpResponse:
    """To the page that shows a thing, if there is one for this reader."""
    address = "" if "\0" in row_id else spot_of(request.actor, kind[:60], row_id[:16])
    if not address:
        raise Http404
    return redirect(address)
