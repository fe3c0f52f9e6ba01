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
from dataclasses import asdict, replace
from typing import Any

from django.db import connection, connections

from ridgeway import faults
from ridgeway.governance.acts import SECRETS, Done
from ridgeway.governance.record.models import IdempotencyKey
from tests.rigs.invariants import broken
from tests.rigs.life import Life, Step
from tests.rigs.scene import Journal
from tests.rigs.stage import Stage
from tests.rigs.stories import STORIES, outcome

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


def kill_stories(*, every: bool = False) -> dict[str, Any]:
    """Play every story on one release, as far as the first fault.

    Each act is killed at the points of its own, right before and right after its commit, and at one
    of the door's other points, which take turns; or at `every` one. Tells `faults`, for each act
    the points `passed` and `killed` at, and `outcome` where the end was reached.
    """
    passed: list[tuple[str, list[str]]] = []
    killed: list[tuple[str, list[str]]] = []
    life = Life(Stage(0, ""))
    for name, story in STORIES.items():
        steps = story(life)
        with contextlib.suppress(StopIteration):
            step = next(steps)
            while True:
                held, points = _held(), _passed(step)
                chosen = points[:-1] if every else _in_turn(points[:-1], len(passed))
                passed.append((step.act, points))
                killed.append((step.act, chosen))
                found = list(_before_commit(step, points, chosen, held))
                # What a death left behind may itself refuse the act from then on.
                done = None if found else _after_commit(step, f"{name}/{len(passed)}", found)
                if found or done is None:
                    return {"faults": [f"{name}: {step.act} {one}" for one in found]}
                step = steps.send(done)
    return {"faults": broken(), "passed": passed, "killed": killed, "outcome": outcome(life)}


def _in_turn(points: list[str], turn: int) -> list[str]:
    """The points of the act itself, and one of those that all acts pass."""
    own = [point for point in points if not point.startswith("act.")]
    shared = [point for point in points if point.startswith("act.")]
    return [*own, shared[turn % len(shared)]]


def _passed(step: Step) -> list[str]:
    """The points that the act passes, found by doing it up to its commit, where it is killed."""
    reading, writing = os.pipe()
    _forked(step, Teller(writing), "", writing)
    with os.fdopen(reading, encoding="ascii") as stream:
        return list(dict.fromkeys(stream.read().split()))


def _before_commit(step: Step, points: list[str], chosen: list[str], held: str) -> Iterator[str]:
    if points[-1:] != [LAST]:
        yield f"came no further than {points}"
    for point in chosen:
        if not _forked(step, point, ""):
            yield f"was not killed at {point}"
    if _held() != held:
        yield f"killed at {', '.join([LAST, *chosen])} left something behind"


def _after_commit(step: Step, key: str, found: list[str]) -> Done:
    if not _forked(step, AFTER, key):
        found.append("was not killed after its commit")
    held = _held()
    done = step.perform(key)
    Journal().write(done)
    if _held() != held:
        found.append("the repeat after a commit changed something")
    answers = IdempotencyKey.objects.filter(key=key, actor_id=step.actor.person_id)
    kept = replace(done, answer={k: v for k, v in done.answer.items() if k not in SECRETS})
    if [one.answer for one in answers] != [asdict(kept)] or step.perform(key) != kept:
        found.append("the repeat is answered otherwise")
    return done


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
    """A digest of every row of every table."""
    whole = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - of the live schema
            whole.update(repr((table, sorted(map(repr, cursor.fetchall())))).encode())
    return whole.hexdigest()
