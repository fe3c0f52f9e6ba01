"""Files that are no bundle, or mean harm: each gets a plain answer within bounds."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ridgeway.core.record import standalone
from tests.core.record.making import (
    bodies,
    bundle_of,
    export,
    judged,
    members_of,
    packed,
    rows_of,
    run,
)

ROWS = rows_of(bodies(20))
ENTRIES = "chains/sec/entries.jsonl"


def _claimed_sizes(bundle: bytes, size: int) -> bytes:
    """The directory claims another unpacked size for each member."""
    claimed = bytearray(bundle)
    at = bundle.find(b"PK\x01\x02")
    while at >= 0:
        claimed[at + 24 : at + 28] = struct.pack("<L", size)
        at = bundle.find(b"PK\x01\x02", at + 4)
    return bytes(claimed)


def _doubled_member(bundle: bytes) -> bytes:
    stream = io.BytesIO(bundle)
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("keys.txt", "")
    return stream.getvalue()


def _bomb() -> bytes:
    return packed({**members_of(bundle_of(export("sec", ROWS))), ENTRIES: b"0" * (40 << 20)})


def _repacked(**changed: bytes) -> bytes:
    members = members_of(bundle_of(export("sec", ROWS)))
    return packed(members | {name.replace("_", "."): data for name, data in changed.items()})


def _bzip2() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as archive:
        for name, data in members_of(SOUND).items():
            archive.writestr(name, data)
    return stream.getvalue()


SOUND = bundle_of(export("sec", ROWS))
HOSTILE: dict[str, tuple[Callable[[], bytes], int]] = {
    "empty file": (lambda: b"", 2),
    "not a ZIP": (lambda: b"hello" * 100, 2),
    "cut ZIP": (lambda: SOUND[: len(SOUND) // 2], 2),
    "another ZIP": (lambda: packed({"a": b"b"}), 2),
    "later format": (lambda: _repacked(bundle_json=b'{"chains":[],"format":"other/2"}'), 2),
    "no chain": (lambda: _repacked(bundle_json=b'{"chains":[],"format":"ridgeway-bundle/1"}'), 2),
    "manifest of another shape": (lambda: _repacked(bundle_json=b"[1]"), 1),
    "manifest nested deeply": (lambda: _repacked(bundle_json=b"[" * 200_000), 1),
    "manifest not UTF-8": (lambda: _repacked(bundle_json=b"\xff"), 1),
    "keys not UTF-8": (lambda: _repacked(keys_txt=b"\xff\x1b[2J"), 1),
    "keys missing": (
        lambda: packed({k: v for k, v in members_of(SOUND).items() if k != "keys.txt"}),
        1,
    ),
    "key file too large": (lambda: _repacked(keys_txt=b"a" * 100_000), 1),
    "line of 40 MiB": (_bomb, 1),
    "member twice": (lambda: _doubled_member(SOUND), 1),
    "claims 30 GiB": (lambda: _claimed_sizes(SOUND, 0xFFFFFFFE), 2),
    "claims nothing": (lambda: _claimed_sizes(SOUND, 0), 1),
    "damaged data": (lambda: SOUND[:100] + b"\0\0\0\0" + SOUND[104:], 1),
    "packed by bzip2": (_bzip2, 2),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_bundle_gets_a_plain_answer(name: str, tmp_path: Path) -> None:
    make, expected = HOSTILE[name]
    code, said = run(make(), tmp_path)
    assert code == expected, said
    assert "Traceback" not in said
    assert "\x1b" not in said
    assert ("FAULT: " if expected == 1 else "CANNOT CHECK: ") in said


def test_a_bundle_of_too_many_members_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standalone, "MEMBERS_LIMIT", 3)
    assert judged(SOUND) == 2


def test_wrong_use_ends_with_two(tmp_path: Path) -> None:
    bundle = bundle_of(export("sec", ROWS))
    assert run(bundle, tmp_path, "--nonsense")[0] == 2
    assert run(bundle, tmp_path, "--checkpoint", str(tmp_path / "absent"))[0] == 2
    assert run(bundle, tmp_path, "--key", "nonsense")[0] == 1
