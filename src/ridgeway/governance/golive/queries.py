"""The gate of a release, as pages, the API, papers and acts read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Reason, Verdict
from ridgeway.governance.codes.models import Body, Person, PolicyAdoption
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.committees.models import Advice, Condition, Resolution
from ridgeway.governance.control.freezing import stops_release
from ridgeway.governance.control.models import Freeze
from ridgeway.governance.golive.facts import GateFacts, gate_facts
from ridgeway.governance.golive.gate import decision, readiness
from ridgeway.governance.golive.models import Criterion, CriterionFinding, FinalCall, Waiver
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.models import Obligation, Release
from ridgeway.governance.releases.obligations import obligations_of
from ridgeway.governance.testing.models import Defect, TestPhase

TABLES = (
    Criterion, CriterionFinding, Waiver, FinalCall, Advice, Resolution, Condition, Obligation,
    Body, Person, PolicyAdoption, Freeze, Defect, TestPhase,
)  # fmt: skip
"""What a source of another moment has to hold for the gate."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a release may go live: its readiness, the decision, and what they rest on."""

    readiness: Verdict
    decision: Verdict
    facts: GateFacts
    books: Sequence[Rulebook]
    bodies: dict[str, str]


def gate_of(release: Release | dict[str, Any], today: dt.date, *, source: Source = LIVE) -> Gate:
    """The gate on a day, from the tables as they are or the record as it stood.

    `release` needs id, code_id and go_live_date; whoever calls has found it visible.
    """
    if isinstance(release, Release):
        release = {
            "id": release.id,
            "code_id": release.code_id,
            "go_live_date": release.go_live_date,
            "actual_date": release.actual_date,
        }
    on = release["actual_date"] or today
    named = source.rows(Body, ("key", "short_name"))
    bodies = {row["key"]: row["short_name"] for row in named}
    books = rulebooks_in_force(release["code_id"], min(on, release["go_live_date"]), source)
    facts = gate_facts(source, release["id"], bodies)
    frozen = Verdict("", _frozen(release, today, source))
    return Gate(
        readiness=readiness(
            facts,
            books,
            bodies,
            go_live_date=release["go_live_date"],
            on=today,
            obligations=obligations_of(release["code_id"], release["id"], today, source),
        )
        + frozen,
        decision=decision(facts, books, bodies, go_live_date=release["go_live_date"], on=today),
        facts=facts,
        books=books,
        bodies=bodies,
    )


def _frozen(release: dict[str, Any], today: dt.date, source: Source) -> tuple[Reason, ...]:
    """What change freezes say to the planned day; what is live is judged no more."""
    if release["actual_date"] is not None:
        return ()
    ids = release["id"], release["code_id"]
    return tuple(stops_release(*ids, release["go_live_date"], today, source))
