from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import holidays
import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.dates.calendar import Calendar, Holiday, OutsideCalendarError, calendar_of
from ridgeway.core.dates.loading import load_calendar, read_calendar
from tests.core.dates import oracle
from tests.marks import covers

FACTS = json.loads((Path(__file__).parent / "bank_holidays.json").read_text())
NAME = "england-and-wales"
CALENDAR = load_calendar(NAME)
OFF = frozenset(h.day for h in CALENDAR.holidays)
DAYS = st.dates(dt.date(2014, 1, 1), dt.date(2048, 12, 31))


def all_days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=i) for i in range((last - first).days + 1)]


@covers("F-255")
def test_every_published_holiday_is_held_under_its_day() -> None:
    ours = {h.day.isoformat() for h in CALENDAR.holidays if 2018 <= h.day.year <= 2028}
    assert ours == set(FACTS["published"])


@covers("F-255")
def test_working_days_agree_with_an_independent_library_from_2012_to_2028() -> None:
    theirs = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2029))
    differ = [
        day
        for day in all_days(dt.date(2012, 1, 1), dt.date(2028, 12, 31))
        if CALENDAR.is_working(day) != (day.weekday() < 5 and day not in theirs)
    ]
    assert differ == []


def ruled_days(year: int) -> set[dt.date]:
    """The weekdays that the standing rules take out of a year."""
    one, sunday = dt.timedelta(days=1), easter(year)
    days = {sunday - 2 * one, sunday + one, oracle.weekdays_of_month(year, 5, 0)[0]}
    days |= {oracle.weekdays_of_month(year, month, 0)[-1] for month in (5, 8)}
    for fixed in (dt.date(year, 1, 1), dt.date(year, 12, 25), dt.date(year, 12, 26)):
        day = fixed
        while day.weekday() > 4 or day in days:
            day += one
        days.add(day)
    return days


@pytest.mark.parametrize("year", range(2029, 2051))
def test_years_beyond_the_published_list_follow_the_standing_rules(year: int) -> None:
    assert {day for day in OFF if day.year == year} == ruled_days(year)


def test_days_beyond_the_published_list_are_provisional() -> None:
    assert not CALENDAR.is_provisional(dt.date(2028, 12, 31))
    assert CALENDAR.is_provisional(dt.date(2029, 1, 1))
    assert CALENDAR.last >= dt.date(2040, 12, 31)


@covers("F-255")
@pytest.mark.parametrize(("day", "since"), FACTS["added"].items())
def test_a_day_added_at_short_notice_is_unknown_before_its_announcement(
    day: str, since: str
) -> None:
    added, announced = dt.date.fromisoformat(day), dt.date.fromisoformat(since)
    eve = announced - dt.timedelta(days=1)
    assert load_calendar(NAME, known_on=eve).is_working(added)
    assert not load_calendar(NAME, known_on=announced).is_working(added)
    assert not CALENDAR.is_working(added)


@covers("F-255")
@pytest.mark.parametrize(("day", "until"), FACTS["removed"].items())
def test_a_day_that_was_moved_away_is_a_holiday_only_under_older_knowledge(
    day: str, until: str
) -> None:
    moved, announced = dt.date.fromisoformat(day), dt.date.fromisoformat(until)
    before = load_calendar(NAME, known_on=announced - dt.timedelta(days=1))
    assert not before.is_working(moved)
    assert before.holiday(moved) is not None
    assert load_calendar(NAME, known_on=announced).is_working(moved)
    assert CALENDAR.is_working(moved)


def test_early_may_2020_moves_between_two_states_of_knowledge() -> None:
    then = load_calendar(NAME, known_on=dt.date(2019, 5, 1))
    assert [then.is_working(dt.date(2020, 5, d)) for d in (4, 8)] == [False, True]
    assert [CALENDAR.is_working(dt.date(2020, 5, d)) for d in (4, 8)] == [True, False]
    assert then.shift(dt.date(2020, 5, 1), 1) == dt.date(2020, 5, 5)
    assert CALENDAR.shift(dt.date(2020, 5, 1), 1) == dt.date(2020, 5, 4)


