"""Pieces of WordprocessingML that python-docx has no words for."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

_INK = RGBColor(0x1D, 0x27, 0x33)
_QUIET = RGBColor(0x55, 0x60, 0x6E)
_TEXT_WIDTH = Cm(21 - 2 * 2.2)
TABLE_TEXT = "Tabletext"
_ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
}


def prepared(word: Word) -> Word:
    """The library's template with our type, our language and the styles that it lacks."""
    styles = word.styles
    normal = _style(word, "Normal")
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    for old in styles.element.iter(qn("w:lang")):
        old.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)
    for name, size in (("Title", 22), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 11)):
        style = _style(word, name)
        style.font.size, style.font.color.rgb = Pt(size), _INK
    for name in ("Header", "Footer", "Caption"):
        _style(word, name).font.size = Pt(9)
        _style(word, name).font.color.rgb = _QUIET
    _hanging(_new(word, "Numbered paragraph"), Cm(1))
    _hanging(_new(word, "Callout"), Cm(1))
    _hanging(_new(word, "Fact"), Cm(4))
    _style(word, "Fact").paragraph_format.space_after = Pt(2)
    _hanging(_style(word, "Quote"), Cm(1))
    by = _new(word, "Statement by")
    by.font.size, by.font.color.rgb = Pt(9), _QUIET
    by.paragraph_format.left_indent = Cm(1)
    cell = _new(word, "Table text")
    cell.element.styleId = TABLE_TEXT
    cell.font.size = Pt(9)
    cell.paragraph_format.space_after = Pt(1)
    _new(word, "After table").font.size = Pt(4)
    return word


def _style(word: Word, name: str) -> ParagraphStyle:
    style = word.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no paragraph style")
    return style


def _new(word: Word, name: str) -> ParagraphStyle:
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    return _style(word, name)


def _hanging(style: ParagraphStyle, by: Cm) -> None:
    style.paragraph_format.left_indent = by
    style.paragraph_format.first_line_indent = Cm(-by.cm)
    style.paragraph_format.tab_stops.add_tab_stop(by)


def aligned(paragraph: WordParagraph, align: str) -> None:
    if align != "left":
        paragraph.alignment = _ALIGNED[align]


def add_field(paragraph: WordParagraph, instruction: str) -> None:
    """A field that Word works out when it shows the page: PAGE, NUMPAGES."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - the library offers no other way to the element


def add_link(
    paragraph: WordParagraph, words: str, address: str, *, bold: bool, italic: bool
) -> None:
    made = paragraph.add_run(words)
    made.bold, made.italic = bold or None, italic or None
    made.font.underline, made.font.color.rgb = True, RGBColor(0x1F, 0x4E, 0x86)
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    link.append(made._r)  # noqa: SLF001 - moves the run into the link
    paragraph._p.append(link)  # noqa: SLF001


def restarted_numbering(word: Word) -> int:
    """A numbering of its own for one list, so that each list starts at 1."""
    style = _style(word, "List Number")
    base = style.element.pPr.numPr.numId.val
    numbering: Any = word.part.numbering_part.element
    abstract = numbering.num_having_numId(base).abstractNumId.val
    made = numbering.add_num(abstract)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def add_number_mark(paragraph: WordParagraph, numbering: int) -> None:
    mark = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
    mark.get_or_add_ilvl().val = 0
    mark.get_or_add_numId().val = numbering


def set_widths(table: WordTable, shares: list[int]) -> list[int]:
    """Column widths by share of the text width, in EMU; set on the grid and returned."""
    whole = sum(shares)
    widths = [int(_TEXT_WIDTH * share / whole) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(width)
    table.autofit = False
    return widths


def _child(parent: Any, tag: str) -> Any:
    made = OxmlElement(tag)
    parent.append(made)
    return made


def add_row(
    table: WordTable, widths: list[int], *, is_header: bool = False, span: int = 1
) -> list[WordParagraph]:
    """A new last row; the empty paragraph of each cell is returned to be written to.

    The library copies and looks up each cell, which takes seconds for thousands of rows; the
    elements are therefore made here. A header row repeats on each page, and a screen reader
    takes it for the header.
    """
    row = OxmlElement("w:tr")
    if is_header:
        _child(_child(row, "w:trPr"), "w:tblHeader")
    made = []
    for width in widths:
        cell = _child(row, "w:tc")
        properties = _child(cell, "w:tcPr")
        size = _child(properties, "w:tcW")
        size.set(qn("w:type"), "dxa")
        size.set(qn("w:w"), str(width // 635))
        if span > 1:
            _child(properties, "w:gridSpan").set(qn("w:val"), str(span))
        paragraph: Any = _child(cell, "w:p")
        style = _child(_child(paragraph, "w:pPr"), "w:pStyle")
        style.set(qn("w:val"), TABLE_TEXT)
        made.append(WordParagraph(paragraph, table._parent))  # noqa: SLF001
    table._tbl.append(row)  # noqa: SLF001
    return made


def shaded(paragraph: WordParagraph, ground: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), ground)
    paragraph._p.get_or_add_pPr().append(shade)  # noqa: SLF001
