"""Reads of evidence."""

from __future__ import annotations

from typing import Any

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Body
from ridgeway.governance.codes.visibility import declare, seen_rows, visible
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.sources import LIVE, Source

declare(Evidence)

TABLES = (Evidence, Body)
"""What a source of another moment has to hold for it."""

COLUMNS = (
    "id", "title", "digest", "size", "media_type", "file_name", "arrived_date", "arrived_at",
    "submitted_by__short_name", "source", "audience",
)  # fmt: skip


def evidence_about(actor: Actor, subject_id: str, source: Source = LIVE) -> list[dict[str, Any]]:
    """What an actor may see of the evidence about a subject, in order of arrival."""
    found = seen_rows(actor, Evidence, COLUMNS, source, subject_id=subject_id)
    return sorted(found, key=lambda row: (row["arrived_date"], row["id"]))


def evidence_seen(actor: Actor, evidence_id: str) -> Evidence | None:
    return visible(Evidence, actor).filter(pk=evidence_id).first()
