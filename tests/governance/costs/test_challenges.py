"""Challenges of a figure: numbered, answered, settled by what happened to the figure."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.acts import Forbidden
from ridgeway.governance.costs.models import CostChallenge, CostReport
from ridgeway.governance.costs.queries import challenges_of, open_challenges
from tests.governance.costs.conftest import Costs, lines
from tests.marks import covers

RAISED = {"body": "panel", "group": "cost-sit", "text": "Twice what the last release paid"}


@pytest.fixture
def challenged(costs: Costs) -> CostChallenge:
    costs.tell("release.forecast-cost")
    costs.do("cost.challenge", CostReport.objects.get().id, "member", **RAISED)
    return CostChallenge.objects.get()


def settle(costs: Costs, row: CostChallenge, outcome: str) -> CostChallenge:
    costs.do("challenge.settle", row.id, outcome=outcome)
    row.refresh_from_db()
    return row


@covers("F-223")
def test_a_challenge_holds_the_figure_as_it_stood(challenged: CostChallenge) -> None:
    assert (challenged.number, challenged.group, challenged.amount) == (1, "cost-sit", 200)
    assert challenged.raised_by.key == "panel"


@covers("F-223")
@pytest.mark.usefixtures("challenged")
def test_challenges_are_numbered_on_through_the_code(costs: Costs) -> None:
    costs.tell("modification.estimate-cost")
    estimate = CostReport.objects.get(kind="estimate")
    costs.do("cost.challenge", estimate.id, body="panel", text="All of it")
    assert sorted(CostChallenge.objects.values_list("number", flat=True)) == [1, 2]
    assert CostChallenge.objects.get(number=2).amount == 2100


@covers("F-223")
def test_an_open_challenge_waits_for_everybody_who_sees_the_report(
    costs: Costs, challenged: CostChallenge
) -> None:
    actor = costs.scene.world.actors["party"]
    (row,) = open_challenges(actor, costs.release.code_id)
    assert (row.number, row.about, row.slug) == (1, costs.release.name, costs.release.slug)
    costs.do("challenge.answer", challenged.id, "delivery", body="dcc", answer="More devices")
    settle(costs, challenged, "standing")
    assert open_challenges(actor, costs.release.code_id) == []
    (told,) = challenges_of(actor, costs.release.code_id, release_id=costs.release.id)
    assert (told.answer, told.outcome, told.open) == ("More devices", "standing", False)


def test_a_challenge_is_settled_only_after_its_answer(
    costs: Costs, challenged: CostChallenge
) -> None:
    with pytest.raises(Refused, match="Nobody has answered it"):
        settle(costs, challenged, "standing")


@covers("F-223")
def test_a_figure_is_changed_only_by_a_later_report_that_gives_another(
    costs: Costs, challenged: CostChallenge
) -> None:
    costs.do("challenge.answer", challenged.id, body="dcc", answer="We will look")
    assert settle(costs, challenged, "accepted").outcome == "accepted"
    costs.tell("release.forecast-cost", lines=lines(1, 200, 3, 4, 5, 6))
    with pytest.raises(Refused, match="the same figure"):
        settle(costs, challenged, "changed")
    costs.tell("release.forecast-cost", lines=lines(1, 150, 3, 4, 5, 6))
    assert settle(costs, challenged, "changed").outcome == "changed"
    with pytest.raises(Refused, match="It is settled"):
        settle(costs, challenged, "standing")


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"body": "opsg"}, "You do not speak for Operations Group"),
    ({"body": "nobody"}, "No body is registered"),
    ({"group": "cost-capacity-testing"}, "no figure for"),
    ({"group": "travel"}, "no figure for 'travel'"),
    ({"raised_date": "2026-03-09"}, "still to come"),
    ({"raised_date": "2026-03-01"}, "lies before"),
]


@pytest.mark.parametrize(("given", "says"), WRONG)
def test_a_challenge_that_cannot_be_is_refused(
    costs: Costs, given: dict[str, Any], says: str
) -> None:
    costs.tell("release.forecast-cost")
    with pytest.raises(Refused, match=says):
        costs.do("cost.challenge", CostReport.objects.get().id, "member", **{**RAISED, **given})


def test_a_challenge_of_a_hidden_report_is_hidden(costs: Costs) -> None:
    costs.tell("release.forecast-cost", audience="committee")
    report = CostReport.objects.get()
    costs.do("cost.challenge", report.id, "member", **RAISED)
    assert open_challenges(costs.scene.world.actors["party"], costs.release.code_id) == []
    assert len(open_challenges(costs.scene.world.actors["member"], costs.release.code_id)) == 1


def test_a_party_challenges_through_nobody_else_s_body(costs: Costs) -> None:
    costs.tell("release.forecast-cost")
    with pytest.raises(Forbidden):
        costs.do("cost.challenge", CostReport.objects.get().id, "party", **RAISED)


def test_it_is_answered_once(costs: Costs, challenged: CostChallenge) -> None:
    costs.scene.on(dt.date(2026, 3, 5))
    costs.do("challenge.answer", challenged.id, body="dcc", answer="So")
    with pytest.raises(Refused, match="answered on Thu 5 Mar 2026"):
        costs.do("challenge.answer", challenged.id, body="dcc", answer="So")
