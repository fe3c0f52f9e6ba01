"""The versions of a release's documents as they were frozen, and what changed between two."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse

from ridgeway.documents.atom_feed import Published, atom_feed
from ridgeway.documents.description import Document
from ridgeway.documents.difference import difference, difference_document
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.baselines import queries
from ridgeway.governance.baselines.queries import DocumentSeen, Version
from ridgeway.web.frame import frame_of
from ridgeway.web.shell import Link
from ridgeway.web.views.document_offers import edition_acts
from ridgeway.web.views.document_opened import (
    FORMS,
    NOW,
    OpenedDocument,
    known_form,
    open_document,
)
from ridgeway.web.views.documents import sent
from ridgeway.web.views.release_opened import Values

WORDS = {"pdf": "PDF", "docx": "Word"}


@door(Who.PUBLIC)
def version(request: Request, code: str, slug: str, document: str, number: str) -> HttpResponse:
    """A version as it was frozen."""
    at = open_document(request, code, slug, document)
    made, held = at.version(number), at.one.version(number)
    files = [Link(WORDS[form], at.href("release-version-file", number, form)) for form in FORMS]
    context = {
        "head": at.head,
        "title": made.title,
        "made": at.written(made),
        "one": at.one,
        "version": held,
        "back": at.place,
        "files": files,
        "acts": edition_acts(at.seen, held) if held else None,
    }
    return at.seen.page("releases/version.html", context, name=str(at.head["name"]))


@door(Who.PUBLIC)
def version_file(
    request: Request, code: str, slug: str, document: str, number: str, form: str
) -> HttpResponseBase:
    known_form(form)
    made = open_document(request, code, slug, document).version(number)
    return sent(made, f"{slug}-{document}-{number}", form, sources="sources" in request.GET)


@door(Who.PUBLIC)
def changes(request: Request, code: str, slug: str, document: str) -> HttpResponse:
    """What changed between two versions, or between one and what is held now."""
    at = open_document(request, code, slug, document)
    first, second = _two(at)
    made = _compared(at, first, second)
    context = {
        "head": at.head,
        "title": made.title,
        "made": at.written(made),
        "one": at.one,
        "first": first,
        "second": second,
        "choices": _choices(at.one),
        "here": reverse("release-changes", args=(code, slug, document)),
        "back": at.place,
        "pdf": at.href("release-changes-file", first=first, second=second),
    }
    return at.seen.page("releases/changes.html", context, name=str(at.head["name"]))


@door(Who.PUBLIC)
def changes_file(request: Request, code: str, slug: str, document: str) -> HttpResponseBase:
    """The same as a PDF of its own."""
    at = open_document(request, code, slug, document)
    first, second = _two(at)
    made = _compared(at, first, second)
    return sent(made, f"{slug}-{document}-{first}-to-{second}", "pdf", sources=False)


@door(Who.PUBLIC)
def feed(request: Request, code: str) -> HttpResponse:
    """The published versions of the code's documents as Atom."""
    frame = frame_of(request)
    seen = frame.code(code)
    entries = [_entry(request, code, row) for row in queries.published(frame.actor, seen.id)]
    title = f"{seen.row.short_name}: documents of releases"
    body = atom_feed(title, request.build_absolute_uri(request.path), entries)
    return HttpResponse(body, content_type="application/atom+xml")


def _entry(request: Request, code: str, row: Values) -> Published:
    place = (code, row["release__slug"], row["document__document"], Version(row).slug)
    return Published(
        kind="edition",
        id=row["id"],
        title=row["title"],
        summary=row["comments"],
        address=request.build_absolute_uri(reverse("release-version", args=place)),
        published_date=row["published_date"],
    )


def _two(at: OpenedDocument) -> tuple[str, str]:
    """The two that the address asks for; without, the last version and what is held."""
    asked = at.seen.frame.request.GET
    known = [v.slug for v in at.one.versions if v.held]
    may_now = at.one.row is not None
    second = asked.get("second") or (NOW if may_now else (known[0] if known else ""))
    older = known if second == NOW else known[known.index(second) + 1 :] if second in known else []
    first = asked.get("first") or (older[0] if older else "")
    for name in (first, second):
        if name not in known and not (name == NOW and may_now):
            raise Http404
    return first, second


def _compared(at: OpenedDocument, first: str, second: str) -> Document:
    before, after = at.either(first), at.either(second)
    names = (_name_of(at.one, first), _name_of(at.one, second))
    found = difference(before, after)
    return difference_document(found, after, names=names, document_date=at.seen.today)


def _name_of(one: DocumentSeen, name: str) -> str:
    held = one.version(name)
    return f"version {held.number}" if held else "what is held now"


def _choices(one: DocumentSeen) -> list[tuple[str, str]]:
    found = [(v.slug, f"{v.number}, {v.status.lower()}") for v in one.versions if v.held]
    return [(NOW, "As held now"), *found] if one.row is not None else found
