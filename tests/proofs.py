"""Which collected tests carry which `covers` marks.

A mark that names no function of the catalogue stops the run; `--proofs FILE` writes the rest for
`./dev trace`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workshop.trace import catalogue


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--proofs", metavar="FILE", help="write function -> tests as JSON")


def pytest_collection_finish(session: pytest.Session) -> None:
    target = session.config.getoption("proofs")
    found = proofs_of(session.items)
    unknown = {number: tests for number, tests in found.items() if number not in catalogue()}
    if target:
        Path(target).write_text(json.dumps(found, indent=1), encoding="utf-8")
    elif unknown:
        raise pytest.UsageError(f"marked with functions that do not exist: {unknown}")


def proofs_of(items: list[pytest.Item]) -> dict[str, list[str]]:
    """Function number to test names; the cases of one parametrised test count once."""
    found: dict[str, list[str]] = {}
    for item in items:
        name = item.nodeid.partition("[")[0]
        for mark in item.iter_markers("covers"):
            for number in mark.args:
                tests = found.setdefault(number, [])
                if name not in tests:
                    tests.append(name)
    return dict(sorted(found.items()))
