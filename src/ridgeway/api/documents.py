"""Reads of a release's documents: versions, comments, contents, and what changed between two."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from ridgeway.api.asking import there, today_in
from ridgeway.api.entrance import actor_of_request
from ridgeway.api.releases import ONE
from ridgeway.api.routing import Routes
from ridgeway.api.shapes import READ_REFUSALS, VerdictOut
from ridgeway.api.showing import answer
from ridgeway.core.verdict import Verdict
from ridgeway.documents.description import Document, plain
from ridgeway.documents.difference import Difference, difference
from ridgeway.documents.reading_release import held_document, version_document
from ridgeway.entrance.doors import Request
from ridgeway.governance.acts import Missing
from ridgeway.governance.baselines import queries
from ridgeway.governance.baselines.content import Values
from ridgeway.governance.baselines.queries import DocumentSeen, Version
from ridgeway.governance.codes.overview import CodeSeen, overview
from ridgeway.governance.record.sources import AskedOnce
from ridgeway.governance.releases.queries_page import head_of

router = Routes(auth=actor_of_request, tags=["Documents of a release"])
DOCUMENTS = f"{ONE}/documents"
NOW = "now"


class VersionOut(Schema):
    """A version; `number` names it in addresses, with a hyphen for a blank."""

    id: str
    number: str
    status: str
    issued_date: dt.date
    author: str
    comments: str
    digest: str
    approved_date: dt.date | None
    published_date: dt.date | None
    fell_date: dt.date | None
    fell_because: str
    resolution_id: str | None
    audience: str


class CommentOut(Schema):
    id: str
    number: int
    part: str
    text: str
    party: str | None
    by_name: str
    channel: str
    received_date: dt.date
    disposition: str
    answer: str
    considered_by: str | None
    considered_date: dt.date | None


class DocumentOut(Schema):
    """A document that the policy asks for; `id` is null while it is hidden or not started."""

    id: str | None
    document: str
    title: str
    clause: str
    started: bool
    versions: list[VersionOut]
    comments: list[CommentOut]
    before_approval: VerdictOut | None


class ContentOut(Schema):
    """The content as it is held or was frozen, by the parts of the policy."""

    number: str
    content: dict[str, Any]


class ChangeOut(Schema):
    change: str
    what: str
    was: str
    now: str


class SectionOut(Schema):
    title: str
    changes: list[ChangeOut]


class ChangesOut(Schema):
    first: str
    second: str
    sections: list[SectionOut]
    same: list[str]


Found = tuple[Request, CodeSeen, Values, list[DocumentSeen]]


def _find(request: HttpRequest, key: str, slug: str) -> Found:
    coming = cast("Request", request)
    code = there(next((c for c in overview(coming.actor) if c.key == key), None))
    head = there(head_of(coming.actor, code.row, slug))
    return coming, code, head, queries.documents_seen(coming.actor, head, AskedOnce())


def _one(found: Found, document: str) -> DocumentSeen:
    return there(next((d for d in found[3] if d.ruled.rule.id == document), None))


@router.get(DOCUMENTS, response={200: list[DocumentOut], **READ_REFUSALS}, summary="Documents")
def documents(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """Every document that the policy asks for, with versions, comments and what is still open."""
    found = _find(request, key, slug)
    return answer([_document(found[0], one) for one in found[3]])


def _document(coming: Request, one: DocumentSeen) -> dict[str, Any]:
    standing = queries.standing_of(coming.actor, one.row["id"], coming.at) if one.row else None
    verdict: Verdict | None = standing.verdict if standing else None
    return {
        "id": one.row["id"] if one.row else None,
        "document": one.ruled.rule.id,
        "title": one.ruled.rule.title,
        "clause": one.ruled.clause,
        "started": one.started,
        "versions": [_version(v) for v in one.versions],
        "comments": [_comment(row) for row in one.comments],
        "before_approval": verdict,
    }


def _version(version: Version) -> dict[str, Any]:
    names = set(VersionOut.model_fields) - {"number"}
    return {"number": version.number, **{n: version.row[n] for n in sorted(names)}}


def _comment(row: Values) -> dict[str, Any]:
    said = {"party": row["party__name"], "considered_by": row["considered_by__short_name"]}
    names = set(CommentOut.model_fields) - set(said)
    return {**{n: row[n] for n in sorted(names)}, **said}


@router.get(
    f"{DOCUMENTS}/{{document}}/versions/{{number}}",
    response={200: ContentOut, **READ_REFUSALS},
    summary="A version",
)
def content(request: HttpRequest, key: str, slug: str, document: str, number: str) -> HttpResponse:
    """What a version says, or what is held `now`."""
    found = _find(request, key, slug)
    one = _one(found, document)
    coming, _, head, _ = found
    if number == NOW:
        return answer({"number": NOW, "content": _held(coming, one, head)})
    version = there(one.version(number))
    frozen = there(queries.frozen(coming.actor, version.row["id"]))
    return answer({"number": version.number, "content": frozen})


@router.get(
    f"{DOCUMENTS}/{{document}}/changes",
    response={200: ChangesOut, **READ_REFUSALS},
    summary="What changed",
)
def changes(
    request: HttpRequest, key: str, slug: str, document: str, first: str, second: str = NOW
) -> HttpResponse:
    """What changed from one version to another, or to what is held `now`, part by part."""
    found = _find(request, key, slug)
    one = _one(found, document)
    before, after = _written(found, one, first), _written(found, one, second)
    return answer({"first": first, "second": second, **_compared(difference(before, after))})


def _held(coming: Request, one: DocumentSeen, head: Values) -> Values:
    """What is held of a document now; one that is hidden holds nothing for this caller."""
    if one.started and one.row is None:
        raise Missing
    return queries.held_now(coming.actor, one, head, AskedOnce())


def _written(found: Found, one: DocumentSeen, number: str) -> Document:
    coming, code, head, _ = found
    if number != NOW:
        return there(version_document(coming.actor, code, one, number, head))
    content = _held(coming, one, head)
    return held_document(content, code, one, head, today_in(coming, code.zone))


def _compared(found: Difference) -> dict[str, Any]:
    return {
        "sections": [
            {
                "title": section.title,
                "changes": [
                    {**asdict(c), "was": plain(c.was), "now": plain(c.now)} for c in section.changes
                ],
            }
            for section in found.sections
        ],
        "same": found.same,
    }
