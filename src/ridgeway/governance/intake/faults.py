"""What is wrong with a file: every fault with its line and field, and what would be right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands; `line` counts from 1, 0 where no line can be named.

    In a workbook: the sheet, and the letters of the column that holds each field.
    """

    file: str
    line: int = 0
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __str__(self) -> str:
        return self.of("")

    def of(self, name: str) -> str:
        """The place of one field of the line: its cell in a workbook, such as `Parties!B7`."""
        if not self.sheet:
            return f"{self.file}:{self.line}" if self.line else self.file
        cell = f"{self.columns.get(name, '')}{self.line or ''}"
        return f"{self.file}, {self.sheet}!{cell}" if cell else f"{self.file}, {self.sheet}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong. `field` is empty where the whole line is at fault."""

    place: Place
    field: str
    wrong: str
    right: str = ""

    def __str__(self) -> str:
        where = self.place.of(self.field) + (f": {self.field}" if self.field else "")
        return f"{where}: {self.wrong}{' ' + self.right if self.right else ''}"


class FaultyFiles(ValueError):
    """A register that cannot be brought in; nothing was stored. `faults` holds every reason."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


NO_SUCH = {"date": "is no date", "int": "is no whole number", "bool": "is neither yes nor no"}
"""What is wrong with a value of a type, by the first word of what the validator calls it."""


def of_validation(
    place: Place, errors: Iterable[Any], fields: Iterable[str], takes: Callable[[str], str]
) -> list[Fault]:
    """Faults from what pydantic found wrong with one line; `takes` says what a field takes."""
    found = []
    for error in errors:
        name = ".".join(str(step) for step in error["loc"])
        if error["type"] == "extra_forbidden":
            wrong, right = "there is no such field.", f"Use: {', '.join(fields)}."
        else:
            wrong, right = _wrong(error, name), takes(name.partition(".")[0])
            right = f"Give {right}." if right else ""
        found.append(Fault(place, name, wrong, right))
    return found


def _wrong(error: Any, name: str) -> str:
    if error["type"] == "missing":
        return "is missing."
    shown = _shown(error["input"])
    first, _, how = error["type"].partition("_")
    if first in NO_SUCH and how.endswith(("parsing", "type")):
        return f"{shown} {NO_SUCH[first]}."
    said = error["msg"].removeprefix("Value error, ")
    return f"{f'{shown}: ' if name else ''}{said[:1].lower()}{said[1:]}."


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
