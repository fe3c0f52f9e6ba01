"""What the register found is kept until the record moves on: never longer, and for no one else."""

from __future__ import annotations

import pytest
from django.test import Client

from ridgeway.governance import remembered
from ridgeway.governance.modifications.models import Modification
from tests.governance.releases.conftest import Scene
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers
from tests.web.pages.conftest import Reader, counted

DOORS = ("/sec/modifications", "/api/v1/codes/sec/modifications")
FILTERS = ("", "?stage=refinement&sort=-raised", "?release=none")


@pytest.fixture
def row(scene: Scene) -> Modification:
    given = {"stage": "refinement", "raised_date": "2026-01-01", "audience": "public"}
    return scene.modification("MP001", **given)


def _shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def _another(scene: Scene, row: Modification) -> None:
    del row
    scene.modification("MP777", stage="refinement", raised_date="2026-02-01", audience="public")


def _other_title(scene: Scene, row: Modification) -> None:
    scene.act("modification.edit", row, title="About MP777 and more")


def _other_reference(scene: Scene, row: Modification) -> None:
    scene.act("modification.renumber", row, reference="MP777")


@covers("F-099")
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("query", FILTERS)
@pytest.mark.parametrize("change", [_another, _other_title, _other_reference])
def test_an_act_is_seen_by_the_next_reader(
    scene: Scene, row: Modification, reader: Reader, door: str, query: str, change: object
) -> None:
    assert callable(change)
    for client in (readers := (reader("public"), reader("member"))):
        before = _shown(client, door + query)
        assert "MP001" in before
        assert "MP777" not in before
    change(scene, row)
    for client in readers:
        assert "MP777" in _shown(client, door + query)


@covers("F-099")
@pytest.mark.parametrize("door", DOORS)
def test_a_row_that_enters_a_release_leaves_those_in_none(
    scene: Scene, row: Modification, reader: Reader, door: str
) -> None:
    client, release = reader("public"), scene.plan(slot="november", year=2027, audience="public")
    assert "MP001" in _shown(client, f"{door}?release=none")
    scene.add(release, row.reference)
    assert "MP001" not in _shown(client, f"{door}?release=none")
    assert release.slug in _shown(client, door)


@covers("F-099")
@pytest.mark.parametrize("door", DOORS)
def test_a_row_that_is_closed_to_a_reader_is_gone_at_once(
    scene: Scene, row: Modification, reader: Reader, door: str
) -> None:
    admin, public = reader("code-administrator"), reader("public")
    assert "MP001" in _shown(public, door)
    scene.act("modification.edit", row, audience="administration")
    assert "MP001" in _shown(admin, door)
    assert "MP001" not in _shown(public, door)


@pytest.mark.usefixtures("row")
@pytest.mark.parametrize("door", DOORS)
def test_what_was_found_serves_the_same_audience_until_any_record_moves(
    scene: Scene, reader: Reader, door: str
) -> None:
    client = reader("member")
    first = _read(client, door)
    again = _read(client, door)
    assert again < first
    here = scene.world.installation
    scene.world.do("party.register", here, "installation-administrator", key="p1", name="One")
    assert _read(client, door) > again


def _read(client: Client, address: str) -> int:
    with counted() as statements:
        _shown(client, address)
    return len(statements)


@pytest.mark.usefixtures("row")
def test_neither_typed_text_nor_large_pages_are_kept(reader: Reader) -> None:
    remembered._made.clear()
    for query in ("q=about", "q=MP0", "size=500"):
        _shown(reader("public"), f"{DOORS[0]}?{query}")
    assert not remembered._made
