"""Papers are read from the record: what is held stands in them, what is not is said to be so."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from ridgeway.core.verdict import State
from ridgeway.documents.digest import digest_of
from ridgeway.documents.golive_facts import GoLiveFacts, Outcome
from ridgeway.documents.golive_paper import golive_paper
from ridgeway.documents.reading import golive_facts_of
from ridgeway.governance.actor import PUBLIC
from ridgeway.governance.baselines.completeness import judge_parts
from ridgeway.governance.baselines.queries import documents_seen, held_now
from ridgeway.governance.codes.overview import CodeSeen, overview
from ridgeway.governance.record.rows import listed
from ridgeway.governance.record.sources import AskedOnce
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.queries_page import HEAD
from tests.demo.conftest import demo as demo  # noqa: PLC0414
from tests.documents.samples import docx_words, pdf_words, squeezed
from tests.marks import covers

pytestmark = pytest.mark.usefixtures("demo", "db")
SLUG = "november-2019-sec-release"
ADDRESS = f"/sec/releases/{SLUG}"
PAPER_DAY = dt.date(2019, 11, 8)


@pytest.fixture
def code() -> CodeSeen:
    return overview(PUBLIC)[0]


@pytest.fixture
def november(code: CodeSeen) -> GoLiveFacts:
    found = golive_facts_of(PUBLIC, code, SLUG, PAPER_DAY)
    assert found is not None
    return found


@covers("F-140", "F-175")
def test_six_of_seven_criteria_are_met_and_the_fifth_cannot_be_told(november: GoLiveFacts) -> None:
    assert [c.state for c in november.criteria] == [
        State.CANNOT_TELL if n == 5 else State.MET for n in range(1, 8)
    ]
    first = november.criteria[0]
    assert {(e.submitted_by, e.arrived_date) for e in first.evidence} == {
        ("DCC", PAPER_DAY),
        ("TAG", PAPER_DAY),
    }
    assert not november.criteria[4].evidence


@covers("F-149", "F-163")
def test_both_views_are_there_with_what_the_tag_reserved(november: GoLiveFacts) -> None:
    views = {a.body: a for a in november.advice}
    assert set(views) == {"OPSG", "TAG"}
    assert {a.outcome for a in views.values()} == {Outcome.AGREED}
    assert views["TAG"].reservations
    assert "could not check it against the documents" in views["TAG"].basis
    assert not views["OPSG"].reservations


@covers("F-158", "F-174")
def test_dates_lateness_and_what_is_asked_come_from_the_record(november: GoLiveFacts) -> None:
    assert [(d.planned_date, d.standing) for d in november.dates] == [
        (dt.date(2019, 11, 7), "by rule"),
        (dt.date(2019, 11, 24), "requested"),
        (dt.date(2019, 11, 24), "consented to"),
        (dt.date(2019, 11, 29), "set"),
    ]
    (late,) = november.lateness
    assert (late.due_date, late.days_late, late.born_late) == (dt.date(2019, 10, 18), 21, True)
    assert [r.verb.value for r in november.resolutions] == ["NOTE", "AGREE"]


@covers("F-165", "F-172")
def test_the_risk_carries_opsgs_question_and_its_condition(november: GoLiveFacts) -> None:
    (risk,) = november.risks
    (view,) = risk.views
    assert view.body == "OPSG"
    assert view.question.startswith("How would it be enforced")
    assert view.subject_to
    assert len(risk.approach) == 5


def test_what_no_source_says_is_listed_and_what_lies_ahead_is_not(november: GoLiveFacts) -> None:
    said = " ".join(u.what for u in november.unknowns)
    assert "the day, the votes and the quorum of the SEC Panel" in said
    assert "the final go or no-go of the DCC" in said
    assert "Tell Parties that go-live is imminent" in said
    assert "actual cost" not in said


def test_every_paragraph_of_the_paper_knows_where_it_comes_from(november: GoLiveFacts) -> None:
    made = golive_paper(november)
    tables = [block for block in made.blocks if type(block).__name__ in ("Table", "Quote")]
    assert tables
    for block in tables:
        rows = getattr(block, "rows", ())
        assert block.source or all(row.source for row in rows), block


def test_the_same_facts_make_the_same_paper(code: CodeSeen) -> None:
    first, again = (golive_facts_of(PUBLIC, code, SLUG, PAPER_DAY) for _ in range(2))
    assert first is not None
    assert again is not None
    assert digest_of(golive_paper(first)) == digest_of(golive_paper(again))


@covers("F-058", "F-059", "F-060", "F-062", "F-065")
def test_the_rid_holds_what_the_record_holds_and_names_its_gaps() -> None:
    head = listed(Release.objects.filter(slug=SLUG).values(*HEAD))[0]
    seen = documents_seen(PUBLIC, head, AskedOnce())[0]
    content = held_now(PUBLIC, seen, head, AskedOnce())
    assert seen.ruled.rule.id == "rid"
    assert not seen.started
    assert {m["relation"] for m in content["modifications"]} == {"approved"}
    assert len(content["modifications"]) == 10
    assert content["systems"] == "DCC Systems"
    assert all(m["impacts"] is None for m in content["modifications"])
    assert len(content["documents"]) == 15
    assert len(content["criteria"]) == 7
    due = {duty["title"]: duty["due_date"] for duty in content["duties"]}
    assert due["Report the actual cost to the Panel"] == "2020-02-29"
    reasons = judge_parts(content, dt.date(2026, 11, 20), str)
    open_ones = {reason.key for reason in reasons if reason.is_open}
    assert "part-rid-central-cost" in open_ones
    assert "part-rid-modifications" not in open_ones


@pytest.mark.parametrize("slug", ["nothing-of-the-kind", SLUG])
def test_what_is_hidden_makes_no_paper(code: CodeSeen, slug: str) -> None:
    Release.objects.filter(slug=slug).update(audience="administration")
    assert golive_facts_of(PUBLIC, code, slug, PAPER_DAY) is None


FACTS = (
    "Go-live of the November 2019 SEC Release",
    "6 of 7 criteria are met.",
    "29 November 2019",
    "no later than 1 December 2019",
    "21 days after 18 October 2019",
    "That limit had already passed when the date was set on 30 October 2019.",
    "Business Continuity and Disaster Recovery are not affected",
    "A comprehensive performance test shows no degradation of service.",
    "SECMP0062 could be switched on in a later release",
    "How would it be enforced that the switches of SECMP0062 stay off?",
    "AGREE that the November 2019 SEC Release is set live on 29 November 2019",
    "Approval is not recommended.",
    "Public",
)


@covers(
    "F-139", "F-150", "F-151", "F-152", "F-154", "F-155", "F-156", "F-157", "F-159", "F-160",
    "F-161", "F-162", "F-164", "F-167", "F-168", "F-169", "F-170", "F-171", "F-173", "F-175",
)  # fmt: skip
@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_paper_as_a_file_says_what_the_paper_of_then_said(form: str) -> None:
    answer = Client().get(f"{ADDRESS}/paper.{form}")
    assert answer.status_code == 200
    assert f'{SLUG}-go-live-paper.{form}"' in answer["Content-Disposition"]
    read = pdf_words if form == "pdf" else docx_words
    text = squeezed(read(answer.content))
    for fact in (*FACTS, *PARTS):
        assert squeezed(fact) in text, fact


PARTS = (
    "For Decision",
    "Early Life Support and everyday teams are in place.",
    "each affected function confirmed its operational readiness in writing",
    "The Technical Operating Centre watches the live services.",
    "Those of the SMETS1 release were applied.",
    "Impact was analysed component by component",
    "deactivating live code outside the release (CR1066) does no harm",
    "Every completion report of the relevant phases was reviewed; all entry and exit criteria",
    "None of Severity 1 or 2 is unresolved",
    "Much of SIT ran in SIT B, its final stages in SIT A",
    "will review how key governance steps are managed in the SMETS1 migration",
    "The Transition Team reads the release notes of every release",
    "follows SECMP0062 into the scope of a later release",
    "The switches can be turned on only by a build in a release",
    "The check joins the Release Management checklist and the Runbook",
    "A change of a switch raises an alert, which the Technical Operating Centre watches.",
)


@covers("F-055")
def test_the_rid_is_open_to_anybody_as_a_page_and_as_a_file() -> None:
    page = Client().get(f"{ADDRESS}/rid").content.decode()
    assert "Modifications targeted at or approved for the release" in page
    text = squeezed(pdf_words(Client().get(f"{ADDRESS}/rid.pdf").content))
    for fact in ("MP071", "Second-Comer Charging", "31 October 2019", "9 SMETS"):
        assert squeezed(fact) in text


def test_a_file_with_its_sources_names_them() -> None:
    text = squeezed(pdf_words(Client().get(f"{ADDRESS}/paper.pdf?sources=1").content))
    assert "obligation:evidence-to-panel" in text
    assert "criterion:5" in text


@pytest.mark.parametrize("address", ["paper.exe", "rid.exe", "paper.pdf?on=31+Feb+2019"])
def test_a_form_or_a_day_that_is_not_known_is_not_there(address: str) -> None:
    assert Client().get(f"{ADDRESS}/{address}").status_code == 404
