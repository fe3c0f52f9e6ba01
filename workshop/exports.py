"""requirements*.txt are written from uv.lock, with hashes, for machines that have pip alone."""

from __future__ import annotations

from pathlib import Path

from workshop.environment import BIN, SETS
from workshop.steps import ROOT, Stopped, captured

HEADER = "# Written from uv.lock by `./dev check --fix`; `./dev check` refuses a stale copy.\n"


def stale() -> list[str]:
    """What is wrong with the lock and its exports, in sentences; empty when all is fresh."""
    locked = captured([_uv(), "lock", "--check", "--quiet"])
    if locked.returncode:
        return [f"uv.lock does not fit pyproject.toml; run: uv lock\n{locked.stdout}"]
    return [
        f"{name} is stale; run: ./dev check --fix"
        for set_name, name in SETS.items()
        if _read(ROOT / name) != _exported(set_name)
    ]


def write() -> None:
    for set_name, name in SETS.items():
        (ROOT / name).write_text(_exported(set_name), encoding="utf-8")


def _exported(set_name: str) -> str:
    which = ["--no-default-groups"] if set_name == "runtime" else ["--only-group", set_name]
    shape = ["--frozen", "--no-emit-project", "--no-header", "--format", "requirements.txt"]
    done = captured([_uv(), "export", "--quiet", *shape, *which])
    if done.returncode:
        raise Stopped(f"uv could not export the set {set_name}:\n{done.stdout}")
    return HEADER + done.stdout


def _uv() -> Path:
    """The uv of the lint set, so that everyone's export has the same bytes."""
    return BIN / "uv"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
