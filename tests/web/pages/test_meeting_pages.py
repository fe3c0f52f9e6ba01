"""Meetings in the browser: agenda, late paper, interest, vote, minutes, bundle; whoever is recused
finds the paper on no page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ridgeway.governance.codes.models import Account
from ridgeway.governance.committees.models import AgendaItem, Meeting, Paper
from tests.governance.committees.seats import MEETS, PAPERS_DUE, Committee, committee_of
from tests.governance.committees.test_rules import adopt
from tests.governance.conftest import World
from tests.marks import covers
from tests.web.pages.conftest import BACKEND, counted, form_of

SECRET = "Zebrafinch figures"


@pytest.fixture
def committee(world: World) -> Committee:
    return committee_of(world)


def browser(account_id: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=account_id), backend=BACKEND)
    return client


@pytest.fixture
def story(committee: Committee) -> dict[str, Any]:
    """A meeting with a paper in time, a late one and a resolution on the first item."""
    meeting = committee.meeting()
    item = committee.item(meeting, "A budget")
    paper = committee.paper(item, SECRET)
    committee.on(PAPERS_DUE.replace(day=13))
    late = committee.paper(item, "Zebrafinch addendum", pages=180)
    resolution = committee.put(item)
    return {"meeting": meeting, "item": item, "paper": paper, "late": late, "put": resolution}


@covers("F-252")
def test_the_meeting_page_shows_papers_against_the_paper_day(
    committee: Committee, story: dict[str, Any]
) -> None:
    client = browser(committee.members[1].account_id)
    page = client.get(f"/meetings/{story['meeting'].id}").content.decode()
    assert SECRET in page
    assert "2 working days late" in page
    assert "that the budget be so" in page
    listed = client.get("/sec/meetings").content.decode()
    assert "Panel, March" in listed


@covers("F-253")
def test_whoever_declared_an_interest_finds_the_papers_nowhere(
    committee: Committee, story: dict[str, Any]
) -> None:
    mine, other = committee.members[0], committee.members[1]
    committee.do("item.declare-interest", story["item"], mine, interest="Mine")
    recused, reader = browser(mine.account_id), browser(other.account_id)
    meeting, paper = story["meeting"].id, story["paper"].id
    for path in (
        f"/meetings/{meeting}",
        f"/meetings/{meeting}/bundle",
        f"/resolutions/{story['put'].id}",
        "/today",
        "/search?q=addendum",
        "/api/v1/search?q=figures",
        "/api/v1/codes/sec/record",
        "/sec/record",
    ):
        answer = recused.get(path)
        assert answer.status_code == 200, path
        assert b"Zebrafinch" not in answer.content, path
    assert b"Zebrafinch" in reader.get(f"/meetings/{meeting}/bundle").content
    assert b"Zebrafinch" in reader.get("/search?q=addendum").content
    assert b"Zebrafinch" in reader.get("/api/v1/codes/sec/record").content
    assert recused.get(f"/papers/{paper}").status_code == 404
    assert reader.get(f"/papers/{paper}").status_code == 200


@covers("F-252")
def test_the_bundle_is_a_page_and_a_pdf(committee: Committee, story: dict[str, Any]) -> None:
    client = browser(committee.members[1].account_id)
    page = client.get(f"/meetings/{story['meeting'].id}/bundle").content.decode()
    assert story["paper"].digest in page
    answer = client.get(f"/meetings/{story['meeting'].id}/bundle.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert client.get(f"/meetings/{story['meeting'].id}/bundle.docx").status_code == 404


def test_nobody_else_sees_a_meeting_of_committees(story: dict[str, Any]) -> None:
    client = Client()
    assert client.get(f"/meetings/{story['meeting'].id}").status_code == 404
    assert client.get(f"/papers/{story['paper'].id}").status_code == 404
    assert b"Panel, March" not in client.get("/sec/meetings").content


def test_the_page_of_a_body_shows_its_seats_and_what_is_open(
    committee: Committee, story: dict[str, Any]
) -> None:
    page = browser(committee.members[1].account_id).get("/sec/bodies/panel").content.decode()
    assert "Seat 4" in page
    assert "Small Supplier" in page
    assert story["put"].text in page
    assert Client().get("/sec/bodies/nobody").status_code == 404


def test_the_meetings_lead_to_every_body_and_a_body_to_the_acts_that_fill_its_seats(
    committee: Committee, world: World
) -> None:
    admin, root, member = (
        browser(world.actors[role].account_id)
        for role in ("code-administrator", "installation-administrator", "party")
    )
    assert 'href="/sec/bodies/tag"' in member.get("/sec/meetings").content.decode()
    body = world.bodies["panel"].id
    create, appoint = f"/acts/seat.create/{world.code.id}?body={body}", "/acts/appointment.make/"
    pages = {who: who.get("/sec/bodies/panel").content.decode() for who in (admin, root, member)}
    assert create in pages[admin]
    assert f"&amp;body={body}&amp;seat={committee.seats[0].id}" in pages[root]
    assert appoint not in pages[admin]
    assert create not in pages[member]


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        ("two-thirds", set()),
        ("unconfirmed", {"rule-quorum"}),
        ("on-grounds", {"grounds-0-need", "grounds-0-evidence"}),
    ],
)
def test_a_resolution_is_asked_only_what_the_policy_of_its_body_leaves_open(
    committee: Committee, world: World, rule: str, asked: set[str]
) -> None:
    adopt(committee, rule)
    client = browser(world.actors["code-administrator"].account_id)
    body, item = world.bodies["panel"].id, committee.item(committee.meeting())
    address = f"/acts/resolution.propose/{world.code.id}"
    about = f"subject_type=committees.agendaitem&subject_id={item.id}"
    form = client.get(f"{address}?matter=budget&body={body}&{about}").content.decode()
    names = {"rule-quorum", "grounds-0-need", "grounds-0-evidence"}
    assert {name for name in names if f'name="{name}"' in form} == asked
    said = {"body": body, "matter": "budget", "verb": "agree", "text": "that it be so"}
    shown = {name: "1" if name == "rule-quorum" else "" for name in asked}
    answer = client.post(address, {**form_of(form), **said, "audience": "committee", **shown})
    if rule == "on-grounds":
        assert "The written request: no evidence of it is named." in answer.content.decode()
        assert 'name="grounds-0-need"' in answer.content.decode()
    else:
        assert answer.status_code == 302


def test_a_meeting_takes_as_many_queries_with_ten_items_as_with_one(
    committee: Committee, story: dict[str, Any]
) -> None:
    client = browser(committee.members[1].account_id)
    address = f"/meetings/{story['meeting'].id}"
    client.get(address)
    few = _queries(client, address)
    for number in range(9):
        committee.paper(committee.item(Meeting.objects.get(), f"Item {number}"))
    client.get(address)
    assert _queries(client, address) == few


def _queries(client: Client, address: str) -> int:
    with counted() as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_it_all_goes_through_forms(committee: Committee) -> None:
    """Call a meeting, put an item on it, submit a paper, through what a browser posts."""
    admin = browser(committee.world.actors["code-administrator"].account_id)
    code = committee.world.code.id
    sent = admin.post(
        f"/acts/meeting.call/{code}",
        {
            "body": committee.world.bodies["panel"].id,
            "title": "Panel, May",
            "meeting_date": "20 May 2099",
            "paper_date": "13 May 2099",
            "audience": "committee",
        },
    )
    meeting = Meeting.objects.get(title="Panel, May")
    assert sent["Location"] == f"/meetings/{meeting.id}"
    assert admin.get(f"/acts/item.add/{meeting.id}").status_code == 200
    item = {"title": "First", "purpose": "decision", "audience": "committee", "version": "1"}
    sent = admin.post(f"/acts/item.add/{meeting.id}", item)
    assert sent["Location"] == f"/meetings/{meeting.id}"
    item_id = AgendaItem.objects.get(title="First").id
    page = admin.get(f"/acts/paper.submit/{item_id}").content.decode()
    assert "enctype" in page
    paper = {"title": "A paper", "text": "One.\n\nTwo.", "audience": "committee", "version": "1"}
    sent = admin.post(f"/acts/paper.submit/{item_id}", paper)
    assert sent.status_code == 302
    assert Paper.objects.get().content["paragraphs"] == ["One.", "Two."]
    assert meeting.meeting_date > MEETS
