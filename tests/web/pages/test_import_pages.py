"""Bringing a register in through the pages, for whoever may, and nothing for anybody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ridgeway.governance.intake import working
from ridgeway.governance.intake.lines import KINDS
from ridgeway.governance.intake.models import StagedImport
from tests.answers import body_of
from tests.governance.conftest import World
from tests.marks import covers
from tests.web.pages.conftest import Reader, counted

ADMIN = "code-administrator"
GOOD = b"reference,title\nMP1,First\nMP2,Second\n"
BAD = b"reference,title,raised_date\nMP1,<b>First</b>,31 Feb\nMP2,=1+1,never\n"


@pytest.fixture(autouse=True)
def own_folder(world: World, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    del world
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)


def handed_in(client: Client, *contents: bytes, name: str = "modifications.csv") -> Any:
    files = [SimpleUploadedFile(name, content) for content in contents]
    return client.post("/sec/import", {"files": files, "source": "A test"})


def said(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


@covers("F-260")
def test_a_register_goes_from_the_form_to_the_record(world: World, reader: Reader) -> None:
    client = reader(ADMIN)
    assert 'href="/sec/import"' in said(client, "/sec/modifications")
    answer = handed_in(client, GOOD)
    assert answer.status_code == 302
    page = answer["Location"]
    waiting = said(client, page)
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in waiting
    assert f'hx-get="{page}"' in waiting
    working.work(world.at)
    part = said(client, page, **{"HX-Request": "true"})
    assert "<html" not in part
    assert "hx-get" not in part
    assert "Bring in 2 lines" in part
    assert client.post(f"{page}/bring-in").status_code == 302
    assert "Being brought in" in said(client, page)
    working.work(world.at)
    done = said(client, page)
    row = StagedImport.objects.get()
    assert row.last_seq is not None
    link = f"/sec/record?act=register.import&amp;before={row.last_seq + 1}"
    assert f'href="{link}">2 entries of the record</a>' in done
    assert ">MP1: First</a>" in said(client, link.replace("&amp;", "&"))


@covers("F-260")
def test_every_fault_is_shown_and_taken_away_as_a_file(world: World, reader: Reader) -> None:
    client = reader(ADMIN)
    page = handed_in(client, BAD)["Location"]
    working.work(world.at)
    shown = said(client, page)
    assert "2 faults, so nothing of it comes in" in shown
    assert "raised_date" in shown
    assert "Bring in" not in shown.replace("Bring in a register", "")
    lines = body_of(client.get(f"{page}/faults.csv")).decode("utf-8-sig").splitlines()
    assert lines[0] == "File,Sheet,Cell or line,Field,What is wrong,What would be right"
    assert len(lines) == 3
    assert lines[1].startswith("modifications.csv,,2,raised_date,")
    assert client.post(f"{page}/bring-in").status_code == 302
    assert StagedImport.objects.get().state == "faulty"
    assert client.post(f"{page}/remove")["Location"] == "/sec/import"
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("role", ["public", "release-manager", "member", "auditor", "party"])
def test_for_anybody_else_there_is_no_such_page(reader: Reader, role: str) -> None:
    page = handed_in(reader(ADMIN), GOOD)["Location"]
    client = reader(role)
    assert "/sec/import" not in said(client, "/sec/modifications")
    expected = 302 if role == "public" else 404
    for address in ("/sec/import", page, f"{page}/faults.csv", "/sec/import/missing"):
        assert client.get(address).status_code == expected, address
    for address in (f"{page}/bring-in", f"{page}/remove", "/sec/import"):
        assert client.post(address).status_code == expected, address
    assert StagedImport.objects.get().state == "waiting"


def test_files_that_are_not_taken_are_named_above_the_form(reader: Reader) -> None:
    client = reader(ADMIN)
    answer = handed_in(client, b"x", name="register.doc")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "register.doc is not of a form that can be read" in text
    assert 'value="A test"' in text
    assert client.post("/sec/import", {}).status_code == 422


def test_the_page_names_every_column_that_a_file_may_have(reader: Reader) -> None:
    text = said(reader(ADMIN), "/sec/import")
    for _, model in KINDS.values():
        for name, field in model.model_fields.items():
            assert f"<code>{name}</code>" in text
            assert str(field.title).replace("'", "&#39;") in text


def test_pages_ask_the_database_as_often_however_much_there_is(
    world: World, reader: Reader
) -> None:
    client = reader(ADMIN)
    page = handed_in(client, BAD)["Location"]
    working.work(world.at)
    client.get("/sec/import")
    with counted() as few:
        client.get("/sec/import")
        client.get(page)
    for _ in range(5):
        handed_in(client, BAD)
    working.work(world.at)
    with counted() as many:
        client.get("/sec/import")
        client.get(page)
    assert len(many) == len(few)
