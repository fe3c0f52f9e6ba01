"""The heads of a table's columns, as the table part takes them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A head. `href` sorts by it, `sort` is how the table is sorted by it now."""

    text: str
    numeric: bool = False
    href: str = ""
    sort: str = ""


def columns(*names: str) -> tuple[Column, ...]:
    """Heads by name; one that begins with `#` is of numbers."""
    return tuple(Column(name.removeprefix("#"), name.startswith("#")) for name in names)
