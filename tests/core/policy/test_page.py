"""The readable page of a policy says every rule with its clause and force, and is kept current."""

from __future__ import annotations

from pathlib import Path

import pytest

from ridgeway.core.policy.loading import load_rulebook
from ridgeway.core.policy.page import page_of
from ridgeway.core.policy.reading import parts_of
from tests.core.policy.shipped import REFERENCES
from tests.marks import covers

PAGES = Path(__file__).parents[3] / "docs" / "policies"


@pytest.mark.parametrize("reference", REFERENCES)
def test_the_page_in_the_docs_is_the_current_one(reference: str) -> None:
    file = PAGES / f"{reference.replace('@', '-')}.md"
    again = f"ridgeway policy show {reference} --format markdown > docs/policies/{file.name}"
    assert file.read_text("utf-8") == page_of(load_rulebook(reference)), f"Write it anew: {again}"


@covers("F-002")
@pytest.mark.parametrize("reference", REFERENCES)
def test_every_rule_is_on_the_page_with_its_clause(reference: str) -> None:
    book = load_rulebook(reference)
    page = page_of(book)
    rules = [rule for part in parts_of(book) for rule in part.rules]
    assert rules
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ")]
    clauses = [row[2] for row in rows if len(row) == 4]
    for rule in rules:
        assert rule.clause in clauses
    for unknown in book.unknown:
        assert " ".join(unknown.where.split())[:20] in page


def test_no_text_of_a_policy_breaks_out_of_its_cell() -> None:
    book = load_rulebook("sec-rmp")
    hostile = type(book)(**{**vars(book), "title": "a <script> *b*\n\n# c"})
    page = page_of(hostile)
    assert "<script>" not in page
    assert "\n# c" not in page
