"""What the documentation says of columns is what the lines declare."""

from __future__ import annotations

from pathlib import Path

import pytest

from ridgeway.governance.intake.columns import as_markdown, shapes, takes
from ridgeway.governance.intake.folders import MOST_BYTES, MOST_FILES
from ridgeway.governance.intake.lines import KINDS, PLURALS
from ridgeway.governance.intake.workbooks import MOST_UNPACKED
from tests.marks import covers

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "import.md"
HEAD = "## Columns\n\n"


@covers("F-260")
def test_the_page_lists_the_columns_that_there_are() -> None:
    text = PAGE.read_text("utf-8")
    start = text.index(HEAD) + len(HEAD)
    assert text[start:] == as_markdown(), (
        "write it anew from ridgeway.governance.intake.columns.as_markdown()"
    )


def test_the_page_says_the_limits_that_hold() -> None:
    text = " ".join(PAGE.read_text("utf-8").split())
    assert f"More than {MOST_FILES} files or {MOST_BYTES // 2**20} MB at once" in text
    assert f"unpack to more than {MOST_UNPACKED // 2**20} MB" in text
    assert all(plural in text for plural in PLURALS)


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("modification", "reference", "text, 40 characters at most"),
        ("modification", "raised_date", "a date, such as 2026-06-25"),
        ("modification", "system_impact", "yes or no"),
        ("modification", "central_cost", "a whole number, 0 or more, 1,000,000,000,000 at most"),
        ("modification", "parts", 'a list, in a cell as ["one", "two"]'),
        ("modification", "audience", "one of: public, parties, committee, administration"),
        ("defect", "severity", "a whole number, 1 or more, 5 at most"),
        ("modification", "colour", ""),
    ],
)
def test_a_column_says_what_it_takes(kind: str, name: str, said: str) -> None:
    assert takes(kind, name) == said


def test_a_state_names_every_one_that_there_is() -> None:
    of = {shape.kind: {c.name: c for c in shape.columns} for shape in shapes()}
    assert set(of) == set(KINDS)
    assert of["release"]["state"].takes.startswith("one of: ")
    assert ", live, " in of["release"]["state"].takes
    assert of["modification"]["title"].required
    assert not of["modification"]["stage"].required
