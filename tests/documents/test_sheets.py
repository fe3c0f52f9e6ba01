"""CSV and XLSX: what is read back is what was written, and no text ever becomes a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.documents.sheets import Cell, csv_rows, guarded, unguarded
from ridgeway.documents.wording import visible
from ridgeway.documents.workbook import MOST_CHARACTERS, to_xlsx
from tests.marks import covers

MADE = dt.datetime(2019, 11, 8, 9, tzinfo=dt.UTC)
COLUMNS = ("Reference", "Title", "Raised", "Seen at (UTC)", "Cost", "Count", "Urgent", "Gone")
ROW: tuple[Cell, ...] = (
    "MP071",
    'Comma, "quotes" & <signs>\nand a line',
    dt.date(2019, 11, 29),
    dt.datetime(2019, 7, 1, 17, 30, tzinfo=dt.timezone(dt.timedelta(hours=1))),
    Decimal("-12.50"),
    7,
    True,
    None,
)


def read_csv(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    whole = b"".join(csv_rows(columns, rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(whole, newline="")))


def read_xlsx(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[list[Any]]:
    with to_xlsx(columns, rows, title="Register", made_at=MADE) as made:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(made.read()))
    return book.get_sheet_by_index(0).to_python()


@covers("F-260")
def test_csv_holds_every_kind_of_cell() -> None:
    header, row = read_csv(COLUMNS, [ROW])
    assert header == list(COLUMNS)
    assert row == [
        "MP071",
        'Comma, "quotes" & <signs>\nand a line',
        "2019-11-29",
        "2019-07-01T16:30:00Z",
        "-12.50",
        "7",
        "yes",
        "",
    ]


@covers("F-260")
def test_xlsx_holds_every_kind_of_cell_with_its_type() -> None:
    header, row = read_xlsx(COLUMNS, [ROW, ROW])[:2]
    assert header == list(COLUMNS)
    assert row == [
        "MP071",
        'Comma, "quotes" & <signs>\nand a line',
        dt.date(2019, 11, 29),
        dt.datetime(2019, 7, 1, 16, 30),  # noqa: DTZ001 - a sheet knows no zones
        -12.5,
        7,
        True,
        "",
    ]


def test_sheet_is_frozen_below_its_header_and_filtered() -> None:
    with (
        to_xlsx(COLUMNS, [ROW] * 3, title="Register: [a/b]*?", made_at=MADE) as made,
        zipfile.ZipFile(made) as package,
    ):
        assert package.testzip() is None
        book = package.read("xl/workbook.xml").decode()
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        styles = package.read("xl/styles.xml").decode()
    assert 'name="Register   a b"' in book
    assert "$A$1:$H$4" in book
    assert 'topLeftCell="A2"' in sheet
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:H4"/>' in sheet
    assert 'formatCode="yyyy-mm-dd"' in styles
    ET.fromstring(sheet)  # noqa: S314 - our own file


def test_export_without_rows_has_its_header() -> None:
    assert read_csv(COLUMNS, []) == [list(COLUMNS)]
    assert read_xlsx(COLUMNS, []) == [list(COLUMNS)]


def test_same_rows_make_the_same_workbook() -> None:
    with (
        to_xlsx(COLUMNS, [ROW] * 9, title="T", made_at=MADE) as one,
        to_xlsx(COLUMNS, [ROW] * 9, title="T", made_at=MADE) as other,
    ):
        assert one.read() == other.read()


LIVE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "|x",
]


@covers("F-260")
@pytest.mark.parametrize("text", LIVE)
def test_live_text_is_led_by_a_mark_in_csv_and_comes_back(text: str) -> None:
    rows = read_csv([text], [[text]])
    assert [row[0][0] for row in rows] == ["'", "'"]
    assert [unguarded(row[0]) for row in rows] == [text, text]


@covers("F-260")
@pytest.mark.parametrize(
    "text", [*LIVE, "https://example.org", "mailto:a@b", "1e5", "_x0041_", " a "]
)
def test_text_stays_text_in_xlsx(text: str) -> None:
    with to_xlsx(["A"], [[text]], title="T", made_at=MADE) as made:
        content = made.read()
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    value = book.get_sheet_by_index(0).to_python()[1][0]
    assert isinstance(value, str)
    assert value.replace("_x005F_", "_") == visible(text)
    assert b"<f>" not in content


@given(st.text())
def test_mark_is_taken_away_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in set("=+-@\t\r\n＝＋－＠")


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_any_text_comes_back_from_csv(rows: list[tuple[str, str]]) -> None:
    rows = [
        (a.encode("utf-8", "replace").decode(), b.encode("utf-8", "replace").decode())
        for a, b in rows
    ]
    back = read_csv(["A", "B"], rows)
    assert [tuple(map(unguarded, row)) for row in back[1:]] == rows


@given(st.lists(st.text(max_size=50), min_size=1, max_size=40))
@settings(max_examples=25)
def test_any_text_can_stand_in_xlsx(texts: list[str]) -> None:
    rows = read_xlsx(["A", "B"], [[text, "end"] for text in texts])
    assert [row[1] for row in rows[1:]] == ["end"] * len(texts)


def test_text_beyond_what_a_cell_can_hold_says_that_it_was_cut() -> None:
    (_, (value,)) = read_xlsx(["A"], [["x" * 40_000]])
    assert len(value) == MOST_CHARACTERS
    assert "cut here" in value
    (_, (whole,)) = read_xlsx(["A"], [["y" * MOST_CHARACTERS]])
    assert whole == "y" * MOST_CHARACTERS


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(1899, 12, 31), dt.date(1900, 2, 28)])
def test_date_before_the_calendar_of_spreadsheets_stands_as_text(day: dt.date) -> None:
    assert read_xlsx(["A"], [[day]])[1] == [day.isoformat()]


@pytest.mark.parametrize(
    "number", [10**15, -(10**20), Decimal("1E+15"), float("nan"), float("inf")]
)
def test_number_that_a_sheet_would_alter_stands_as_text(number: Cell) -> None:
    assert isinstance(read_xlsx(["A"], [[number]])[1][0], str)


def test_row_of_the_wrong_width_is_refused_with_its_number() -> None:
    rows: list[list[Cell]] = [["a", "b"], ["a"]]
    with pytest.raises(ValueError, match="row 2 has 1 cells for 2 columns"):
        list(csv_rows(["A", "B"], rows))
    with pytest.raises(ValueError, match="row 2 has 1 cells for 2 columns"):
        to_xlsx(["A", "B"], rows, title="T", made_at=MADE)


def test_instant_without_a_zone_is_refused() -> None:
    naive = dt.datetime(2019, 1, 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="without a time zone"):
        list(csv_rows(["A"], [[naive]]))
    with pytest.raises(ValueError, match="without a time zone"):
        to_xlsx(["A"], [[naive]], title="T", made_at=MADE)


def many(number: int) -> Iterator[tuple[Cell, ...]]:
    for n in range(number):
        yield (f"MP{n:05d}", f"Title number {n}", dt.date(2019, 11, 29), n, None, "Large Supplier")


SIX = ["A", "B", "C", "D", "E", "F"]


def test_csv_comes_in_pieces_of_a_steady_size() -> None:
    pieces = list(csv_rows(SIX, many(10_000)))
    assert len(pieces) > 5
    assert max(map(len, pieces)) < 128 * 1024
    assert sum(piece.count(b"\r\n") for piece in pieces) == 10_001


@covers("F-260")
def test_memory_does_not_grow_with_the_rows() -> None:
    def peak(number: int) -> int:
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        for _ in csv_rows(SIX, many(number)):
            pass
        with to_xlsx(SIX, many(number), title="T", made_at=MADE):
            pass
        return tracemalloc.get_traced_memory()[1] - before

    tracemalloc.start()
    try:
        # The finished workbook waits in memory up to 4 MiB before it goes to disk.
        small, large = peak(2_000), peak(16_000)
        assert large < small + 2 * 1024 * 1024
        assert large < 4 * 1024 * 1024
    finally:
        tracemalloc.stop()
