"""Signs what a chain holds, so that nobody can shorten or rewrite it unseen."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from ridgeway.core.record.chain import EMPTY, verify_chain
from ridgeway.core.record.checking import origin_of
from ridgeway.core.record.note import Checkpoint as Head
from ridgeway.core.record.note import NoteError, SignerKey, sign, verify
from ridgeway.core.record.tree import Frontier
from ridgeway.governance.record.models import Chain, Checkpoint, Event
from ridgeway.governance.record.reading import links

HASH = 32


class Unsound(Exception):
    """The record does not hold, so it is not signed; the message names the chain and the entry."""


def sign_chains(key: SignerKey, at: dt.datetime) -> list[Checkpoint]:
    """A checkpoint for each chain that has grown since its last; none for one that has not.

    The entries since the last checkpoint are verified first. Raises Unsound, signing nothing.
    """
    with transaction.atomic():
        return [
            made
            for chain in Chain.objects.select_for_update().order_by("key")
            if (made := _sign(chain, key, at)) is not None
        ]


def _sign(chain: Chain, key: SignerKey, at: dt.datetime) -> Checkpoint | None:
    last = Checkpoint.objects.filter(chain=chain).order_by("-size").first()
    if last is not None and last.size == chain.size:
        return None
    origin = origin_of(key.name, chain.key)
    frontier = _frontier(last, key, origin) if last else Frontier()
    previous = _hash_at(chain, frontier.size)
    found = verify_chain(
        links(chain, frontier.size),
        previous=previous,
        first=frontier.size + 1,
        frontier=frontier,
    )
    if found.broken is not None:
        raise Unsound(f"chain {chain.key}: {found.broken.what}; nothing was signed")
    if (frontier.size, found.head) != (chain.size, bytes(chain.head)):
        raise Unsound(f"chain {chain.key} ends elsewhere than it says; nothing was signed")
    root = frontier.root()
    return Checkpoint.objects.create(
        chain=chain,
        size=frontier.size,
        root=root,
        frontier=b"".join(frontier.edge),
        note=sign(Head(origin, frontier.size, root), key),
        signed_at=at,
    )


def edge_of(checkpoint: Checkpoint) -> Frontier:
    """The right edge of the tree that a checkpoint keeps, to go on from. Raises ValueError."""
    data = bytes(checkpoint.frontier)
    return Frontier(checkpoint.size, [data[i : i + HASH] for i in range(0, len(data), HASH)])


def _frontier(last: Checkpoint, key: SignerKey, origin: str) -> Frontier:
    """The edge to go on from, once the note that speaks for it was found good."""
    try:
        frontier = edge_of(last)
        head = verify(last.note, key.verifier, origin=origin)
    except NoteError as fault:
        raise Unsound(f"the checkpoint of {origin} at {last.size}: {fault}") from None
    except ValueError as fault:
        raise Unsound(f"the checkpoint of {origin} at {last.size} is damaged: {fault}") from None
    if (head.size, head.root) != (frontier.size, frontier.root()):
        raise Unsound(f"the checkpoint of {origin} at {last.size} is not of what it keeps")
    return frontier


def _hash_at(chain: Chain, seq: int) -> bytes:
    if seq == 0:
        return EMPTY
    found = Event.objects.filter(chain=chain, seq=seq).values_list("hash", flat=True).first()
    if found is None:
        raise Unsound(f"chain {chain.key}: entry {seq}, which was signed for, is missing")
    return bytes(found)
