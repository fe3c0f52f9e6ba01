"""The committees' own subjects: an agenda item with its papers, and the minutes of a meeting."""

from __future__ import annotations

from typing import Any

from ridgeway.governance.acting import Acting
from ridgeway.governance.committees.models import AgendaItem, Minutes, Paper, Resolution
from ridgeway.governance.committees.subjects import CONSEQUENCES, KINDS, UNDOINGS
from ridgeway.governance.committees.voting import void_changed
from ridgeway.governance.record.rows import label_of

ITEM, MINUTES = label_of(AgendaItem), label_of(Minutes)
APPROVING = "minutes"
"""The matter by which a later meeting approves minutes."""


def item_content(item_id: str) -> dict[str, Any]:
    """An item's title and the digests of the papers submitted for it, not of resolutions put."""
    item = AgendaItem.objects.filter(pk=item_id).values("title", "purpose").first()
    papers = Paper.objects.filter(item_id=item_id, withdrawn_reason="", resolutions=None)
    rows = papers.order_by("arrived_at", "id").values("title", "digest")
    return {"item": item or {}, "papers": list(rows)}


def minutes_content(minutes_id: str) -> dict[str, Any]:
    """The text of minutes: what a meeting approves."""
    row = Minutes.objects.filter(pk=minutes_id).values("text", "meeting__title").first()
    return {"minutes": row or {}}


def item_changed(acting: Acting, item: AgendaItem) -> None:
    """Let what was put about the item itself fall, when it is no longer what was put."""
    void_changed(acting, ITEM, item.id)


def approve_minutes(acting: Acting, resolution: Resolution) -> None:
    """The minutes stand once a meeting carries the resolution about their very text."""
    if resolution.subject_type != MINUTES:
        return
    minutes = Minutes.objects.get(pk=resolution.subject_id)
    acting.change(
        minutes, state="approved", approved_by=resolution, approved_date=resolution.decided_date
    )


def reopen_minutes(acting: Acting, resolution: Resolution) -> None:
    """Minutes whose approval is withdrawn are a draft again."""
    for minutes in Minutes.objects.filter(approved_by=resolution):
        acting.change(minutes, state="draft", approved_by=None, approved_date=None)


KINDS[ITEM] = item_content
KINDS[MINUTES] = minutes_content
CONSEQUENCES[APPROVING] = approve_minutes
UNDOINGS[APPROVING] = reopen_minutes
