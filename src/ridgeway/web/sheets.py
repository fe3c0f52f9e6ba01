"""Rows answered as a file for a spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from ridgeway.documents.sheets import Cell, csv_rows
from ridgeway.documents.workbook import to_xlsx

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The forms that a sheet can have, each with its media type."""


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    """The rows as CSV, written while they are read. `name` is the file's, without its ending."""
    answer = StreamingHttpResponse(csv_rows(columns, rows), content_type=MEDIA["csv"])
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def sheet(
    form: str,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    title: str,
    made_at: dt.datetime,
) -> HttpResponseBase:
    """The rows in the form asked for, one of MEDIA; as a workbook under `title`."""
    if form == "csv":
        return csv_file(name, columns, rows)
    made = to_xlsx(columns, rows, title=title, made_at=made_at)
    answer = FileResponse(
        made, as_attachment=True, filename=f"{name}.xlsx", content_type=MEDIA["xlsx"]
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
