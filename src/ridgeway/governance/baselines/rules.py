"""What the policy of a release says of its documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ridgeway.core.policy.documents import Content, DocumentRule, Holds, ValidityRule
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.governance.baselines.models import ReleaseDocument
from ridgeway.governance.releases.books import book_of
from ridgeway.governance.releases.models import Release

BASELINE = "baseline"
"""The matter under which a body approves a document, and the move of the release that follows."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A document's rule with the book that it stands in, for one kind of release."""

    book: Rulebook
    rule: DocumentRule
    kind: str

    @property
    def clause(self) -> str:
        return self.book.cite(self.rule.clause)

    @property
    def parts(self) -> tuple[Content, ...]:
        """The parts that the document must have in a release of this kind."""
        return tuple(
            part
            for part in self.book.contents_of(self.rule.id)
            if not part.kinds or self.kind in part.kinds
        )

    @property
    def annexes(self) -> tuple[DocumentRule, ...]:
        return tuple(
            rule
            for rule in self.book.documents
            if rule.annex_of == self.rule.id and (not rule.kinds or self.kind in rule.kinds)
        )

    def part(self, part: str) -> Content | None:
        return next((p for p in self.parts if p.id == part), None)

    def name(self, body: str) -> str:
        return self.book.body_name(body) if body else ""


def ruled(code_id: str, policy: str, document: str, kind: str) -> Ruled | None:
    """The rule of a document under a policy that a release pins."""
    book = book_of(code_id, policy)
    rule = book.document(document) if book else None
    return Ruled(book, rule, kind) if book and rule else None


def rule_of(document: ReleaseDocument) -> Ruled | None:
    release = document.release
    return ruled(document.code_id, document.policy, document.document, release.kind)


def documents_of(release: Release) -> Iterator[Ruled]:
    """Every document that the policy asks for with a release of its kind."""
    book = book_of(release.code_id, release.policy)
    for rule in book.documents if book else ():
        if not rule.kinds or release.kind in rule.kinds:
            yield Ruled(book, rule, release.kind)  # type: ignore[arg-type]  # there is a rule


def validity_of(code_id: str, policy: str) -> tuple[Rulebook, ValidityRule] | None:
    book = book_of(code_id, policy)
    return (book, book.validity) if book and book.validity else None


def heading_of(part: Content) -> str:
    return part.heading or part.title


WORDS = frozenset({Holds.TEXT})
"""Parts that are written; all others are filled from what is held, and may have words besides."""
