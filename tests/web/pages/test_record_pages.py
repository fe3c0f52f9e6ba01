"""The record as pages: for each audience its entries, and proof for those who read everything."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from ridgeway.governance.record.models import Event
from tests.answers import body_of
from tests.governance.conftest import World
from tests.marks import covers
from tests.web.pages.conftest import Reader


@pytest.fixture
def acted(world: World) -> World:
    for reference, audience in (("MP001", "public"), ("MP002", "administration")):
        world.do(
            "modification.adopt",
            world.code,
            reference=reference,
            title=f"Title of {reference}",
            audience=audience,
        )
    return world


def seq_of(reference: str) -> int:
    rows = Event.objects.filter(chain__key="sec", act="modification.adopt")
    return next(e.seq for e in rows if reference.encode() in bytes(e.body))


@covers("F-257")
def test_each_reader_sees_the_entries_of_their_audience(acted: World, reader: Reader) -> None:
    del acted
    public = reader("public").get("/sec/record").content.decode()
    assert "MP001" in public
    assert "MP002" not in public
    assert "MP002" in reader("auditor").get("/sec/record").content.decode()


@covers("F-257")
def test_an_entry_is_shown_as_it_was_hashed(acted: World, reader: Reader) -> None:
    del acted
    seq = seq_of("MP001")
    html = reader("public").get(f"/sec/record/{seq}").content.decode()
    event = Event.objects.get(chain__key="sec", seq=seq)
    assert bytes(event.hash).hex() in html
    assert "Title of MP001" in html
    assert reader("public").get(f"/sec/record/{seq_of('MP002')}").status_code == 404


def test_what_became_hidden_is_hidden_in_its_old_entries_too(acted: World, reader: Reader) -> None:
    from ridgeway.governance.modifications.models import Modification

    seq = seq_of("MP001")
    acted.do(
        "modification.edit",
        Modification.objects.get(reference="MP001"),
        audience="administration",
    )
    html = reader("public").get(f"/sec/record/{seq}").content.decode()
    assert "Title of MP001" not in html
    assert "Not for you to see" in html
    assert "Title of MP001" not in reader("public").get("/sec/record").content.decode()


def test_no_name_of_a_person_is_on_the_record_pages(acted: World, reader: Reader) -> None:
    html = reader("public").get("/sec/record").content.decode()
    html += reader("public").get(f"/sec/record/{seq_of('MP001')}").content.decode()
    assert "Code administrator" in html
    for actor in acted.actors.values():
        assert actor.name not in html


@pytest.mark.parametrize(
    ("query", "held"),
    [
        ("act=modification.adopt", True),
        ("act=modification.move", False),
        ("role=code-administrator", True),
        ("role=worker", False),
        ("subject=nosuch", False),
        ("before=1", False),
    ],
)
def test_the_record_can_be_looked_through(
    acted: World, reader: Reader, query: str, held: bool
) -> None:
    del acted
    html = reader("public").get(f"/sec/record?{query}").content.decode()
    assert ("MP001" in html) is held


@covers("F-257")
def test_whoever_reads_everything_can_verify_now_and_others_cannot(
    acted: World, reader: Reader
) -> None:
    del acted
    auditor = reader("auditor")
    assert auditor.get("/sec/record/verify")["Location"] == "/sec/record"
    assert "It holds" in auditor.post("/sec/record/verify").content.decode()
    for role in ("public", "party", "member"):
        assert reader(role).post("/sec/record/verify").status_code in (302, 404)
        assert reader(role).post("/sec/record/bundle").status_code in (302, 404)


@covers("F-257")
def test_a_row_changed_behind_the_record_is_named(acted: World, reader: Reader) -> None:
    from ridgeway.governance.modifications.models import Modification

    Modification.objects.filter(reference="MP001").update(title="Changed by hand")
    html = reader("auditor").post("/sec/record/verify").content.decode()
    assert "It does not hold" in html
    assert "modifications.modification" in html
    del acted


@covers("F-257")
def test_the_bundle_holds_the_chain_and_a_signed_note(acted: World, reader: Reader) -> None:
    del acted
    answer = reader("auditor").post("/sec/record/bundle")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(body_of(answer))) as bundle:
        names = bundle.namelist()
    assert any("sec" in name for name in names)
    note = reader("public").get("/sec/record/note")
    assert note.status_code == 200
    assert "ridgeway/sec" in note.content.decode()


def test_a_moment_that_cannot_be_read_is_said_to_be_so(acted: World, reader: Reader) -> None:
    del acted
    html = reader("public").get("/sec/record?as_at=yesterday").content.decode()
    assert "Enter a date and a time such as" in html
    past = reader("public").get("/sec/record?as_at=2019-11-08T17:00").content.decode()
    assert "As at" in past
    assert "Return to now" in past


def test_the_bytes_shown_are_the_bytes_hashed(acted: World, reader: Reader) -> None:
    del acted
    seq = seq_of("MP001")
    event = Event.objects.get(chain__key="sec", seq=seq)
    html = reader("public").get(f"/sec/record/{seq}").content.decode()
    from html import unescape

    assert bytes(event.body).decode() in unescape(html)
    assert json.loads(bytes(event.body))["seq"] == seq
