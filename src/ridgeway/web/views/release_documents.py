"""The documents of a release, such as its RID: as held, every version, and what changed between."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse

from ridgeway.core import access
from ridgeway.documents.description import Document
from ridgeway.documents.difference import difference, difference_document
from ridgeway.documents.html import to_html
from ridgeway.documents.reading_release import held_document, version_document
from ridgeway.documents.version_feed import Published, version_feed
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts import offers
from ridgeway.governance.baselines import queries
from ridgeway.governance.baselines.queries import DocumentSeen, Version
from ridgeway.governance.baselines.rules import BASELINE
from ridgeway.governance.codes import queries as codes
from ridgeway.governance.committees import queries as committees
from ridgeway.governance.golive import queries as golive
from ridgeway.governance.releases.queries import release_by_slug
from ridgeway.web.frame import frame_of
from ridgeway.web.offering import Offered, act_href, offered
from ridgeway.web.shell import Act, Link
from ridgeway.web.views import release_offers
from ridgeway.web.views.documents import sent, source_href
from ridgeway.web.views.opened import PAGE, Opened, Values, head_of, opened, subtitle

FORMS = ("pdf", "docx")
NOW = "now"
"""What an address calls the document as held, among the versions to compare."""

DOCUMENT_TYPE, EDITION_TYPE = "baselines.releasedocument", "baselines.edition"
CONTENTS = (
    "release.plan-specification", "release.consult-on-validity", "release.enter-specification",
    "release.drop-specification", "release.name-document", "release.drop-document",
)  # fmt: skip
"""Acts on the release that fill parts of its documents."""

TABLES = (*PAGE, *queries.TABLES, *golive.TABLES, *committees.TABLES)


@door(Who.PUBLIC)
def rid(request: Request, code: str, slug: str) -> HttpResponse:
    """The document that a body approves: the RID tab, with its annexes beside it."""
    seen, head, documents = _open(request, code, slug)
    return _shown(seen, head, documents, _main(documents))


@door(Who.PUBLIC)
def document(request: Request, code: str, slug: str, document: str) -> HttpResponse:
    """Another document of the release."""
    seen, head, documents = _open(request, code, slug)
    return _shown(seen, head, documents, _named(documents, document))


@door(Who.PUBLIC)
def rid_file(request: Request, code: str, slug: str, form: str) -> HttpResponseBase:
    seen, head, documents = _open(request, code, slug)
    return _held_file(request, seen, head, _main(documents), form)


@door(Who.PUBLIC)
def document_file(
    request: Request, code: str, slug: str, document: str, form: str
) -> HttpResponseBase:
    """The document as held, as a file."""
    seen, head, documents = _open(request, code, slug)
    return _held_file(request, seen, head, _named(documents, document), form)


@door(Who.PUBLIC)
def version(request: Request, code: str, slug: str, document: str, number: str) -> HttpResponse:
    """A version as it was frozen."""
    seen, head, documents = _open(request, code, slug)
    one = _named(documents, document)
    made = _version(seen, head, one, number)
    files = [
        Link(form.upper() if form == "pdf" else "Word",
             _href(seen, "release-version-file", one, number, form))
        for form in FORMS
    ]  # fmt: skip
    held = one.version(number)
    context = {
        "head": head,
        "title": made.title,
        "made": _written(seen, made),
        "one": one,
        "version": held,
        "back": _place(seen, one),
        "files": files,
        "acts": _edition_acts(seen, held) if held else None,
    }
    return seen.page("releases/version.html", context, name=str(head["name"]))


@door(Who.PUBLIC)
def version_file(
    request: Request, code: str, slug: str, document: str, number: str, form: str
) -> HttpResponseBase:
    _known(form)
    seen, head, documents = _open(request, code, slug)
    one = _named(documents, document)
    made = _version(seen, head, one, number)
    return sent(made, f"{slug}-{document}-{number}", form, sources="sources" in request.GET)


@door(Who.PUBLIC)
def changes(request: Request, code: str, slug: str, document: str) -> HttpResponse:
    """What changed between two versions, or between one and what is held now."""
    seen, head, documents = _open(request, code, slug)
    one = _named(documents, document)
    first, second = _two(seen, one)
    made = _compared(seen, head, one, first, second)
    asked = {"first": first, "second": second}
    pdf = _href(seen, "release-changes-file", one, **asked)
    context = {
        "head": head,
        "title": made.title,
        "made": _written(seen, made),
        "one": one,
        "first": first,
        "second": second,
        "choices": _choices(seen, one),
        "here": reverse("release-changes", args=(seen.code.key, seen.slug, one.ruled.rule.id)),
        "back": _place(seen, one),
        "pdf": pdf,
    }
    return seen.page("releases/changes.html", context, name=str(head["name"]))


@door(Who.PUBLIC)
def changes_file(request: Request, code: str, slug: str, document: str) -> HttpResponseBase:
    """The same as a PDF of its own."""
    seen, head, documents = _open(request, code, slug)
    one = _named(documents, document)
    first, second = _two(seen, one)
    made = _compared(seen, head, one, first, second)
    return sent(made, f"{slug}-{document}-{first}-to-{second}", "pdf", sources=False)


@door(Who.PUBLIC)
def feed(request: Request, code: str) -> HttpResponse:
    """The published versions of the code's documents as Atom."""
    frame = frame_of(request)
    seen = frame.code(code)
    entries = [_entry(request, code, row) for row in queries.published(frame.actor, seen.id)]
    title = f"{seen.row.short_name}: documents of releases"
    body = version_feed(title, request.build_absolute_uri(request.path), entries)
    return HttpResponse(body, content_type="application/atom+xml")


