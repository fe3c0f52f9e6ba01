"""Rows as CSV and as XLSX, streamed: memory does not grow with the number of rows.

A cell of text can never become a formula. In CSV such text is led by an apostrophe, and text that
begins with an apostrophe gets another, so taking one leading apostrophe away always gives the
original back. XLSX has typed cells and needs no such mark.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any

Cell = str | int | float | bool | Decimal | dt.date | dt.datetime | None
"""What a cell may hold; a float is for measurements only, money is a Decimal."""

_CHUNK = 64 * 1024
_ROWS_AT_ONCE = 256
_MARK = "'"
# What a spreadsheet may take for the start of a formula: the ASCII signs, their full-width and
# small forms, characters that programs trim before they look, and the mark itself.
_LIVE = frozenset(
    "=+-@|%\t\r\n\v\f\0 \u00a0\u200b\u200c\u200d\u2060\ufeff\u3000＝＋－＠﹦﹢﹣﹫−" + _MARK
)


def guarded(text: str) -> str:
    """The text as it may stand in a CSV cell.

    >>> guarded("=1+1"), guarded("plain"), guarded("'quoted")
    ("'=1+1", 'plain', "''quoted")
    """
    return _MARK + text if text[:1] in _LIVE and text else text


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell.removeprefix(_MARK)


def csv_rows(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The file in pieces of about 64 KiB: UTF-8 with a byte order mark, CRLF, RFC 4180 quotes.

    Dates are ISO 8601, instants in UTC with a `Z`, true and false `yes` and `no`, nothing is an
    empty cell. Raises ValueError for a row that has not one cell for each column.
    """
    wanted = len(columns)
    gathered = io.StringIO(newline="")
    gathered.write("\ufeff")
    writer = csv.writer(gathered)
    writer.writerow([guarded(column) for column in columns])
    source = iter(rows)
    done = 0
    while batch := list(islice(source, _ROWS_AT_ONCE)):
        for number, row in enumerate(batch, done + 1):
            if len(row) != wanted:
                raise ValueError(f"row {number} has {len(row)} cells for {wanted} columns")
        writer.writerows(
            [
                [
                    (cell if cell[:1] not in _LIVE or not cell else _MARK + cell)
                    if cell.__class__ is str
                    else cell
                    if cell is None
                    else _WAYS.get(cell.__class__, _written)(cell)
                    for cell in row
                ]
                for row in batch
            ]
        )
        done += len(batch)
        if gathered.tell() >= _CHUNK:
            yield _taken(gathered)
    yield _taken(gathered)


def _taken(gathered: io.StringIO) -> bytes:
    """What was gathered, which is then empty."""
    out = gathered.getvalue().encode("utf-8", "replace")
    gathered.seek(0)
    gathered.truncate()
    return out


def _written(cell: Cell) -> object:
    match cell:
        case dt.datetime():
            return _instant(cell)
        case dt.date():
            return cell.isoformat()
        case str():
            return guarded(str(cell))
        case Decimal():
            return f"{cell:f}"
        case _:
            # The writer makes digits of a number.
            return cell


_WAYS: dict[type, Callable[[Any], object]] = {
    bool: {True: "yes", False: "no"}.__getitem__,
    dt.date: lru_cache(8192)(dt.date.isoformat),  # few days stand in many rows
}
"""The short ways for what stands in most cells; `_written` tells everything else apart."""


def _instant(moment: dt.datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} is an instant without a time zone")
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
