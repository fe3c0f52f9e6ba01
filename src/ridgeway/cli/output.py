"""How answers leave the terminal: JSON, CSV, aligned text, and a rich table on a screen only."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import click

Row = Sequence[str]


def print_json(value: Any) -> None:
    """Indented; a list has one entry a line, which writes a plan of ten years ten times faster."""
    if isinstance(value, list) and value:
        entries = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in value)
        click.echo(f"[\n{entries}\n]")
    else:
        click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def print_csv(columns: Row, rows: Sequence[Row]) -> None:
    """RFC 4180 lines. A cell that a spreadsheet would run as a formula is led by an apostrophe."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    click.echo(text.getvalue(), nl=False)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def print_table(columns: Row, rows: Sequence[Row]) -> None:
    """Aligned columns: drawn by rich on a terminal, plain text anywhere else."""
    clean = [[printable(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, header_style="bold", pad_edge=False)
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in clean:
            table.add_row(*(Text(cell) for cell in row))
        Console().print(table)
        return
    widths = [max(map(len, cells)) for cells in zip(columns, *clean, strict=True)]
    for row in [list(columns), *clean]:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(line.rstrip())


def printable(text: str) -> str:
    """The text without what would steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def say(text: str) -> None:
    """One line of prose, safe for a terminal."""
    click.echo(printable(text))
