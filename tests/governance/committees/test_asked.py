"""What bodies are asked for and owe: views, advice on late papers, actions."""

from __future__ import annotations

from typing import Any

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.acting import Told
from ridgeway.governance.codes.models import Code
from ridgeway.governance.committees import queries_owed as queries
from ridgeway.governance.committees import subjects
from ridgeway.governance.committees.models import Action, Advice, ViewRequest
from tests.governance.committees.seats import PAPERS_DUE, Committee
from tests.marks import covers


@pytest.fixture
def about(committee: Committee, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The code itself stands in as the subject."""

    def content(row_id: str) -> dict[str, str]:
        return {"name": Code.objects.get(pk=row_id).name}

    monkeypatch.setitem(subjects.KINDS, "codes.code", content)
    return {"subject_type": "codes.code", "subject_id": committee.world.code.id}


def ask(committee: Committee, about: dict[str, str], **more: Any) -> ViewRequest:
    given: dict[str, Any] = {
        "body": committee.world.bodies["opsg"].id,
        "on": "the timing of the outage",
        "due_date": "2026-03-20",
        **about,
        **more,
    }
    done = committee.do("view.request", committee.world.code, **given)
    return ViewRequest.objects.get(pk=done.subject_id)


def advise(committee: Committee, about: dict[str, str], **more: Any) -> Advice:
    given: dict[str, Any] = {
        "body": committee.world.bodies["opsg"].id,
        "advice_date": committee.at.date(),
        "finding": "met",
        **about,
        **more,
    }
    return Advice.objects.get(
        pk=committee.do("advice.give", committee.world.code, **given).subject_id
    )


@covers("F-011", "F-013", "F-015")
def test_a_view_is_outstanding_until_the_body_gives_it(
    committee: Committee, about: dict[str, str]
) -> None:
    request = ask(committee, about)
    reader = committee.world.actors["code-administrator"]
    assert [row["on"] for row in queries.outstanding(reader, committee.world.code.id)] == [
        "the timing of the outage"
    ]
    other = advise(committee, about, body=committee.world.bodies["tag"].id)
    request.refresh_from_db()
    assert request.state == "open"
    advice = advise(committee, about)
    request.refresh_from_db()
    assert (request.state, request.advice) == ("given", advice)
    assert advice != other
    assert queries.outstanding(reader, committee.world.code.id) == []


def test_withdrawn_advice_stays_visible_and_is_asked_for_again(
    committee: Committee, about: dict[str, str]
) -> None:
    request = ask(committee, about)
    advice = advise(committee, about)
    committee.do("advice.withdraw", advice, reason="It rested on the wrong report")
    advice.refresh_from_db()
    request.refresh_from_db()
    assert advice.withdrawn_reason == "It rested on the wrong report"
    assert (request.state, request.advice) == ("open", None)


def test_a_view_can_only_be_wanted_by_a_day_to_come(
    committee: Committee, about: dict[str, str]
) -> None:
    with pytest.raises(Refused, match="a day to come"):
        ask(committee, about, due_date="2026-01-01")
    request = ask(committee, about)
    committee.do("view.withdraw", request, reason="No outage after all")
    with pytest.raises(Refused, match="It is withdrawn"):
        committee.do("view.withdraw", request, reason="Again")


@covers("F-163", "F-008", "F-149")
def test_a_view_on_late_papers_says_on_what_basis(
    committee: Committee, about: dict[str, str]
) -> None:
    meeting = committee.meeting()
    item = committee.item(meeting, **about)
    committee.on(PAPERS_DUE.replace(day=13))
    committee.paper(item, "Completion report", pages=300)
    with pytest.raises(Refused, match=r"two working days late.* on what basis"):
        advise(committee, about, meeting=meeting.id)
    advice = advise(committee, about, meeting=meeting.id, basis="A summary by the author")
    assert advice.papers_late
    assert "300 pages" in advice.lateness


@covers("F-164", "F-252")
def test_an_action_is_open_until_it_is_done_or_withdrawn(committee: Committee) -> None:
    item = committee.item(committee.meeting())
    owner = committee.world.bodies["secas"].id
    given: dict[str, Any] = {
        "text": "Say how governance steps are managed",
        "owner": owner,
        "item": item.id,
    }
    committee.do("action.raise", committee.world.code, due_date="2026-04-01", **given)
    action = Action.objects.get()
    assert (action.number, action.meeting_id, action.body) == (
        1,
        item.meeting_id,
        committee.world.bodies["panel"],
    )
    committee.do("action.close", action, note="Written down in the minutes")
    action.refresh_from_db()
    assert (action.state, action.closed_date) == ("done", committee.at.date())
    with pytest.raises(Refused, match="It is done"):
        committee.do("action.close", action, outcome="withdrawn", note="Twice")


@covers("F-164")
def test_an_action_of_another_day_is_attested(committee: Committee) -> None:
    bodies = committee.world.bodies
    given: dict[str, Any] = {
        "text": "Manage governance steps",
        "owner": bodies["secas"].id,
        "body": bodies["tag"].id,
        "raised_date": "2019-11-08",
    }
    with pytest.raises(Refused, match="say where it is known from"):
        committee.do("action.raise", committee.world.code, **given)
    told = Told(source="The paper of 8 November 2019")
    committee.do("action.raise", committee.world.code, told=told, **given)
    assert Action.objects.get().source == "The paper of 8 November 2019"
