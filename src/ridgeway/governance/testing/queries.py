"""Reads about testing: how many issues of which severity still weigh on a release."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from ridgeway.governance import prepared
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.visibility import (
    audiences,
    declare,
    seen_ids,
    seen_rows,
    visible,
)
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.modifications.queries import seen_values
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.testing.lifecycle import OPEN_STATES, STATES
from ridgeway.governance.testing.models import Defect, TestPhase

declare(Defect)

TABLES = (TestPhase, Defect, Modification)
"""What a source of another moment has to hold for them."""

GRAVE = 2
"""Severities 1 and 2 are counted apart: a release does not go live with them open by custom."""

SEVERITIES = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class DefectCounts:
    """Issues of one release: `table` maps (severity, state) to a number above 0."""

    table: dict[tuple[int, str], int]

    @property
    def total(self) -> int:
        return sum(self.table.values())

    @property
    def open(self) -> int:
        return sum(n for (_, state), n in self.table.items() if state in OPEN_STATES)

    @property
    def grave(self) -> int:
        """Open issues of severity 1 and 2."""
        return sum(
            n for (sev, state), n in self.table.items() if sev <= GRAVE and state in OPEN_STATES
        )

    def rows(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """For each severity the numbers in the order of STATES."""
        return tuple((s, tuple(self.table.get((s, t), 0) for t in STATES)) for s in SEVERITIES)


def defect_counts(
    actor: Actor, code_id: str, release_id: str, source: Source = LIVE
) -> DefectCounts:
    """Issues of a release by severity and state, as far as the actor may see them; one query."""
    if source is not LIVE:
        held = seen_rows(actor, Defect, ("severity", "state"), source, release_id=release_id)
        return DefectCounts(dict(Counter((row["severity"], row["state"]) for row in held)))
    rows = prepared.rows(_by_severity, releases=[release_id], **seen_values(actor, code_id))
    return DefectCounts({(severity, state): n for _, severity, state, n in rows})


def grave_counts(
    actor: Actor, code_id: str, release_ids: Iterable[str], source: Source = LIVE
) -> dict[str, int]:
    """Open issues of severity 1 and 2 for each release that has any; one query."""
    releases = list(release_ids)
    if source is not LIVE:
        columns = ("release_id", "severity", "state")
        held = seen_rows(actor, Defect, columns, source, release_id=releases)
        grave = [r for r in held if r["severity"] <= GRAVE and r["state"] in OPEN_STATES]
        return dict(Counter(row["release_id"] for row in grave))
    return dict(prepared.rows(_grave, releases=releases, **seen_values(actor, code_id)))


def _within(releases: Sequence[str], seen: Sequence[str] | None = None) -> QuerySet[Defect]:
    rows = Defect.objects.filter(release_id__in=releases)
    return rows if seen is None else rows.filter(audience__in=seen)


def _by_severity(**given: Any) -> QuerySet[Any, Any]:
    rows = _within(**given).order_by("severity", "state")
    return rows.values_list("release_id", "severity", "state").annotate(n=Count("id"))


def _grave(**given: Any) -> QuerySet[Any, Any]:
    rows = _within(**given).filter(severity__in=range(1, GRAVE + 1), state__in=OPEN_STATES)
    return rows.order_by().values_list("release_id").annotate(n=Count("id"))


@dataclass(frozen=True, slots=True)
class DefectRow:
    id: str
    reference: str
    title: str
    severity: int
    state: str
    environment: str
    found_date: dt.date | None
    plan: str
    modification: str | None = None


_DEFECT = (
    "id", "reference", "title", "severity", "state", "environment", "found_date", "plan",
    "modification__reference",
)  # fmt: skip


def defects_of(
    actor: Actor, release_id: str, *, most: int = 200, source: Source = LIVE
) -> tuple[DefectRow, ...]:
    """A release's issues, the gravest open ones first, at most `most`; one query."""
    if source is not LIVE:
        return _defects_then(actor, release_id, most, source)
    rows = visible(Defect, actor).filter(release_id=release_id)
    ordered = rows.order_by("severity", "-state", "reference")
    found: Iterable[Any] = ordered.values_list(*_DEFECT, "code_id", "modification__audience")[:most]
    return tuple(
        # A modification that the reader may not see is not named by what was found in it.
        DefectRow(*row[:9]) if row[10] in audiences(actor, row[9]) else DefectRow(*row[:8])
        for row in found
    )


def _defects_then(
    actor: Actor, release_id: str, most: int, source: Source
) -> tuple[DefectRow, ...]:
    columns = (*_DEFECT, "code_id", "modification_id", "modification__audience")
    rows = seen_rows(actor, Defect, columns, source, release_id=release_id)
    rows.sort(key=lambda row: str(row["reference"]))
    rows.sort(key=lambda row: str(row["state"]), reverse=True)
    rows.sort(key=lambda row: int(row["severity"]))
    found_in = {row["modification_id"] for row in rows if row["modification_id"]}
    now = seen_ids(actor, Modification, found_in)
    made = []
    for row in rows[:most]:
        then = row["modification__audience"] in audiences(actor, row["code_id"])
        named = _DEFECT if then and row["modification_id"] in now else _DEFECT[:-1]
        made.append(DefectRow(*(row[name] for name in named)))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class PhaseRow:
    number: int
    name: str
    note: str
    closed: bool | None


def phases_of(release_id: str, source: Source = LIVE) -> tuple[PhaseRow, ...]:
    """The phases of testing of a release that the caller was found to see."""
    rows = source.rows(TestPhase, ("number", "name", "note", "closed"), release_id=release_id)
    return tuple(PhaseRow(**row) for row in sorted(rows, key=lambda row: int(row["number"])))
