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
from ridgeway.core.policy.sections import spaced, titled
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
class _Place:
    """Where something stands: as a path of keys, and as a reader finds it."""

    keys: str
    words: tuple[str, ...]

    def below(self, key: str, word: str) -> _Place:
        return _Place(f"{self.keys}.{key}", (*self.words, word))

    def told(self, what: str) -> str:
        """“Duties, Send the notice: due was …”, or “Issued date was …” for what stands alone."""
        *outer, last = self.words
        return f"{', '.join(outer)}: {last} {what}" if outer else f"{last} {what}"

    def part(self, what: str) -> str:
        """“Ad hoc releases: this part is new”."""
        return f"{', '.join(self.words)}: this part {what}"


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
            place = _Place(part.name, (titled(part.name),))
            found += _compare(place, getattr(old, part.name), getattr(new, part.name), "")
    return tuple(found)


def _compare(place: _Place, old: Any, new: Any, clause: str) -> Iterator[Difference]:
    if old == new:
        return
    clause = getattr(new, "clause", "") or getattr(old, "clause", "") or clause
    if _is_rows(old) and _is_rows(new):
        yield from _compare_rows(place, old, new)
    elif type(old) is type(new) and isinstance(new, Value):
        kind: Any = type(new)
        for part in shape_of(kind):
            below = place.below(part.name, spaced(part.name))
            yield from _compare(below, getattr(old, part.name), getattr(new, part.name), clause)
    elif isinstance(old, Value) and new is None:
        yield Difference(place.keys, Kind.REMOVED, clause, place.part("is no longer there"))
    elif isinstance(new, Value) and old is None:
        yield Difference(place.keys, Kind.ADDED, clause, place.part("is new"))
    else:
        text = place.told(f"was {_apart(old)} and is {_apart(new)}")
        yield Difference(place.keys, Kind.CHANGED, clause, text)


def _compare_rows(place: _Place, old: Any, new: Any) -> Iterator[Difference]:
    before, after = _named(old), _named(new)
    for name, row in before.items():
        if name not in after:
            gone = place.below(name, f"“{_title(row)}”")
            text, clause = gone.told("is no longer there"), getattr(row, "clause", "")
            yield Difference(gone.keys, Kind.REMOVED, clause, text)
    for name, row in after.items():
        here = place.below(name, f"“{_title(row)}”")
        if name not in before:
            text, clause = here.told("is new"), getattr(row, "clause", "")
            yield Difference(here.keys, Kind.ADDED, clause, text)
        else:
            yield from _compare(here, before[name], row, "")


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


def _apart(value: object) -> str:
    """A value within a sentence: words of the policy's own stand in quotes."""
    return f"“{value}”" if isinstance(value, str) and " " in value else said(value)


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
