"""Reads of what bodies said and resolved, and who may see it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Body, Role
from ridgeway.governance.codes.visibility import (
    EVERYTHING,
    KEPT_FROM,
    columns_of,
    declare,
    narrow,
    seen_by,
    seen_rows,
    visible,
)
from ridgeway.governance.committees.counting import TABLES as SITTING
from ridgeway.governance.committees.models import (
    Action,
    Advice,
    AgendaItem,
    Condition,
    Meeting,
    MeetingSeries,
    Minutes,
    Paper,
    Question,
    Recusal,
    Resolution,
    Statement,
    ViewRequest,
    Vote,
)
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.rows import Row, in_order, listed
from ridgeway.governance.record.sources import LIVE, Source

for _noun in (
    Meeting, MeetingSeries, AgendaItem, Minutes, Advice, Question, ViewRequest, Resolution,
    Condition, Action,
):  # fmt: skip
    declare(_noun)


def closed_papers(actor: Actor) -> QuerySet[Paper]:
    """The papers that are closed to a person by an interest that they declared."""
    person = actor.person_id
    recused = Q(resolutions__recusals__person_id=person)
    return Paper.objects.filter(recused | Q(item__declarations__person_id=person))


def _paper(actor: Actor) -> Q:
    """Whoever declared an interest no longer sees the paper, on any door."""
    if not actor.person_id:
        return seen_by(actor)
    return seen_by(actor) & ~Q(pk__in=closed_papers(actor).order_by().values("pk"))


def _file(actor: Actor) -> Q:
    """Nor its file."""
    if not actor.person_id:
        return EVERYTHING
    files = closed_papers(actor).filter(evidence__isnull=False)
    return ~Q(pk__in=files.order_by().values("evidence_id"))


def _kept_from(actor: Actor) -> frozenset[str]:
    """Only who sits on a body declares interests; for nobody else a query is made."""
    if not any(held.role in (Role.MEMBER, Role.CHAIR) for held in actor.held):
        return frozenset()
    found = closed_papers(actor).order_by().values_list("pk", "evidence_id")
    return frozenset(one for pair in found for one in pair if one)


declare(Paper, _paper)
narrow(Evidence, _file)
KEPT_FROM.append(_kept_from)

TABLES = (
    Advice, Statement, Question, Resolution, Meeting, Body, Condition, Action, ViewRequest,
)  # fmt: skip
"""What a source of another moment has to hold to tell what was said about a subject."""

ADVICE = (
    "id", "body__key", "body__name", "body__short_name", "advice_date", "on", "finding",
    "papers_late", "lateness", "basis", "source", "meeting__title",
)  # fmt: skip
QUESTION = (
    "id", "subject_id", "asked_by__short_name", "asked_of__short_name", "question", "answer",
    "accepted_subject_to", "asked_date", "source",
)  # fmt: skip
RESOLUTION = (
    "id", "version", "body__key", "body__short_name", "matter", "verb", "text", "conditions",
    "state", "subject_digest", "subject_version", "decided_date", "decided_from_date",
    "decided_until_date", "attested", "void_reason", "source", "example", "meeting__title",
    "meeting__meeting_date",
)  # fmt: skip


def advice_about(actor: Actor, subject_id: str, source: Source = LIVE) -> list[dict[str, Any]]:
    """Each body's advice about a subject with its statements, in two queries."""
    found = seen_rows(actor, Advice, ADVICE, source, subject_id=subject_id)
    found.sort(key=lambda row: (row["advice_date"], row["body__key"], row["id"]))
    statements: dict[str, list[dict[str, Any]]] = {row["id"]: [] for row in found}
    columns = ("advice_id", "number", "kind", "said_by", "text")
    rows = source.rows(Statement, columns, advice_id=list(statements)) if statements else []
    for row in sorted(rows, key=lambda row: int(row["number"])):
        statements[row["advice_id"]].append(row)
    return [{**row, "statements": statements[row["id"]]} for row in found]


