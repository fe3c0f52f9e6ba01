"""Due process: each step that a policy demands of the board of a release, and whether it came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ridgeway.core.lifecycle.tables import BEFORE_LIVE
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Decision
from ridgeway.core.record.canonical import parse
from ridgeway.core.verdict import Force
from ridgeway.governance.record.models import Event
from ridgeway.governance.releases.obligations import ObligationLine
from ridgeway.governance.releases.queries_page import ReleasePage

Values = dict[str, Any]


class Came(StrEnum):
    """How a step stands; a missed *should* is a departure, everything else that is missed late."""

    TAKEN = "taken"
    TAKEN_LATE = "taken-late"
    OPEN = "open"
    LATE = "late"
    DEPARTED = "departed"
    NOT_IN_FORCE = "not-in-force"
    NOT_ASKED = "not-asked"
    UNKNOWN = "unknown"


STATES = {
    "discharged": Came.TAKEN, "discharged-late": Came.TAKEN_LATE, "open": Came.OPEN,
    "late": Came.LATE, "born-late": Came.LATE, "not-in-force": Came.NOT_IN_FORCE,
    "unknown": Came.UNKNOWN, "lapsed": Came.NOT_ASKED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """A body whose advice is wanted for a step, and whether it is held."""

    name: str
    heard: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what, by when, whether and when it was taken, by which entry of the record.

    `entry` is the number in the chain of the code, None where none shows it or the reader may not
    see it; `subject` names a resolution that took it.
    """

    title: str
    clause: str
    force: str
    due_date: dt.date | None
    when: str
    came: Came
    taken_date: dt.date | None
    by: str
    entry: int | None
    resolution: str
    advice: tuple[Heard, ...]

    @property
    def missed(self) -> bool:
        return self.came in (Came.LATE, Came.TAKEN_LATE, Came.DEPARTED)


@dataclass(frozen=True, slots=True)
class Process:
    """The steps of a board under one policy; `board` is empty where the policy names none."""

    board: str
    policy: str
    steps: tuple[Step, ...]

    def count(self, *states: Came) -> int:
        return sum(step.came in states for step in self.steps)


def due_process(
    book: Rulebook | None,
    page: ReleasePage,
    resolutions: Iterable[Values],
    advice: Iterable[Values],
    audiences: frozenset[str],
    upto: int | None = None,
) -> Process:
    """Every step that a policy demands of its owner for a release: one query.

    `upto` is the last entry of the record that counts; None for all.
    """
    if book is None or not book.owner:
        return Process("", "", ())
    duties = [line for line in page.obligations if _plain(line) and line.owner == book.owner]
    taken = {row["matter"]: row for row in resolutions if _took(row, book.owner)}
    wanted = {line.id for line in duties} | {str(row["id"]) for row in taken.values()}
    entries = _entries(page.id, wanted, audiences, upto)
    heard = {row["body__key"] for row in advice}
    over = page.head["state"] not in BEFORE_LIVE
    steps = [_of_duty(line, entries) for line in duties]
    steps += [
        _of_decision(book, decision, taken.get(decision.id), heard, entries, over)
        for decision in book.decisions
        if decision.decided_by == book.owner
    ]
    undated = [duty for duty in page.undated if duty.owner == book.owner]
    steps += [
        Step(
            title=duty.title, clause=duty.clause, force=str(duty.force), due_date=None,
            when=duty.when, came=Came.NOT_ASKED, taken_date=None, by="", entry=None,
            resolution="", advice=(),
        )
        for duty in undated
    ]  # fmt: skip
    return Process(book.body_name(book.owner), book.cited, tuple(steps))


def _plain(line: ObligationLine) -> bool:
    """A duty of the release's own policy, not of another that binds it too."""
    return ":" not in line.rule


def _took(row: Values, board: str) -> bool:
    return bool(row["body__key"] == board and row["state"] == "carried")


def _of_duty(line: ObligationLine, entries: Mapping[str, int]) -> Step:
    came = STATES[line.state]
    if came is Came.LATE and line.force == Force.SHOULD:
        came = Came.DEPARTED
    return Step(
        title=line.title,
        clause=line.clause,
        force=line.force,
        due_date=line.due_date,
        when="",
        came=came,
        taken_date=line.discharged_date,
        by=line.discharge_note,
        entry=entries.get(line.id) if line.discharged_date else None,
        resolution="",
        advice=(),
    )


def _of_decision(
    book: Rulebook,
    decision: Decision,
    row: Values | None,
    heard: Iterable[str],
    entries: Mapping[str, int],
    over: bool,
) -> Step:
    """A decision that a release needed and nothing shows, once it is live, cannot be told of."""
    known = set(heard)
    asked = (*decision.advice_from, *decision.consult)
    may = decision.force is Force.MAY
    missing = Came.UNKNOWN if over else Came.OPEN
    day = (row["decided_date"] or row["decided_until_date"]) if row else None
    return Step(
        title=decision.title,
        clause=decision.clause,
        force=str(decision.force),
        due_date=None,
        when="",
        came=Came.TAKEN if row else Came.NOT_ASKED if may else missing,
        taken_date=day,
        by=("attested" if row["attested"] else "carried") if row else "",
        entry=entries.get(str(row["id"])) if row else None,
        resolution=str(row["id"]) if row else "",
        advice=tuple(Heard(book.body_name(body), body in known) for body in asked),
    )


def _entries(
    release_id: str, wanted: set[str], audiences: frozenset[str], upto: int | None
) -> dict[str, int]:
    """The latest entry that wrote each of these rows: a later writing carries the discharge."""
    if not wanted:
        return {}
    rows = Event.objects.filter(
        subject_id__in=[release_id, *wanted], audience__in=sorted(audiences)
    )
    if upto is not None:
        rows = rows.filter(seq__lte=upto)
    found: dict[str, int] = {}
    marks = {row_id.encode(): row_id for row_id in wanted}
    first_done: dict[str, int] = {}
    for seq, body in rows.order_by("seq").values_list("seq", "body").iterator():
        data = bytes(body)
        if not any(mark in data for mark in marks):
            continue
        for row in parse(data)["rows"]:
            if row["id"] not in wanted:
                continue
            found[row["id"]] = seq
            if row["v"].get("discharged_date") or row["v"].get("state") == "carried":
                first_done.setdefault(row["id"], seq)
    return found | first_done
