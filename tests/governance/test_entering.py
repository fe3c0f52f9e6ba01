"""What reaches an act is one form of text and numbers that the record can hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.record.canonical import canonical
from ridgeway.governance.entering import clean

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


@pytest.mark.parametrize("value", ["a\x00b", "a\x1bb", "\ud800", "bell\x07", 2**53, -(2**60)])
def test_what_has_no_place_in_any_field_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"cannot be used|smaller than"):
        clean({"a": [value]})


def test_line_ends_and_accents_come_to_one_form() -> None:
    assert clean("e\u0301\r\nb\rc\td") == "\u00e9\nb\nc\td"


def test_a_nest_without_end_is_refused() -> None:
    value: list[object] = []
    for _ in range(50):
        value = [value]
    with pytest.raises(ValueError, match="nested too deeply"):
        clean(value)


@given(JSON)
def test_what_passes_can_be_put_on_record(value: object) -> None:
    try:
        cleaned = clean(value)
    except ValueError:
        return
    assert clean(cleaned) == cleaned
    if not isinstance(cleaned, dict | list):
        canonical(cleaned)
