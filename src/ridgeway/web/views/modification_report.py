"""The report on a modification, as a page, as PDF and as a Word file, from one description."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse, HttpResponseBase

from ridgeway.documents.description import Document
from ridgeway.documents.html import to_html
from ridgeway.documents.modification_report import modification_report
from ridgeway.documents.reading_modification import report_facts
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.consultations import queries as consultations
from ridgeway.governance.costs import queries as costs
from ridgeway.governance.modifications import queries_page
from ridgeway.governance.modifications.queries import page_of
from ridgeway.governance.releases import queries_weighing, register_past
from ridgeway.web.shell import Link
from ridgeway.web.views.documents import sent
from ridgeway.web.views.modification_opened import OpenedModification, opened

FORMS = ("pdf", "docx")
TABLES = (
    *queries_page.TABLES, *queries_weighing.TABLES, *costs.TABLES, *consultations.TABLES,
    *register_past.TABLES,
)  # fmt: skip
PLACES = {
    "topic": ("modification-documents", "#cons"),
    "text": ("modification-documents", "#cons"),
    "weighing": ("modification-documents", "#cons"),
    "document": ("modification-documents", "#docs"),
    "consultations": ("modification-decisions", "#asked"),
    "costs": ("modification-costs", ""),
    "impact": ("modification", "#imp"),
    "dates": ("modification", "#dates"),
    "modification": ("modification", "#facts"),
}
"""The tab of the modification, and the part of it, in which a kind of source stands."""

Made = tuple[OpenedModification, Document]


def source_link(seen: OpenedModification, name: str) -> str:
    """Where a source of the report stands on the modification's pages."""
    place = PLACES.get(name.partition(":")[0])
    return f"{seen.href(place[0])}{place[1]}" if place else ""


@door(Who.PUBLIC)
def report(request: Request, code: str, reference: str) -> HttpResponse:
    """The report as a page."""
    seen, document = _written(request, code, reference)
    files = "modification-report-file"
    context = {
        "made": to_html(document, source_link=partial(source_link, seen), heading=1),
        "title": document.title,
        "links": (Link("PDF", seen.href(files, "pdf")), Link("Word", seen.href(files, "docx"))),
        "day": None,
    }
    crumbs = seen.crumbs(below=True)
    return seen.moment.page(
        seen.frame, "releases/paper.html", context, code=seen.code, crumbs=crumbs
    )


@door(Who.PUBLIC)
def report_file(request: Request, code: str, form: str, reference: str) -> HttpResponseBase:
    """The same report as a file."""
    if form not in FORMS:
        raise Http404
    seen, document = _written(request, code, reference)
    name = f"{seen.row.reference.replace('/', '-').replace(' ', '-')}-report"
    return sent(document, name, form, sources="sources" in request.GET)


def _written(request: Request, code: str, reference: str) -> Made:
    seen = opened(request, code, reference, TABLES)
    actor, row, source, day = seen.actor, seen.row, seen.source, seen.today
    it = page_of(row, on=day, source=source)
    at = seen.moment.at or seen.frame.at
    asked = consultations.consultations_of(actor, row.code_id, at, source, subject_id=row.id)
    facts = report_facts(
        actor,
        seen.code,
        it,
        queries_page.written(actor, row, day, source),
        queries_weighing.weighed_for(actor, row, day, source),
        on=day,
        consultations=asked,
        source=source,
    )
    return seen, modification_report(facts)
