"""A faulty rulebook is told everything that is wrong with it, each thing with its place."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.dates.faults import Fault
from ridgeway.core.policy.faults import RulebookFileError
from ridgeway.core.policy.lines import KeyLines
from ridgeway.core.policy.loading import parse_rulebook
from tests.core.policy.shipped import REFERENCES, SMALL, text_of

FILE = "own.toml"
TEXT = '"\\u0000?"'


def faults_of(text: str) -> list[str]:
    with pytest.raises(RulebookFileError) as told:
        parse_rulebook(text, FILE)
    return [str(fault) for fault in told.value.faults]


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "key", "wrong", "right"),
    [
        ('status = "draft"', 'status = "drafft"', "status", '"drafft" is not', '"draft"'),
        ("month = 5", 'month = "5"', "slots[1].month", '"5" is not right', "a whole number"),
        ("month = 5", "month = true", "slots[1].month", "True is not right", "a whole number"),
        ("month = 5", "month = 13", "slots[1].month", "13 is not a month", "1 to 12"),
        ('"monday"', '"mondya"', "slots[1].weekday", "not allowed", 'Did you mean "monday"?'),
        ('owner = "board"', 'owner = "bord"', "duties[1].owner", "not a body", '"board"'),
        ('kinds = ["system"]', 'kinds = ["sytem"]', "duties[1].kinds", "kind", '"system"'),
        ('kinds = ["system"]', 'kinds = "system"', "duties[1].kinds", "not a list", "[ and ]"),
        ('"months"', '"month"', "duties[1].offset.unit", "not allowed", '"months"'),
        ('"go-live"', '"golive"', "duties[1].anchor", "not an anchor", '"go-live"'),
        ('clause = "section 3"\n', "", "duties[1].clause", "missing", "Add clause"),
        ('clause = "section 3"\n', 'clause = ""\n', "duties[1].clause", "empty", "Give text"),
        ("{month} {year} Release", "{month} Release", "naming.pattern", "{year}", "Put {year}"),
        ("{month} {year} Release", "{month} {year} {x}", "naming.pattern", "filled in", "Use only"),
        ("format = 1", "format = 2", "format", "format 2 is not known", "Write 1"),
        ("format = 1", "format = 1\nlogo = 1", "logo", "no such key", "Use one of"),
        ("[naming]", "[[naming]]", "naming", "is not a table", "{ key = value"),
        ('"draft"', '"approved"', "applies_from", "does not say", "Add applies_from"),
        ("amount = -1,", "amount = 0, counting = 'on',", "duties[1].offset", "0 cannot", "Change"),
        ('offset = { amount = -1, unit = "months" }\n', "", "duties[1].offset", "no offset", "Add"),
    ],
)  # fmt: skip
def test_fault_names_file_line_key_and_remedy(
    old: str, new: str, key: str, wrong: str, right: str
) -> None:
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    (fault,) = faults_of(text)
    assert fault.startswith(f"{FILE}:") or key == "applies_from"
    assert f": {key}: " in fault
    assert wrong in fault
    assert right in fault


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    text = SMALL.replace('"draft"', '"drafft"').replace("month = 5", "month = 5.5")
    text = text.replace('"notice"\ndischarged', '"notiz"\ndischarged')
    faults = faults_of(text)
    lines = [line_of(text, piece) for piece in ("drafft", "5.5", "notiz")]
    assert [int(fault.split(":")[1]) for fault in faults] == lines


def test_misspelt_key_is_both_unknown_and_missing() -> None:
    unknown, missing = faults_of(SMALL.replace("month = 5", "monht = 5"))
    assert "slots[1].month: it is missing" in unknown + missing
    assert 'slots[1].monht: there is no such key. Did you mean "month"?' in unknown + missing


def test_name_used_twice_is_a_fault() -> None:
    twice = SMALL + SMALL[SMALL.index("[[kinds]]") : SMALL.index("[[slots]]")]
    (fault,) = faults_of(twice)
    assert "kinds[2].id" in fault
    assert '"system" is used twice' in fault


def test_duties_that_wait_for_each_other_are_a_fault() -> None:
    duty = SMALL[SMALL.index("[[duties]]") :]
    ring = SMALL.replace('"go-live"', '"echo"') + duty.replace(
        '"notice"\nti', '"echo"\nti'
    ).replace('"go-live"', '"notice"')
    assert all("leads back to this duty itself" in fault for fault in faults_of(ring))


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every key path of a parsed table."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in items:
        yield (*path, key)
        if isinstance(part, dict | list):
            yield from paths(part, (*path, key))


@pytest.mark.parametrize("reference", REFERENCES)
def test_every_key_of_a_shipped_rulebook_has_its_own_line(reference: str) -> None:
    text = text_of(reference)
    rows, lines = text.splitlines(), KeyLines(text)
    for path in paths(tomllib.loads(text)):
        line = lines.line_of(path)
        key = next(part for part in reversed(path) if isinstance(part, str))
        assert key in rows[line - 1] or line_of_parent(lines, path) == line, (path, line)


def line_of_parent(lines: KeyLines, path: tuple[str | int, ...]) -> int:
    """Inside an inline table or a list the place is that of what holds it."""
    return lines.line_of(path[:-1])


@given(data=st.data())
def test_no_broken_value_is_loaded_and_none_ends_in_a_traceback(data: st.DataObject) -> None:
    text = text_of(data.draw(st.sampled_from(REFERENCES)))
    rows = text.splitlines()
    keyed = [i for i, row in enumerate(rows) if " = " in row and row.split(" = ")[0].isidentifier()]
    number = data.draw(st.sampled_from(keyed))
    value = data.draw(st.sampled_from(["7.5", "[[]]", "{ nothing = 1 }", TEXT]))
    key = rows[number].split(" = ")[0]
    rows[number] = f"{key} = {value}"
    told: tuple[Fault, ...] = ()
    try:
        parse_rulebook("\n".join(rows), FILE)
    except RulebookFileError as error:
        told = error.faults
    assert told or value == TEXT, f"{key} = {value} was accepted"
    assert all(fault.wrong and fault.right for fault in told)


@given(st.text(max_size=200))
def test_any_text_is_a_rulebook_or_a_told_fault(text: str) -> None:
    with pytest.raises(RulebookFileError):
        parse_rulebook(text, FILE)
