"""The responsibility matrix: every row accounted for, every odd cell told."""

from __future__ import annotations

import pytest

from ridgeway.core.policy.loading import load_rulebook
from ridgeway.core.policy.movement import Activity, Responsibilities
from ridgeway.core.policy.raci import cells, irregularities, parts_of, read_cell
from tests.marks import covers


def matrix() -> Responsibilities:
    found = load_rulebook("cssc-plan").responsibilities
    assert found is not None
    return found


@covers("F-212")
def test_seven_activities_by_six_roles_are_all_read() -> None:
    found = list(cells(matrix()))
    assert len(found) == 7 * 6
    assert all(cell.letters or cell.note == "blank in the source" for cell in found)


@covers("F-212")
@pytest.mark.parametrize("letter", ["R", "A"])
def test_each_activity_has_exactly_one_responsible_and_one_accountable(letter: str) -> None:
    held = [cell.process for cell in cells(matrix()) if letter in cell.letters]
    assert sorted(held) == sorted(activity.process for activity in matrix().activities)


@covers("F-213")
def test_role_sees_what_it_is_responsible_for() -> None:
    mine = parts_of(matrix(), "deployment-manager")
    assert mine["R"] == ("Request the deployment", "Complete the deployment")
    assert mine["C"] == ("Hold the release review",)


def test_strange_letters_and_missing_owners_are_told() -> None:
    odd = Responsibilities(
        clause="section 1",
        letters={"R": "responsible", "A": "accountable"},
        roles=("one", "two"),
        misread={},
        activities=(
            Activity(process="Build", outputs="", cells={"one": "R/Z", "two": ""}, clause="1"),
        ),
    )
    told = irregularities(odd)
    assert 'Build, one: "Z" is not a letter of this matrix' in told
    assert "Build, two: blank in the source" in told
    assert "Build: 0 roles are accountable, one is usual" in told
    assert read_cell(odd, odd.activities[0], "one").letters == ("R",)
