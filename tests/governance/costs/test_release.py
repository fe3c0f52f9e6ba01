"""The cost of a release: forecast, updates as often as asked, actual cost with its variances."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.actor import PUBLIC, Actor
from ridgeway.governance.acts import Forbidden
from ridgeway.governance.costs.models import CostReport
from ridgeway.governance.costs.queries import ReleaseCosts, release_costs
from ridgeway.governance.record.models import Event
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.obligations import obligations_of
from ridgeway.governance.releases.queries_page import scope_page, why
from tests.governance.costs.conftest import SIX, WHOLE, Costs, lines
from tests.marks import covers

TODAY = dt.date(2026, 3, 2)


def seen(costs: Costs, actor: Actor | None = None) -> ReleaseCosts:
    who = actor or costs.scene.world.actors["code-administrator"]
    page = scope_page(who, costs.scene.world.code, costs.release.slug)
    assert page is not None
    return release_costs(who, costs.scene.world.code, page.head, page.scope, TODAY)


@covers("F-086")
def test_a_complete_forecast_discharges_the_duty_to_forecast(costs: Costs) -> None:
    costs.tell("release.forecast-cost", savings=90, savings_note="Tested together")
    row = costs.owed("forecast-cost")
    assert (row.discharged_date, row.discharge_note) == (TODAY, "Forecast of the release, number 1")
    found = seen(costs)
    assert found.forecast is not None
    assert (found.forecast.total, found.forecast.savings) == (2100, 90)


@pytest.mark.parametrize(
    ("stated_by", "told"), [("dcc", lines(1, 2, 3, 4, 5, None)), ("secas", WHOLE), ("secas", SIX)]
)
def test_a_forecast_with_gaps_or_of_another_body_discharges_nothing(
    costs: Costs, stated_by: str, told: list[dict[str, Any]]
) -> None:
    costs.tell("release.forecast-cost", stated_by=stated_by, lines=told)
    assert costs.owed("forecast-cost").discharged_date is None
    costs.tell("release.forecast-cost")
    assert costs.owed("forecast-cost").discharged_date == TODAY


@covers("F-086")
def test_savings_are_what_the_scope_costs_alone_less_the_forecast(costs: Costs) -> None:
    costs.tell("release.forecast-cost", lines=lines(90, 180, 270, 360, 450, 550))
    assert seen(costs).saved is None
    costs.tell("modification.estimate-cost")
    assert seen(costs).saved == 200
    costs.scene.modification("MP200", audience="public")
    given: dict[str, Any] = {"modification": "MP200", "relation": "approved", "rationale": "x"}
    costs.tell("release.add-to-scope", **given)
    assert seen(costs).saved is None


@covers("F-086")
def test_nothing_is_said_to_be_saved_by_a_forecast_that_is_older_than_the_scope(
    costs: Costs,
) -> None:
    costs.tell("modification.estimate-cost")
    costs.tell("release.forecast-cost")
    late = costs.scene.modification("MP200", audience="public", system_impact=True)
    costs.scene.on(dt.date(2026, 8, 1))
    reasons = {
        "why_now": "Now", "risk_of_adding": "Little", "risk_of_leaving_out": "Much",
        "decided_by": "panel",
    }  # fmt: skip
    costs.scene.add(costs.release, "MP200", relation="approved", **reasons)
    costs.tell("modification.estimate-cost", about=late)
    found = seen(costs)
    assert (found.uncounted, found.saved) == (("MP200",), None)
    costs.scene.on(dt.date(2026, 8, 2))
    costs.tell("release.forecast-cost", lines=lines(150, 300, 450, 600, 750, 900))
    found = seen(costs)
    assert (found.uncounted, found.saved) == ((), 1050)


def test_a_release_that_is_live_is_not_forecast(costs: Costs) -> None:
    costs.live(TODAY)
    with pytest.raises(Refused, match="no forecast any more"):
        costs.tell("release.forecast-cost")


MONTHLY = ["2026-04-15", "2026-05-15", "2026-06-15", "2026-07-15"]


@covers("F-089")
def test_each_update_that_is_asked_for_becomes_owed_until_go_live(costs: Costs) -> None:
    costs.ask()
    owed = costs.updates()
    assert list(owed)[:4] == MONTHLY
    assert (list(owed)[-1], len(owed)) == ("2027-06-15", 15)
    assert set(owed.values()) == {"open"}


@covers("F-089")
def test_an_update_discharges_its_occurrence_and_a_missing_one_is_late(costs: Costs) -> None:
    costs.ask()
    costs.scene.on(dt.date(2026, 5, 20))
    costs.tell("release.update-cost", due_date="2026-05-15", reported_date="2026-05-14")
    lines_held = obligations_of(costs.release.code_id, costs.release.id, dt.date(2026, 5, 20))
    states = {one.occurrence: one.state for one in lines_held if one.rule == "spend-updates"}
    assert [states[day] for day in MONTHLY] == ["late", "discharged", "open", "open"]
    costs.tell("release.update-cost")
    assert costs.updates()["2026-04-15"] == "2026-05-20"
    assert CostReport.objects.get(due_date="2026-04-15").number == 2


@covers("F-089")
def test_a_new_rhythm_excuses_nothing_that_was_missed(costs: Costs) -> None:
    costs.ask()
    costs.scene.on(dt.date(2026, 5, 20))
    costs.ask(every=2, first_due_date="2026-06-01", authority="Minute 9")
    owed = costs.updates()
    assert [owed[day] for day in MONTHLY] == ["open", "open", "lapsed", "lapsed"]
    assert {"2026-06-01", "2026-08-01"} <= set(owed)


@covers("F-089")
def test_updates_follow_the_date_of_go_live(costs: Costs) -> None:
    costs.ask()
    given: dict[str, Any] = {
        "status": "set",
        "by_body": "panel",
        "authority": "Minute 8",
        "cause": "Testing",
    }
    costs.scene.modification("MP300", audience="public")
    Release.objects.filter(pk=costs.release.id).update(state="open")
    costs.tell("release.remove-from-scope", modification="MP100", rationale="Moved")
    costs.tell("release.set-date", go_live_date="2026-08-20", **given)
    open_ones = [day for day, state in costs.updates().items() if state == "open"]
    assert (open_ones[-1], len(open_ones)) == ("2026-08-15", 5)
    costs.tell("release.set-date", go_live_date="2026-10-20", **given)
    open_ones = [day for day, state in costs.updates().items() if state == "open"]
    assert (open_ones[-1], len(open_ones)) == ("2026-10-15", 7)
    costs.tell("release.move", action="cancel", rationale="Nothing is left in it")
    assert set(costs.updates().values()) == {"lapsed"}


UNASKED: list[tuple[dict[str, Any], str]] = [
    ({"by_body": "tag"}, "It is the SEC Panel that asks for updates, not the Testing"),
    ({"by_body": "nobody"}, "No body is registered"),
    ({"first_due_date": "2026-03-01"}, "lies before the day on which it is asked"),
    ({"first_due_date": "2027-06-25"}, "no update would fall before it"),
    ({"decided_date": "2026-03-03"}, "still to come"),
]


@pytest.mark.parametrize(("given", "says"), UNASKED)
def test_a_request_that_cannot_be_is_refused(
    costs: Costs, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        costs.ask(**given)
    assert costs.updates() == {}


def test_only_the_administrator_enters_what_the_body_asked(costs: Costs) -> None:
    with pytest.raises(Forbidden):
        costs.ask(role="delivery")


def test_an_update_for_a_day_that_is_not_open_is_refused_with_those_that_are(costs: Costs) -> None:
    costs.ask(first_due_date="2027-05-15")
    with pytest.raises(Refused) as refused:
        costs.tell("release.update-cost", due_date="2026-07-01")
    (reason,) = refused.value.verdict.blocking
    assert reason.remedy == "Open: Sat 15 May 2027, Tue 15 Jun 2027."


@covers("F-087")
def test_the_actual_cost_waits_for_go_live_and_discharges_its_duty(costs: Costs) -> None:
    with pytest.raises(Refused, match="has not gone live"):
        costs.tell("release.report-actual-cost")
    costs.live(TODAY)
    costs.tell("release.report-actual-cost", lines=lines(1, 2, 3, 4, 5, None))
    assert costs.owed("actual-cost").discharged_date is None
    costs.tell("release.report-actual-cost")
    row = costs.owed("actual-cost")
    assert row.discharged_date == TODAY
    assert row.due_date == dt.date(2027, 9, 24)


@covers("F-088")
def test_a_variance_without_a_reason_is_refused_by_its_clause(costs: Costs) -> None:
    costs.tell("release.forecast-cost")
    costs.live(TODAY)
    told = lines(100, 201, 300, 400, 500, 600)
    with pytest.raises(Refused) as refused:
        costs.tell("release.report-actual-cost", lines=told)
    (reason,) = refused.value.verdict.blocking
    assert reason.what.startswith("“System integration testing” came to £201 where £200")
    assert reason.clause == "SEC Release Management Policy 3.0, section 7"
    told[1]["comment"] = "A day more"
    costs.tell("release.report-actual-cost", lines=told)
    (compared,) = seen(costs).compared
    over = {row.group: (row.over, row.comment) for row in compared.rows}
    assert over["cost-sit"] == (1, "A day more")
    assert (compared.over, compared.forecast_total, compared.told_total) == (1, 2100, 2101)


@covers("F-088")
def test_a_request_asks_for_no_less_comment_than_the_policy(costs: Costs) -> None:
    costs.ask(comment_over_percent=20)
    assert seen(costs).threshold == 0


@covers("F-215")
@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("public", {"public", "party", "member", "authority", "auditor"}),
        ("parties", {"party", "member", "authority", "auditor"}),
        ("committee", {"member", "authority", "auditor"}),
        ("administration", {"auditor"}),
    ],
)
def test_a_cost_is_seen_by_its_audience_and_nobody_else(
    costs: Costs, audience: str, readers: set[str]
) -> None:
    costs.tell("release.forecast-cost", audience=audience, note="Zebrafinch")
    actors = {"public": PUBLIC, **costs.scene.world.actors}
    for role in ("public", "party", "member", "authority", "auditor"):
        found = seen(costs, actors[role])
        assert bool(found.reports) is (role in readers), role
    bodies = Event.objects.exclude(audience=audience).values_list("body", flat=True)
    assert not any(b"Zebrafinch" in bytes(body) for body in bodies)
    kept = Event.objects.filter(act="release.discharge").values_list("audience", "body")
    assert [one for one, _ in kept] == ["public"]
    assert not any(b"costs.costline" in bytes(body) for _, body in kept)


def test_reading_the_costs_takes_no_more_queries_for_more_of_them(
    costs: Costs, django_assert_max_num_queries: Any
) -> None:
    costs.ask()
    for _ in range(6):
        costs.tell("release.forecast-cost")
        costs.tell("release.update-cost")
        costs.tell("modification.estimate-cost")
    actor = costs.scene.world.actors["member"]
    page = scope_page(actor, costs.scene.world.code, costs.release.slug)
    assert page is not None
    with django_assert_max_num_queries(9):
        release_costs(actor, costs.scene.world.code, page.head, page.scope, TODAY)


def test_each_update_has_a_why_of_its_own(costs: Costs) -> None:
    costs.ask()
    actor, code = costs.scene.world.actors["code-administrator"], costs.scene.world.code
    owed = obligations_of(code.id, costs.release.id, TODAY)
    updates = [line for line in owed if line.occurrence]
    assert len(updates) > 1
    for line in updates:
        found = why(actor, code, costs.release.slug, line.key, TODAY)
        assert found is not None
        assert (found.line.due_date, found.line.key) == (line.due_date, line.key)
