"""Two at once: whoever comes second is told so, and nothing is doubled, lost or decided twice."""

from __future__ import annotations

import pytest

from ridgeway.governance.acts import ACTS
from tests.marks import covers
from tests.rigs.conftest import FULL, SEED, Rig, replay

pytestmark = [pytest.mark.django_db]
ROUNDS = 150 if FULL else 40
FAMILIES = [
    "vote/vote", "vote/close", "close/close", "vote/recuse", "approve/edit", "same key",
    "plan/plan", "notice released twice", "notice released/date moved", "claim/claim",
    "upload/upload", "baseline/baseline",
]  # fmt: skip
BODIES = [
    "propose/propose", "vote/interest", "put/interest", "approve/rewrite", "respond/close",
    "consider/conclude", "freeze/move", "freeze/live", "endorse/reject", "raise/raise",
    "forecast/forecast", "split/move", "consent/consent", "bring in/bring in", "agree/consult",
]  # fmt: skip
WINDOWS = [
    ("vote/vote", "act.locked"),
    ("vote/vote", "vote.judged"),
    ("vote/close", "vote.judged"),
    ("close/close", "close.judged"),
    ("vote/recuse", "vote.judged"),
    ("approve/edit", "close.judged"),
    ("same key", "act.locked"),
    ("plan/plan", "act.locked"),
    ("notice released twice", "notice.judged"),
    ("notice released/date moved", "notice.judged"),
    ("claim/claim", "worker.claiming"),
    ("claim/claim", "worker.marking"),
    ("baseline/baseline", "baseline.judged"),
    ("baseline/baseline", "act.locked"),
    ("vote/interest", "vote.judged"),
    *((family, "act.judged") for family in BODIES),
]


@covers("F-251", "F-253", "F-257", "F-259")
@pytest.mark.parametrize(
    ("family", "rounds"),
    [*((family, ROUNDS) for family in FAMILIES), *((family, ROUNDS // 2) for family in BODIES)],
)
def test_rounds_that_run_freely_break_nothing(
    family: str, rounds: int, rig: Rig, request: pytest.FixtureRequest
) -> None:
    found = rig.on.do("races:run", family=family, rounds=rounds, port=rig.sink.port, seed=SEED)
    assert found == [], replay(request)
    assert rig.faults(whole=False) == [], replay(request)
    assert set(rig.sink.counts().values()) <= {1}


@pytest.mark.parametrize(("family", "hold"), WINDOWS)
def test_each_known_window_is_shut(family: str, hold: str, rig: Rig) -> None:
    found = rig.on.do(
        "races:run", family=family, rounds=2, port=rig.sink.port, seed=SEED, hold=hold
    )
    assert found == []
    assert rig.faults(whole=False) == []


SEEN = [
    ("no-lock-on-the-subject", "vote/close", "vote.judged"),
    ("no-lock-and-no-guard", "vote/recuse", "vote.judged"),
    ("no-lock-and-no-guard", "close/close", "close.judged"),
    ("the-judge-asked-outside-the-transaction", "vote/close", "mutant.judged"),
    ("the-judge-asked-outside-the-transaction", "vote/recuse", "mutant.judged"),
    ("the-judge-asked-outside-the-transaction", "freeze/move", "mutant.judged"),
    ("keys-kept-in-a-second-transaction", "same key", "mutant.looked-up"),
    ("leases-that-nobody-respects", "claim/claim", "worker.claiming"),
]

UNHINDERED = 10.0
"""Seconds for moves that no lock of the product keeps from ending: a slow machine has its time."""


@pytest.mark.parametrize(("mutant", "family", "hold"), SEEN)
def test_the_rig_sees_the_fault_that_is_put_in(
    mutant: str, family: str, hold: str, rig: Rig
) -> None:
    found = rig.on.do(
        "races:run",
        mutant=mutant,
        family=family,
        rounds=4,
        port=rig.sink.port,
        seed=SEED,
        hold=hold,
        patience=UNHINDERED,
    )
    twice = [number for number in rig.sink.counts().values() if number > 1]
    assert found or twice


@covers("F-251", "F-253", "F-257")
def test_two_who_do_the_same_act_at_once_are_answered_as_if_one_had_waited(rig: Rig) -> None:
    found = rig.on.do("twice:play_twice")
    assert found["faults"] == []
    assert set(found["acts"]) == set(ACTS)


def test_the_rig_sees_two_who_were_both_let_in(rig: Rig) -> None:
    mutant = "the-judge-asked-outside-the-transaction"
    found = rig.on.do("twice:play_twice", mutant=mutant, hold="mutant.judged")
    assert "is acknowledged 2 times, in sequence 1 times" in found["faults"][0]
