"""Releases with their obligations: stable keys, honest dates, nothing moved in silence."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.dates.calendar import OutsideCalendarError
from ridgeway.core.planning.minimums import judge_planned
from ridgeway.core.planning.releases import plan, plan_release
from ridgeway.core.planning.slots import PlanningError
from ridgeway.core.policy.loading import parse_rulebook
from ridgeway.core.verdict import Force, State
from tests.core.planning.samples import CALENDAR, CSSC, NOVEMBER, RMP, day, november
from tests.core.policy.shipped import SMALL
from tests.marks import covers

DAYS = st.dates(min_value=dt.date(2019, 11, 1), max_value=dt.date(2019, 11, 30))


@covers("F-021", "F-024")
def test_five_years_hold_fifteen_releases_in_order() -> None:
    found = plan(RMP, day("2019-01-01"), day("2023-12-31"))
    assert len(found) == 15
    assert all(release.by_rule for release in found)
    assert [r.go_live_date for r in found] == sorted(r.go_live_date for r in found)


@covers("F-002")
def test_duty_is_in_force_exactly_from_the_day_the_policy_applies() -> None:
    assert RMP.applies_from is not None
    for release in plan(RMP, day("2018-01-01"), day("2023-12-31")):
        for owed in release.obligations:
            assert owed.in_force == (owed.due_date >= RMP.applies_from)
            assert owed.in_force != owed.why[-1].endswith("not in force")


@covers("F-002")
def test_duty_due_on_the_very_day_the_policy_begins_is_in_force() -> None:
    release = plan_release(
        RMP, "March 2020 SEC Release", day("2020-03-13"), kind="documentation", calendar=CALENDAR
    )
    owed = release.obligation("notice-6-months")
    assert owed is not None
    assert owed.due_date == RMP.applies_from
    assert owed.in_force


def test_rule_that_moves_a_date_is_named_and_nothing_claims_otherwise() -> None:
    text = SMALL.replace('unit = "months" }', 'unit = "months", roll = "forward" }')
    release = plan_release(parse_rulebook(text, "small"), "May 2021 Release", calendar=CALENDAR)
    (owed,) = release.obligations
    assert owed.due_date == day("2021-04-12")
    assert any("moved forward to the next working day" in step for step in owed.why)
    assert not any("no rule moved it" in step for step in owed.why)


def test_rule_that_moved_the_anchor_is_not_denied_at_the_end() -> None:
    text = SMALL.replace('-1, unit = "months" }', '-2, unit = "weeks", anchor_roll = "forward" }')
    book = parse_rulebook(text, "small")
    release = plan_release(book, "May 2021 Release", day("2021-05-09"), calendar=CALENDAR)
    (owed,) = release.obligations
    assert owed.due_date == day("2021-04-26")
    assert not any("no rule moved it" in step for step in owed.why)


@covers("F-025")
@given(DAYS)
def test_keys_and_name_stay_however_the_date_moves(go_live: dt.date) -> None:
    moved = plan_release(RMP, NOVEMBER, go_live, calendar=CALENDAR)
    assert moved.name == NOVEMBER
    assert {o.key for o in moved.obligations} == {o.key for o in november().obligations}
    assert moved.by_rule == (go_live == day("2019-11-07"))


@given(DAYS)
def test_reckoning_ends_with_the_working_day_and_whether_a_rule_moved_it(go_live: dt.date) -> None:
    for owed in plan_release(RMP, NOVEMBER, go_live, calendar=CALENDAR).obligations:
        said = owed.why[-1] if owed.in_force else owed.why[-2]
        assert CALENDAR.is_working(owed.due_date) == owed.on_working_day
        ending = "is a working day; no rule moved it" if owed.on_working_day else "no rule moves it"
        assert said.endswith(ending)


@covers("F-091")
def test_why_of_the_evidence_limit_reads_step_by_step() -> None:
    owed = november("2019-11-29").obligation("evidence-to-panel")
    assert owed is not None
    assert owed.why == (
        "SEC Release Management Policy 3.0, section 8 (should)",
        "Go-live is Fri 29 Nov 2019",
        "Six weeks before go-live: Fri 18 Oct 2019",
        "Fri 18 Oct 2019 is a working day; no rule moved it",
    )


def test_duty_counted_from_another_duty_shows_both_reckonings() -> None:
    owed = november("2019-11-29").obligation("forecast-cost")
    assert owed is not None
    assert "Twelve months before go-live: Thu 29 Nov 2018" in owed.why
    assert any("Together with “Baseline" in step for step in owed.why)


def test_time_of_day_in_a_policy_is_read_in_its_zone() -> None:
    text = SMALL.replace('unit = "months" }', 'unit = "months", at = 17:00:00 }')
    release = plan_release(parse_rulebook(text, "small"), "May 2020 Release", calendar=CALENDAR)
    (owed,) = release.obligations
    assert owed.due_at is not None
    assert owed.due_at.isoformat() == "2020-04-11T17:00:00+01:00"
    assert "At 17:00 in Europe/London, that is 16:00 UTC" in owed.why


@covers("F-095")
def test_duty_that_waits_for_a_decision_has_no_date_until_then() -> None:
    release = november()
    assert "decision-notice" not in {o.id for o in release.obligations}
    assert "spend-updates" in {u.id for u in release.undated}


@covers("F-025", "F-028")
def test_slip_that_leaves_the_month_says_what_the_name_would_be() -> None:
    assert "December 2019 SEC Release" in november("2019-12-01").why[-1]
    assert november("2019-11-29").why[-1] == "It stays in its month, so its name is unchanged"


@covers("F-023")
def test_kinds_of_slots_can_be_changed_for_a_whole_span() -> None:
    found = plan(
        RMP,
        day("2021-01-01"),
        day("2021-12-31"),
        kinds={"June 2021 SEC Release": "documentation"},
    )
    assert [r.kind for r in found] == ["documentation", "documentation", "system"]


@pytest.mark.parametrize(
    ("name", "go_live", "kind", "says"),
    [
        ("September 2021 SEC Release", None, "system", "give its go-live date"),
        (NOVEMBER, None, "sytem", "is not a kind of release"),
        ("February 2021 SEC Release", None, "system", "does not let it become"),
    ],
)
def test_release_that_the_policy_does_not_know_is_refused(
    name: str, go_live: dt.date | None, kind: str, says: str
) -> None:
    with pytest.raises(PlanningError, match=says):
        plan_release(RMP, name, go_live, kind=kind)


def test_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(PlanningError, match="swap the two dates"):
        plan(RMP, day("2020-01-01"), day("2019-01-01"))


def test_policy_without_a_cycle_is_refused() -> None:
    with pytest.raises(PlanningError, match="no yearly cycle"):
        plan(CSSC, day("2020-01-01"), day("2020-12-31"))


def test_year_beyond_the_calendar_is_refused_not_guessed() -> None:
    with pytest.raises(OutsideCalendarError):
        plan(RMP, day("2090-01-01"), day("2090-12-31"))


@covers("F-079")
@pytest.mark.parametrize(
    ("planned", "state", "force"),
    [
        ("2020-09-01", State.MET, Force.MUST),
        ("2020-09-24", State.UNMET, Force.SHOULD),
        ("2020-09-25", State.UNMET, Force.MUST),
    ],
)
def test_planning_for_the_bare_minimum_is_shown_and_not_blocked(
    planned: str, state: State, force: Force
) -> None:
    release = plan_release(RMP, "June 2021 SEC Release", calendar=CALENDAR)
    owed = release.obligation("tad-to-tag")
    assert owed is not None
    reason = judge_planned(owed, day(planned))
    assert (reason.state, reason.force) == (state, force)
    assert reason.blocks == (planned == "2020-09-25")


def test_planning_on_a_limit_that_is_no_minimum_is_kept() -> None:
    owed = november("2019-11-29").obligation("evidence-to-panel")
    assert owed is not None
    assert judge_planned(owed, owed.due_date).state is State.MET
