from __future__ import annotations

import pytest

from ridgeway.core.record.checking import check_chain, origin_of
from ridgeway.core.record.note import NoteError
from tests.core.record.making import (
    INSTALLATION,
    KEY,
    bodies,
    key_number,
    note_at,
    root_of,
    rows_of,
)
from tests.marks import covers

ROWS = rows_of(bodies(30))
ORIGIN = origin_of(INSTALLATION, "sec")
KEYS = [KEY.verifier]


def test_a_sound_chain_meets_all_its_checkpoints() -> None:
    notes = [note_at(ROWS, size) for size in (30, 0, 8, 29)]
    check = check_chain(ROWS, notes, KEYS, origin=ORIGIN)
    assert check.holds
    assert (check.size, check.checkpoints, check.covered) == (30, 4, 30)
    assert check.root == root_of(stored for _, stored, _ in ROWS)
    assert check.head == ROWS[-1][1]


def test_what_no_checkpoint_covers_is_told() -> None:
    assert check_chain(ROWS, [note_at(ROWS, 20)], KEYS, origin=ORIGIN).covered == 20
    assert check_chain(ROWS, [], KEYS, origin=ORIGIN).covered is None


@covers("F-257")
def test_a_removed_tail_shows_by_a_checkpoint_that_someone_kept() -> None:
    check = check_chain(ROWS[:25], [note_at(ROWS, 30)], KEYS, origin=ORIGIN)
    (fault,) = check.faults
    assert fault.size == 30
    assert "30 entries, here are 25" in fault.what


@covers("F-257")
def test_a_history_written_anew_shows_by_a_checkpoint_that_someone_kept() -> None:
    kept = note_at(ROWS, 20)
    forged = rows_of([*bodies(10), *bodies(25, salt="another story")])
    check = check_chain(forged, [kept, note_at(forged, 35)], KEYS, origin=ORIGIN)
    (fault,) = check.faults
    assert fault.size == 20
    assert check.covered == 35


def test_a_broken_link_is_named_before_anything_later() -> None:
    rows = list(ROWS)
    rows[9] = (10, rows[9][1], b"{}")
    check = check_chain(rows, [note_at(ROWS, 5), note_at(ROWS, 30)], KEYS, origin=ORIGIN)
    (fault,) = check.faults
    assert (fault.seq, check.size, check.covered) == (10, 9, 5)


def test_each_bad_checkpoint_is_a_fault_and_covers_nothing() -> None:
    strange = note_at(ROWS, 30, key=key_number(2))
    other_chain = note_at(ROWS, 30, chain="rec")
    check = check_chain(ROWS, [strange, other_chain, "rubbish"], KEYS, origin=ORIGIN)
    assert len(check.faults) == 3
    assert check.covered is None


@pytest.mark.parametrize("name", ["", "a b", "../x", "a/b", "-a", "a\n", "a" * 101])
def test_a_chain_name_that_no_origin_or_file_can_bear_is_refused(name: str) -> None:
    with pytest.raises(NoteError):
        origin_of(INSTALLATION, name)
