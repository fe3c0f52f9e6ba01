"""What is staged, for whoever may bring a register in; for anybody else there is nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Code
from ridgeway.governance.intake.folders import every_fault
from ridgeway.governance.intake.models import StagedImport, StagedState
from ridgeway.governance.intake.staging import is_under_way, may_hand_in, may_import

LATEST = 20

__all__ = [
    "Standing",
    "every_fault",
    "import_seen",
    "imports_of",
    "may_hand_in",
    "may_import",
    "standing",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """An import as a page and a program show it. `what` counts lines by kind: new and held alike.

    `may_store`: it is checked, and something in it is new.
    """

    id: str
    state: str
    phase: str
    done: int
    expected: int
    files: tuple[tuple[str, int], ...]
    source: str
    by: str
    asked_by: str
    staged_at: dt.datetime
    ended_at: dt.datetime | None
    what: tuple[tuple[str, int, int], ...]
    faults: tuple[dict[str, str], ...]
    fault_count: int
    failed_because: str
    first_seq: int | None
    last_seq: int | None
    under_way: bool

    @property
    def title(self) -> str:
        return ", ".join(name for name, _ in self.files)

    @property
    def new(self) -> int:
        return sum(new for _, new, _ in self.what)

    @property
    def held(self) -> int:
        return sum(held for _, _, held in self.what)

    @property
    def may_store(self) -> bool:
        return self.state == StagedState.CHECKED and self.new > 0

    @property
    def may_remove(self) -> bool:
        return self.state != StagedState.STORING


def imports_of(actor: Actor, code: Code, at: dt.datetime) -> list[Standing]:
    """The latest imports of a code, without their faults."""
    if not may_hand_in(actor, code, at).allowed:
        return []
    rows = StagedImport.objects.filter(code=code).select_related(
        "staged_by__person", "asked_by__person"
    )
    return [standing(row) for row in rows.defer("faults").order_by("-staged_at")[:LATEST]]


def import_seen(actor: Actor, staged_id: str, at: dt.datetime) -> StagedImport | None:
    """One import; hidden and missing answer the same."""
    rows = StagedImport.objects.select_related("code", "staged_by__person", "asked_by__person")
    found = rows.filter(pk=staged_id).first()
    if found is None or not may_hand_in(actor, found.code, at).allowed:
        return None
    return found


def standing(row: StagedImport) -> Standing:
    """The row in plain values; faults are there only where they were read."""
    kinds = [kind for kind in row.new if row.new[kind] or row.held.get(kind)]
    kinds += [kind for kind in row.held if kind not in row.new]
    read = "faults" not in row.get_deferred_fields()
    return Standing(
        id=row.id,
        state=str(row.state),
        phase=row.phase,
        done=row.done,
        expected=row.expected,
        files=tuple((file["name"], file["size"]) for file in row.files),
        source=row.source,
        by=row.staged_by.person.name,
        asked_by=row.asked_by.person.name if row.asked_by else "",
        staged_at=row.staged_at,
        ended_at=row.ended_at,
        what=tuple((kind, row.new.get(kind, 0), row.held.get(kind, 0)) for kind in kinds),
        faults=tuple(row.faults) if read else (),
        fault_count=row.fault_count,
        failed_because=row.failed_because,
        first_seq=row.first_seq,
        last_seq=row.last_seq,
        under_way=is_under_way(row),
    )
