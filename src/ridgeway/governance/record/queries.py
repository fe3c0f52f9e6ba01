"""Reads of the record: entries that an actor may see, with their place and their very bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from ridgeway.core.record.canonical import parse
from ridgeway.governance.record.models import Chain, Checkpoint, Event
from ridgeway.governance.record.rows import listed

PAGE = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chain ends: its size and the hash of its last entry, in hexadecimal."""

    chain: str
    size: int
    head: str


def place_of(chain: str) -> Place:
    """The end of a chain; size 0 before its first entry."""
    row = Chain.objects.filter(key=chain).values_list("size", "head").first()
    return Place(chain, row[0], bytes(row[1]).hex()) if row else Place(chain, 0, "")


def events(
    chain: str,
    audiences: frozenset[str],
    *,
    before: int | None = None,
    subject: str = "",
    act: str = "",
    most: int = PAGE,
) -> list[dict[str, Any]]:
    """The latest entries first, only those of the audiences given; `before` turns the page."""
    where = Q(chain__key=chain, audience__in=audiences)
    if before is not None:
        where &= Q(seq__lt=before)
    if subject:
        where &= Q(subject_id=subject)
    if act:
        where &= Q(act=act)
    columns = (
        "seq", "act", "subject_type", "subject_id", "actor_id", "audience", "recorded_at", "hash",
        "body",
    )  # fmt: skip
    rows = listed(Event.objects.filter(where).order_by("-seq").values(*columns)[:most])
    for row in rows:
        row["chain"] = chain
        row["hash"] = bytes(row["hash"]).hex()
        row["body"] = parse(bytes(row["body"]))
    return rows


def event(chain: str, seq: int, audiences: frozenset[str]) -> dict[str, Any] | None:
    found = events(chain, audiences, before=seq + 1, most=1)
    return found[0] if found and found[0]["seq"] == seq else None


def checkpoints(chain: str, *, most: int = 20) -> list[dict[str, Any]]:
    """The latest signed checkpoints of a chain."""
    rows = Checkpoint.objects.filter(chain__key=chain).order_by("-size")
    found = listed(rows.values("size", "note", "signed_at")[:most])
    return [{"chain": chain, **row} for row in found]
