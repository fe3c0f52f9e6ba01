"""Obligations as pages, papers and gates read them: each with how it stands on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ridgeway.core.planning.standing import Facts, ObligationState, Standing, standing_of
from ridgeway.core.policy.terms import Duty, Timing
from ridgeway.core.verdict import Force
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.books import book_of, duty_of
from ridgeway.governance.releases.models import Obligation

DISCHARGED_LATE = "discharged-late"
MISSED = frozenset({"late", "born-late", DISCHARGED_LATE})

COLUMNS = (
    "id", "rule", "occurrence", "title", "owner", "force", "clause", "policy", "how", "due_date",
    "in_force", "set_on_date", "lapsed", "discharged_date", "judged_due_date", "discharge_note",
    "evidence_id", "unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ObligationLine:
    """One obligation on one day.

    `limit_date` is the date that it is judged by: the one kept at its discharge, else its due
    date. `state` is one of ObligationState or `discharged-late`; `sentence` says it in words.
    `departure` marks a *should* that was missed: seen by everyone, no blocker.
    """

    id: str
    rule: str
    occurrence: str
    title: str
    owner: str
    owner_name: str
    force: str
    clause: str
    policy: str
    how: str
    due_date: dt.date
    limit_date: dt.date
    in_force: bool
    set_on_date: dt.date | None
    state: str
    born_late: bool
    days_late: int
    sentence: str
    departure: bool
    discharged_date: dt.date | None
    discharge_note: str
    evidence_id: str | None
    unknown: str
    notice: bool
    minimum: bool
    to: tuple[str, ...]

    @property
    def key(self) -> str:
        """Its rule, and of what recurs which turn: one of a release bears it."""
        return f"{self.rule}@{self.occurrence}" if self.occurrence else self.rule

    @property
    def missed(self) -> bool:
        return self.state in MISSED

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.discharged_date is None and self.state in {"open", "late", "born-late"}


def lines_of(rows: list[dict[str, Any]], code_id: str, today: dt.date) -> list[ObligationLine]:
    """The lines of one release's rows (`COLUMNS` of each), in order of their dates."""
    done = {row["rule"]: row["discharged_date"] for row in rows if not row["occurrence"]}
    lines = [_line(row, code_id, today, done) for row in rows]
    return sorted(lines, key=lambda line: (line.due_date, line.rule))


def obligations_of(
    code_id: str, release_id: str, today: dt.date, source: Source = LIVE
) -> list[ObligationLine]:
    """Every obligation of a release: one query."""
    return lines_of(source.rows(Obligation, COLUMNS, release_id=release_id), code_id, today)


def _line(
    row: dict[str, Any], code_id: str, today: dt.date, done: dict[str, dt.date | None]
) -> ObligationLine:
    duty = duty_of(code_id, row["policy"], row["rule"])
    book = book_of(code_id, row["policy"])
    limit = row["judged_due_date"] or row["due_date"]
    standing = _standing(row, limit, duty, done, today)
    late_discharge = standing.state is ObligationState.DISCHARGED and standing.days_late > 0
    state = DISCHARGED_LATE if late_discharge else str(standing.state)
    values = {name: row[name] for name in COLUMNS if name not in {"judged_due_date", "lapsed"}}
    return ObligationLine(
        **values,
        owner_name=book.body_name(row["owner"]) if book else row["owner"],
        limit_date=limit,
        state=state,
        born_late=standing.born_late,
        days_late=standing.days_late,
        sentence=row["unknown"] or standing.sentence,
        departure=row["force"] == Force.SHOULD and state in MISSED,
        notice=bool(duty and duty.notice),
        minimum=bool(duty and duty.minimum),
        to=book.names_of(duty.to) if book and duty else (),
    )


def _standing(
    row: dict[str, Any],
    limit: dt.date,
    duty: Duty | None,
    done: dict[str, dt.date | None],
    today: dt.date,
) -> Standing:
    order = duty is not None and duty.timing is Timing.BEFORE
    facts = Facts(
        in_force=row["in_force"],
        set_on=None if order else row["set_on_date"],
        discharged_date=row["discharged_date"],
        lapsed=row["lapsed"],
        record_known=not row["unknown"],
        must_precede=order,
        preceded_date=done.get(duty.anchor) if order and duty else None,
    )
    return standing_of(limit, today, facts)
