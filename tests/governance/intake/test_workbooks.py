"""A register from a spreadsheet: the cells as they stand, every faulty one by its place."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.governance.intake import workbooks
from ridgeway.governance.intake.faults import FaultyFiles
from ridgeway.governance.intake.reading import read
from ridgeway.governance.intake.services import bring_in
from ridgeway.governance.intake.workbooks import column_letters
from ridgeway.governance.modifications.models import Modification
from tests.governance.conftest import World
from tests.marks import covers

Rows = Sequence[Sequence[Any]]
FORMULA = object()
ERROR = object()


def workbook(sheets: dict[str, Rows], *, first_row: int = 0, first_column: int = 0) -> bytes:
    """A workbook as a spreadsheet program saves it; dates are real dates."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "d mmm yyyy"})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for r, row in enumerate(rows, first_row):
            for c, cell in enumerate(row, first_column):
                if cell is FORMULA:
                    sheet.write_formula(r, c, "=A1", None, "")
                elif cell is ERROR:
                    sheet.write_formula(r, c, "=1/0", None, "#DIV/0!")
                elif isinstance(cell, dt.date):
                    sheet.write_datetime(r, c, dt.datetime(*cell.timetuple()[:3]), day)  # noqa: DTZ001
                else:
                    sheet.write(r, c, cell)
    book.close()
    return out.getvalue()


SMALL = workbook({"Modifications": [["reference", "title"], ["MP1", "First"]]})


def faults_in(content: bytes, name: str = "register.xlsx") -> list[str]:
    return [str(fault) for fault in read([(name, content)]).faults]


@covers("F-260")
def test_sheets_named_after_what_they_hold_come_in_together(world: World) -> None:
    content = workbook(
        {
            "Releases": [
                ["Short name", "Name", "Kind", "Go-live date"],
                ["r-1", "One", "system", dt.date(2026, 6, 25)],
            ],
            "Modifications": [
                ["Reference", "Title", "Release", "Raised on", "Touches systems", "Central cost"],
                ["MP1", "First", "r-1", dt.date(2026, 1, 9), True, 12000.0],
                [],
                ["MP2", "Second", "", "2026-02-03", "no", ""],
            ],
            "Empty": [],
        }
    )
    actor = world.actors["code-administrator"]
    brought = bring_in(world.code, [("register.xlsx", content)], actor=actor, at=world.at)
    assert (brought.new["release"], brought.new["modification"]) == (1, 2)
    first, second = Modification.objects.order_by("reference")
    assert (first.raised_date, first.central_cost) == (dt.date(2026, 1, 9), 12000)
    assert (first.system_impact, second.system_impact) == (True, False)
    again = bring_in(world.code, [("register.xlsx", content)], actor=actor, at=world.at)
    assert again.done is None
    assert again.skipped == {"release": 1, "modification": 2}


@covers("F-260")
def test_every_faulty_cell_is_named_by_sheet_column_and_row(world: World) -> None:
    content = workbook(
        {
            "Modifications": [
                ["reference", "title", "raised_date", "central_cost", "colour"],
                ["MP1", "First", "31 Feb", -1],
                ["MP2", FORMULA, dt.date(2026, 1, 9)],
                ["MP3", "Third", ERROR],
                ["MP4"],
                ["MP5", "Fifth", "", "", "", "stray"],
            ]
        },
        first_row=2,
        first_column=1,
    )
    with pytest.raises(FaultyFiles) as caught:
        bring_in(
            world.code,
            [("r.xlsx", content)],
            actor=world.actors["code-administrator"],
            at=world.at,
        )
    places = [": ".join(str(fault).split(": ")[:2])[:80] for fault in caught.value.faults]
    assert places == [
        "r.xlsx, Modifications!D4: raised_date",
        "r.xlsx, Modifications!E4: central_cost",
        "r.xlsx, Modifications!C5: title",
        "r.xlsx, Modifications!D6: raised_date",
        "r.xlsx, Modifications!C7: title",
        "r.xlsx, Modifications!8: has a value in column G, which the first row does not n",
    ]
    assert "holds a formula without its result" in str(caught.value.faults[2])
    assert "shows the error #DIV/0!" in str(caught.value.faults[3])
    assert not Modification.objects.exists()


def test_one_sheet_may_be_called_anything_if_the_file_says_what_it_holds() -> None:
    rows = [["reference", "title"], ["MP1", "First"]]
    reading = read([("modifications.xlsx", workbook({"Sheet1": rows}))])
    assert [line.mark for line in reading.lines["modification"]] == ["MP1"]
    assert reading.faults == []


def test_a_sheet_that_says_nothing_of_what_it_holds_is_named() -> None:
    (fault,) = faults_in(workbook({"Notes": [["Dear all"]], "Parties": [["key", "name"]]}))
    assert fault.startswith("register.xlsx, Notes: says neither by its name nor by a column")
    assert "Call the sheet one of: parties, releases," in fault


def test_a_type_column_says_for_each_line_what_it_is() -> None:
    rows = [["type", "key", "name", "reference", "title"], ["party", "acme", "Acme", "", ""]]
    rows += [["modification", "", "", "MP1", "First"]]
    reading = read([("register.xlsx", workbook({"All": rows}))])
    assert reading.faults == []
    assert [len(reading.lines[kind]) for kind in ("party", "modification")] == [1, 1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not a workbook that can be read."),
        (b"reference,title\nMP1,First\n", "is not a workbook that can be read."),
        (workbook({"Modifications": [["reference"]]})[:-200], "is not a workbook"),
    ],
)
def test_what_is_no_workbook_is_said_to_be_none(content: bytes, said: str) -> None:
    (fault,) = faults_in(content)
    assert said in fault


def test_a_workbook_that_unpacks_beyond_measure_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 3 * 1024 * 1024)
    content = workbook({"Modifications": [["reference", "title"], ["MP1", "First"]]})
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/large.bin", b"\0" * (4 * 1024 * 1024))
    (fault,) = faults_in(out.getvalue())
    assert "unpacks to more than 3 MB. Bring it in as smaller files." in fault


def test_entities_of_the_markup_are_never_expanded() -> None:
    content = workbook({"Modifications": [["reference", "title"], ["MP1", "First"]]})
    out = io.BytesIO()
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            new.writestr(member, bomb if member == "xl/workbook.xml" else old.read(member))
    (fault,) = faults_in(out.getvalue())
    assert "is not a workbook that can be read." in fault


@given(st.binary(max_size=400), st.integers(0, len(SMALL)))
def test_no_bytes_make_the_reader_stumble(noise: bytes, at: int) -> None:
    good = SMALL
    read([("r.xlsx", noise), ("s.xlsx", good[:at] + noise + good[at + len(noise) :])])


@given(st.integers(0, 16_383))
def test_letters_of_columns_follow_each_other(number: int) -> None:
    letters = column_letters(number)
    back = 0
    for letter in letters:
        back = back * 26 + ord(letter) - ord("A") + 1
    assert back == number + 1
