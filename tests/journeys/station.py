"""Starts and ends the processes that the journeys visit, and knows where they are."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.journeys.serving import CLOCK

ROOT = Path(__file__).parent.parent.parent
NOT_OURS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
PATIENCE = 60.0
"""Seconds after which a server that does not answer never will."""


@dataclass
class Station:
    """One running installation with the demo in it. `cookies` are sign-ins already made."""

    origin: str
    data: Path
    log: Path
    cookies: dict[str, Any] = field(default_factory=dict)

    def at(self, moment: dt.datetime) -> None:
        """Move the installation's time."""
        (self.data / CLOCK).write_text(moment.isoformat(), "ascii")

    @property
    def said(self) -> str:
        """What the server wrote: nothing, as long as no request failed."""
        return self.log.read_text("utf-8", errors="replace")


def environment(data: Path, mail_port: int = 0) -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if k not in NOT_OURS}
    env |= {"RIDGEWAY_MODE": "demo", "RIDGEWAY_DATA_DIR": str(data)}
    env |= {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    if mail_port:
        env["RIDGEWAY_MAIL_URL"] = f"smtp://127.0.0.1:{mail_port}"
    return env


def run(data: Path, job: str) -> None:
    """A job to its end. Raises with everything that it said."""
    done = subprocess.run(
        _command(job), cwd=ROOT, env=environment(data), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def killed_at(point: str, data: Path, job: str) -> None:
    """A job that ends at a named point of the product, as by a power cut."""
    env = environment(data) | {"RIDGEWAY_CRASHPOINT": point}
    done = subprocess.run(
        _command(job), cwd=ROOT, env=env, capture_output=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def _command(job: str, *more: str) -> list[str]:
    return [sys.executable, "-m", "tests.journeys.serving", job, *more]


def copy_of(loaded: Path, data: Path) -> Path:
    """An installation of one's own, as it was after loading."""
    shutil.copytree(loaded, data)
    return data


@contextmanager
def process(data: Path, job: str, *more: str, mail_port: int = 0) -> Iterator[Path]:
    """A process that ends with the block; gives the file of what it says."""
    log = data / f"{job}.log"
    with log.open("wb") as stream:
        child = subprocess.Popen(
            _command(job, *more),
            cwd=ROOT,
            env=environment(data, mail_port),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        yield log
        assert child.poll() is None, f"{job} ended by itself:\n{log.read_text()}"
    finally:
        child.terminate()
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextmanager
def serving(data: Path, *, mail_port: int = 0) -> Iterator[Station]:
    """The installation of a folder, served on this machine alone."""
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    with process(data, "serve", str(port), mail_port=mail_port) as log:
        _wait_for(port, log)
        yield Station(origin, data, log)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _wait_for(port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not answer:\n{log.read_text()}")
