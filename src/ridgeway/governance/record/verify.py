"""Whether the register is what the record says, and the record what was signed for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain as in_turn
from itertools import islice

from ridgeway.core.record.chain import Row as Link
from ridgeway.core.record.checking import ChainCheck, check_chain, origin_of
from ridgeway.core.record.note import NoteError, VerifierKey, read_checkpoint
from ridgeway.governance.record.checkpoints import edge_of
from ridgeway.governance.record.comparing import compared
from ridgeway.governance.record.folding import SHOWN, Difference, Folded
from ridgeway.governance.record.models import Chain, Checkpoint, Event
from ridgeway.governance.record.reading import one_moment, stored
from ridgeway.governance.record.spread import Spread

Derived = Callable[[], Iterable[Difference]]
"""Tells where a derived table differs from what it is derived from."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was verified: each chain by its key, and where tables differ from the record.

    `more` says that differences beyond the first 1,000 were left out. `uncovered` counts entries
    that no signed checkpoint vouches for yet.
    """

    chains: Mapping[str, ChainCheck]
    differences: tuple[Difference, ...]
    more: bool = False

    @property
    def holds(self) -> bool:
        return not self.differences and all(check.holds for check in self.chains.values())

    @property
    def entries(self) -> int:
        return sum(check.size for check in self.chains.values())

    @property
    def uncovered(self) -> int:
        return sum(check.size - (check.covered or 0) for check in self.chains.values())

    def faults(self) -> Iterator[str]:
        """Every fault as a line, the chains first."""
        for key, check in self.chains.items():
            yield from (f"chain {key}: {fault.what}" for fault in check.faults)
        yield from map(str, self.differences)


def verify_record(
    keys: Sequence[VerifierKey],
    *,
    installation: str = "",
    kept: Iterable[str] = (),
    derived: Iterable[Derived] = (),
) -> Verification:
    """Walk every chain, hash every body, compare every governed column, meet every checkpoint.

    `keys` verify the checkpoints, `installation` is the name under which they were signed (that of
    the first key when not said). `kept` are signed notes that people hold outside. `derived` are
    run last. However long the record, memory stays the same: what is compared is put aside in
    temporary files. Takes about 40 microseconds for an entry with its row.
    """
    name = installation or (keys[0].name if keys else "ridgeway")
    checks, differences = _against_tables(keys, name, list(kept))
    differences.extend(islice(in_turn.from_iterable(check() for check in derived), SHOWN + 1))
    return Verification(checks, tuple(differences[:SHOWN]), more=len(differences) > SHOWN)


def _against_tables(
    keys: Sequence[VerifierKey], name: str, held: list[str]
) -> tuple[dict[str, ChainCheck], list[Difference]]:
    """Each chain by its key, and the first differences: all as of one moment."""
    with one_moment(), Spread() as snapshots:
        folded = Folded(snapshots)
        checks = {
            chain.key: _check(chain, folded, keys, origin_of(name, chain.key), held)
            for chain in Chain.objects.order_by("key")
        }
        found = in_turn(
            _unplaced_notes(held, {check.origin for check in checks.values()}),
            _orphans(),
            folded.odd,
            _chain_ends(checks),
            _checkpoint_columns(),
            sorted(islice(compared(folded), SHOWN + 1), key=lambda found: (found.table, found.id)),
        )
        return checks, list(islice(found, SHOWN + 1))


def _check(
    chain: Chain, folded: Folded, keys: Sequence[VerifierKey], origin: str, kept: list[str]
) -> ChainCheck:
    """Verify the chain and fold its entries, in one walk; a broken chain is folded all the same."""
    walk = _folding(chain, folded)
    notes = list(
        Checkpoint.objects.filter(chain=chain).order_by("size").values_list("note", flat=True)
    )
    check = check_chain(
        walk, [*notes, *(n for n in kept if _origin(n) == origin)], keys, origin=origin
    )
    for _ in walk:
        pass
    return check


def _folding(chain: Chain, folded: Folded) -> Iterator[Link]:
    for entry in stored(chain):
        folded.take(chain, entry)
        yield entry.seq, bytes(entry.hash), bytes(entry.body)


def _origin(note: str) -> str:
    """The origin that a note states, or nothing when it cannot be read."""
    try:
        return read_checkpoint(note.rpartition("\n\n")[0] + "\n").origin
    except NoteError:
        return ""


def _unplaced_notes(kept: list[str], origins: set[str]) -> Iterator[Difference]:
    for number, note in enumerate(kept, 1):
        origin = _origin(note)
        if not origin:
            what = "is no signed note of a checkpoint; give one as it was signed"
        elif origin not in origins:
            what = f"is of {origin}; no chain here has that origin"
        else:
            continue
        yield Difference("checkpoint kept outside", str(number), what)


def _orphans() -> Iterator[Difference]:
    rows = Event.objects.exclude(chain__in=Chain.objects.all()).values_list("chain_id", "seq")
    for chain_id, seq in rows.iterator():
        yield Difference(
            "record.event", f"{chain_id}/{seq}", "belongs to a chain that is not there"
        )


def _chain_ends(checks: Mapping[str, ChainCheck]) -> Iterator[Difference]:
    """A chain that says another size or head; of a broken one its break has been told already."""
    for chain in Chain.objects.order_by("key"):
        check = checks[chain.key]
        broken = any(fault.seq for fault in check.faults)
        if not broken and chain.size != check.size:
            what = f"size is {chain.size}, but {check.size} entries are there"
            yield Difference("record.chain", chain.key, what, "size", check.size, chain.size)
        if not broken and bytes(chain.head) != check.head:
            said, held = check.head.hex(), bytes(chain.head).hex()
            what = "head is not the hash of the last entry"
            yield Difference("record.chain", chain.key, what, "head", said, held)


def _checkpoint_columns() -> Iterator[Difference]:
    """Whether the columns of a checkpoint repeat what its signed note says."""
    for row in Checkpoint.objects.select_related("chain").order_by("pk").iterator():
        place = f"{row.chain.key}/{row.size}"
        try:
            head = read_checkpoint(row.note.rpartition("\n\n")[0] + "\n")
            edge = edge_of(row).root()
        except ValueError as fault:
            yield Difference("record.checkpoint", place, f"is damaged: {fault}")
            continue
        said = (head.size, head.root, head.root)
        for column, held, noted in zip(
            ("size", "root", "frontier"), (row.size, bytes(row.root), edge), said, strict=True
        ):
            if held != noted:
                what = f"{column} is not what the signed note says"
                yield Difference("record.checkpoint", place, what, column)
