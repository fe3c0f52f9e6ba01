"""The register: the same rows for everybody who may see them, in constantly few queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pydantic import ValidationError

from ridgeway.documents.sheets import csv_rows
from ridgeway.governance.actor import PUBLIC, Actor
from ridgeway.governance.codes.models import Party
from ridgeway.governance.intake.holding import held_lines
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.releases.queries_page import scope_page
from ridgeway.governance.releases.register import (
    EVERYTHING,
    SORTS,
    RegisterFilter,
    narrowed,
    ordering,
    register,
    relations_of,
)
from ridgeway.governance.releases.register_columns import COLUMNS, titles
from ridgeway.governance.releases.register_export import cells_of, export_cells
from ridgeway.governance.search.queries import search
from tests.governance.conftest import World
from tests.governance.modifications.register_world import (
    SEEN,
    brought,
    register_of_each_audience,
    release_line,
)
from tests.marks import covers


def actor_in(world: World, role: str) -> Actor:
    return PUBLIC if role == "public" else world.actors[role]


@covers("F-099", "F-260")
@pytest.mark.parametrize("role", SEEN)
def test_register_export_and_search_show_exactly_the_audiences_of_the_reader(
    world: World, role: str
) -> None:
    brought(world, register_of_each_audience(2))
    actor, code_id = actor_in(world, role), world.code.id
    wanted = sorted(
        Modification.objects.filter(audience__in=SEEN[role]).values_list("reference", flat=True)
    )
    assert len(wanted) == 2 * len(SEEN[role])
    page = register(actor, code_id)
    assert [row.reference for row in page.rows] == wanted
    assert page.total == len(wanted)
    assert [cells[0] for cells in export_cells(actor, code_id)] == wanted
    assert [line["reference"] for line in held_lines(code_id, "modification", actor)] == wanted
    shown = scope_page(actor, world.code, "june-2026")
    assert shown is not None
    assert [row["modification__reference"] for row in shown.scope] == wanted
    hits = [h for h in search(actor, "quokka").hits if h.kind == "modifications.modification"]
    assert sorted(h.reference for h in hits) == wanted


FILTERS = [
    ({"stage": "draft"}, ["MP00000", "MP00002"]),
    ({"path": "fast-track"}, []),
    ({"q": "title 00001"}, ["MP00001"]),
    ({"q": "p00003"}, ["MP00003"]),
    ({"series": "MP0000"}, ["MP00000", "MP00001", "MP00002", "MP00003"]),
    ({"series": "DP"}, []),
    ({"release": "none"}, []),
    ({"release": "hidden-2026"}, []),
    ({"sort": "-raised"}, ["MP00003", "MP00002", "MP00001", "MP00000"]),
    ({"sort": "-title", "size": 1, "page": 2}, ["MP00002"]),
    ({"page": 9}, []),
]


@pytest.mark.parametrize(("asked", "wanted"), FILTERS)
def test_a_filter_finds_what_it_names(
    world: World, asked: dict[str, object], wanted: list[str]
) -> None:
    brought(world, register_of_each_audience())
    asks = RegisterFilter.model_validate(asked)
    page = register(world.actors["code-administrator"], world.code.id, asks)
    assert [row.reference for row in page.rows] == wanted


@pytest.mark.parametrize("sort", [f"{sign}{name}" for name in SORTS for sign in ("", "-")])
def test_every_sort_walks_the_whole_register_page_by_page(world: World, sort: str) -> None:
    brought(world, register_of_each_audience(3))
    seen: list[str] = []
    for number in range(1, 5):
        asked = RegisterFilter(sort=sort, page=number, size=4)
        page = register(world.actors["auditor"], world.code.id, asked)
        assert (page.total, page.pages) == (12, 3)
        seen += [row.reference for row in page.rows]
    assert len(seen) == len(set(seen)) == 12


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 40])
@pytest.mark.parametrize("sort", ["proposer", "-proposer"])
@pytest.mark.parametrize("role", ["auditor", "party"])
def test_proposers_follow_each_other_by_name_however_the_pages_are_cut(
    world: World, role: str, sort: str, size: int
) -> None:
    for key, name in (("a", "Beech"), ("b", "Ash"), ("c", "Beech"), ("d", "Cedar"), ("e", "Elm")):
        world.do(
            "party.register", world.installation, "installation-administrator", key=key, name=name
        )
    parties = dict(Party.objects.values_list("key", "id"))
    for number, key in enumerate("abcd-aac-bddda--ccb-"):
        Modification.objects.create(
            code=world.code,
            reference=f"MP{number:02}",
            proposer_id=parties.get(key),
            audience="public" if number % 3 else "administration",
        )
    actor, found = world.actors[role], narrowed(world.actors[role], world.code.id, EVERYTHING)
    wanted = list(found.order_by(*ordering(sort)).values_list("reference", flat=True))
    assert len(wanted) > 10
    shown: list[str] = []
    for page in range(1, len(wanted) // size + 2):
        got = register(actor, world.code.id, RegisterFilter(sort=sort, size=size, page=page))
        assert got.total == len(wanted)
        shown += [row.reference for row in got.rows]
    assert shown == wanted


@pytest.mark.parametrize(
    "asked", [{"sort": "audience"}, {"sort": "id; drop"}, {"page": 0}, {"size": 100_000}]
)
def test_what_the_register_cannot_be_asked_is_refused(asked: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        RegisterFilter.model_validate(asked)


def test_a_hidden_release_is_not_named_in_the_register(world: World) -> None:
    lines = register_of_each_audience()
    for line in lines["modifications"]:
        line["release"] = "hidden-2026"
    brought(world, lines)
    party, admin = world.actors["party"], world.actors["code-administrator"]
    assert {row.release for row in register(party, world.code.id).rows} == {""}
    assert {row.release for row in register(admin, world.code.id).rows} == {"Hidden-2026"}
    hidden = RegisterFilter(release="hidden-2026")
    assert register(party, world.code.id, hidden).total == 0
    first = Modification.objects.get(reference="MP00000").id
    assert relations_of(party, first) == ()
    assert [r.name for r in relations_of(admin, first)] == ["Hidden-2026"]


@pytest.mark.parametrize("role", ["code-administrator", "party"])
@pytest.mark.parametrize("asked", [{}, {"stage": "draft", "sort": "-raised"}, {"sort": "title"}])
def test_a_page_of_the_register_takes_as_few_queries_of_a_thousand_rows_as_of_ten(
    world: World, role: str, asked: dict[str, object]
) -> None:
    actor, asks = world.actors[role], RegisterFilter.model_validate(asked)
    counts = []
    for count in (3, 250):
        brought(world, {**register_of_each_audience(count), **_only_new(world)})
        with CaptureQueriesContext(connection) as queries:
            assert register(actor, world.code.id, asks).rows
        counts.append(len(queries))
    assert counts[1] <= 4
    assert counts[0] <= counts[1]


def _only_new(world: World) -> dict[str, object]:
    held = Modification.objects.filter(code=world.code).exists()
    return {"releases": []} if held else {}


@covers("F-098", "F-099")
def test_the_page_and_the_register_show_the_same_release_and_dates(world: World) -> None:
    brought(world, register_of_each_audience())
    actor = world.actors["party"]
    (row, *_) = register(actor, world.code.id).rows
    (relation,) = relations_of(actor, row.id)
    assert (row.releases[0].name, row.releases[0].relation) == (relation.name, relation.relation)
    assert relation.go_live_date.isoformat() == "2026-06-25"


def test_the_cells_of_an_export_stand_under_their_columns(world: World) -> None:
    brought(world, {"releases": [release_line("r-1")], **_one()})
    actor, code_id = world.actors["auditor"], world.code.id
    (cells,) = export_cells(actor, code_id)
    assert [cells] == [cells_of()(row) for row in register(actor, code_id).rows]
    line = dict(zip(titles(), cells, strict=True))
    assert (line["Reference"], line["Release"], line["Central cost"]) == ("MP1", "R-1", 5000)


FACTS = (
    {"reference": "MP1", "system_impact": True, "raised_date": "2019-02-03", "release": "r-1"},
    {"reference": "MP2", "system_impact": False, "target_date": "0999-12-31"},
    {"reference": "MP3", "decided_date": "2026-11-21", "central_cost": 0},
)


@covers("F-260")
@pytest.mark.parametrize("columns", [tuple(COLUMNS), ("reference", "raised"), ("release", "cost")])
def test_what_the_database_writes_for_a_file_is_what_the_file_would_write(
    world: World, columns: tuple[str, ...]
) -> None:
    lines = [{"title": "T", **facts} for facts in FACTS]
    brought(world, {"releases": [release_line("r-1")], "modifications": lines})
    actor, code_id = world.actors["auditor"], world.code.id
    held, written = (
        b"".join(csv_rows(columns, export_cells(actor, code_id, columns=columns, written=written)))
        for written in (False, True)
    )
    assert written == held
    assert held.count(b"\r\n") == len(FACTS) + 1


def _one() -> dict[str, object]:
    line = {"reference": "MP1", "title": "T", "release": "r-1", "central_cost": 5000}
    return {"modifications": [line]}
