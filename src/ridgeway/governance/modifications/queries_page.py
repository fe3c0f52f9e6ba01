"""Reads of what is held of one modification beside the register: a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Person
from ridgeway.governance.codes.visibility import seen_rows, visible
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.modifications.models import (
    HeldDocument,
    Impact,
    Involved,
    Involvement,
    Kin,
    Kinship,
    Level,
    Modification,
    ReportText,
    Stay,
    Touched,
)
from ridgeway.governance.modifications.queries import stage_title
from ridgeway.governance.modifications.reporting import Topic, topics_of
from ridgeway.governance.modifications.workflow import Life
from ridgeway.governance.record.rows import listed
from ridgeway.governance.record.sources import LIVE, Source

TABLES = (Stay, Impact, Involvement, HeldDocument, ReportText, Kinship, Evidence)
"""What a source of another moment has to hold beside the tables of the register's row."""

STAY = (
    "number", "stage", "action", "since_date", "until_date", "by", "resolution_id", "clause",
    "reason",
)  # fmt: skip
IMPACT = ("kind", "name", "level", "note")
DOCUMENT = (
    "number", "kind", "name", "edition", "form", "made_date", "part__number", "evidence_id", "note",
    "withdrawn_because",
)  # fmt: skip
TEXT = ("number", "topic", "text", "said_by", "said_date", "clause")
LEVELS = list(Level.values)


@dataclass(frozen=True, slots=True)
class StayRow:
    """A stage that it came to, with the policy's words for the stage and for whose step it was."""

    number: int
    stage: str
    title: str
    action: str
    since_date: dt.date
    until_date: dt.date | None
    by: str
    resolution_id: str | None
    clause: str
    reason: str


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic of the report with what is said of it; nothing where it is missing."""

    topic: Topic
    texts: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class KinRow:
    """Another modification and how this one stands to it."""

    relation: str
    reference: str
    title: str
    on_date: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another modification that touches the same areas and is not at its end."""

    reference: str
    title: str
    stage: str
    areas: tuple[str, ...]


