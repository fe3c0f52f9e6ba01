"""Steps rest on what is held: votes, documents, consultations, windows, releases; each refusal says
what is missing, by which clause, who can bring it about and when it becomes too late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.core.dates.wording import long_date
from ridgeway.core.verdict import Reason, Refused, State
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.modifications.models import Stay
from ridgeway.governance.modifications.windows import window_of
from tests.governance.conftest import World
from tests.governance.modifications.passage import Passage, passage
from tests.marks import covers


@pytest.fixture
def way(world: World) -> Passage:
    return passage(world)


def refused(step: Callable[[], object]) -> dict[str, Reason]:
    with pytest.raises(Refused) as caught:
        step()
    return {reason.key: reason for reason in caught.value.verdict.blocking}


def test_a_draft_needs_the_facts_that_the_policy_names(world: World) -> None:
    way = passage(world, description="", proposer="")
    found = refused(lambda: way.move("accept-draft", "secas", facts=["draft-complete"]))
    assert found["draft-complete"].what == "Not held: description, proposer."
    assert found["draft-complete"].clause.endswith("the proposal form of 2017")
    assert found["draft-complete"].cleared_by == ("Proposer",)
    way.do("edit", description="An issue", proposer="acme")
    assert way.move("accept-draft", "secas").stage == "development"


@covers("F-006")
def test_a_step_of_a_body_rests_on_its_resolution_and_not_on_a_statement(way: Passage) -> None:
    way.move("accept-draft", "secas")
    step = "raise-modification"

    def stated() -> object:
        return way.move(step, "change-sub-committee", facts=["problem-statement-ready"])

    reason = refused(stated)["problem-statement-ready"]
    assert (reason.state, reason.cleared_by) == (State.UNMET, ("Change Sub-Committee",))
    resolution = way.put("change-sub-committee", "problem-statement")
    assert "is not closed" in refused(stated)["problem-statement-ready"].what
    way.world.do("resolution.withdraw", resolution, reason="Put again")
    way.vote("change-sub-committee", "problem-statement", "against")
    assert refused(stated)["problem-statement-ready"].what.endswith("2026: lost.")
    way.vote("change-sub-committee", "problem-statement")
    assert way.move(step, "change-sub-committee").stage == "modification-proposal"
    stay = Stay.objects.get(modification=way.row, stage="modification-proposal")
    assert stay.resolution is not None
    assert (stay.by, stay.resolution.matter) == ("change-sub-committee", "problem-statement")


@pytest.mark.parametrize("left_out", ["modification-report", "impact-assessment", "legal-text"])
def test_the_panel_gets_a_modification_with_each_of_its_documents(
    way: Passage, left_out: str
) -> None:
    way.to_modification_proposal()
    kinds = ["modification-report", "impact-assessment", "legal-text"]
    for kind in kinds:
        way.document(kind)
    number = kinds.index(left_out) + 1
    way.do("withdraw-document", number=number, reason="The wrong file")
    found = refused(lambda: way.move("submit-to-panel", "secas", facts=kinds))
    assert set(found) == {left_out}
    way.document(left_out)
    assert way.move("submit-to-panel", "secas").stage == "panel-review"


def test_a_vote_falls_when_what_was_put_changes_and_history_stays(way: Passage) -> None:
    way.to_panel()
    way.do("set-dates", lead_time=12)
    resolution = way.vote("panel", "modification-report")
    way.document("legal-text", edition="2.0")
    resolution.refresh_from_db()
    assert resolution.state == "void"
    assert "panel-resolution" in refused(lambda: way.move("send-to-report", "panel"))
    way.vote("panel", "modification-report")
    way.move("send-to-report", "panel")
    way.document("legal-text", edition="3.0")
    states = Resolution.objects.filter(subject_id=way.row.id).values_list("matter", "state")
    assert sorted(states) == [
        ("modification-report", "carried"),
        ("modification-report", "void"),
        ("problem-statement", "carried"),
    ]


def test_the_report_consultation_must_be_closed_before_the_vote(way: Passage) -> None:
    way.to_panel()
    way.do("set-dates", lead_time=12)
    way.vote("panel", "modification-report")
    way.move("send-to-report", "panel")

    def close() -> object:
        return way.move("close-report-consultation", "secas")

    assert "No consultation was opened" in refused(close)["report-consultation-closed"].what
    consultation = way.consult()
    assert "Still open" in refused(close)["report-consultation-closed"].what
    way.close(consultation)
    assert way.move("close-report-consultation", "secas").stage == "change-board-vote"


@covers("F-045")
def test_under_self_governance_the_vote_is_final_when_the_window_has_passed(way: Passage) -> None:
    way.on("2026-03-02")
    way.to_vote(working_days=10)
    way.vote("change-board", "modification")
    voted = way.today
    way.on(voted + dt.timedelta(days=1))
    assert way.move("approve-self-governance", "change-board").decided_date == voted
    window = window_of(way.row, way.today)
    assert window.last_date is not None
    reason = refused(lambda: way.move("end-window", "secas"))["window-ended"]
    assert reason.remedy.startswith("Wait until")
    way.on(window.last_date)
    assert "window-ended" in refused(lambda: way.move("end-window", "secas"))
    way.on(window.last_date + dt.timedelta(days=1))
    late = refused(lambda: way.move("refer-to-authority", "authority", facts=["referral-made"]))
    assert set(late) == {"window-open"}
    assert way.move("end-window", "secas").stage == "pending-implementation"


def test_a_referral_takes_the_decision_away_again(way: Passage) -> None:
    way.to_vote()
    way.vote("change-board", "modification")
    way.move("approve-self-governance", "change-board")
    way.move("refer-to-authority", "authority", facts=["referral-made"])
    assert (way.row.stage, way.row.decided_date) == ("with-authority", None)


@covers("F-043")
def test_the_decision_letter_settles_the_date_by_itself(world: World) -> None:
    way = passage(world, path="authority")
    way.to_vote(
        limbs=[
            {"date": "2027-06-24", "release": "June 2027", "by": "2026-06-24"},
            {"date": "2027-11-04", "release": "November 2027", "by": "2026-11-04"},
        ]
    )
    way.vote("change-board", "modification", "against")
    way.move("recommend", "change-board")
    waits = refused(lambda: way.move("approve-by-authority", "authority"))["decision-letter"]
    assert waits.too_late_after == dt.date(2026, 6, 24)
    assert waits.cleared_by == ("Authority",)
    way.on("2026-07-01")
    way.document("decision-letter", made_date="2026-06-30")
    way.move("approve-by-authority", "authority")
    assert way.row.decided_date == dt.date(2026, 6, 30)
    from ridgeway.governance.modifications.dates import dating_of

    found = dating_of(way.row, way.today)
    assert found is not None
    assert (found.date, found.alarm) == (dt.date(2027, 11, 4), False)


def with_authority(world: World) -> Passage:
    """A modification on which the Authority's letter is awaited."""
    way = passage(world, path="authority")
    way.to_vote()
    way.vote("change-board", "modification")
    way.move("recommend", "change-board")
    way.on(way.today + dt.timedelta(days=9))
    return way


