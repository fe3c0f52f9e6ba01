"""Writes entries: the only code that inserts into the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from orjson import Fragment

from ridgeway.core.record.canonical import plain, written
from ridgeway.core.record.chain import entry_hash
from ridgeway.governance import prepared, writing
from ridgeway.governance.record.models import Chain, Event
from ridgeway.governance.record.rows import Row, label_of, snapshot

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the record keeps it; `rows` are the rows it wrote, as they stand after it.

    `rows_written` is what `written_rows` makes of them, where that was done before the lock.
    """

    act: str
    subject: Row
    rows: Sequence[Row]
    audience: str
    at: dt.datetime
    actor_id: str = ""
    account_id: str = ""
    via: str = ""
    acting_for: str = ""
    happened: dict[str, Any] | None = None
    clause: str = ""
    policy: str = ""
    reason: str = ""
    source: str = ""
    rows_written: bytes = b""


def append(chain_key: str, entries: Iterable[Entry]) -> list[Event]:
    """Add entries to the end of a chain, inside the transaction of the change they record."""
    chain = next(iter(prepared.models(_chain, key=chain_key)), None)
    if chain is None:
        chain = Chain.objects.create(key=chain_key)
    head, events = bytes(chain.head), []
    for entry in entries:
        chain.size += 1
        body = _body(entry, chain_key, chain.size)
        head = entry_hash(head, body)
        events.append(
            Event(
                chain=chain,
                seq=chain.size,
                act=entry.act,
                subject_type=label_of(type(entry.subject)),
                subject_id=entry.subject.id,
                actor_id=entry.actor_id,
                audience=entry.audience,
                recorded_at=entry.at,
                body=body,
                hash=head,
            )
        )
    chain.head = head
    writing.insert(events)
    writing.update(chain, ("size", "head"))
    return events


def _chain(key: str) -> QuerySet[Chain]:
    return Chain.objects.select_for_update().filter(key=key)


def _body(entry: Entry, chain_key: str, seq: int) -> bytes:
    """What is hashed. Empty parts are left out, so that nothing need be invented."""
    body: dict[str, Any] = {
        "schema": SCHEMA,
        "chain": chain_key,
        "seq": seq,
        "act": entry.act,
        "at": entry.at,
        "audience": entry.audience,
        "actor": {"person": entry.actor_id, "account": entry.account_id, "via": entry.via},
        "subject": {"t": label_of(type(entry.subject)), "id": entry.subject.id},
    }
    optional = {
        "for": entry.acting_for,
        "happened": entry.happened,
        "clause": entry.clause,
        "policy": entry.policy,
        "reason": entry.reason,
        "source": entry.source,
    }
    body.update({key: value for key, value in optional.items() if value})
    rows = entry.rows_written or written_rows(entry.rows)
    return written({**plain(body), "rows": Fragment(rows)})


def written_rows(rows: Sequence[Row]) -> bytes:
    """The canonical bytes of rows as an entry holds them."""
    return written([{"t": label_of(type(row)), "id": row.id, "v": snapshot(row)} for row in rows])
