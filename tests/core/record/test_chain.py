from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.record.chain import EMPTY, Row, entry_hash, verify_chain
from ridgeway.core.record.tree import Frontier
from tests.core.record.making import bodies, root_of, rows_of
from tests.marks import covers

texts = st.lists(st.binary(max_size=40), max_size=30)


@given(st.binary(min_size=32, max_size=32), st.binary())
def test_entry_hash_is_the_leaf_hash_of_previous_and_body(previous: bytes, body: bytes) -> None:
    assert entry_hash(previous, body) == sha256(b"\0" + previous + body).digest()


def test_a_previous_hash_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        entry_hash(b"", b"body")


@covers("F-257")
@given(texts)
def test_a_sound_chain_holds_and_gives_its_root(chain: list[bytes]) -> None:
    rows, frontier = rows_of(chain), Frontier()
    found = verify_chain(rows, frontier=frontier)
    assert found.holds
    assert found.size == len(rows)
    assert found.head == (rows[-1][1] if rows else EMPTY)
    assert frontier.root() == root_of(stored for _, stored, _ in rows)


@given(texts, st.data())
def test_a_chain_can_be_taken_up_in_the_middle(chain: list[bytes], data: st.DataObject) -> None:
    rows = rows_of(chain)
    at = data.draw(st.integers(0, len(rows)))
    before = verify_chain(rows[:at])
    found = verify_chain(rows[at:], previous=before.head, first=at + 1)
    assert found.holds
    assert before.size + found.size == len(rows)


def _changed_body(rows: list[Row], i: int) -> None:
    seq, stored, body = rows[i]
    rows[i] = (seq, stored, body + b" ")


def _changed_hash(rows: list[Row], i: int) -> None:
    seq, stored, body = rows[i]
    rows[i] = (seq, bytes([stored[0] ^ 1]) + stored[1:], body)


def _rehashed_body(rows: list[Row], i: int) -> None:
    """What one does who knows the scheme but leaves the later entries alone."""
    seq, _, body = rows[i]
    previous = rows[i - 1][1] if i else EMPTY
    rows[i] = (seq, entry_hash(previous, body + b" "), body + b" ")


def _removed(rows: list[Row], i: int) -> None:
    del rows[i]


def _removed_and_renumbered(rows: list[Row], i: int) -> None:
    del rows[i]
    rows[:] = [(n, stored, body) for n, (_, stored, body) in enumerate(rows, 1)]


def _doubled(rows: list[Row], i: int) -> None:
    rows.insert(i, rows[i])


def _swapped(rows: list[Row], i: int) -> None:
    rows[i], rows[i + 1] = rows[i + 1], rows[i]


def _inserted(rows: list[Row], i: int) -> None:
    previous = rows[i - 1][1] if i else EMPTY
    rows.insert(i, (i + 1, entry_hash(previous, b"mine"), b"mine"))


def _misnumbered(rows: list[Row], i: int) -> None:
    """Every hash still fits."""
    rows[i:] = [(seq + 1, stored, body) for seq, stored, body in rows[i:]]


# What is done to entry i + 1 (of 20), and how far from it the entry that is named stands.
TAMPERING = [
    (_changed_body, 0),
    (_changed_hash, 0),
    (_rehashed_body, 1),
    (_removed, 1),
    (_removed_and_renumbered, 0),
    (_doubled, 0),
    (_swapped, 1),
    (_inserted, 0),
    (_misnumbered, 1),
]


@covers("F-257")
@pytest.mark.parametrize("i", [0, 7, 18])
@pytest.mark.parametrize(("tamper", "offset"), TAMPERING)
def test_the_first_entry_that_does_not_hold_is_named(
    tamper: Callable[[list[Row], int], None], offset: int, i: int
) -> None:
    rows = rows_of(bodies(20))
    tamper(rows, i)
    found = verify_chain(rows)
    assert found.broken is not None
    assert found.broken.seq == i + 1 + offset
    assert str(found.broken.seq) in found.broken.what


def test_entry_numbers_that_start_later_are_a_missing_beginning() -> None:
    found = verify_chain(rows_of(bodies(5))[2:])
    assert found.broken is not None
    assert found.broken.what.startswith("entries 1 to 2 are missing")


@covers("F-257")
@given(texts.filter(bool), st.data())
def test_a_chain_holds_only_for_the_very_bytes(chain: list[bytes], data: st.DataObject) -> None:
    rows = rows_of(chain)
    i = data.draw(st.integers(0, len(rows) - 1))
    body = data.draw(st.binary(max_size=40).filter(lambda other: other != chain[i]))
    rows[i] = (i + 1, rows[i][1], body)
    found = verify_chain(rows)
    assert found.broken is not None
    assert found.broken.seq == i + 1
