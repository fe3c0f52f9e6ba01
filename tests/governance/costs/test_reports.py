"""Costs as they are told: in the policy's groups, version beside version, unknown never nought."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.acting import Told
from ridgeway.governance.acts import Forbidden, perform
from ridgeway.governance.costs.models import CostLine, CostReport
from ridgeway.governance.costs.queries import modification_costs
from ridgeway.governance.modifications.models import Modification
from tests.governance.costs.conftest import GROUPS, SIX, WHOLE, Costs, lines
from tests.marks import covers

MARCH = dt.date(2026, 3, 2)


@covers("F-083", "F-084")
def test_the_groups_are_those_of_the_policy(costs: Costs) -> None:
    groups = costs.policy.groups
    assert tuple(group.key for group in groups if group.must) == GROUPS
    assert [group.key for group in groups if not group.must] == ["cost-capacity-testing"]
    costs.tell("modification.estimate-cost", lines=[*SIX, {"group": "cost-capacity-testing"}])
    assert CostLine.objects.get(group="cost-capacity-testing").amount is None


@covers("F-083")
def test_a_group_may_be_named_by_its_title(costs: Costs) -> None:
    given = [{"group": "system INTEGRATION testing", "amount": 7}]
    costs.tell("modification.estimate-cost", lines=given)
    assert CostLine.objects.get().group == "cost-sit"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"lines": [{"group": "travel", "amount": 1}]}, "'travel' is no cost group of SEC Release"),
    ({"lines": [*SIX, SIX[0]]}, "is told twice"),
    ({"lines": [*SIX, *WHOLE]}, "would count twice"),
    ({"lines": WHOLE}, "DCC has to break its cost down"),
    ({"lines": lines(*[None] * 6)}, "No amount is given"),
    ({"stated_by": "panel"}, "whose cost counts, not SEC Panel"),
    ({"stated_by": "nobody"}, "No body is registered as 'nobody'"),
    ({"reported_date": "2026-03-03"}, "still to come"),
    ({"evidence": "nothere"}, "No evidence 'nothere' is held"),
]


@pytest.mark.parametrize(("given", "says"), WRONG)
@pytest.mark.parametrize("act", ["modification.estimate-cost", "release.forecast-cost"])
def test_what_cannot_be_told_is_refused_with_its_reason(
    costs: Costs, act: str, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        costs.tell(act, **given)
    assert not CostReport.objects.exists()


@covers("F-083")
def test_a_refusal_of_a_whole_cites_the_clause(costs: Costs) -> None:
    with pytest.raises(Refused) as refused:
        costs.tell("release.forecast-cost", lines=WHOLE)
    clauses = {reason.clause for reason in refused.value.verdict.blocking}
    assert clauses == {"SEC Release Management Policy 3.0, section 7"}


def test_what_a_source_tells_of_the_past_may_be_a_whole(costs: Costs) -> None:
    source = Told(source="Modification Report of 2019")
    costs.tell("modification.estimate-cost", source, lines=WHOLE)
    assert CostReport.objects.get().source == "Modification Report of 2019"


def test_who_does_not_speak_for_a_body_tells_no_cost_of_it(costs: Costs) -> None:
    costs.tell("modification.estimate-cost", role="delivery")
    with pytest.raises(Refused, match="You do not speak for SECAS"):
        costs.tell("modification.estimate-cost", role="delivery", stated_by="secas", lines=WHOLE)
    with pytest.raises(Forbidden):
        costs.tell("modification.estimate-cost", role="member")


@covers("F-083")
def test_a_later_estimate_stands_beside_the_earlier(costs: Costs) -> None:
    costs.tell("modification.estimate-cost")
    costs.tell("modification.estimate-cost", lines=lines(1, 2, 3, 4, 5, None))
    rows = list(CostReport.objects.order_by("number").values_list("number", flat=True))
    assert rows == [1, 2]
    assert CostLine.objects.count() == 12
    found = modification_costs(
        costs.scene.world.actors["party"], costs.release.code_id, costs.modification.id, None, MARCH
    )
    (standing,) = found.standing
    assert (standing.number, standing.total, standing.told) == (2, None, 15)


def central_cost(costs: Costs) -> int | None:
    return Modification.objects.get(pk=costs.modification.id).central_cost


@covers("F-061")
def test_the_central_cost_is_what_the_estimates_of_every_body_add_up_to(costs: Costs) -> None:
    costs.tell("modification.estimate-cost")
    assert central_cost(costs) is None
    costs.tell("modification.estimate-cost", stated_by="secas", lines=WHOLE)
    assert central_cost(costs) == 2150
    costs.tell("modification.estimate-cost", lines=lines(1100, 200, 300, 400, 500, 600))
    assert central_cost(costs) == 3150


def test_an_estimate_with_gaps_leaves_the_central_cost_as_it_stood(costs: Costs) -> None:
    costs.scene.act("modification.edit", costs.modification, central_cost=9)
    costs.tell("modification.estimate-cost", lines=lines(1, 2, 3, 4, 5, None))
    costs.tell("modification.estimate-cost", stated_by="secas", lines=WHOLE)
    assert central_cost(costs) == 9


def test_a_confidential_estimate_is_not_told_by_a_public_total(costs: Costs) -> None:
    costs.tell("modification.estimate-cost", audience="committee")
    costs.tell("modification.estimate-cost", stated_by="secas", lines=WHOLE)
    assert central_cost(costs) is None
    nobody = costs.scene.world.actors["party"]
    found = modification_costs(
        nobody, costs.release.code_id, costs.modification.id, central_cost(costs), MARCH
    )
    assert [report.stated_by for report in found.estimates] == ["SECAS"]
    assert found.told is None


@covers("F-061")
def test_nobody_types_another_central_cost_than_the_estimates_give(costs: Costs) -> None:
    costs.tell("modification.estimate-cost")
    costs.tell("modification.estimate-cost", stated_by="secas", lines=WHOLE)
    with pytest.raises(Refused, match="add up to £2,150"):
        costs.scene.act("modification.edit", costs.modification, central_cost=1)
    costs.scene.act("modification.edit", costs.modification, central_cost=2150, title="Same")


def test_a_code_whose_policies_say_nothing_of_costs_cannot_tell(world: Any) -> None:
    given = {"reference": "MP1", "title": "One"}
    done = perform(
        "modification.raise",
        world.code.id,
        given,
        actor=world.actors["code-administrator"],
        at=world.at,
    )
    told = {"stated_by": "dcc", "lines": SIX}
    with pytest.raises(Refused, match="No policy that this code adopted"):
        world.do("modification.estimate-cost", done.subject_id, **told)
