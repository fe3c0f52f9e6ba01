"""Reads about one modification; the register of them all joins releases and stands there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from ridgeway.core.lifecycle.machine import words
from ridgeway.core.verdict import Verdict
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Body, Party, PolicyAdoption
from ridgeway.governance.codes.visibility import audiences, declare, visible
from ridgeway.governance.modifications.dates import Dating, dating_of
from ridgeway.governance.modifications.models import (
    AmendedDate,
    Modification,
    ModificationReference,
    Part,
)
from ridgeway.governance.modifications.proving import Asked
from ridgeway.governance.modifications.workflow import (
    Life,
    judge_move,
    life_of,
    standing_of,
)
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.record.sources import LIVE, Source

declare(Modification)

TABLES = (Modification, ModificationReference, Part, AmendedDate, Body, Party, PolicyAdoption)
"""What a source of another moment has to hold for the page of one."""

EVERY_AUDIENCE = frozenset(Audience.values)


def seen_under(actor: Actor, code_id: str, field: str = "audience") -> Q:
    """What an actor sees of one code's items: the same rule as `visible`, in a form that indexes
    of a single code can serve. Nothing is asked of a reader who sees every audience."""
    seen = audiences(actor, code_id)
    return Q() if seen == EVERY_AUDIENCE else Q(**{f"{field}__in": sorted(seen)})


def seen_values(actor: Actor, code_id: str) -> dict[str, list[str]]:
    """The same as `seen`, a value for a prepared query; nothing where nothing need be asked."""
    found = audiences(actor, code_id)
    return {} if found == EVERY_AUDIENCE else {"seen": sorted(found)}


@dataclass(frozen=True, slots=True)
class PartRow:
    id: str
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A reference and since when; the present one is marked."""

    reference: str
    from_date: dt.date | None
    present: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the workflow from here, with everything that stands in its way.

    `said` are the guards that are told with the step, `stated` those that somebody may have to
    state because what is held leaves them open.
    """

    action: str
    title: str
    target: str
    clause: str
    roles: tuple[str, ...]
    guards: tuple[str, ...]
    said: frozenset[str]
    stated: frozenset[str]
    verdict: Verdict

    @property
    def open_keys(self) -> frozenset[str]:
        return frozenset(reason.key for reason in self.verdict.blocking)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the life, and whether the modification stands there."""

    key: str
    title: str
    here: bool
    final: bool = False


@dataclass(frozen=True, slots=True)
class ModificationPage:
    """One modification as its page shows it. `values` holds every column and the proposer's name.

    `life` is empty and `policy` blank under a code without a workflow.
    """

    row: Modification
    values: dict[str, Any]
    stage_title: str
    policy: str
    life: tuple[Stage, ...]
    references: tuple[ReferenceRow, ...]
    parts: tuple[PartRow, ...]
    dating: Dating | None


def modification_named(actor: Actor, code_id: str, reference: str) -> Modification | None:
    """The modification that bears or bore a reference, if the actor may see it."""
    seen = visible(Modification, actor).select_related("code", "proposer")
    found = seen.filter(code_id=code_id, reference=reference).first()
    return (
        found or seen.filter(references__code_id=code_id, references__reference=reference).first()
    )


def references_of(row: Modification, source: Source = LIVE) -> frozenset[str]:
    """Every reference that it bears or bore: one query."""
    rows = source.rows(ModificationReference, ("reference",), modification_id=row.id)
    return frozenset(r["reference"] for r in rows)


def page_of(row: Modification, *, on: dt.date, source: Source = LIVE) -> ModificationPage:
    """The page of a row that the reader was found to see; three queries more."""
    life = life_of(row.code_id, on, source)
    columns = ("reference", "from_date")
    references = source.rows(ModificationReference, columns, modification_id=row.id)
    references.sort(key=lambda r: (r["from_date"] or dt.date.min, r["reference"]))
    parts = source.rows(Part, ("id", "number", "name"), modification_id=row.id)
    parts.sort(key=lambda part: int(part["number"]))
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    values["proposer"] = row.proposer.name if row.proposer else ""
    return ModificationPage(
        row=row,
        values=values,
        stage_title=stage_title(life, row.stage),
        policy=life.book.reference if life else "",
        life=_stages(life, row.stage),
        references=tuple(
            ReferenceRow(r["reference"], r["from_date"], r["reference"] == row.reference)
            for r in references
        ),
        parts=tuple(PartRow(**part) for part in parts),
        dating=dating_of(row, on, source),
    )


def stage_title(life: Life | None, stage: str) -> str:
    if not stage:
        return ""
    return life.title(stage) if life else words(stage).capitalize()


def _stages(life: Life | None, here: str) -> tuple[Stage, ...]:
    if life is None:
        return ()
    known = tuple(Stage(s.id, s.title, s.id == here, s.final) for s in life.workflow.states)
    if not here or here in life.stages:
        return known
    return (Stage(here, words(here).capitalize(), True), *known)


def steps_of(actor: Actor, row: Modification, life: Life | None, on: dt.date) -> tuple[Step, ...]:
    """Every step that leaves the stage, each judged for this actor; facts still to be stated are
    among the open reasons."""
    if life is None or not actor.is_known:
        return ()
    standing, asked = standing_of(actor, row), Asked(row, on, life.book)
    return tuple(
        Step(
            action=step.action,
            title=step.title,
            target=life.title(step.target),
            clause=life.book.cite(step.clause),
            roles=step.roles,
            guards=step.guards,
            said=frozenset(filter(life.is_said, step.guards)),
            stated=frozenset(filter(life.is_stated, step.guards)),
            verdict=judge_move(life, step.action, standing, asked),
        )
        for step in life.workflow.transitions
        if row.stage in step.source
    )
