"""Readers with addresses, a release with what it owes, and a mail server of our own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from ridgeway.governance.acts import perform
from ridgeway.governance.codes.models import Person
from ridgeway.governance.notices.egress import Post
from ridgeway.governance.notices.models import Notice
from ridgeway.governance.notices.outbox import Courier
from ridgeway.governance.releases.models import Release
from tests.governance.conftest import AT, World
from tests.governance.releases.conftest import Scene, november, scene
from tests.rigs.sink import Sink, running

__all__ = ["Scene", "november", "scene"]


class Clock:
    """A clock that a test moves."""

    def __init__(self, at: dt.datetime = AT) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += dt.timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running(Sink()) as found:
        yield found


def post_to(sink: Sink, **more: object) -> Post:
    return Post(host="127.0.0.1", port=sink.port, sender="ridgeway@example.org", **more)  # type: ignore[arg-type]


@pytest.fixture
def courier(sink: Sink, clock: Clock) -> Courier:
    return Courier(post_to(sink, timeout=2.0), clock)


def reader(world: World, address: str, role: str = "party") -> Person:
    """A person with an address, appointed under the code."""
    admin = world.actors["installation-administrator"]
    given = {"name": f"Reader {address}", "email": address}
    person = perform("person.register", world.installation.id, given, actor=admin, at=AT).subject_id
    made = {"person": person, "role": role, "code": world.code.id, "from_date": "2019-01-01"}
    perform("appointment.make", world.installation.id, made, actor=admin, at=AT)
    return Person.objects.get(pk=person)


@pytest.fixture
def readers(world: World) -> list[Person]:
    return [reader(world, f"reader{n}@example.org") for n in range(3)]


def released(world: World, notice: Notice, **given: object) -> Notice:
    """The notice, sent on its way."""
    world.do("notice.release", notice, **given)
    notice.refresh_from_db()
    return notice


def notice_of(release: Release, rule: str) -> Notice:
    return Notice.objects.get(subject_id=release.id, rule=rule)
