"""What rigs act in: a founded code with a policy, seated members, readers with addresses."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings

from ridgeway.core.policy.loading import SHIPPED
from ridgeway.governance import acts
from ridgeway.governance.actor import Actor, Via, actor_of
from ridgeway.governance.acts import Done, perform
from ridgeway.governance.codes.models import Account, Body, Code, Installation
from ridgeway.governance.codes.services import found_installation
from tests.governance.conftest import BODIES, SEATED, WORD, appoint

AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
MEMBERS = 4
READERS = 3
ROLES = ("code-administrator", "chair", "delivery")


def build() -> None:
    """Found everything, once."""
    root = found_installation(
        name="Rig",
        administrator="Ada Admin",
        email="ada@example.org",
        username="ada",
        password=WORD,
        at=AT,
    )
    here = Installation.objects.get()
    admin = actor_of(root, via=Via.CLI, on=AT.date())
    given = {"key": "sec", "name": "Smart Energy Code", "short_name": "SEC", "audience": "public"}
    code = perform("code.found", here.id, given, actor=admin, at=AT).subject_id
    for key, name in BODIES.items():
        body = {"key": key, "name": name, "short_name": name}
        perform("body.register", here.id, body, actor=admin, at=AT)
    bodies = {body.key: body.id for body in Body.objects.all()}
    for role in ROLES:
        appoint(here, admin, role, code_id=code, body=bodies.get(SEATED.get(role, ""), ""))
    by = actor_named("code-administrator")
    for number in range(MEMBERS):
        seat = {"body": bodies["panel"], "name": f"Seat {number}"}
        held = perform("seat.create", code, seat, actor=by, at=AT).subject_id
        appoint(here, admin, "member", code_id=code, body=bodies["panel"], seat=held)
    for number in range(READERS):
        add_reader(here, admin, code, f"reader{number}@example.org")
    text = (SHIPPED / "sec-rmp-3.0.toml").read_text(encoding="utf-8")
    perform("policy.adopt", code, {"text": text}, actor=by, at=AT)


def add_reader(here: Installation, admin: Actor, code: str, address: str) -> None:
    given = {"name": f"Reader {address}", "email": address}
    person = perform("person.register", here.id, given, actor=admin, at=AT).subject_id
    made = {"person": person, "role": "party", "code": code, "from_date": "2019-01-01"}
    perform("appointment.make", here.id, made, actor=admin, at=AT)


def add_readers(number: int) -> None:
    """More readers, for a fan-out."""
    here, admin, code = Installation.objects.get(), actor_named("ada"), Code.objects.get()
    for n in range(number):
        add_reader(here, admin, code.id, f"many{n}@example.org")


def actor_named(start: str) -> Actor:
    """The actor whose account's name starts so; several of a role are told apart by number."""
    account = Account.objects.filter(username__startswith=start).order_by("username").first()
    assert account is not None, start
    return actor_of(account, via=Via.API, on=AT.date())


def members() -> list[Actor]:
    rows = Account.objects.filter(username__startswith="member").order_by("username")
    return [actor_of(account, via=Via.API, on=AT.date()) for account in rows]


class Journal:
    """What a client was told, on disk before it goes on: the truth that invariants start from."""

    def __init__(self, name: str = "acknowledged") -> None:
        self.path = Path(settings.DATA_DIR) / name

    def write(self, done: Done) -> None:
        line = json.dumps([done.chain, done.seq, done.act, done.subject_id]) + "\n"
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> list[tuple[str, int, str, str]]:
        if not self.path.exists():
            return []
        lines = self.path.read_text(encoding="utf-8").splitlines()
        return [tuple(json.loads(line)) for line in lines]


def plan_release(by: Actor, day: dt.date, at: dt.datetime, **more: Any) -> Done:
    """An ad hoc release, of which there may be any number."""
    given = {"kind": "system", "go_live_date": day, "audience": "public", **more.pop("given", {})}
    return acts.perform(
        "release.plan", Code.objects.get(key="sec").id, given, actor=by, at=at, **more
    )
