"""Reports and challenges as they are read, each as far as the reader may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.visibility import declare, seen_rows
from ridgeway.governance.costs.groups import pinned_policy
from ridgeway.governance.costs.models import CostChallenge, CostLine, CostReport, Kind
from ridgeway.governance.costs.variance import total
from ridgeway.governance.record.sources import LIVE, Source

declare(CostReport)
declare(CostChallenge)

Values = dict[str, Any]

REPORT = (
    "id", "version", "kind", "modification_id", "release_id", "number", "stated_by_id",
    "stated_by__key", "stated_by__short_name", "reported_date", "due_date", "savings",
    "savings_note", "note", "policy", "evidence_id", "source", "audience", "code_id",
)  # fmt: skip
LINE = ("report_id", "number", "group", "amount", "comment")
CHALLENGE = (
    "id", "version", "number", "report_id", "release_id", "modification_id", "group", "amount",
    "raised_by__short_name", "raised_date", "text", "answered_by__short_name", "answered_date",
    "answer", "outcome", "settled_date", "settled_note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    group: str
    title: str
    amount: int | None
    comment: str


@dataclass(frozen=True, slots=True)
class Report:
    """What one body told; `total` is None where an amount of it is not held.

    `latest` marks the one that stands; the others are its earlier versions.
    """

    id: str
    version: int
    kind: str
    title: str
    modification_id: str | None
    number: int
    stated_by: str
    stated_by_key: str
    reported_date: dt.date
    due_date: dt.date | None
    savings: int | None
    savings_note: str
    note: str
    source: str
    audience: str
    evidence_id: str | None
    lines: tuple[Line, ...]
    latest: bool

    @property
    def total(self) -> int | None:
        return total(line.amount for line in self.lines)

    @property
    def told(self) -> int:
        """What is told so far, whatever is still open."""
        return sum(line.amount for line in self.lines if line.amount is not None)

    @property
    def amounts(self) -> dict[str, int | None]:
        return {line.group: line.amount for line in self.lines}

    @property
    def comments(self) -> dict[str, str]:
        return {line.group: line.comment for line in self.lines}


@dataclass(frozen=True, slots=True)
class Challenge:
    """A figure called into question; `open` until its outcome is entered."""

    id: str
    version: int
    number: int
    about: str
    group: str
    amount: int | None
    raised_by: str
    raised_date: dt.date
    text: str
    answered_by: str
    answered_date: dt.date | None
    answer: str
    outcome: str
    settled_date: dt.date | None
    settled_note: str

    @property
    def open(self) -> bool:
        return not self.outcome


def reports_of(
    actor: Actor, code_id: str, source: Source = LIVE, /, **equals: Any
) -> tuple[Report, ...]:
    """The reports that the actor may see, the latest first: two queries."""
    rows = seen_rows(actor, CostReport, REPORT, source, code_id=code_id, **equals)
    ids = [row["id"] for row in rows]
    return made_of(rows, source.rows(CostLine, LINE, report_id=ids) if ids else ())


def made_of(rows: Iterable[Values], told: Iterable[Values]) -> tuple[Report, ...]:
    """The reports that rows of REPORT make with their lines, the latest first."""
    rows, lines = list(rows), dict[str, list[Values]]()
    for line in told:
        lines.setdefault(line["report_id"], []).append(line)
    newest: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = _series(row)
        newest[key] = max(newest.get(key, 0), row["number"])
    made = [_report(row, lines.get(row["id"], []), newest[_series(row)]) for row in rows]
    return tuple(sorted(made, key=lambda r: (r.reported_date, r.number), reverse=True))


def _series(row: Values) -> tuple[str, ...]:
    """Reports that stand beside each other as versions of one."""
    return (row["kind"], row["stated_by_id"], row["modification_id"] or row["release_id"])


def _report(row: Values, lines: list[Values], newest: int) -> Report:
    policy = pinned_policy(row["code_id"], row["policy"])
    told = tuple(
        Line(
            group=line["group"],
            title=policy.title_of(line["group"]) if policy else line["group"],
            amount=line["amount"],
            comment=line["comment"],
        )
        for line in sorted(lines, key=lambda line: int(line["number"]))
    )
    same = (
        "id", "version", "kind", "modification_id", "number", "reported_date", "due_date",
        "savings", "savings_note", "note", "source", "audience", "evidence_id",
    )  # fmt: skip
    return Report(
        **{name: row[name] for name in same},
        title=str(Kind(row["kind"]).label),
        stated_by=row["stated_by__short_name"],
        stated_by_key=row["stated_by__key"],
        lines=told,
        latest=row["number"] == newest,
    )


def challenges_of(
    actor: Actor, code_id: str, source: Source = LIVE, /, **equals: Any
) -> list[Challenge]:
    """Challenges that the actor may see, by number: one query, and one for what they are about."""
    rows = seen_rows(actor, CostChallenge, CHALLENGE, source, code_id=code_id, **equals)
    if not rows:
        return []
    about = ("id", "kind", "number", "stated_by__short_name", "policy")
    found = source.rows(CostReport, about, id=sorted({row["report_id"] for row in rows}))
    reports = {row["id"]: row for row in found}
    return [
        _challenge(row, reports[row["report_id"]], code_id)
        for row in sorted(rows, key=lambda row: int(row["number"]))
    ]


def _challenge(row: Values, report: Values, code_id: str) -> Challenge:
    policy = pinned_policy(code_id, report["policy"])
    group = policy.title_of(row["group"]) if policy and row["group"] else row["group"]
    same = (
        "id", "version", "number", "amount", "raised_date", "text", "answered_date", "answer",
        "outcome", "settled_date", "settled_note",
    )  # fmt: skip
    return Challenge(
        **{name: row[name] for name in same},
        about=f"{Kind(report['kind']).label} {report['number']}, {report['stated_by__short_name']}",
        group=group or "the whole",
        raised_by=row["raised_by__short_name"],
        answered_by=row["answered_by__short_name"] or "",
    )
