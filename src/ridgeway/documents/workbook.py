"""Rows as one sheet of an XLSX workbook, streamed: memory does not grow with their number.

xlsxwriter makes the workbook around the rows; the rows themselves are written here, three times
as fast as cell by cell. Text is always text: never a formula, a link or a number.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO

from ridgeway.documents.sheets import Cell
from ridgeway.documents.wording import visible

MOST_ROWS = 1_048_575
MOST_COLUMNS = 16_384
MOST_CHARACTERS = 32_767
_CUT = " … (cut here: a cell of a workbook ends at 32,767 characters; the CSV has the whole text)"
_SHEET = "xl/worksheets/sheet1.xml"
_STAMP = (1980, 1, 1, 0, 0, 0)
_IN_MEMORY = 4 * 1024 * 1024
_ROWS_AT_ONCE = 256
_DAY_ZERO = dt.date(1899, 12, 30).toordinal()
_FIRST_DAY = dt.date(1900, 3, 1)
_EXACT = 10**15
_NAME_SIGNS = re.compile(r"[\[\]:*?/\\]")
# Text of this form means one character to a spreadsheet, so its underscore is written as such.
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class _Shell:
    """The workbook without its rows: the other members, and the sheet before and after them."""

    members: dict[str, bytes]
    head: str
    tail: str
    header_style: int
    day_style: int
    moment_style: int


def to_xlsx(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str, made_at: dt.datetime
) -> IO[bytes]:
    """The workbook as an open file at its start; the caller closes it.

    One sheet called after `title`, header row frozen, filter on every column. Dates are real
    dates, instants are UTC without a zone (the header should say so), true and false are
    booleans. Raises ValueError for a row that does not fit the columns and for more rows than a
    sheet can hold.
    """
    if not 0 < len(columns) <= MOST_COLUMNS:
        raise ValueError(f"a sheet has 1 to {MOST_COLUMNS} columns, not {len(columns)}")
    shell = _shell(columns, 0, title, made_at)
    out: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - handed to the caller
    try:
        _write_package(out, columns, rows, shell, title, made_at)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def _write_package(
    out: IO[bytes],
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    shell: _Shell,
    title: str,
    made_at: dt.datetime,
) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as package:
        with package.open(_member(_SHEET), "w", force_zip64=True) as sheet:
            sheet.write(shell.head.encode())
            done = _write_rows(sheet, columns, rows, shell)
            shell = _shell(columns, done, title, made_at)
            sheet.write(shell.tail.encode())
        for name, content in shell.members.items():
            package.writestr(_member(name), content)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _STAMP)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _shell(columns: Sequence[str], rows: int, title: str, made_at: dt.datetime) -> _Shell:
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - slow, seldom asked

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties({"title": visible(title), "created": made_at.replace(tzinfo=None)})
    header = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    name = _NAME_SIGNS.sub(" ", visible(title).replace("\n", " ")).strip(" '")[:31].strip(" '")
    sheet = book.add_worksheet(name if name and name.lower() != "history" else "Rows")
    for at, column in enumerate(columns):
        sheet.set_column(at, at, min(max(len(column) + 4, 12), 40))
    # Formats get their place in the workbook when they are used; these are used below the header.
    sheet.set_row(0, None, header)
    sheet.set_row(1, None, day)
    sheet.set_row(2, None, moment)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, len(columns) - 1)
    book.close()
    with zipfile.ZipFile(made) as package:
        members = {n: package.read(n) for n in sorted(package.namelist())}
    whole = members.pop(_SHEET).decode()
    before, _, rest = whole.partition("<sheetData>")
    _, _, after = rest.partition("</sheetData>")
    before = re.sub(r'<dimension ref="[^"]*"/>', "", before)
    return _Shell(
        members,
        before + "<sheetData>",
        "</sheetData>" + after,
        header.xf_index,
        day.xf_index,
        moment.xf_index,
    )


def _write_rows(
    sheet: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Cell]], shell: _Shell
) -> int:
    from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]  # noqa: PLC0415

    letters = [xl_col_to_name(at) for at in range(len(columns))]
    header = "".join(
        f'<c r="{letter}1" s="{shell.header_style}" t="inlineStr"><is>{_text(title)}</is></c>'
        for letter, title in zip(letters, columns, strict=True)
    )
    pieces = [f'<row r="1">{header}</row>']
    other = _other(shell)
    number = 1
    for number, row in enumerate(rows, 2):
        if len(row) != len(letters):
            raise ValueError(f"row {number - 1} has {len(row)} cells for {len(letters)} columns")
        if number > MOST_ROWS + 1:
            raise ValueError(f"a sheet holds {MOST_ROWS:,} rows; export the rest as CSV")
        cells = [
            (
                f'<c r="{letter}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
                if cell.isalnum() and len(cell) < MOST_CHARACTERS
                else f'<c r="{letter}{number}" t="inlineStr"><is>{_text(cell)}</is></c>'
            )
            if cell.__class__ is str
            else other(f"{letter}{number}", cell)
            for letter, cell in zip(letters, row)  # noqa: B905 - lengths are compared above
            if cell is not None
        ]
        pieces.append(f'<row r="{number}">{"".join(cells)}</row>')
        if number % _ROWS_AT_ONCE == 0:
            sheet.write("".join(pieces).encode())
            pieces.clear()
    sheet.write("".join(pieces).encode())
    return number - 1


def _text(cell: str) -> str:
    """The `<t>` of a cell: escaped, hidden characters written out, blanks kept."""
    if not cell.isprintable():
        cell = visible(cell)
    if len(cell) > MOST_CHARACTERS:
        cell = cell[: MOST_CHARACTERS - len(_CUT)] + _CUT
    if "_x" in cell:
        cell = _CODED.sub("_x005F_", cell)
    if "&" in cell or "<" in cell or ">" in cell:
        cell = cell.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if cell[:1].isspace() or cell[-1:].isspace() or "\n" in cell or "  " in cell:
        return f'<t xml:space="preserve">{cell}</t>'
    return f"<t>{cell}</t>"


def _other(shell: _Shell) -> Callable[[str, Cell], str]:
    """The writer of all cells that are not plain strings."""

    def written(at: str, cell: Cell) -> str:
        match cell:
            case bool():
                return f'<c r="{at}" t="b"><v>{int(cell)}</v></c>'
            case dt.datetime():
                return _moment(at, cell, shell.moment_style)
            case dt.date() if cell >= _FIRST_DAY:
                days = cell.toordinal() - _DAY_ZERO
                return f'<c r="{at}" s="{shell.day_style}"><v>{days}</v></c>'
            case int() | Decimal() | float() if -_EXACT < cell < _EXACT:
                return f'<c r="{at}"><v>{cell}</v></c>'
            case _:
                # Dates before 1900 and numbers that a sheet would round stand as text.
                return f'<c r="{at}" t="inlineStr"><is>{_text(str(cell))}</is></c>'

    return written


def _moment(at: str, moment: dt.datetime, style: int) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} is an instant without a time zone")
    utc = moment.astimezone(dt.UTC)
    seconds = utc.hour * 3600 + utc.minute * 60 + utc.second
    value = Decimal(utc.toordinal() - _DAY_ZERO) + Decimal(seconds) / 86400
    return f'<c r="{at}" s="{style}"><v>{value:.10f}</v></c>'
