"""Who calls: the public, each kind of reader, a closed account, and programs with tokens."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from ridgeway.demo.people import SIGN_INS
from ridgeway.governance.actor import Via
from ridgeway.governance.acts import perform
from ridgeway.governance.codes.models import Account
from ridgeway.governance.codes.queries import person_actor
from tests.demo.conftest import LOADED_AT

BACKEND = "ridgeway.entrance.accounts.AccountBackend"


@dataclass(frozen=True)
class Principal:
    """A caller with what makes it known: a session, a token, or nothing."""

    name: str
    client: Client


def principals() -> list[Principal]:
    """Every kind of caller, against the demo's people."""
    found = [Principal("public", Client())]
    for one in SIGN_INS:
        client = Client()
        client.force_login(Account.objects.get(username=one.username), BACKEND)
        found.append(Principal(one.username, client))
    return [*found, _closed(), _token("token-reads", may_write=False), _token("token-writes")]


def _closed() -> Principal:
    """Somebody whose account was closed while they were signed in."""
    root = person_actor("root", via=Via.CLI, on=LOADED_AT.date())
    person = Account.objects.get(username="auditor").person_id
    given = {"username": "left-us", "password": "correct-horse-battery"}
    done = perform("account.open", person, given, actor=root, at=LOADED_AT)
    client = Client()
    client.force_login(Account.objects.get(pk=done.subject_id), BACKEND)
    perform("account.close", done.subject_id, {}, actor=root, at=LOADED_AT)
    return Principal("closed-account", client)


def _token(name: str, *, may_write: bool = True) -> Principal:
    """A program that acts for the code administrator."""
    root = person_actor("root", via=Via.CLI, on=LOADED_AT.date())
    account = Account.objects.get(username="administrator")
    given = {"name": name, "may_write": may_write, "expires_at": "2099-01-01T00:00:00Z"}
    done = perform("token.issue", account.id, given, actor=root, at=LOADED_AT)
    return Principal(name, Client(headers={"authorization": f"Bearer {done.answer['token']}"}))
