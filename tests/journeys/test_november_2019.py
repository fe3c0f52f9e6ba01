"""A reader without a sign-in follows November 2019 from the front page to its papers."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from docx import Document
from pypdf import PdfReader

from tests.journeys.hands import tab, words
from tests.journeys.station import Station
from tests.marks import covers

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

NAME = "November 2019 SEC Release"
PAGE = "/sec/releases/november-2019-sec-release"
FACTS = ("SECMP0062", "29 Nov", "OPSG", "TAG", "CR1066")
"""What whoever wrote the paper would look for first."""

Opener = Callable[..., "Page"]


@covers("F-024", "F-025", "F-028", "F-049", "F-100")
def test_the_way_from_home_leads_to_the_release_and_its_moved_date(
    shared: Station, new_page: Opener
) -> None:
    page = new_page()
    page.goto(shared.origin)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Releases").first.click()
    page.goto(page.url + "?all=1")
    page.get_by_role("link", name=NAME).click()
    assert page.url.endswith(PAGE)
    assert page.get_by_role("heading", level=1).inner_text() == NAME
    moves = page.get_by_role("table", name="How the date moved").inner_text()
    days = ["Thu 7 Nov 2019", "Sun 24 Nov 2019", "latest Sun 1 Dec 2019", "Fri 29 Nov 2019"]
    assert [moves.index(day) for day in days] == sorted(moves.index(day) for day in days)
    assert "1 Oct 2019" in moves
    assert "8 Oct 2019" in moves
    assert "Wed 30 Oct 2019" in moves
    assert "SECMP0062" in words(page)


@covers("F-091", "F-163")
def test_why_the_evidence_was_late_shows_each_limit_and_the_one_born_late(
    shared: Station, new_page: Opener
) -> None:
    page = new_page()
    page.goto(shared.origin + PAGE)
    page.get_by_role("link", name="Put the go-live evidence before the Panel").last.click()
    page.wait_for_url("**/why/evidence-to-panel")
    table = page.get_by_role("table", name="Every date of this obligation").inner_text()
    for limit in ("Thu 26 Sep 2019", "Sun 13 Oct 2019", "Fri 18 Oct 2019"):
        assert limit in table
    assert "Born late" in table
    assert "12 days past when it was set" in table
    assert "21 days after Fri 18 Oct 2019" in words(page)


@covers("F-140", "F-146", "F-007")
def test_the_gate_of_8_november_cannot_tell_about_criterion_5_and_says_who_can(
    shared: Station, new_page: Opener
) -> None:
    page = new_page()
    page.goto(shared.origin + PAGE)
    tab(page, "Readiness")
    day = page.get_by_role("main").locator("input[name=on]")
    day.fill("8/11/2019")
    day.press("Enter")
    page.wait_for_url("**/gate?on=*")
    said = words(page)
    assert "Cannot tell: 1 of 7 criteria cannot be judged, judged on Fri 8 Nov 2019" in said
    assert "DCC and TAG" in said
    assert "Departed from, blocks nothing" in said
    page.goto(f"{shared.origin}{PAGE}/gate?on=31/02/2026")
    assert "31 Feb 2026 does not exist: February 2026 has 28 days" in words(page)


@covers("F-174", "F-149", "F-173")
def test_the_decision_lies_between_two_days_and_no_vote_is_invented(
    shared: Station, new_page: Opener
) -> None:
    page = new_page()
    page.goto(shared.origin + PAGE)
    tab(page, "Decisions")
    said = words(page)
    assert "decided between Fri 8 Nov 2019 and Fri 29 Nov 2019; the day is not held" in said
    assert "votes and quorum not held" in said
    page.get_by_role("link", name="That the November 2019 SEC Release is set live").click()
    assert "/resolutions/" in page.url
    assert "not held" in words(page)


@covers("F-139", "F-165", "F-174", "F-175", "F-104")
def test_the_paper_reads_the_same_as_page_pdf_and_word(shared: Station, new_page: Opener) -> None:
    page = new_page()
    page.goto(shared.origin + PAGE)
    page.get_by_role("link", name="Go-live paper", exact=True).click()
    page.wait_for_url("**/paper")
    html = words(page)
    pdf = page.request.get(f"{shared.origin}{PAGE}/paper.pdf")
    word = page.request.get(f"{shared.origin}{PAGE}/paper.docx")
    assert (pdf.status, word.status) == (200, 200)
    pages = PdfReader(io.BytesIO(pdf.body())).pages
    in_pdf = " ".join(" ".join(sheet.extract_text() for sheet in pages).split())
    in_word = _text_of(word.body())
    for fact in FACTS:
        assert fact in html
        assert fact in in_pdf
        assert fact in in_word


def _text_of(docx: bytes) -> str:
    read = Document(io.BytesIO(docx))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(p.text for p in read.paragraphs), *cells]).split())


@covers("F-258")
def test_searching_for_the_switched_off_modification_finds_it(
    shared: Station, new_page: Opener
) -> None:
    page = new_page()
    page.goto(shared.origin)
    page.keyboard.press("/")
    page.keyboard.type("SECMP0062")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.get_by_role("link", name="How would it be enforced that the switches").click()
    page.wait_for_url(f"**{PAGE}/**")


@covers("F-257")
def test_the_record_opens_an_entry_and_shows_the_past_under_a_banner(
    shared: Station, new_page: Opener
) -> None:
    page = new_page()
    page.goto(f"{shared.origin}/sec/record")
    entry = page.get_by_role("table").first.get_by_role("link").first
    entry.click()
    page.wait_for_url("**/sec/record/*")
    assert page.get_by_role("heading", level=1).is_visible()
    page.goto(f"{shared.origin}{PAGE}?as_at=2026-11-20+10:00")
    banner = page.get_by_text("You are reading the record as it stood then.")
    assert banner.is_visible()
    assert page.get_by_role("heading", level=1).inner_text() == NAME
    page.get_by_role("link", name="Return to now").first.click()
    assert "as_at" not in page.url
    before = page.goto(f"{shared.origin}{PAGE}?as_at=2020-01-01+10:00")
    assert before is not None
    assert before.status == 404
