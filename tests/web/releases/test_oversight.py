"""Oversight pages: one page per release, who is responsible, and what that means for the reader."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.governance.costs.conftest import Costs
from tests.governance.costs.conftest import costs as costs  # noqa: PLC0414
from tests.marks import covers
from tests.web.pages.conftest import counted, visitor
from tests.web.releases.conftest import NOVEMBER, words


@covers("F-009", "F-216", "F-226")
@pytest.mark.usefixtures("demo")
def test_november_shows_its_process_its_deviations_and_its_reports() -> None:
    said = words(Client(), f"{NOVEMBER}/oversight")
    assert "SEC Panel, step by step, by the SEC Release Management Policy 3.0" in said
    assert "Decide that a release goes live On the advice of Operations Group (held)" in said
    assert "Scope, time, quality, cost" in said
    assert "22 days after the rule’s date" in said
    assert "Put the go-live evidence before the Panel" in said
    assert "10 of 10 implemented" in said
    risks = said.partition("Open risks")[2]
    assert "SECMP0062" in risks
    assert "accepted it" in risks


@covers("F-216")
def test_the_page_links_every_step_to_the_entry_that_shows_it(costs: Costs) -> None:
    costs.tell("release.discharge", rule="scope-system", note="Minute 5")
    html = Client().get(f"/sec/releases/{costs.release.slug}/oversight").content.decode()
    before, _, _ = html.partition("Minute 5")
    href = before[before.rindex('href="/sec/record/') + 6 :].partition('"')[0]
    assert "Discharge an obligation" in words(Client(), href)


@covers("F-216")
def test_oversight_takes_no_more_queries_for_more_history(costs: Costs) -> None:
    address = f"/sec/releases/{costs.release.slug}/oversight"
    with counted() as before:
        Client().get(address)
    for number in range(12):
        costs.tell("release.record-risk", text=f"Risk {number}")
    with counted() as after:
        Client().get(address)
    assert len(after) <= len(before) + 1


@covers("F-213")
@pytest.mark.usefixtures("demo")
def test_anybody_reads_who_is_responsible_for_what() -> None:
    said = words(Client(), "/sec/responsibilities")
    assert "SEC Panel" in said
    assert "Operations Group" in said
    one = words(Client(), "/sec/responsibilities/dcc")
    assert "Owes Put the go-live evidence before the Panel six weeks before go-live" in one
    assert Client().get("/sec/responsibilities/nobody").status_code == 404


@covers("F-020", "F-213")
@pytest.mark.usefixtures("demo")
def test_a_reader_sees_what_they_are_responsible_for_through_their_bodies() -> None:
    assert "Give the Panel the forecast cost" in words(visitor("delivery"), "/responsibilities")
    member = words(visitor("member"), "/responsibilities")
    assert "Decides Set the scope of a release" in member
    assert "Give the Panel the forecast cost" not in member.partition("Informed")[0]
    assert "Co-operate so that each modification" in words(visitor("party"), "/responsibilities")
    assert Client().get("/responsibilities").status_code == 302
    for name in ("delivery", "member", "party"):
        assert 'href="/responsibilities"' in visitor(name).get("/today").content.decode()


@covers("F-223")
@pytest.mark.usefixtures("demo")
def test_an_open_challenge_waits_on_the_day_s_page() -> None:
    said = words(visitor("delivery"), "/today")
    assert "Open challenges of cost" in said
    assert "why does building three changes together save nothing?" in said


@covers("F-009", "F-213", "F-216")
@pytest.mark.usefixtures("demo")
def test_a_program_reads_the_same() -> None:
    body = Client().get("/api/v1/codes/sec/releases/november-2019-sec-release/oversight").json()
    process = body["processes"][0]
    assert (process["board"], process["binds"]) == ("SEC Panel", True)
    assert body["stage"] == "after go-live"
    time = next(aspect for aspect in body["aspects"] if aspect["title"] == "Time")
    assert [cell["verdict"] for cell in time["cells"]] == ["waived", "unmet", "met", None]
    step = next(s for s in process["steps"] if s["title"] == "Decide that a release goes live")
    assert (step["came"], [one["heard"] for one in step["advice"]]) == ("taken", [True, True])
    everybody = Client().get("/api/v1/codes/sec/responsibilities").json()
    assert {"panel", "dcc", "tag"} <= {one["key"] for one in everybody}
    assert Client().get("/api/v1/codes/sec/responsibilities?mine=true").json() == []
