"""What is planned for a document against the policy's limits, which are minimums (F-079)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ridgeway.core.dates.wording import long_date
from ridgeway.core.planning.minimums import judge_planned
from ridgeway.core.verdict import Force, Reason, State, Verdict
from ridgeway.governance.baselines.models import ReleaseDocument
from ridgeway.governance.baselines.rules import Ruled, rule_of
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.books import duty_of
from ridgeway.governance.releases.models import Obligation
from ridgeway.governance.releases.obligations import COLUMNS

QUESTION = "Is it planned in good time?"


def minimums(document: ReleaseDocument, source: Source = LIVE) -> Verdict:
    """Each day that is planned against its limit: one query of the `source` of now."""
    found = rule_of(document)
    if found is None:
        return Verdict(QUESTION)
    plans = (
        (found.rule.issued, document.planned_issue_date),
        (found.rule.published, document.planned_publication_date),
    )
    keys = {key: day for duty, day in plans if duty for key in (duty, f"{found.book.id}:{duty}")}
    rows = source.rows(Obligation, COLUMNS, release_id=document.release_id)
    reasons = [
        _judged(found, document.code_id, row, keys[row["rule"]])
        for row in sorted(rows, key=lambda row: (row["due_date"], row["rule"]))
        if row["rule"] in keys and not row["lapsed"] and row["discharged_date"] is None
    ]
    return Verdict(QUESTION, tuple(reasons))


@dataclass(frozen=True, slots=True)
class _Held:
    """A duty of the release as it stands, as a limit to plan against."""

    id: str
    title: str
    due_date: dt.date
    clause: str
    owner_name: str
    force: Force
    minimum: bool


def _judged(found: Ruled, code_id: str, row: dict[str, Any], planned: dt.date | None) -> Reason:
    duty = duty_of(code_id, row["policy"], row["rule"])
    clause, owner = found.book.cite(row["clause"]), found.name(row["owner"])
    if planned is None:
        what = f"{row['title']}: not planned yet; by {long_date(row['due_date'])}."
        return Reason(row["rule"], what, State.MET, clause=clause, cleared_by=(owner,))
    limit = _Held(
        row["rule"], row["title"], row["due_date"], clause, owner, Force(row["force"]),
        minimum=duty is not None and duty.minimum,
    )  # fmt: skip
    return judge_planned(limit, planned)
