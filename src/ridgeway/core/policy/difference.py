"""What changed between two versions of a policy, in words, with the clause of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ridgeway.core.dates.offset import Offset, offset_in_words
from ridgeway.core.dates.wording import day_month_year
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.value import Value, shape_of

# What a reader takes as identity or background, not as a rule that changed.
SILENT = frozenset({"history", "format"})
ROW_NAMES = ("id", "process", "action", "version", "matter", "place")


class Kind(StrEnum):
    """How a rule differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule that differs: where it stands, how it changed, and under which clause."""

    place: str
    kind: Kind
    clause: str
    sentence: str


def differences(old: Rulebook, new: Rulebook) -> tuple[Difference, ...]:
    """Every difference, in the order of a rulebook's sections."""
    found: list[Difference] = []
    for part in shape_of(Rulebook):
        if part.name not in SILENT:
            found += _compare(part.name, getattr(old, part.name), getattr(new, part.name), "")
    return tuple(found)


def _compare(place: str, old: Any, new: Any, clause: str) -> Iterator[Difference]:
    if old == new:
        return
    clause = getattr(new, "clause", "") or getattr(old, "clause", "") or clause
    if _is_rows(old) and _is_rows(new):
        yield from _compare_rows(place, old, new)
    elif type(old) is type(new) and isinstance(new, Value):
        kind: Any = type(new)
        for part in shape_of(kind):
            below = f"{place}.{part.name}"
            yield from _compare(below, getattr(old, part.name), getattr(new, part.name), clause)
    elif isinstance(old, Value) and new is None:
        yield Difference(place, Kind.REMOVED, clause, f"{place} is no longer there")
    elif isinstance(new, Value) and old is None:
        yield Difference(place, Kind.ADDED, clause, f"{place} is new")
    else:
        text = f"{place} was {said(old)} and is {said(new)}"
        yield Difference(place, Kind.CHANGED, clause, text)


def _compare_rows(place: str, old: Any, new: Any) -> Iterator[Difference]:
    before, after = _named(old), _named(new)
    for name, row in before.items():
        if name not in after:
            text = f"{place} “{name}” is no longer there: {_title(row)}"
            yield Difference(f"{place}.{name}", Kind.REMOVED, getattr(row, "clause", ""), text)
    for name, row in after.items():
        if name not in before:
            text = f"{place} “{name}” is new: {_title(row)}"
            yield Difference(f"{place}.{name}", Kind.ADDED, getattr(row, "clause", ""), text)
        else:
            yield from _compare(f"{place}.{name}", before[name], row, "")


def _is_rows(value: object) -> bool:
    """A list of tables; an empty list counts, so that a section that filled up reads as rows."""
    return isinstance(value, tuple) and all(isinstance(row, Value) for row in value)


def _named(rows: Any) -> dict[str, Value]:
    return {_row_name(row, number): row for number, row in enumerate(rows, 1)}


def _row_name(row: Value, number: int) -> str:
    name = next((getattr(row, key) for key in ROW_NAMES if hasattr(row, key)), None)
    return str(name or number)


def _title(row: Value) -> str:
    for key in ("title", "name", "what", "says", "process"):
        if text := getattr(row, key, ""):
            return str(text)
    return _row_name(row, 0)


def said(value: object) -> str:
    """A value as a reader says it."""
    if value in (None, "", ()):
        return "not stated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(said(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {said(part)}" for key, part in value.items())
    return _said_plain(value)


def _said_plain(value: object) -> str:
    if isinstance(value, Offset):
        return offset_in_words(value, "its anchor")
    return day_month_year(value) if isinstance(value, dt.date) else str(value)
