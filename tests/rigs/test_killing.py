"""Every act of the product, killed at every point that it passes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from ridgeway.governance.acts import ACTS
from tests.marks import covers
from tests.rigs.conftest import FULL, Rig
from tests.rigs.instance import Station
from tests.rigs.points import IN_STORIES
from tests.rigs.sink import Sink, running

pytestmark = [pytest.mark.django_db]

WITHIN = {
    "resolution.vote": "vote.cast",
    "resolution.choose": "vote.cast",
    "resolution.close": "vote.closed",
    "item.declare-interest": "interest.declared",
    "item.enter-interest": "interest.declared",
    "notice.release": "notice.deliveries-written",
    "paper.submit": "paper.submitted",
    "series.call-meetings": "series.called",
}
"""Acts that have a point of their own between their first row and their last."""

DOOR = {"act.locked", "act.rows-written", "act.event-written", "act.ports-called"}

OUTCOME = {
    "freezes": ["agreed", "withdrawn"],
    "minutes": "approved",
    "votes set aside": 1,
    "editions": ["1.0"],
    "editions that fell": 1,
    "release": "baselined",
    "live": 2,
    "requests": ["done", "withdrawn"],
    "discharged": [
        "forecast-cost",
        "opsg-input",
        "readiness-updates",
        "rid-baseline",
        "spend-updates",
    ],
}


@pytest.fixture(scope="module")
def told(rigs: Station) -> dict[str, Any]:
    """What came of killing every act of every story."""
    with rigs.fresh() as on, running(Sink()) as sink:
        found: dict[str, Any] = Rig(on, sink).on.do("killing:kill_stories", every=FULL)
    return found


@covers("F-257", "F-259", "F-256")
def test_an_act_that_is_killed_leaves_nothing_and_its_repeat_answers_as_if_it_had_not_been(
    told: dict[str, Any],
) -> None:
    assert told["faults"] == []


def test_every_act_of_the_product_is_in_a_story(told: dict[str, Any]) -> None:
    assert {act for act, _ in told["passed"]} == set(ACTS)


def test_each_act_passes_every_step_of_the_door_and_dies_at_its_own(told: dict[str, Any]) -> None:
    for act, points in told["passed"]:
        own = {WITHIN[act]} if act in WITHIN else set()
        assert set(points) == DOOR | own | {"act.before-commit"}, act
    for act, points in told["killed"]:
        assert points, act
        assert WITHIN.get(act, points[0]) in points, act


def test_each_step_of_the_door_is_died_at_in_turn(told: dict[str, Any]) -> None:
    at = Counter(point for _, points in told["killed"] for point in points)
    assert min(at[point] for point in DOOR) >= 30


def test_the_points_that_only_the_stories_pass_are_passed(told: dict[str, Any]) -> None:
    assert {point for _, points in told["killed"] for point in points} >= IN_STORIES


def test_the_stories_come_to_their_end(told: dict[str, Any]) -> None:
    assert told["outcome"] == OUTCOME


def test_the_rig_sees_rows_that_are_stored_without_their_entry(rig: Rig) -> None:
    found = rig.on.do("killing:kill_stories", mutant="rows-and-record-in-two-transactions")
    assert "freeze.propose killed at act.before-commit" in str(found)
    assert "left something behind" in str(found)
