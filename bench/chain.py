"""W11: a chain of a million entries in the product's own store, verified from there.

Run in the environment of an installation that holds nothing else:
python -m bench.chain RECORDS KEPT, where KEPT is the file that gets what was measured.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up first
from django.db import connection  # noqa: E402

from bench.dataset import audit_payloads  # noqa: E402
from ridgeway import clock  # noqa: E402
from ridgeway.core.record.chain import EMPTY, ChainFinding, verify_chain  # noqa: E402
from ridgeway.governance.record.models import Chain, Event  # noqa: E402
from ridgeway.governance.record.reading import links  # noqa: E402

AT_ONCE = 5000
COLUMNS = (
    "chain_id",
    "seq",
    "act",
    "subject_type",
    "subject_id",
    "actor_id",
    "audience",
    "recorded_at",
    "body",
    "hash",
)


def entries(records: int, chain_id: int, head: list[bytes]) -> Iterator[tuple[Any, ...]]:
    """The rows to insert, hashed here and not by the code under test; `head` gets the last hash."""
    at = clock.now().isoformat()
    for number, text in enumerate(audit_payloads(records), 1):
        body = text.encode()
        head[0] = hashlib.sha256(b"\x00" + head[0] + body).digest()
        about = ("modifications.modification", f"mp{number % 100_000:06d}", "user")
        yield chain_id, number, "bench.act", *about, "public", at, body, head[0]


def fill(records: int) -> tuple[Chain, bytes]:
    """Put the entries into the product's table; returns their chain and its true head."""
    chain, head = Chain.objects.create(key="bench", size=records), [EMPTY]
    marks = ", ".join(["?"] * len(COLUMNS))
    sql = f"INSERT INTO {Event._meta.db_table} ({', '.join(COLUMNS)}) VALUES ({marks})"  # noqa: S608
    rows = entries(records, chain.pk, head)
    connection.ensure_connection()
    raw = connection.connection
    raw.execute("BEGIN")
    while batch := list(islice(rows, AT_ONCE)):
        raw.executemany(sql, batch)
    raw.execute("COMMIT")
    Chain.objects.filter(pk=chain.pk).update(head=head[0])
    return chain, head[0]


def verified(chain: Chain) -> tuple[ChainFinding, float]:
    start = time.perf_counter()
    found = verify_chain(links(chain))
    return found, time.perf_counter() - start


def tampered(chain: Chain, seq: int) -> ChainFinding:
    """What verification says after one bit of one body was turned by somebody at the file."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER record_event_no_update")
        entry = Event.objects.get(chain=chain, seq=seq)
        body = bytearray(entry.body)
        body[len(body) // 2] ^= 1
        cursor.execute("UPDATE record_event SET body = %s WHERE id = %s", [bytes(body), entry.pk])
    return verified(chain)[0]


def main() -> None:
    records, kept = int(sys.argv[1]), Path(sys.argv[2])
    call_command("migrate", verbosity=0)
    chain, head = fill(records)
    took = []
    for _ in range(3):
        found, seconds = verified(chain)
        if not found.holds or found.head != head or found.size != records:
            raise SystemExit(f"W11: a sound chain was found as {found}")
        took.append(seconds)
    wrong = records * 2 // 3
    broken = tampered(chain, wrong).broken
    if broken is None or broken.seq != wrong:
        raise SystemExit(f"W11: entry {wrong} was changed, found was {broken}")
    seconds = min(took)
    measured = {"records": records, "seconds": seconds, "per_s": records / seconds, "named": wrong}
    kept.write_text(json.dumps(measured))


if __name__ == "__main__":
    main()
