"""A piece of a reference or title finds what reading every row would find."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.releases import register_text
from ridgeway.governance.releases.register import RegisterFilter, register
from ridgeway.governance.search.models import SearchEntry
from ridgeway.governance.search.rebuilding import differences, rebuild
from tests.governance.conftest import World
from tests.governance.modifications.register_world import brought
from tests.marks import covers

TITLES = (
    'The "smart" meter',
    "100% of 5_000 meters",
    "Métering façade ÉTÉ",
    "NEAR(meter, 2) OR *",
    "metering metering",
    "İstanbul ß straße",
    "x",
)
PIECES = st.one_of(
    st.sampled_from(TITLES).flatmap(
        lambda t: st.tuples(st.integers(0, len(t)), st.integers(0, len(t))).map(
            lambda ends: t[min(ends) : max(ends)]
        )
    ),
    st.text(max_size=12),
)


@pytest.fixture
def titled(world: World) -> World:
    rows = [{"reference": f"MP{n:04}", "title": title} for n, title in enumerate(TITLES)]
    brought(world, {"modifications": rows})
    return world


def found(world: World, text: str) -> list[str]:
    asked = RegisterFilter.model_validate({"q": text})
    page = register(world.actors["code-administrator"], world.code.id, asked)
    assert page.total == len(page.rows)
    return [row.reference for row in page.rows]


def looked_for(world: World, text: str) -> list[str]:
    """What the database finds row by row, without the help of an index of pieces."""
    asked = RegisterFilter.model_validate({"q": text}).q
    held = Modification.objects.filter(code=world.code).order_by("reference")
    both = held.filter(title__icontains=asked) | held.filter(reference__icontains=asked)
    return list(both.values_list("reference", flat=True))


@covers("F-260")
@given(text=PIECES)
@example(text='"smart" ')
@example(text="5_0")
@example(text="mp000")
@example(text="'; DROP TABLE x; --")
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_piece_finds_what_reading_every_row_finds(titled: World, text: str) -> None:
    assert found(titled, text) == looked_for(titled, text)


def test_a_piece_that_many_hold_finds_them_all(
    titled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [found(titled, "meter"), found(titled, "mp00")]
    monkeypatch.setattr(register_text, "MOST", 1)
    assert [found(titled, "meter"), found(titled, "mp00")] == few
    assert len(few[1]) == len(TITLES)


@pytest.mark.parametrize("again", [False, True])
def test_the_index_of_pieces_follows_what_is_found(titled: World, again: bool) -> None:
    row = SearchEntry.objects.get(kind="modifications.modification", reference="MP0000")
    Modification.objects.filter(pk=row.row_id).update(title="Renamed quokka")
    SearchEntry.objects.filter(pk=row.pk).update(title="Renamed quokka")
    if again:
        rebuild()
    assert found(titled, "quokka") == ["MP0000"]
    assert found(titled, "smart") == []
    assert list(differences()) == []


@pytest.mark.sqlite
def test_an_index_of_pieces_that_is_not_that_of_its_table_is_told(titled: World) -> None:
    del titled
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER search_title_changed")
    row = SearchEntry.objects.filter(kind="modifications.modification")[0]
    told: Any = SearchEntry.objects.filter(pk=row.pk)
    told.update(title="Something else")
    assert "search_title" in {fault.table for fault in differences()}
