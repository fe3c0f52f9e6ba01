"""People type dates and numbers in many forms; each is read, or answered with what is right."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.web.typed import Mistyped, read_date, read_instant, read_number, read_time
from ridgeway.web.wording import plain_date, short_date

FRIDAY = dt.date(2019, 11, 29)


@pytest.mark.parametrize(
    "text",
    [
        "2019-11-29",
        "29/11/2019",
        "29.11.2019",
        "29 11 2019",
        "29 Nov 2019",
        " 29  november  2019 ",
        "Fri 29 Nov 2019",
        "Friday, 29 November 2019",
        "29th Nov. 2019",
    ],
)
def test_a_date_is_read_however_it_is_written(text: str) -> None:
    assert read_date(text) == FRIDAY


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("31 Nov 2019", "31 Nov 2019 does not exist: November 2019 has 30 days"),
        ("29/02/2019", "29 Feb 2019 does not exist: February 2019 has 28 days"),
        ("2019-13-01", "13 is not a month: enter a date such as 29 Nov 2019"),
        ("0000-01-01", "0 is not a year: enter a date such as 29 Nov 2019"),
        ("tomorrow", "Enter a date such as 29 Nov 2019"),
        ("29 Nuv 2019", "Enter a date such as 29 Nov 2019"),
        ("", "Enter a date such as 29 Nov 2019"),
    ],
)
def test_a_date_that_is_none_is_answered_with_what_would_be_right(text: str, answer: str) -> None:
    with pytest.raises(Mistyped) as refused:
        read_date(text)
    assert str(refused.value) == answer


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_every_date_that_we_show_can_be_typed_back(day: dt.date) -> None:
    assert read_date(plain_date(day)) == day
    assert read_date(f"{short_date(day)} {day.year}") == day
    assert read_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("8 Nov 2019 17:00", "2019-11-08T17:00"),
        ("8 Nov 2019, 17:00", "2019-11-08T17:00"),
        ("2019-11-08T17:00", "2019-11-08T17:00"),
        ("2019-06-27 17:00", "2019-06-27T16:00"),
        ("2019-06-27 17:00 BST", "2019-06-27T16:00"),
        ("2019-06-27T17:00:00Z", "2019-06-27T17:00"),
        ("2019-06-27T17:00+05:30", "2019-06-27T11:30"),
        ("27 Oct 2019 01:30 +01:00", "2019-10-27T00:30"),
        ("27 Oct 2019 01:30 GMT", "2019-10-27T01:30"),
    ],
)
def test_an_instant_is_local_unless_an_offset_is_given(text: str, utc: str) -> None:
    assert read_instant(text) == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("27 Oct 2019 01:30", "comes twice"),
        ("29 Mar 2020 01:30", "does not exist on that day"),
        ("29 Nov 2019", "Add the time of day, such as 29 Nov 2019 17:00"),
        ("2019-11-08", "Add the time of day, such as 8 Nov 2019 17:00"),
        ("31 Feb 2020", "February 2020 has 29 days"),
        ("November 2019", "a date and a time"),
        ("17:00", "a date and a time"),
        ("29 Nov 2019 25:00", "a time such as"),
        ("1 Jan 0001 00:00 +14:00", "outside the years"),
        ("31 Dec 9999 23:59 -14:00", "outside the years"),
        ("29 Nov 2019 10:00 +99:00", "is not an offset"),
    ],
)
def test_an_instant_that_is_none_or_two_is_refused(text: str, part: str) -> None:
    with pytest.raises(Mistyped, match=part):
        read_instant(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,411,071", "1411071"), ("£ 1,411.50", "1411.50"), ("−5", "-5"), ("+7", "7")],
)
def test_a_number_may_carry_what_people_write_around_it(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e400000", "١٢", "5 apples", "9" * 50, ""])
def test_a_number_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Mistyped):
        read_number(text)


@given(st.text())
def test_no_text_breaks_a_reader(text: str) -> None:
    for reader in (read_date, read_instant, read_number, read_time):
        with suppress(Mistyped):
            reader(text)


@given(st.from_regex(r"[0-9]{1,4}[-/. ][0-9a-z]{1,4}[-/. ][0-9]{1,4}[ t][0-9:.+\-z]{0,12}"))
def test_no_text_that_looks_like_a_date_breaks_a_reader(text: str) -> None:
    for reader in (read_date, read_instant):
        with suppress(Mistyped):
            reader(text)
