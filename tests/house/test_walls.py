"""The walls of the house: import-linter keeps them, and refuses a breach that we plant."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.sources import PACKAGE, ROOT

LINTER = Path(sys.executable).with_name("lint-imports")
WITHOUT_LINTER = "import-linter is in the lint set; run: ./dev setup"

Walls = Callable[[], subprocess.CompletedProcess[str]]
BREACHES = [
    ("core/planted.py", "import django", "The core knows no framework"),
    ("core/planted.py", "from ridgeway import clock", "The core knows no framework"),
    ("core/planted.py", "import ridgeway.governance.planted", "The house"),
    ("web/planted.py", "import ridgeway.api", "The house"),
    ("governance/planted.py", "import ridgeway.documents", "The house"),
    ("governance/record/planted.py", "import ridgeway.governance.codes", "Governance depends"),
    ("api/planted.py", "import ridgeway.governance.releases.models", "Doors call services"),
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the package, where a wall may be broken."""
    if not LINTER.exists():
        pytest.skip(WITHOUT_LINTER)
    shutil.copytree(PACKAGE, tmp_path / "ridgeway", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "ridgeway" / "governance" / "planted.py").touch()
    return tmp_path


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--config", "pyproject.toml", "--no-cache", "--no-logo"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("where", "line", "wall"), BREACHES)
def test_wall_refuses_a_breach(house: Path, where: str, line: str, wall: str) -> None:
    (house / "ridgeway" / where).write_text(textwrap.dedent(line) + "\n", encoding="utf-8")
    done = linted(house)
    assert done.returncode == 1, done.stdout + done.stderr
    broken = done.stdout.partition("Broken contracts")[2]
    assert wall in broken
    assert "planted" in broken


def test_walls_stand() -> None:
    if not LINTER.exists():
        pytest.skip(WITHOUT_LINTER)
    done = linted(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", ["ridgeway.core.planning", "ridgeway.core.policy"])
def test_engine_loads_without_django(module: str) -> None:
    probe = f"import {module}, sys; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], cwd=ROOT, check=False).returncode == 0


def test_command_line_starts_without_django() -> None:
    probe = "import ridgeway.cli.main, sys; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], cwd=ROOT, check=False).returncode == 0
