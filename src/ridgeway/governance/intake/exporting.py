"""A code's register as a file that the same Ridgeway, or another, can bring in again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ridgeway.core.record.canonical import plain
from ridgeway.governance.actor import Actor
from ridgeway.governance.intake.holding import held_lines
from ridgeway.governance.intake.lines import KINDS
from ridgeway.governance.intake.reading import FORMAT


def export_json(actor: Actor, code_id: str) -> Iterator[str]:
    """What the actor may see, in pieces of text: one line for each line of the register."""
    yield f'{{"format": "{FORMAT}"'
    for kind, (plural, _) in KINDS.items():
        yield f',\n"{plural}": ['
        mark = "\n"
        for line in held_lines(code_id, kind, actor):
            yield mark + json.dumps(plain(_stated(line)), ensure_ascii=False)
            mark = ",\n"
        yield "]"
    yield "}\n"


def export_table(
    actor: Actor, code_id: str, kind: str
) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """Columns and rows of one kind of line, as cells of a table; lists are written as JSON."""
    columns = tuple(KINDS[kind][1].model_fields)
    lines = held_lines(code_id, kind, actor)
    return columns, (tuple(_cell(line.get(name)) for name in columns) for line in lines)


def _stated(line: dict[str, Any]) -> dict[str, Any]:
    """The line without what is not held, which a reader takes for granted anyway."""
    return {name: value for name, value in line.items() if value is not None and value != ""}


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value
