"""What another date would do: what is typed is reckoned, or what is wrong with it is said."""

from __future__ import annotations

import pytest

from tests.marks import covers
from tests.web.pages.conftest import visitor
from tests.web.releases.conftest import NOVEMBER, words

pytestmark = pytest.mark.usefixtures("demo", "db")
WHAT_IF = f"{NOVEMBER}/what-if"


def test_another_month_gives_another_name_and_moves_the_limit() -> None:
    text = words(visitor(), f"{WHAT_IF}?go_live_date=13+Dec+2019&decided=8+Nov+2019")
    assert "Fri 29 Nov 2019 to Fri 13 Dec 2019" in text
    assert "December 2019 SEC Release in place of the November 2019 SEC Release" in text
    assert "Fri 18 Oct 2019 → Fri 1 Nov 2019, 14 days later" in text
    assert "7 days after that limit" in text


@covers("F-049")
def test_days_of_the_slider_and_a_date_mean_the_same() -> None:
    by_days = words(visitor(), f"{WHAT_IF}?days=14")
    by_date = words(visitor(), f"{WHAT_IF}?go_live_date=2019-12-13")
    assert (
        by_days.partition("Who would have to agree")[2]
        == (by_date.partition("Who would have to agree")[2])
    )
    assert "14 days later" in by_days


WRONG = {
    "go_live_date=31+Feb+2019": "31 Feb 2019 does not exist",
    "go_live_date=soon": "Enter a date such as 29 Nov 2019",
    "go_live_date=9999-01-01": "That day cannot be reckoned",
    "days=1e9": "is not a number of days",
    "days=99999999999999": "is not a number of days",
    "decided=yesterday": "Enter a date such as 29 Nov 2019",
}


@pytest.mark.parametrize("query", WRONG)
def test_a_wrong_date_is_answered_and_kept(query: str) -> None:
    answer = visitor().get(f"{WHAT_IF}?{query}")
    assert answer.status_code == 422
    assert WRONG[query] in words(visitor(), f"{WHAT_IF}?{query}", 422)
    typed = query.partition("=")[2].replace("+", " ")
    if not query.startswith("days"):
        assert f'value="{typed}"' in answer.content.decode()


@pytest.mark.parametrize("text", ["31+Feb+2019", "soon", "%00", "9" * 400])
def test_a_wrong_day_of_the_gate_and_of_the_calendar_is_answered(text: str) -> None:
    assert "Enter a date" in words(visitor(), f"{NOVEMBER}/gate?on={text}", 422) or (
        "does not exist" in words(visitor(), f"{NOVEMBER}/gate?on={text}", 422)
    )
    assert visitor().get(f"/sec/calendar?around={text}").status_code == 422


@pytest.mark.parametrize("around", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("zoom", ["month", "year", "three-years", "nonsense"])
def test_the_calendar_stands_at_the_ends_of_time(around: str, zoom: str) -> None:
    assert visitor().get(f"/sec/calendar?around={around}&zoom={zoom}").status_code == 200


def test_the_part_that_a_slider_fetches_is_no_whole_page() -> None:
    part = visitor().get(f"{WHAT_IF}?days=7", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'hx-swap-oob="true">7 days later' in part
