"""Runs the product as its own process for the journeys: `python -m tests.journeys.serving serve`.

It is the demo as a user gets it, with one difference: the time stands still at the instant in the
file `clock` of the data folder, so that every run and every screenshot tells the same day. A
journey moves the time by writing to that file.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

CLOCK = "clock"
FIRST = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
"""When the demo of the journeys is loaded: a Friday morning."""


def stop_the_clock(data: Path) -> None:
    """Let the only reader of the clock read the file instead, and Django's sessions with it."""
    from django.utils import timezone

    from ridgeway import clock

    file = data / CLOCK
    clock.now = lambda: dt.datetime.fromisoformat(file.read_text("ascii"))
    timezone.now = clock.now


def load() -> None:
    """Tables and the demo, into an empty folder."""
    from ridgeway.cli.station import prepare
    from ridgeway.demo.loading import load_demo

    prepare()
    load_demo(FIRST, lambda _step: None)


def serve(port: int) -> None:
    """The production server with one process, which starts sooner than two."""
    from ridgeway.cli.serve import run

    run("127.0.0.1", port, workers=1, threads=6, with_worker=False)


def work() -> None:
    """The worker that sends notices, until it is ended."""
    import signal
    import threading

    from ridgeway import clock
    from ridgeway.governance.notices.worker import run

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    run(stop, now=clock.now, pause=0.2)


def main(job: str, *given: str) -> None:
    data = Path(os.environ["RIDGEWAY_DATA_DIR"])
    data.mkdir(parents=True, exist_ok=True)
    if not (data / CLOCK).exists():
        (data / CLOCK).write_text(FIRST.isoformat(), "ascii")
    stop_the_clock(data)
    from ridgeway.cli.station import open_station

    open_station()
    if job == "load":
        load()
    elif job == "serve":
        serve(int(given[0]))
    else:
        work()


if __name__ == "__main__":
    main(*sys.argv[1:])
