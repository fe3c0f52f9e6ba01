"""A document of a release that a reader opened: as held, its versions, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404

from ridgeway.documents.description import Document
from ridgeway.documents.html import to_html
from ridgeway.documents.reading_release import held_document, version_document
from ridgeway.entrance.doors import Request
from ridgeway.governance.actor import WORKER
from ridgeway.governance.baselines import queries
from ridgeway.governance.baselines.queries import DocumentSeen
from ridgeway.governance.codes.visibility import audiences
from ridgeway.governance.committees import queries as committees
from ridgeway.governance.golive import queries as golive
from ridgeway.governance.record.sources import AskedOnce
from ridgeway.governance.remembered import remembered
from ridgeway.governance.testing import queries as testing
from ridgeway.web.views.documents import source_href
from ridgeway.web.views.release_opened import PAGE, OpenedRelease, Values, head_of, opened

FORMS = ("pdf", "docx")
NOW = "now"
"""What an address calls the document as held, among the versions to compare."""

TABLES = (*PAGE, *queries.TABLES, *golive.TABLES, *committees.TABLES, *testing.TABLES)


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """The release with its documents, and the one that the address names."""

    seen: OpenedRelease
    head: Values
    documents: list[DocumentSeen]
    one: DocumentSeen
    asked: AskedOnce
    """What one's own content, the whole and the page are all made from, read once for them."""

    def content(self) -> Values:
        """What is held now for this reader, or was at the moment asked for."""
        if not self.seen.is_now:
            return queries.held_now(self.seen.actor, self.one, self.head, self.asked)
        return self._kept(self.seen.actor, audiences(self.seen.actor, self.seen.code.id))

    def whole(self) -> Values:
        """All that is held now, as the body that approves has it in front of it."""
        return self._kept(WORKER, audiences(WORKER, self.seen.code.id))

    def _kept(self, actor: Any, whom: frozenset[str]) -> Values:
        """Read once for everybody of the same audiences, until the record moves on."""
        key = ("document", self.head["id"], self.one.ruled.rule.id, self.one.row is None, whom)
        read = partial(queries.held_now, actor, self.one, self.head, self.asked)
        return remembered(key, self.seen.code.head, read)

    def standing(self) -> queries.Standing | None:
        """How it stands before its approval, for those who may see work in progress."""
        if self.one.row is None:
            return None
        row, at = self.one.row, self.seen.frame.at
        return queries.standing_of(self.seen.actor, row["id"], at, self.asked, self.whole())

    def held(self) -> Document | None:
        """As held, for those who may see work in progress; for all where none was started."""
        if self.one.started and self.one.row is None:
            return None
        seen = self.seen
        return held_document(
            self.content(), seen.code_then, self.one, self.head, seen.today, self.asked
        )

    def version(self, slug: str) -> Document:
        seen = self.seen
        made = version_document(seen.actor, seen.code_then, self.one, slug, self.head, seen.source)
        if made is None:
            raise Http404
        return made

    def either(self, name: str) -> Document:
        """A version, or what is held now."""
        made = self.held() if name == NOW else self.version(name)
        if made is None:
            raise Http404
        return made

    @property
    def latest(self) -> queries.Version | None:
        """What is read where nobody may see work in progress."""
        return self.one.published or self.one.standing

    @property
    def place(self) -> str:
        return self.place_of(self.one)

    def place_of(self, one: DocumentSeen) -> str:
        if one.ruled.rule.approved_by:
            return self.seen.href("release-rid")
        return self.seen.href("release-document", one.ruled.rule.id)

    def href(self, name: str, *args: str, **query: str) -> str:
        return self.seen.href(name, self.one.ruled.rule.id, *args, **query)

    def written(self, made: Document, heading: int = 1) -> Any:
        def source_link(name: str) -> str:
            kind, _, rest = name.partition(":")
            return source_href(self.seen, kind, rest.partition("/")[0])

        return to_html(made, source_link=source_link, heading=heading)


def open_document(request: Request, code: str, slug: str, document: str = "") -> OpenedDocument:
    """The document of an address; without one the document that a body approves."""
    seen = opened(request, code, slug, TABLES)
    head = head_of(seen)
    asked = AskedOnce(seen.source)
    documents = queries.documents_seen(seen.actor, head, asked)
    rules = ((d, d.ruled.rule) for d in documents)
    wanted = (d for d, r in rules if (r.id == document if document else r.approved_by))
    one = next(wanted, None)
    if one is None:
        raise Http404
    return OpenedDocument(seen, head, documents, one, asked)


def known_form(form: str) -> None:
    if form not in FORMS:
        raise Http404
