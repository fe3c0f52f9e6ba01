"""Every act of every story, done by two at once: as if one had waited for the other.

What the two are answered is compared with what the same two are answered one after the other, in
a transaction that is taken back.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction

from ridgeway.governance.acts import Done
from tests.rigs.invariants import broken
from tests.rigs.life import Life, Step
from tests.rigs.races import ALLOWED, players, together
from tests.rigs.stage import Stage, won
from tests.rigs.stories import STORIES

PATIENCE = 0.08
"""Seconds that whoever is first waits for the other, who needs less if nothing stops them."""


def play_twice(hold: str = "act.judged") -> dict[str, Any]:
    """Play every story so, as far as the first faults; tells `faults` and the `acts` played."""
    played: list[str] = []
    life = Life(Stage(0, ""))
    with players() as pool:
        for name, story in STORIES.items():
            steps = story(life)
            with contextlib.suppress(StopIteration):
                step = next(steps)
                while True:
                    alone = _in_sequence(step)
                    results = together(pool, [step.perform] * 2, hold, PATIENCE)
                    played.append(step.act)
                    if found := list(_compared(results, alone)):
                        return {"faults": [f"{name}: {step.act} {what}" for what in found]}
                    step = steps.send(min(_done(results), key=lambda done: done.seq))
    return {"faults": broken(), "acts": played}


def _compared(results: list[Any], alone: list[Any]) -> Iterator[str]:
    if not won(results) or won(results) != won(alone):
        yield f"is acknowledged {won(results)} times, in sequence {won(alone)} times: {results}"
    for one in results:
        if not isinstance(one, (Done, *ALLOWED)):
            yield f"ends in {type(one).__name__}: {one}"


def _done(results: list[Any]) -> list[Done]:
    return [one for one in results if isinstance(one, Done)]


def _in_sequence(step: Step) -> list[Any]:
    with transaction.atomic():
        results = [_answer(step.perform), _answer(step.perform)]
        transaction.set_rollback(True)
    return results


def _answer(move: Callable[[], Done]) -> Any:
    try:
        return move()
    except ALLOWED as refused:
        return refused
