"""A whole Party base told at once: the decision does not wait for the mail."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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
SENT = 200
ALLOWED = 25
"""Statements, however many are told; on PostgreSQL rows are inserted by the five hundred."""

FOR_EACH = 18
"""Statements for one message, most of them those of the act that settles it."""


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
def test_a_notice_to_two_thousand_readers_is_released_in_as_few_statements_as_to_one(
    scene: Scene, november: Release, base: int
) -> None:
    notice = notice_of(november, "notice-12-months")
    with CaptureQueriesContext(connection) as statements:
        scene.world.do("notice.release", notice)
    assert Delivery.objects.filter(notice=notice).count() == base
    assert len(statements) <= ALLOWED


def test_a_message_leaves_by_as_many_statements_however_many_wait(
    scene: Scene, november: Release, base: int, courier: Courier, sink: Sink
) -> None:
    assert base
    Person.objects.exclude(email__in=[f"reader{n}@example.org" for n in range(SENT)]).update(
        email=""
    )
    scene.world.do("notice.release", notice_of(november, "notice-12-months"))
    with CaptureQueriesContext(connection) as statements:
        assert courier.work_off() == SENT
    assert set(sink.counts().values()) == {1}
    assert len(statements) / SENT <= FOR_EACH
