"""The virtual environment: locked sets with hashes, by uv when present, else by venv and pip.

A stamp remembers the digest of each installed set, so that a second run costs nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from workshop.steps import ROOT, Stopped, captured, step

VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
STAMP = VENV / "installed.json"
SETS = {
    "runtime": "requirements.txt",
    "test": "requirements-test.txt",
    "lint": "requirements-lint.txt",
    "bench": "requirements-bench.txt",
}
NO_VENV = (
    "this Python cannot make virtual environments and uv is not here either; "
    "on Debian: {sudo}apt-get install python3-venv"
)
# Settings of the user's shell that would send packages, or Python itself, elsewhere.
MISLEADING = ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "VIRTUAL_ENV")


def setup(*wanted: str) -> None:
    """Make .venv hold the wanted sets and the package itself."""
    with _alone():
        stamp = _stamp()
        stale = [name for name in wanted if stamp.get(name) != _digest(ROOT / SETS[name])]
        package = _package_digest()
        if not stale and stamp.get("package") == package and _starts():
            return
        uv = find_uv()
        if not _starts():
            _create(uv)
            stamp, stale = {}, list(wanted)
        if stale:
            STAMP.unlink(missing_ok=True)
            _install(uv, stale)
            stamp |= {name: _digest(ROOT / SETS[name]) for name in stale}
        if stamp.get("package") != package or not (BIN / "ridgeway").exists():
            _install_package(uv)
            stamp["package"] = package
        STAMP.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")


def clean_environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key not in MISLEADING}


def find_uv() -> str | None:
    """uv from PATH or from where its own installer puts it."""
    here = [Path.home() / ".local/bin/uv", Path.home() / ".cargo/bin/uv"]
    return shutil.which("uv") or next((str(path) for path in here if path.exists()), None)


def _create(uv: str | None) -> None:
    base = getattr(sys, "_base_executable", None) or sys.executable
    env = clean_environment() | {"UV_PYTHON_DOWNLOADS": "never"}
    if uv:
        step("making .venv (uv)", [uv, "venv", "--quiet", "--clear", "--python", base, VENV], env)
        return
    if captured([base, "-c", "import venv, ensurepip; ensurepip.version()"], env).returncode:
        raise Stopped(NO_VENV.format(sudo="" if os.geteuid() == 0 else "sudo "))
    step("making .venv (venv)", [base, "-m", "venv", "--clear", VENV], env)


def _install(uv: str | None, names: Iterable[str]) -> None:
    files = [part for name in names for part in ("-r", SETS[name])]
    label = f"installing {', '.join(names)} (locked, hashes checked)"
    env = clean_environment()
    if uv:
        tool = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
        step(label, [*tool, "--compile-bytecode", "--no-deps", "--require-hashes", *files], env)
        return
    _ensure_pip()
    step(label, [*_pip(), "--no-compile", "--no-deps", "--require-hashes", *files], env)
    # pip compiles on one core only; some packages carry templates that are no valid Python.
    captured([PYTHON, "-m", "compileall", "-q", "-j", "0", VENV / "lib"], env)


def _install_package(uv: str | None) -> None:
    """Editable, by the locked hatchling: nothing is fetched."""
    env = clean_environment()
    how = ["--no-build-isolation", "--no-deps", "--editable", "."]
    if uv:
        tool = [uv, "pip", "install", "--quiet", "--offline", "--python", str(PYTHON)]
        step("installing ridgeway", [*tool, *how], env)
    else:
        _ensure_pip()
        step("installing ridgeway", [*_pip(), "--no-index", *how], env)


def _pip() -> list[str]:
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-warn-script-location"]
    return [str(PYTHON), "-m", "pip", "install", *quiet]


def _ensure_pip() -> None:
    """An environment made by uv has no pip."""
    if captured([PYTHON, "-m", "pip", "--version"], clean_environment()).returncode:
        step("adding pip", [PYTHON, "-m", "ensurepip"], clean_environment())


def _starts() -> bool:
    """Whether .venv holds a Python that is new enough: its base may have been removed."""
    probe = "import sys; sys.exit(sys.version_info < (3, 11))"
    return PYTHON.exists() and not captured([PYTHON, "-c", probe]).returncode


def _stamp() -> dict[str, str]:
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _package_digest() -> str:
    """Changes when the entry points or the place of the checkout change."""
    return hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + bytes(ROOT)).hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    """Two commands at once must not build the same environment; the lock leaves no file."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
