"""One act under way: what it knows, and the only hands that write governed rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from ridgeway.core.verdict import Reason
from ridgeway.governance import writing
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Code
from ridgeway.governance.record import log
from ridgeway.governance.record.rows import Root, Row, label_of

R = TypeVar("R", bound=Row)


class Stale(Exception):
    """The subject has moved on since the actor read it."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(f"version {expected} was read, but the subject is at version {found}")
        self.expected = expected
        self.found = found


@dataclass(frozen=True, slots=True)
class Happened:
    """When something entered later really happened: a day, or an interval that holds the day."""

    from_date: dt.date
    until_date: dt.date | None = None

    def as_record(self) -> dict[str, str]:
        if self.until_date is None:
            return {"date": self.from_date.isoformat()}
        return {"from": self.from_date.isoformat(), "until": self.until_date.isoformat()}


@dataclass(frozen=True, slots=True)
class Told:
    """What the actor says beside the input: why, on whose behalf, and for the past, from where."""

    reason: str = ""
    acting_for: str = ""
    source: str = ""
    happened: Happened | None = None


UNTOLD = Told()


@dataclass(slots=True)
class Acting:
    """What an act's function gets. `clause` and `policy` are filled by the rule that judged.

    `worked_out` holds what judging needs once, whichever acts are judged together. `added` are the
    identities of the rows that this act inserted, `departures` each *should* that judging let pass.
    """

    actor: Actor
    at: dt.datetime
    act: str
    code: Code | None
    subject: Root
    told: Told = UNTOLD
    clause: str = ""
    policy: str = ""
    departures: tuple[Reason, ...] = ()
    answer: dict[str, Any] = field(default_factory=dict)
    entries: list[log.Entry] = field(default_factory=list)
    worked_out: dict[str, Any] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)
    _wrote: dict[tuple[str, str], Row] = field(default_factory=dict)
    _raised: set[str] = field(default_factory=set)
    _about_new: bool = False

    @property
    def today(self) -> dt.date:
        """The legal date of the act in the code's zone."""
        return self.at.astimezone(ZoneInfo(self.code.zone if self.code else "UTC")).date()

    def once(self, name: str, work_out: Callable[[], Any]) -> Any:
        """What was worked out under this name already, or now; nothing that a write may change
        between judging and its use."""
        if name not in self.worked_out:
            self.worked_out[name] = work_out()
        return self.worked_out[name]

    @property
    def within(self) -> Code:
        """The code, for acts that only exist under one."""
        if self.code is None:
            raise LookupError(f"{self.act} needs a subject under a code")
        return self.code

    def about(self, row: Root) -> None:
        """Make a newly added row the subject that the record names."""
        self.subject, self._about_new = row, True

    def add(self, row: R) -> R:
        """Insert a row and put it on the record."""
        self.add_all([row])
        return row

    def add_all(self, rows: Sequence[R]) -> Sequence[R]:
        """Insert many rows of one table and put each on the record."""
        writing.insert(rows)
        self.added.update(row.id for row in rows)
        for row in rows:
            self._note(row)
        return rows

    def change(self, row: Row, **values: Any) -> None:
        """Update a row, guarded by the version that was read, and put it on the record."""
        for name, value in values.items():
            setattr(row, name, value)
        if isinstance(row, Root) and row.id not in self._raised:
            if not writing.update(row, tuple(values), version=row.version):
                raise Stale(row.version, row.version + 1)
            row.version += 1
            self._raised.add(row.id)
        else:
            writing.update(row, tuple(values))
        self._note(row)

    def separately(
        self,
        act: str,
        subject: Root,
        rows: Sequence[Row],
        audience: str,
        rows_written: bytes = b"",
    ) -> None:
        """Give rows that were inserted in bulk an entry of their own.

        `rows_written` are their bytes in it, where they were made before.
        """
        self.entries.append(
            log.Entry(
                act=act,
                subject=subject,
                rows=rows,
                audience=audience,
                rows_written=rows_written,
                **self.particulars(),
            )
        )
        for row in rows:
            self._wrote.pop((label_of(type(row)), row.id), None)

    def settle(self) -> None:
        """Raise the subject's version when only its parts were written."""
        if self._wrote and not self._about_new and self.subject.id not in self._raised:
            self.change(self.subject)

    def written(self) -> tuple[Row, ...]:
        """The rows written so far."""
        return tuple(self._wrote.values())

    def rows(self) -> tuple[Row, ...]:
        """The rows written, the subject first."""
        mine = (label_of(type(self.subject)), self.subject.id)
        ordered = sorted(self._wrote, key=lambda key: key != mine)
        return tuple(self._wrote[key] for key in ordered)

    def particulars(self) -> dict[str, Any]:
        """What every entry of this act has in common."""
        return {
            "at": self.at,
            "actor_id": self.actor.person_id,
            "account_id": self.actor.account_id,
            "via": str(self.actor.via),
            "acting_for": self.told.acting_for,
            "happened": self.told.happened.as_record() if self.told.happened else None,
            "clause": self.clause,
            "policy": self.policy,
            "reason": self.told.reason,
            "source": self.told.source,
        }

    def _note(self, row: Row) -> None:
        self._wrote[(label_of(type(row)), row.pk)] = row
