"""What each column of a register takes, in words, from the fields that the lines declare."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ridgeway.governance.intake.lines import KINDS

OF_WORDS = ("^(", ")$")
NUMBER_WORDS = {"ge": "{} or more", "le": "{} at most"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name and by the title that may head it too."""

    name: str
    title: str
    takes: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of line: the name of its sheet or list, and its columns."""

    kind: str
    plural: str
    columns: tuple[Column, ...]


def shapes() -> tuple[Shape, ...]:
    """Every kind of line, in the order in which one may name another."""
    return tuple(
        Shape(kind, plural, tuple(_column(n, f) for n, f in model.model_fields.items()))
        for kind, (plural, model) in KINDS.items()
    )


def as_markdown() -> str:
    """Every kind of line with its columns, as the documentation shows them."""
    return "\n".join(
        line
        for shape in shapes()
        for line in (f"### {shape.plural.capitalize()}\n", *_rows(shape), "")
    )


def _rows(shape: Shape) -> Iterator[str]:
    yield "| Column | Title | Takes |"
    yield "|---|---|---|"
    for it in shape.columns:
        more = f" {it.description}." if it.description else ""
        takes = it.takes.replace("|", "\\|")
        name = f"`{it.name}`{' (required)' if it.required else ''}"
        yield f"| {name} | {it.title} | {takes}.{more} |"


def takes(kind: str, name: str) -> str:
    """What a column of a kind of line takes; nothing for one that there is not."""
    field = KINDS[kind][1].model_fields.get(name)
    return _takes(field.annotation, field.metadata) if field else ""


def _column(name: str, field: FieldInfo) -> Column:
    return Column(
        name=name,
        title=str(field.title or name),
        takes=_takes(field.annotation, field.metadata),
        required=field.is_required(),
        description=str(field.description or ""),
    )


def _takes(annotation: Any, limits: list[Any]) -> str:
    """`a date, such as 2026-06-25`, from a type and what limits it."""
    origin = get_origin(annotation)
    if origin is Annotated:
        kind, *more = get_args(annotation)
        inner = [it for m in more for it in (m.metadata if isinstance(m, FieldInfo) else (m,))]
        return _takes(kind, [*inner, *limits])
    if origin in (Union, types.UnionType):
        kind = next(it for it in get_args(annotation) if it is not type(None))
        return _takes(kind, limits)
    if origin in (tuple, list):
        inner = get_args(annotation)[0]
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            named = ", ".join(f'"{name}": …' for name in inner.model_fields)
            return f"a list, in a cell as [{{{named}}}]"
        return 'a list, in a cell as ["one", "two"]'
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return f"one of: {', '.join(str(it.value) for it in annotation)}"
    return _plain(annotation, limits)


def _plain(kind: Any, limits: list[Any]) -> str:
    said = {name: value for it in limits for name, value in _limits(it)}
    if kind is dt.date:
        return "a date, such as 2026-06-25"
    if kind is bool:
        return "yes or no"
    if kind is int:
        bounds = [words.format(f"{said[k]:,}") for k, words in NUMBER_WORDS.items() if k in said]
        return ", ".join(["a whole number", *bounds])
    pattern = str(said.get("pattern", ""))
    if pattern.startswith(OF_WORDS[0]) and pattern.endswith(OF_WORDS[1]) and "[" not in pattern:
        return f"one of: {', '.join(pattern[2:-2].split('|'))}"
    longest = said.get("max_length")
    return f"text, {longest:,} characters at most" if longest else "text"


def _limits(it: Any) -> list[tuple[str, Any]]:
    """What one piece of a field's metadata says: a single bound, or several together."""
    names = ("pattern", "max_length", "ge", "le")
    return [(n, v) for n in names if (v := getattr(it, n, None)) is not None]
