from __future__ import annotations

import calendar as standard
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.dates.offset import Counting, Offset, Unit, offset_in_words
from ridgeway.core.dates.rules import days_in_month, nth_weekday, rule_in_words
from ridgeway.core.dates.wording import day_month_year, long_date, month_year
from tests.core.dates import oracle
from tests.marks import covers

THURSDAY = 3
YEARS = st.integers(1, 9999)
MONTHS = st.integers(1, 12)


@covers("F-024")
@pytest.mark.parametrize(
    ("month", "which", "days"),
    [
        (2, -1, ["2019-02-28", "2020-02-27", "2021-02-25", "2024-02-29"]),
        (6, -1, ["2019-06-27", "2020-06-25", "2021-06-24", "2022-06-30"]),
        (11, 1, ["2018-11-01", "2019-11-07", "2020-11-05", "2021-11-04"]),
    ],
)
def test_release_days_fall_where_the_rule_says(month: int, which: int, days: list[str]) -> None:
    for day in map(dt.date.fromisoformat, days):
        assert nth_weekday(day.year, month, THURSDAY, which) == day


def test_29_november_2019_is_a_friday() -> None:
    assert long_date(dt.date(2019, 11, 29)) == "Fri 29 Nov 2019"


@covers("F-024")
@given(YEARS, MONTHS.filter(lambda m: m < 12) | st.just(12), st.integers(0, 6))
def test_every_weekday_of_a_month_is_found_by_its_place(year: int, month: int, week: int) -> None:
    if (year, month) == (9999, 12):
        return  # the oracle would have to step past the last day that exists
    days = oracle.weekdays_of_month(year, month, week)
    assert [nth_weekday(year, month, week, n + 1) for n in range(len(days))] == days
    assert nth_weekday(year, month, week, -1) == days[-1]
    if len(days) == 4:
        with pytest.raises(ValueError, match="has no fifth"):
            nth_weekday(year, month, week, 5)


@given(YEARS, MONTHS)
def test_months_are_as_long_as_in_the_standard_library(year: int, month: int) -> None:
    assert days_in_month(year, month) == standard.monthrange(year, month)[1]


@pytest.mark.parametrize(("weekday", "which"), [(7, 1), (-1, 1), (3, 0), (3, 6), (3, -2)])
def test_a_rule_that_makes_no_sense_is_refused(weekday: int, which: int) -> None:
    with pytest.raises(ValueError, match="use "):
        nth_weekday(2020, 2, weekday, which)


def test_dates_and_rules_read_as_people_write_them() -> None:
    day = dt.date(2020, 6, 5)
    assert long_date(day) == "Fri 5 Jun 2020"
    assert day_month_year(day) == "5 June 2020"
    assert month_year(day) == "June 2020"
    assert rule_in_words(2, THURSDAY, -1) == "last Thursday of February"
    assert rule_in_words(11, THURSDAY, 1) == "first Thursday of November"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (Offset(-6, Unit.WEEKS), "six weeks before go-live"),
        (Offset(1, Unit.WORKING_DAYS), "one Working Day after go-live"),
        (Offset(20, Unit.WORKING_DAYS), "20 Working Days after go-live"),
        (Offset(-12, Unit.MONTHS), "twelve months before go-live"),
        (Offset(0, Unit.DAYS), "the day of go-live"),
        (Offset(3, Unit.DAYS, counting=Counting.ON), "three days after go-live, that day included"),
    ],
)
def test_an_offset_reads_as_a_policy_states_it(length: Offset, words: str) -> None:
    assert offset_in_words(length, "go-live") == words
