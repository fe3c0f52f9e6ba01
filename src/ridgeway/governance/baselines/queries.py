"""Reads of a release's documents: what is held, its versions, its comments, what is still open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ridgeway.core.verdict import Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.actor import Actor
from ridgeway.governance.baselines.content import Reading, Values, read_content
from ridgeway.governance.baselines.models import (
    Comment,
    Edition,
    Information,
    PartText,
    ReleaseDocument,
    SpecificationVersion,
    Status,
    number_words,
)
from ridgeway.governance.baselines.planning import minimums
from ridgeway.governance.baselines.reading import DOCUMENT, SPECIFICATION
from ridgeway.governance.baselines.reading import TABLES as READ_TABLES
from ridgeway.governance.baselines.rules import Ruled, ruled
from ridgeway.governance.baselines.standing import (
    approval_now,
    comments_key,
    content_key,
    content_now,
    editions_key,
    judge_baseline,
)
from ridgeway.governance.codes.models import Body
from ridgeway.governance.codes.visibility import declare, seen_among, seen_rows, visible
from ridgeway.governance.costs.queries import TABLES as COST_TABLES
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.rows import listed
from ridgeway.governance.record.sources import LIVE, AskedOnce, Source
from ridgeway.governance.releases.books import book_of
from ridgeway.governance.releases.queries_page import TABLES as PAGE_TABLES

for _noun in (ReleaseDocument, Edition, Comment):
    declare(_noun)

TABLES = tuple(dict.fromkeys((
    ReleaseDocument, Edition, Comment, PartText, Information,
    *READ_TABLES, *COST_TABLES, *PAGE_TABLES,
)))  # fmt: skip
"""What a source of another moment has to hold for the documents of a release."""

INFORMATION_TABLES = (Information, Evidence, Body)
"""The same for what is published beside them."""

EDITION = (
    "id", "version", "code_id", "document_id", "title", "major", "minor", "draft", "status",
    "issued_date", "author", "comments", "digest", "evidence_id", "resolution_id", "advice_id",
    "sent_date", "approved_date", "published_date", "fell_date", "fell_because", "source",
    "open_to", "audience",
)  # fmt: skip
INFORMATION = (
    "number", "kind", "title", "text", "published_date", "withdrawn_because",
    "by_body__short_name", "evidence_id", "evidence__file_name",
)  # fmt: skip
COMMENT = (
    "id", "version", "code_id", "document_id", "audience", "number", "part", "text",
    "party__name", "by_name", "channel",
    "received_date", "disposition", "answer", "considered_by__short_name", "considered_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Version:
    """A version without its content; `slug` is its number as an address has it."""

    row: Values

    @property
    def number(self) -> str:
        return number_words(self.row["major"], self.row["minor"], self.row["draft"])

    @property
    def slug(self) -> str:
        return self.number.replace(" ", "-")

    @property
    def status(self) -> str:
        """As version control says it."""
        if self.row["status"] == Status.DRAFT:
            return "Draft"
        word = str(Status(self.row["status"]).label)
        return f"{word}, published" if self.row["published_date"] else word

    @property
    def is_standing(self) -> bool:
        return bool(self.row["status"] != Status.DRAFT)

    @property
    def held(self) -> bool:
        """Whether its content is held, not only that there was such a version."""
        return bool(self.row["digest"])


@dataclass(frozen=True, slots=True)
class DocumentSeen:
    """A document of a release as far as an actor may see it.

    `row` is None where the document was not started, or is not for this actor while it is worked
    on. `versions` and `comments` are those for the actor, the latest version first.
    """

    ruled: Ruled
    row: Values | None
    started: bool
    versions: tuple[Version, ...]
    comments: tuple[Values, ...]

    @property
    def standing(self) -> Version | None:
        """The latest approved or final version."""
        return next((v for v in self.versions if v.is_standing), None)

    @property
    def published(self) -> Version | None:
        """The latest version that was published."""
        return next((v for v in self.versions if v.row["published_date"]), None)

    def version(self, slug: str) -> Version | None:
        return next((v for v in self.versions if v.slug == slug), None)


def documents_seen(actor: Actor, head: Values, asked: AskedOnce) -> list[DocumentSeen]:
    """Every document that the policy asks for with the release: three queries.

    `head` is the release's own row, which the caller was found to see.
    """
    book = book_of(head["code_id"], head["policy"])
    rules = [r for r in (book.documents if book else ()) if not r.kinds or head["kind"] in r.kinds]
    if not rules:
        return []
    source, wanted = asked.source, {"release_id": head["id"]}
    held = asked.rows(ReleaseDocument, DOCUMENT, **wanted)
    started = {row["document"]: row["id"] for row in held}
    rows = {r["id"]: r for r in seen_among(actor, ReleaseDocument, held, source)}
    versions = asked.rows(Edition, EDITION, **wanted) if started else []
    versions = seen_among(actor, Edition, versions, source)
    comments = asked.rows(Comment, COMMENT, **wanted) if started else []
    comments = seen_among(actor, Comment, comments, source)
    found = []
    for rule in rules:
        one = ruled(head["code_id"], head["policy"], rule.id, head["kind"])
        assert one is not None  # noqa: S101  the rule was just read from the same book
        pk = started.get(rule.id, "")
        found.append(
            DocumentSeen(
                ruled=one,
                row=rows.get(pk),
                started=bool(pk),
                versions=_in_order(v for v in versions if v["document_id"] == pk),
                comments=tuple(
                    sorted(
                        (c for c in comments if c["document_id"] == pk),
                        key=lambda row: int(row["number"]),
                    )
                ),
            )
        )
    return found


def _in_order(rows: Any) -> tuple[Version, ...]:
    """The latest first: a version after its drafts."""
    made = [Version(row) for row in rows]
    made.sort(
        key=lambda v: (v.row["major"], v.row["minor"], v.row["draft"] == 0, v.row["draft"]),
        reverse=True,
    )
    return tuple(made)


def document_ids(release_id: str, source: Source = LIVE) -> list[str]:
    """The documents that were started for a release: one query."""
    rows = source.rows(ReleaseDocument, ("id",), release_id=release_id)
    return [str(row["id"]) for row in rows]


SPEAKING = (
    "id", "major", "minor", "draft", "status", "title", "issued_date", "published_date",
    "fell_date", "digest", "release_id", "release__slug", "document__document", "content",
)  # fmt: skip


def versions_speaking_of(
    actor: Actor,
    code_id: str,
    references: Collection[str],
    release_ids: Collection[str],
    source: Source = LIVE,
) -> list[Version]:
    """The versions of the documents of these releases whose content names a modification under
    any of its references, the latest of each document first: one query."""
    if not release_ids:
        return []
    wanted = {"code_id": code_id, "release_id": sorted(release_ids)}
    rows = seen_rows(actor, Edition, SPEAKING, source, **wanted)
    kept = []
    for row in rows:
        named = row.pop("content").get("modifications", ())
        if any(one["reference"] in references for one in named):
            kept.append(row)
    return sorted(_in_order(kept), key=lambda v: (v.row["release_id"], v.row["document__document"]))


def specifications_of(head: Values, source: Source = LIVE) -> list[Values]:
    """The versions of specifications that the release brings or ends: one query.

    Each has `date`, the day that counts, and `consulted`, whether the view on it is of that day.
    """
    held = source.rows(SpecificationVersion, SPECIFICATION, release_id=head["id"])
    rows = [row for row in held if not row["dropped"]]
    for row in rows:
        row["date"] = row["on_date"] or head["go_live_date"]
        row["consulted"] = row["advised_date"] == row["date"]
    return sorted(rows, key=lambda row: (row["name"], row["edition"], row["effect"]))


def information_of(release_id: str, source: Source = LIVE) -> list[Values]:
    """What is published on the page of a release, the latest first: one query."""
    rows = source.rows(Information, INFORMATION, release_id=release_id)
    return sorted(rows, key=lambda row: int(row["number"]), reverse=True)


def published(actor: Actor, code_id: str, *, most: int = 50) -> list[Values]:
    """The versions of a code's documents that were published, the latest first: one query."""
    columns = (
        "id", "title", "comments", "major", "minor", "draft", "published_date",
        "document__document", "release__slug",
    )  # fmt: skip
    rows = visible(Edition, actor).filter(code_id=code_id, published_date__isnull=False)
    return listed(rows.order_by("-published_date", "-id").values(*columns)[:most])


