"""Who is responsible for what: read from the adopted policies, never from the program."""

from __future__ import annotations

import datetime as dt

import pytest

from ridgeway.core.policy.loading import load_rulebook
from ridgeway.core.policy.raci import cells
from ridgeway.governance.oversight.duties import LETTERS, holders, parts_of, stands_for
from tests.governance.releases.conftest import Scene
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers

TODAY = dt.date(2026, 3, 2)
BOOKS = ("sec-rmp@3.0", "cssc-plan@0.3", "dcc-rmp@3.0-draft", "sec-section-d@0.1")


@covers("F-213")
@pytest.mark.parametrize("name", BOOKS)
def test_every_duty_decision_and_cell_gives_its_parts(name: str) -> None:
    book = load_rulebook(name)
    found = list(parts_of(book))
    owed = {part.rule: part.body for part in found if part.letter == "R" and part.rule}
    assert owed == {duty.id: duty.owner for duty in book.duties}
    decided = sum(part.does == "decides" for part in found)
    assert decided == len(book.decisions)
    if book.responsibilities:
        letters = sum(len(cell.letters) for cell in cells(book.responsibilities))
        assert sum(part.what in _processes(name) for part in found) >= letters
    assert {part.letter for part in found} <= set(LETTERS)


def _processes(name: str) -> set[str]:
    matrix = load_rulebook(name).responsibilities
    return {activity.process for activity in matrix.activities} if matrix else set()


@covers("F-213")
def test_a_misread_letter_counts_as_what_it_must_mean_and_says_so() -> None:
    book = load_rulebook("cssc-plan@0.3")
    found = [
        part
        for part in parts_of(book)
        if part.body == "development-manager" and part.what == "Hold the release review"
    ]
    assert [(part.letter, part.note) for part in found] == [("I", '"1" is read as I')]


@covers("F-213")
def test_each_body_has_its_parts_under_the_adopted_policy(scene: Scene) -> None:
    found = {one.key: one for one in holders(scene.world.code.id, TODAY)}
    panel, dcc, tag = found["panel"], found["dcc"], found["tag"]
    assert "Set the scope of a release" in {part.what for part in panel.of("A")}
    assert "Give the Panel the forecast cost of the release" in {p.what for p in dcc.of("R")}
    assert "Decide that a release goes live" in {part.what for part in tag.of("C")}
    evidence = next(p for p in panel.of("I") if p.rule == "evidence-to-panel")
    assert (evidence.does, evidence.when, evidence.force) == (
        "gets", "six weeks before go-live", "should",
    )  # fmt: skip
    assert sum(panel.counts) == len(panel.parts)


def test_a_code_without_a_policy_makes_nobody_responsible(world: Scene) -> None:
    assert holders(world.code.id, TODAY) == []  # type: ignore[attr-defined]


@covers("F-213")
@pytest.mark.parametrize(
    ("role", "bodies"), [("member", {"panel"}), ("delivery", {"dcc"}), ("party", {"parties"})]
)
def test_a_person_stands_for_their_bodies_and_a_party_for_the_parties(
    scene: Scene, role: str, bodies: set[str]
) -> None:
    assert stands_for(scene.world.actors[role], scene.world.code) == bodies
