"""A founded installation with a code, its bodies and a person in each role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from ridgeway.governance.actor import Actor, Via, actor_of
from ridgeway.governance.acts import Done, perform
from ridgeway.governance.codes.models import Account, Body, Code, Installation
from ridgeway.governance.codes.services import found_installation

AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
WORD = "correct-horse-battery"


@dataclass
class World:
    """What tests act in. `do` performs an act as the person in a role."""

    code: Code
    installation: Installation
    bodies: dict[str, Body]
    actors: dict[str, Actor]
    at: dt.datetime = AT
    names: dict[str, str] = field(default_factory=dict)

    def do(self, act: str, subject: Any, role: str = "code-administrator", /, **given: Any) -> Done:
        subject_id = subject if isinstance(subject, str) else subject.id
        return perform(act, subject_id, given, actor=self.actors[role], at=self.at)


BODIES = {
    "panel": "SEC Panel",
    "opsg": "Operations Group",
    "tag": "Testing Advisory Group",
    "secas": "SECAS",
    "dcc": "DCC",
    "authority": "The Authority",
}
SEATED = {"member": "panel", "chair": "panel", "delivery": "dcc", "release-manager": "dcc"}


@pytest.fixture
def world(db: None) -> World:
    """A code `sec` and one person for each role, appointed from 1 January 2019."""
    del db
    root = found_installation(
        name="Test",
        administrator="Ada Admin",
        email="ada@example.org",
        username="ada",
        password=WORD,
        at=AT,
    )
    here = Installation.objects.get()
    admin = actor_of(root, via=Via.CLI, on=AT.date())
    code_id = perform(
        "code.found",
        here.id,
        {"key": "sec", "name": "Smart Energy Code", "short_name": "SEC", "audience": "public"},
        actor=admin,
        at=AT,
    ).subject_id
    for key, name in BODIES.items():
        given = {"key": key, "name": name, "short_name": name}
        perform("body.register", here.id, given, actor=admin, at=AT)
    bodies = {body.key: body for body in Body.objects.all()}
    actors = {"installation-administrator": admin}
    for role in (
        "code-administrator",
        "release-manager",
        "member",
        "chair",
        "delivery",
        "authority",
        "party",
        "auditor",
    ):
        body = bodies[SEATED[role]].id if role in SEATED else ""
        actors[role] = appoint(here, admin, role, code_id=code_id, body=body)
    return World(Code.objects.get(), here, bodies, actors)


def appoint(
    here: Installation, admin: Actor, role: str, *, code_id: str, body: str = "", seat: str = ""
) -> Actor:
    """A fresh person with an account, appointed to a role under a code."""
    name = f"{role} {Account.objects.count()}"
    person = perform("person.register", here.id, {"name": name}, actor=admin, at=AT).subject_id
    given = {
        "person": person,
        "role": role,
        "code": code_id,
        "body": body,
        "seat": seat,
        "from_date": "2019-01-01",
    }
    perform("appointment.make", here.id, given, actor=admin, at=AT)
    username = name.replace(" ", "-")
    perform("account.open", person, {"username": username, "password": WORD}, actor=admin, at=AT)
    return actor_of(Account.objects.get(username=username), via=Via.WEB, on=AT.date())


@pytest.fixture
def do(world: World) -> Callable[..., Done]:
    return world.do