@pytest.mark.parametrize("clears", ["the day is said", "one is withdrawn"])
def test_letters_that_contradict_each_other_decide_nothing_until_somebody_says_which_counts(
    world: World, clears: str
) -> None:
    way = with_authority(world)
    days = [way.today - dt.timedelta(days=2), way.today - dt.timedelta(days=1)]
    numbers = []
    for day in days:
        way.document("decision-letter", made_date=day)
        numbers.append(way.row.held_documents.order_by("-number")[0].number)
    found = refused(lambda: way.move("approve-by-authority", "authority"))["decided-date"]
    assert all(long_date(day) in found.what for day in days)
    assert found.clause
    if clears == "the day is said":
        way.move("approve-by-authority", "authority", decided_date=days[0])
    else:
        way.do("withdraw-document", number=numbers[1], reason="Issued by mistake")
        way.move("approve-by-authority", "authority")
    assert way.row.decided_date == days[0]


def test_a_letter_that_came_twice_is_no_contradiction(world: World) -> None:
    way = with_authority(world)
    for _ in range(2):
        way.document("decision-letter", made_date=way.today)
    way.move("approve-by-authority", "authority")
    assert way.row.decided_date == way.today


def test_after_a_send_back_everything_is_asked_anew(world: World) -> None:
    way = passage(world, path="authority")
    way.to_vote()
    way.vote("change-board", "modification")
    way.move("recommend", "change-board")
    way.document("decision-letter")
    way.on(way.today + dt.timedelta(days=1))
    way.move("send-back", "authority")
    assert (way.row.stage, way.row.decided_date) == ("report-phase", None)
    found = refused(lambda: way.move("close-report-consultation", "secas"))
    assert "was opened since" in found["report-consultation-closed"].what
    way.close(way.consult())
    way.move("close-report-consultation", "secas")
    assert "vote-recorded" in refused(lambda: way.move("recommend", "change-board"))
    way.vote("change-board", "modification")
    way.move("recommend", "change-board")
    assert "decision-letter" in refused(lambda: way.move("approve-by-authority", "authority"))