def test_older_knowledge_does_not_claim_the_list_published_later() -> None:
    then = load_calendar(NAME, known_on=dt.date(2019, 5, 1))
    assert then.official_until == dt.date(2019, 5, 1)
    read_on = read_calendar(NAME).read_on
    assert load_calendar(NAME, known_on=read_on).official_until == dt.date(2028, 12, 31)


@covers("F-255")
def test_a_code_adds_days_of_its_own_to_its_calendar_only() -> None:
    day = dt.date(2019, 12, 24)
    own = load_calendar(NAME, extra=[Holiday(day, "Office closed", known_from=dt.date(2019, 3, 1))])
    assert not own.is_working(day)
    held = own.holiday(day)
    assert held is not None
    assert held.title == "Office closed"
    early = dt.date(2019, 2, 28)
    assert load_calendar(NAME, known_on=early, extra=[held]).is_working(day)
    assert load_calendar(NAME).is_working(day)


@pytest.mark.parametrize("day", [dt.date(2011, 12, 31), dt.date(2051, 1, 1)])
def test_a_day_outside_the_calendar_is_not_guessed(day: dt.date) -> None:
    questions = (CALENDAR.is_working, CALENDAR.holiday, CALENDAR.next_working)
    for question in questions:
        with pytest.raises(OutsideCalendarError, match="Sun 1 Jan 2012 to Sat 31 Dec 2050"):
            question(day)


def test_a_shift_past_the_end_of_the_calendar_is_refused() -> None:
    with pytest.raises(OutsideCalendarError, match="5 working days after Fri 30 Dec 2050"):
        CALENDAR.shift(dt.date(2050, 12, 30), 5)
    with pytest.raises(OutsideCalendarError, match="2 working days before Tue 3 Jan 2012"):
        CALENDAR.shift(dt.date(2012, 1, 3), -2)


@given(DAYS, st.integers(-300, 300))
def test_a_shift_lands_where_walking_day_by_day_does(day: dt.date, n: int) -> None:
    assert CALENDAR.shift(day, n) == oracle.walk(day, n, OFF)


@given(DAYS)
def test_rolls_land_where_walking_day_by_day_does(day: dt.date) -> None:
    assert CALENDAR.next_working(day) == oracle.roll(day, "forward", OFF)
    assert CALENDAR.previous_working(day) == oracle.roll(day, "backward", OFF)


@given(DAYS, st.integers(0, 400))
def test_count_leaves_out_the_first_day_and_takes_in_the_last(day: dt.date, length: int) -> None:
    last = day + dt.timedelta(days=length)
    counted = sum(oracle.worked(d, OFF) for d in all_days(day, last)[1:])
    assert CALENDAR.count(day, last) == counted


@given(DAYS, st.integers(-200, 200).filter(bool))
def test_count_undoes_a_shift(day: dt.date, n: int) -> None:
    assert CALENDAR.count(day, CALENDAR.shift(day, n)) == n


@given(
    st.frozensets(st.integers(0, 6), min_size=1),
    st.dates(dt.date(2020, 1, 1), dt.date(2020, 12, 31)),
)
def test_the_worked_weekdays_are_those_of_the_calendar(week: frozenset[int], day: dt.date) -> None:
    edge = {"first": dt.date(2019, 12, 30), "last": dt.date(2021, 1, 10)}
    own = calendar_of("own", (), official_until=edge["last"], weekdays=week, **edge)
    assert own.is_working(day) == (day.weekday() in week)


def test_a_calendar_without_any_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="no working day"):
        Calendar("x", dt.date(2020, 1, 4), dt.date(2020, 1, 5), (), dt.date(2020, 1, 5))
    with pytest.raises(ValueError, match="cannot end"):
        Calendar("x", dt.date(2020, 1, 5), dt.date(2020, 1, 4), (), dt.date(2020, 1, 5))
