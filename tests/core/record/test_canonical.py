from __future__ import annotations

import datetime as dt
import json
import unicodedata
import uuid
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.record.canonical import (
    DEPTH_LIMIT,
    INTEGER_LIMIT,
    CanonicalError,
    canonical,
    parse,
    plain,
)
from tests.marks import covers

text = st.text(st.characters(exclude_categories=["Cs"]))
nfc_text = text.map(lambda value: unicodedata.normalize("NFC", value))
keys = st.text(st.characters(max_codepoint=127))
integers = st.integers(-INTEGER_LIMIT + 1, INTEGER_LIMIT - 1)  # the oracle stops one earlier
values = st.recursive(
    st.none() | st.booleans() | integers | nfc_text,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=25,
)


class Stage(StrEnum):
    PLANNED = "planned"


@covers("F-257")
@given(values)
def test_bytes_equal_those_of_an_independent_rfc_8785_writer(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@covers("F-257")
@given(values)
def test_what_was_written_reads_back_as_it_was(value: Any) -> None:
    assert parse(canonical(value), exact=True) == value
    assert parse(canonical(value)) == value


@given(text)
def test_every_text_is_written_in_nfc(value: str) -> None:
    assert json.loads(canonical(value)) == unicodedata.normalize("NFC", value)


@given(values)
def test_plain_form_has_the_same_bytes(value: Any) -> None:
    assert canonical(plain(value)) == canonical(value)


WRITTEN = [
    (dt.date(2019, 11, 29), "2019-11-29"),
    (dt.datetime(2019, 11, 29, 9, tzinfo=dt.UTC), "2019-11-29T09:00:00.000000Z"),
    (
        dt.datetime(2019, 7, 1, 17, 0, 0, 5, tzinfo=dt.timezone(dt.timedelta(hours=1))),
        "2019-07-01T16:00:00.000005Z",
    ),
    (dt.datetime(1, 1, 1, tzinfo=dt.UTC), "0001-01-01T00:00:00.000000Z"),
    (dt.time(17), "17:00:00.000000"),
    (Decimal("1.50"), "1.5"),
    (Decimal(100), "100"),
    (Decimal("1E+2"), "100"),
    (Decimal("-0.00"), "0"),
    (Decimal("0.0010"), "0.001"),
    (Stage.PLANNED, "planned"),
    (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ("e\u0301", "\u00e9"),
]


@pytest.mark.parametrize(("value", "written"), WRITTEN)
def test_each_kind_of_value_has_one_written_form(value: Any, written: str) -> None:
    assert canonical([value]) == json.dumps([written], ensure_ascii=False).encode()


def test_enums_of_text_are_written_as_their_value_inside_a_record() -> None:
    assert canonical({"stage": Stage.PLANNED, "at": ()}) == b'{"at":[],"stage":"planned"}'


def _nested(depth: int) -> Any:
    value: Any = 0
    for _ in range(depth):
        value = [value]
    return value


REFUSED = [
    ({"rows": [{"v": {"cost": 1.5}}]}, "rows[0].v.cost", "float"),
    ({"rows": [{"v": {"cost": float("nan")}}]}, "rows[0].v.cost", "float"),
    ({"n": INTEGER_LIMIT + 1}, "n", "2**53"),
    ({"n": -INTEGER_LIMIT - 1}, "n", "2**53"),
    ({"at": dt.datetime(2019, 11, 29)}, "at", "time zone"),  # noqa: DTZ001
    ({"at": dt.time(17, tzinfo=dt.UTC)}, "at", "offset"),
    ({"a": {1: 2}}, "a", "the key 1"),
    ({"a": {"é": 2}}, "a", "ASCII"),
    ({"a": b"x"}, "a", "bytes"),
    ({"a": {1, 2}}, "a", "set"),
    ({"a": dt.timedelta(1)}, "a", "timedelta"),
    ({"a": "\ud800"}, "a", "surrogate"),
    ({"a": Decimal("NaN")}, "a", "finite"),
    ({"a": Decimal("1E+999999")}, "a", "digits"),
    (_nested(DEPTH_LIMIT + 1), "[0]" * DEPTH_LIMIT, "deeper"),
]


@pytest.mark.parametrize(("value", "path", "what"), REFUSED)
def test_what_has_no_single_form_is_refused_at_its_place(value: Any, path: str, what: str) -> None:
    with pytest.raises(CanonicalError, match=what.replace("*", r"\*")) as refused:
        canonical(value)
    assert refused.value.path == path


def test_a_value_that_holds_itself_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(CanonicalError, match="deeper"):
        canonical(loop)


ALWAYS_REFUSED = [
    b'{"a":1,"a":1}',
    b'{"a":{"b":1,"b":2}}',
    b'{"a":1.0}',
    b'{"a":1e3}',
    b"NaN",
    b"-Infinity",
    b"9007199254740993",
    b"1" * 5000,
    b'"\xff"',
    b"\xef\xbb\xbf{}",
    b"{",
    b"",
    b"1 2",
    b"[" * 100_000,
]


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("data", ALWAYS_REFUSED, ids=lambda data: repr(data[:20]))
def test_bytes_that_two_readers_could_read_differently_are_refused(
    data: bytes, exact: bool
) -> None:
    with pytest.raises(CanonicalError):
        parse(data, exact=exact)


NOT_EXACT = [
    b'{"b":1, "a":2}',
    b'{"b":1,"a":2}',
    b"[1 ]",
    b" 1",
    b"-0",
    b'"\\u0041"',
    b'"\\/"',
    b'"\\ud800"',
    "\u00e9".join('""').encode().replace(b"\xc3\xa9", b"e\xcc\x81"),
    '{"é":1}'.encode(),
    b'"\\u001F"',
]


@pytest.mark.parametrize("data", NOT_EXACT)
def test_another_spelling_is_refused_only_when_the_very_bytes_are_asked_for(data: bytes) -> None:
    parse(data)
    with pytest.raises(CanonicalError):
        parse(data, exact=True)


@covers("F-257")
@given(values, st.data())
def test_no_changed_byte_passes_for_the_same_value(value: Any, data: st.DataObject) -> None:
    written = canonical(value)
    at = data.draw(st.integers(0, len(written) - 1))
    changed = bytearray(written)
    changed[at] ^= data.draw(st.integers(1, 255))
    try:
        read = parse(bytes(changed), exact=True)
    except CanonicalError:
        return
    assert canonical(read) == changed != written
