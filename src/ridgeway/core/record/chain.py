"""Each entry names the one before: changing, removing or moving an entry breaks every later hash.

An entry is `previous hash (32 bytes) || body`. Its hash is the RFC 6962 leaf hash of exactly these
bytes, so the same 32 bytes are the link of the chain and the leaf of the tree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from ridgeway.core.record.tree import Frontier

EMPTY = bytes(32)
"""What the first entry of a chain names as its previous hash."""

FIRST = 1
"""The sequence number of the first entry of a chain."""

Row: TypeAlias = tuple[int, bytes, bytes]
"""Sequence number, stored hash (32 bytes), body: the bytes that were hashed."""


def entry_hash(previous: bytes, body: bytes) -> bytes:
    """The 32-byte hash of the entry with this body after the entry with hash `previous`."""
    if len(previous) != 32:
        raise ValueError(f"a previous hash has 32 bytes, this one {len(previous)}")
    return sha256(b"\x00" + previous + body).digest()


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry at which a chain does not hold: `seq` as stored, `what` as a sentence."""

    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class ChainFinding:
    """How far a chain holds: `size` sound entries, the last of them with hash `head`."""

    size: int
    head: bytes
    broken: Break | None = None

    @property
    def holds(self) -> bool:
        return self.broken is None


def verify_chain(
    rows: Iterable[Row],
    *,
    previous: bytes = EMPTY,
    first: int = FIRST,
    frontier: Frontier | None = None,
) -> ChainFinding:
    """Recompute every hash of a chain from the stored bodies, in the order of `rows`.

    Stops at the first entry that is out of sequence or whose stored hash is not the hash of its
    body after its predecessor. To go on from a known entry pass its hash as `previous` and the
    next number as `first`. A `frontier` is given each sound hash, so that one walk yields the
    root too. A chain that lacks its last entries holds: only a checkpoint can tell.
    """
    expected = first
    append = frontier.append if frontier is not None else None
    for seq, stored, body in rows:
        digest = sha256(b"\x00" + previous + body).digest()
        if seq != expected or digest != stored:
            broken = Break(seq, _what(seq, expected))
            return ChainFinding(expected - first, previous, broken)
        if append is not None:
            append(digest)
        previous = digest
        expected += 1
    return ChainFinding(expected - first, previous)


def _what(seq: int, expected: int) -> str:
    if seq == expected:
        return f"entry {seq}: its hash is not the hash of its body after entry {seq - 1}"
    if seq == expected + 1:
        return f"entry {expected} is missing: entry {seq} stands in its place"
    if seq > expected:
        return f"entries {expected} to {seq - 1} are missing: entry {seq} stands in their place"
    return f"entry {seq} stands where entry {expected} should: doubled or out of order"