def _entry(request: Request, code: str, row: Values) -> Published:
    place = (code, row["release__slug"], row["document__document"], Version(row).slug)
    return Published(
        id=row["id"],
        title=row["title"],
        summary=row["comments"],
        address=request.build_absolute_uri(reverse("release-version", args=place)),
        published_date=row["published_date"],
    )


def _open(request: Request, code: str, slug: str) -> tuple[Opened, Values, list[DocumentSeen]]:
    seen = opened(request, code, slug, TABLES)
    head = head_of(seen)
    return seen, head, queries.documents_seen(seen.actor, head, seen.source)


def _main(documents: Collection[DocumentSeen]) -> DocumentSeen:
    """The one that a body approves; its annexes hang on it."""
    found = next((d for d in documents if d.ruled.rule.approved_by), None)
    if found is None:
        raise Http404
    return found


def _named(documents: Collection[DocumentSeen], key: str) -> DocumentSeen:
    found = next((d for d in documents if d.ruled.rule.id == key), None)
    if found is None:
        raise Http404
    return found


def _held(seen: Opened, head: Values, one: DocumentSeen) -> Document | None:
    """What is held now, for those who may see work in progress; for all where none was started."""
    if one.started and one.row is None:
        return None
    return held_document(seen.actor, seen.code_then, one, head, seen.today, seen.source)


def _version(seen: Opened, head: Values, one: DocumentSeen, slug: str) -> Document:
    made = version_document(seen.actor, seen.code_then, one, slug, head, seen.source)
    if made is None:
        raise Http404
    return made


def _shown(
    seen: Opened, head: Values, documents: list[DocumentSeen], one: DocumentSeen
) -> HttpResponse:
    held = _held(seen, head, one)
    latest = one.published or one.standing
    made = held
    if made is None and latest is not None and latest.held:
        made = _version(seen, head, one, latest.slug)
    now = seen.is_now and seen.actor.is_known
    standing = (
        queries.standing_of(seen.actor, one.row["id"], seen.frame.at) if now and one.row else None
    )
    context = {
        "head": head,
        "sub": subtitle(head, seen.code),
        "one": one,
        "others": [Link(d.ruled.rule.title, _place(seen, d)) for d in documents if d is not one],
        "made": _written(seen, made, heading=2) if made else "",
        "is_held": held is not None,
        "latest": latest,
        "standing": standing,
        "acts": _document_acts(seen, one, standing) if now else None,
        "specifications": queries.specifications_of(head, seen.source),
        "release_acts": release_offers.acts_on(seen, CONTENTS) if one.started else (),
        "start": _start(seen, one) if now and not one.started else (),
        "version_href": lambda v: _href(seen, "release-version", one, v.slug),
        "file_href": lambda v, form: _href(seen, "release-version-file", one, v.slug, form),
        "changes_href": lambda a, b: _href(seen, "release-changes", one, first=a, second=b),
        "dispose_href": lambda row: act_href("comment.dispose", row["id"]),
        "may_dispose": now and _may(seen, "comment.dispose"),
        "files": _files(seen, one) if held is not None else (),
        "part_titles": {part.id: part.heading or part.title for part in one.ruled.parts},
    }
    return seen.page("releases/document.html", context, tab="release-rid")


def _may(seen: Opened, act: str) -> bool:
    return access.may(act, seen.actor.roles(seen.code.id))


def _files(seen: Opened, one: DocumentSeen) -> tuple[Link, ...]:
    return (
        Link("PDF", _href(seen, "release-document-file", one, "pdf")),
        Link("Word", _href(seen, "release-document-file", one, "docx")),
        Link("PDF with its sources", _href(seen, "release-document-file", one, "pdf", sources="1")),
    )


def _document_acts(
    seen: Opened, one: DocumentSeen, standing: queries.Standing | None
) -> Offered | None:
    """What may be done with the document, the decision about it first where it may be put."""
    if standing is None or one.row is None:
        return None
    rows = offers(standing.row, seen.actor, seen.frame.at)
    rows.sort(key=lambda offer: ORDER.index(offer.act.name))
    found = offered(rows, standing.row.id)
    if standing.verdict is None:
        return found
    put = _put(seen, one, standing)
    return Offered((put, *found.now), found.others) if put else found


