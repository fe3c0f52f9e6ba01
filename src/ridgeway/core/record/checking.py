"""One chain against everything that vouches for it: its own links and its signed checkpoints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from ridgeway.core.record.chain import EMPTY, FIRST, Row, verify_chain
from ridgeway.core.record.note import Checkpoint, NoteError, VerifierKey, verify
from ridgeway.core.record.tree import Frontier

CHAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def origin_of(installation: str, chain: str) -> str:
    """The origin line of a chain's checkpoints: `installation/chain`.

    The signed origin ends with the chain's name, so no chain can pass for another.
    """
    if not CHAIN_NAME.fullmatch(chain):
        raise NoteError(f"{chain!r} cannot name a chain: letters, digits, dot, dash, underscore")
    return f"{installation}/{chain}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold. `seq` is the entry, `size` the checkpoint, where one is."""

    what: str
    seq: int | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What was checked of one chain: sound entries, root over them, checkpoints met, faults.

    `covered` is the size of the largest good checkpoint: nothing outside the database vouches for
    later entries.
    """

    origin: str
    size: int
    head: bytes
    root: bytes
    checkpoints: int
    covered: int | None
    faults: tuple[Fault, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.faults


def check_chain(
    rows: Iterable[Row], notes: Iterable[str], keys: Sequence[VerifierKey], *, origin: str
) -> ChainCheck:
    """Walk a chain once, in constant memory, and compare its root at each checkpoint's size.

    `notes` may come from anywhere, also from people who kept older ones; a checkpoint that is
    larger than the chain is the sign of a cut tail or of a restored older database.
    """
    checkpoints, faults = _opened(notes, keys, origin)
    frontier, head, covered, met = Frontier(), EMPTY, None, 0
    walk = iter(rows)
    for size in [*sorted({c.size for c in checkpoints}), None]:
        # `None` takes what comes after the last checkpoint.
        part = walk if size is None else islice(walk, size - frontier.size)
        first = FIRST + frontier.size
        found = verify_chain(part, previous=head, first=first, frontier=frontier)
        head = found.head
        if found.broken is not None:
            faults.append(Fault(found.broken.what, seq=found.broken.seq))
            break
        if size is None:
            break
        bad = _disagreeing(checkpoints, size, frontier)
        faults.extend(bad)
        met += not bad
        covered = covered if bad else size
    return ChainCheck(origin, frontier.size, head, frontier.root(), met, covered, tuple(faults))


def _opened(
    notes: Iterable[str], keys: Sequence[VerifierKey], origin: str
) -> tuple[list[Checkpoint], list[Fault]]:
    checkpoints, faults = [], []
    for note in notes:
        try:
            checkpoints.append(verify(note, *keys, origin=origin))
        except NoteError as fault:
            faults.append(Fault(f"a checkpoint of {origin} is not good: {fault}"))
    return checkpoints, faults


def _disagreeing(checkpoints: list[Checkpoint], size: int, frontier: Frontier) -> list[Fault]:
    if frontier.size < size:
        return [
            Fault(
                f"a signed checkpoint speaks of {size} entries, here are {frontier.size}: the tail "
                "was removed, or an older state was put back",
                size=size,
            )
        ]
    root = frontier.root()
    return [
        Fault(f"the first {size} entries are not those of the signed checkpoint", size=size)
        for checkpoint in checkpoints
        if checkpoint.size == size and checkpoint.root != root
    ]
