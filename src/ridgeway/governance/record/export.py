"""Writes the record, or some chains of it, as a bundle that strangers can verify."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import IO

from ridgeway.core.record.bundle import ChainExport, write_bundle
from ridgeway.core.record.checking import origin_of
from ridgeway.core.record.note import VerifierKey
from ridgeway.governance.record.models import Chain, Checkpoint
from ridgeway.governance.record.reading import links, one_moment


class NoSuchChain(LookupError):
    """A chain that is not in this record; the message names those that are."""


def export_record(
    target: Path | IO[bytes],
    keys: Sequence[VerifierKey],
    *,
    at: dt.datetime,
    installation: str = "",
    chains: Collection[str] = (),
    files: Iterable[tuple[str, IO[bytes]]] = (),
) -> None:
    """Write a bundle of these chains (all when none is named), in constant memory.

    Sign first (`checkpoints.sign_chains`): the verifier refuses entries after the last checkpoint.
    A bundle holds every body, whatever its audience, so it is for those who may read everything.
    `files` are (SHA-256 in hex, open stream). Raises NoSuchChain.
    """
    name = installation or keys[0].name
    with one_moment():
        known = {chain.key: chain for chain in Chain.objects.order_by("key")}
        missing = sorted(set(chains) - known.keys())
        if missing:
            raise NoSuchChain(f"no chain {', '.join(missing)}; there is {', '.join(known)}")
        wanted = [chain for key, chain in known.items() if not chains or key in chains]
        exports = (
            ChainExport(chain.key, origin_of(name, chain.key), links(chain), _notes(chain))
            for chain in wanted
        )
        write_bundle(target, exports, keys, exported_at=at, files=files)


def _notes(chain: Chain) -> Iterable[str]:
    found = Checkpoint.objects.filter(chain=chain).order_by("size")
    return found.values_list("note", flat=True).iterator(chunk_size=500)
