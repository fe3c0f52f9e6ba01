"""Killed at every declared point: what was acknowledged is there, nothing is there by halves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from tests.marks import covers
from tests.rigs.conftest import FULL, Rig, chance, replay
from tests.rigs.instance import Station
from tests.rigs.points import IN_STORIES, declared
from tests.rigs.sink import Sink, Step, running

pytestmark = [pytest.mark.django_db]
POINTS = [point for point in declared("crashpoint") if point not in IN_STORIES]
KILLS = 20 if FULL else 3
WINDOW = {"worker.dot-sent", "worker.accepted"}
"""Between the dot and the commit of its answer SMTP leaves it open whether a message went."""

MARKED = WINDOW | {"worker.marked-sending"}
"""Where a message is declared as one that may have gone twice."""


def mixed(recipient: str, number: int) -> Step:
    """In each round one reader whose server is busy at first, and one who is unknown at first."""
    if number == 0 and recipient.startswith("reader1"):
        return Step.RCPT_450
    if number == 0 and recipient.startswith("reader2"):
        return Step.RCPT_550
    return Step.OK


@pytest.fixture
def played(rig: Rig) -> Rig:
    rig.sink.pattern = mixed
    return rig


@pytest.fixture(scope="module")
def passes(rigs: Station) -> dict[str, int]:
    """How often a round passes each point when nothing disturbs it."""
    with rigs.fresh() as on, running(Sink(pattern=mixed)) as sink:
        calm = Rig(on, sink)
        given = calm.next_round()
        acts = on.do("crash:passes", what="play", works=False, **given)
        found: dict[str, int] = on.do("crash:passes", what="work", **given) | acts
        assert calm.faults() == []
        assert set(sink.counts().values()) == {1}
    return found


def test_each_crash_point_has_a_name_of_its_own_and_there_are_enough() -> None:
    assert len(POINTS) == len(set(POINTS))
    assert len(POINTS) >= 20


def test_each_declared_crash_point_is_reached(passes: dict[str, int]) -> None:
    assert set(passes) == set(POINTS)


@covers("F-257", "F-259", "F-256")
@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_any_point_loses_nothing_and_leaves_nothing_half_done(
    point: str, played: Rig, passes: dict[str, int], request: pytest.FixtureRequest
) -> None:
    rng, worker = chance(point), point.startswith("worker.")
    for _ in range(KILLS):
        at = f"{point}:{rng.randint(1, passes[point])}"
        given = played.next_round() | ({} if worker else {"works": False})
        what = "work" if worker else "play"
        if worker:
            played.on.do("crash:fill", **given)
        crashed = played.on.call(f"crash:{what}", crashpoint=at, **given)
        assert crashed.killed, f"{at} was not reached: {crashed.fault}"
        found = played.on.do("crash:resume", what=what, **(given | played.again()))
        assert not any(found.values()), f"{at}: {found}; {replay(request)}"
        assert played.ledger(whole=worker) == [], f"{at}; {replay(request)}"
    again = sum(number - 1 for number in played.sink.counts().values())
    declared_again = played.on.do("crash:duplicates")["declared"]
    assert again <= (KILLS if point in WINDOW else 0)
    assert again <= declared_again <= (KILLS if point in MARKED else 0)


def test_the_environment_alone_arms_a_crash_point(played: Rig) -> None:
    code = (
        "import django; django.setup(); from tests.rigs.crash import play; "
        f"play(number=100001, port={played.sink.port}, minute=1)"
    )
    environment = played.on.environment() | {"RIDGEWAY_CRASHPOINT": "act.before-commit:2"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=False, capture_output=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert played.faults(whole=False) == []
    assert "RIDGEWAY_CRASHPOINT" not in os.environ


SEEN = [
    ("rows-and-record-in-two-transactions", "act.rows-written:3"),
    ("file-named-before-it-is-whole", "evidence.chunk-written:1"),
    ("settled-before-it-is-sent", "worker.connected:1"),
    ("not-marked-before-the-dot", "worker.accepted:1"),
]


@pytest.mark.parametrize(("mutant", "point"), SEEN)
def test_the_rig_sees_the_fault_that_is_put_in(mutant: str, point: str, rig: Rig) -> None:
    given = rig.next_round()
    crashed = rig.on.call("crash:play", crashpoint=point, mutant=mutant, **given)
    assert crashed.killed, crashed.fault
    found = rig.faults(whole=False)
    if not found:
        rig.on.call("crash:play", mutant=mutant, **rig.again())
        found = rig.faults()
    assert found
