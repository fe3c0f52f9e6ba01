"""Each act of a story is killed at every point that it passes, and then done after all.

A fork of this process does the act and dies of it: so a point costs milliseconds, and what the
tables held before is compared with what they hold after.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.apps import apps
from django.db import connections

from ridgeway import faults
from ridgeway.governance.acts import Done
from ridgeway.governance.record.models import IdempotencyKey
from tests.rigs.invariants import broken
from tests.rigs.life import STORIES, Life, Step, outcome
from tests.rigs.scene import Journal
from tests.rigs.stage import Stage

LAST, AFTER = "act.before-commit", "act.after-commit"


class Teller:
    """Stands for the name of the point to die at: tells each that is passed, dies at the last."""

    def __init__(self, writing: int) -> None:
        self.writing = writing

    def __ne__(self, name: object) -> bool:
        os.write(self.writing, f"{name}\n".encode())
        if name == LAST:
            os.kill(os.getpid(), signal.SIGKILL)
        return True

    __hash__ = None  # type: ignore[assignment]


def kill_stories(seed: str = "") -> dict[str, Any]:
    """Play every story on one release, as far as the first fault.

    Tells `faults`, `passed` (the points of each act) and, where the end was reached, `outcome`.
    """
    stage = Stage(0, seed)
    passed: list[tuple[str, list[str]]] = []
    life = Life(stage)
    for name, story in STORIES.items():
        steps = story(life)
        with contextlib.suppress(StopIteration):
            step = next(steps)
            while True:
                points = _passed(step)
                done, found = _killed(step, points, key=f"{name}/{len(passed)}")
                passed.append((step.act, points))
                if found:
                    return {"faults": [f"{name}: {step.act} {one}" for one in found]}
                step = steps.send(done)
    return {"faults": broken(), "passed": passed, "outcome": outcome(life)}


def _passed(step: Step) -> list[str]:
    """The points that the act passes, found by doing it up to its commit."""
    reading, writing = os.pipe()
    _forked(step, Teller(writing), "", writing)
    with os.fdopen(reading, encoding="ascii") as stream:
        return list(dict.fromkeys(stream.read().split()))


def _killed(step: Step, points: list[str], key: str) -> tuple[Done, list[str]]:
    found = list(_before_commit(step, points, key))
    if not _forked(step, AFTER, key):
        found.append("was not killed after its commit")
    held = _held()
    done = step.perform(key)
    Journal().write(done)
    if _held() != held:
        found.append("the repeat after a commit changed something")
    answers = IdempotencyKey.objects.filter(key=key, actor_id=step.actor.person_id)
    if [one.answer for one in answers] != [asdict(done)] or step.perform(key) != done:
        found.append("the repeat is answered otherwise")
    return done, found


def _before_commit(step: Step, points: list[str], key: str) -> Iterator[str]:
    if points[-1:] != [LAST]:
        yield f"came no further than {points}"
    held = _held()
    for point in points:
        if not _forked(step, point, key):
            yield f"was not killed at {point}"
        if _held() != held:
            yield f"killed at {point} left something behind"


def _forked(step: Step, target: Any, key: str, writing: int | None = None) -> bool:
    """Do the act in a process of its own, which dies at the target; whether it died there."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        faults._target, faults._pass = target, "1"
        try:
            step.perform(key)
        finally:
            os._exit(1)
    if writing is not None:
        os.close(writing)
    _, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _held() -> str:
    """A digest of every row of every table of the product."""
    whole = hashlib.sha256()
    for model in apps.get_models():
        if model.__module__.startswith("ridgeway."):
            for row in model._default_manager.order_by("pk").values_list():
                values = [bytes(v) if isinstance(v, memoryview) else v for v in row]
                whole.update(repr((model._meta.label, values)).encode())
    return whole.hexdigest()
