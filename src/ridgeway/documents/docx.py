"""A document as a Word file with Word's own styles, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator

import docx as word_files
from docx.document import Document as Word
from docx.enum.text import WD_BREAK
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from ridgeway.documents.description import (
    BulletList,
    Callout,
    Document,
    Heading,
    KeyValues,
    NumberedList,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Table,
    Text,
    Unknown,
    text,
)
from ridgeway.documents.docx_parts import (
    add_field,
    add_link,
    add_number_mark,
    add_row,
    aligned,
    prepared,
    restarted_numbering,
    set_widths,
    shaded,
)
from ridgeway.documents.placing import Layout, Placed, laid_out

_EARLIEST = dt.date(1980, 1, 1)
_NOT_HELD = RGBColor(0x8A, 0x5A, 0x00)
_GROUNDS = {
    "note": "EEF3F8",
    "departure": "FDF4E3",
    "refusal": "FBECEC",
    "example": "F1EEFB",
}


def to_docx(document: Document, *, sources: bool = False) -> bytes:
    """The bytes of the file. `sources` adds the appendix of where each part comes from."""
    layout = laid_out(document, sources=sources)
    word = prepared(word_files.Document())
    _properties(word, layout)
    _page_furniture(word, layout)
    word.add_paragraph(document.title, style="Title")
    if document.subtitle:
        word.add_paragraph(document.subtitle, style="Subtitle")
    for placed in layout.all:
        _add(word, placed)
    made = io.BytesIO()
    word.save(made)
    return _dated(made.getvalue(), document.date)


def _properties(word: Word, layout: Layout) -> None:
    document = layout.document
    properties = word.core_properties
    moment = dt.datetime(document.date.year, document.date.month, document.date.day)  # noqa: DTZ001
    properties.title = document.title[:255]
    properties.author = "; ".join(document.authors)[:255]
    properties.last_modified_by = document.team[:255]
    properties.subject = (document.subtitle or document.action)[:255]
    properties.category = document.classification.name[:255]
    properties.comments = ""
    properties.identifier = layout.digest
    properties.keywords = document.reference[:255]
    properties.language = "en-GB"
    properties.created = properties.modified = moment
    properties.revision = 1


def _page_furniture(word: Word, layout: Layout) -> None:
    document = layout.document
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    marking = document.classification.name + (" · EXAMPLE" if document.example else "")
    running = " · ".join(filter(None, (document.action, document.title)))
    header = section.header.paragraphs[0]
    header.text = f"{marking} · {running}"
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{layout.digest[:23]}… · Page ")
    add_field(footer, "PAGE")
    footer.add_run(" of ")
    add_field(footer, "NUMPAGES")


def _add(word: Word, placed: Placed) -> None:  # noqa: C901 - one case for each block
    match placed.block:
        case Heading(words, level):
            number = f"{placed.number}  " if placed.number else ""
            word.add_heading(number + words, level)
        case Paragraph(runs):
            _write(_numbered(word, placed), runs)
        case BulletList(items):
            for item in items:
                _write(word.add_paragraph(style="List Bullet"), item)
        case NumberedList(items):
            numbering = restarted_numbering(word)
            for item in items:
                paragraph = word.add_paragraph(style="List Number")
                add_number_mark(paragraph, numbering)
                _write(paragraph, item)
        case Table() as table:
            _table(word, table, placed.number)
        case KeyValues(pairs):
            _facts(word, pairs)
        case Quote(runs, by, verbatim):
            said = (Run("“"), *runs, Run("”")) if verbatim else runs
            _write(_numbered(word, placed, "Quote"), said)
            word.add_paragraph(by, style="Statement by")
        case Unknown(what, why):
            _write(
                _numbered(word, placed, "Callout", "FDF4E3"),
                (Run("Not held: ", bold=True), *text(f"{what} {why}".strip())),
            )
        case Callout(title, runs, tone):
            _write(
                _numbered(word, placed, "Callout", _GROUNDS[tone.value]),
                (Run(title, bold=True), Run("\n"), *runs),
            )
        case PageBreak():
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _numbered(
    word: Word, placed: Placed, style: str = "Numbered paragraph", ground: str = ""
) -> WordParagraph:
    """A paragraph whose number hangs in the margin, so that a meeting can name it."""
    if not placed.number and style == "Numbered paragraph":
        return word.add_paragraph()
    paragraph = word.add_paragraph(style=style)
    if ground:
        shaded(paragraph, ground)
    if placed.number:
        paragraph.add_run(placed.number).font.size = Pt(9)
        paragraph.add_run("\t")
    return paragraph


def _write(paragraph: WordParagraph, runs: Text) -> None:
    for run in runs:
        if run.link and not run.link.startswith(("/", "#")):
            add_link(paragraph, run.text, run.link, bold=run.bold, italic=run.emphasis)
            continue
        made = paragraph.add_run(run.text)
        made.bold = True if run.bold else None
        made.italic = True if run.emphasis or run.unknown else None
        if run.unknown:
            made.font.color.rgb = _NOT_HELD


def _table(word: Word, table: Table, number: str) -> None:
    caption = "  ".join(filter(None, (number, table.caption)))
    if caption:
        word.add_paragraph(caption, style="Caption").paragraph_format.keep_with_next = True
    made = word.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    widths = set_widths(made, [column.share for column in table.columns])
    for number_of_row, texts in enumerate(_rows(table)):
        paragraphs = add_row(made, widths, is_header=number_of_row == 0)
        for paragraph, runs, column in zip(paragraphs, texts, table.columns, strict=True):
            aligned(paragraph, column.align.value)
            _write(paragraph, runs)
    if not table.rows:
        (paragraph,) = add_row(made, [sum(widths)], span=len(widths))
        _write(paragraph, (Run(table.empty, emphasis=True),))
    word.add_paragraph(style="After table")


def _rows(table: Table) -> Iterator[tuple[Text, ...]]:
    yield tuple((Run(column.title, bold=True),) for column in table.columns)
    for row in table.rows:
        yield row.cells


def _facts(word: Word, pairs: tuple[tuple[str, Text], ...]) -> None:
    for name, value in pairs:
        paragraph = word.add_paragraph(style="Fact")
        paragraph.add_run(f"{name}\t").bold = True
        _write(paragraph, value)


def _dated(made: bytes, day: dt.date) -> bytes:
    """The same package with every member dated by the document, in a fixed order."""
    stamp = max(day, _EARLIEST)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            member = zipfile.ZipInfo(name, (stamp.year, stamp.month, stamp.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return out.getvalue()
