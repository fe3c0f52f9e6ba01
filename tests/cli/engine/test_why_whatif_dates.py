"""`why`, `whatif` and `dates`: single questions and their reckonings."""

from __future__ import annotations

import csv
import io

import pytest

from tests.cli.engine.running import NOVEMBER, answer, refused, run
from tests.marks import covers

MOVE = ("whatif", "sec-rmp", "--release", NOVEMBER, "--go-live", "2019-11-29")
FROM_24 = ("--instead-of", "2019-11-24", "--set-on", "2019-10-30", "--today", "2019-11-09")


@covers("F-091")
def test_why_counts_the_steps_from_the_rule_to_the_day() -> None:
    text = run("why", NOVEMBER, "evidence-to-panel", "--go-live", "2019-11-29").stdout
    assert text.splitlines()[0] == "Put the go-live evidence before the Panel: Fri 18 Oct 2019"
    for step in ("first Thursday of November", "Six weeks before go-live", "no rule moved it"):
        assert step in text
    assert answer("why", NOVEMBER, "evidence-to-panel")["due_date"] == "2019-09-26"


def test_why_of_a_duty_without_a_date_says_when_in_words() -> None:
    text = run("why", NOVEMBER, "spend-updates").stdout
    assert "as often as the Panel asks" in text
    assert "it has no date to reckon" in text


def test_why_of_an_unknown_obligation_offers_the_nearest() -> None:
    assert 'Did you mean "evidence-to-panel"?' in refused("why", NOVEMBER, "evidence-panel")


@covers("F-025", "F-091")
def test_whatif_tells_what_is_born_late() -> None:
    done = ("--done", "evidence-to-panel=2019-11-08")
    found = answer(*MOVE, *FROM_24, *done)
    evidence = next(c for c in found["changes"] if c["id"] == "evidence-to-panel")
    assert (evidence["old_due_date"], evidence["new_due_date"]) == ("2019-10-13", "2019-10-18")
    assert evidence["effects"] == ["born-late", "done-too-late", "relaxes"]
    text = run(*MOVE, *FROM_24, *done).stdout
    assert "21 days after that limit" in text


@covers("F-097")
def test_whatif_tells_wrong_notices_and_freezes() -> None:
    more = ("--sent", "notice-1-month=2019-10-24", "--freeze", "2019-11-28..2019-12-02")
    found = answer(*MOVE, *FROM_24, *more)
    assert "a correction to 29 November 2019 is owed" in found["corrections_owed"][0]
    assert found["freezes_hit"] == [["2019-11-28", "2019-12-02"]]
    assert "falls into a change freeze" in run(*MOVE, *FROM_24, *more).stdout


def test_whatif_as_csv_has_a_line_for_each_obligation() -> None:
    rows = list(csv.DictReader(io.StringIO(run(*MOVE, *FROM_24, "--format", "csv").stdout)))
    assert len(rows) == len(answer(*MOVE, *FROM_24)["changes"])


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--done", "notice"), "Write it like notice-1-month=2019-10-24"),
        (("--done", "notice=soon"), "is not a day that exists"),
        (("--freeze", "2019-12-01..2019-11-01"), "ends before it begins"),
        (("--impact", "moon"), "is not an impact"),
        (("--kind", "grand"), "is not a kind of release"),
    ],
)
def test_whatif_tells_wrong_input(more: tuple[str, ...], says: str) -> None:
    assert says in refused(*MOVE, *more)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("working-days", "2019-12-20", "2020-01-02"), "6 working days"),
        (("shift", "2019-12-20", "--", "-1"), "Thu 19 Dec 2019"),
        (("shift", "2019-12-24", "1"), "Fri 27 Dec 2019"),
        (("nth", "2020", "6", "thursday", "last"), "Thu 25 Jun 2020"),
        (("reckon", "2020-06-25", "--", "-6", "months"), "Wed 25 Dec 2019"),
        (("reckon", "2019-11-29", "--", "-9", "months"), "29 Feb 2019 does not exist"),
        (("reckon", "2020-06-25", "--roll", "backward", "--", "-6", "months"), "Tue 24 Dec 2019"),
        (("holidays", "2020"), "Early May bank holiday (VE Day)"),
        (("holidays", "2020", "--known-on", "2019-01-01"), "2020-05-04"),
    ],
)
def test_dates_are_reckoned_with_their_steps(arguments: tuple[str, ...], says: str) -> None:
    result = run("dates", *arguments)
    assert result.exit_code == 0
    assert says in result.stdout


@covers("F-040", "F-041", "F-042", "F-043")
def test_limbs_come_in_the_policy_s_sentence_and_leave_with_1_when_too_late() -> None:
    ask = (
        "dates", "limbs", "sec-rmp", "--lead", "12", "--expected", "2019-06-01",
        "--impact", "dcc-systems", "--decided",
    )  # fmt: skip
    in_time = run(*ask, "2019-11-05")
    assert in_time.exit_code == 0
    assert in_time.stdout.startswith("25 June 2020 (June 2020 SEC Release) if a decision")
    assert "in time for November 2020 SEC Release" in in_time.stdout
    too_late = run(*ask, "2019-11-06")
    assert too_late.exit_code == 1
    assert "no implementation date holds" in too_late.stdout


@covers("F-044", "F-045")
def test_working_days_following_a_decision_start_when_the_window_ends() -> None:
    ask = ("dates", "following", "sec-rmp", "--days", "10", "--decided", "2019-12-20")
    assert run(*ask).stdout.startswith("10 Working Days following decision: 8 January 2020")
    governed = run(*ask, "--self-governance").stdout
    assert governed.startswith("10 Working Days following decision: 22 January 2020")
    assert "The length of the window is unconfirmed" in governed


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nth", "2019", "2", "friday", "fifth"), "has no fifth Friday"),
        (("nth", "2019", "13", "friday", "last"), "13"),
        (("shift", "2019-12-24", "99999999"), "2050"),
        (("reckon", "2019-12-24", "1", "fortnights"), "fortnights"),
        (("working-days", "2019-12-24", "2019-12-25", "--calendar", "moon"), "moon"),
        (("working-days", "2019-12-24", "2019-12-20"), "swap the two dates"),
        (("shfit", "2019-12-24", "1"), 'Did you mean "shift"?'),
        (("limbs", "cssc-plan", "--lead", "12", "--expected", "2019-06-01"), "nothing of impl"),
    ],
)
def test_dates_that_cannot_be_reckoned_are_told(arguments: tuple[str, ...], says: str) -> None:
    assert says in refused("dates", *arguments)
