"""The page of a modification and its report: what is held, what is missing, what comes next."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client

from ridgeway.governance import remembered
from ridgeway.governance.codes.models import Body
from ridgeway.governance.evidence import store
from tests.answers import body_of
from tests.governance.conftest import World
from tests.governance.modifications.passage import SUBJECT, Passage, passage
from tests.marks import covers
from tests.web.pages.conftest import Reader, counted

PAGE, REPORT = "/sec/modifications/DP071", "/sec/report/DP071"
DOCUMENTS, DECISIONS = "/sec/documents-of/DP071", "/sec/decisions-on/DP071"


@pytest.fixture
def way(world: World) -> Passage:
    return passage(world)


def markup(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return body_of(answer).decode()


def said(client: Client, address: str) -> str:
    """The words of a page, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup(client, address))).split())


@covers("F-098")
def test_the_page_draws_each_stage_with_its_day_and_whose_step_it_was(
    way: Passage, reader: Reader
) -> None:
    way.to_modification_proposal()
    way.on(way.today + dt.timedelta(days=3))
    way.move("start-refinement", "panel")
    words = said(reader("code-administrator"), PAGE)
    assert "Draft Proposal , done Mon 2 Mar 2026" in words
    assert "Modification Proposal , done Mon 2 Mar 2026 by Change Sub-Committee" in words
    assert "Refinement Process , stands here Thu 5 Mar 2026 by SEC Panel" in words
    assert "Pending implementation , to come" in words
    assert "Implemented , to come" in words


def test_the_page_offers_what_the_next_step_rests_on(way: Passage, reader: Reader) -> None:
    way.move("accept-draft", "secas")
    html = markup(reader("code-administrator"), PAGE)
    assert "Put it to the Change Sub-Committee: problem statement" in html
    assert "matter=problem-statement" in html
    assert "Put it to" not in markup(reader("member"), PAGE)


@covers("F-035", "F-011")
def test_the_page_shows_impacts_documents_people_kin_and_what_is_missing(
    way: Passage, reader: Reader
) -> None:
    digest, size = store.put(iter([b"Clause 1"]))
    way.do("set-impact", name="Large Suppliers", level="high", note="New screens")
    way.do("name-person", part="lead-analyst", person=way.world.actors["delivery"].person_id)
    file = {"digest": digest, "size": size, "media_type": "text/plain", "file_name": "d.txt"}
    way.document("legal-text", name="Section D", edition="0.2", form="marked", **file)
    way.do("split", title="Sooner", reason="It can go sooner")
    words = said(reader("code-administrator"), PAGE)
    assert "Large Suppliers High New screens" in words
    assert "From it was split off DP071A" in words
    assert "Lead analyst, since Mon 2 Mar 2026" in words
    words = said(reader("code-administrator"), DOCUMENTS)
    assert "Section D 0.2 changes marked Mon 2 Mar 2026 Open" in words
    assert "Benefits missing" in words
    assert "Complexity missing" in words
    html = markup(reader("member"), DOCUMENTS)
    (href,) = set(re.findall(r'href="(/evidence/[a-z0-9]+/file)">Open', html))
    assert body_of(reader("member").get(href)) == b"Clause 1"


def test_an_amended_date_is_shown_with_its_history(world: World, reader: Reader) -> None:
    way = passage(world, path="authority")
    limbs = [{"date": "2027-06-24", "release": "June 2027 SEC Release", "by": "2026-06-24"}]
    way.to_vote(limbs=limbs)
    way.vote("change-board", "modification")
    way.move("recommend", "change-board")
    way.document("decision-letter")
    way.move("approve-by-authority", "authority")
    given = {"implementation_date": "2027-08-26", "by_body": "panel", "rationale": "More tests"}
    way.do("amend-date", step="requested", **given)
    way.do("amend-date", step="consented", **{**given, "by_body": "authority"})
    words = said(reader("party"), PAGE)
    assert "Thu 26 Aug 2027 implementation date" in words
    assert "Requested SEC Panel Thu 26 Aug 2027 More tests" in words
    assert "24 June 2027 (June 2027 SEC Release) if a decision" in words
    assert "Implemented , to come planned for Thu 26 Aug 2027" in words


