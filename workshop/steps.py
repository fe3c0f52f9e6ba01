"""One line for each step, its seconds, and the whole output only when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Stopped(Exception):
    """The command cannot go on; the text is the one line that the user needs."""


def say(text: str) -> None:
    print(text, flush=True)


def step(label: str, command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> None:
    """Run a command quietly. Raises Stopped after printing all that it said."""
    print(f"  {label} ...", end="", flush=True)
    began = time.monotonic()
    done = captured(command, env)
    print(f" {time.monotonic() - began:.1f} s", flush=True)
    if done.returncode:
        sys.stdout.write(done.stdout)
        shown = " ".join(str(part) for part in command)
        raise Stopped(f"{label}: failed with status {done.returncode} ({shown})")


def captured(
    command: Sequence[str | Path], env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run in the root of the project, both streams together, without raising."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=dict(os.environ if env is None else env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