def frozen(actor: Actor, edition_id: str, source: Source = LIVE) -> Values | None:
    """The content of a version; None where it is hidden or was only attested."""
    rows = seen_rows(actor, Edition, ("content",), source, id=edition_id)
    return rows[0]["content"] or None if rows else None


def held_now(actor: Actor, seen: DocumentSeen, head: Values, asked: AskedOnce) -> Values:
    """The content as it stands, as far as the actor may see it: some twelve queries, fewer where
    they were `asked` already.

    Without a document that was started the parts that are written stay empty.
    """
    document_id = seen.row["id"] if seen.row else ""
    reading = Reading(document_id, head["code_id"], head, seen.ruled, actor, asked)
    return read_content(reading, seen.row["title"] if seen.row else seen.ruled.rule.title)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands now: what is open before it may be approved, and what its plan is.

    `covered_by` is the version whose approval covers what is held, where one does. `known` is what
    was worked out for it, for the acts that are offered beside it.
    """

    row: ReleaseDocument
    verdict: Verdict | None
    covered_by: str
    planned: Verdict
    known: Values


def standing_of(
    actor: Actor,
    document_id: str,
    at: dt.datetime,
    source: Source = LIVE,
    whole: Values | None = None,
) -> Standing | None:
    """The document with every reason before its approval; None where it is hidden.

    `whole` is all of its content as it stands, where that was read already; `source` gives
    everything else of now.
    """
    rows = visible(ReleaseDocument, actor).select_related("release", "code")
    document = rows.filter(pk=document_id).first()
    if document is None:
        return None
    acting = Acting(actor=actor, at=at, act="", code=document.code, subject=document)
    found = ruled(document.code_id, document.policy, document.document, document.release.kind)
    verdict = None
    of = {"release_id": document.release_id}
    editions = (Edition(**r) for r in source.rows(Edition, EDITION, **of))
    comments = source.rows(Comment, COMMENT, **of)
    acting.worked_out |= {
        editions_key(document): [one for one in editions if one.document_id == document.id],
        comments_key(document): [
            r["number"]
            for r in comments
            if r["document_id"] == document.id and not r["disposition"]
        ],
    }
    if whole is not None:
        acting.worked_out[content_key(document)] = whole
    held = approval_now(acting, document)
    covered = held.number if held and held.digest else ""
    if found and found.rule.approved_by and not covered:
        verdict = judge_baseline(acting, document, content_now(acting, document))
    return Standing(document, verdict, covered, minimums(document, source), acting.worked_out)


def edition_row(actor: Actor, edition_id: str) -> Edition | None:
    rows = visible(Edition, actor).select_related("document__release", "code")
    return rows.filter(pk=edition_id).first()
