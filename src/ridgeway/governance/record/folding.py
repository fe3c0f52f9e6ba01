"""What the record says each governed row holds: its last snapshot, kept as canonical bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ridgeway.core.record.canonical import CanonicalError, parse, written
from ridgeway.governance.record.reading import Stored


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


@dataclass(slots=True)
class Folded:
    """The last snapshot of every row by table and id, and what was odd on the way.

    Bytes, not dicts: a tenth of the memory, and one comparison for a whole row.
    """

    tables: dict[str, dict[str, bytes]] = field(default_factory=dict)
    odd: list[Difference] = field(default_factory=list)

    def add(self, chain: Folded) -> None:
        """Lay another chain's rows over these.

        A row that acts in two chains wrote (an appointment is made in that of the installation and
        ended in that of its code) stands as in the snapshot of the higher version.
        """
        self.odd.extend(chain.odd)
        for label, rows in chain.tables.items():
            held = self.tables.setdefault(label, {})
            for row_id in held.keys() & rows.keys():
                if supersedes(parse(held[row_id]), parse(rows[row_id])):
                    rows[row_id] = held[row_id]
            held.update(rows)

    def take(self, chain: str, entry: Stored) -> None:
        """Fold one entry in, and compare its searchable columns with its body."""
        try:
            body = parse(bytes(entry.body), exact=True)
            for name, held, said in _columns(chain, entry, body):
                if held != said:
                    self.odd.append(_column_differs(chain, entry, name, said, held))
            for row in body["rows"]:
                # A copy: the bytes that orjson gives hold room for several times as many.
                exact = memoryview(written(row["v"])).tobytes()
                self.tables.setdefault(row["t"], {})[row["id"]] = exact
        except (CanonicalError, LookupError, TypeError, AttributeError) as fault:
            place = f"{chain}/{entry.seq}"
            self.odd.append(Difference("record.event", place, f"its body cannot be read: {fault}"))


def supersedes(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether the first of two snapshots of a row, from two chains, is the later one."""
    return bool(one.get("version", 0) > other.get("version", 0))


def _columns(chain: str, entry: Stored, body: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    subject = body["subject"]
    yield "chain", chain, body["chain"]
    yield "seq", entry.seq, body["seq"]
    yield "act", entry.act, body["act"]
    yield "subject_type", entry.subject_type, subject["t"]
    yield "subject_id", entry.subject_id, subject["id"]
    yield "actor_id", entry.actor_id, body["actor"]["person"]
    yield "audience", entry.audience, body["audience"]
    # Instants come from the database in UTC.
    at = entry.recorded_at.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    yield "recorded_at", at, body["at"]


def _column_differs(chain: str, entry: Stored, name: str, said: Any, held: Any) -> Difference:
    what = f"{name} is {held!r} in the table, {said!r} in the body that was hashed"
    return Difference("record.event", f"{chain}/{entry.seq}", what, name, said, held)
