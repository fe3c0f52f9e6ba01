"""The file that holds the signing key: outside the database, readable by its owner alone.

One line, as Go's note tools write it: `PRIVATE+KEY+name+key id (hex)+base64(0x01 || seed)`.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ridgeway.core.record.note import (
    ED25519,
    NoteError,
    SignerKey,
    key_parts,
    new_signer_key,
    to_base64,
)

MARK = "PRIVATE+KEY+"


def generate_key_file(path: Path, name: str) -> SignerKey:
    """A new key in a new file of mode 0600; a file that is there is never written over.

    Raises NoteError for a name that no key may bear, FileExistsError for a taken path.
    """
    key = new_signer_key(name)
    seed = key.private.private_bytes_raw()
    line = f"{MARK}{name}+{key.verifier.key_id.hex()}+{to_base64(ED25519 + seed)}\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    return key


def load_key_file(path: Path) -> SignerKey:
    """The key of the file; NoteError when others may read it or it does not hold a sound key."""
    mode = path.stat().st_mode
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise NoteError(
            f"{path} can be reached by other users (mode {stat.S_IMODE(mode):04o}): chmod 600"
        )
    text = path.read_bytes()[:4096].decode("utf-8", "replace").strip()
    if not text.startswith(MARK):
        raise NoteError(f"{path} does not hold a signing key: it begins with {MARK}")
    name, seed, key_id = key_parts(text.removeprefix(MARK), f"the signing key in {path}")
    key = SignerKey(name, Ed25519PrivateKey.from_private_bytes(seed))
    if key.verifier.key_id.hex() != key_id:
        raise NoteError(f"{path}: the key id {key_id} does not belong to this key; file damaged?")
    return key
