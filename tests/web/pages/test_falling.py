"""A finding that fell with the wording of its criterion, as each door tells it."""

from __future__ import annotations

import re

import pytest

from ridgeway.governance.releases.models import Release
from tests.governance.conftest import World
from tests.governance.golive.staging import find, reword, staged
from tests.marks import covers
from tests.web.pages.conftest import Reader


@pytest.fixture
def reworded(world: World) -> Release:
    """The first criterion found met by both bodies, then worded anew."""
    release = staged(world)
    for body in ("dcc", "tag"):
        find(world, release, 1, body)
    reword(world, release)
    return release


PLACES = ["/sec/releases/{0}", "/sec/releases/{0}/gate", "/sec/releases/{0}/paper",
          "/api/v1/codes/sec/releases/{0}/gate"]  # fmt: skip


@covers("F-007")
@pytest.mark.parametrize("place", PLACES)
def test_every_door_says_when_a_finding_fell_and_who_may_find_again(
    reader: Reader, reworded: Release, place: str
) -> None:
    answer = reader("code-administrator").get(place.format(reworded.slug))
    assert answer.status_code == 200
    said = re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())
    fell = "found fell on Tue 3 Mar 2026: the criterion was reworded, and they may find again"
    assert f"DCC and Testing Advisory Group {fell}" in re.sub(r"\s+", " ", said)


def test_each_finding_is_marked_where_it_stands(reader: Reader, reworded: Release) -> None:
    page = reader("code-administrator").get(f"/sec/releases/{reworded.slug}/gate")
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.content.decode()))
    assert said.count("Fell on Tue 3 Mar 2026: the criterion was reworded.") == 2
    paper = reader("code-administrator").get(f"/sec/releases/{reworded.slug}/paper")
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", paper.content.decode()))
    assert said.count("fell on 3 March 2026: the criterion was reworded)") == 2
