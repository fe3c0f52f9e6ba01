"""Numbers of versions and how one is frozen: 0.x until the baseline, then the scope counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ridgeway.governance.acting import Acting
from ridgeway.governance.actor import PUBLIC, Actor, Held
from ridgeway.governance.baselines.content import content_of
from ridgeway.governance.baselines.models import Edition, ReleaseDocument, Status, number_words
from ridgeway.governance.baselines.rules import rule_of
from ridgeway.governance.codes.visibility import audiences_of_role
from ridgeway.governance.committees.subjects import digest_of
from ridgeway.governance.record.rows import Audience

Values = dict[str, Any]
Number = tuple[int, int, int]
WIDEST_FIRST = tuple(Audience.values)
STANDING = (Status.APPROVED, Status.FINAL)


def is_baselined(document: ReleaseDocument) -> bool:
    return document.editions.filter(status__in=STANDING).exists()


def _major(document: ReleaseDocument) -> int:
    """0 before the first baseline. A document that a body baselines follows the scope; any other
    has one whole number."""
    found = rule_of(document)
    if found and found.rule.approved_by:
        return document.release.rid_version
    return 1 if is_baselined(document) else 0


def next_standing(document: ReleaseDocument) -> Number:
    """The number that the next approved or final version gets."""
    major = max(_major(document), 1)
    held = document.editions.filter(major=major, status__in=STANDING)
    last = held.order_by("-minor").values_list("minor", flat=True).first()
    return major, 0 if last is None else last + 1, 0


def next_draft(document: ReleaseDocument) -> Number:
    """`0.x` before the first baseline; after it drafts of the version to come."""
    if _major(document) == 0:
        last = document.editions.filter(major=0).order_by("-minor").first()
        return 0, last.minor + 1 if last else 1, 0
    major, minor, _ = next_standing(document)
    drafts = document.editions.filter(major=major, minor=minor)
    last = drafts.order_by("-draft").first()
    return major, minor, last.draft + 1 if last else 1


def latest_of(document: ReleaseDocument) -> Edition | None:
    """The version that was issued last, draft or not."""
    return latest(document.editions.all())


def latest(editions: Iterable[Edition]) -> Edition | None:
    """A version comes after its drafts."""
    return max(editions, key=lambda e: (e.major, e.minor, e.draft == 0, e.draft), default=None)


def latest_standing(document: ReleaseDocument) -> Edition | None:
    rows = document.editions.filter(status__in=STANDING)
    return rows.order_by("-major", "-minor").first()


def freeze(
    acting: Acting,
    document: ReleaseDocument,
    number: Number,
    status: Status,
    content: Values,
    **more: Any,
) -> Edition:
    """A version of exactly this content, put on the record."""
    major, minor, draft = number
    open_to = widest_for(document, content)
    audience = narrower(more.pop("audience", document.audience), open_to)
    return acting.add(
        Edition(
            code=acting.within,
            release_id=document.release_id,
            document=document,
            title=f"{document.title} {number_words(*number)}, {document.release.name}"[:300],
            major=major,
            minor=minor,
            draft=draft,
            status=status,
            issued_date=acting.today,
            content=content,
            digest=digest_of(content),
            open_to=open_to,
            audience=audience,
            **more,
        )
    )


def widest_for(document: ReleaseDocument, content: Values) -> str:
    """The widest audience that may see all of what is held now, if that is this content."""
    for audience in WIDEST_FIRST[:-1]:
        if content_of(document, actor=reader_of(document.code_id, audience)) == content:
            return audience
    return str(Audience.ADMINISTRATION)


def reader_of(code_id: str, audience: str) -> Actor:
    """A reader of just this audience under a code."""
    if audience == Audience.PUBLIC:
        return PUBLIC
    roles = audiences_of_role()
    role = min((r for r in roles if audience in roles[r]), key=lambda r: (len(roles[r]), r))
    return Actor(held=(Held(code_id, role),))


def narrower(one: str, other: str) -> str:
    return max(one, other, key=WIDEST_FIRST.index)
