"""The papers of a release, as a page, as PDF and as a Word file, all from one description."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse

from ridgeway.documents.description import Document
from ridgeway.documents.golive_paper import golive_paper
from ridgeway.documents.html import to_html
from ridgeway.documents.pdf import to_pdf
from ridgeway.documents.reading import golive_facts_of
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.committees import queries as committees
from ridgeway.governance.golive import queries as golive
from ridgeway.governance.testing import queries as testing
from ridgeway.web.shell import Link
from ridgeway.web.typed import Mistyped, read_date
from ridgeway.web.views.release_opened import PAGE, OpenedRelease, Values, head_of, opened

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@door(Who.PUBLIC)
def paper(request: Request, code: str, slug: str) -> HttpResponse:
    """The go-live paper as a page, written for the day of `?on=`."""
    seen, head = _present(request, code, slug)
    made, day = _paper(seen, head)
    file = "release-paper-file"
    links = (
        Link("PDF", _file(seen, file, "pdf", request)),
        Link("Word", _file(seen, file, "docx", request)),
    )
    return _shown(seen, head, made, links, day)


@door(Who.PUBLIC)
def paper_file(request: Request, code: str, slug: str, form: str) -> HttpResponseBase:
    """The same paper as a file."""
    if form not in ("pdf", "docx"):
        raise Http404
    seen, head = _present(request, code, slug)
    made, _ = _paper(seen, head)
    return sent(made, f"{slug}-go-live-paper", form, sources="sources" in request.GET)


def _present(request: Request, code: str, slug: str) -> tuple[OpenedRelease, Values]:
    seen = opened(request, code, slug, (*PAGE, *golive.TABLES, *committees.TABLES, *testing.TABLES))
    return seen, head_of(seen)


def _paper(seen: OpenedRelease, head: Values) -> tuple[Document, dt.date]:
    """The paper for the day asked for; of a live release, for the day of the last view."""
    day = _day(seen, head)
    facts = golive_facts_of(seen.actor, seen.code_then, seen.slug, day, seen.source)
    if facts is None:
        raise Http404
    return golive_paper(facts), day


def _day(seen: OpenedRelease, head: Values) -> dt.date:
    typed = seen.frame.request.GET.get("on", "").strip()
    if typed:
        try:
            return read_date(typed)
        except Mistyped:
            raise Http404 from None
    if head["actual_date"] is None:
        return seen.today
    live: dt.date = head["actual_date"]
    days: list[dt.date] = [r["advice_date"] for r in _said(seen, head)]
    return max(days, default=live)


def _said(seen: OpenedRelease, head: Values) -> list[Values]:
    return committees.advice_about(seen.actor, head["id"], seen.source)


def _shown(
    seen: OpenedRelease,
    head: Values,
    made: Document,
    links: tuple[Link, ...],
    day: dt.date | None,
) -> HttpResponse:
    def source_link(name: str) -> str:
        kind, _, rest = name.partition(":")
        return source_href(seen, kind, rest)

    context = {
        "head": head,
        "made": to_html(made, source_link=source_link, heading=1),
        "title": made.title,
        "links": links,
        "day": day,
    }
    return seen.page("releases/paper.html", context, name=head["name"])


PAGES = {
    "obligation": "release-why",
    "criterion": "release-gate",
    "finding": "release-gate",
    "advice": "release-decisions",
    "planned-date": "release-decisions",
    "risk": "release-risks",
    "activity": "release-rid",
    "part": "release-rid",
    "specification": "release-rid",
    "annex": "release-rid",
    "question": "release-risks",
    "phase": "release-testing",
    "release": "release",
    "document": "release",
}
"""The page of the release on which a kind of source is shown."""


def source_href(seen: OpenedRelease, kind: str, rest: str) -> str:
    """Where the page is that a paragraph was read from."""
    if kind == "resolution":
        return reverse("resolution", args=(rest,))
    if kind == "modification":
        return seen.under("modification", rest)
    if kind not in PAGES:
        return ""
    return seen.href(PAGES[kind], *((rest,) if kind == "obligation" else ()))


def _file(seen: OpenedRelease, name: str, form: str, request: Request) -> str:
    on = request.GET.get("on", "")
    return seen.href(name, form, **({"on": on} if on else {}))


def sent(made: Document, name: str, form: str, *, sources: bool) -> HttpResponseBase:
    if form == "pdf":
        body = to_pdf(made, sources=sources)
    else:
        from ridgeway.documents.docx import to_docx  # noqa: PLC0415 - slow to load, seldom asked

        body = to_docx(made, sources=sources)
    response = HttpResponse(body, content_type=PDF if form == "pdf" else WORD)
    response["Content-Disposition"] = f'inline; filename="{name}.{form}"'
    response["Cache-Control"] = "private, no-cache"
    return response
