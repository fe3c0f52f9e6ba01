"""The crash points and race points that the product declares, read from its source."""

from __future__ import annotations

import ast
from pathlib import Path

import ridgeway

SOURCE = Path(ridgeway.__file__).parent
IN_STORIES = frozenset({"interest.declared", "paper.submitted", "series.called"})
"""Crash points that the stories of bodies pass, and a round of the client does not."""


def declared(function: str) -> list[str]:
    """Every name given to `crashpoint` or `racepoint`, as often as it is given."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id == function:
                name = node.args[0]
                where = f"{path.name}:{node.lineno}"
                assert isinstance(name, ast.Constant), f"{where} gives no plain name"
                found.append(str(name.value))
    return sorted(found)