def test_the_past_shows_what_was_held_then(way: Passage, reader: Reader) -> None:
    way.do("set-impact", name="Large Suppliers", level="low")
    way.document("legal-text", name="Section D")
    then = (way.world.at + dt.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    way.on(way.today + dt.timedelta(days=9))
    way.do("set-impact", name="Large Suppliers", level="high")
    way.do("set-impact", name="Small Suppliers", level="high")
    words = said(reader("code-administrator"), f"{PAGE}?as_at={then}Z")
    assert "Large Suppliers Low" in words
    assert "Small Suppliers" not in words
    assert "Steps from here" not in words
    assert "Steps from here SEC modification process 0.1" in said(
        reader("code-administrator"), PAGE
    )
    assert "Section D" in said(reader("code-administrator"), f"{DOCUMENTS}?as_at={then}Z")
    assert "Section D" in said(reader("code-administrator"), f"{REPORT}?as_at={then}Z")


@covers("F-033")
def test_the_report_is_a_page_a_pdf_and_a_word_file_that_name_their_sources(
    way: Passage, reader: Reader
) -> None:
    way.do("write-text", topic="report-benefits", text="Fewer visits to meters")
    way.do("set-impact", name="Large Suppliers", level="high")
    way.do("set-dates", lead_time=12, impacts=["dcc-systems"])
    client = reader("party")
    words = said(client, REPORT)
    assert "Fewer visits to meters" in words
    assert "if a decision to approve is received on or before" in words
    assert "The policy asks for:" in words
    assert f'href="{DOCUMENTS}#cons"' in markup(client, REPORT)
    assert body_of(client.get("/sec/reports/pdf/DP071"))[:5] == b"%PDF-"
    assert body_of(client.get("/sec/reports/docx/DP071"))[:2] == b"PK"
    assert client.get("/sec/reports/exe/DP071").status_code == 404
    assert client.get("/sec/report/MP999").status_code == 404


def test_a_hidden_modification_has_no_report(world: World, reader: Reader) -> None:
    passage(world, audience="administration")
    assert reader("party").get(REPORT).status_code == 404
    assert reader("code-administrator").get(REPORT).status_code == 200


def test_today_warns_of_dates_that_can_hold_no_more(
    way: Passage, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    limbs = [{"date": "2027-06-24", "release": "June 2027", "by": "2026-03-10"}]
    way.do("set-dates", limbs=limbs)
    from ridgeway import clock

    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 3, 11, 12, tzinfo=dt.UTC))
    words = said(reader("code-administrator"), "/today")
    assert "the last day for a decision was Tue 10 Mar 2026" in words
    assert "no implementation date can hold" in said(reader("party"), PAGE)


def test_the_page_costs_the_same_however_much_is_held(way: Passage, reader: Reader) -> None:
    client = reader("party")
    client.get(PAGE)
    with counted() as few:
        client.get(PAGE)
    for number in range(5):
        way.do("set-impact", name=f"Category {number}", level="low")
        way.document("legal-text", edition=str(number))
        way.do("write-text", topic="report-issue", text="Words", said_by=f"Party {number}")
    client.get(PAGE)
    with counted() as many:
        client.get(PAGE)
    assert len(many) <= len(few) + 1


