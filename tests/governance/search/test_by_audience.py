"""Costs, consultations and what bodies hold are found by their own audience and by nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

from ridgeway.governance.actor import PUBLIC
from ridgeway.governance.consultations.models import Answer
from ridgeway.governance.costs.models import CostReport
from ridgeway.governance.search.queries import search
from ridgeway.governance.search.rebuilding import differences
from tests.governance.committees.conftest import committee as committee  # noqa: PLC0414
from tests.governance.committees.seats import Committee
from tests.governance.conftest import World
from tests.governance.consultations.conftest import Asking
from tests.governance.consultations.conftest import asking as asking  # noqa: PLC0414
from tests.governance.costs.conftest import SIX, Costs, lines
from tests.governance.costs.conftest import costs as costs  # noqa: PLC0414
from tests.governance.costs.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers

READERS = {
    "public": ("code-administrator", "member", "party", ""),
    "parties": ("code-administrator", "member", "party"),
    "committee": ("code-administrator", "member"),
    "administration": ("code-administrator",),
}
EVERYBODY = READERS["public"]


def finders(world: World, typed: str, kind: str) -> tuple[str, ...]:
    """Who of all finds something of this kind by what they type."""
    return tuple(
        role
        for role in EVERYBODY
        if kind in {hit.kind for hit in search(world.actors.get(role, PUBLIC), typed).hits}
    )


@covers("F-258")
@pytest.mark.parametrize("audience", READERS)
def test_a_cost_is_found_by_those_for_whom_it_was_told(costs: Costs, audience: str) -> None:
    told = lines(1, 2, 3, 4, 5, 6, comment="Narwhals")
    act = "release.forecast-cost"
    done = costs.tell(act, audience=audience, note="A walrus of a sum", lines=told)
    costs.do("cost.challenge", done.subject_id, body="panel", text="Why a dugong?")
    world = costs.scene.world
    assert finders(world, "walrus", "costs.costreport") == READERS[audience]
    assert finders(world, "narwhals", "costs.costline") == READERS[audience]
    assert finders(world, "dugong", "costs.costchallenge") == READERS[audience]
    assert list(differences()) == []


def test_a_row_for_an_audience_that_is_none_is_named_and_hides_no_other(costs: Costs) -> None:
    told = [costs.tell("release.forecast-cost", note=word).subject_id for word in ("one", "two")]
    CostReport.objects.filter(pk=told[0]).update(audience="everybody")
    CostReport.objects.filter(pk=told[1]).update(note="three")
    found = {one.id: one.what for one in differences()}
    assert "for an audience that is none: 'everybody'" in found[told[0]]
    assert found[told[1]] == "title differs"


@covers("F-258")
@pytest.mark.parametrize("act", ["release.forecast-cost", "modification.estimate-cost"])
def test_a_cost_leads_to_the_page_of_what_it_is_the_cost_of(
    costs: Costs, client: Client, act: str
) -> None:
    done = costs.tell(act, lines=[{**SIX[0], "comment": "Narwhals"}, *SIX[1:]], note="A walrus")
    costs.do("cost.challenge", done.subject_id, body="panel", text="Why a dugong?")
    of_release = act.startswith("release")
    page = f"/sec/releases/{costs.release.slug}/costs" if of_release else "/sec/costs/MP100"
    for typed, mark in (("walrus", ""), ("narwhals", ""), ("dugong", "#c1")):
        (hit,) = search(PUBLIC, typed).hits
        assert client.get(f"/go/{hit.kind}/{hit.row_id}")["Location"] == page + mark
    html = client.get(page).content.decode()
    assert 'id="c1"' in html
    assert "dugong" in html


@covers("F-258")
@pytest.mark.parametrize("confidential", [True, False])
def test_what_was_answered_is_found_by_nobody_though_the_question_is(
    asking: Asking, confidential: bool
) -> None:
    row = asking.open(audience="public")
    asking.respond(row, confidential=confidential)
    assert "Zebrafinch" in Answer.objects.get().text
    for role in (*EVERYBODY, "auditor"):
        assert search(asking.world.actors.get(role, PUBLIC), "zebrafinch").total == 0
    assert finders(asking.world, "do you agree", "consultations.askedquestion") == EVERYBODY
    assert finders(asking.world, "another weekday", "consultations.consultation") == EVERYBODY


@covers("F-258")
def test_a_consultation_is_found_by_those_who_may_see_it(asking: Asking) -> None:
    asking.open(audience="parties")
    readers = READERS["parties"]
    assert finders(asking.world, "do you agree", "consultations.askedquestion") == readers
    assert finders(asking.world, "another weekday", "consultations.consultation") == readers


@covers("F-258")
@pytest.mark.parametrize("audience", READERS)
def test_what_lies_before_a_body_is_found_by_its_audience(
    committee: Committee, audience: str
) -> None:
    meeting = committee.meeting(audience=audience, title="Walrus Panel")
    item = committee.item(meeting, title="On narwhals", audience=audience)
    committee.paper(item, title="Dugong paper", audience=audience)
    bodies = committee.world.bodies
    committee.do(
        "action.raise", committee.world.code, body=bodies["panel"].id, owner=bodies["dcc"].id,
        text="Count manatees", due_date="2026-04-01", audience=audience,
    )  # fmt: skip
    for typed, kind in (
        ("walrus", "meeting"),
        ("narwhals", "agendaitem"),
        ("dugong", "paper"),
        ("manatees", "action"),
    ):
        assert finders(committee.world, typed, f"committees.{kind}") == READERS[audience], kind


@covers("F-258", "F-253")
def test_whoever_declared_an_interest_finds_the_item_but_not_its_paper(
    committee: Committee,
) -> None:
    item = committee.item(committee.meeting(), title="On narwhals")
    committee.paper(item, title="Dugong paper")
    mine, other = committee.members[:2]
    committee.do("item.declare-interest", item, mine, interest="I breed them")
    for reader, papers in ((mine, 0), (other, 1)):
        assert search(reader, "narwhals").total == 1
        assert search(reader, "dugong").total == papers
