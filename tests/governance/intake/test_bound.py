"""Ten times the lines are written by no more statements, and read for by few more."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from ridgeway.governance import writing
from ridgeway.governance.intake.services import bring_in
from ridgeway.governance.modifications.models import Modification
from tests.governance.conftest import World
from tests.governance.intake.test_workbooks import workbook
from tests.marks import covers

HEAD = ["reference", "title", "raised_date", "release", "parts"]
RELEASE = [
    ["slug", "name", "kind", "go_live_date"],
    ["r-1", "One", "system", "2026-06-25"],
]
AT_ONCE = 200
"""At least so many keys are asked for in one statement."""


def rows(start: int, count: int) -> list[list[Any]]:
    lines = [
        [f"MP{n}", f"Modification {n}", "2026-01-09", "r-1" if n % 3 else "", ""]
        for n in range(start, start + count)
    ]
    return [HEAD, *lines]


def as_xlsx(table: list[list[Any]]) -> tuple[str, bytes]:
    return "register.xlsx", workbook({"Modifications": table})


def as_csv(table: list[list[Any]]) -> tuple[str, bytes]:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    return "modifications.csv", out.getvalue().encode()


def statements(world: World, file: tuple[str, bytes]) -> Counter[tuple[str, str]]:
    """How often each table was read and written."""
    found: Counter[tuple[str, str]] = Counter()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        verb = sql.lstrip().split(None, 1)[0]
        table = re.search(r'(?:FROM|INTO|UPDATE) "?(\w+)', sql)
        found[verb, table[1] if table else ""] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        bring_in(world.code, [file], actor=world.actors["code-administrator"], at=world.at)
    return found


@covers("F-260")
@pytest.mark.parametrize("form", [as_xlsx, as_csv])
def test_statements_do_not_rise_with_the_lines(
    world: World, form: Callable[[list[list[Any]]], tuple[str, bytes]]
) -> None:
    actor = world.actors["code-administrator"]
    release = ("r.xlsx", workbook({"Releases": RELEASE}))
    bring_in(world.code, [release], actor=actor, at=world.at)
    few = statements(world, form(rows(0, 100)))
    many = statements(world, form(rows(1000, 1000)))
    assert Modification.objects.count() == 1100
    at_once = {"SELECT": AT_ONCE, "INSERT": writing.AT_ONCE}
    for (verb, table), times in many.items():
        more = 1000 / at_once[verb] if verb in at_once else 0
        assert times <= few[verb, table] + more, (verb, table)
