"""The columns of the register: in the address, on the page, in the files that leave it."""

from __future__ import annotations

import csv
import io
import re
from zipfile import ZipFile

import pytest

from ridgeway.governance.releases.register_columns import COLUMNS, chosen, titles
from ridgeway.web.register_rows import SHOWN
from tests.answers import body_of
from tests.governance.conftest import World
from tests.marks import covers
from tests.web.pages.conftest import Reader

REGISTER = "/sec/modifications"
USUAL = [
    "Reference", "Title", "Stage", "Path", "Urgency", "Release", "Proposer", "Raised", "Target",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _held(world: World) -> None:
    world.do(
        "modification.adopt",
        world.code,
        reference="MP001",
        title="Meters & more",
        path="self-governance",
        audience="public",
        stage="refinement",
        raised_date="2026-01-01",
        system_impact=False,
        central_cost=1200,
        example=True,
    )


def heads(html: str) -> list[str]:
    return re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)', html)


def links(html: str) -> list[str]:
    """The links that lead to the register itself or to its exports."""
    return re.findall(rf'href="({REGISTER}[.?][^"]*)"', html)


def test_the_usual_columns_are_those_of_a_plain_address(reader: Reader) -> None:
    html = reader("public").get(REGISTER).content.decode()
    assert heads(html) == USUAL
    assert "columns=" not in "".join(links(html))


@covers("F-099")
@pytest.mark.parametrize(
    "query",
    [
        "columns=reference,cost,title,touches",
        "columns=cost&columns=title&columns=touches",
        "columns=+cost+,title,,touches",
    ],
)
def test_the_address_chooses_the_columns(reader: Reader, query: str) -> None:
    html = reader("public").get(f"{REGISTER}?{query}").content.decode()
    assert heads(html) == ["Reference", "Title", "Touches systems", "Central cost"]
    row = html[html.index('<th scope="row"') : html.index("</tbody>")]
    assert row == (
        '<th scope="row" class="ref"><a href="/sec/modifications/MP001">MP001</a></th>'
        '<td class="full">Meters &amp; more <span class="ex">Example</span></td>'
        '<td data-l="touches systems">no</td>'
        '<td class="nw num" data-l="central cost">£1,200</td></tr>\n'
    )


def test_the_choice_goes_along_wherever_the_register_leads(reader: Reader) -> None:
    asked = f"{REGISTER}?stage=refinement&columns=title,cost"
    html = reader("member").get(asked).content.decode()
    found = links(html)
    usual = [link for link in found if "columns=reference,title,cost" not in link]
    assert usual == [f"{REGISTER}?stage=refinement"]
    assert f'href="{usual[0]}">The usual ones</a>' in html
    assert any(link.startswith(f"{REGISTER}.xlsx?") for link in found)
    assert html.count('name="columns" value="reference,title,cost"') == 1


def test_as_one_types_the_columns_stay(reader: Reader) -> None:
    answer = reader("public").get(
        f"{REGISTER}?q=meter&columns=title", headers={"HX-Request": "true"}
    )
    assert heads(answer.content.decode()) == ["Reference", "Title"]
    assert answer["HX-Push-Url"] == f"{REGISTER}?q=meter&columns=reference,title"


def test_every_column_can_be_chosen_and_those_shown_are_ticked(reader: Reader) -> None:
    html = reader("public").get(f"{REGISTER}?columns=title,decided").content.decode()
    boxes = re.findall(r'type="checkbox" name="columns" value="(\w+)"( checked)?', html)
    assert [name for name, _ in boxes] == list(SHOWN)
    assert {name for name, ticked in boxes if ticked} == {"title", "decided"}


def test_the_page_can_show_what_the_exports_hold() -> None:
    assert {"reference", *SHOWN} == set(COLUMNS)


def test_no_column_ticked_leaves_the_reference(reader: Reader) -> None:
    html = reader("public").get(f"{REGISTER}?columns=reference").content.decode()
    assert heads(html) == ["Reference"]


def test_a_column_that_is_none_is_left_out_and_named(reader: Reader) -> None:
    html = reader("public").get(f"{REGISTER}?columns=title,smell").content.decode()
    assert "Column “smell” was left out" in html
    assert heads(html) == ["Reference", "Title"]
    html = reader("public").get(f"{REGISTER}?columns=smell").content.decode()
    assert heads(html) == USUAL


def test_a_past_register_keeps_the_choice_too(reader: Reader) -> None:
    address = f"{REGISTER}?columns=title,cost&as_at=2020-01-01T12:00"
    found = links(reader("public").get(address).content.decode())
    past = [link for link in found if "as_at=" in link]
    usual = [link for link in past if "columns=reference,title,cost&amp;as_at=" not in link]
    assert len(past) > 3
    assert usual == [f"{REGISTER}?as_at=2020-01-01T12%3A00"]


@covers("F-260")
@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", titles()),
        ("?columns=cost,title", ["Reference", "Title", "Central cost"]),
        ("?columns=release,title", ["Reference", "Title", "Release"]),
        ("?columns=smell", titles()),
    ],
)
def test_an_export_takes_the_columns_that_are_given_and_else_all(
    reader: Reader, query: str, wanted: list[str]
) -> None:
    text = body_of(reader("public").get(f"{REGISTER}.csv{query}")).decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text))
    assert head == wanted
    line = dict(zip(head, row, strict=True))
    assert line["Title"] == "Meters & more"
    assert line.get("Central cost", "1200") == "1200"
    workbook = body_of(reader("public").get(f"{REGISTER}.xlsx{query}"))
    with ZipFile(io.BytesIO(workbook)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count('<row r="2"') == 1
    assert len(re.findall(r'<c r="[A-Z]+1"', sheet)) == len(wanted)


def test_names_choose_columns_in_the_order_of_the_register() -> None:
    assert chosen(["cost,title", "smell"]) == (("reference", "title", "cost"), ["smell"])
    assert chosen([]) == ((), [])
