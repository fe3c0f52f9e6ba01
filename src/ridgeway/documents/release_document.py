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
    Table,
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

    `as_held` marks the document as it stands, which is no version; then its gaps are counted.
    """

    number: str
    status: str
    document_date: dt.date
    classification: Classification
    versions: tuple[Version, ...] = ()
    authors: tuple[str, ...] = ()
    team: str = ""
    contact: Contact | None = None
    reference: str = ""
    record_position: str = ""
    example: bool = False
    as_held: bool = False
    source: Source = ()


def release_document(content: Values, control: Control) -> Document:
    """The whole document: summary, then every part."""
    parts = [(row, tuple(part_blocks(row, content))) for row in content["parts"]]
    return Document(
        title=f"{content['title']}: {content['release']['name']}",
        subtitle=f"Version {control.number}, {control.status}"
        if control.number
        else control.status,
        date=control.document_date,
        classification=control.classification,
        reference=control.reference,
        authors=control.authors,
        team=control.team,
        contact=control.contact,
        versions=control.versions,
        record_position=control.record_position,
        example=control.example,
        source=control.source,
        blocks=(
            *_summary(content, control, [row["heading"] for row, made in parts if _gap(made)]),
            *(block for row, made in parts for block in (_heading(row), *made)),
        ),
    )


def _heading(row: Values) -> Heading:
    return Heading(row["heading"], key=row["id"], source=(f"part:{row['id']}",))


def part_blocks(row: Values, content: Values) -> Iterator[Block]:
    """What stands under the heading of one part."""
    source = (f"part:{row['id']}",)
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


def _gap(blocks: tuple[Block, ...]) -> bool:
    return any(_has_gap(block) for block in blocks)


def _has_gap(block: Block) -> bool:
    match block:
        case Unknown():
            return True
        case Paragraph(runs):
            return any(run.unknown for run in runs)
        case Table() as table:
            return any(run.unknown for row in table.rows for cell in row.cells for run in cell)
        case _:
            return False


def _summary(content: Values, control: Control, gaps: list[str]) -> Iterator[Block]:
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
    if gaps and control.as_held:
        yield Callout(
            f"{len(gaps)} of {len(content['parts'])} parts are not complete",
            text(f"Something is not held in: {listed(tuple(gaps))}."),
            Tone.NOTE,
            control.source,
            key="gaps",
        )


def gaps(content: Values) -> tuple[str, ...]:
    """Headings of the parts in which something is not held, in the document's order."""
    return tuple(
        row["heading"] for row in content["parts"] if _gap(tuple(part_blocks(row, content)))
    )
