from __future__ import annotations

import base64
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.record.keyfile import MARK, generate_key_file, load_key_file
from ridgeway.core.record.note import (
    Checkpoint,
    NoteError,
    VerifierKey,
    open_note,
    read_checkpoint,
    read_verifier_key,
    sign,
    verify,
)
from tests.core.record.making import INSTALLATION, KEY, key_number
from tests.marks import covers

# A note and key of other makers' tests: this form must be read as they write it.
FOREIGN_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOREIGN_NOTE = (
    "This is an example message.\n\n\u2014 example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
CHECKPOINT = Checkpoint(f"{INSTALLATION}/sec", 20852163, bytes(range(32)))
NOTE = sign(CHECKPOINT, KEY)

checkpoints = st.builds(
    Checkpoint,
    origin=st.from_regex(r"[a-z0-9./-]{1,40}", fullmatch=True),
    size=st.integers(0, 2**63 - 1),
    root=st.binary(min_size=32, max_size=32),
)


@covers("F-257")
def test_a_note_and_key_of_another_maker_are_read() -> None:
    key = read_verifier_key(FOREIGN_KEY)
    assert str(key) == FOREIGN_KEY
    assert open_note(FOREIGN_NOTE, key) == "This is an example message.\n"


def test_a_checkpoint_reads_as_the_format_says() -> None:
    lines = NOTE.split("\n")
    assert lines[:3] == [
        "register.example/sec",
        "20852163",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    ]
    assert lines[3] == ""
    assert lines[4].startswith("\u2014 register.example ")
    assert lines[5:] == [""]


@covers("F-257")
@given(checkpoints)
def test_what_was_signed_is_read_back(checkpoint: Checkpoint) -> None:
    note = sign(checkpoint, KEY)
    assert verify(note, KEY.verifier, origin=checkpoint.origin) == checkpoint
    assert read_checkpoint(checkpoint.text) == checkpoint


@given(st.integers(1, 50))
def test_a_verifier_key_is_read_back_from_its_text(number: int) -> None:
    key = key_number(number).verifier
    assert read_verifier_key(str(key)) == key


@covers("F-257")
@given(st.data())
def test_no_changed_byte_of_a_note_verifies(data: st.DataObject) -> None:
    note = NOTE.encode()
    at = data.draw(st.integers(0, len(note) - 1))
    changed = note[:at] + bytes([note[at] ^ data.draw(st.integers(1, 255))]) + note[at + 1 :]
    with pytest.raises(NoteError):
        verify(changed.decode("utf-8", "replace"), KEY.verifier)


@covers("F-257")
def test_the_key_of_another_is_refused() -> None:
    with pytest.raises(NoteError, match="none of the keys"):
        verify(NOTE, key_number(2).verifier)


def test_a_signature_under_a_known_name_and_id_by_another_key_is_refused() -> None:
    """A key id is short enough to be met on purpose; the signature is what counts."""
    forged = sign(CHECKPOINT, key_number(2)).encode()
    ours, theirs = KEY.verifier.key_id, key_number(2).verifier.key_id
    head, name, encoded = forged.decode().rpartition(f"{INSTALLATION} ")
    signature = base64.b64decode(encoded)
    assert signature[:4] == theirs
    note = head + name + base64.b64encode(ours + signature[4:]).decode() + "\n"
    with pytest.raises(NoteError, match="not of this text"):
        verify(note, KEY.verifier)


def test_signatures_of_strangers_are_passed_over_but_a_wrong_known_one_is_not() -> None:
    stranger = sign(CHECKPOINT, key_number(2)).rpartition("\n\n")[2]
    assert verify(NOTE + stranger, KEY.verifier) == CHECKPOINT
    assert verify(NOTE + stranger, key_number(2).verifier) == CHECKPOINT
    of_other_text = sign(Checkpoint("other/log", 1, bytes(32)), key_number(2)).rpartition("\n\n")[2]
    assert verify(NOTE + of_other_text, KEY.verifier) == CHECKPOINT
    with pytest.raises(NoteError, match="not of this text"):
        verify(NOTE + of_other_text, KEY.verifier, key_number(2).verifier)


def test_old_heads_stay_good_after_a_new_key() -> None:
    assert verify(NOTE, key_number(2).verifier, KEY.verifier) == CHECKPOINT


def test_the_checkpoint_of_another_chain_is_refused() -> None:
    with pytest.raises(NoteError, match=r"is of register\.example/sec, not of"):
        verify(NOTE, KEY.verifier, origin=f"{INSTALLATION}/rec")


BAD_NOTES = {
    "no signature": CHECKPOINT.text,
    "blank line only": CHECKPOINT.text + "\n",
    "hyphen for dash": NOTE.replace("\u2014", "-"),
    "no newline at the end": NOTE[:-1],
    "carriage return": NOTE.replace("\n", "\r\n"),
    "NUL": NOTE.replace("sec", "s\0c"),
    "tab": NOTE.replace("\u2014 ", "\u2014\t"),
    "not base64": NOTE[:-4] + "**=\n",
    "too long": "a" * 70_000 + NOTE,
    "too many signatures": NOTE + NOTE.rpartition("\n\n")[2] * 100,
    "empty": "",
}


@pytest.mark.parametrize("name", BAD_NOTES)
def test_a_malformed_note_is_refused(name: str) -> None:
    with pytest.raises(NoteError):
        verify(BAD_NOTES[name], KEY.verifier)


ROOT = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
BAD_CHECKPOINTS = [
    f"a\n1\n{ROOT}",
    f"\n1\n{ROOT}\n",
    f"a b\n1\n{ROOT}\n",
    f"a\n01\n{ROOT}\n",
    f"a\n-1\n{ROOT}\n",
    f"a\n+1\n{ROOT}\n",
    f"a\n1.0\n{ROOT}\n",
    f"a\n9999999999999999999\n{ROOT}\n",
    f"a\n\u0661\n{ROOT}\n",
    "a\n1\nAAAA\n",
    f"a\n1\n{ROOT[:-1]}\n",
    f"a\n1\n{ROOT[:-2]}9=\n",
    f"a\n1\n{ROOT}\n\nmore\n",
    "a\n1\n",
]


@pytest.mark.parametrize("text", BAD_CHECKPOINTS)
def test_a_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        read_checkpoint(text)


def test_extension_lines_are_allowed() -> None:
    assert read_checkpoint(f"a\n1\n{ROOT}\nmore\n") == Checkpoint("a", 1, bytes(range(32)))


BAD_KEYS = [
    "",
    "name",
    "name+530d903a",
    FOREIGN_KEY.replace("530d903a", "530d903b"),
    FOREIGN_KEY.replace("example", "exbmple"),
    FOREIGN_KEY[:-4],
    FOREIGN_KEY.replace("+Ae", "+Ag"),
    FOREIGN_KEY.replace("530d903a", "530D903A"),
]


@pytest.mark.parametrize("text", BAD_KEYS)
def test_a_text_that_is_no_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        read_verifier_key(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\x00b", "a\u00a0b"])
def test_names_that_the_format_cannot_carry_are_refused(name: str) -> None:
    with pytest.raises(NoteError):
        VerifierKey(name, bytes(32))
    with pytest.raises(NoteError):
        Checkpoint(name, 0, bytes(32))


def test_a_key_file_is_private_and_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "signing.key"
    key = generate_key_file(path, INSTALLATION)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    loaded = load_key_file(path)
    assert loaded.verifier == key.verifier
    assert verify(sign(CHECKPOINT, loaded), key.verifier) == CHECKPOINT


def test_a_key_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "signing.key"
    generate_key_file(path, INSTALLATION)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        generate_key_file(path, INSTALLATION)
    assert path.read_bytes() == before


def test_a_bad_name_leaves_no_key_file(tmp_path: Path) -> None:
    with pytest.raises(NoteError):
        generate_key_file(tmp_path / "signing.key", "two words")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_file_that_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "signing.key"
    generate_key_file(path, INSTALLATION)
    path.chmod(mode)
    with pytest.raises(NoteError, match="chmod 600"):
        load_key_file(path)


@pytest.mark.parametrize("text", ["", "PRIVATE+KEY+", MARK + FOREIGN_KEY, FOREIGN_KEY])
def test_a_damaged_key_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "signing.key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(NoteError):
        load_key_file(path)
