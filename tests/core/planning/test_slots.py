"""Slots and names over any span of years."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.planning.slots import (
    PlanningError,
    month_named,
    release_name,
    slot_dates,
    slot_of,
)
from tests.core.planning.samples import CSSC, RMP
from tests.marks import covers

THURSDAY = 3
YEARS = st.integers(min_value=1, max_value=9999)


def thursdays(year: int, month: int) -> list[int]:
    """The Thursdays of a month by the standard library's own month tables."""
    weeks = calendar.Calendar().monthdayscalendar(year, month)
    return [week[THURSDAY] for week in weeks if week[THURSDAY]]


@covers("F-024")
@given(year=YEARS)
def test_slots_of_any_year_agree_with_the_month_tables(year: int) -> None:
    found = [s.day for s in slot_dates(RMP, dt.date(year, 1, 1), dt.date(year, 12, 31))]
    assert found == [
        dt.date(year, 2, thursdays(year, 2)[-1]),
        dt.date(year, 6, thursdays(year, 6)[-1]),
        dt.date(year, 11, thursdays(year, 11)[0]),
    ]


@covers("F-021")
@given(first=st.integers(min_value=1, max_value=9000), span=st.integers(min_value=0, max_value=40))
def test_every_year_of_a_span_has_its_three_releases(first: int, span: int) -> None:
    found = list(slot_dates(RMP, dt.date(first, 1, 1), dt.date(first + span, 12, 31)))
    assert len(found) == 3 * (span + 1)
    assert [s.day for s in found] == sorted(s.day for s in found)


def test_span_includes_both_its_ends() -> None:
    only = dt.date(2019, 11, 7)
    assert [s.name for s in slot_dates(RMP, only, only)] == ["November 2019 SEC Release"]
    assert not list(slot_dates(RMP, dt.date(2019, 11, 8), dt.date(2020, 2, 26)))


@covers("F-028")
@given(st.dates())
def test_name_gives_back_the_month_it_was_made_from(day: dt.date) -> None:
    if day.year < 1000:
        return  # a year is written with four figures in a name
    assert month_named(RMP, release_name(RMP, day)) == (day.year, day.month)


@covers("F-028")
@pytest.mark.parametrize(
    "name", ["", "November 2019", "2019 November SEC Release", "Nov 2019 SEC Release", "R1 0000"]
)
def test_other_names_are_refused_with_an_example(name: str) -> None:
    with pytest.raises(PlanningError, match='Write it like "November 2019 SEC Release"'):
        month_named(RMP, name)


@covers("F-026")
def test_release_in_a_month_without_a_slot_is_ad_hoc() -> None:
    assert slot_of(RMP, "September 2021 SEC Release") is None


def test_policy_without_names_says_so() -> None:
    with pytest.raises(PlanningError, match="gives releases no names"):
        release_name(CSSC, dt.date(2020, 6, 25))
