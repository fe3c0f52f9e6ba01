"""What the record says each governed row holds: its last snapshot, by digest and place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple
from unicodedata import is_normalized

from ridgeway.core.record.canonical import canonical, parse, plain, written
from ridgeway.governance.record.models import Chain, Event
from ridgeway.governance.record.reading import COLUMNS, Stored
from ridgeway.governance.record.rows import Row, governed_by
from ridgeway.governance.record.spread import Spread

SHOWN = 1000
"""Differences kept; whoever changed more than that has changed everything."""

FIRST_COPIED = COLUMNS.index("act")
COPIED = ("chain", "seq", *COLUMNS[FIRST_COPIED:])
"""The columns of an entry that repeat what its body says."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a table and the record do not say the same.

    `recorded` and `held` are in their canonical forms; text that may be erased shows as its
    digest. `column` is empty when the row as a whole is meant.
    """

    table: str
    id: str
    what: str
    column: str = ""
    recorded: Any = None
    held: Any = None

    def __str__(self) -> str:
        return f"{self.table} {self.id}: {self.what}"


class Last(NamedTuple):
    """The last snapshot of a row: its digest, and the entry that holds it."""

    digest: str
    chain: int
    seq: int
    version: int


class Folded:
    """The last snapshot of every row, and what was odd on the way, as much of it as is shown.

    Only digests are kept, and those on disk: a snapshot itself is read again from its entry.
    """

    def __init__(self, snapshots: Spread) -> None:
        self.odd: list[Difference] = []
        self._snapshots = snapshots

    def take(self, chain: Chain, entry: Stored) -> None:
        """Fold one entry in, and compare its searchable columns with its body."""
        try:
            body = parse(bytes(entry.body), exact=True)
            self._compare(chain, entry, body)
            for row in body["rows"]:
                label, values = row["t"], row["v"]
                version = version_of(values)
                digest = digest_of(governed_by(label), values)
                key = key_of(label, row["id"])
                self._snapshots.put((key, digest, chain.id, entry.seq, version))
        except (LookupError, ValueError, TypeError, AttributeError) as fault:
            self._tell(chain, entry, f"its body cannot be read: {fault}")

    def _compare(self, chain: Chain, entry: Stored, body: dict[str, Any]) -> None:
        subject, actor = body["subject"], body["actor"]["person"]
        about = (subject["t"], subject["id"], actor, body["audience"])
        at = dt.datetime.fromisoformat(body["at"])
        said = (body["chain"], body["seq"], body["act"], *about, at)
        held = (chain.key, entry.seq, *entry[FIRST_COPIED:])
        if held == said:
            return
        for name, column, inside in zip(COPIED, plain(held), plain(said), strict=True):
            if column != inside:
                what = f"{name} is {column!r} in the table, {inside!r} in the body that was hashed"
                self._tell(chain, entry, what, name, inside, column)

    def parts(self) -> Iterator[dict[str, Last]]:
        """The last snapshots by key, a part at a time, divided as any `Spread` divides them.

        A row that acts in two chains wrote (an appointment is made in that of the installation and
        ended in that of its code) stands as in the snapshot of the higher version.
        """
        for rows in self._snapshots.parts():
            last: dict[str, Last] = {}
            for key, *values in rows:
                one, held = Last(*values), last.get(key)
                if held is None or held.chain == one.chain or held.version <= one.version:
                    last[key] = one
            yield last

    def _tell(self, chain: Chain, entry: Stored, what: str, *column: Any) -> None:
        if len(self.odd) <= SHOWN:
            self.odd.append(Difference("record.event", f"{chain.key}/{entry.seq}", what, *column))


def key_of(label: str, row_id: str) -> str:
    return f"{label} {row_id}"


def version_of(snapshot: Mapping[str, Any]) -> int:
    """Which of two snapshots of a row, from two chains, is the later one; 0 for a part."""
    version = snapshot.get("version", 0)
    return version if isinstance(version, int) else 0


def digest_of(model: type[Row] | None, values: dict[str, Any]) -> str:
    """The digest of a row, from its snapshot or from what the table gives.

    A later column that holds what rows recorded before it hold is taken out of `values` first:
    the snapshots of those rows do not have it.
    """
    if model and model.later:
        for name, before in model.later.items():
            if values.get(name, before) == before:
                values.pop(name, None)
    data = written(values)
    if not (data.isascii() or is_normalized("NFC", data.decode())):
        data = canonical(values)
    return sha256(data).hexdigest()


def recorded_in(last: Last, key: str) -> dict[str, Any]:
    """The snapshot itself, from the entry that holds it."""
    body = Event.objects.values_list("body", flat=True).get(chain=last.chain, seq=last.seq)
    rows = reversed(parse(bytes(body))["rows"])
    return next(row["v"] for row in rows if key_of(row["t"], row["id"]) == key)