def test_what_waits_for_somebody_stands_first_and_everything_said_on_its_own_tab(
    way: Passage, reader: Reader
) -> None:
    world, about = way.world, {"subject_type": SUBJECT, "subject_id": way.row.id}
    tag = Body.objects.get(key="tag").id
    asked = {"body": tag, "on": "its testing", "due_date": "2026-03-20"}
    world.do("view.request", world.code, **about, **asked)
    panel = Body.objects.get(key="panel").id
    raised = {"body": panel, "text": "Ask the makers of meters", "owner": tag}
    world.do("action.raise", world.code, **about, **raised, due_date="2026-02-27")
    way.put("change-sub-committee", "problem-statement")
    consultation = way.consult()
    words = said(reader("code-administrator"), PAGE)
    assert "Waits for somebody 4" in words
    assert "Late Testing Advisory Group: Ask the makers of meters until Fri 27 Feb 2026" in words
    assert "View of the Testing Advisory Group on its testing until Fri 20 Mar 2026" in words
    words = said(reader("code-administrator"), DECISIONS)
    for part in ("Resolutions 1", "Views asked for 1", "Actions 1", "Consultations 1"):
        assert part in words
    assert f'href="{PAGE}"' in markup(reader("member"), f"/consultations/{consultation.id}")
    assert "Ask the makers of meters" not in said(reader("party"), DECISIONS)


def test_what_a_decision_hangs_on_stands_with_it(way: Passage, reader: Reader) -> None:
    hangs_on = [{"text": "The fee is told", "due_date": "2026-04-01"}]
    way.put("change-sub-committee", "problem-statement", hangs_on=hangs_on)
    words = said(reader("code-administrator"), DECISIONS)
    assert "What was agreed on condition 1" in words
    assert "The fee is told" in words


def test_a_hidden_modification_has_no_tab(world: World, reader: Reader) -> None:
    passage(world, audience="administration")
    for address in (DOCUMENTS, DECISIONS, "/sec/record-of/DP071", "/sec/costs/DP071"):
        assert reader("party").get(address).status_code == 404, address
        assert reader("code-administrator").get(address).status_code == 200, address


def test_an_earlier_reference_leads_to_every_tab(way: Passage, reader: Reader) -> None:
    way.do("renumber", reference="MP071")
    for address in (DOCUMENTS, DECISIONS, "/sec/record-of/DP071"):
        assert "/sec/modifications/MP071" in markup(reader("member"), address)


@pytest.mark.parametrize(("address", "most"), [(PAGE, 22), (DOCUMENTS, 14), (DECISIONS, 17)])
def test_a_tab_takes_the_same_queries_however_much_was_said(
    way: Passage, reader: Reader, address: str, most: int
) -> None:
    client, statements = reader("code-administrator"), []
    for round_ in range(2):
        way.consult(f"Consultation {round_}")
        way.put("change-sub-committee", f"matter-{'ab'[round_]}")
        way.document("legal-text")
        remembered._made.clear()
        with counted() as found:
            assert client.get(address).status_code == 200
        statements.append(len(found))
    assert statements[0] == statements[1] <= most


def test_the_page_asks_once_for_what_several_steps_rest_on(world: World, reader: Reader) -> None:
    way = passage(world, path="authority")
    client = reader("code-administrator")
    way.to_modification_proposal()
    way.do("set-impact", kind="area", name="Meters", level="high")
    way.do("name-person", part="lead-analyst", person=world.actors["delivery"].person_id)
    way.do("split", title="Sooner", reason="It can go sooner")
    remembered._made.clear()
    with counted() as anew:
        words = said(client, PAGE)
    for step in ("Bring before the Panel", "Approve a housekeeping change", "Withdraw"):
        assert step in words
    assert len(set(anew)) == len(anew) <= 30
    with counted() as again:
        client.get(PAGE)
    assert len(again) <= 13


@pytest.mark.parametrize("address", [PAGE, DOCUMENTS, DECISIONS, "/sec/record-of/DP071"])
def test_every_tab_reads_as_it_stood(way: Passage, reader: Reader, address: str) -> None:
    then = (way.world.at + dt.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    way.on(way.today + dt.timedelta(days=9))
    way.put("change-sub-committee", "problem-statement")
    way.document("legal-text", name="Zebrafinch text")
    way.consult()
    words = said(reader("code-administrator"), f"{address}?as_at={then}Z")
    for later in ("that DP071 goes on", "Zebrafinch", "Modification Report Consultation"):
        assert later not in words
