"""Plays acts written as data: each goes through the one door, with its source.

A text `$name` stands for the subject of an earlier act saved `as` that name, `$body:opsg` for a
body by its key, `$today-30` for the day thirty days ago, `$thursday+7` for the Thursday after the
next one, `$digest:name` for what lay in front of a body with the resolution saved under that name,
`$notice:name/rule` for the first notice that a rule makes owed about the subject saved so,
`$policy:name` for the text of a shipped policy.

A `day` with its `acts` tells what was done on that day, at nine; days come in their order. `each`
repeats an act for rows of values, which fill `{0}`, `{1}` and so on. `by` is the user name of
whoever acts, if it is not the administrator; with a `part` the name stands for that part of the
answer, where an act makes a part of its subject.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ridgeway.core.policy.loading import shipped_rulebooks
from ridgeway.governance.acting import Told
from ridgeway.governance.actor import Actor, Via
from ridgeway.governance.acts import Done, perform
from ridgeway.governance.codes.queries import person_actor
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.notices.models import Notice

DAY = re.compile(r"\$(?P<from>today|thursday)(?P<away>[+-]\d+)?")
THURSDAY = 3
POLICIES = {name: path.read_text("utf-8") for name, _, path in shipped_rulebooks()}
MORNING = dt.time(9, tzinfo=dt.UTC)


@dataclass
class Player:
    """Performs acts in order and remembers the subjects that they made.

    `at` is the moment at which it acts, `today` the day that the script's days count from.
    """

    actor: Actor
    at: dt.datetime
    today: dt.date
    names: dict[str, str]
    sources: dict[str, str] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)

    def play(self, acts: list[dict[str, Any]]) -> None:
        for act in acts:
            if "day" in act:
                self.turn_to(morning(act["day"], self.today))
                self.play(act["acts"])
                continue
            for one in repeated(act):
                self._perform(one)

    def turn_to(self, at: dt.datetime) -> None:
        """Act at a later moment from now on; a record does not run backwards."""
        if at < self.at:
            raise ValueError(f"{at} comes before {self.at}, which is on the record already")
        self.at = at

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
        kind, _, about = name.partition(":")
        if DAY.fullmatch(f"${name}"):
            return day_named(f"${name}", self.today).isoformat()
        if kind == "notice":
            subject, _, rule = about.partition("/")
            owed = Notice.objects.filter(subject_id=self.names[subject], rule=rule, state="owed")
            return owed.earliest("owed_at", "pk").pk
        if kind == "policy":
            return POLICIES[about]
        if kind == "digest":
            return Resolution.objects.get(pk=self.names[about]).subject_digest
        return self.names[name]


def day_named(name: str, today: dt.date) -> dt.date:
    """The day that `$today-30` or `$thursday+7` stands for."""
    found = DAY.fullmatch(name)
    if found is None:
        raise ValueError(f"{name!r} is no day of a script")
    to_thursday = (THURSDAY - today.weekday()) % 7 if found["from"] == "thursday" else 0
    return today + dt.timedelta(days=to_thursday + int(found["away"] or 0))


def morning(name: str, today: dt.date) -> dt.datetime:
    """When a day of a script begins."""
    return dt.datetime.combine(day_named(name, today), MORNING)


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
