"""The catalogue of functions is whole, and every `covers` mark names one of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.rules import dotted
from tests.house.sources import python_files, shown
from workshop.trace import catalogue

FUNCTIONS = catalogue()


def marks(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each literal argument of covers(); what is worked out is judged when tests are collected."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "covers":
            for argument in node.args:
                if isinstance(argument, ast.Constant):
                    yield node.lineno, str(argument.value)


def unknown_marks(tree: ast.Module) -> list[tuple[int, str]]:
    return [(line, number) for line, number in marks(tree) if number not in FUNCTIONS]


def test_catalogue_numbers_every_function_once_and_in_order() -> None:
    assert list(FUNCTIONS) == [f"F-{number:03}" for number in range(1, 266)]


def test_functions_have_a_short_title_and_a_source() -> None:
    shape = re.compile(r"(?:\S+ ){1,8}\S+ \((?:RMP|DCC|NOV|CCMT|ERP|all)\b.*\)")
    assert [number for number in FUNCTIONS if not shape.fullmatch(FUNCTIONS[number])] == []


def test_every_mark_names_a_function_of_the_catalogue() -> None:
    found = [
        f"{shown(path)}:{line}: {number}"
        for path in python_files("tests")
        if path.name != "marks.py"
        for line, number in unknown_marks(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("number", ["F-000", "F-266", "F-24", "24"])
def test_mark_of_an_unknown_function_is_found(number: str) -> None:
    assert unknown_marks(ast.parse(f"@covers('F-024', {number!r})\ndef test_it(): ..."))
