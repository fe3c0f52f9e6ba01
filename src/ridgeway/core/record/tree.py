"""The root of the RFC 6962 Merkle tree over a chain's entry hashes: what a checkpoint signs."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
"""The root of a tree without leaves."""


class Frontier:
    """The right edge of a growing tree: at most one hash per bit of its size.

    All that is needed to append and to give the root; holds no leaf.
    """

    __slots__ = ("_edge", "size")

    def __init__(self, size: int = 0, edge: Iterable[bytes] = ()) -> None:
        self.size = size
        self._edge = list(edge)
        if len(self._edge) != size.bit_count() or any(len(h) != 32 for h in self._edge):
            raise ValueError(f"a tree of {size} leaves has an edge of {size.bit_count()} hashes")

    @property
    def edge(self) -> tuple[bytes, ...]:
        """The hashes of the complete subtrees from the largest to the smallest, to store."""
        return tuple(self._edge)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash (32 bytes)."""
        edge = self._edge
        size = self.size
        while size & 1:
            leaf = sha256(b"\x01" + edge.pop() + leaf).digest()
            size >>= 1
        edge.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        if not self._edge:
            return EMPTY_ROOT
        *rest, root = self._edge
        for left in reversed(rest):
            root = sha256(b"\x01" + left + root).digest()
        return root
