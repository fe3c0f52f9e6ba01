"""Every case of `cases/*.toml`: given this, asked that, the policy answers so, by that clause."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ridgeway.core.policy.loading import load_rulebook
from tests.marks import covers
from tests.policies.asking import QUESTIONS, ask, mismatches

CASES = Path(__file__).parent / "cases"
NUMBER = re.compile(r"\d+(?:\.\d+)?")
SECTIONS = re.compile(r"sections? ([\d.]+(?:(?:, | and )[\d.]+)*)")
KEYS = {"title", "ask", "covers", "clause", "given", "expected"}


def cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in table["cases"]:
            name = f"{path.stem}: {case['title']}"
            marks = [covers(*case["covers"])]
            found.append(pytest.param(table["policy"], case, id=name, marks=marks))
    return found


@pytest.mark.parametrize(("policy", "case"), cases())
def test_policy_answers_as_its_case_says(policy: str, case: dict[str, Any]) -> None:
    answer = ask(case["ask"], load_rulebook(policy), case["given"])
    assert mismatches(case["expected"], answer) == []


def clause_cases() -> list[Any]:
    """The cases that name sections and are answered, not refused."""
    return [
        case
        for case in cases()
        if NUMBER.search(case.values[1]["clause"]) and "refused" not in case.values[1]["expected"]
    ]


@pytest.mark.parametrize(("policy", "case"), clause_cases())
def test_answer_cites_each_section_of_its_case(policy: str, case: dict[str, Any]) -> None:
    answer = ask(case["ask"], load_rulebook(policy), case["given"])
    cited = {
        n
        for text in answer["clauses"]
        for part in SECTIONS.findall(text)
        for n in NUMBER.findall(part)
    }
    assert set(NUMBER.findall(case["clause"])) <= cited


@pytest.mark.parametrize(("policy", "case"), cases())
def test_case_is_written_in_the_known_keys(policy: str, case: dict[str, Any]) -> None:
    assert load_rulebook(policy)
    assert set(case) == KEYS
    assert case["ask"] in QUESTIONS
    assert case["expected"], "a case that expects nothing proves nothing"
