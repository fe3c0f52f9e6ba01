"""The Costs tab: what it shows to whom, drawn, exported, typed in and read by programs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client

from ridgeway.governance.codes.models import Account
from ridgeway.governance.costs.models import CostChallenge, CostLine, CostReport
from tests.answers import body_of
from tests.governance.costs.conftest import Costs, lines
from tests.governance.costs.conftest import costs as costs  # noqa: PLC0414
from tests.marks import covers
from tests.web.pages.conftest import BACKEND, counted
from tests.web.releases.conftest import words


def signed_in(costs: Costs, role: str) -> Client:
    client = Client()
    account = Account.objects.get(pk=costs.scene.world.actors[role].account_id)
    client.force_login(account, backend=BACKEND)
    return client


@pytest.fixture
def told(costs: Costs) -> Costs:
    """A release in its whole life of costs: alone, forecast, an update, live, actual."""
    costs.ask()
    costs.tell("modification.estimate-cost", lines=lines(1100, 200, 300, 400, 500, 600))
    costs.tell("release.forecast-cost", savings=1000, savings_note="Tested together")
    costs.tell("release.update-cost", lines=lines(100, 200, 300, 400, 500, None))
    costs.live(dt.date(2026, 3, 1))
    actual = lines(100, 250, 300, 400, 500, 600)
    actual[1]["comment"] = "Two more weeks"
    costs.tell("release.report-actual-cost", lines=actual)
    return costs


def address(costs: Costs) -> str:
    return f"/sec/releases/{costs.release.slug}/costs"


@covers("F-085", "F-086", "F-088")
def test_the_tab_tells_the_forecast_what_it_came_to_and_why(told: Costs) -> None:
    said = words(Client(), address(told))
    assert "Forecast, DCC £2,100" in said
    assert "Saved by delivering together £1,000" in said
    assert "Variance +£50" in said
    assert "+25.0% Two more weeks" in said
    assert "£1,500 told so far" in said
    assert "Tested together" in said


@covers("F-083")
def test_each_modification_stands_with_its_groups(told: Costs) -> None:
    html = Client().get(address(told)).content.decode()
    row = html[html.index('href="/sec/modifications/MP100"') :]
    amounts = re.findall(r'data-l="[^"]+">(?:<b>)?(£[0-9,]+)', row[: row.index("</tr>")])
    assert amounts == ["£1,100", "£200", "£300", "£400", "£500", "£600", "£3,100"]


@covers("F-088")
def test_the_chart_draws_every_telling_and_names_what_is_not_held(told: Costs) -> None:
    html = Client().get(address(told)).content.decode()
    chart = html[html.index('<svg class="chart costs"') :]
    chart = chart[: chart.index("</figure>")]
    shown = {
        bar: chart.count(f'class="bar-{bar}"') for bar in ("alone", "forecast", "update", "actual")
    }
    assert shown == {"alone": 6, "forecast": 6, "update": 5, "actual": 6}
    assert chart.count("Latest update: not held") == 1
    assert 'role="img"' in chart


def test_a_release_without_costs_says_what_comes_here(costs: Costs) -> None:
    said = words(Client(), address(costs))
    assert "No report on the cost that you may see" in said
    assert "no estimate held" in said
    assert "£0" not in said


@covers("F-215")
def test_a_confidential_cost_is_not_on_the_page_of_others(costs: Costs) -> None:
    costs.tell("release.forecast-cost", audience="committee", note="Zebrafinch")
    costs.do("cost.challenge", CostReport.objects.get().id, body="panel", text="Nightingale")
    for client in (Client(), signed_in(costs, "party")):
        for form in ("", ".csv"):
            body = body_of(client.get(address(costs) + form)).decode()
            assert "Zebrafinch" not in body
            assert "Nightingale" not in body
            assert "2,100" not in body
    said = words(signed_in(costs, "authority"), address(costs))
    assert "Zebrafinch" in said
    assert "£2,100" in said


@covers("F-061")
def test_every_amount_is_exported_as_csv_and_xlsx(told: Costs) -> None:
    answer = Client().get(address(told) + ".csv")
    assert "attachment" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(body_of(answer).decode("utf-8-sig"))))
    assert len(rows) == 24
    sit = next(
        row
        for row in rows
        if row["What"] == "Actual cost" and row["Cost group"] == "System integration testing"
    )
    assert (sit["Pounds"], sit["Forecast, pounds"], sit["Variance, pounds"]) == ("250", "200", "50")
    missing = [row for row in rows if row["Pounds"] == ""]
    assert [row["What"] for row in missing] == ["Update on spend and cost"]
    book = io.BytesIO(body_of(Client().get(address(told) + ".xlsx")))
    sheet = zipfile.ZipFile(book).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 25
    assert Client().get(address(told) + ".pdf").status_code == 404


@covers("F-085")
def test_the_past_shows_the_forecast_of_then(told: Costs) -> None:
    told.scene.on(dt.date(2026, 3, 9))
    told.tell("modification.estimate-cost", lines=lines(1, 1, 1, 1, 1, 1))
    assert "£6" in words(Client(), address(told))
    past = words(Client(), address(told) + "?as_at=2026-03-05T12:00")
    assert "£3,100" in past
    assert "Estimate" not in past.replace("Estimate of", "")


def field(html: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)
    return found[1] if found else ""


@covers("F-083")
def test_the_form_asks_for_each_group_and_takes_an_empty_one_as_not_held(costs: Costs) -> None:
    client = signed_in(costs, "delivery")
    path = f"/acts/release.forecast-cost/{costs.release.id}"
    html = client.get(path).content.decode()
    titles = [group.title for group in costs.policy.groups]
    assert [field(html, f"lines-{n}-group") for n in range(7)] == titles
    given: dict[str, Any] = {
        "version": str(costs.release.version),
        "key": "one",
        "stated_by": "dcc",
        "audience": "public",
        "lines-0-amount": "1,200",
    }
    given |= {f"lines-{n}-group": title for n, title in enumerate(titles)}
    answer = client.post(path, given)
    assert answer.status_code == 302, words(client, path)
    assert answer["Location"] == address(costs)
    assert CostLine.objects.count() == 7
    assert CostLine.objects.exclude(amount=None).get().amount == 1200


@covers("F-223")
def test_who_may_answer_a_challenge_is_offered_to_and_nobody_else(told: Costs) -> None:
    report = CostReport.objects.get(kind="actual")
    told.do("cost.challenge", report.id, "member", body="panel", text="Too much")
    row = CostChallenge.objects.get()
    offer = f"/acts/challenge.answer/{row.id}"
    pages = {
        role: signed_in(told, role).get(address(told)).content.decode()
        for role in ("delivery", "member", "party")
    }
    assert [role for role, html in pages.items() if offer in html] == ["delivery"]
    told.do("challenge.answer", row.id, body="dcc", answer="As agreed")
    html = signed_in(told, "code-administrator").get(address(told)).content.decode()
    assert f"/acts/challenge.settle/{row.id}" in html


@covers("F-223")
def test_the_tab_takes_no_more_queries_for_more_costs(told: Costs) -> None:
    with counted() as before:
        Client().get(address(told))
    for _ in range(5):
        told.tell("modification.estimate-cost")
        report = CostReport.objects.filter(kind="actual").latest("number")
        told.do("cost.challenge", report.id, body="panel", text="Why?")
    with counted() as after:
        Client().get(address(told))
    assert len(after) <= len(before) + 2
    assert len(after) <= 20


@covers("F-061", "F-088", "F-215")
def test_a_program_reads_the_same(told: Costs) -> None:
    path = f"/api/v1/codes/sec/releases/{told.release.slug}/costs"
    body = Client().get(path).json()
    assert (body["saved"], body["comment_over_percent"]) == (1000, 0)
    (compared,) = body["compared"]
    assert (compared["forecast_total"], compared["told_total"], compared["over"]) == (
        2100,
        2150,
        50,
    )
    assert [one["kind"] for one in body["reports"]].count("update") == 1
    assert Client().get(path.replace("june", "july")).status_code == 404
    one = Client().get("/api/v1/codes/sec/modifications/MP100/costs").json()
    assert (one["central_cost"], one["told"], one["by"]) == (None, None, ["SECAS", "DCC"])
    assert one["estimates"][0]["total"] == 3100


@covers("F-061", "F-083")
def test_a_modification_s_own_page_of_costs_tells_how_its_central_cost_came_about(
    costs: Costs,
) -> None:
    path = "/sec/costs/MP100"
    assert "No estimate that you may see" in words(Client(), path)
    costs.tell("modification.estimate-cost")
    assert "one is missing or incomplete" in words(Client(), path)
    whole = [{"group": "whole", "amount": 50}]
    costs.tell("modification.estimate-cost", stated_by="secas", lines=whole)
    said = words(Client(), path)
    assert "Central cost £2,150" in said
    assert "The central cost is the sum of the estimates" in said
    assert 'href="/sec/costs/MP100"' in Client().get("/sec/modifications/MP100").content.decode()
    assert Client().get("/sec/costs/MP999").status_code == 404
