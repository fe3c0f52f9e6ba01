"""A private PostgreSQL for one run: unprivileged, in a temporary folder, on the loopback only."""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workshop.steps import Stopped

OLDEST = 14  # what Django 5.2 supports
NAME = "ridgeway"
# A test database needs no durability, and a run is many times faster without it.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "60",
    "password_encryption": "scram-sha-256",
}


def find_binaries() -> Path | None:
    """The folder of the newest usable PostgreSQL server, Debian's places before PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return next((folder for folder in folders if _usable(folder)), None)


@contextmanager
def private_cluster(binaries: Path) -> Iterator[str]:
    """Start a cluster, yield its DATABASE_URL, stop it and remove every trace."""
    owner = _owner()
    # Socket paths have a short limit, so a long TMPDIR is not used here.
    home = Path(tempfile.mkdtemp(prefix="ridgeway-pg-", dir="/tmp"))
    password = secrets.token_hex(16)
    try:
        (home / "password").write_text(password, encoding="ascii")
        if owner:
            for path in (home, home / "password"):
                os.chown(path, owner["user"], owner["group"])
        _initialise(binaries, home, owner)
        server, port = _start(binaries, home, owner)
        try:
            yield f"postgres://{NAME}:{password}@127.0.0.1:{port}/{NAME}"
        finally:
            _stop(server)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _usable(folder: Path) -> bool:
    if not all((folder / name).is_file() for name in ("initdb", "postgres")):
        return False
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return found is not None and int(found[1]) >= OLDEST


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def _owner() -> Mapping[str, Any]:
    """PostgreSQL refuses to run as root: become its own user, or nobody."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Stopped("PostgreSQL does not run as root and there is no user postgres or nobody")


def _environment(home: Path) -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "HOME": str(home), "LC_ALL": "C", "TZ": "UTC"}


def _initialise(binaries: Path, home: Path, owner: Mapping[str, Any]) -> None:
    command: list[str | Path] = [binaries / "initdb", "--pgdata", home / "cluster"]
    command += ["--username", NAME, "--locale", "C", "--no-sync"]
    command += ["--pwfile", home / "password", "--auth", "scram-sha-256", "--encoding", "UTF8"]
    done = subprocess.run(
        command,
        cwd=home,
        env=_environment(home),
        capture_output=True,
        text=True,
        check=False,
        **owner,
    )
    if done.returncode:
        raise Stopped(f"PostgreSQL's initdb failed:\n{done.stdout}{done.stderr}")


def _start(
    binaries: Path, home: Path, owner: Mapping[str, Any]
) -> tuple[subprocess.Popen[bytes], int]:
    """Another program may take the free port between asking and using it: try again."""
    for _ in range(3):
        port = _free_port()
        settings = OPTIONS | {"unix_socket_directories": str(home), "port": str(port)}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with (home / "server.txt").open("wb") as output:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", home / "cluster", *options],
                cwd=home,
                env=_environment(home),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the tests first; we stop the server
                **owner,
            )
        if _accepts(binaries, server, port, home):
            _make_database(binaries, home, port)
            return server, port
        _stop(server)
    said = (home / "server.txt").read_text(errors="replace")
    raise Stopped(f"PostgreSQL did not start:\n{said}")


def _accepts(binaries: Path, server: subprocess.Popen[bytes], port: int, home: Path) -> bool:
    ready: list[str | Path] = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        if not subprocess.run(ready, env=_environment(home), check=False).returncode:
            return True
        time.sleep(0.05)
    return False


def _make_database(binaries: Path, home: Path, port: int) -> None:
    env = _environment(home) | {"PGPASSWORD": (home / "password").read_text(encoding="ascii")}
    where = ["-h", "127.0.0.1", "-p", str(port), "-U", NAME]
    subprocess.run([binaries / "createdb", *where, NAME], env=env, check=True)


def _stop(server: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(how)
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            continue


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
