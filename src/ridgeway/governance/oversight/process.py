"""Due process: each step that a policy demands of the board of a release, and whether it came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ridgeway.core.lifecycle.tables import BEFORE_LIVE
from ridgeway.core.planning.obligations import Undated
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Decision, Duty, Status
from ridgeway.core.record.canonical import parse
from ridgeway.core.verdict import Force
from ridgeway.governance.oversight.arising import Arising
from ridgeway.governance.record.models import Event
from ridgeway.governance.releases.obligations import ObligationLine
from ridgeway.governance.releases.queries_page import ReleasePage

Values = dict[str, Any]
RELEASE = "release"
"""What duties and decisions are about that are steps of a release."""


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
    """The steps of a board under one policy. One that is only proposed demands nothing."""

    board: str
    policy: str
    binds: bool
    steps: tuple[Step, ...]

    def count(self, *states: Came) -> int:
        return sum(step.came in states for step in self.steps)


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows that steps were taken: resolutions and advice about the release, what arose of
    undated duties, and how far of the record a reader sees (`upto` its last entry, None for all).
    """

    page: ReleasePage
    resolutions: Sequence[Values]
    heard: frozenset[str]
    arising: Arising
    today: dt.date
    audiences: frozenset[str]
    upto: int | None = None


def due_process(
    books: Iterable[tuple[Rulebook, tuple[Undated, ...]]], shown: Shown
) -> tuple[Process, ...]:
    """Every step that each policy demands of its owner for a release, the release's own first:
    one query.
    """
    taken = [row["id"] for row in shown.resolutions if row["state"] == "carried"]
    wanted = {line.id for line in shown.page.obligations} | set(taken)
    entries = _entries(shown.page.id, wanted, shown.audiences, shown.upto)
    found = (
        Process(
            board=book.body_name(book.owner),
            policy=book.cited,
            binds=book.status is Status.APPROVED,
            steps=tuple(_steps(book, undated, shown, entries)),
        )
        for book, undated in books
    )
    return tuple(process for process in found if process.steps)


def _steps(
    book: Rulebook, undated: Iterable[Undated], shown: Shown, entries: Mapping[str, int]
) -> Iterator[Step]:
    for line in shown.page.obligations:
        if line.owner == book.owner and line.policy.partition("@")[0] == book.id:
            yield _of_duty(line, entries)
    for decision in book.decisions:
        if decision.subject == RELEASE:
            yield _of_decision(book, decision, shown, entries)
    for duty in undated:
        if duty.owner == book.owner:
            yield _of_undated(book, duty, shown.arising)
    for row in shown.arising.notices:
        rule = book.duty(row["rule"].rpartition(":")[2])
        if rule is not None and rule.owner == book.owner and rule.subject != RELEASE:
            yield _of_notice(row, rule, shown.today)


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
    book: Rulebook, decision: Decision, shown: Shown, entries: Mapping[str, int]
) -> Step:
    """A decision as a resolution shows it, else the duties that it discharges.

    One that a release needed and nothing shows, once it is live, cannot be told of.
    """
    row = next((r for r in shown.resolutions if _took(r, decision)), None)
    done = None if row else _done_by_duties(book, decision, shown.page.obligations)
    asked = (*decision.advice_from, *decision.consult)
    title = decision.title
    if decision.decided_by != book.owner:
        title = f"{title} (for {book.called(decision.decided_by)} to decide)"
    step = Step(
        title=title,
        clause=decision.clause,
        force=str(decision.force),
        due_date=None,
        when="",
        came=_not_taken(book, decision, shown),
        taken_date=None,
        by="",
        entry=None,
        resolution="",
        advice=tuple(Heard(book.body_name(body), body in shown.heard) for body in asked),
    )
    if row is not None:
        return replace(
            step,
            came=Came.TAKEN,
            taken_date=row["decided_date"] or row["decided_until_date"],
            by="attested" if row["attested"] else "carried",
            entry=entries.get(str(row["id"])),
            resolution=str(row["id"]),
        )
    if done is not None:
        shows = _of_duty(done, entries)
        return replace(
            step, came=shows.came, taken_date=shows.taken_date, by=shows.by, entry=shows.entry
        )
    return step


def _done_by_duties(
    book: Rulebook, decision: Decision, lines: Iterable[ObligationLine]
) -> ObligationLine | None:
    """The last of the decision's duties to be discharged, once each of them is."""
    mine = [line for line in lines if line.rule in decision.duties and line.state != "lapsed"]
    mine = [line for line in mine if line.policy.partition("@")[0] == book.id]
    if not mine or any(line.discharged_date is None for line in mine):
        return None
    return max(mine, key=lambda line: (line.discharged_date or line.due_date, line.due_date))


def _took(row: Values, decision: Decision) -> bool:
    same = (decision.id, decision.decided_by) == (row["matter"], row["body__key"])
    return bool(same and row["state"] == "carried")


def _not_taken(book: Rulebook, decision: Decision, shown: Shown) -> Came:
    if book.status is not Status.APPROVED:
        return Came.NOT_IN_FORCE
    if decision.force is Force.MAY:
        return Came.NOT_ASKED
    return Came.OPEN if shown.page.head["state"] in BEFORE_LIVE else Came.UNKNOWN


def _of_undated(book: Rulebook, duty: Undated, arising: Arising) -> Step:
    held = arising.duties.get(duty.id)
    came = Came.NOT_ASKED if book.status is Status.APPROVED else Came.NOT_IN_FORCE
    if held is not None:
        came = Came.OPEN if held.open else Came.TAKEN
    return Step(
        title=duty.title, clause=duty.clause, force=str(duty.force), due_date=None,
        when=duty.when, came=came, taken_date=held.last_date if held else None,
        by=held.say if held else "", entry=None, resolution="", advice=(),
    )  # fmt: skip


def _of_notice(row: Values, duty: Duty, today: dt.date) -> Step:
    sent, gone, by = row["sent_date"], row["state"] == "withdrawn", row["withdrawn_because"]
    due = None if row["due_words"] else row["due_date"]
    late = due is not None and (sent or today) > due
    came = (Came.TAKEN_LATE if late else Came.TAKEN) if sent else Came.LATE if late else Came.OPEN
    return Step(
        title=row["title"], clause=row["clause"], force=str(duty.force), due_date=due,
        when=row["due_words"], came=Came.NOT_ASKED if gone else came, taken_date=sent,
        by=by or "notice", entry=None, resolution="", advice=(),
    )  # fmt: skip


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
