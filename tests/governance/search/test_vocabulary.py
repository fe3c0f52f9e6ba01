"""Every noun that has words is found by them, by whoever may see it and by nobody else."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from ridgeway.governance.actor import PUBLIC, Actor, Via
from ridgeway.governance.codes.queries import person_actor
from ridgeway.governance.search.models import SearchEntry
from ridgeway.governance.search.nouns import RANKS, Noun
from ridgeway.governance.search.queries import search
from ridgeway.governance.search.rebuilding import differences, rebuild
from ridgeway.governance.search.terms import terms_of
from ridgeway.governance.search.vocabulary import NOUNS, PARTS
from tests.demo.conftest import LOADED_AT
from tests.demo.conftest import demo as demo  # noqa: PLC0414
from tests.marks import covers

NOT_IN_THE_DEMO = {
    "baselines.specificationversion",
    "modifications.modificationreference",
    "modifications.part",
    "golive.finalcall",
    "golive.partyreadiness",
    "golive.waiver",
    "consultations.askedquestion",
    "consultations.consultation",
    "control.changerequest",
    "control.freeze",
    "directions.direction",
    "costs.costchallenge",
    "costs.costline",
    "costs.costreport",
    "committees.action",
    "committees.condition",
    "committees.minutes",
    "committees.viewrequest",
}
"""Kinds of which November 2019 and the example hold none; the tests below make their own."""

EACH = 3

pytestmark = pytest.mark.usefixtures("demo", "db")


def of_demo(username: str) -> Actor:
    return person_actor(username, via=Via.WEB, on=LOADED_AT.date()) if username else PUBLIC


@pytest.mark.parametrize("noun", PARTS, ids=lambda noun: noun.kind)
def test_what_a_row_in_memory_says_is_what_the_database_tells(noun: Noun) -> None:
    of = noun.owner.partition("__")[0]
    saying = set(noun.rows().values_list("pk", flat=True))
    rows = noun.model._default_manager.all()
    assert {row.pk for row in rows.select_related(of) if noun.may_say(row)} == saying
    assert all(noun.may_say(row) for row in rows)


@covers("F-258")
def test_the_demo_is_found_as_it_stands() -> None:
    assert list(differences()) == []
    kinds = set(SearchEntry.objects.values_list("kind", flat=True))
    assert set(NOUNS) - kinds <= NOT_IN_THE_DEMO


@covers("F-258")
@pytest.mark.parametrize("kind", sorted(set(NOUNS) - NOT_IN_THE_DEMO))
def test_what_a_user_would_type_finds_it_and_leads_to_where_it_stands(
    client: Client, kind: str
) -> None:
    entries = SearchEntry.objects.filter(kind=kind).order_by("id")[:EACH]
    assert entries
    for entry in entries:
        assert_found_by_those_who_may(entry)
        if entry.audience == "public":
            assert_leads_to_its_page(client, entry)


def assert_found_by_those_who_may(entry: SearchEntry) -> None:
    words = " ".join(terms_of(f"{entry.reference} {entry.title}")) + " "
    readers = {"administrator": "3", "member": "2", "party": "1", "": "0"}
    for username, rank in readers.items():
        hits = all_hits(of_demo(username), words)
        assert (entry.row_id in hits) is (RANKS[entry.audience] <= rank), (username, words)


def all_hits(actor: Actor, words: str) -> set[str]:
    pages = search(actor, words).pages
    return {hit.row_id for n in range(1, pages + 1) for hit in search(actor, words, n).hits}


def assert_leads_to_its_page(client: Client, entry: SearchEntry) -> None:
    answer = client.get(f"/go/{entry.kind}/{entry.row_id}")
    assert answer.status_code == 302, entry
    address, _, mark = answer["Location"].partition("#")
    page = client.get(address, follow=True)
    assert page.status_code == 200, address
    html = page.content.decode()
    assert not mark or f'id="{mark}"' in html, (address, mark)
    word = max(terms_of(entry.title), key=len)
    assert word.lower() in html.lower(), (address, word)


TYPED = [
    ("SECMP0062", "releases.switchedcode"),
    ("CR1066", "releases.switchedcode"),
    ("secmp0062 later release", "releases.risk"),
    ("CR1066", "testing.testphase"),
    ("CR1066", "releases.planneddate"),
    ("CR1066", "releases.release"),
    ("deactivating live code", "committees.statement"),
    ("switches stay off until testing", "releases.risk"),
]


@covers("F-258")
@pytest.mark.parametrize(("typed", "kind"), TYPED)
def test_what_the_november_release_speaks_of_is_found_by_everybody(typed: str, kind: str) -> None:
    assert kind in {hit.kind for hit in search(PUBLIC, typed).hits}


def test_a_reference_without_a_page_lists_everything_that_speaks_of_it(client: Client) -> None:
    answer = client.get("/search", {"q": "SECMP0062"})
    assert answer.status_code == 200
    html = answer.content.decode()
    for noun in ("Switched code", "Risk", "Question"):
        assert re.search(rf">{noun}</h2>", html), noun


PARTED = {
    noun.kind: noun
    for noun in PARTS
    if noun.owner in ("release", "risk__release", "criterion__release")
}


@covers("F-258")
def test_hidden_and_missing_answer_alike(client: Client) -> None:
    shown = client.get("/go/releases.risk/nosuchrisk")
    assert shown.status_code == 404
    for kind in PARTED:
        rows = SearchEntry.objects.filter(kind=kind).exclude(audience="public")
        for row_id in rows.values_list("row_id", flat=True)[:EACH]:
            answer = client.get(f"/go/{kind}/{row_id}")
            assert answer.status_code == 404
            assert len(answer.content) == len(shown.content)


def test_a_rebuild_finds_what_the_acts_made_found() -> None:
    columns = ("kind", "row_id", "seen", "reference", "title", "text")
    before = set(SearchEntry.objects.values_list(*columns))
    rebuild()
    assert set(SearchEntry.objects.values_list(*columns)) == before
