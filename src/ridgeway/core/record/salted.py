"""Commitments to text that may have to be erased.

A snapshot holds the commitment; text and salt stay beside it in the register. Once both are erased
the digest tells nothing, not even to one who guesses the text, and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

SALT_BYTES = 16
PREFIX = "sha256:"


def new_salt() -> bytes:
    """A fresh salt; each text gets its own, or two equal texts would show as equal."""
    return secrets.token_bytes(SALT_BYTES)


def commit(salt: bytes, text: str) -> str:
    """`sha256:` and the hex digest of the 16 salt bytes followed by the text (NFC, UTF-8)."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, this one {len(salt)}")
    body = unicodedata.normalize("NFC", text).encode()
    return PREFIX + hashlib.sha256(salt + body).hexdigest()


def matches(commitment: str, salt: bytes, text: str) -> bool:
    """Whether the commitment was made to this text with this salt."""
    return hmac.compare_digest(commit(salt, text).encode(), commitment.encode())
