"""Every pair of environments judged, and nothing lawful that no row allows."""

from __future__ import annotations

import itertools

import pytest

from ridgeway.core.planning.moves import judge_move
from ridgeway.core.verdict import State
from tests.core.planning.samples import CSSC, DCC
from tests.marks import covers

PLACES = [environment.id for environment in DCC.environments]
LAWFUL = {("PIT-A", "SIT-A"), ("SIT-A", "UIT-A"), ("UIT-A", "Production")}
LAWFUL |= {("PIT-B", "SIT-B"), ("SIT-B", "UIT-B")}
WITH_REGRESSION = {("SIT-B", "SIT-A"), ("UIT-B", "SIT-A")}
EXCEPTIONAL = ("PIT-A", "Production")


@covers("F-113", "F-115", "F-124")
@pytest.mark.parametrize(("source", "target"), list(itertools.product(PLACES, PLACES)))
def test_only_the_rows_of_the_policy_open_a_way(source: str, target: str) -> None:
    pair = (source, target)
    plain = judge_move(DCC, source, target).verdict
    timed = judge_move(DCC, source, target, facts={"regression-time": True}).verdict
    urgent = judge_move(DCC, source, target, exceptional="Severity 1 incident").verdict
    assert plain.allowed == (pair in LAWFUL)
    assert timed.allowed == (pair in LAWFUL | WITH_REGRESSION)
    assert urgent.allowed == (pair in LAWFUL | {EXCEPTIONAL})


@covers("F-124")
@pytest.mark.parametrize("source", ["PIT-B", "SIT-B", "UIT-B"])
def test_no_statement_of_any_kind_lets_the_b_stream_into_production(source: str) -> None:
    facts = {fact.id: True for fact in DCC.facts}
    judged = judge_move(DCC, source, "Production", facts=facts, exceptional="everything burns")
    assert not judged.verdict.allowed
    assert judged.verdict.state is State.UNMET
    assert [reason.key for reason in judged.verdict.reasons] == ["path"]


@covers("F-116")
def test_exception_names_who_must_be_aligned_with_what_and_by_when() -> None:
    debts = judge_move(DCC, *EXCEPTIONAL, exceptional="Severity 1 incident").debts
    assert [(d.environment, d.align_with) for d in debts] == [
        ("SIT-A", "Production"),
        ("UIT-A", "Production"),
    ]
    assert all("as soon as possible" in d.by for d in debts)
    assert judge_move(DCC, "UIT-A", "Production").debts == ()


@covers("F-115")
def test_exception_keeps_its_circumstances_as_evidence() -> None:
    verdict = judge_move(DCC, *EXCEPTIONAL, exceptional="Severity 1 incident 4711").verdict
    assert any("Severity 1 incident 4711" in reason.evidence for reason in verdict.reasons)


@covers("F-195")
def test_each_missing_fact_alone_keeps_a_build_out_of_the_trials() -> None:
    needs = next(move for move in CSSC.moves if move.id == "qas2-to-ccmt").needs
    assert len(needs) == 4
    for missing in needs:
        facts = {need: need != missing for need in needs}
        verdict = judge_move(CSSC, "QAS2", "CCMT", facts=facts, signed=["release-manager"]).verdict
        assert [reason.key for reason in verdict.blocking] == [missing]
