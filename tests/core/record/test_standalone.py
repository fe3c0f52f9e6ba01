"""The stand-alone verifier: agrees with the core on sound bundles and catches tampered ones.

It runs as its users run it: as a file, in a Python of its own that cannot import Ridgeway.
"""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.core.record.bundle import VERIFIER, Bundle
from ridgeway.core.record.canonical import canonical
from ridgeway.core.record.chain import Row
from tests.core.record.making import (
    KEY,
    bodies,
    bundle_of,
    export,
    judged,
    key_number,
    members_of,
    note_at,
    packed,
    rows_of,
    run,
)
from tests.marks import covers

ROWS = rows_of(bodies(20))
ENTRIES = "chains/sec/entries.jsonl"
NOTE = "chains/sec/checkpoints/000001.note"
NAMES = st.sampled_from(["sec", "rec", "installation", "dcc-3.0"])
nfc_free = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@covers("F-257", "F-260")
def test_a_sound_bundle_verifies_by_its_own_copy_of_the_verifier(tmp_path: Path) -> None:
    bundle = bundle_of(export("sec", ROWS), export("rec", []), files=[b"minutes", b""])
    (tmp_path / "own.py").write_bytes(members_of(bundle)["verify_ridgeway.py"])
    code, said = run(bundle, tmp_path, "--key", str(KEY.verifier))
    assert code == 0, said
    assert "chain sec: 20 entries" in said
    assert "chain rec: 0 entries" in said
    assert "files: 2" in said
    own = subprocess.run(
        [sys.executable, "-I", "-S", "own.py", "bundle.zip"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert own.returncode == 0
    assert b"The key came with the bundle" in own.stdout


def test_the_verifier_is_one_file_for_python_3_9_and_the_standard_library() -> None:
    tree = ast.parse(VERIFIER.read_text(), feature_version=(3, 9))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        )
    }
    assert imported <= sys.stdlib_module_names
    assert "ridgeway" not in VERIFIER.read_text().replace("verify_ridgeway", "").replace(
        "ridgeway-bundle", ""
    )


@st.composite
def chains(draw: st.DrawFn) -> tuple[str, list[Row], list[int]]:
    values = st.dictionaries(st.text("abc", max_size=3), nfc_free | st.integers(-9, 9), max_size=3)
    rows = rows_of(canonical(v) for v in draw(st.lists(values, max_size=20)))
    sizes = draw(st.lists(st.integers(0, len(rows)), max_size=3, unique=True))
    return draw(NAMES), rows, sizes


@covers("F-257")
@settings(deadline=None, max_examples=60)
@given(st.lists(chains(), min_size=1, max_size=3, unique_by=lambda chain: chain[0]))
def test_verifier_and_core_agree_on_every_bundle(
    made: list[tuple[str, list[Row], list[int]]],
) -> None:
    """Bundles whose last entries no checkpoint covers included."""
    exports = [export(n, rows, [note_at(rows, s, n) for s in sizes]) for n, rows, sizes in made]
    data = bundle_of(*exports)
    checks = Bundle(io.BytesIO(data)).check(KEY.verifier)
    assert all(check.holds for check in checks.values())
    assert [check.size for check in checks.values()] == [len(rows) for _, rows, _ in made]
    covered = all(check.covered == check.size for check in checks.values())
    assert judged(data) == (0 if covered else 1)


@covers("F-257")
@settings(deadline=None, max_examples=150)
@given(st.data())
def test_verifier_and_core_agree_on_every_flipped_byte(data: st.DataObject) -> None:
    members = members_of(bundle_of(export("sec", rows_of(bodies(5)))))
    name = data.draw(st.sampled_from([ENTRIES, NOTE, "keys.txt"]))
    at = data.draw(st.integers(0, len(members[name]) - 1))
    changed = bytearray(members[name])
    changed[at] ^= data.draw(st.integers(1, 255))
    bundle = packed({**members, name: bytes(changed)})
    found = judged(bundle, "--key", str(KEY.verifier))
    same = _rows(bytes(changed)) == _rows(members[ENTRIES]) if name == ENTRIES else None
    if name == "keys.txt" or same:
        # With the key known the bundle's own is not read; a space in a line moves no entry.
        assert found == 0
    else:
        assert found == 1


