"""The loop: it sends, it does what comes round, and no fault ends it."""

from __future__ import annotations

import datetime as dt
from threading import Event

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from ridgeway.governance.codes.models import Person
from ridgeway.governance.notices import posting, worker
from ridgeway.governance.notices.egress import Security
from ridgeway.governance.notices.models import Delivery
from ridgeway.governance.record.models import Checkpoint
from ridgeway.governance.releases.models import Release
from tests.governance.notices.conftest import Clock, notice_of, post_to, released
from tests.governance.releases.conftest import Scene
from tests.marks import covers
from tests.rigs.sink import Sink


class Times:
    """Stops the loop after so many looks at the clock."""

    def __init__(self, clock: Clock, stop: Event, most: int) -> None:
        self.clock, self.stop, self.left = clock, stop, most

    def __call__(self) -> dt.datetime:
        self.left -= 1
        if self.left <= 0:
            self.stop.set()
        return self.clock.at


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[worker.Job]:
    found: list[worker.Job] = []
    monkeypatch.setattr(worker, "JOBS", found)
    monkeypatch.setattr(connection, "close", lambda: None)
    return found


@covers("F-259")
def test_the_loop_sends_what_is_owed_and_ends_when_it_is_told(
    scene: Scene,
    november: Release,
    readers: list[Person],
    sink: Sink,
    clock: Clock,
    jobs: list[worker.Job],
) -> None:
    released(scene.world, notice_of(november, "notice-12-months"))
    assert jobs == []
    stop = Event()
    worker.run(stop, post=post_to(sink), now=Times(clock, stop, 20), pause=0.01)
    assert Delivery.objects.filter(state="sent").count() == len(readers)


def test_a_job_that_fails_neither_ends_the_loop_nor_the_other_jobs(
    db: None, sink: Sink, clock: Clock, jobs: list[worker.Job], caplog: pytest.LogCaptureFixture
) -> None:
    del db
    done: list[dt.datetime] = []

    def broken(now: dt.datetime) -> None:
        raise RuntimeError(f"at {now}")

    worker.register("broken", dt.timedelta(hours=1), broken)
    worker.register("sound", dt.timedelta(hours=1), done.append)
    worker.register("sound", dt.timedelta(hours=1), done.append)
    stop = Event()
    worker.run(stop, post=post_to(sink), now=Times(clock, stop, 12), pause=0.0)
    assert done == [clock.at]
    assert "broken failed" in caplog.text
    assert len(jobs) == 2


def test_a_job_comes_round_and_a_clock_put_back_silences_it_no_longer_than_once(
    clock: Clock, jobs: list[worker.Job]
) -> None:
    done: list[dt.datetime] = []
    worker.register("daily", dt.timedelta(days=1), done.append)
    rota = worker.Rota({})
    rota.work(clock.at)
    rota.work(clock.at + dt.timedelta(hours=23))
    rota.work(clock.at + dt.timedelta(hours=24))
    rota.work(clock.at - dt.timedelta(days=400))
    assert len(done) == 3
    assert len(jobs) == 1


@pytest.mark.parametrize(
    ("mail", "security"),
    [
        ({"EMAIL_USE_TLS": True}, Security.STARTTLS),
        ({"EMAIL_USE_SSL": True}, Security.TLS),
        ({}, Security.NONE),
    ],
)
def test_the_settings_say_where_mail_goes_and_how_it_is_protected(
    mail: dict[str, bool], security: Security, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {"EMAIL_HOST": "mail", "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"}
    monkeypatch.setattr(settings, "EMAIL", found | mail)
    post = posting.post_of_settings()
    assert post is not None
    assert (post.host, post.port, post.security) == ("mail", 587, security)


def test_without_a_server_mail_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "EMAIL", {"EMAIL_HOST": None})
    assert posting.post_of_settings() is None


def test_a_kind_of_server_that_is_not_understood_is_refused_not_spoken_to_in_clear_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "EMAIL", {"EMAIL_HOST": "mail", "EMAIL_USE_TLS": False})
    with pytest.raises(ImproperlyConfigured, match="submission://"):
        posting.post_of_settings()


def test_the_loop_signs_checkpoints_by_itself(
    scene: Scene, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "close", lambda: None)
    stop, clock = Event(), Clock()
    worker.run(stop, post=post_to(sink), now=Times(clock, stop, 6), pause=0.0)
    assert set(Checkpoint.objects.values_list("chain__key", flat=True)) == {"sec", "installation"}
    assert scene.world.code.key == "sec"