def _put(seen: Opened, one: DocumentSeen, standing: queries.Standing) -> Act | None:
    if not _may(seen, "resolution.propose"):
        return None
    rule = one.ruled.rule
    body = codes.bodies_by_key().get(rule.approved_by)
    name = one.ruled.name(rule.approved_by)
    query = {
        "subject_type": DOCUMENT_TYPE,
        "subject_id": standing.row.id,
        "matter": BASELINE,
        "body": body.id if body else "",
        "text": f"that the {rule.title} of the {standing.row.release.name} is approved",
    }
    blocking = standing.verdict.blocking if standing.verdict else ()
    return Act(
        text=f"Put it to the {name}",
        href=act_href("resolution.propose", seen.code.id, query),
        refusals=tuple(reason.what for reason in blocking[:FEW]),
        note="Freezes what is held now; its approval makes the next version.",
        main=not blocking,
        key="put-document",
    )


FEW = 3
ORDER = (
    "document.write", "document.set-aside", "document.plan-activity", "document.drop-activity",
    "document.issue", "document.plan", "document.comment", "document.attest-edition",
)  # fmt: skip
"""The acts on a document as a person comes to them: written, issued, then talked about."""


def _start(seen: Opened, one: DocumentSeen) -> tuple[Act, ...]:
    release = release_by_slug(seen.actor, seen.code.row, seen.slug)
    if release is None or not _may(seen, "release.start-document"):
        return ()
    release.code = seen.code.row
    found = offers(release, seen.actor, seen.frame.at, ["release.start-document"])
    query = {"document": one.ruled.rule.id}
    return offered(found, release.id, query=query).now


def _edition_acts(seen: Opened, held: Version) -> Offered | None:
    if not seen.is_now or not seen.actor.is_known:
        return None
    row = queries.edition_row(seen.actor, held.row["id"])
    if row is None:
        return None
    found = offered(offers(row, seen.actor, seen.frame.at), row.id)
    if row.document is None or held.is_standing:
        return found
    about = {"subject_type": EDITION_TYPE, "subject_id": row.id}
    code = offers(seen.code.row, seen.actor, seen.frame.at, ["advice.give"])
    view = offered(code, seen.code.id, query=about)
    return Offered((*found.now, *view.now), found.others)


def _two(seen: Opened, one: DocumentSeen) -> tuple[str, str]:
    """The two that the address asks for; without, the last version and what is held."""
    asked = seen.frame.request.GET
    known = [v.slug for v in one.versions if v.held]
    may_now = one.row is not None
    second = asked.get("second") or (NOW if may_now else (known[0] if known else ""))
    older = known if second == NOW else known[known.index(second) + 1 :] if second in known else []
    first = asked.get("first") or (older[0] if older else "")
    for name in (first, second):
        if name not in known and not (name == NOW and may_now):
            raise Http404
    return first, second


def _compared(seen: Opened, head: Values, one: DocumentSeen, first: str, second: str) -> Document:
    before, after = (_either(seen, head, one, name) for name in (first, second))
    found = difference(before, after)
    names = (_name_of(one, first), _name_of(one, second))
    return difference_document(found, after, names=names, document_date=seen.today)


def _either(seen: Opened, head: Values, one: DocumentSeen, name: str) -> Document:
    made = _held(seen, head, one) if name == NOW else _version(seen, head, one, name)
    if made is None:
        raise Http404
    return made


def _name_of(one: DocumentSeen, name: str) -> str:
    held = one.version(name)
    return f"version {held.number}" if held else "what is held now"


def _choices(seen: Opened, one: DocumentSeen) -> list[tuple[str, str]]:
    del seen
    found = [(v.slug, f"{v.number}, {v.status.lower()}") for v in one.versions if v.held]
    return [(NOW, "As held now"), *found] if one.row is not None else found


def _place(seen: Opened, one: DocumentSeen) -> str:
    if one.ruled.rule.approved_by:
        return seen.href("release-rid")
    return seen.href("release-document", one.ruled.rule.id)


def _href(seen: Opened, name: str, one: DocumentSeen, *args: str, **query: str) -> str:
    return seen.href(name, one.ruled.rule.id, *args, **query)


def _written(seen: Opened, made: Document, heading: int = 1) -> Any:
    def source_link(name: str) -> str:
        kind, _, rest = name.partition(":")
        return source_href(seen, kind, rest.partition("/")[0])

    return to_html(made, source_link=source_link, heading=heading)


def _held_file(
    request: Request, seen: Opened, head: Values, one: DocumentSeen, form: str
) -> HttpResponseBase:
    _known(form)
    made = _held(seen, head, one)
    name = f"{seen.slug}-{one.ruled.rule.id}"
    if made is None:
        latest = one.published or one.standing
        if latest is None or not latest.held:
            raise Http404
        made, name = _version(seen, head, one, latest.slug), f"{name}-{latest.slug}"
    return sent(made, name, form, sources="sources" in request.GET)


def _known(form: str) -> None:
    if form not in FORMS:
        raise Http404
