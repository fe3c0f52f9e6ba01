"""`./dev check`: the gates, two at a time, and one table at the end. None is skipped in silence."""

from __future__ import annotations

import argparse
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from workshop import exports
from workshop.environment import BIN, PYTHON, clean_environment
from workshop.steps import captured, say, step

CONCISE = ("--output-format", "concise")


@dataclass(frozen=True)
class Outcome:
    name: str
    seconds: float
    passed: bool
    said: str


@dataclass(frozen=True)
class Gate:
    name: str
    judge: Callable[[], tuple[bool, str]]
    quick: bool


def run(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    if options.fix:
        _fix()
    gates = [gate for gate in all_gates() if gate.quick or not options.quick]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        outcomes = list(pool.map(_timed, gates))
    for outcome in outcomes:
        if not outcome.passed:
            say(f"\n--- {outcome.name}\n{outcome.said.rstrip()}")
    say(table(outcomes))
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def all_gates() -> list[Gate]:
    """The slowest first, so that two cores end together."""
    return [
        Gate("types", _program(BIN / "mypy", "--no-error-summary"), quick=True),
        Gate("house", _program(PYTHON, "-m", "pytest", "-q", "tests/house"), quick=True),
        Gate("migrations", _django("makemigrations", "--check", "--dry-run"), quick=False),
        Gate("deployment", _deployment, quick=False),
        Gate("walls", _program(BIN / "lint-imports", "--no-logo"), quick=True),
        Gate("dependencies", _program(BIN / "deptry", "--no-ansi", "src"), quick=False),
        Gate("exports", _exports, quick=False),
        Gate("lint", _program(BIN / "ruff", "check", "--quiet", *CONCISE, "."), quick=True),
        Gate("format", _program(BIN / "ruff", "format", "--check", "--quiet", "."), quick=True),
    ]


def table(outcomes: Sequence[Outcome]) -> str:
    rows = [
        f"  {one.name:<13}{one.seconds:>6.1f} s  {'ok' if one.passed else 'FAILED'}"
        for one in outcomes
    ]
    failed = sum(not one.passed for one in outcomes)
    last = f"{failed} of {len(rows)} gates failed" if failed else f"all {len(rows)} gates passed"
    return "\n".join(["", *rows, last])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev check", description="Run the gates.")
    parser.add_argument("--quick", action="store_true", help="the gates of every commit")
    parser.add_argument("--fix", action="store_true", help="repair format, lint and exports first")
    return parser


def _fix() -> None:
    exports.write()
    captured([BIN / "ruff", "check", "--fix", "--quiet", "."])
    step("formatting", [BIN / "ruff", "format", "--quiet", "."])


def _timed(gate: Gate) -> Outcome:
    began = time.monotonic()
    passed, said = gate.judge()
    return Outcome(gate.name, time.monotonic() - began, passed, said)


def _program(*command: str | Path) -> Callable[[], tuple[bool, str]]:
    return partial(_judge, command, {})


def _judge(command: Sequence[str | Path], extra: dict[str, str]) -> tuple[bool, str]:
    env = clean_environment()
    env.pop("DATABASE_URL", None)
    done = captured(command, env | extra)
    return done.returncode == 0, done.stdout


def _django(*command: str) -> Callable[[], tuple[bool, str]]:
    """In test mode, which keeps a folder of its own: the user's data is not asked."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    return partial(_judge, [PYTHON, "-m", "django", *command], settings)


def _deployment() -> tuple[bool, str]:
    """Django's own list for a site that faces the world, over our production mode."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "DJANGO_SETTINGS_MODULE": "ridgeway.config.settings",
            "RIDGEWAY_MODE": "production",
            "RIDGEWAY_DATA_DIR": folder,
            "RIDGEWAY_SECRET_KEY": secrets.token_urlsafe(64),
            "RIDGEWAY_HOSTS": "releases.example.org",
            "RIDGEWAY_ORIGIN": "https://releases.example.org",
        }
        command = ["check", "--deploy", "--fail-level", "WARNING"]
        return _judge([PYTHON, "-m", "django", *command], settings)


def _exports() -> tuple[bool, str]:
    found = exports.stale()
    return not found, "\n".join(found)
