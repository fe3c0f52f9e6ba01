"""Costs on the record: the past reads as it stood, and a changed figure is found."""

from __future__ import annotations

import datetime as dt

import pytest

from ridgeway.governance.costs.models import CostChallenge, CostLine, CostReport
from ridgeway.governance.costs.queries import (
    TABLES,
    ReleaseCosts,
    modification_costs,
    release_costs,
)
from ridgeway.governance.record.asat import source_at
from ridgeway.governance.record.models import INSTALLATION
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.record.verify import verify_record
from ridgeway.governance.releases import queries_page
from tests.governance.costs.conftest import Costs, lines
from tests.marks import covers

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def told(costs: Costs) -> Costs:
    costs.ask()
    costs.tell("modification.estimate-cost")
    costs.tell("release.forecast-cost")
    report = CostReport.objects.get(kind="forecast")
    costs.do("cost.challenge", report.id, "member", body="panel", text="Too much")
    return costs


def read(costs: Costs, role: str, source: Source) -> ReleaseCosts:
    actor, code = costs.scene.world.actors[role], costs.scene.world.code
    page = queries_page.scope_page(actor, code, costs.release.slug, source)
    assert page is not None
    return release_costs(actor, code, page.head, page.scope, TODAY, source)


def then(costs: Costs, at: dt.datetime) -> Source:
    del costs
    return source_at(at, ("sec", INSTALLATION))


@covers("F-085")
@pytest.mark.parametrize("role", ["code-administrator", "member", "party"])
def test_the_costs_of_this_moment_are_the_costs(told: Costs, role: str) -> None:
    now = then(told, told.scene.world.at + dt.timedelta(minutes=1))
    found = read(told, role, LIVE)
    assert (len(found.reports), len(found.estimates), len(found.challenges)) == (1, 1, 1)
    assert read(told, role, now) == found


@covers("F-085")
def test_an_earlier_forecast_is_read_as_it_stood(told: Costs) -> None:
    before = told.scene.world.at + dt.timedelta(minutes=1)
    told.scene.on(dt.date(2026, 3, 9))
    told.tell("release.forecast-cost", lines=lines(1, 1, 1, 1, 1, 1))
    past, present = read(told, "member", then(told, before)), read(told, "member", LIVE)
    assert past.forecast is not None
    assert present.forecast is not None
    assert (past.forecast.total, present.forecast.total) == (2100, 6)


def test_the_past_holds_what_a_page_of_costs_asks_for(told: Costs) -> None:
    tables = (*TABLES, *queries_page.TABLES)
    at = told.scene.world.at + dt.timedelta(minutes=1)
    few = source_at(at, ("sec", INSTALLATION), tables)
    assert read(told, "member", few) == read(told, "member", LIVE)
    actor, code = told.scene.world.actors["member"], told.scene.world.code
    held = (actor, code.id, told.modification.id, None, TODAY)
    assert modification_costs(*held, few) == modification_costs(*held)


@covers("F-257")
def test_a_figure_that_was_changed_beside_the_record_is_found(told: Costs) -> None:
    del told
    assert verify_record([]).differences == ()
    CostLine.objects.filter(group="cost-sit", report__kind="forecast").update(amount=1)
    CostChallenge.objects.update(outcome="standing")
    found = {(d.table, d.column) for d in verify_record([]).differences}
    assert found == {("costs.costline", "amount"), ("costs.costchallenge", "outcome")}
