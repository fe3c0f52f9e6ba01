"""One description, three outputs: the same words, tagged, dated, and the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections import Counter
from dataclasses import replace
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from ridgeway.documents.description import (
    Classification,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Table,
    text,
)
from ridgeway.documents.docx import to_docx
from ridgeway.documents.golive_paper import golive_paper
from ridgeway.documents.html import CLASSES, to_html
from ridgeway.documents.pdf import to_pdf
from tests.documents.rid_sample import implementation
from tests.documents.samples import (
    CLEAR,
    PAPER_DATE,
    Page,
    docx_words,
    everything,
    november,
    pdf_words,
    squeezed,
)
from tests.marks import covers

DOCUMENTS = {
    "every block": everything(),
    "go-live paper": golive_paper(november()),
    "implementation document": implementation(),
    "empty": Document("Nothing yet", PAPER_DATE, CLEAR, ()),
}
each_document = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())


def words_of(document: Document) -> list[str]:
    """The words of the page, which the other outputs must have as often."""
    return Page(to_html(document)).words.split()


@each_document
@covers("F-175")
def test_all_words_of_the_page_are_in_the_pdf_and_in_the_word_file(document: Document) -> None:
    wanted = Counter(word.strip("“”") for word in words_of(document))
    for made in (pdf_words(to_pdf(document)), docx_words(to_docx(document))):
        whole = squeezed(made)
        for word, times in wanted.items():
            assert whole.count(word) >= times, word


@each_document
def test_no_word_is_in_the_word_file_that_is_not_on_the_page(document: Document) -> None:
    page = squeezed(Page(to_html(document)).words)
    for word in docx_words(to_docx(document)).split():
        assert word.strip("“”·") in page


@each_document
def test_outputs_are_the_same_bytes_each_time(document: Document) -> None:
    assert to_pdf(document, sources=True) == to_pdf(document, sources=True)
    assert to_docx(document, sources=True) == to_docx(document, sources=True)
    assert to_html(document, sources=True) == to_html(document, sources=True)


@each_document
@covers("F-263")
def test_pdf_is_tagged_titled_and_in_british_english(document: Document) -> None:
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(document)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == document.title
    assert reader.metadata.creation_date == dt.datetime(2019, *_month_day(document), tzinfo=dt.UTC)
    claims = root["/Metadata"].get_object().get_data()
    assert b"pdfuaid:part>1<" in claims
    assert b"pdfaid:part>2<" in claims
    assert b"pdfaid:conformance>A<" in claims


def _month_day(document: Document) -> tuple[int, int]:
    return document.date.month, document.date.day


def test_pdf_tags_name_headings_lists_and_header_cells() -> None:
    tags = _tags(pypdf.PdfReader(io.BytesIO(to_pdf(everything()))))
    assert {"/H1", "/H2", "/L", "/LI", "/Table", "/TH", "/TD", "/P", "/Link"} <= tags


def _tags(reader: pypdf.PdfReader) -> set[str]:
    found: set[str] = set()
    root: Any = reader.trailer["/Root"]
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            if "/S" in node:
                found.add(str(node["/S"]))
            if "/K" in node:
                waiting.append(node["/K"])
    return found


@covers("F-001")
def test_classification_heads_every_page_of_every_output() -> None:
    rows = tuple(Row((text(f"row {n}"),)) for n in range(120))
    marked = Classification("Restricted to members", "Not to be passed on.")
    document = Document("Long", PAPER_DATE, marked, (Table((Column("A"),), rows),))
    pages = pypdf.PdfReader(io.BytesIO(to_pdf(document))).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        words = page.extract_text()
        assert marked.name in words
        assert f"Page {number} of {len(pages)}" in words
    assert marked.statement in pages[0].extract_text()
    word = docx.Document(io.BytesIO(to_docx(document)))
    assert marked.name in word.sections[0].header.paragraphs[0].text
    fields = [
        f.get(qn("w:instr")) for f in word.sections[0].footer._element.iter(qn("w:fldSimple"))
    ]
    assert fields == ["PAGE", "NUMPAGES"]
    assert marked.statement in docx_words(to_docx(document))
    page_words = Page(to_html(document)).words
    assert marked.name in page_words
    assert marked.statement in page_words


@covers("F-104")
def test_contact_is_in_every_output_and_its_address_can_be_followed() -> None:
    document = golive_paper(november())
    assert document.contact is not None
    for made in (pdf_words(to_pdf(document)), docx_words(to_docx(document))):
        for part in ("Helpdesk", "desk@example.org", "020 7946 0000", "https://example.org"):
            assert part in made.replace("\n", " ")
    links = [a.get("href") for tag, a in Page(to_html(document)).tags if tag == "a"]
    assert "mailto:desk@example.org" in links


def test_word_file_uses_words_own_styles_and_repeats_table_headers() -> None:
    word = docx.Document(io.BytesIO(to_docx(everything())))
    names = {paragraph.style.name for paragraph in word.paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "List Number", "Quote"} <= names
    for table in word.tables:
        first = table.rows[0]._tr
        assert first.trPr is not None
        assert first.trPr.find(qn("w:tblHeader")) is not None
    assert word.core_properties.created == dt.datetime(2019, 11, 8, tzinfo=dt.UTC)
    assert word.core_properties.language == "en-GB"
    assert word.core_properties.author == "Author plain words"


def test_each_numbered_list_of_a_word_file_starts_at_one() -> None:
    base = everything()
    twice = replace(base, blocks=base.blocks * 2)
    word = docx.Document(io.BytesIO(to_docx(twice)))
    items: list[Any] = [
        p._p for p in word.paragraphs if p.style is not None and p.style.name == "List Number"
    ]
    numberings = [item.pPr.numPr.numId.val for item in items]
    assert len(numberings) == 4
    assert len(set(numberings)) == 2


def test_members_of_a_word_file_are_dated_by_the_document() -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(everything()))) as package:
        assert package.testzip() is None
        assert {member.date_time for member in package.infolist()} == {(2019, 11, 8, 0, 0, 0)}
    ancient = replace(everything(), date=dt.date(1901, 1, 1))
    assert docx_words(to_docx(ancient))


def test_every_block_says_in_the_page_what_it_was_made_from() -> None:
    page = Page(to_html(everything(), source_link=lambda name: f"/why/{name}"))
    by_anchor = {a["id"]: a.get("data-source") for _, a in page.tags if "id" in a}
    assert by_anchor["p-1-1"] == "s:p s:q"
    assert by_anchor["s-1"] == "s:h"
    links = [a["href"] for tag, a in page.tags if tag == "a" and "/why/" in (a.get("href") or "")]
    assert links == ["/why/s:p", "/why/s:q", "/why/s:table", "/why/s:row", "/why/s:quote"]


@each_document
def test_anchors_of_a_page_are_unique_and_every_own_link_has_its_target(
    document: Document,
) -> None:
    page = Page(to_html(document, sources=True))
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    for tag, attributes in page.tags:
        href = attributes.get("href") or ""
        if tag == "a" and href.startswith("#"):
            assert href[1:] in ids
        if "aria-labelledby" in attributes:
            assert attributes["aria-labelledby"] in ids
    assert not page.open


@each_document
def test_only_the_published_classes_are_used(document: Document) -> None:
    page = Page(to_html(document, sources=True, source_link=lambda name: f"/why/{name}"))
    used = {name for _, a in page.tags for name in (a.get("class") or "").split()}
    assert used <= set(CLASSES.split())


def test_appendix_of_sources_is_in_the_printed_forms_only_when_asked_for() -> None:
    document = golive_paper(november())
    for write, read in ((to_pdf, pdf_words), (to_docx, docx_words)):
        assert "advice:opsg" not in read(write(document))
        assert "advice:opsg" in read(write(document, sources=True))


def test_table_of_two_thousand_rows_is_whole_in_every_output() -> None:
    columns = tuple(Column(f"Column {n}") for n in range(6))
    rows = tuple(Row(tuple(text(f"r{n}c{c}") for c in range(6))) for n in range(2000))
    document = Document("Large", PAPER_DATE, CLEAR, (Table(columns, rows, "All"),))
    for words in (
        Page(to_html(document)).words,
        docx_words(to_docx(document)),
        pdf_words(to_pdf(document)),
    ):
        found = set(words.split())
        assert all(f"r{n}c5" in found for n in range(2000))


def test_very_long_word_stays_on_the_page_and_whole() -> None:
    word = "x" * 40 + "y" * 400
    document = Document(
        "Long word",
        PAPER_DATE,
        CLEAR,
        (
            Paragraph(text(word)),
            Table(tuple(Column(f"C{n}") for n in range(5)), (Row((text(word), *[text("z")] * 4)),)),
        ),
    )
    made = to_pdf(document)
    assert squeezed(pdf_words(made)).count(word) == 2
    right_edges: list[float] = []

    def note(_text: str, _cm: object, matrix: list[float], *_rest: object) -> None:
        right_edges.append(matrix[4])

    for page in pypdf.PdfReader(io.BytesIO(made)).pages:
        page.extract_text(visitor_text=note)
        assert max(right_edges) < float(page.mediabox.width)


@pytest.mark.parametrize(
    "sign", ["😀", "中文", "ক", "\U0001f468\u200d\U0001f469", "\u0627\u0644", "ﷺ", "\U00020000"]
)
def test_character_without_a_glyph_is_spelt_out_rather_than_lost(sign: str) -> None:
    document = Document("Signs", PAPER_DATE, CLEAR, (Paragraph(text(f"before {sign} after")),))
    words = pdf_words(to_pdf(document))
    assert "before" in words
    assert "after" in words
    assert all(c in words or f"[U+{ord(c):04X}]" in words for c in sign)
    assert squeezed(sign.replace("\u200d", "[U+200D]")) in squeezed(docx_words(to_docx(document)))


def test_example_is_marked_as_an_example_on_every_page() -> None:
    document = replace(everything(), example=True)
    for page in pypdf.PdfReader(io.BytesIO(to_pdf(document))).pages:
        assert "EXAMPLE" in page.extract_text()
    word = docx.Document(io.BytesIO(to_docx(document)))
    assert "EXAMPLE" in word.sections[0].header.paragraphs[0].text
    assert "invented case" in Page(to_html(document)).words


def test_headings_of_an_embedded_page_start_where_the_page_asks() -> None:
    tags = [tag for tag, _ in Page(to_html(everything(), heading=2)).tags]
    assert "h1" not in tags
    assert tags.index("h2") < tags.index("h3") < tags.index("h4")


def test_row_of_the_wrong_width_is_refused_with_its_number() -> None:
    rows = (Row((text("a"),)), Row((text("a"), text("b"))))
    with pytest.raises(ValueError, match="row 2 of table 'T' has 2 cells for 1 columns"):
        Table((Column("A"),), rows, "T")


def test_document_without_a_title_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        Document(" ", PAPER_DATE, CLEAR, (Heading("x"),))
