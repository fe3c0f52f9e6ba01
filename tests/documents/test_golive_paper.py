"""The go-live paper says what the facts say, and recommends only what the views support."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from ridgeway.core.verdict import Force, State
from ridgeway.documents.description import Heading, PageBreak, Unknown
from ridgeway.documents.golive_facts import (
    AdviceFacts,
    GoLiveFacts,
    LatenessFacts,
    Outcome,
    ResolutionFacts,
    RiskFacts,
    RiskView,
    UnknownFacts,
    Verb,
)
from ridgeway.documents.golive_paper import golive_paper
from ridgeway.documents.html import to_html
from ridgeway.documents.placing import sources_of
from ridgeway.documents.recommending import recommendation, requested
from tests.documents.samples import CLEAR, CRITERIA, PAPER_DATE, Page, november
from tests.marks import covers


def words_of(facts: GoLiveFacts) -> str:
    return " ".join(Page(to_html(golive_paper(facts))).words.split())


def with_state(state: State, force: Force = Force.MUST) -> GoLiveFacts:
    facts = november()
    changed = replace(facts.criteria[4], state=state, force=force, waived_by="the Panel")
    return replace(facts, criteria=(*facts.criteria[:4], changed, *facts.criteria[5:]))


@covers("F-175")
def test_paper_has_all_its_parts_in_order() -> None:
    headings = [b.text for b in golive_paper(november()).blocks if isinstance(b, Heading)]
    assert headings == [
        "Purpose",
        "The date and how it came about",
        "Acceptance criteria",
        "Views of the OPSG",
        "Views of the TAG",
        "Reservations",
        "Residual risks",
        "What came late",
        "Departures from policy",
        "What is not known",
        "Approval to proceed",
        "Recommendations",
    ]


@covers("F-139")
def test_paper_says_its_action_purpose_authors_team_and_date() -> None:
    words = words_of(november())
    for part in (
        "Action For Decision",
        "Authors A. Writer and B. Writer",
        "Team Secretariat",
        "Date 8 November 2019",
        "planned to go live on 29 November 2019",
    ):
        assert part in words


@covers("F-140")
def test_each_criterion_stands_with_its_state_evidence_and_who_confirmed_it() -> None:
    words = words_of(with_state(State.CANNOT_TELL))
    assert "6 of 7 criteria are met." in words
    for number, criterion in enumerate(CRITERIA, 1):
        state = "Cannot tell" if number == 5 else "Met"
        assert f"{number} {criterion} (section 8, must) {state}" in words
        assert f"Report {number} (from DCC, received 8 November 2019" in words


def test_history_of_the_date_is_told_with_who_set_it_and_how_far_it_may_go() -> None:
    words = words_of(november())
    assert "7 November 2019 by rule follows from the rule the policy" in words
    assert "24 November 2019 no later than 1 December 2019 requested 1 October 2019" in words
    assert "29 November 2019 approved 30 October 2019 Panel Within the range" in words
    assert "switched off (CR1066)" in words


@covers("F-163")
def test_lateness_is_counted_and_says_that_the_limit_had_passed_before_the_date_was_set() -> None:
    words = words_of(november())
    assert "21 days late" in words
    assert (
        "8 November 2019, 21 days after 18 October 2019 (SEC RMP 3.0, section 8, should)" in words
    )
    assert "already passed when the date was set on 30 October 2019" in words
    assert "Basis of the assessment The assessment rests mainly on what was said" in words
    assert "Papers came too late and were too many" in words


@pytest.mark.parametrize(
    ("arrived", "set_on", "days", "born"),
    [
        (dt.date(2019, 10, 19), None, "1 day late", False),
        (dt.date(2019, 10, 20), dt.date(2019, 10, 18), "2 days late", False),
        (dt.date(2019, 10, 20), dt.date(2019, 10, 19), "2 days late", True),
    ],
)
def test_limit_is_called_passed_only_when_the_date_was_set_after_it(
    arrived: dt.date, set_on: dt.date | None, days: str, born: bool
) -> None:
    late = LatenessFacts("X", dt.date(2019, 10, 18), arrived, "c", set_on_date=set_on)
    words = words_of(november(lateness=(late,)))
    assert days in words
    assert ("already passed" in words) is born


@covers("F-165")
def test_residual_risk_has_its_approach_and_each_view_with_what_it_is_subject_to() -> None:
    words = words_of(november())
    assert "SECMP0062 could be live and ON without approval DCC: 1. Read every" in words
    assert "OPSG: asked: how is it enforced? Answer: by the checklist" in words
    assert "Accepted, subject to: the check stands in the runbook." in words


def test_view_of_a_risk_that_is_not_held_is_not_taken_for_consent() -> None:
    risk = RiskFacts("R", "DCC", ("do",), (RiskView("TAG"),))
    words = words_of(november(risks=(risk,)))
    assert "Whether it accepted the approach is not held" in words
    assert "Accepted" not in words
    assert "Not accepted." in words_of(
        november(risks=(replace(risk, views=(RiskView("TAG", accepted=False),)),))
    )


@covers("F-173", "F-174")
def test_agreed_views_and_met_criteria_lead_to_note_and_agree_with_the_date() -> None:
    facts = november()
    assert recommendation(facts).proceed
    asked = requested(facts)
    assert [r.verb for r in asked] == [Verb.NOTE, Verb.NOTE, Verb.AGREE]
    assert asked[0].text == "the views of the OPSG and the TAG"
    assert asked[-1].text == "that the November 2019 SEC Release goes live on 29 November 2019"
    assert "AGREE that the November 2019 SEC Release goes live on 29 November" in words_of(facts)


@covers("F-173")
@pytest.mark.parametrize(
    ("state", "force", "proceed"),
    [
        (state, force, state in (State.MET, State.WAIVED) or force is not Force.MUST)
        for state in State
        for force in Force
    ],
)
def test_only_a_missed_must_stands_against_going_live(
    state: State, force: Force, proceed: bool
) -> None:
    facts = with_state(state, force)
    found = recommendation(facts)
    assert found.proceed is proceed
    assert (Verb.AGREE in {r.verb for r in requested(facts)}) is proceed
    if not proceed:
        assert len(found.objections) == 1
        assert CRITERIA[4] in found.objections[0]
        assert "Approval is not recommended." in words_of(facts)


@covers("F-173")
@pytest.mark.parametrize("first", Outcome)
@pytest.mark.parametrize("second", Outcome)
def test_every_body_has_to_agree(first: Outcome, second: Outcome) -> None:
    facts = november(advice=(AdviceFacts("OPSG", first), AdviceFacts("TAG", second)))
    agreed = {Outcome.AGREED, Outcome.AGREED_SUBJECT_TO}
    assert recommendation(facts).proceed is ({first, second} <= agreed)


@covers("F-174")
def test_condition_of_a_body_becomes_a_condition_of_what_is_agreed() -> None:
    advice = AdviceFacts("OPSG", Outcome.AGREED_SUBJECT_TO, subject_to="switches stay OFF")
    asked = requested(november(advice=(advice,)))
    assert asked[-1].verb is Verb.AGREE
    assert asked[-1].condition == "OPSG: switches stay OFF"
    assert "provided that: OPSG: switches stay OFF" in words_of(november(advice=(advice,)))


@pytest.mark.parametrize("missing", ["criteria", "advice", "go_live_date"])
def test_nothing_is_recommended_without(missing: str) -> None:
    facts = november(**{missing: None if missing == "go_live_date" else ()})
    assert not recommendation(facts).proceed
    assert "Approval is not recommended." in words_of(facts)


def test_given_resolutions_are_printed_as_given() -> None:
    asked = (ResolutionFacts(Verb.INDICATE, "which date", options=("the first", "the second")),)
    words = words_of(november(resolutions=asked))
    assert "INDICATE which date (a) the first (b) the second" in words
    assert "AGREE" not in words


def test_indicate_without_options_is_refused() -> None:
    with pytest.raises(ValueError, match="INDICATE"):
        ResolutionFacts(Verb.INDICATE, "which date")


def test_empty_facts_make_a_paper_that_says_what_it_does_not_hold() -> None:
    facts = GoLiveFacts("R", None, "Panel", "DCC", "RID", PAPER_DATE, CLEAR, risks_held=False)
    blocks = golive_paper(facts).blocks
    assert sum(isinstance(block, Unknown) for block in blocks) == 2
    words = words_of(facts)
    for part in (
        "a date that is not held",
        "The history of the date is not held.",
        "No acceptance criterion is recorded.",
        "Not held: whether any risk remains.",
    ):
        assert part in words


def test_unknown_facts_are_listed_with_why() -> None:
    facts = november(unknowns=(UnknownFacts("the quorum.", "No minutes are held."),))
    assert "Not held: the quorum. No minutes are held." in words_of(facts)


def test_every_paragraph_that_states_a_fact_names_its_source() -> None:
    silent = {"The paper is", "The Panel is asked"}
    for block in golive_paper(november()).blocks:
        if isinstance(block, Heading | PageBreak):
            continue
        said = repr(block)
        listing = "NOTE" in said or any(words in said for words in silent)
        assert sources_of(block) or listing or isinstance(block, Unknown), block
