"""What waits for somebody about the documents of releases: to start, review, approve, publish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ridgeway.core import access
from ridgeway.core.lifecycle.tables import BEFORE_LIVE
from ridgeway.governance.actor import Actor
from ridgeway.governance.baselines.content import Values
from ridgeway.governance.baselines.models import (
    Comment,
    Edition,
    ReleaseDocument,
    Status,
    number_words,
)
from ridgeway.governance.baselines.rules import Ruled, ruled
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.record.rows import listed
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.books import book_of
from ridgeway.governance.releases.models import Relation, Release


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to do about a document of a release; `document` is its key in the policy."""

    release: str
    slug: str
    document: str
    title: str
    what: str
    clause: str
    example: bool


def owed_at_first(head: Values) -> list[Ruled]:
    """What the policy asks to be drafted once a modification is approved for such a release."""
    book = book_of(head["code_id"], head["policy"])
    found = (
        ruled(head["code_id"], head["policy"], rule.id, head["kind"])
        for rule in (book.documents if book else ())
        if rule.after_approval and (not rule.kinds or head["kind"] in rule.kinds)
    )
    return [one for one in found if one is not None]


def not_started(head: Values, source: Source = LIVE) -> list[Ruled]:
    """What is owed of a release with an approved modification and not started: one query."""
    rules = owed_at_first(head) if head["state"] in BEFORE_LIVE else []
    if not rules:
        return []
    rows = source.rows(ReleaseDocument, ("document",), release_id=head["id"])
    started = {row["document"] for row in rows}
    return [one for one in rules if one.rule.id not in started]


HEAD = ("id", "code_id", "name", "slug", "kind", "state", "policy", "example")
DOCUMENT = ("id", "release_id", "document", "title", "policy")
EDITION = (
    "document_id", "major", "minor", "draft", "status", "sent_date", "advice_id",
    "published_date", "fell_date",
)  # fmt: skip


def waiting_documents(actor: Actor, code_id: str) -> list[Waiting]:
    """What waits for people with the reader's rights under a code, release by release.

    Five queries, whatever is held.
    """
    roles = actor.roles(code_id)
    if not any(access.may(act, roles) for act in ACTS):
        return []
    open_ = visible(Release, actor).filter(code_id=code_id, state__in=BEFORE_LIVE)
    heads = {row["id"]: row for row in open_.order_by("go_live_date", "id").values(*HEAD)}
    approved = Release.objects.filter(pk__in=heads, scope__relation=Relation.APPROVED)
    asked = set(approved.values_list("id", flat=True))
    within = {"release_id__in": sorted(heads)}
    started = listed(ReleaseDocument.objects.filter(**within).values(*DOCUMENT))
    editions: dict[str, list[Values]] = {}
    for row in visible(Edition, actor).filter(**within).values(*EDITION):
        editions.setdefault(row["document_id"], []).append(row)
    comments = Counter(
        visible(Comment, actor)
        .filter(**within, disposition="")
        .values_list("document_id", flat=True)
    )
    found: list[Waiting] = []
    for head in heads.values():
        mine = {row["document"]: row for row in started if row["release_id"] == head["id"]}
        if head["id"] in asked and access.may("release.start-document", roles):
            found += _unstarted(head, mine)
        for row in mine.values():
            one = ruled(code_id, row["policy"], row["document"], head["kind"])
            said = _of_document(one, editions.get(row["id"], []), comments[row["id"]])
            found += [
                Waiting(head["name"], head["slug"], row["document"], row["title"], what,
                        one.clause if one else "", head["example"])
                for act, what in said
                if access.may(act, roles)
            ]  # fmt: skip
    return found


ACTS = (
    "release.start-document", "comment.dispose", "advice.give", "resolution.propose",
    "edition.publish",
)  # fmt: skip
"""The acts that somebody waits for."""


def _unstarted(head: Values, started: Mapping[str, Values]) -> Iterator[Waiting]:
    for one in owed_at_first(head):
        if one.rule.id not in started:
            what = "not started, though a modification is approved for the release"
            yield Waiting(
                head["name"], head["slug"], one.rule.id, one.rule.title, what, one.clause,
                head["example"],
            )  # fmt: skip


def _of_document(
    found: Ruled | None, editions: list[Values], comments: int
) -> Iterator[tuple[str, str]]:
    """The act that is waited for, and why, in words."""
    if comments:
        yield "comment.dispose", f"{comments} comment{'s' * (comments > 1)} to be considered"
    editions.sort(key=lambda e: (e["major"], e["minor"], e["draft"] == 0, e["draft"]))
    standing = next((e for e in reversed(editions) if e["status"] != Status.DRAFT), None)
    last = editions[-1] if editions else None
    if last is not None and last["status"] == Status.DRAFT and found is not None:
        number = number_words(last["major"], last["minor"], last["draft"])
        if found.rule.reviewed_by and last["sent_date"]:
            by = found.name(found.rule.reviewed_by)
            yield "advice.give", f"{number} waits for the view of the {by}"
        elif found.rule.approved_by:
            by = found.name(found.rule.approved_by)
            yield "resolution.propose", f"{number} is issued, to be put to the {by}"
    if standing is None:
        return
    number = number_words(standing["major"], standing["minor"])
    if standing["published_date"] is None:
        yield "edition.publish", f"{number} stands and is not published"
    elif standing["fell_date"] and last is standing:
        yield "resolution.propose", f"changed since {number}, to be approved again"
