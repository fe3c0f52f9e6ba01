"""One description of a document, from which its page, PDF and Word file are all written.

Every block names the data it was made from, so that each paragraph of a paper can be followed
back to the fact, event or clause that it rests on. A description holds words and structure only:
nothing in it is markup.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ridgeway.documents.wording import safe_link, visible

Source = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style. `unknown` marks what the record does not hold.

    Hidden characters are written out and a link that is not safe to follow is dropped (its text
    stays), so no output needs to defend itself again.
    """

    text: str
    bold: bool = False
    emphasis: bool = False
    link: str = ""
    unknown: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", visible(self.text))
        object.__setattr__(self, "link", safe_link(self.link))


Text = tuple[Run, ...]
NOT_HELD = Run("not held", unknown=True)


def text(*parts: str | Run | None) -> Text:
    """Runs from strings and runs, in order; `None` stands for a fact that is not held."""
    runs = (NOT_HELD if p is None else Run(p) if isinstance(p, str) else p for p in parts)
    return tuple(run for run in runs if run.text)


def bold(words: str) -> Run:
    return Run(words, bold=True)


def plain(runs: Text) -> str:
    """The words of the runs without their styles."""
    return "".join(run.text for run in runs)


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


class Tone(StrEnum):
    """What a callout is about; never the only sign of it, the title says it in words."""

    NOTE = "note"
    DEPARTURE = "departure"
    REFUSAL = "refusal"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 opens a section. Numbers are given when the document is placed; a section
    with a `mark` is numbered by that, whatever stands before it."""

    text: str
    level: int = 1
    source: Source = ()
    key: str = ""
    mark: str = ""

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError(f"a heading has level 1, 2 or 3, not {self.level}")
        object.__setattr__(self, "text", visible(self.text).replace("\n", " "))


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text
    source: Source = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[Text, ...]
    source: Source = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class NumberedList:
    items: tuple[Text, ...]
    source: Source = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, how its cells align, and its share of the width."""

    title: str
    align: Align = Align.LEFT
    share: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", visible(self.title))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, one text for each column."""

    cells: tuple[Text, ...]
    source: Source = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption. `empty` is what is said in place of rows when there are none."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    empty: str = "Nothing is recorded here."
    source: Source = ()
    key: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "caption", visible(self.caption))
        object.__setattr__(self, "empty", visible(self.empty))
        for number, row in enumerate(self.rows, 1):
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"row {number} of table {self.caption!r} has {len(row.cells)} cells"
                    f" for {len(self.columns)} columns"
                )


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Names and values, for document control and for facts that stand alone."""

    pairs: tuple[tuple[str, Text], ...]
    source: Source = ()
    key: str = ""

    def __post_init__(self) -> None:
        pairs = tuple((visible(name), value) for name, value in self.pairs)
        object.__setattr__(self, "pairs", pairs)


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement and whose it is. `verbatim` is false when the words are a summary."""

    text: Text
    by: str
    verbatim: bool = False
    source: Source = ()
    key: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "by", visible(self.by))


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that a reader would look for and that the record does not hold."""

    what: str
    why: str = ""
    source: Source = ()
    key: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "what", visible(self.what))
        object.__setattr__(self, "why", visible(self.why))


@dataclass(frozen=True, slots=True)
class Callout:
    """Something that must not be overlooked: a departure, a refusal, an example marking."""

    title: str
    text: Text
    tone: Tone = Tone.NOTE
    source: Source = ()
    key: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", visible(self.title))


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page in print; no content, so it does not alter the digest."""

    source: Source = ()
    key: str = ""


Block = (
    Heading
    | Paragraph
    | BulletList
    | NumberedList
    | Table
    | KeyValues
    | Quote
    | Unknown
    | Callout
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Classification:
    """The marking of a document under its information policy, with who may pass it on to whom."""

    name: str
    statement: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", visible(self.name))
        object.__setattr__(self, "statement", visible(self.statement))


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a reader of the document can ask."""

    name: str
    email: str = ""
    phone: str = ""
    web: str = ""

    def __post_init__(self) -> None:
        for name in ("name", "email", "phone", "web"):
            object.__setattr__(self, name, visible(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Version:
    """One line of version control; a date that is not held is `None`."""

    number: str
    status: str
    issued_date: dt.date | None
    authors: tuple[str, ...] = ()
    comments: str = ""
    source: Source = ()

    def __post_init__(self) -> None:
        for name in ("number", "status", "comments"):
            object.__setattr__(self, name, visible(getattr(self, name)))
        object.__setattr__(self, "authors", tuple(visible(a) for a in self.authors))


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    `date` is the document's own date and the only date in its files' properties.
    `record_position` says up to which entry of the record it was read; it, the sources and the
    page breaks are outside the digest, everything else that is printed is inside.
    """

    title: str
    date: dt.date
    classification: Classification
    blocks: tuple[Block, ...]
    subtitle: str = ""
    action: str = ""
    reference: str = ""
    authors: tuple[str, ...] = ()
    team: str = ""
    contact: Contact | None = None
    versions: tuple[Version, ...] = ()
    record_position: str = ""
    example: bool = False
    source: Source = ()

    def __post_init__(self) -> None:
        for name in ("title", "subtitle", "action", "reference", "team", "record_position"):
            object.__setattr__(self, name, visible(getattr(self, name)).replace("\n", " "))
        object.__setattr__(self, "authors", tuple(visible(a) for a in self.authors))
        if not self.title.strip():
            raise ValueError("a document has a title")


def joined(groups: Iterable[Iterable[Block]]) -> tuple[Block, ...]:
    """The blocks of several parts, in order."""
    return tuple(block for group in groups for block in group)
