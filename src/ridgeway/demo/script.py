"""Plays acts written as data: each goes through the one door, with its source.

A text `$name` stands for the subject of an earlier act saved `as` that name, `$body:opsg` for a
body by its key, `$today-30` for the day thirty days ago, `$thursday+7` for the Thursday after the
next one, `$digest:name` for what lay in front of a body with the resolution saved under that name.
`each` repeats an act for rows of values, which fill `{0}`, `{1}` and so on. `by` is the user name
of whoever acts, if it is not the administrator; with a `part` the name stands for that part of the
answer, where an act makes a part of its subject.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ridgeway.governance.acting import Told
from ridgeway.governance.actor import Actor, Via
from ridgeway.governance.acts import Done, perform
from ridgeway.governance.codes.queries import person_actor
from ridgeway.governance.committees.models import Resolution

DAY = re.compile(r"(?P<from>today|thursday)(?P<away>[+-]\d+)?")
THURSDAY = 3


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
        actor = self.actor
        if "by" in act:
            actor = person_actor(act["by"], via=Via.IMPORT, on=self.at.date())
        done = perform(
            act["act"],
            self.named(act["on"]),
            self.named(act.get("given", {})),
            actor=actor,
            at=self.at,
            told=Told(
                reason=act.get("reason", ""), acting_for=act.get("acting_for", ""), source=source
            ),
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
            return self._stands_for(value[1:])
        return value

    def _stands_for(self, name: str) -> str:
        day, (kind, _, about) = DAY.fullmatch(name), name.partition(":")
        if day:
            return self._day(day["from"], int(day["away"] or 0)).isoformat()
        if kind == "digest":
            return Resolution.objects.get(pk=self.names[about]).subject_digest
        return self.names[name]

    def _day(self, origin: str, away: int) -> dt.date:
        today = self.at.date()
        to_thursday = (THURSDAY - today.weekday()) % 7 if origin == "thursday" else 0
        return today + dt.timedelta(days=to_thursday + away)


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
