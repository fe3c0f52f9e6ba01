"""The letter with the link: sent once over real SMTP, again after a fault, never without need."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from ridgeway.entrance import passwords
from ridgeway.entrance.password_mail import FIRST_WAIT, send_links
from ridgeway.governance.codes.models import Account, PasswordLink, Person
from ridgeway.governance.notices.egress import Post
from tests.governance.conftest import World
from tests.governance.conftest import world as world  # noqa: PLC0414
from tests.marks import covers

AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


class Letterbox:
    """Takes every message and keeps it; refuses as long as `answer` says so."""

    def __init__(self) -> None:
        self.answer = "250 kept"
        self.messages: list[Message] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content))
        return self.answer


@pytest.fixture
def box() -> Iterator[tuple[Letterbox, Post]]:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    kept = Letterbox()
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    yield kept, Post(host="127.0.0.1", port=port, sender="ridgeway@example.org", timeout=5)
    server.stop()


@pytest.fixture
def account(world: World) -> Account:
    found = Account.objects.get(pk=world.actors["member"].account_id)
    Person.objects.filter(pk=found.person_id).update(email="member@example.org")
    return found


def ask(username: str) -> None:
    passwords.ask(username, "127.0.0.1", "https://ridgeway.example", AT)


@covers("F-261")
def test_the_letter_goes_out_once_with_a_link_that_opens(
    account: Account, box: tuple[Letterbox, Post]
) -> None:
    letters, post = box
    ask(account.username)
    ask("nobody")
    assert [send_links(AT, post), send_links(AT, post)] == [1, 0]
    (letter,) = letters.messages
    assert letter["To"] == "member@example.org"
    text = letter.get_payload()
    assert isinstance(text, str)
    (line,) = [it for it in text.splitlines() if "/password/" in it]
    start, _, word = line.strip().rpartition("/")
    assert start == "https://ridgeway.example/password"
    found = passwords.link_of(word, AT)
    assert found is not None
    assert found.account == account


def test_a_letter_that_was_refused_goes_out_later(
    account: Account, box: tuple[Letterbox, Post]
) -> None:
    letters, post = box
    ask(account.username)
    letters.answer = "451 come back"
    assert send_links(AT, post) == 0
    letters.answer = "250 kept"
    assert send_links(AT, post) == 0
    assert send_links(AT + FIRST_WAIT, post) == 1


def test_a_server_that_is_away_loses_no_letter(
    account: Account, box: tuple[Letterbox, Post]
) -> None:
    _, post = box
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        nobody = Post(host="127.0.0.1", port=trial.getsockname()[1], sender=post.sender, timeout=2)
    ask(account.username)
    assert send_links(AT, nobody) == 0
    assert send_links(AT + FIRST_WAIT, post) == 1


def test_no_letter_leaves_for_a_link_that_is_used_or_late(
    account: Account, box: tuple[Letterbox, Post]
) -> None:
    _, post = box
    ask(account.username)
    assert send_links(AT + passwords.LASTS, post) == 0
    PasswordLink.objects.update(used_at=AT)
    assert send_links(AT, post) == 0


def test_what_nobody_counts_any_more_is_dropped(
    account: Account, box: tuple[Letterbox, Post]
) -> None:
    ask(account.username)
    send_links(AT + dt.timedelta(days=1), box[1])
    assert not PasswordLink.objects.exists()
