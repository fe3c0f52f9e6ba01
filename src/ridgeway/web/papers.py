"""The frozen content of a paper, laid out to be read: facts, then tables, in the order it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

QUIET = frozenset({"id", "version", "t", "schema"})
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper: facts as pairs, or rows under columns, or both."""

    title: str
    facts: tuple[tuple[str, str | None], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def sections_of(content: Mapping[str, Any]) -> tuple[Section, ...]:
    """The paper's parts; what is plain comes first, each list of rows is a table of its own."""
    facts, found = [], []
    for name, value in content.items():
        if name in QUIET or name.endswith("_id"):
            continue
        if isinstance(value, Mapping):
            inner = tuple((words(k), said(v)) for k, v in value.items() if not _quiet(k))
            found.append(Section(words(name), facts=inner))
        elif _is_table(value):
            found.append(_table(name, value))
        else:
            facts.append((words(name), said(value)))
    head = (Section("", facts=tuple(facts)),) if facts else ()
    return (*head, *found)


def _is_table(value: Any) -> bool:
    return isinstance(value, Sequence) and bool(value) and isinstance(value[0], Mapping)


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> Section:
    columns = [k for k in dict.fromkeys(k for row in rows for k in row) if not _quiet(k)]
    cells = tuple(tuple(said(row.get(k)) or "" for k in columns) for row in rows)
    return Section(words(name), columns=tuple(words(c) for c in columns), rows=cells)


def _quiet(name: str) -> bool:
    return name in QUIET or name.endswith("_id")


def words(name: str) -> str:
    """`go_live_date` as `Go live date`."""
    spaced = name.replace("__", " ").replace("_", " ").replace("-", " ")
    return spaced[:1].upper() + spaced[1:]


def said(value: Any, depth: int = 0) -> str | None:
    """A value as it is read; what is not held is None."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        if depth >= DEEPEST:
            return "…"
        parts = ((k, said(v, depth + 1)) for k, v in value.items() if not _quiet(k))
        return "; ".join(f"{words(k).lower()}: {v}" for k, v in parts if v)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(filter(None, (said(part, depth + 1) for part in value)))
    return str(value)
