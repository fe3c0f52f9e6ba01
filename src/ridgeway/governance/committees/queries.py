"""Reads of what bodies said and resolved, and who may see it."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Body
from ridgeway.governance.codes.visibility import declare, seen_by, seen_rows, visible
from ridgeway.governance.committees.models import (
    Advice,
    Meeting,
    Paper,
    Question,
    Recusal,
    Resolution,
    Statement,
)
from ridgeway.governance.record.rows import listed
from ridgeway.governance.record.sources import LIVE, Source

for _noun in (Meeting, Advice, Question):
    declare(_noun)


def _paper(actor: Actor) -> Q:
    """A recused member no longer sees the paper, on any door."""
    if not actor.person_id:
        return seen_by(actor)
    mine = Recusal.objects.filter(person_id=actor.person_id).values("resolution__paper_id")
    return seen_by(actor) & ~Q(pk__in=mine)


declare(Paper, _paper)
declare(Resolution)

TABLES = (Advice, Statement, Question, Resolution, Meeting, Body)
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


def resolutions_about(actor: Actor, subject_id: str, source: Source = LIVE) -> list[dict[str, Any]]:
    """Every resolution about a subject, those voided and withdrawn too."""
    found = seen_rows(actor, Resolution, RESOLUTION, source, subject_id=subject_id)
    return sorted(found, key=lambda row: (row["verb"], row["matter"], row["id"]))


def resolution_seen(actor: Actor, resolution_id: str) -> Resolution | None:
    rows = visible(Resolution, actor).select_related("code", "body", "paper", "meeting")
    rows = rows.prefetch_related("votes", "recusals")
    return rows.filter(pk=resolution_id).first()


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


def late_papers(actor: Actor, code_id: str, *, most: int = 20) -> list[dict[str, Any]]:
    """Papers of meetings to come or open that arrived after their paper day, in one query."""
    rows = visible(Paper, actor).filter(
        code_id=code_id,
        meeting__paper_date__isnull=False,
        arrived_at__date__gt=F("meeting__paper_date"),
    )
    return listed(
        rows.order_by("-arrived_at").values(
            "id", "title", "arrived_at", "meeting__title", "meeting__paper_date",
            "meeting__body__short_name", "resolutions__id",
        )[:most]
    )  # fmt: skip
