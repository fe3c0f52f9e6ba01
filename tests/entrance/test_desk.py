"""`ridgeway account`: what the operator does for somebody who cannot get in."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from ridgeway.cli.main import main
from ridgeway.governance.codes.models import Account
from tests.governance.conftest import WORD, World
from tests.governance.conftest import world as world  # noqa: PLC0414
from tests.marks import covers

NEW = "another-long-password"


def ran(*words: str) -> Result:
    return CliRunner().invoke(main, ["account", *words])


@pytest.fixture
def username(world: World) -> str:
    return Account.objects.get(pk=world.actors["member"].account_id).username


def signed_in(username: str, word: str = WORD) -> Client:
    client = Client(headers={"user-agent": "Firefox"})
    client.post("/sign-in", {"username": username, "password": word})
    return client


@covers("F-261")
def test_a_link_of_the_operator_opens_once(username: str) -> None:
    shown = ran("link", username)
    assert shown.exit_code == 0, shown.output
    address = "/" + shown.output.strip().split("/", 3)[3]
    chosen = {"new_password": NEW, "new_password_again": NEW}
    assert Client().post(address, chosen)["Location"] == "/sign-in"
    assert Client().post(address, chosen).status_code == 404
    assert signed_in(username, NEW).get("/account").status_code == 200


def test_sessions_are_shown_and_ended(username: str) -> None:
    client = signed_in(username)
    assert "Firefox" in ran("sessions", username).output
    assert " 1" in next(line for line in ran("list").output.splitlines() if username in line)
    assert "1 session ended." in ran("end-sessions", username).output
    assert client.get("/account").status_code == 302


def test_who_was_locked_out_may_try_again(username: str) -> None:
    for _ in range(9):
        signed_in(username, "wrong")
    assert signed_in(username).get("/account").status_code == 302
    assert "forgotten." in ran("unlock", username).output
    assert signed_in(username).get("/account").status_code == 200


@pytest.mark.parametrize("command", ["link", "sessions", "end-sessions", "unlock"])
@pytest.mark.parametrize("name", ["nobody", "", "é" * 5000, "-"])
def test_a_name_that_is_nobodys_is_told_plainly(world: World, command: str, name: str) -> None:
    del world
    answer = ran(command, name)
    assert answer.exit_code != 0
    assert "no " in answer.output
    assert "Traceback" not in answer.output
