"""The register: what one asks for is what one gets, on the page, as one types, and as files."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from tests.answers import body_of
from tests.governance.conftest import World
from tests.marks import covers
from tests.web.pages.conftest import Reader, counted

ROWS = (
    ("MP001", "Meter readings", "self-governance", "public"),
    ("MP002", "Device certificates", "authority-determined", "public"),
    ("MP003", "Hidden matters", "self-governance", "administration"),
    ("MP10/A (draft)", "A reference with a stroke", "", "public"),
)


@pytest.fixture
def register(world: World) -> World:
    for reference, title, path, audience in ROWS:
        world.do(
            "modification.adopt",
            world.code,
            reference=reference,
            title=title,
            path=path,
            audience=audience,
            stage="refinement",
            raised_date="2026-01-01",
        )
    return world


@covers("F-099")
@pytest.mark.usefixtures("register")
def test_the_public_sees_what_is_public_and_its_number(reader: Reader) -> None:
    html = reader("public").get("/sec/modifications").content.decode()
    assert "MP001" in html
    assert "MP003" not in html
    assert "<b>3 modifications</b>" in html
    admin = reader("code-administrator").get("/sec/modifications").content.decode()
    assert "<b>4 modifications</b>" in admin


@pytest.mark.parametrize(
    ("query", "held", "not_held"),
    [
        ("q=certif", "MP002", "MP001"),
        ("path=self-governance", "MP001", "MP002"),
        ("series=MP10", "MP10/A", "MP001"),
        ("stage=implemented", "No modification is like that", "MP001"),
        ("page=7", "No modification is like that", "MP001"),
        ("release=none", "MP001", "No modification is like that"),
    ],
)
@pytest.mark.usefixtures("register")
def test_a_filter_narrows_the_register(
    reader: Reader, query: str, held: str, not_held: str
) -> None:
    html = reader("public").get(f"/sec/modifications?{query}").content.decode()
    assert held in html
    assert not_held not in html


@pytest.mark.usefixtures("register")
def test_a_value_that_cannot_be_read_is_left_out_and_named(reader: Reader) -> None:
    html = reader("public").get("/sec/modifications?sort=colour&page=many&q=meter").content.decode()
    assert "“Sort by” was left out" in html
    assert "“Page” was left out" in html
    assert "MP001" in html
    assert "MP002" not in html


@pytest.mark.usefixtures("register")
def test_as_one_types_only_the_rows_come_and_the_address_follows(reader: Reader) -> None:
    answer = reader("public").get(
        "/sec/modifications?q=meter&stage=&path=", headers={"HX-Request": "true"}
    )
    html = answer.content.decode()
    assert html.lstrip().startswith('<div id="rows">')
    assert "<html" not in html
    assert "MP001" in html
    assert answer["HX-Push-Url"] == "/sec/modifications?q=meter"
    assert "HX-Request" in answer["Vary"]
    # Another moment is asked for with the same filters.
    assert (
        '<span id="besides" hidden hx-swap-oob="true"><input type="hidden" name="q" value="meter">'
        in html
    )


@covers("F-260")
@pytest.mark.usefixtures("register")
def test_the_csv_holds_the_rows_that_the_page_asked_for(reader: Reader) -> None:
    answer = reader("public").get("/sec/modifications.csv?q=meter")
    text = body_of(answer).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows] == ["Reference", "MP001"]
    assert 'filename="sec-modifications-' in answer["Content-Disposition"]


@covers("F-260")
@pytest.mark.usefixtures("register")
def test_the_workbook_opens(reader: Reader) -> None:
    answer = reader("public").get("/sec/modifications.xlsx")
    assert body_of(answer)[:2] == b"PK"


@covers("F-098")
@pytest.mark.usefixtures("register")
def test_the_page_of_a_modification_shows_what_is_not_held_as_not_held(reader: Reader) -> None:
    html = reader("public").get("/sec/modifications/MP001").content.decode()
    assert "<h1>Meter readings" in html
    assert html.count("not held") >= 3
    html = reader("public").get("/sec/record-of/MP001").content.decode()
    assert "Everything that happened" in html
    assert "Adopt a modification" in html


@pytest.mark.usefixtures("register")
def test_every_reference_in_use_has_an_address(reader: Reader) -> None:
    client = reader("public")
    html = client.get("/sec/modifications").content.decode()
    assert "/sec/modifications/MP10/A%20(draft)" in html
    assert client.get("/sec/modifications/MP10/A (draft)").status_code == 200


def test_an_earlier_reference_leads_to_the_present_one(register: World, reader: Reader) -> None:
    from ridgeway.governance.modifications.models import Modification

    row = Modification.objects.get(reference="MP001")
    register.do("modification.renumber", row, reference="MP777")
    answer = reader("public").get("/sec/modifications/MP001")
    assert (answer.status_code, answer["Location"]) == (302, "/sec/modifications/MP777")


def test_an_earlier_reference_finds_it_in_the_register_and_in_search(
    register: World, reader: Reader
) -> None:
    from ridgeway.governance.modifications.models import Modification

    row = Modification.objects.get(reference="MP001")
    register.do("modification.renumber", row, reference="MP777")
    client = reader("public")
    for address in ("/search?q=MP001", "/sec/modifications?q=MP001"):
        answer = client.get(address, follow=True)
        assert "MP777" in answer.content.decode(), address


@pytest.mark.usefixtures("register")
def test_a_hidden_modification_is_missing(reader: Reader) -> None:
    assert reader("public").get("/sec/modifications/MP003").status_code == 404
    assert reader("party").get("/sec/modifications/MP003").status_code == 404
    assert reader("code-administrator").get("/sec/modifications/MP003").status_code == 200


def test_the_register_takes_as_many_queries_however_long_it_is(
    register: World, reader: Reader
) -> None:
    client: Client = reader("member")
    client.get("/sec/modifications")
    with counted() as few:
        client.get("/sec/modifications")
    for number in range(30):
        register.do(
            "modification.adopt",
            register.code,
            reference=f"MX{number:03d}",
            title="More",
            audience="public",
        )
    client.get("/sec/modifications")
    with counted() as many:
        client.get("/sec/modifications")
    assert len(many) == len(few) <= 8


@covers("F-258")
@pytest.mark.usefixtures("register")
def test_a_reference_typed_whole_leads_straight_to_its_page(reader: Reader) -> None:
    client = reader("public")
    answer = client.get("/search?q=mp002")
    assert (answer.status_code, answer["Location"]) == (302, "/sec/modifications/MP002")
    found = client.get("/search?q=certificates").content.decode()
    assert "1 hit" in found
    assert "Nothing found" in client.get("/search?q=hidden").content.decode()
    assert "1 hit" in reader("auditor").get("/search?q=matters").content.decode()
