"""How long things take to start: interpreters, the engine's commands, servers."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.ours import SIGN_IN, Ours, environment
from bench.processes import await_answer, free_port, start, stop
from bench.yardstick import Yardstick
from ridgeway.cli.registry import COMMANDS

RIDGEWAY = str(Path(sys.executable).parent / "ridgeway")
TEN_YEARS = ("plan", "sec-rmp", "--from", "2020-01-01", "--to", "2029-12-31", "--format", "json")
COUNT = "from reg.models import Modification; print(Modification.objects.count())"


def took(command: Sequence[str], env: Mapping[str, str], folder: Path) -> tuple[float, bytes]:
    """Seconds from exec to exit, and what was printed; stops the run if the command fails."""
    begin = time.perf_counter()
    done = subprocess.run(command, env=env, cwd=folder, capture_output=True, check=False)
    seconds = time.perf_counter() - begin
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr.decode()[-2000:]}")
    return seconds, done.stdout


def middle(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def ratios(home: Path, rounds: int) -> dict[str, float]:
    """Seconds of `python -c pass`, of `--help` and of a ten-year plan, each at its quickest."""
    env = environment(home)
    commands = {
        "nothing": [sys.executable, "-c", "pass"],
        "help": [RIDGEWAY, "--help"],
        "plan": [RIDGEWAY, *TEN_YEARS],
    }
    found: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            seconds, _ = took(command, env, home)
            if number:  # the first round only warms the caches of the disk
                found[name].append(seconds)
    return {name: min(values) for name, values in found.items()}


def cold_server(server: Ours | Yardstick) -> float:
    """W10.server: seconds from exec to the first good answer of the sign-in page."""
    port = free_port()
    ours = isinstance(server, Ours)
    env = environment(server.home) if isinstance(server, Ours) else server.environment
    url = f"http://127.0.0.1:{port}{SIGN_IN if ours else '/login'}"
    process = start(server.command(port), env, server.home, server.home / "cold.log")
    try:
        return await_answer(process, url)
    finally:
        stop(process)


def count_command(server: Ours | Yardstick) -> float | None:
    """W10.cli: seconds of the command that tells how many modifications there are."""
    if isinstance(server, Yardstick):
        words = [sys.executable, "manage.py", "shell", "-v0", "-c", COUNT]
        seconds, said = took(words, server.environment, server.home)
    elif "register" in COMMANDS:
        words = [RIDGEWAY, "register", "--code", "bench", "--as", "keeper", "--count"]
        seconds, said = took(words, environment(server.home), server.home)
    else:
        return None
    if (count := int(said)) != 10_000:
        raise SystemExit(f"W10.cli: {server.name} counts {count} modifications")
    return seconds


def in_turns(servers: Sequence[Ours | Yardstick], rounds: int) -> dict[str, dict[str, Any]]:
    """W10 of each, by name: the middle of some rounds in which all take their turn."""
    web: dict[str, list[float]] = {s.name: [] for s in servers}
    cli: dict[str, list[float]] = {s.name: [] for s in servers}
    for _ in range(rounds):
        for server in servers:
            web[server.name].append(cold_server(server))
            if (seconds := count_command(server)) is not None:
                cli[server.name].append(seconds)
    return {
        "W10.server": {name: middle(values) for name, values in web.items()},
        "W10.cli": {name: middle(values) for name, values in cli.items() if values},
    }
