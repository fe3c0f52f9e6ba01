"""Directed changes on their own pages, beside a release's scope, and for programs."""

from __future__ import annotations

import json

import pytest

from ridgeway.governance.directions.models import Direction
from tests.governance.control.conftest import Scene
from tests.governance.control.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers
from tests.web.pages.conftest import Reader
from tests.web.pages.test_modification_page import said


@pytest.fixture
def directed(scene: Scene) -> Direction:
    done = scene.do(
        "direction.register",
        scene.world.code,
        title="Maximum demand registers",
        made_date="2026-02-20",
        effective_date="2027-11-05",
        text="Section E is changed",
    )
    row = Direction.objects.get(pk=done.subject_id)
    scene.do("direction.deliver-in", row, release=scene.release.id)
    return row


@covers("F-004")
def test_directions_stand_apart_from_modifications(
    directed: Direction, scene: Scene, reader: Reader
) -> None:
    public = reader("public")
    words = said(public, "/sec/directions")
    assert "Maximum demand registers Direction letter, Secretary of State" in words
    assert "November 2027 SEC Release" in words
    assert "Maximum demand" not in said(public, "/sec/modifications")
    assert "Maximum demand registers" in said(public, f"/sec/releases/{scene.release.slug}/scope")
    page = said(public, f"/directions/{directed.id}")
    assert "Section E is changed" in page
    assert public.get("/directions/nosuch").status_code == 404


def test_whoever_administers_the_code_is_offered_the_steps(
    directed: Direction, reader: Reader
) -> None:
    assert "Deliver it in a release" in said(
        reader("code-administrator"), f"/directions/{directed.id}"
    )
    assert "Register a directed change" in said(reader("code-administrator"), "/sec/directions")
    assert "Register a directed change" not in said(reader("public"), "/sec/directions")


def test_a_direction_is_found_and_read_by_programs(directed: Direction, reader: Reader) -> None:
    assert "Maximum demand registers" in said(reader("public"), "/search?q=demand")
    answer = reader("public").get("/api/v1/codes/sec/directions")
    (line,) = json.loads(answer.content)
    assert (line["id"], line["effective_date"]) == (directed.id, "2027-11-05")
