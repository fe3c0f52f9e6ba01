"""Who acts in a race, and what a round of one consists of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ridgeway.governance import acts
from ridgeway.governance.actor import Actor
from ridgeway.governance.acts import Done
from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.record.models import Event
from tests.rigs.scene import AT, actor_named, members, plan_release

Move = Callable[[], Any]


@dataclass
class Round:
    """Moves that start together, and what must hold afterwards."""

    moves: list[Move]
    check: Callable[[list[Any]], Iterator[str]]


@dataclass
class Stage:
    """Who acts, and the threads that do."""

    port: int
    seed: str
    administrator: Actor = field(default_factory=lambda: actor_named("code-administrator"))
    chair: Actor = field(default_factory=lambda: actor_named("chair"))
    seated: list[Actor] = field(default_factory=members)
    code: str = field(default_factory=lambda: Code.objects.get().id)
    panel: str = field(default_factory=lambda: Body.objects.get(key="panel").id)
    number: int = 0

    def do(self, act: str, subject: str, actor: Actor, key: str = "", **given: Any) -> Done:
        return acts.perform(act, subject, given, actor=actor, at=AT, key=key)

    def release(self) -> str:
        self.number += 1
        day = dt.date(2027, 11, 4) + dt.timedelta(days=self.number % 300)
        return plan_release(self.administrator, day, AT).subject_id

    def resolution(self, *, about: str = "") -> Resolution:
        done = self.do(
            "resolution.propose",
            self.code,
            self.administrator,
            subject_id=about or self.release(),
            body=self.panel,
            matter="budget",
            text="that it be so",
            rule={"quorum": 1},
        )
        return Resolution.objects.get(pk=done.subject_id)

    def vote(self, resolution: Resolution, member: Actor, position: str = "for") -> Move:
        given = {"position": position, "paper_digest": resolution.subject_digest}
        return lambda: self.do("resolution.vote", resolution.id, member, **given)


def order(subject: str) -> list[tuple[str, str]]:
    rows = Event.objects.filter(subject_id=subject).order_by("seq")
    return list(rows.values_list("act", "actor_id"))


def won(results: list[Any]) -> int:
    return sum(isinstance(one, Done) for one in results)
