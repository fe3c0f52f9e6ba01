"""What changed between two documents, part by part: rows and words added, removed and changed.

Works on any two descriptions: sections are known by the key of their heading, rows of tables by
what they were made from, paragraphs by their order.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ridgeway.documents.description import (
    Block,
    BulletList,
    Callout,
    Column,
    Document,
    Heading,
    KeyValues,
    NumberedList,
    Paragraph,
    Quote,
    Row,
    Run,
    Table,
    Text,
    Unknown,
    plain,
    text,
)


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that changed: what it is, and its words before and after, the changed ones bold."""

    change: Change
    what: str
    was: Text
    now: Text


@dataclass(frozen=True, slots=True)
class Section:
    """The changes under one heading."""

    key: str
    title: str
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Every section that changed, in the order of the later document, and those that did not."""

    sections: tuple[Section, ...]
    same: tuple[str, ...]

    @property
    def count(self) -> int:
        return sum(len(section.changes) for section in self.sections)


def difference(before: Document, after: Document) -> Difference:
    """From one document to another."""
    old, new = _sections(before), _sections(after)
    changed, same = [], []
    for key in dict.fromkeys((*new, *old)):
        title = (new.get(key) or old[key])[0]
        found = tuple(_changes(old.get(key, ("", []))[1], new.get(key, ("", []))[1]))
        if found:
            changed.append(Section(key, title, found))
        else:
            same.append(title)
    return Difference(tuple(changed), tuple(same))


def difference_document(
    found: Difference,
    after: Document,
    *,
    names: tuple[str, str],
    document_date: dt.date,
) -> Document:
    """The difference as a document of its own; `names` say which version each is."""
    was, now = names
    return Document(
        title=f"What changed: {after.title}",
        subtitle=f"From {was} to {now}",
        date=document_date,
        classification=after.classification,
        contact=after.contact,
        record_position=after.record_position,
        example=after.example,
        source=after.source,
        blocks=tuple(difference_blocks(found, was, now)),
    )


def difference_blocks(found: Difference, was: str, now: str) -> Iterator[Block]:
    """The blocks of it, to stand alone or as an annex."""
    yield Heading("What changed, in short", key="in-short")
    if not found.count:
        yield Paragraph(text(f"Nothing: {was} and {now} say the same."))
        return
    things = "thing" if found.count == 1 else "things"
    yield Paragraph(
        text(
            f"{found.count} {things} changed in {len(found.sections)} of"
            f" {len(found.sections) + len(found.same)} parts. Changed words are in bold."
        )
    )
    if found.same:
        yield Paragraph(text(f"Unchanged: {'; '.join(found.same)}."))
    for section in found.sections:
        yield Heading(section.title, key=f"changed-{section.key}")
        yield Table(
            (
                Column("Change", share=2),
                Column("What", share=4),
                Column(f"In {was}", share=6),
                Column(f"In {now}", share=6),
            ),
            tuple(
                Row((text(c.change.capitalize()), text(c.what), _or_nothing(c.was),
                     _or_nothing(c.now)))
                for c in section.changes
            ),
            caption=f"Changes in “{section.title}”",
            key=f"changes-{section.key}",
        )  # fmt: skip


def _or_nothing(words: Text) -> Text:
    return words or text("–")


Sections = dict[str, tuple[str, list[Block]]]


def _sections(document: Document) -> Sections:
    found: Sections = {}
    current: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            current = []
            if block.key not in NO_CONTENT:
                found[block.key or block.text] = (block.text, current)
        else:
            current.append(block)
    return found


def _changes(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Changed]:
    yield from _tables(_keyed(old), _keyed(new))
    yield from _texts(list(_lines(old)), list(_lines(new)))


def _keyed(blocks: Iterable[Block]) -> dict[str, Table]:
    return {b.key or b.caption: b for b in blocks if isinstance(b, Table)}


def _tables(old: dict[str, Table], new: dict[str, Table]) -> Iterator[Changed]:
    keys = dict.fromkeys((*new, *old))
    for key in keys:
        yield from _rows(old.get(key), new.get(key), alone=len(keys) == 1)


def _rows(before: Table | None, after: Table | None, *, alone: bool) -> Iterator[Changed]:
    table = after or before
    assert table is not None  # noqa: S101  one of the two has it
    if before is not None and after is not None:
        yield from _columns_changed(before, after)
    elif table.rows:
        yield _whole_table(table, Change.ADDED if before is None else Change.REMOVED)
        return
    prefix = "" if alone or not table.caption else f"{table.caption}: "
    old = _by_key(before)
    new = _by_key(after)
    for key, row in new.items():
        if key not in old:
            yield Changed(Change.ADDED, _called(prefix, row), (), _whole(table, row, bold=True))
        else:
            what = _called(prefix, row)
            yield from _cells(what, before or table, table, (old[key], row))
    for key, row in old.items():
        if key not in new:
            yield Changed(
                Change.REMOVED, _called(prefix, row), _whole(before or table, row, bold=True), ()
            )


def _whole_table(table: Table, change: Change) -> Changed:
    """A table that came or went is one change, with every row in short."""
    rows = (": ".join(filter(None, (plain(cell) for cell in row.cells))) for row in table.rows)
    words = (Run("\n".join(rows), bold=True),)
    was, now = ((), words) if change is Change.ADDED else (words, ())
    return Changed(change, table.caption, was, now)


def _by_key(table: Table | None) -> dict[str, Row]:
    """Rows by what they were made from, else by their first cell; namesakes are numbered."""
    found: dict[str, Row] = {}
    for row in table.rows if table else ():
        name = " ".join(row.source) or plain(row.cells[0])
        key, number = name, 1
        while key in found:
            number += 1
            key = f"{name} ({number})"
        found[key] = row
    return found


def _called(prefix: str, row: Row) -> str:
    return f"{prefix}{plain(row.cells[0])}"


def _columns_changed(before: Table, after: Table) -> Iterator[Changed]:
    """A column that came or went is one change, whatever it holds in each row."""
    was, now = ([c.title for c in table.columns] for table in (before, after))
    for title in now:
        if title not in was:
            yield Changed(Change.ADDED, "Column", (), (Run(title, bold=True),))
    for title in was:
        if title not in now:
            yield Changed(Change.REMOVED, "Column", (Run(title, bold=True),), ())


def _whole(table: Table, row: Row, *, bold: bool) -> Text:
    """A whole row as words: each column after the first with its title."""
    parts: list[Run] = []
    for column, cell in zip(table.columns, row.cells, strict=True):
        words = plain(cell)
        if words and words != "–":
            parts.append(Run(f"{column.title}: "))
            parts.append(Run(f"{words}\n", bold=bold))
    if parts:
        parts[-1] = Run(parts[-1].text.rstrip("\n"), bold=bold)
    return tuple(parts)


def _cells(what: str, before: Table, after: Table, rows: tuple[Row, Row]) -> Iterator[Changed]:
    was, now = (
        {c.title: plain(cell) for c, cell in _columns(table, row)}
        for table, row in zip((before, after), rows, strict=True)
    )
    for title in now:
        if title in was and was[title] != now[title]:
            left, right = words_changed(was[title], now[title])
            yield Changed(Change.CHANGED, f"{what}, {title}", left, right)


def _columns(table: Table, row: Row) -> Iterable[tuple[Column, Text]]:
    return zip(table.columns, row.cells, strict=True)


NO_CONTENT = frozenset({"frozen", "gaps", "progress"})
"""Blocks and sections that speak of the document itself or of the day on which it is read."""


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Everything that is no table, a paragraph or an item at a time."""
    for block in blocks:
        if block.key in NO_CONTENT:
            continue
        match block:
            case Paragraph(runs):
                yield plain(runs)
            case BulletList(items) | NumberedList(items):
                yield from (plain(item) for item in items)
            case KeyValues(pairs):
                yield from (f"{name}: {plain(value)}" for name, value in pairs)
            case Quote(runs, by):
                yield f"{by}: {plain(runs)}"
            case Unknown(what, why):
                yield f"Not held: {what} {why}".strip()
            case Callout(title, runs):
                yield f"{title}. {plain(runs)}"
            case Heading(words):
                yield words
            case _:
                pass


def _texts(old: list[str], new: list[str]) -> Iterator[Changed]:
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        left, right = old[i1:i2], new[j1:j2]
        for n in range(max(len(left), len(right))):
            was = left[n] if n < len(left) else ""
            now = right[n] if n < len(right) else ""
            yield _text(was, now)


def _text(was: str, now: str) -> Changed:
    if not was:
        return Changed(Change.ADDED, "Text", (), (Run(now, bold=True),))
    if not now:
        return Changed(Change.REMOVED, "Text", (Run(was, bold=True),), ())
    left, right = words_changed(was, now)
    return Changed(Change.CHANGED, "Text", left, right)


_WORD = re.compile(r"\S+\s*|\s+")


def words_changed(was: str, now: str) -> tuple[Text, Text]:
    """Both texts with the words in bold that the other has not."""
    old, new = _WORD.findall(was), _WORD.findall(now)
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    left: list[Run] = []
    right: list[Run] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        differs = kind != "equal"
        if i2 > i1:
            left.append(Run("".join(old[i1:i2]), bold=differs))
        if j2 > j1:
            right.append(Run("".join(new[j1:j2]), bold=differs))
    return tuple(left), tuple(right)