def questions_about(actor: Actor, *subject_ids: str, source: Source = LIVE) -> list[dict[str, Any]]:
    found = seen_rows(actor, Question, QUESTION, source, subject_id=list(subject_ids))
    return sorted(found, key=lambda row: (row["asked_date"], row["id"]))


def resolutions_about(
    actor: Actor, *subject_ids: str, source: Source = LIVE
) -> list[dict[str, Any]]:
    """Every resolution about these subjects, those voided and withdrawn too."""
    found = seen_rows(actor, Resolution, RESOLUTION, source, subject_id=list(subject_ids))
    return sorted(found, key=lambda row: (row["verb"], row["matter"], row["id"]))


def resolution_seen(actor: Actor, resolution_id: str) -> Resolution | None:
    rows = visible(Resolution, actor).select_related("code", "body", "paper", "meeting")
    hanging = Condition.objects.filter(resolution=OuterRef("pk"))
    rows = rows.annotate(hangs=Exists(hanging)).prefetch_related("votes", "recusals")
    found = rows.filter(pk=resolution_id).first()
    if found is not None and found.hangs:
        prefetch_related_objects([found], "hangs_on__owner")
    return found


SHEET_TABLES = (Resolution, Body, Meeting, Paper, Vote, Recusal, Condition, *SITTING)
"""What a source of another moment has to hold for a resolution with its votes."""


def with_parts(row: Resolution, source: Source) -> Resolution:
    """A resolution of a past moment with the votes, recusals and conditions of then, where
    `resolution_seen` reads those of now."""
    if source is LIVE:
        return row
    made: Any = row
    parts = {name: _parts(model, row, source) for name, model in PARTS.items()}
    owners = {c.owner_id for c in parts["hangs_on"] if c.owner_id}
    bodies = {v["id"]: Body(**v) for v in source.rows(Body, columns_of(Body), id=owners)}
    for condition in parts["hangs_on"]:
        condition.owner = bodies.get(condition.owner_id)
    made._prefetched_objects_cache = parts  # noqa: SLF001 - where a prefetch puts them
    made.hangs = bool(parts["hangs_on"])
    return row


PARTS: dict[str, type[Row]] = {"votes": Vote, "recusals": Recusal, "hangs_on": Condition}


def _parts(model: type[Row], row: Resolution, source: Source) -> list[Any]:
    found = source.rows(model, columns_of(model), resolution_id=row.pk)
    return [model(**values) for values in in_order(found, "id")]


def waiting_for(actor: Actor) -> list[dict[str, Any]]:
    """Open resolutions of the bodies on which the actor sits, without their vote yet."""
    bodies = {h.body_id for h in actor.held if h.body_id}
    rows = visible(Resolution, actor).filter(state="open", body_id__in=bodies)
    rows = rows.exclude(votes__person_id=actor.person_id)
    rows = rows.exclude(recusals__person_id=actor.person_id)
    return listed(
        rows.order_by("meeting__meeting_date", "id").values(
            "id", "text", "verb", "body__short_name", "meeting__meeting_date", "code__key",
            "subject_id", "example",
        )
    )  # fmt: skip


def open_resolutions(actor: Actor, *, most: int = 20) -> list[dict[str, Any]]:
    """What bodies are asked to resolve now, as far as the actor may see it, in one query."""
    rows = visible(Resolution, actor).filter(state="open")
    return listed(
        rows.order_by("meeting__meeting_date", "id").values(
            "id", "text", "verb", "matter", "body__short_name", "meeting__meeting_date",
            "code__key", "example",
        )[:most]
    )  # fmt: skip


def late_papers(actor: Actor, code_id: str, on: dt.date, *, most: int = 20) -> list[dict[str, Any]]:
    """Papers that arrived after the paper day of a meeting that is not over, in one query."""
    rows = visible(Paper, actor).filter(
        code_id=code_id, days_late__gt=0, withdrawn_reason="", meeting__meeting_date__gte=on
    )
    return listed(
        rows.order_by("-arrived_at").values(
            "id", "title", "arrived_at", "meeting__title", "meeting__paper_date",
            "meeting__body__short_name", "resolutions__id",
        )[:most]
    )  # fmt: skip
