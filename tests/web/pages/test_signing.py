"""Signing in: only with the right word, only back into this installation."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from ridgeway.governance.codes.models import Account
from tests.governance.conftest import WORD, World
from tests.marks import covers


def name_of(world: World, role: str) -> str:
    return Account.objects.get(pk=world.actors[role].account_id).username


@covers("F-261")
def test_the_right_word_opens_and_leads_to_where_one_was_going(
    client: Client, world: World
) -> None:
    said = {"username": name_of(world, "member"), "password": WORD, "next": "/sec/record"}
    answer = client.post("/sign-in", said)
    assert (answer.status_code, answer["Location"]) == (302, "/sec/record")
    assert "member" in client.get("/today").content.decode()


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/x", "//evil.example", "javascript:alert(1)", "\\\\evil.example", ""],
)
def test_no_sign_in_leads_out_of_this_installation(
    client: Client, world: World, target: str
) -> None:
    said = {"username": name_of(world, "member"), "password": WORD, "next": target}
    assert client.post("/sign-in", said)["Location"] == "/today"


def test_a_wrong_word_is_told_without_saying_which_part_is_wrong(
    client: Client, world: World
) -> None:
    wrong = client.post("/sign-in", {"username": name_of(world, "member"), "password": "nonsense"})
    nobody = client.post("/sign-in", {"username": "nobody", "password": "nonsense"})
    for answer in (wrong, nobody):
        assert answer.status_code == 422
        assert "do not belong together" in answer.content.decode()
        assert "nonsense" not in answer.content.decode()
    assert client.get("/today").status_code == 302


@pytest.mark.django_db
def test_an_empty_form_names_both_questions(client: Client) -> None:
    html = client.post("/sign-in", {}).content.decode()
    assert "Enter the user name" in html
    assert "Enter the password" in html
    assert 'role="alert"' in html


@covers("F-261")
def test_many_wrong_words_lock_the_account_with_a_page_that_says_so(
    client: Client, world: World
) -> None:
    said = {"username": name_of(world, "party"), "password": "wrong"}
    answers = [client.post("/sign-in", said) for _ in range(9)]
    assert answers[-1].status_code == 429
    assert "Too many attempts" in answers[-1].content.decode()
    assert client.post("/sign-in", said | {"password": WORD}).status_code == 429


def test_signing_out_is_a_deed_and_ends_the_session(client: Client, world: World) -> None:
    client.post("/sign-in", {"username": name_of(world, "member"), "password": WORD})
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 302
    assert client.get("/today").status_code == 302


def test_demo_sign_ins_are_offered_in_demo_mode_only(client: Client, world: World) -> None:
    del world
    assert "Demo sign-ins" not in client.get("/sign-in").content.decode()
    assert client.post("/sign-in/demo", {"username": "administrator"}).status_code == 404
    with override_settings(MODE="demo"):
        assert "Demo sign-ins" in client.get("/sign-in").content.decode()


def test_a_form_without_its_token_changes_nothing(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    said = {"username": name_of(world, "member"), "password": WORD}
    answer = client.post("/sign-in", said)
    assert answer.status_code == 403
    assert "no longer valid" in answer.content.decode()
