"""Reads: each answers, keeps to its own description, and hides what is hidden."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.demo.conftest import demo as demo  # noqa: PLC0414
from tests.marks import covers

pytestmark = pytest.mark.usefixtures("demo", "db")
RELEASE = "/api/v1/codes/sec/releases/november-2019-sec-release"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/codes",
        "/api/v1/codes/sec",
        "/api/v1/codes/sec/modifications",
        "/api/v1/codes/sec/modifications/MP071",
        "/api/v1/codes/sec/releases",
        "/api/v1/codes/sec/roadmap",
        "/api/v1/codes/sec/roadmap?every=true",
        "/api/v1/codes/sec/record",
        "/api/v1/codes/sec/checkpoints",
        "/api/v1/codes/sec/policies",
        "/api/v1/codes/sec/notices",
        "/api/v1/search?q=load+switching",
        RELEASE,
        f"{RELEASE}/scope",
        f"{RELEASE}/costs",
        f"{RELEASE}/oversight",
        "/api/v1/codes/sec/responsibilities",
        "/api/v1/codes/sec/responsibilities?mine=true",
        "/api/v1/codes/sec/modifications/MP071/costs",
        f"{RELEASE}/documents",
        f"{RELEASE}/documents/rid/versions/now",
        f"{RELEASE}/gate",
        f"{RELEASE}/gate?on=2019-11-08",
        f"{RELEASE}/obligations/evidence-to-panel",
        f"{RELEASE}/what-if?go_live_date=2019-12-01",
        "/api/v1/openapi.json",
    ],
)
@covers("F-260", "F-263")
def test_the_public_reads_what_is_public(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content[:300]
    assert answer["Content-Type"].startswith("application/json")


def test_an_entry_is_read_by_its_number(client: Client) -> None:
    seq = client.get("/api/v1/codes/sec/record").json()["events"][0]["seq"]
    assert client.get(f"/api/v1/codes/sec/record/{seq}").json()["body"]["seq"] == seq


@covers("F-091", "F-100")
def test_the_release_shows_its_dates_and_the_late_evidence(client: Client) -> None:
    body = client.get(RELEASE).json()
    assert [d["go_live_date"] for d in body["planned_dates"]] == [
        "2019-11-07",
        "2019-11-24",
        "2019-11-24",
        "2019-11-29",
    ]
    line = next(o for o in body["obligations"] if o["rule"] == "evidence-to-panel")
    assert (line["days_late"], line["departure"], line["born_late"]) == (21, True, True)
    assert len(body["scope"]) == 10
    assert body["actions"] == []


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/codes/nosuch",
        "/api/v1/codes/sec/modifications/XX1",
        "/api/v1/codes/sec/releases/nosuch",
        "/api/v1/codes/sec/releases/nosuch/gate",
        f"{RELEASE}/obligations/nosuch",
        "/api/v1/codes/sec/record/999999",
        "/api/v1/codes/sec/record/999999999999999999999",
    ],
)
def test_missing_and_hidden_answer_the_same(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/missing"


@pytest.mark.parametrize(
    "path",
    [
        f"{RELEASE}/what-if?go_live_date=29/11/2019",
        f"{RELEASE}/what-if",
        f"{RELEASE}/what-if?go_live_date=9999-01-01",
        "/api/v1/codes/sec/modifications?page=0",
        "/api/v1/codes/sec/modifications?sort=password",
        "/api/v1/search",
        "/api/v1/codes/sec/record?before=-1",
    ],
)
def test_a_faulty_question_is_told_what_is_wrong(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"


def test_what_is_for_the_administration_is_in_no_public_answer(client: Client) -> None:
    body = client.get("/api/v1/codes/sec/record").json()
    assert {e["audience"] for e in body["events"]} == {"public"}


def test_answers_keep_to_their_description(client: Client) -> None:
    described: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    acts = [p for p in described["paths"] if "/acts/" in p]
    assert len(acts) > 30
