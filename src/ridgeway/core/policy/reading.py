"""A policy as it is read: section by section, each rule with its values, clause and force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ridgeway.core.lifecycle.machine import words
from ridgeway.core.policy.difference import said
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.sections import spaced, titled
from ridgeway.core.policy.terms import Answer
from ridgeway.core.policy.value import Value, shape_of

SILENT = frozenset({"clause", "force", "note", "unconfirmed", "id", "title", "name", "article"})
Names = Mapping[str, str]
ELSEWHERE = frozenset({"history", "unknown", "disagreements"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a policy as a row: what it is called, its values, its clause, its force."""

    title: str
    values: tuple[tuple[str, str], ...]
    clause: str
    force: str
    note: str
    unconfirmed: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a policy."""

    id: str
    title: str
    rules: tuple[Rule, ...]


def parts_of(book: Rulebook) -> tuple[Part, ...]:
    """Every section that states something, in the order of a rulebook."""
    found = []
    names = {body.id: body.name for body in book.bodies}
    for part in shape_of(Rulebook):
        held = getattr(book, part.name)
        if part.name in ELSEWHERE or not held:
            continue
        rows = held if isinstance(held, tuple) else (held,)
        rules = tuple(_rule(row, names) for row in rows if isinstance(row, Value))
        if rules:
            found.append(Part(part.name.replace("_", "-"), titled(part.name), rules))
    return tuple(found)


def _rule(row: Value, names: Names) -> Rule:
    kind: Any = type(row)
    values = []
    for part in shape_of(kind):
        value = getattr(row, part.name)
        if part.name in SILENT or value in (None, "", ()):
            continue
        values.append((spaced(part.name), _in_words(value, names)))
    title = next((t for name in ("title", "name", "id") if (t := getattr(row, name, ""))), "")
    return Rule(
        title=str(title),
        values=tuple(values),
        clause=str(getattr(row, "clause", "")),
        force=str(getattr(row, "force", "")),
        note=str(getattr(row, "note", "")),
        unconfirmed=bool(getattr(row, "unconfirmed", False)),
    )


def _in_words(value: Any, names: Names) -> str:
    """A value in words, with bodies by the names that the policy gives them."""
    if isinstance(value, tuple) and value and isinstance(value[0], Value):
        return "; ".join(_in_words(row, names) for row in value)
    if isinstance(value, Value):
        kind: Any = type(value)
        inner = ((p.name, getattr(value, p.name)) for p in shape_of(kind))
        return ", ".join(
            f"{spaced(name)} {_in_words(held, names)}"
            for name, held in inner
            if held not in (None, "", (), False) and name not in ("clause", "unconfirmed")
        )
    if isinstance(value, tuple):
        return ", ".join(_in_words(part, names) for part in value)
    if isinstance(value, Answer):
        return words(value)
    return names.get(value, value) if isinstance(value, str) else said(value)
