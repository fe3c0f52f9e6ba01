"""A register in the browser, with the worker as its own process: faulty, mended, brought in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.governance.intake.test_workbooks import workbook
from tests.journeys.conftest import PATIENCE, SignedIn
from tests.journeys.hands import words
from tests.journeys.station import Station, killed_at, process
from tests.journeys.test_looks import AXE, EVERY_RULE, RUN
from tests.marks import covers

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

HEAD = ["Reference", "Title", "Raised on"]
LINES = 3000
"""Enough that the bar is seen on its way."""


def register(folder: Path, *, faulty: bool) -> Path:
    rows = [[f"IMP{n:04}", f"Example: brought in {n}", "2026-01-09"] for n in range(LINES)]
    if faulty:
        rows[1][2], rows[-1][1] = "31 Feb", ""
    path = folder / "register.xlsx"
    path.write_bytes(workbook({"Modifications": [HEAD, *rows]}))
    return path


def hand_in(page: Page, station: Station, file: Path) -> None:
    page.goto(f"{station.origin}/sec/modifications")
    with page.expect_navigation():
        page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("Files").set_input_files(str(file))
    page.get_by_label("Where it comes from").fill("Example register of the journeys")
    with page.expect_navigation(url=re.compile("/sec/import/.+")):
        page.get_by_role("button", name="Read and check").click()


def stands(page: Page, text: str) -> None:
    """Until the open page says so by itself."""
    expect(page.locator("#standing")).to_contain_text(text, timeout=PATIENCE)


def looked_at(page: Page, folder: Path, name: str) -> list[str]:
    """What a checker finds at the two widths; a picture of each is left in the folder."""
    page.evaluate(AXE)
    found = []
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        found += [f"{name} at {width}: {it}" for it in page.evaluate(RUN, EVERY_RULE)]
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{name} at {width}: {over} px too wide"] if over > 0 else []
    page.set_viewport_size({"width": 1440, "height": 900})
    return found


@covers("F-260")
def test_a_faulty_register_is_mended_and_brought_in(
    station: Station, signed_in: SignedIn, tmp_path: Path
) -> None:
    page = signed_in(station, "administrator")
    hand_in(page, station, register(tmp_path, faulty=True))
    assert "The worker reads it next" in words(page)
    faults = looked_at(page, tmp_path, "waiting")
    with process(station.data, "work"):
        stands(page, "2 faults, so nothing of it comes in")
        said = words(page)
        assert "Modifications C3 raised_date '31 Feb' is no date. Give a date" in said, said
        assert f"Modifications B{LINES + 1} title is missing" in said, said
        faults += looked_at(page, tmp_path, "faulty")
        with page.expect_download() as taken:
            page.get_by_role("link", name="All of them as CSV").click()
        assert len(taken.value.path().read_text("utf-8-sig").splitlines()) == 3

        hand_in(page, station, register(tmp_path, faulty=False))
        stands(page, "Nothing is wrong. Nothing has come in yet.")
        faults += looked_at(page, tmp_path, "checked")
        page.get_by_role("button", name=f"Bring in {LINES:,} lines").click()
        stands(page, "On the record")
        faults += looked_at(page, tmp_path, "done")
        with page.expect_navigation():
            page.get_by_role("link", name=f"{LINES:,} entries of the record").click()
        assert "IMP2999: Example: brought in 2999" in words(page)

        without = signed_in(station, "administrator", javascript=False)
        hand_in(without, station, register(tmp_path, faulty=False))
        expect(without.locator("main")).to_contain_text("Nothing new: all of it is held alike")
        page.goto(f"{station.origin}/sec/import")
        faults += looked_at(page, tmp_path, "list")
    assert not faults, "\n".join(faults)


@covers("F-260")
def test_an_import_goes_on_where_the_worker_died(
    station: Station, signed_in: SignedIn, tmp_path: Path
) -> None:
    page = signed_in(station, "administrator")
    hand_in(page, station, register(tmp_path, faulty=False))
    killed_at("import.progress-told:3", station.data, "work")
    page.reload()
    assert "Being read" in words(page)
    with process(station.data, "work"):
        stands(page, "Nothing is wrong")
    page.get_by_role("button", name=f"Bring in {LINES:,} lines").click()
    killed_at("act.before-commit", station.data, "work")
    page.reload()
    assert "Being brought in" in words(page)
    with process(station.data, "work"):
        stands(page, "On the record")
    assert f"{LINES:,} entries of the record" in words(page)
