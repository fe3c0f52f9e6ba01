"""`./dev test`: one pytest run whose last line counts both databases.

The main run is on SQLite. When a PostgreSQL server can be started, the tests that touch a
database run on it at the same time, in a second process whose reports join the main run
(tests/companion.py). DATABASE_URL is set before pytest starts, because pytest-django reads the
settings before any conftest.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from workshop.environment import PYTHON, clean_environment
from workshop.postgres import find_binaries, private_cluster
from workshop.steps import ROOT, say

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ENGINES = ("both", "sqlite", "postgresql")
NO_POSTGRES = "left out: PostgreSQL (no server found; on Debian: apt-get install postgresql)"
NO_BROWSER = "left out: browser journeys (no Chromium found; on Debian: apt-get install chromium)"


def run(arguments: Sequence[str]) -> int:
    options, for_pytest = _parser().parse_known_args(arguments)
    if os.environ.get("CI", "").lower() in ("1", "true") and "--no-skips" not in for_pytest:
        for_pytest = ["--no-skips", *for_pytest]
    if not any(shutil.which(name) for name in BROWSERS):
        say(NO_BROWSER)
    if options.engine == "sqlite":
        return _pytest(for_pytest, None)
    with _postgres_url() as url:
        if url is None:
            say(NO_POSTGRES)
            return 1 if options.engine == "postgresql" else _pytest(for_pytest, None)
        if options.engine == "postgresql":
            return _pytest(for_pytest, url)
        return _pytest([f"--also-on={url}", *for_pytest], None)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dev test",
        description="Run the tests. Options that are not listed here go to pytest.",
        allow_abbrev=False,
    )
    parser.add_argument("--engine", choices=ENGINES, default="both", help="which database")
    return parser


@contextmanager
def _postgres_url() -> Iterator[str | None]:
    """A server that the user names in DATABASE_URL, else a private one, else None."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        yield given
        return
    binaries = find_binaries()
    if binaries is None:
        yield None
        return
    with private_cluster(binaries) as url:
        yield url


def _pytest(arguments: Sequence[str], database_url: str | None) -> int:
    env = clean_environment()
    env.pop("DATABASE_URL", None)
    if database_url:
        env["DATABASE_URL"] = database_url
    command = [str(PYTHON), "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
