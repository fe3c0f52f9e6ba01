"""A document of a release, written from its content: every part in the order of the policy.

The content is what `governance.baselines` holds or has frozen; a part that nothing is held of says
so. Page, PDF and Word file are written from what this makes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ridgeway.core.dates.wording import day_month_year
from ridgeway.core.policy.documents import Holds
from ridgeway.documents.description import (
    Block,
    Callout,
    Classification,
    Contact,
    Document,
    Heading,
    Paragraph,
    Source,
    Tone,
    Unknown,
    Version,
    text,
)
from ridgeway.documents.release_parts import BLOCKS
from ridgeway.documents.wording import listed

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Control:
    """What stands on the front and back of a document beside its content.

    `digest` is of the frozen content of a version. `gaps` are the headings of parts that
    are not complete, and `progress` how far the release has come, of a document as it stands.
    """

    number: str
    status: str
    document_date: dt.date
    classification: Classification
    versions: tuple[Version, ...] = ()
    authors: tuple[str, ...] = ()
    team: str = ""
    contact: Contact | None = None
    digest: str = ""
    record_position: str = ""
    example: bool = False
    gaps: tuple[str, ...] = ()
    progress: tuple[Block, ...] = ()
    source: Source = ()


def release_document(content: Values, control: Control) -> Document:
    """The whole document: summary, then every part."""
    return Document(
        title=f"{content['title']}: {content['release']['name']}",
        subtitle=f"Version {control.number}, {control.status}"
        if control.number
        else control.status,
        date=control.document_date,
        classification=control.classification,
        authors=control.authors,
        team=control.team,
        contact=control.contact,
        versions=control.versions,
        record_position=control.record_position,
        example=control.example,
        source=control.source,
        blocks=(
            *_summary(content, control),
            *(block for row in content["parts"] for block in _part(row, content)),
            *control.progress,
        ),
    )


def _part(row: Values, content: Values) -> Iterator[Block]:
    source = (f"part:{row['id']}",)
    yield Heading(row["heading"], key=row["id"], source=source)
    if not row["applies"]:
        yield Paragraph(text(f"Does not apply to this release. {row['text']}"), source)
        return
    write = BLOCKS.get(Holds(row["holds"]))
    if write is not None:
        yield from write(content)
    yield from _words(row, source, alone=write is None)


def _words(row: Values, source: Source, *, alone: bool) -> Iterator[Block]:
    """What was written for the part, a paragraph for each that was typed."""
    if alone and not row["text"].strip():
        title = row["title"]
        yield Unknown(f"{title[:1].lower()}{title[1:]}.", source=source)
        return
    for number, words in enumerate(filter(str.strip, row["text"].split("\n\n"))):
        by = f" (as stated by {row['by']})" if row["by"] and not number else ""
        yield Paragraph(text(words.strip(), by), source)


def _summary(content: Values, control: Control) -> Iterator[Block]:
    release = content["release"]
    kind = str(release["kind"]).replace("-", " ")
    day = dt.date.fromisoformat(release["go_live_date"])
    approver = content["approved_by"]
    yield Heading("Summary", key="summary", source=control.source)
    words = (
        f"The {release['name']} is a {kind} release, planned to go live on {day_month_year(day)}."
    )
    if approver:
        words += f" The {approver} agrees this document and each amendment of it."
    yield Paragraph(text(words), control.source, key="what")
    if control.digest:
        frozen = f"What this version says is frozen under the SHA-256 digest {control.digest}."
        yield Paragraph(text(frozen), control.source, key="frozen")
    if control.gaps:
        yield Callout(
            f"{len(control.gaps)} of {len(content['parts'])} parts are not complete",
            text(f"Something is not held in: {listed(control.gaps)}."),
            Tone.NOTE,
            control.source,
            key="gaps",
        )
