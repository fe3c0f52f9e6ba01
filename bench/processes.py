"""What processes cost, read from /proc: CPU time and memory of whole process trees."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from bench.connection import Connection

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def _stat(pid: int) -> list[str] | None:
    try:
        return (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None


def tree(roots: Iterable[int]) -> list[int]:
    """The processes that descend from `roots`, and these."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))):
            children.setdefault(int(stat[1]), []).append(int(entry.name))
    out, todo = [], list(roots)
    while todo:
        pid = todo.pop()
        out.append(pid)
        todo += children.get(pid, [])
    return out


def cpu_seconds(roots: Iterable[int]) -> float:
    """CPU time of the trees; what a root has waited for counts too."""
    stats = (stat for pid in tree(roots) if (stat := _stat(pid)))
    return sum(sum(int(stat[i]) for i in (11, 12, 13, 14)) for stat in stats) / TICKS


def peak_mib(roots: Iterable[int]) -> float:
    """The most memory that any process of the trees has held, in MiB."""
    found = 0.0
    for pid in tree(roots):
        try:
            text = (PROC / str(pid) / "status").read_text()
        except OSError:
            continue
        if said := re.search(r"^VmHWM:\s+(\d+)", text, re.MULTILINE):
            found = max(found, int(said.group(1)) / 1024)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def request_of(url: str) -> bytes:
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode()


def await_answer(process: subprocess.Popen[bytes], url: str, limit: float = 60) -> float:
    """Seconds until the address answers below 400; ends the process and raises if it never does."""
    parts, raw, start = urlsplit(url), request_of(url), time.perf_counter()
    while time.perf_counter() - start < limit and process.poll() is None:
        connection = Connection(parts.hostname or "", parts.port or 80, timeout=limit)
        try:
            if connection.send(raw)[0] < 400:
                return time.perf_counter() - start
        except (OSError, ValueError):
            pass
        finally:
            connection.close()
        time.sleep(0.005)
    stop(process)
    raise SystemExit(f"no good answer from {url}")


def start(
    command: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path
) -> subprocess.Popen[bytes]:
    """Start a server in a group of its own."""
    with log.open("ab") as out:
        return subprocess.Popen(
            list(command),
            env=dict(environment),
            cwd=folder,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the group that `start` made, and only that one."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
