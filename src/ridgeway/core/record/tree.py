"""The RFC 6962 Merkle tree over a chain's entry hashes, and the proofs that it allows.

A proof speaks about a root. Which size belongs to that root is not proved by the path, so callers
take size and root together from one signed checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import TypeAlias

EMPTY_ROOT = sha256(b"").digest()
"""The root of a tree without leaves."""

Node: TypeAlias = Callable[[int, int], bytes]
"""Gives the hash of the complete subtree at (level, position): leaves [p * 2**l, (p + 1) * 2**l).

Nodes never change once complete, so a store may keep or cache them.
"""


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


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
            root = node_hash(left, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes, in constant memory."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


class Tree:
    """A tree that keeps its complete subtrees, so any proof at any size takes O(log² n) hashes.

    About 130 bytes of memory a leaf.
    """

    __slots__ = ("_levels",)

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        levels = self._levels
        levels[0].append(leaf)
        level = 0
        while len(levels[level]) % 2 == 0:
            left, right = levels[level][-2:]
            level += 1
            if level == len(levels):
                levels.append([])
            levels[level].append(node_hash(left, right))

    def node(self, level: int, position: int) -> bytes:
        return self._levels[level][position]

    def root(self, size: int | None = None) -> bytes:
        """The root when the tree had `size` leaves (now, when not said)."""
        return root_at(self.node, self._within(self.size if size is None else size))

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        return inclusion_proof(self.node, index, self._within(self.size if size is None else size))

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        return consistency_proof(self.node, old, self._within(self.size if new is None else new))

    def _within(self, size: int) -> int:
        if not 0 <= size <= self.size:
            raise ValueError(f"this tree has {self.size} leaves, not {size}")
        return size


def root_at(node: Node, size: int) -> bytes:
    return _root(node, 0, size) if size else EMPTY_ROOT


def inclusion_proof(node: Node, index: int, size: int) -> list[bytes]:
    """The path from leaf `index` (from 0) to the root at `size` (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size} leaves")
    low, high, path = 0, size, []
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_root(node, middle, high))
            high = middle
        else:
            path.append(_root(node, low, middle))
            low = middle
    return path[::-1]


def consistency_proof(node: Node, old: int, new: int) -> list[bytes]:
    """What shows that the tree of `old` leaves is the start of that of `new` (RFC 6962, 2.1.2)."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {old} leaves is not the start of one of {new}")
    if old in (0, new):
        return []
    low, high, path = 0, new, []
    while high != old:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_root(node, middle, high))
            high = middle
        else:
            path.append(_root(node, low, middle))
            low = middle
    if low:  # otherwise the old root itself is this subtree, and the verifier has it
        path.append(_root(node, low, high))
    return path[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether the path leads from this leaf hash at `index` to `root` (RFC 9162, 2.1.3.2).

    `size` and `root` must come from one checkpoint whose signature was verified.
    """
    if not 0 <= index < size or not _are_hashes((leaf, root, *proof)):
        return False
    position, last, reached = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            reached = node_hash(sibling, reached)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            reached = node_hash(reached, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and reached == root


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the tree at `new` begins with the tree at `old` (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new or not _are_hashes((old_root, new_root, *proof)):
        return False
    if old == new:
        return not proof and old_root == new_root and (old > 0 or old_root == EMPTY_ROOT)
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    path = [old_root, *proof] if old.bit_count() == 1 else list(proof)
    return bool(path) and _climb(old - 1, new - 1, path) == (old_root, new_root)


def _climb(position: int, last: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    """The old and the new root that the path leads to; None when its length does not fit."""
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    return (old, new) if last == 0 else None


def _are_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == 32 for value in values)


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def _root(node: Node, low: int, high: int) -> bytes:
    """The root of leaves [low, high); `low` is a multiple of the power of two that covers them."""
    count = high - low
    if count.bit_count() == 1:
        level = count.bit_length() - 1
        return node(level, low >> level)
    middle = low + _split(count)
    return node_hash(_root(node, low, middle), _root(node, middle, high))
