"""Signed checkpoints in the C2SP `signed-note` and `tlog-checkpoint` forms, with Ed25519.

A checkpoint held by a stranger is what makes a cut tail or a restored older database show.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
NOTE_LIMIT = 64 * 1024
SIGNATURES_LIMIT = 100
SIZE_LIMIT = 2**63
DASH = "\u2014 "

_KEY_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]{1,255}")
_ORIGIN = re.compile(r"[^\s+\x00-\x1f\x7f]{1,255}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class NoteError(ValueError):
    """A note or a key that must not be trusted, with the reason as a sentence."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head: the log's `origin`, its `size` in entries, its `root` hash (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not _ORIGIN.fullmatch(self.origin):
            raise NoteError(f"{self.origin!r} cannot be an origin: no spaces, no plus")
        if not 0 <= self.size < SIZE_LIMIT:
            raise NoteError(f"{self.size} cannot be the size of a tree")
        if len(self.root) != 32:
            raise NoteError(f"a root hash has 32 bytes, this one {len(self.root)}")

    @property
    def text(self) -> str:
        """The signed text: three lines, each ended by a newline."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that a note's text states. Extension lines are not read, none are written."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise NoteError("a checkpoint has three lines: origin, size, root hash")
    origin, size, root = lines[:3]
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", size):
        raise NoteError(f"{size[:40]!r} is not the size of a tree")
    return Checkpoint(origin, int(size), from_base64(root, "the root hash"))


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name; as text `name+key id (hex)+base64(0x01 || key)`."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not _KEY_NAME.fullmatch(self.name):
            raise NoteError(f"{self.name!r} cannot be a key name: no spaces, no plus")
        if len(self.public) != 32:
            raise NoteError(f"an Ed25519 public key has 32 bytes, this one {len(self.public)}")

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature line names its key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{to_base64(ED25519 + self.public)}"


def read_verifier_key(text: str) -> VerifierKey:
    """The key that `name+hex+base64` states, its key id checked."""
    name, material, key_id = key_parts(text.strip(), "a verifier key")
    key = VerifierKey(name, material)
    if key.key_id.hex() != key_id:
        raise NoteError(f"the key id {key_id} does not belong to the key of {name}")
    return key


@dataclass(frozen=True, slots=True)
class SignerKey:
    """A private key with its name. Its text form is for the key file alone (`keyfile.py`)."""

    name: str
    private: Ed25519PrivateKey

    @property
    def verifier(self) -> VerifierKey:
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw())


def new_signer_key(name: str) -> SignerKey:
    key = SignerKey(name, Ed25519PrivateKey.generate())
    _ = key.verifier  # refuses a bad name
    return key


def sign(checkpoint: Checkpoint, key: SignerKey) -> str:
    """The whole note: checkpoint, blank line, one signature line."""
    return _signed(checkpoint.text, key)


def _signed(text: str, key: SignerKey) -> str:
    signature = key.verifier.key_id + key.private.sign(text.encode())
    return f"{text}\n{DASH}{key.name} {to_base64(signature)}\n"


def verify(note: str, *keys: VerifierKey, origin: str | None = None) -> Checkpoint:
    """The checkpoint of a note that one of `keys` signed; anything else raises NoteError.

    Signatures of unknown keys are passed over, as the format demands; a wrong signature under a
    known key refuses the whole note. With `origin` a checkpoint of another log is refused.
    """
    checkpoint = read_checkpoint(open_note(note, *keys))
    if origin is not None and checkpoint.origin != origin:
        raise NoteError(f"the checkpoint is of {checkpoint.origin}, not of {origin}")
    return checkpoint


def open_note(note: str, *keys: VerifierKey) -> str:
    """The text of any signed note, once a signature of one of `keys` was found good."""
    text, signatures = _parts(note)
    known = {(key.name, key.key_id): key for key in keys}
    good = 0
    for name, signature in signatures:
        key = known.get((name, signature[:4]))
        if key is None:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature[4:], text.encode())
        except InvalidSignature:
            raise NoteError(f"the signature of {name} is not of this text") from None
        good += 1
    if not good:
        signers = ", ".join(sorted({name for name, _ in signatures}))
        raise NoteError(f"signed by {signers}, by none of the keys that are trusted here")
    return text


def _parts(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    if len(note) > NOTE_LIMIT:
        raise NoteError(f"a note of more than {NOTE_LIMIT} characters")
    if _CONTROL.search(note):
        raise NoteError("a control character in the note")
    body, blank, tail = note.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise NoteError("not a signed note: no blank line and signature lines at its end")
    lines = tail[:-1].split("\n")
    if len(lines) > SIGNATURES_LIMIT:
        raise NoteError(f"more than {SIGNATURES_LIMIT} signatures")
    return body + "\n", [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes]:
    name, space, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not space or not _KEY_NAME.fullmatch(name):
        raise NoteError(f"not a signature line: {line[:60]!r}")
    signature = from_base64(encoded, f"the signature of {name}")
    if len(signature) < 5:
        raise NoteError(f"the signature of {name} is too short")
    return name, signature


def key_parts(text: str, what: str) -> tuple[str, bytes, str]:
    parts = text.split("+", 2)  # base64 itself may hold a plus
    if len(parts) != 3 or not re.fullmatch(r"[0-9a-f]{8}", parts[1]):
        raise NoteError(f"{what} reads name+key id+base64")
    material = from_base64(parts[2], what)
    if material[:1] != ED25519 or len(material) != 33:
        raise NoteError(f"{what} must be of type 1 (Ed25519) with 32 bytes")
    return parts[0], material[1:], parts[1]


def to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def from_base64(text: str, what: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError(f"{what} is not base64") from None
    if to_base64(data) != text:  # stray bits at the end would give one note two spellings
        raise NoteError(f"{what} is not base64 in its one proper form")
    return data