@pytest.mark.parametrize(
    ("facts", "key"),
    [({"impacts": ["Large Suppliers"]}, "UNMET"), ({"system_impact": True}, "UNMET"), ({}, "")],
)
def test_only_housekeeping_goes_by_fast_track(
    world: World, facts: dict[str, object], key: str
) -> None:
    way = passage(world, **facts)
    way.to_modification_proposal()
    way.vote("panel", "fast-track")

    def fast() -> object:
        return way.move("fast-track", "panel", facts=["housekeeping-only"])

    if key:
        assert refused(fast)["housekeeping-only"].state is State[key]
        return
    assert "must be stated" in refused(lambda: way.move("fast-track", "panel"))[
        "housekeeping-only"
    ].what  # fmt: skip
    fast()
    assert (way.row.stage, way.row.decided_date) == ("referral-window", way.today)


def test_a_hold_says_until_when_and_can_come_again(way: Passage) -> None:
    way.move("accept-draft", "secas")
    hold = "hold-development"
    assert "hold-period-stated" in refused(lambda: way.move(hold, "panel"))
    past = refused(lambda: way.move(hold, "panel", until_date=way.today))
    assert "is not to come" in past["hold-period-stated"].what
    for until in ("2026-09-17", "2027-04-17"):
        way.move(hold, "panel", reason="Waits for another", until_date=until)
        way.move("resume-development", "panel")
    held = Stay.objects.filter(modification=way.row, stage="on-hold-development")
    assert [str(stay.until_date) for stay in held] == ["2026-09-17", "2027-04-17"]


def test_a_step_is_not_dated_before_the_one_that_led_here(way: Passage) -> None:
    way.move("accept-draft", "secas")
    found = refused(
        lambda: way.move("hold-development", "panel", until_date="2026-09-17", on_date="2026-03-01")
    )
    assert found["on-date"].what == "It stands at its stage since Mon 2 Mar 2026."


@settings(max_examples=60, deadline=None)
@given(st.dates(dt.date(2020, 1, 1), dt.date(2027, 6, 30)))
def test_a_window_is_ten_working_days_whatever_the_day_of_the_vote(voted: dt.date) -> None:
    from ridgeway.core.dates.loading import load_calendar
    from ridgeway.core.planning.implementation import following_decision, window_after
    from ridgeway.core.policy.loading import load_rulebook

    book, calendar = load_rulebook("sec-rmp@3.0"), load_calendar("england-and-wales")
    end = window_after(book, voted, calendar).day
    assert calendar.count(voted, end) == 10
    counted = following_decision(book, 5, voted, calendar, self_governance=True)
    assert counted.window_end == end
    assert calendar.count(end, counted.implementation_date) == 5
