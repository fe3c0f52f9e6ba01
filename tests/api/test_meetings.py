"""The interface tells of meetings, bodies and what is owed as the pages do, and to whom they do."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Account
from ridgeway.governance.committees.models import Action, Condition, Resolution
from tests.governance.committees.conftest import committee as committee  # noqa: PLC0414
from tests.governance.committees.seats import MEETS, PAPERS_DUE, Committee
from tests.governance.conftest import world as world  # noqa: PLC0414
from tests.marks import covers

BACKEND = "ridgeway.entrance.accounts.AccountBackend"


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(person_id=actor.person_id), BACKEND)
    return client


def read(client: Client, path: str) -> Any:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.content[:300]
    return answer.json()


@pytest.fixture
def item(committee: Committee) -> Any:
    """An item with one paper that came two working days late."""
    made = committee.item(committee.meeting(audience="public"), audience="public")
    committee.on(PAPERS_DUE.replace(day=13))
    committee.paper(made, "Late report", audience="committee")
    return made


@covers("F-163", "F-260")
def test_a_meeting_is_read_with_its_agenda_and_how_late_its_papers_came(
    committee: Committee, item: Any
) -> None:
    committee.put(item, hangs_on=[{"text": "the RAID log is shown"}])
    seen = read(client_of(committee.members[0]), f"/meetings/{item.meeting_id}")
    assert (seen["body"], seen["meeting_date"]) == ("panel", MEETS.isoformat())
    [one] = seen["items"]
    assert [(p["title"], p["days_late"]) for p in one["papers"]] == [("Late report", 2)]
    assert [(r["matter"], r["state"]) for r in one["resolutions"]] == [("budget", "open")]
    assert [c["text"] for c in seen["conditions"]] == ["the RAID log is shown"]
    assert {seat["category"] for seat in seen["seats"]} >= {"Network", "Consumer"}
    assert all(seat["member"] for seat in seen["seats"])


@covers("F-253", "F-263")
def test_a_paper_is_closed_to_whoever_declared_an_interest_and_counted(
    committee: Committee, item: Any
) -> None:
    [reads, out] = committee.members[:2]
    committee.do("item.declare-interest", item, out, interest="Supplier of it")
    [paper] = read(client_of(reads), f"/meetings/{item.meeting_id}")["items"][0]["papers"]
    assert read(client_of(reads), f"/papers/{paper['id']}")["content"]["paragraphs"] == ["Read me."]
    [one] = read(client_of(out), f"/meetings/{item.meeting_id}")["items"]
    assert (one["papers"], one["closed"], one["mine"]) == ([], 1, True)
    assert client_of(out).get(f"/api/v1/papers/{paper['id']}").status_code == 404


@covers("F-263")
def test_the_public_reads_neither_papers_nor_names_of_members(
    committee: Committee, item: Any
) -> None:
    committee.do("item.declare-interest", item, committee.members[1], interest="Supplier of it")
    seen = read(Client(), f"/meetings/{item.meeting_id}")
    assert seen["items"][0]["papers"] == []
    assert seen["items"][0]["interests"] == [{"name": "", "interest": ""}]
    assert {seat["member"] for seat in seen["seats"]} == {""}
    body = read(Client(), "/codes/sec/bodies/panel")
    assert {held["name"] for seat in body["seats"] for held in seat["held"]} == {""}
    assert body["resolutions"] == []


def test_meetings_of_a_code_are_listed_in_a_span_and_for_a_body(
    committee: Committee, item: Any
) -> None:
    hidden = committee.meeting(title="In private", audience="administration")
    span = f"first={MEETS}&last={MEETS}"
    found = read(Client(), f"/codes/sec/meetings?{span}")
    assert [row["id"] for row in found] == [item.meeting_id]
    assert read(Client(), f"/codes/sec/meetings?{span}&body=tag") == []
    assert read(Client(), "/codes/sec/meetings?first=2020-01-01&last=2020-02-01") == []
    assert Client().get("/api/v1/codes/sec/meetings?body=nosuch").status_code == 404
    assert Client().get(f"/api/v1/meetings/{hidden.id}").status_code == 404


@covers("F-164", "F-252")
def test_a_body_tells_who_sits_and_what_is_open_before_it(committee: Committee, item: Any) -> None:
    committee.put(item)
    owner = committee.world.bodies["panel"].id
    given: dict[str, Any] = {"text": "Write it down", "owner": owner, "item": item.id}
    committee.do("action.raise", committee.world.code, due_date="2026-04-01", **given)
    reader = client_of(committee.members[0])
    body = read(reader, "/codes/sec/bodies/panel")
    assert [r["text"] for r in body["resolutions"]] == ["that the budget be so"]
    assert [a["text"] for a in body["owed"]] == ["Write it down"]
    assert sum(len(seat["held"]) for seat in body["seats"]) == len(committee.seats)
    assert "panel" in {row["key"] for row in read(reader, "/codes/sec/bodies")}
    assert Client().get("/api/v1/codes/sec/bodies/nosuch").status_code == 404


@covers("F-164")
def test_what_is_owed_is_listed_until_it_is_done(committee: Committee, item: Any) -> None:
    owner = committee.world.bodies["secas"].id
    given: dict[str, Any] = {"text": "Write it down", "owner": owner, "item": item.id}
    committee.do("action.raise", committee.world.code, **given)
    reader = client_of(committee.members[0])
    assert [a["owner"] for a in read(reader, "/codes/sec/actions")] == ["SECAS"]
    assert read(Client(), "/codes/sec/actions") == []
    committee.do("action.close", Action.objects.get(), note="Done in the minutes")
    assert read(reader, "/codes/sec/actions") == []
    assert [a["note"] for a in read(reader, "/codes/sec/actions?state=done")] == [
        "Done in the minutes"
    ]
    assert reader.get("/api/v1/codes/sec/actions?state=lost").status_code == 422


@covers("F-011", "F-015")
def test_views_asked_for_and_conditions_of_what_was_agreed_are_listed(
    committee: Committee, item: Any
) -> None:
    about: dict[str, Any] = {"subject_type": "committees.agendaitem", "subject_id": item.id}
    tag = committee.world.bodies["tag"].id
    asked: dict[str, Any] = {"body": tag, "on": "the timing", "due_date": "2026-03-20"}
    committee.do("view.request", committee.world.code, **asked, **about)
    hangs = [{"text": "the RAID log is shown", "owner": "", "due_date": "2026-04-01"}]
    resolution = committee.put(item, hangs_on=hangs)
    reader = client_of(committee.members[0])
    assert [v["on"] for v in read(reader, "/codes/sec/views")] == ["the timing"]
    assert read(reader, "/codes/sec/conditions") == []
    for number in range(len(committee.members)):
        committee.vote(resolution, number)
    committee.do("resolution.close", resolution, "chair", basis="It was read out")
    assert Resolution.objects.get(pk=resolution.id).state == "carried"
    [one] = read(reader, "/codes/sec/conditions")
    assert (one["id"], one["due_date"]) == (Condition.objects.get().id, "2026-04-01")
    assert read(Client(), "/codes/sec/conditions") == []


def test_what_is_described_is_what_is_answered(committee: Committee, item: Any) -> None:
    described = Client().get("/api/v1/openapi.json").json()
    seen = read(client_of(committee.members[0]), f"/meetings/{item.meeting_id}")
    shapes = described["components"]["schemas"]
    assert set(seen) == set(shapes["MeetingOut"]["properties"])
    assert set(seen["items"][0]) == set(shapes["ItemOut"]["properties"])
    assert set(seen["items"][0]["papers"][0]) == set(shapes["PaperLine"]["properties"])
    for path in ("meetings", "bodies", "bodies/{body}", "actions", "conditions", "views"):
        assert f"/api/v1/codes/{{key}}/{path}" in described["paths"]
