"""The report on a modification, as a page, as PDF and as a Word file, from one description."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse

from ridgeway.documents.description import Document
from ridgeway.documents.html import to_html
from ridgeway.documents.modification_report import modification_report
from ridgeway.documents.reading_modification import report_facts
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.consultations import queries as consultations
from ridgeway.governance.costs import queries as costs
from ridgeway.governance.modifications import queries, queries_page
from ridgeway.governance.modifications.queries import as_it_was, modification_named, page_of
from ridgeway.governance.modifications.workflow import life_of
from ridgeway.governance.releases import queries_weighing, register_past
from ridgeway.web.frame import Frame, frame_of, page
from ridgeway.web.moments import Moment, moment_of
from ridgeway.web.shell import Link
from ridgeway.web.views.documents import sent

FORMS = ("pdf", "docx")
TABLES = (
    *queries.TABLES, *queries_page.TABLES, *queries_weighing.TABLES, *costs.TABLES,
    *register_past.TABLES,
)  # fmt: skip
ANCHORS = {
    "topic": "cons",
    "text": "cons",
    "weighing": "cons",
    "impact": "imp",
    "document": "docs",
    "dates": "dates",
    "consultations": "asked",
    "modification": "facts",
}
"""On the modification's page, the part in which a kind of source stands."""


@dataclass(frozen=True, slots=True)
class Written:
    """A report and whose it is."""

    frame: Frame
    code: CodeSeen
    moment: Moment
    reference: str
    document: Document

    def href(self, name: str, *more: str) -> str:
        return self.moment.kept(reverse(name, args=(self.code.key, *more, self.reference)))

    def source_link(self, name: str) -> str:
        kind = name.partition(":")[0]
        if kind == "costs":
            return self.href("modification-costs")
        return f"{self.href('modification')}#{ANCHORS[kind]}" if kind in ANCHORS else ""


@door(Who.PUBLIC)
def report(request: Request, code: str, reference: str) -> HttpResponse:
    """The report as a page."""
    it = _written(request, code, reference)
    files = "modification-report-file"
    context = {
        "made": to_html(it.document, source_link=it.source_link, heading=1),
        "title": it.document.title,
        "links": (
            Link("PDF", it.href(files, "pdf")),
            Link("Word", it.href(files, "docx")),
        ),
        "day": None,
    }
    crumbs = (
        Link("Modifications", it.moment.kept(reverse("modifications", args=(it.code.key,)))),
        Link(it.reference, it.href("modification")),
    )
    return page(
        it.frame,
        "releases/paper.html",
        context,
        code=it.code,
        crumbs=crumbs,
        as_at=it.moment.banner(request),
        flashes=it.moment.flashes,
    )


@door(Who.PUBLIC)
def report_file(request: Request, code: str, form: str, reference: str) -> HttpResponseBase:
    """The same report as a file."""
    if form not in FORMS:
        raise Http404
    it = _written(request, code, reference)
    name = f"{it.reference.replace('/', '-').replace(' ', '-')}-report"
    return sent(it.document, name, form, sources="sources" in request.GET)


def _written(request: Request, code: str, reference: str) -> Written:
    frame = frame_of(request)
    here = frame.code(code)
    row = modification_named(frame.actor, here.id, reference) if "\0" not in reference else None
    if row is None:
        raise Http404
    moment = moment_of(request, here, TABLES)
    row = row if moment.is_now else as_it_was(frame.actor, row, moment.source)
    if row is None:
        raise Http404
    source, day = moment.source, here.day(moment.at or frame.at)
    it = page_of(frame.actor, row, on=day, source=source)
    beside = queries_page.beside(frame.actor, row, life_of(row.code_id, day, source), day, source)
    asked = (
        consultations.consultations_of(frame.actor, here.id, frame.at, subject_id=row.id)
        if moment.is_now
        else []
    )
    facts = report_facts(
        frame.actor,
        here,
        it,
        beside,
        queries_weighing.weighed_for(frame.actor, row, day, source),
        on=day,
        consultations=asked,
        source=source,
    )
    return Written(frame, here, moment, row.reference, modification_report(facts))
