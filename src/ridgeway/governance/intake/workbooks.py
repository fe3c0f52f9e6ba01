"""Workbooks (XLSX) as rows of text, cell by cell, as a CSV file would hold them.

What a workbook cannot be trusted with is refused before it is read: more bytes than it may unpack
to, and cells that show nothing certain (a formula without its result, an error of a formula).
"""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from defusedxml import ElementTree  # type: ignore[import-untyped]
from python_calamine import CalamineError, CalamineWorkbook

MOST_UNPACKED = 400 * 1024 * 1024
"""Bytes that a workbook may unpack to: a register of 100,000 modifications takes a quarter."""

MOST_MEMBERS = 2000
_CHUNK = 1024 * 1024
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ElementTree.ParseError,
    LookupError,  # a member or a link that is not there, an unknown encoding
    ValueError,
    OSError,
    EOFError,
    RuntimeError,  # an encrypted member, a way of packing that nobody knows
)
"""All that reading a broken archive or its markup can raise."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class NotReadable(ValueError):
    """A workbook, or a sheet of it, that cannot be read; the message says why and `right` what
    would be right."""

    def __init__(self, wrong: str, right: str = "") -> None:
        super().__init__(wrong)
        self.right = right


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its title, its rows of text from the first row on, and cells without a value.

    `doubtful` are cells by (row from 1, column from 0) with what is wrong with them.
    """

    title: str
    rows: list[list[str]]
    doubtful: dict[tuple[int, int], str]


def sheets_of(content: bytes) -> Iterator[Sheet]:
    """Every sheet that holds something. Raises NotReadable."""
    doubts = _doubts(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for title in book.sheet_names:
            rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            if rows:
                yield Sheet(title, [[_text(c) for c in row] for row in rows], doubts.get(title, {}))
    except CalamineError as error:
        raise NotReadable(f"is not a workbook that can be read: {error}.") from None


def column_letters(number: int) -> str:
    """The letters of a column counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _text(cell: Any) -> str:
    match cell:
        case str():
            return cell
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer() and abs(cell) < 2**53:
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.datetime() | dt.date() | dt.time():
            return cell.isoformat()
        case _:
            return str(cell)


def _doubts(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Cells without a certain value, by the title of their sheet."""
    right = "Save it from the spreadsheet program as XLSX."
    found = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _measure(archive)
            for title, member in _members(archive):
                xml = archive.read(member)
                if b"<f" in xml or b":f" in xml or b't="e"' in xml:
                    found[title] = dict(_doubtful(xml))
    except NotReadable:
        raise
    except _BROKEN:
        raise NotReadable("is not a workbook that can be read.", right) from None
    return found


def _measure(archive: zipfile.ZipFile) -> None:
    """Unpack once without keeping anything: what a member says of its size is not believed."""
    members = archive.infolist()
    left = MOST_UNPACKED
    for member in members[: MOST_MEMBERS + 1]:
        with archive.open(member) as stream:
            while left >= 0 and (piece := stream.read(_CHUNK)):
                left -= len(piece)
    if left < 0 or len(members) > MOST_MEMBERS:
        limit = MOST_UNPACKED // _CHUNK
        raise NotReadable(f"unpacks to more than {limit} MB.", "Bring it in as smaller files.")


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The title of each sheet and the member of the archive that holds its cells."""
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets[sheet.get(_LINK)]
        yield sheet.get("name", ""), target[1:] if target.startswith("/") else f"xl/{target}"


def _doubtful(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for _, cell in ElementTree.iterparse(io.BytesIO(xml)):
        if cell.tag != f"{_MAIN}c":
            continue
        value = cell.findtext(f"{_MAIN}v") or ""
        if cell.get("t") == "e":
            yield _place(cell.get("r", "")), f"shows the error {value}"
        elif cell.find(f"{_MAIN}f") is not None and not value and cell.get("t") != "str":
            yield _place(cell.get("r", "")), "holds a formula without its result"
        cell.clear()


def _place(reference: str) -> tuple[int, int]:
    """`D12` as row 12, column 3."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :] or 0), column - 1
