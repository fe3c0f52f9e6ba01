"""Numbers and anchors for every block, and the parts that every document has.

Front and back matter are blocks like all others, so the three writers print the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ridgeway.core.dates.wording import day_month_year
from ridgeway.documents.description import (
    Block,
    BulletList,
    Callout,
    Column,
    Document,
    Heading,
    KeyValues,
    NumberedList,
    PageBreak,
    Row,
    Run,
    Source,
    Table,
    Text,
    Tone,
    Version,
    text,
)
from ridgeway.documents.digest import digest_of
from ridgeway.documents.wording import listed


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with its number in the document ("3.2", empty when it shows none) and anchor."""

    block: Block
    number: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A document ready to be written: front matter, numbered body, back matter."""

    document: Document
    digest: str
    front: tuple[Placed, ...]
    body: tuple[Placed, ...]
    back: tuple[Placed, ...]

    @property
    def all(self) -> tuple[Placed, ...]:
        return self.front + self.body + self.back


def laid_out(document: Document, *, sources: bool = False) -> Layout:
    """The document with its numbers; `sources` adds the appendix of where each part comes from."""
    digest = digest_of(document)
    body = tuple(_placed(document.blocks))
    back = tuple(_back(document, digest))
    if sources:
        back += tuple(_appendix(document, body))
    return Layout(
        document,
        digest,
        _unnumbered("front", _front(document)),
        body,
        _unnumbered("back", back),
    )


def _unnumbered(prefix: str, blocks: Iterable[Block]) -> tuple[Placed, ...]:
    return tuple(
        Placed(block, "", block.key or f"{prefix}-{n}") for n, block in enumerate(blocks, 1)
    )


class _Numbers:
    """Counts headings and blocks: "2" for a section, "2.1" for what stands in it."""

    def __init__(self) -> None:
        self.counted = 0
        self.section = "0"
        self.item = 0
        self.unmarked = 0

    def of(self, block: Block) -> tuple[str, str]:
        """Number to print and anchor. Lists and loose pairs belong to the block before them."""
        if isinstance(block, Heading):
            if block.level == 1:
                self.counted += not block.mark
                self.section = block.mark or str(self.counted)
                self.item, self.unmarked = 0, 0
                return self.section, f"s-{self.section}"
            return "", self._after()
        if isinstance(block, BulletList | NumberedList | KeyValues | PageBreak):
            return "", self._after()
        self.item, self.unmarked = self.item + 1, 0
        return f"{self.section}.{self.item}", f"p-{self.section}-{self.item}"

    def _after(self) -> str:
        self.unmarked += 1
        return f"p-{self.section}-{self.item}-{self.unmarked}"


def _placed(blocks: Iterable[Block]) -> Iterator[Placed]:
    numbers = _Numbers()
    taken: set[str] = set()
    for block in blocks:
        number, anchor = numbers.of(block)
        wanted = block.key or anchor
        if wanted in taken:
            wanted = f"{wanted}-{anchor}"
        taken.add(wanted)
        yield Placed(block, number, wanted)


def _front(document: Document) -> Iterator[Block]:
    if document.example:
        yield Callout(
            "Example",
            text("This document describes an invented case, kept to try things out on."),
            Tone.EXAMPLE,
        )
    marking = document.classification
    pairs: list[tuple[str, Text]] = []
    if document.action:
        pairs.append(("Action", text(Run(document.action, bold=True))))
    if document.reference:
        pairs.append(("Reference", text(document.reference)))
    pairs.append(("Date", text(day_month_year(document.date))))
    if document.authors:
        label = "Author" if len(document.authors) == 1 else "Authors"
        pairs.append((label, text(listed(document.authors))))
    if document.team:
        pairs.append(("Team", text(document.team)))
    pairs.append(("Classification", text(marking.name)))
    if marking.statement:
        pairs.append(("Distribution", text(marking.statement)))
    yield KeyValues(tuple(pairs), source=document.source, key="control")
    if document.versions:
        yield _version_table(document.versions)


def _version_table(versions: tuple[Version, ...]) -> Table:
    rows = tuple(
        Row(
            (
                text(v.number),
                text(v.status),
                text(None if v.issued_date is None else day_month_year(v.issued_date)),
                text(listed(v.authors) or None),
                text(v.comments),
            ),
            v.source,
        )
        for v in versions
    )
    columns = (
        Column("Version"),
        Column("Status"),
        Column("Issued", share=2),
        Column("Author", share=2),
        Column("Comments", share=4),
    )
    return Table(columns, rows, caption="Version control", key="versions")


def _back(document: Document, digest: str) -> Iterator[Block]:
    pairs: list[tuple[str, Text]] = []
    contact = document.contact
    if contact is not None:
        parts: list[str | Run] = [contact.name]
        if contact.email:
            parts += ["\n", Run(contact.email, link=f"mailto:{contact.email}")]
        if contact.phone:
            parts += ["\n", contact.phone]
        if contact.web:
            parts += ["\n", Run(contact.web, link=contact.web)]
        pairs.append(("Contact", text(*parts)))
    pairs.append(("Content digest", text(digest)))
    if document.record_position:
        pairs.append(("Read from the record at", text(document.record_position)))
    yield KeyValues(tuple(pairs), key="colophon")


def _appendix(document: Document, body: tuple[Placed, ...]) -> Iterator[Block]:
    rows = [Row((text("Document"), text(", ".join(document.source))))] if document.source else []
    section = ""
    for placed in body:
        if isinstance(placed.block, Heading) and placed.number:
            section = placed.number
        names = sources_of(placed.block)
        if names:
            where = placed.number or f"{section}, {_kind(placed.block)}"
            rows.append(Row((text(where), text(", ".join(names)))))
    yield Heading("Where each part comes from", key="sources")
    yield Table(
        (Column("Part"), Column("Made from", share=4)),
        tuple(rows),
        empty="No part of this document names the data it was made from.",
        key="source-table",
    )


def _kind(block: Block) -> str:
    match block:
        case Heading():
            return block.text
        case BulletList() | NumberedList():
            return "list"
        case _:
            return "facts"


def sources_of(block: Block) -> Source:
    """Everything that the block, and the rows in it, were made from, each name once."""
    names = list(block.source)
    if isinstance(block, Table):
        for row in block.rows:
            names.extend(row.source)
    return tuple(dict.fromkeys(names))
