"""What bodies and parties do with a release: each act killed at every point that it passes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.marks import covers
from tests.rigs.conftest import Rig
from tests.rigs.instance import Station
from tests.rigs.points import IN_STORIES
from tests.rigs.sink import Sink, running

pytestmark = [pytest.mark.django_db]

WITHIN = {
    "resolution.vote": "vote.cast",
    "resolution.close": "vote.closed",
    "item.declare-interest": "interest.declared",
    "paper.submit": "paper.submitted",
    "series.call-meetings": "series.called",
}
"""Acts that have a point of their own between their first row and their last."""

OUTCOME = {
    "freeze": "agreed",
    "minutes": "approved",
    "votes set aside": 1,
    "editions": ["1.0"],
    "editions that fell": 1,
    "release": "baselined",
    "request": "done",
    "discharged": ["forecast-cost", "forecast-cost", "rid-baseline"],
}


@pytest.fixture(scope="module")
def told(rigs: Station) -> dict[str, Any]:
    """What came of killing every act of every story."""
    with rigs.fresh() as on, running(Sink()) as sink:
        found: dict[str, Any] = Rig(on, sink).on.do("killing:kill_stories")
    return found


@covers("F-257", "F-259", "F-256")
def test_an_act_that_is_killed_leaves_nothing_and_its_repeat_answers_as_if_it_had_not_been(
    told: dict[str, Any],
) -> None:
    assert told["faults"] == []


def test_each_act_is_killed_at_every_step_of_its_own_and_of_the_door(told: dict[str, Any]) -> None:
    door = {"act.locked", "act.rows-written", "act.event-written", "act.ports-called"}
    assert len(told["passed"]) >= 26
    for act, points in told["passed"]:
        own = {WITHIN[act]} if act in WITHIN else set()
        assert set(points) == door | own | {"act.before-commit"}, act


def test_the_points_that_only_the_stories_pass_are_passed(told: dict[str, Any]) -> None:
    assert {point for _, points in told["passed"] for point in points} >= IN_STORIES


def test_the_stories_come_to_their_end(told: dict[str, Any]) -> None:
    assert told["outcome"] == OUTCOME


def test_the_rig_sees_rows_that_are_stored_without_their_entry(rig: Rig) -> None:
    found = rig.on.do("killing:kill_stories", mutant="rows-and-record-in-two-transactions")
    assert "freeze.propose killed at act.rows-written left something behind" in str(found)
