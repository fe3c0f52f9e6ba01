"""A whole Party base told at once: the decision does not wait for the mail."""

from __future__ import annotations

import time

import pytest

from ridgeway.core.record.salted import new_salt
from ridgeway.governance.codes.models import Appointment, Person
from ridgeway.governance.notices.models import Delivery
from ridgeway.governance.notices.outbox import Courier
from ridgeway.governance.releases.models import Release
from tests.governance.conftest import World
from tests.governance.notices.conftest import notice_of
from tests.governance.releases.conftest import Scene
from tests.marks import covers
from tests.rigs.sink import Sink

READERS = 2_000
SECONDS = 2.0
SENT = 200


@pytest.fixture
def base(world: World) -> int:
    """As many people as a Party base has, put there without acts: only their number counts."""
    people = [
        Person(salt=new_salt().hex(), name=f"Reader {n}", email=f"reader{n}@example.org")
        for n in range(READERS)
    ]
    Person.objects.bulk_create(people)
    Appointment.objects.bulk_create(
        [
            Appointment(code=world.code, person=person, role="party", from_date=world.at.date())
            for person in people
        ]
    )
    return READERS


@covers("F-096", "F-259")
def test_a_notice_to_two_thousand_readers_is_released_within_two_seconds(
    scene: Scene, november: Release, base: int
) -> None:
    notice = notice_of(november, "notice-12-months")
    began = time.perf_counter()
    scene.world.do("notice.release", notice)
    taken = time.perf_counter() - began
    assert Delivery.objects.filter(notice=notice).count() == base
    assert taken <= SECONDS


def test_two_hundred_messages_leave_at_more_than_twenty_a_second(
    scene: Scene, november: Release, base: int, courier: Courier, sink: Sink
) -> None:
    assert base
    Person.objects.exclude(email__in=[f"reader{n}@example.org" for n in range(SENT)]).update(
        email=""
    )
    scene.world.do("notice.release", notice_of(november, "notice-12-months"))
    began = time.perf_counter()
    assert courier.work_off() == SENT
    taken = time.perf_counter() - began
    assert set(sink.counts().values()) == {1}
    assert taken < SENT / 20
