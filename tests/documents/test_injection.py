"""Hostile text in every text field of every block, against every output: none of it lives."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from itertools import product

import docx
import icalendar
import pypdf
import pytest
import python_calamine

from ridgeway.documents.calendar_feed import Entry, to_ical
from ridgeway.documents.description import Document, Paragraph, Run, text
from ridgeway.documents.docx import to_docx
from ridgeway.documents.html import to_html
from ridgeway.documents.pdf import to_pdf
from ridgeway.documents.sheets import csv_rows, unguarded
from ridgeway.documents.wording import safe_link, visible
from ridgeway.documents.workbook import to_xlsx
from tests.documents.samples import (
    CLEAR,
    PAPER_DATE,
    Page,
    docx_words,
    everything,
    pdf_words,
    squeezed,
)

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "\"><b onmouseover='alert(1)'>",
    "' autofocus onfocus=alert(1) x='",
    "<a href=javascript:alert(1)>x</a>",
    "<iframe srcdoc='<script>1</script>'>",
    "<!-- <b> -->",
    "]]><x/>",
    "<![CDATA[x]]>",
    "&lt;script&gt;",
    "&#x3C;b&#x3E;",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "{{7*7}}",
    "{% include 'x' %}",
    "${7*7}",
    "{0.__class__}",
    "%s%n%(x)s",
    '#read("/etc/passwd")',
    "#{sys.inputs}",
    '#image("/etc/passwd")',
    "$x^2$ `raw` *b* _e_ @ref <label> // c /* d */",
    "= Heading\n- list\n+ enum",
    "\\u{41} \\ # \\\\",
    "[link](javascript:alert(1))",
    "![x](http://127.0.0.1/x)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://127.0.0.1","x")',
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "x\r\nBEGIN:VEVENT\r\nEND:VEVENT",
    "x\nATTENDEE:mailto:a@b",
    "x\\nURL:javascript:1",
    "x\r\nBcc: a@example.org\r\n\r\nbody",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07",
    "nul\x00 bell\x07 del\x7f nel\x85",
    "\u202egnp.exe \u2066x\u2069 \u200bzero \ufeffbom",
    "\ud800 half",
    "\ufffe\uffff",
    "line\u2028para\u2029end",
    "_x0041_ _x000D_",
    "{ PAGE } \\* MERGEFORMAT",
    "../../etc/passwd",
    "a" * 300,
    "' OR 1=1 --",
    "e\u0301" * 3 + "\u0300" * 30,
)
each_payload = pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))

CALM = Page(to_html(everything(), sources=True))


def shape(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    """Tags and attribute names, without the words: what hostile text must not alter."""
    return [(tag, tuple(sorted(a))) for tag, a in page.tags if tag != "br"]


@each_payload
def test_page_keeps_its_shape_and_the_words_stay_words(payload: str) -> None:
    markup = str(to_html(everything(payload), sources=True))
    page = Page(markup)
    assert shape(page) == shape(CALM)
    assert squeezed(visible(payload)) in squeezed(page.words)
    assert not any(name.startswith("on") for _, a in page.tags for name in a)
    assert visible(markup) == markup


@each_payload
def test_pdf_prints_the_words_and_runs_nothing(payload: str) -> None:
    made = to_pdf(everything(payload), sources=True)
    found = squeezed(pdf_words(made))
    wanted = squeezed(visible(payload))
    plain = re.sub(r"[^\x21-\x7e]+", "", wanted)
    assert plain in re.sub(r"[^\x21-\x7e]+", "", found)
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert b"/JavaScript" not in made
    assert b"/EmbeddedFile" not in made
    assert "root:" not in found
    for page in reader.pages:
        for annotation in page.get("/Annots", []):
            action = annotation.get_object()["/A"]
            assert action["/S"] == "/URI"
            assert re.match(r"(https?://|mailto:)", action["/URI"])


@each_payload
def test_word_file_holds_the_words_as_text_and_no_other_part(payload: str) -> None:
    made = to_docx(everything(payload), sources=True)
    assert squeezed(visible(payload)) in squeezed(docx_words(made))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        names = set(package.namelist())
        body = package.read("word/document.xml").decode()
    with zipfile.ZipFile(io.BytesIO(to_docx(everything(), sources=True))) as package:
        assert names == set(package.namelist())
    assert "w:instrText" not in body
    assert "w:fldSimple" not in body
    for relation in docx.Document(io.BytesIO(made)).part.rels.values():
        if relation.is_external:
            assert re.match(r"(https?://|mailto:)", relation.target_ref)


@each_payload
def test_sheets_hold_the_words_as_text(payload: str) -> None:
    whole = b"".join(csv_rows([payload, "end"], [[payload, "end"]])).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(whole, newline="")))
    assert [len(row) for row in rows] == [2, 2]
    for row in rows:
        assert row[0][:1] not in set("=+-@\t\r\n＝＋－＠")
        assert unguarded(row[0]) == payload.encode("utf-8", "replace").decode()
    made_at = dt.datetime(2019, 11, 8, tzinfo=dt.UTC)
    with to_xlsx([payload, "end"], [[payload, "end"]], title=payload, made_at=made_at) as made:
        content = made.read()
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    cells = sheet.get_sheet_by_index(0).to_python()
    assert [row[1] for row in cells] == ["end", "end"]
    assert isinstance(cells[1][0], str)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("xl/worksheets/sheet1.xml")
        assert not any("hyperlink" in name.lower() for name in package.namelist())
    assert b"<f>" not in xml
    assert b"<hyperlink" not in xml


@each_payload
def test_feed_has_one_event_with_its_own_fields_only(payload: str) -> None:
    entry = Entry("uid-1", PAPER_DATE, payload, None, payload, payload, categories=(payload, "x"))
    feed = to_ical([entry], name=payload, stamped_at=dt.datetime(2019, 11, 8, tzinfo=dt.UTC))
    calendar = icalendar.Calendar.from_ical(feed)
    (event,) = calendar.walk("VEVENT")
    assert len(calendar.subcomponents) == 1
    assert not {"ATTENDEE", "BCC"} & set(event)
    assert "URL" not in event or safe_link(payload)
    assert event["SUMMARY"] == visible(payload).replace("\n", " ").strip()
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", feed)


ADDRESSES = {
    "https://example.org/a?b=c&d#e": True,
    "http://example.org": True,
    "mailto:desk@example.org": True,
    "/releases/1": True,
    "#p-1-1": True,
    "": False,
    "javascript:alert(1)": False,
    "JaVaScRiPt:alert(1)": False,
    " javascript:alert(1)": False,
    "java\nscript:alert(1)": False,
    "java\tscript:alert(1)": False,
    "\x01javascript:alert(1)": False,
    "data:text/html,<script>1</script>": False,
    "vbscript:x": False,
    "file:///etc/passwd": False,
    "//127.0.0.1/x": False,
    "/\\127.0.0.1/x": False,
    "https:": False,
    "https://[::1": False,
    'https://example.org/"onclick=alert(1)': False,
    "ftp://example.org": False,
    "relative/path": False,
}


@pytest.mark.parametrize(("address", "safe"), ADDRESSES.items())
def test_only_an_address_that_opens_a_page_or_a_message_becomes_a_link(
    address: str, safe: bool
) -> None:
    document = Document("T", PAPER_DATE, CLEAR, (Paragraph(text(Run("words", link=address))),))
    page = Page(to_html(document))
    links = [a["href"] for tag, a in page.tags if tag == "a" and a.get("class") is None]
    assert links == ([address] if safe else [])
    assert "words" in page.words


def test_paths_of_the_site_are_no_links_on_paper() -> None:
    document = Document("T", PAPER_DATE, CLEAR, (Paragraph(text(Run("words", link="/a"))),))
    assert "/Annots" not in pypdf.PdfReader(io.BytesIO(to_pdf(document))).pages[0]
    relations = docx.Document(io.BytesIO(to_docx(document))).part.rels.values()
    assert not any(relation.is_external for relation in relations)


def test_source_names_and_their_links_are_escaped() -> None:
    for payload, link in product(PAYLOADS, ("javascript:alert(1)", '/why/"x')):
        block = Paragraph(text("words"), (payload,))
        document = Document("T", PAPER_DATE, CLEAR, (block,), source=(payload,))
        page = Page(to_html(document, sources=True, source_link=lambda _, to=link: to))  # type: ignore[misc]
        assert not any(name.startswith("on") for _, a in page.tags for name in a)
        assert "script" not in {tag for tag, _ in page.tags}
        assert all("javascript" not in (a.get("href") or "") for _, a in page.tags)
