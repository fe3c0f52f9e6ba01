"""Search: in step with every act, deaf to operators, blind to what the reader may not see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ridgeway.governance import acts
from ridgeway.governance.actor import PUBLIC, WORKER
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.search.models import SearchEntry
from ridgeway.governance.search.queries import RANKED_UP_TO, extract_of, search
from ridgeway.governance.search.rebuilding import differences, rebuild
from ridgeway.governance.search.terms import MOST_TERMS, fts5, terms_of, tsquery
from tests.governance.conftest import World
from tests.governance.modifications.register_world import (
    SEEN,
    brought,
    register_of_each_audience,
)
from tests.marks import covers


def found(world: World, role: str, q: str) -> list[str]:
    actor = PUBLIC if role == "public" else world.actors[role]
    return [hit.reference for hit in search(actor, q).hits]


def raised(world: World, **given: object) -> Modification:
    given = {"title": "Pending devices", "reference": "MP1", **given}
    return Modification.objects.get(
        pk=world.do("modification.raise", world.code, **given).subject_id
    )


@covers("F-258")
@pytest.mark.parametrize("q", ["pending", "PENDING device", "MP1", "devic", "walrus", "walr"])
def test_a_modification_is_found_by_reference_title_and_text_as_soon_as_it_is_raised(
    world: World, q: str
) -> None:
    raised(world, description="The walrus and the carpenter")
    assert found(world, "code-administrator", q) == ["MP1"]


MARKED = [
    ("Version 0.1 of the document", "0.1"),
    ("The DCC’s readiness", "dcc"),
    ("The DCC’s readiness", "DCC’s readiness"),
    ("Either/or testing", "or/testing"),
    ("Told by someone@example.org", "example"),
    ("See https://www.example.org/releases/june.html", "releases june"),
    ("Held on 2019-11-28", "28 2019"),
    ("Pre-payment meters – all", "payment all"),
    ("Part_2 of it", "part 2"),
    ("Zähler in Überschrift", "Überschrift Zähler"),
]


@covers("F-258")
@pytest.mark.parametrize(("title", "q"), MARKED)
def test_marks_part_the_words_that_are_held_as_they_part_those_that_are_typed(
    world: World, title: str, q: str
) -> None:
    raised(world, title=title)
    assert found(world, "party", q + " ") == ["MP1"]
    assert found(world, "party", title + " ") == ["MP1"]


@covers("F-258")
def test_an_edit_a_new_reference_and_another_audience_are_followed_at_once(world: World) -> None:
    row = raised(world)
    world.do("modification.edit", row, title="Walruses")
    assert found(world, "party", "pending") == []
    assert found(world, "party", "walrus") == ["MP1"]
    world.do("modification.renumber", row, reference="SECMP0007")
    assert found(world, "party", "walrus") == ["SECMP0007"]
    assert found(world, "party", "MP1") == ["MP1"]
    world.do("modification.edit", row, audience="administration")
    assert found(world, "party", "walrus") == []
    assert found(world, "party", "MP1") == []
    assert found(world, "auditor", "walrus") == ["SECMP0007"]
    assert list(differences()) == []


@covers("F-258")
def test_acts_that_share_a_transaction_are_followed_together_before_it_ends(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = raised(world, reference="MP0", title="Seals")
    came: list[Any] = []
    ends: list[Callable[[list[Any]], None]] = []

    def in_one(work: Callable[[], Any], ended: Callable[[list[Any]], None]) -> Any:
        came.append(work())
        ends.append(ended)
        return came[-1]

    with monkeypatch.context() as patched:
        patched.setattr(acts, "in_turn", in_one)
        row = raised(world)
        world.do("modification.edit", row, title="Walruses")
        row.refresh_from_db()
        world.do("modification.renumber", row, reference="SECMP0007")
        world.do("modification.edit", before, title="Dolphins")
        raised(world, reference="MP2", title="Otters")
        assert found(world, "party", "walrus") == []
        ends[0](came)
    assert found(world, "party", "walrus") == ["SECMP0007"]
    assert found(world, "party", "MP1") == ["MP1"]
    assert found(world, "party", "dolphin") == ["MP0"]
    assert found(world, "party", "otter") == ["MP2"]
    assert found(world, "party", "pending") == found(world, "party", "seal") == []
    assert list(differences()) == []


@covers("F-258")
@pytest.mark.parametrize("role", SEEN)
def test_the_total_counts_what_the_reader_may_see_and_nothing_else(world: World, role: str) -> None:
    brought(world, register_of_each_audience(3))
    actor = PUBLIC if role == "public" else world.actors[role]
    result = search(actor, "quokka")
    assert result.total == len(result.hits) == 2 * 3 * len(SEEN[role])
    assert {hit.noun for hit in result.hits} == {"Modification", "Testing issue"}
    assert search(actor, "quokka", code="sec").total == result.total
    assert search(actor, "quokka", code="nosuch").total == 0


def test_a_word_for_an_audience_cannot_be_searched(world: World) -> None:
    brought(world, register_of_each_audience())
    word = SearchEntry.objects.values_list("seen", flat=True).first()
    assert word
    assert found(world, "auditor", word) == []
    assert found(world, "public", f"quokka seen:{word}") == []


def test_pages_hold_every_hit_once(world: World) -> None:
    brought(world, register_of_each_audience(20))
    actor = world.actors["auditor"]
    pages = [search(actor, "quokka", page) for page in (1, 2, 3, 4, 5)]
    assert [len(p.hits) for p in pages] == [50, 50, 50, 10, 0]
    assert len({hit.row_id for p in pages for hit in p.hits}) == 160
    assert pages[0].pages == 4


def test_a_hit_in_the_title_comes_before_one_in_the_text(world: World) -> None:
    raised(world, reference="MP1", title="Quokka", description="x")
    raised(world, reference="MP2", title="Other", description="A quokka among many other words")
    assert found(world, "party", "quokka") == ["MP1", "MP2"]


def test_search_takes_as_few_queries_of_many_rows_as_of_few(world: World) -> None:
    actor = world.actors["party"]
    counts: list[int] = []
    for count in (2, 40):
        lines = register_of_each_audience(count)
        if counts:
            lines["releases"] = []
        brought(world, lines)
        with CaptureQueriesContext(connection) as queries:
            search(actor, "quokka")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 3


@covers("F-258")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(q=st.text(max_size=60))
@example(q='"')
@example(q="a AND")
@example(q="NEAR(a b, 2)")
@example(q="title:x OR *")
@example(q="^a - (b")
@example(q="a & | ! <-> :*")
@example(q="\x00 quokka'; DROP TABLE x; --")
@example(q="x" * 100_000)
def test_nothing_typed_breaks_the_query(world: World, q: str) -> None:
    for actor in (WORKER, PUBLIC, world.actors["party"]):
        result = search(actor, q)
        assert result.total == 0 == len(result.hits)


@given(q=st.text())
def test_terms_are_few_plain_words_and_always_quoted(q: str) -> None:
    terms = terms_of(q)
    assert len(terms) <= MOST_TERMS
    for term in terms:
        assert term.isalnum()
        assert f'"{term}"' in fts5(terms)
        assert f"'{term}'" in tsquery(terms)


def test_an_extract_shows_the_words_around_the_first_hit() -> None:
    text = "word " * 60 + "the quokka stands here " + "word " * 60
    piece = extract_of(text, ("quokka",))
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert "the quokka stands" in piece
    assert len(piece) < 200
    assert extract_of("short", ("x",)) == "short"


TAMPERED = [
    ("text differs", lambda rows: rows.filter(kind="testing.defect").update(text="x")),
    ("audience differs", lambda rows: rows.filter(kind="testing.defect").update(audience="public")),
    ("cannot be found", lambda rows: rows.filter(kind="testing.defect").delete()),
]


@pytest.mark.parametrize(("what", "tamper"), TAMPERED)
def test_whatever_differs_from_the_rows_is_named_and_a_rebuild_heals_it(
    world: World, what: str, tamper: object
) -> None:
    brought(world, register_of_each_audience())
    assert list(differences()) == []
    assert callable(tamper)
    tamper(SearchEntry.objects.all())
    assert {d.what for d in differences()} == {what}
    assert rebuild() == SearchEntry.objects.count() == 12
    assert list(differences()) == []
    assert search(WORKER, "quokka").total == 8


@pytest.mark.sqlite
def test_an_index_behind_its_table_is_named(world: World) -> None:
    raised(world)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER search_changed")
        cursor.execute("UPDATE search_searchentry SET title = 'Walrus'")
    assert "the index is not that of its table" in {d.what for d in differences()}


def test_many_hits_are_shown_latest_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert RANKED_UP_TO == 1000
    monkeypatch.setattr("ridgeway.governance.search.queries.RANKED_UP_TO", 1)
    raised(world, reference="MP1", title="Quokka")
    raised(world, reference="MP2", title="Other", description="quokka")
    result = search(world.actors["party"], "quokka")
    assert not result.ranked
    assert [hit.reference for hit in result.hits] == ["MP2", "MP1"]
