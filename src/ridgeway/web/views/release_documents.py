"""The documents of a release, such as its RID, as held: the page of each, and as a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse, HttpResponseBase

from ridgeway.documents.description import Document
from ridgeway.documents.difference import difference
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.baselines import queries
from ridgeway.governance.baselines.content import Values
from ridgeway.governance.baselines.reading import named_for
from ridgeway.governance.baselines.services_specifications import DAYS_ENTERED
from ridgeway.governance.releases.services_contents import NAMED
from ridgeway.web.offering import Offered, act_href
from ridgeway.web.shell import Link
from ridgeway.web.views import release_offers
from ridgeway.web.views.document_offers import CONTENTS, document_acts, may, start_act
from ridgeway.web.views.document_opened import OpenedDocument, known_form, open_document
from ridgeway.web.views.documents import sent
from ridgeway.web.views.release_opened import subtitle


@door(Who.PUBLIC)
def rid(request: Request, code: str, slug: str) -> HttpResponse:
    """The document that a body approves: the RID tab, with its annexes beside it."""
    return _shown(open_document(request, code, slug))


@door(Who.PUBLIC)
def document(request: Request, code: str, slug: str, document: str) -> HttpResponse:
    """Another document of the release."""
    return _shown(open_document(request, code, slug, document))


@door(Who.PUBLIC)
def rid_file(request: Request, code: str, slug: str, form: str) -> HttpResponseBase:
    return _held_file(open_document(request, code, slug), form)


@door(Who.PUBLIC)
def document_file(
    request: Request, code: str, slug: str, document: str, form: str
) -> HttpResponseBase:
    """The document as held, as a file."""
    return _held_file(open_document(request, code, slug, document), form)


def _shown(at: OpenedDocument) -> HttpResponse:
    seen, one, latest = at.seen, at.one, at.latest
    held = at.held()
    made = held
    if made is None and latest is not None and latest.held:
        made = at.version(latest.slug)
    now = seen.is_now and seen.actor.is_known
    standing = at.standing() if now else None
    specifications = queries.specifications_of(at.head, at.asked)
    context = {
        "head": at.head,
        "sub": subtitle(at.head, seen.code),
        "one": one,
        "others": [Link(d.ruled.rule.title, at.place_of(d)) for d in at.documents if d is not one],
        "made": at.written(made, heading=2) if made else "",
        "is_held": held is not None,
        "changed": _changed(at, held) if held is not None else None,
        "latest": latest,
        "standing": standing,
        "acts": document_acts(at, standing) if standing else None,
        "specifications": specifications,
        "release_acts": _contents(at, standing, specifications),
        "start": start_act(at) if now and not one.started else (),
        "version_href": lambda v: at.href("release-version", v.slug),
        "file_href": lambda v, form: at.href("release-version-file", v.slug, form),
        "changes_href": lambda a, b: at.href("release-changes", first=a, second=b),
        "dispose_href": lambda row: act_href("comment.dispose", row["id"]),
        "may_dispose": now and may(seen, "comment.dispose"),
        "files": _files(at) if held is not None else (),
        "part_titles": {part.id: part.heading or part.title for part in one.ruled.parts},
    }
    return seen.page("releases/document.html", context, tab="release-rid")


def _changed(at: OpenedDocument, held: Document) -> tuple[str, ...] | None:
    """The parts that read otherwise than in the version issued last, where its text is held."""
    last = at.one.versions[0] if at.one.versions else None
    if last is None or not last.held:
        return None
    found = difference(at.version(last.slug), held)
    return tuple(section.title for section in found.sections)


def _contents(
    at: OpenedDocument, standing: queries.Standing | None, specifications: Sequence[Values]
) -> Offered | None:
    """Acts on the release that fill parts of the document, for those who see it worked on."""
    if standing is None:
        return None
    release = standing.row.release
    release.code = at.seen.code.row
    named = named_for(release.id, at.asked)
    known = {
        DAYS_ENTERED: [row["entered_date"] for row in specifications],
        NAMED: [f"{row['group']} {row['name']}" for row in named],
    }
    return release_offers.acts_on_row(at.seen, release, CONTENTS, known)


def _files(at: OpenedDocument) -> tuple[Link, ...]:
    return (
        Link("PDF", at.href("release-document-file", "pdf")),
        Link("Word", at.href("release-document-file", "docx")),
        Link("PDF with its sources", at.href("release-document-file", "pdf", sources="1")),
    )


def _held_file(at: OpenedDocument, form: str) -> HttpResponseBase:
    known_form(form)
    made = at.held()
    name = f"{at.seen.slug}-{at.one.ruled.rule.id}"
    if made is None:
        latest = at.latest
        if latest is None or not latest.held:
            raise Http404
        made, name = at.version(latest.slug), f"{name}-{latest.slug}"
    return sent(made, name, form, sources="sources" in at.seen.frame.request.GET)
