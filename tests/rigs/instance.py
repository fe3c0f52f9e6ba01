"""Ridgeways of their own for rigs: fresh folder, fresh database, processes that may be killed."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tests.engines import intended_vendor

ROOT = Path(__file__).parents[2]
FILE = "ridgeway.sqlite3"


@dataclass
class Called:
    """How a child ended. `result` is what it returned, `fault` the trace of what it raised."""

    killed: bool
    result: Any
    fault: str


@dataclass
class Instance:
    """A folder and a database, in which the children of the station work."""

    station: Station
    folder: Path
    database: str

    def call(
        self, function: str, *, crashpoint: str = "", mutant: str = "", **given: Any
    ) -> Called:
        """Run `module:function` of `tests.rigs` in a child that dies where it is told to."""
        said = self.station.ask(
            {
                "call": f"tests.rigs.{function}",
                "crashpoint": crashpoint,
                "mutant": mutant,
                "given": given,
                "folder": str(self.folder),
                "database": self.database,
            }
        )
        return Called(said["killed"], said["result"], said["fault"])

    def do(self, function: str, *, mutant: str = "", **given: Any) -> Any:
        """Run it where it must end well."""
        done = self.call(function, mutant=mutant, **given)
        assert not done.fault, done.fault
        assert not done.killed
        return done.result

    def environment(self) -> dict[str, str]:
        """What a process of its own needs to work on this instance."""
        return _environment(self.folder, _url(self.folder, self.database))


@dataclass
class Station:
    """The server that forks children, and a database with the scene built, to copy from."""

    folder: Path
    server: subprocess.Popen[str]
    template: str
    copies: int = 0

    def ask(self, wanted: dict[str, Any]) -> dict[str, Any]:
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        print(json.dumps(wanted), file=self.server.stdin, flush=True)
        said: dict[str, Any] = json.loads(self.server.stdout.readline())
        return said

    @contextmanager
    def fresh(self) -> Iterator[Instance]:
        """An instance as it was right after the scene was built."""
        self.copies += 1
        folder = self.folder / f"instance-{self.copies}"
        folder.mkdir()
        if intended_vendor() == "sqlite":
            shutil.copy(self.template, folder / FILE)
            yield Instance(self, folder, str(folder / FILE))
            return
        with _made(self.template) as name:
            yield Instance(self, folder, name)


@contextmanager
def station(folder: Path) -> Iterator[Station]:
    """A station on the database of this run: a file, or a server on which it makes its own."""
    if intended_vendor() == "sqlite":
        with _started(folder, str(folder / FILE)) as found:
            yield found
    else:
        with _made("template1") as name, _started(folder, name) as found:
            yield found


@contextmanager
def _started(folder: Path, database: str) -> Iterator[Station]:
    environment = _environment(folder, _url(folder, database))
    migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env=environment, cwd=ROOT, check=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.rigs.forkserver"],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdin is not None
        assert server.stdout is not None
        assert json.loads(server.stdout.readline())["ready"]
        found = Station(folder, server, database)
        Instance(found, folder, database).do("scene:build")
        yield found
    finally:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.close()
        server.wait(30)
        server.stdout.close()


def _environment(folder: Path, url: str) -> dict[str, str]:
    found = os.environ | {
        "DJANGO_SETTINGS_MODULE": "ridgeway.config.settings",
        "RIDGEWAY_MODE": "test",
        "RIDGEWAY_DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    found.pop("RIDGEWAY_CRASHPOINT", None)
    return found


def _url(folder: Path, database: str) -> str:
    if intended_vendor() == "sqlite":
        return f"sqlite:///{folder / FILE}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}"))


@contextmanager
def _made(template: str) -> Iterator[str]:
    """A database of PostgreSQL copied from a template, and dropped at the end."""
    import psycopg

    name = f"rig_{secrets.token_hex(6)}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        try:
            yield name
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