def _rows(lines: bytes) -> object:
    try:
        return [json.loads(line) for line in lines.splitlines()]
    except ValueError:
        return None


def _lines(members: dict[str, bytes]) -> list[bytes]:
    return members[ENTRIES].splitlines(keepends=True)


def _renumbered(lines: list[bytes]) -> bytes:
    entries = [json.loads(line) for line in lines]
    return b"".join(
        json.dumps({**entry, "seq": n}).encode() + b"\n" for n, entry in enumerate(entries, 1)
    )


Members = dict[str, bytes]


def _body_changed(members: Members) -> None:
    members[ENTRIES] = members[ENTRIES].replace(b'\\"n\\":7,', b'\\"n\\":8,')


def _tail_removed(members: Members) -> None:
    members[ENTRIES] = b"".join(_lines(members)[:-2])


def _reordered(members: Members) -> None:
    lines = _lines(members)
    lines[6], lines[7] = lines[7], lines[6]
    members[ENTRIES] = b"".join(lines)


def _reordered_and_renumbered(members: Members) -> None:
    _reordered(members)
    members[ENTRIES] = _renumbered(_lines(members))


def _doubled(members: Members) -> None:
    lines = _lines(members)
    members[ENTRIES] = b"".join([*lines[:7], lines[6], *lines[7:]])


def _inserted(members: Members) -> None:
    lines = _lines(members)
    other = rows_of([*bodies(7), b"{}"])[7]
    line = json.dumps({"seq": 8, "hash": other[1].hex(), "body": "{}"}).encode() + b"\n"
    members[ENTRIES] = _renumbered([*lines[:7], line, *lines[7:]])


def _appended(members: Members) -> None:
    other = rows_of([*bodies(20), b"{}"])[20]
    line = json.dumps({"seq": 21, "hash": other[1].hex(), "body": "{}"}).encode() + b"\n"
    members[ENTRIES] += line


def _cut_in_a_line(members: Members) -> None:
    members[ENTRIES] = members[ENTRIES][:-10]


def _history_written_anew(members: Members) -> None:
    """All hashes are right; only the signature is out of the forger's reach."""
    rows = rows_of(bodies(20, salt="another story"))
    members.update(members_of(bundle_of(export("sec", rows, [members[NOTE].decode()]))))


def _forged_checkpoint(members: Members) -> None:
    rows = rows_of(bodies(20, salt="another story"))
    good = members[NOTE].decode()
    forged = note_at(rows, 20).rpartition("\n\n")[0] + "\n\n" + good.rpartition("\n\n")[2]
    members.update(members_of(bundle_of(export("sec", rows, [forged]))))


def _signed_by_another(members: Members) -> None:
    members[NOTE] = note_at(ROWS, 20, key=key_number(2)).encode()


def _checkpoint_of_another_chain(members: Members) -> None:
    members[NOTE] = note_at(ROWS, 20, chain="rec").encode()


def _checkpoint_removed(members: Members) -> None:
    del members[NOTE]


def _file_changed(members: Members) -> None:
    name = next(n for n in members if n.startswith("files/"))
    members[name] = b"Minutes"


def _file_removed(members: Members) -> None:
    del members[next(n for n in members if n.startswith("files/"))]


def _stowaway(members: Members) -> None:
    members["chains/other/entries.jsonl"] = members[ENTRIES]


def _wrong_head(members: Members) -> None:
    head = ROWS[-1][1].hex().encode()
    members["bundle.json"] = members["bundle.json"].replace(head, head[::-1])


def _doubled_key(members: Members) -> None:
    members[ENTRIES] = members[ENTRIES].replace(b'"seq": 4}', b'"seq": 4, "seq": 4}')


