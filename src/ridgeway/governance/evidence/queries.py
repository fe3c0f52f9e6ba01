"""Reads of evidence."""

from __future__ import annotations

from typing import Any

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.visibility import declare, visible
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.rows import listed

declare(Evidence)


def evidence_about(actor: Actor, subject_id: str) -> list[dict[str, Any]]:
    """What an actor may see of the evidence about a subject, in order of arrival."""
    rows = visible(Evidence, actor).filter(subject_id=subject_id)
    return listed(
        rows.order_by("arrived_date", "id").values(
            "id", "title", "digest", "size", "media_type", "file_name", "arrived_date",
            "arrived_at", "submitted_by__short_name", "source", "audience",
        )
    )  # fmt: skip


def evidence_seen(actor: Actor, evidence_id: str) -> Evidence | None:
    return visible(Evidence, actor).filter(pk=evidence_id).first()
