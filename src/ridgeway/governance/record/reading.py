"""Reads entries in their order, all from one moment, while acts go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection

from ridgeway.core.record.chain import Row as Link
from ridgeway.governance.record.models import Chain, Event

AT_ONCE = 2000


class Stored(NamedTuple):
    """An entry as the table holds it; `body` are the bytes that were hashed."""

    seq: int
    hash: bytes
    body: bytes
    act: str
    subject_type: str
    subject_id: str
    actor_id: str
    audience: str
    recorded_at: dt.datetime


COLUMNS = tuple(Stored.__annotations__)


def stored(chain: Chain) -> Iterator[Stored]:
    """Every entry of a chain in the order of its number, in constant memory."""
    rows = Event.objects.filter(chain_id=chain.pk).order_by("seq").values_list(*COLUMNS)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield Stored(*row)


def links(chain: Chain, after: int = 0) -> Iterator[Link]:
    """Number, hash and body of the entries after a number: what the chain is verified from."""
    rows = Event.objects.filter(chain_id=chain.pk, seq__gt=after).order_by("seq")
    for seq, stored_hash, body in rows.values_list("seq", "hash", "body").iterator(
        chunk_size=AT_ONCE
    ):
        yield seq, bytes(stored_hash), bytes(body)


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads inside see the database as it was at the first, and hold nobody up.

    Inside a transaction that is under way nothing is begun: its own view holds.
    """
    if connection.in_atomic_block:
        yield
        return
    postgresql = connection.vendor == "postgresql"
    connection.ensure_connection()
    with connection.cursor() as cursor:
        # Not `atomic`: on SQLite that takes the write lock for as long as the reading lasts.
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgresql else "BEGIN")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