# What is done to a sound bundle, and what the first line of the answer must name.
TAMPERING: list[tuple[Callable[[Members], None], str]] = [
    (_body_changed, "entry 8: its hash"),
    (_tail_removed, "speaks of 20 entries, the bundle has 18"),
    (_reordered, "entry 7: 8 is in its place"),
    (_reordered_and_renumbered, "entry 7: its hash"),
    (_doubled, "entry 8: 7 is in its place"),
    (_inserted, "entry 9: its hash"),
    (_appended, "no signed checkpoint covers entries 21 to 21"),
    (_cut_in_a_line, "ends in the middle of a line"),
    (_history_written_anew, "the first 20 entries are not those of"),
    (_forged_checkpoint, "forged or damaged"),
    (_signed_by_another, "not signed by the trusted key"),
    (_checkpoint_of_another_chain, "is a checkpoint of register.example/rec"),
    (_checkpoint_removed, "no signed checkpoint covers entries 1 to 20"),
    (_file_changed, "its content has another digest"),
    (_file_removed, "does not count 0 files"),
    (_stowaway, "chains/other/entries.jsonl does not belong"),
    (_wrong_head, "states another size or last hash"),
    (_doubled_key, "entry 4 cannot be read: a key is written twice"),
]


@covers("F-257")
@pytest.mark.parametrize(("tamper", "named"), TAMPERING)
def test_tampering_is_caught_and_named(
    tamper: Callable[[Members], None], named: str, tmp_path: Path
) -> None:
    sound = bundle_of(export("sec", ROWS), files=[b"minutes"])
    members = members_of(sound)
    tamper(members)
    assert members != members_of(sound)
    code, said = run(packed(members), tmp_path, "--key", str(KEY.verifier))
    assert code == 1, said
    assert "FAULT: " in said
    assert named in said.partition("FAULT: ")[2]


@covers("F-257")
def test_the_wrong_key_is_a_fault(tmp_path: Path) -> None:
    other = str(key_number(2).verifier)
    code, said = run(bundle_of(export("sec", ROWS)), tmp_path, "--key", other)
    assert (code, "not signed by the trusted key" in said) == (1, True)


def test_a_bundle_forged_whole_passes_only_for_its_own_key(tmp_path: Path) -> None:
    forger = key_number(2)
    rows = rows_of(bodies(3))
    bundle = bundle_of(export("sec", rows, [note_at(rows, 3, key=forger)]), key=forger)
    assert run(bundle, tmp_path)[0] == 0
    assert run(bundle, tmp_path, "--key", str(KEY.verifier))[0] == 1


def kept(folder: Path, note: str) -> list[str]:
    path = folder / "older.note"
    path.write_text(note)
    return ["--key", str(KEY.verifier), "--checkpoint", str(path)]


def test_an_older_checkpoint_that_one_kept_is_met(tmp_path: Path) -> None:
    code, said = run(bundle_of(export("sec", ROWS)), tmp_path, *kept(tmp_path, note_at(ROWS, 13)))
    assert code == 0, said
    assert "its first 13 entries are those of your checkpoint" in said


@covers("F-257")
@pytest.mark.parametrize(
    ("note", "named"),
    [
        (note_at(rows_of(bodies(25)), 25), "speaks of 25 entries, the bundle has 20"),
        (note_at(rows_of(bodies(13, salt="x")), 13), "the first 13 entries are not those of"),
        (note_at(ROWS, 13, chain="rec"), "which the bundle does not hold"),
        (note_at(ROWS, 13, key=key_number(2)), "not signed by the trusted key"),
    ],
)
def test_a_kept_checkpoint_shows_a_put_back_or_rewritten_record(
    note: str, named: str, tmp_path: Path
) -> None:
    code, said = run(bundle_of(export("sec", ROWS)), tmp_path, *kept(tmp_path, note))
    assert (code, named in said) == (1, True), said