Impacts = dict[str, tuple[dict[str, Any], ...]]
"""What a modification touches, by kind, the strongest first."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is held of a modification beside the register and beside what was written."""

    stays: tuple[StayRow, ...]
    impacts: Impacts
    people: tuple[tuple[str, str, dt.date], ...]
    kin: tuple[KinRow, ...]
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written for a modification: its documents, and the texts of its report."""

    documents: tuple[dict[str, Any], ...]
    topics: tuple[TopicRow, ...]

    @property
    def missing(self) -> tuple[Topic, ...]:
        return tuple(row.topic for row in self.topics if not row.texts)


def beside(actor: Actor, row: Modification, life: Life | None, source: Source = LIVE) -> Beside:
    """What stands on the page of a modification that the actor was found to see."""
    impacts = impacts_of(row.id, source)
    areas = [r["name"] for r in impacts[Touched.AREA] if r["level"] != Level.NONE]
    return Beside(
        stays=stays_of(row.id, life, source),
        impacts=impacts,
        people=_people(row.id, source),
        kin=_kin(actor, row, source),
        neighbours=_neighbours(actor, row, areas, life) if areas and source is LIVE else (),
    )


def written(actor: Actor, row: Modification, on: dt.date, source: Source = LIVE) -> Written:
    """What the report on a modification that the actor was found to see is made from: three
    queries."""
    return Written(_documents(actor, row, source), _topics(row, on, source))


def impacts_of(modification_id: str, source: Source = LIVE) -> Impacts:
    """One query."""
    rows = source.rows(Impact, IMPACT, modification_id=modification_id)
    rows.sort(key=lambda r: (LEVELS.index(r["level"]), r["name"]))
    return {k.value: tuple(r for r in rows if r["kind"] == k) for k in Touched}


def stays_of(modification_id: str, life: Life | None, source: Source = LIVE) -> tuple[StayRow, ...]:
    rows = source.rows(Stay, STAY, modification_id=modification_id)
    rows.sort(key=lambda r: int(r["number"]))
    return tuple(
        StayRow(
            title=stage_title(life, r["stage"]),
            by=life.book.body_name(r["by"]) if life and r["by"] else r["by"],
            **{name: r[name] for name in STAY if name != "by"},
        )
        for r in rows
    )


def _people(modification_id: str, source: Source) -> tuple[tuple[str, str, dt.date], ...]:
    columns = ("person_id", "part", "from_date", "until_date")
    rows = source.rows(Involvement, columns, modification_id=modification_id)
    held = [r for r in rows if r["until_date"] is None]
    # A name is no snapshot: it is that of today, for it may have had to be erased.
    ids = [r["person_id"] for r in held]
    names = dict(Person.objects.filter(pk__in=ids).values_list("id", "name")) if ids else {}
    order = list(Involved.values)
    held.sort(key=lambda r: order.index(r["part"]))
    return tuple(
        (str(Involved(r["part"]).label), names.get(r["person_id"], ""), r["from_date"])
        for r in held
    )


def _documents(actor: Actor, row: Modification, source: Source) -> tuple[dict[str, Any], ...]:
    """Each version, the latest first; `file` is the evidence that this reader may open."""
    rows = source.rows(HeldDocument, DOCUMENT, modification_id=row.id)
    ids = [r["evidence_id"] for r in rows if r["evidence_id"]]
    seen = seen_rows(actor, Evidence, ("id", "size"), source, id=ids) if ids else []
    files = {r["id"]: r["size"] for r in seen}
    for r in rows:
        r["file"] = r["evidence_id"] if r["evidence_id"] in files else None
        r["size"] = files.get(r["evidence_id"], 0)
    return tuple(sorted(rows, key=lambda r: -int(r["number"])))


def _topics(row: Modification, on: dt.date, source: Source) -> tuple[TopicRow, ...]:
    topics = topics_of(row.code_id, on, source)
    if not topics:
        return ()
    held = source.rows(ReportText, TEXT, modification_id=row.id)
    held.sort(key=lambda r: int(r["number"]))
    latest: dict[tuple[str, str], dict[str, Any]] = {}
    for text in held:
        latest[text["topic"], text["said_by"]] = text
    return tuple(
        TopicRow(topic, tuple(text for (key, _), text in latest.items() if key == topic.id))
        for topic in topics.values()
    )


def _kin(actor: Actor, row: Modification, source: Source) -> tuple[KinRow, ...]:
    columns = ("modification_id", "other_id", "kind", "on_date", "reason")
    held = source.rows(Kinship, columns, modification_id=row.id)
    held += source.rows(Kinship, columns, other_id=row.id)
    ids = {r["other_id"] if r["modification_id"] == row.id else r["modification_id"] for r in held}
    if not ids:
        return ()
    named = ("id", "reference", "title")
    seen = {r["id"]: r for r in seen_rows(actor, Modification, named, source, id=sorted(ids))}
    words = {
        (Kin.SPLIT.value, True): "Split off from",
        (Kin.SPLIT.value, False): "From it was split off",
        (Kin.COMBINED.value, True): "Carried on in",
        (Kin.COMBINED.value, False): "Carries on",
    }
    found = []
    for r in sorted(held, key=lambda r: r["on_date"]):
        own = r["modification_id"] == row.id
        other = seen.get(r["other_id"] if own else r["modification_id"])
        if other is not None:
            relation = words[r["kind"], own]
            found.append(
                KinRow(relation, other["reference"], other["title"], r["on_date"], r["reason"])
            )
    return tuple(found)


MOST_NEIGHBOURS = 50


def _neighbours(
    actor: Actor, row: Modification, areas: Sequence[str], life: Life | None
) -> tuple[Neighbour, ...]:
    """Modifications under way that touch one of these areas, so that they can be grouped."""
    ends = [s.id for s in life.workflow.states if s.final] if life else []
    others = visible(Modification, actor).filter(code_id=row.code_id).exclude(stage__in=ends)
    pairs = (
        Impact.objects.filter(kind=Touched.AREA, name__in=areas, modification__in=others)
        .exclude(level=Level.NONE)
        .exclude(modification_id=row.id)
        .order_by("modification__reference", "name")
        .values_list(
            "modification__reference", "modification__title", "modification__stage", "name"
        )[:MOST_NEIGHBOURS]
    )
    found: dict[str, Neighbour] = {}
    for reference, title, stage, area in pairs:
        held = found.get(reference)
        named = (*(held.areas if held else ()), area)
        found[reference] = Neighbour(reference, title, stage_title(life, stage), named)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class NoDate:
    """A modification for which no implementation date can hold any more: its last day for a
    decision has passed without one, or the decision came after it."""

    reference: str
    title: str
    last_date: dt.date
    example: bool


def without_date(actor: Actor, code_id: str, on: dt.date) -> list[NoDate]:
    """For the day's page: what waits for a decision that is too late for every limb. One query."""
    rows = visible(Modification, actor).filter(
        code_id=code_id, decided_date=None, last_decision_date__lt=on
    )
    columns = ("reference", "title", "last_decision_date", "example")
    found = rows.order_by("last_decision_date", "reference").values_list(*columns)
    return [NoDate(*row) for row in found[:MOST_NEIGHBOURS]]


def open_holds(actor: Actor, code_id: str, on: dt.date) -> list[dict[str, Any]]:
    """Modifications whose hold has run out and that stand where they were put: one query."""
    rows = visible(Modification, actor).filter(code_id=code_id, stays__until_date__lt=on)
    again = {"modification__stays__until_date__gte": on}
    latest = Stay.objects.filter(until_date__lt=on, modification__in=rows).exclude(**again)
    columns = ("modification__reference", "modification__title", "until_date", "number")
    held = latest.filter(stage=F("modification__stage")).order_by("until_date").values(*columns)
    return listed(held[:MOST_NEIGHBOURS])
