"""The acts of a story: what is said in each, who says it, and the release that all is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ridgeway.governance import acts
from ridgeway.governance.acting import UNTOLD, Told
from ridgeway.governance.actor import Actor
from ridgeway.governance.acts import Done
from ridgeway.governance.committees.models import Resolution
from tests.governance.baselines.filling import SOURCE
from tests.rigs.scene import AT
from tests.rigs.stage import Stage


@dataclass(frozen=True)
class Step:
    """One act of the story, with everything that is said when it is done."""

    act: str
    subject: str
    actor: Actor
    at: dt.datetime = AT
    told: Told = UNTOLD
    given: dict[str, Any] = field(default_factory=dict)

    def perform(self, key: str = "") -> Done:
        return acts.perform(
            self.act,
            self.subject,
            self.given,
            actor=self.actor,
            at=self.at,
            told=self.told,
            key=key,
        )


Steps = Generator[Step, Done, None]
"""A story: each act that a rig is to disturb is a step; what only leads there is done at once."""


def until(steps: Steps, act: str) -> Step:
    """Do what leads to an act of a story; returns that act, still to be done."""
    step = next(steps)
    while step.act != act:
        step = steps.send(step.perform())
    return step


def play(steps: Steps) -> None:
    """Do all of a story."""
    with suppress(StopIteration):
        step = next(steps)
        while True:
            step = steps.send(step.perform())


class Life:
    """The code of a stage, its people, and the release that all of it is about."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.release = stage.release()

    def step(self, act: str, subject: str, actor: Actor | None = None, /, **given: Any) -> Step:
        return Step(act, subject, actor or self.stage.administrator, given=given)

    def attested(self, act: str, subject: str, /, **given: Any) -> Step:
        return Step(act, subject, self.stage.administrator, told=SOURCE, given=given)

    def do(self, act: str, subject: str, told: Told, **given: Any) -> Done:
        return Step(act, subject, self.stage.administrator, told=told, given=given).perform()

    def put(self, kind: str, subject: str, matter: str, **more: Any) -> Step:
        about = {"subject_type": kind, "subject_id": subject} if kind else {}
        text = {"body": self.stage.panel, "matter": matter, "text": "that it is agreed"}
        return self.step("resolution.propose", self.stage.code, **about, **text, **more)

    def decided(self, resolution: str, position: str = "for") -> Step:
        """Everybody votes so on it; the step is the close."""
        row = Resolution.objects.get(pk=resolution)
        for member in self.stage.seated:
            self.stage.vote(row, member, position)()
        return self.step("resolution.close", resolution, self.stage.chair)
