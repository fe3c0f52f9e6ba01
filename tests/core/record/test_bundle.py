from __future__ import annotations

import io

import pytest

from ridgeway.core.record.bundle import Bundle, BundleError, write_bundle
from tests.core.record.making import (
    EXPORTED_AT,
    INSTALLATION,
    KEY,
    bodies,
    bundle_of,
    export,
    note_at,
    packed,
    rows_of,
)

ROWS = rows_of(bodies(20))


def test_equal_content_makes_equal_bytes() -> None:
    assert bundle_of(export("sec", ROWS)) == bundle_of(export("sec", ROWS))


def test_the_reader_of_bundles_refuses_what_is_none() -> None:
    for data in (b"", packed({"a": b"b"}), packed({"bundle.json": b'{"format":"x"}'})):
        with pytest.raises(BundleError):
            Bundle(io.BytesIO(data))


def test_a_file_under_a_wrong_digest_is_not_exported() -> None:
    with pytest.raises(BundleError, match="has the digest"):
        write_bundle(
            io.BytesIO(), [], [], exported_at=EXPORTED_AT, files=[("0" * 64, io.BytesIO(b"x"))]
        )


def test_a_tampered_entry_that_is_not_even_text_is_exported_as_it_is() -> None:
    rows = [*ROWS[:-1], (20, ROWS[-1][1], b"\xff\xfe")]
    bundle = Bundle(io.BytesIO(bundle_of(export("sec", rows, [note_at(ROWS, 20)]))))
    assert list(bundle.entries("sec")) == rows
    check = bundle.check(KEY.verifier)["sec"]
    assert [fault.seq for fault in check.faults] == [20]
    assert INSTALLATION in check.origin
