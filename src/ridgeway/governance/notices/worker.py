"""The loop that sends what is due and does what comes round: beside the server, or on its own."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from django.db import connection

from ridgeway import clock
from ridgeway.governance.notices.egress import Post
from ridgeway.governance.notices.outbox import Clock, Courier
from ridgeway.governance.notices.posting import post_of_settings
from ridgeway.governance.record.checkpoints import sign_chains
from ridgeway.governance.record.keys import signer

logger = logging.getLogger(__name__)

PAUSE = 2.0
"""Seconds between two looks into the outbox when it was empty."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something done now and then. `run` gets the time; it must bear being done twice."""

    name: str
    every: dt.timedelta
    run: Callable[[dt.datetime], object]


JOBS: list[Job] = []
"""The port on which other apps put their periodic jobs, such as signing checkpoints."""


def register(name: str, every: dt.timedelta, run: Callable[[dt.datetime], object]) -> None:
    """Have something done about so often, first when the worker starts; a name counts once."""
    if all(job.name != name for job in JOBS):
        JOBS.append(Job(name, every, run))


register("checkpoint", dt.timedelta(hours=1), lambda now: sign_chains(signer(), now))


@dataclass(slots=True)
class Rota:
    """When each job is due again. A clock that jumps back never silences a job for longer."""

    due: dict[str, dt.datetime]

    def work(self, now: dt.datetime) -> None:
        for job in JOBS:
            due = self.due.get(job.name, now)
            if now < due <= now + job.every:
                continue
            self.due[job.name] = now + job.every
            _safely(job.name, lambda run=job.run: run(now))  # type: ignore[misc]


def run(
    stop: Event,
    *,
    post: Post | None = None,
    now: Clock = clock.now,
    pause: float = PAUSE,
) -> None:
    """Work until `stop` is set. A fault of the mail server or the database never ends it."""
    post = post or post_of_settings()
    courier = Courier(post, now) if post else None
    if courier is None:
        logger.warning("no mail server is set (RIDGEWAY_MAIL_URL): notices wait in the outbox")
    rota = Rota({})
    while not stop.is_set():
        settled = _safely("outbox", courier.work_once) if courier else 0
        rota.work(now())
        if not settled:
            stop.wait(pause)
    connection.close()


def _safely(name: str, work: Callable[[], object]) -> object:
    """Do one thing; what goes wrong is logged and tried again with a fresh connection."""
    try:
        return work()
    except Exception:
        logger.exception("the worker's %s failed; it goes on", name)
        connection.close()
        return 0
