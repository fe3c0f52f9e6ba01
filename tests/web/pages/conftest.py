"""A browser without windows for each kind of reader, over a small code or the whole demo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from ridgeway.governance.codes.models import Account
from tests.demo.conftest import demo as demo  # noqa: PLC0414
from tests.governance.conftest import World
from tests.governance.conftest import world as world  # noqa: PLC0414

BACKEND = "ridgeway.entrance.accounts.AccountBackend"
Reader = Callable[[str], Client]


@pytest.fixture
def reader(world: World) -> Reader:
    """A client signed in as the person in a role; `public` is not signed in."""

    def made(role: str) -> Client:
        client = Client()
        if role != "public":
            account = Account.objects.get(pk=world.actors[role].account_id)
            client.force_login(account, backend=BACKEND)
        return client

    return made


def visitor(username: str = "") -> Client:
    """A client signed in as one of the demo's people."""
    client = Client()
    if username:
        client.force_login(Account.objects.get(username=username), backend=BACKEND)
    return client


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that run inside."""
    found: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def form_of(html: str) -> dict[str, str]:
    """What a browser would send back untouched: the hidden fields of the act's form."""
    import re

    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html)
    return {name: value for name, value in pairs if name != "csrfmiddlewaretoken"}
