"""The rig: an instance with its scene and a mail server, fresh for each test."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.rigs.instance import Instance, Station, station
from tests.rigs.sink import Sink, running

FULL = os.environ.get("RIDGEWAY_RIGS") == "full"
SEED = os.environ.get("RIDGEWAY_RIG_SEED", "1")


@dataclass
class Rig:
    """An instance, its mail server, and the count of rounds played."""

    on: Instance
    sink: Sink
    number: int = 0
    minute: int = 0

    def next_round(self) -> dict[str, Any]:
        self.number += 1
        self.sink.attempts.clear()
        return self.again()

    def again(self) -> dict[str, Any]:
        """The same round, some hours later."""
        self.minute += 240
        return {"number": self.number, "port": self.sink.port, "minute": self.minute}

    def faults(self, *, whole: bool = True) -> list[str]:
        """Every invariant that does not hold now, the ledger of messages among them."""
        found = self.on.do("invariants:broken")
        return [*found, *self.ledger(whole=whole)]

    def ledger(self, *, whole: bool = True) -> list[str]:
        """Where the mail server's journal and the ledger disagree."""
        journal = [one.told() for one in self.sink.journal]
        found = self.on.do("crash:disagreements", journal=journal, whole=whole)
        return list(found)


def chance(*parts: object) -> random.Random:
    """Chance that comes again: by the seed of the run and by what it is for."""
    return random.Random(":".join(map(str, (SEED, *parts))))  # noqa: S311 - chance, not a secret


def replay(request: pytest.FixtureRequest) -> str:
    """The command that repeats a failure."""
    return f"repeat with: RIDGEWAY_RIG_SEED={SEED} ./dev test {request.node.nodeid}"


@pytest.fixture(scope="session")
def rigs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    with station(tmp_path_factory.mktemp("rigs")) as found:
        yield found


@pytest.fixture
def rig(rigs: Station) -> Iterator[Rig]:
    """A fresh instance with its scene, and a mail server."""
    with rigs.fresh() as on, running(Sink()) as sink:
        yield Rig(on, sink)
