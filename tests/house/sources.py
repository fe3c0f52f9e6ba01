"""The files of the project, tracked or new, without what git ignores."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "ridgeway"
NOT_OURS = frozenset({".git", ".venv", "__pycache__", "dist", "build", "var", ".ridgeway"})
TEXT = frozenset(
    {".py", ".toml", ".md", ".txt", ".html", ".jinja", ".css", ".js", ".json", ".csv", ".svg"}
    | {".yml", ".yaml", ".sh", ".cfg", ".typ", ".ics"}
)


@cache
def project_files() -> tuple[Path, ...]:
    """Asked of git, so that a scratch file that git ignores fails nobody's build."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        paths = (ROOT / name for name in listed.stdout.split("\0") if name)
        return tuple(sorted(path for path in paths if path.is_file()))
    found = (path for path in ROOT.rglob("*") if not NOT_OURS & set(path.parts))
    return tuple(sorted(path for path in found if path.is_file()))


def python_files(*folders: str) -> list[Path]:
    """Python of our own hand under these folders of the root; migrations are generated."""
    return [
        path
        for path in project_files()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in folders
        and "migrations" not in path.parts
    ]


def text_files() -> list[Path]:
    return [path for path in project_files() if path.suffix in TEXT or not path.suffix]


def shown(path: Path) -> str:
    """The path as a message prints it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
