"""Reads the documents of a release: as held now, and each version as it was frozen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ridgeway.documents.description import Block, Document, Version
from ridgeway.documents.reading import classification_of, contact_of
from ridgeway.documents.release_document import Control, release_document
from ridgeway.documents.release_progress import progress
from ridgeway.governance.actor import Actor
from ridgeway.governance.baselines import queries
from ridgeway.governance.baselines.completeness import judge_parts
from ridgeway.governance.baselines.queries import DocumentSeen
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.obligations import obligations_of
from ridgeway.governance.testing.queries import phases_of

Values = dict[str, Any]


def version_table(seen: DocumentSeen) -> tuple[Version, ...]:
    """Version control, the first version first."""
    return tuple(
        Version(
            number=version.number,
            status=version.status,
            issued_date=version.row["issued_date"],
            authors=(version.row["author"],) if version.row["author"] else (),
            comments=version.row["comments"],
            source=(f"edition:{version.slug}",),
        )
        for version in reversed(seen.versions)
    )


def held_document(
    content: Values,
    code: CodeSeen,
    seen: DocumentSeen,
    head: Values,
    today: dt.date,
    source: Source = LIVE,
) -> Document:
    """The document as it stands, which is no version, from what is held of it now.

    One that a body approves tells how far the release has come besides: two queries.
    """
    come: tuple[Block, ...] = ()
    if seen.ruled.rule.approved_by:
        lines = obligations_of(code.id, head["id"], today, source)
        come = tuple(progress(lines, phases_of(head["id"], source), today))
    control = Control(
        number="",
        status=_as_held(seen),
        document_date=today if seen.started else head["rid_updated_date"] or today,
        classification=classification_of(seen.row or head),
        versions=version_table(seen),
        team=content["written_by"],
        contact=contact_of(code),
        record_position=f"{code.key}/{code.position}",
        example=head["example"],
        gaps=tuple(
            part["heading"]
            for part, reason in zip(content["parts"], judge_parts(content, today, str), strict=True)
            if reason.is_open
        ),
        progress=come,
        source=(f"release:{head['slug']}",),
    )
    return release_document(content, control)


def _as_held(seen: DocumentSeen) -> str:
    standing = seen.standing
    if standing is None:
        return "As held, no version approved" if seen.started else "As held, no version issued"
    if standing.row["fell_date"] is None and standing.held:
        return f"As held, which is version {standing.number}"
    return f"As held, changed since version {standing.number}"


def version_document(
    actor: Actor,
    code: CodeSeen,
    seen: DocumentSeen,
    slug: str,
    head: Values,
    source: Source = LIVE,
) -> Document | None:
    """A version as it was frozen; None where it is hidden, missing or its content is not held.

    Version control goes up to this version; what came later stands in later ones.
    """
    version = seen.version(slug)
    content = queries.frozen(actor, version.row["id"], source) if version else None
    if version is None or content is None:
        return None
    row = version.row
    number = (row["major"], row["minor"], row["draft"] == 0, row["draft"])
    table = [
        line
        for line, v in zip(version_table(seen), reversed(seen.versions), strict=True)
        if (v.row["major"], v.row["minor"], v.row["draft"] == 0, v.row["draft"]) <= number
    ]
    control = Control(
        number=version.number,
        status=version.status.lower(),
        document_date=row["approved_date"] or row["issued_date"],
        classification=classification_of(row),
        versions=tuple(table),
        authors=(row["author"],) if row["author"] else (),
        team=content["written_by"],
        contact=contact_of(code),
        digest=row["digest"],
        example=head["example"],
        source=(f"release:{head['slug']}",),
    )
    return release_document(content, control)
