"""Plays acts written as data: each goes through the one door, with its source.

A text `$name` stands for the subject of an earlier act saved `as` that name, `$body:opsg` for a
body by its key; with a `part` the name stands for that part of the answer. `each` repeats an act
for rows of values, which fill `{0}`, `{1}` and so on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ridgeway.governance.acting import Told
from ridgeway.governance.actor import Actor
from ridgeway.governance.acts import Done, perform


@dataclass
class Player:
    """Performs acts in order and remembers the subjects that they made."""

    actor: Actor
    at: dt.datetime
    names: dict[str, str]
    sources: dict[str, str] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)

    def play(self, acts: list[dict[str, Any]]) -> None:
        for act in acts:
            for one in repeated(act):
                self._perform(one)

    def _perform(self, act: dict[str, Any]) -> None:
        source = self.sources.get(act.get("source", ""), "")
        done = perform(
            act["act"],
            self.named(act["on"]),
            self.named(act.get("given", {})),
            actor=self.actor,
            at=self.at,
            told=Told(reason=act.get("reason", ""), source=source),
        )
        self.done.append(done)
        if "as" in act:
            self.names[act["as"]] = done.answer.get(act.get("part", ""), done.subject_id)

    def named(self, value: Any) -> Any:
        """The value with every `$name` replaced by the identity that it stands for."""
        if isinstance(value, dict):
            return {key: self.named(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.named(item) for item in value]
        if isinstance(value, str) and value.startswith("$"):
            return self.names[value[1:]]
        return value


def repeated(act: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The act once, or once for each row of its `each`."""
    if "each" not in act:
        yield act
        return
    for row in act["each"]:
        yield {key: filled(value, row) for key, value in act.items() if key != "each"}


def filled(value: Any, row: list[Any]) -> Any:
    """The value with `{0}` and so on from the row; a text that is only `{0}` keeps its type."""
    if isinstance(value, dict):
        return {key: filled(item, row) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, row) for item in value]
    if not isinstance(value, str):
        return value
    for number, item in enumerate(row):
        if value == f"{{{number}}}":
            return item
        value = value.replace(f"{{{number}}}", str(item))
    return value
