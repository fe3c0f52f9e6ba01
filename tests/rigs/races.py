"""Two actors at once: each family plays a round with threads and says what came out wrong.

A round is prepared alone, then its moves start together. `hold` names a race point at which the
first move waits until the others are done or stuck: then each known window is hit in one try.
Without it the threads run freely, with small pauses by chance at every race point.
"""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

from ridgeway import faults
from ridgeway.core.verdict import Refused
from ridgeway.governance import acts
from ridgeway.governance.acting import Stale
from ridgeway.governance.acts import Conflict, Missing
from tests.rigs.families import FAMILIES
from tests.rigs.mutants import at_once, put
from tests.rigs.stage import Move, Stage

PATIENCE = 0.5
"""Seconds that the held move waits for all the others: longer than they need alone."""

ALLOWED = (Refused, Stale, Missing, Conflict)
"""What the loser of a race may be answered; anything else is a fault."""

MOST = {"plan/plan": 60, "baseline/baseline": 12}
"""Rounds for which the calendar has slots, or that take many acts to prepare."""


def run(
    family: str, rounds: int, port: int, seed: str, hold: str = "", patience: float = PATIENCE
) -> list[str]:
    """Play rounds of a family; every fault as a line. `patience` is in seconds."""
    stage = Stage(port, seed)
    found: list[str] = []
    with players() as pool:
        for number in range(min(rounds, MOST.get(family, rounds))):
            plan = FAMILIES[family](stage)
            results = together(pool, plan.moves, hold, patience, f"{seed}:{family}:{number}")
            found += [
                f"round {number}: {type(one).__name__}: {one}"
                for one in results
                if isinstance(one, Exception) and not isinstance(one, ALLOWED)
            ]
            found += [f"round {number}: {what}" for what in plan.check(results)]
            if len(found) > 5:
                break
    return found


def players() -> ThreadPoolExecutor:
    """Threads with connections of their own, which nothing keeps apart but the database."""
    put(acts, "in_turn", transaction.atomic(at_once))
    return ThreadPoolExecutor(6, initializer=connection.ensure_connection)


def together(
    pool: ThreadPoolExecutor, moves: list[Move], hold: str, patience: float, seed: str = ""
) -> list[Any]:
    """Start the moves at once; what each returned or raised."""
    start = threading.Barrier(len(moves))
    others_done = threading.Semaphore(0)
    reached = threading.Event()
    first: list[int] = []

    def at_point(name: str) -> None:
        if not hold:
            time.sleep(chance.random() * 0.004)
        elif name == hold and threading.get_ident() in first and not reached.is_set():
            reached.set()
            end = time.monotonic() + patience
            for _ in moves[1:]:
                others_done.acquire(timeout=max(end - time.monotonic(), 0))

    def play(number: int, move: Move) -> Any:
        if number == 0:
            first.append(threading.get_ident())
        start.wait(10)
        if hold and number:
            reached.wait(patience)
        try:
            return move()
        except Exception as error:
            return error
        finally:
            if number:
                others_done.release()

    chance = random.Random(seed)  # noqa: S311 - chance, not a secret
    faults.on_racepoint = at_point
    try:
        waiting = [pool.submit(play, number, move) for number, move in enumerate(moves)]
        return [one.result(60) for one in waiting]
    finally:
        faults.on_racepoint = None
