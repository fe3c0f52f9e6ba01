"""A bad day for the mail: the server fails in every way it can while the worker is killed."""

from __future__ import annotations

import pytest

from tests.marks import covers
from tests.rigs.conftest import FULL, Rig, chance, replay
from tests.rigs.points import declared
from tests.rigs.sink import Step

pytestmark = [pytest.mark.django_db]
POINTS = [name for name in declared("crashpoint") if name.startswith("worker.")]
KILLS = 300 if FULL else 20
READERS = 12
NOTICES = 3
FAULTS = [
    Step.RCPT_421, Step.RCPT_450, Step.RCPT_452, Step.DATA_451, Step.END_451, Step.END_452,
    Step.DROP_AT_RCPT, Step.DROP_BEFORE_DOT, Step.DROP_AFTER_DOT, Step.GARBAGE, Step.EARLY,
    Step.END_550, Step.RCPT_550, Step.HANG,
]  # fmt: skip
SHARE = 0.3


def bad_day(recipient: str, number: int) -> Step:
    """Three attempts in ten go wrong, each in a way that chance picks for this attempt."""
    rng = chance("bad day", recipient, number)
    return rng.choice(FAULTS) if rng.random() < SHARE else Step.OK


@covers("F-259", "F-096", "F-097")
def test_through_faults_and_kills_no_notice_is_lost_or_doubled_unseen(
    rig: Rig, request: pytest.FixtureRequest
) -> None:
    rig.on.do("scene:add_readers", number=READERS)
    for _ in range(NOTICES):
        rig.on.do("crash:fill", **rig.next_round())
    rig.sink.pattern = bad_day
    rng, kills = chance("kills"), 0
    for _ in range(KILLS):
        at = f"{rng.choice(POINTS)}:{rng.randint(1, 4)}"
        kills += rig.on.call("crash:work", crashpoint=at, timeout=0.5, **rig.again()).killed
        if not rig.on.do("crash:waiting"):
            rig.on.do("crash:fill", **rig.next_round())
    for _ in range(5):
        rig.on.do("crash:work", timeout=0.5, **rig.again())
        if not rig.on.do("crash:waiting"):
            break
    assert rig.faults() == [], replay(request)
    assert kills >= KILLS // 2
    ledger, counts = rig.on.do("crash:duplicates"), rig.sink.counts()
    assert len(counts) >= ledger["sent"]
    assert sum(number > 1 for number in counts.values()) <= ledger["declared"]


SEEN = [
    ("another-message-id-at-each-attempt", Step.OK),
    ("other-bytes-at-each-attempt", Step.DROP_AFTER_DOT),
    ("an-unclear-end-taken-for-a-yes", Step.DROP_BEFORE_DOT),
    ("a-plain-no-tried-for-ever", Step.RCPT_550),
]


@pytest.mark.parametrize(("mutant", "step"), SEEN)
def test_the_checker_sees_the_fault_that_is_put_in(mutant: str, step: Step, rig: Rig) -> None:
    rig.on.do("crash:fill", **rig.next_round())
    always = step is Step.RCPT_550
    rig.sink.pattern = lambda _, number: step if always or number == 0 else Step.OK
    rig.on.do("crash:work", mutant=mutant, **rig.again())
    assert rig.ledger() != []


@pytest.mark.parametrize("step", [step for _, step in SEEN])
def test_the_checker_is_silent_where_no_fault_is_put_in(step: Step, rig: Rig) -> None:
    rig.on.do("crash:fill", **rig.next_round())
    always = step is Step.RCPT_550
    rig.sink.pattern = lambda _, number: step if always or number == 0 else Step.OK
    rig.on.do("crash:work", **rig.again())
    assert rig.ledger() == []
