"""Modifications as a subject of bodies and consultations, and what falls when one changes."""

from __future__ import annotations

from typing import Any

from ridgeway.core.policy.movement import Proof
from ridgeway.core.record.canonical import plain
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import HOOKS
from ridgeway.governance.committees.subjects import KINDS
from ridgeway.governance.committees.voting import void_changed
from ridgeway.governance.consultations.subjects import MATTERS
from ridgeway.governance.modifications.models import (
    HeldDocument,
    Impact,
    Modification,
    ReportText,
)
from ridgeway.governance.modifications.proving import SUBJECT_TYPE
from ridgeway.governance.modifications.workflow import life_of
from ridgeway.governance.record.rows import Row, listed

HEAD = (
    "title", "description", "path", "urgency", "system_impact", "impacts", "documents", "limbs",
    "lead_time",
)  # fmt: skip
PARTS: dict[str, tuple[type[Row], tuple[str, ...]]] = {
    "impacts": (Impact, ("kind", "name", "level", "note")),
    "texts": (ReportText, ("number", "topic", "text", "said_by", "said_date")),
    "documents": (
        HeldDocument,
        ("number", "kind", "name", "edition", "form", "made_date", "evidence__digest"),
    ),
}


def content(modification_id: str) -> dict[str, Any]:
    """A modification as it lies in front of a body: its facts, impacts, texts and documents."""
    head = listed(Modification.objects.filter(pk=modification_id).values(*HEAD))
    out: dict[str, Any] = {"modification": plain(head[0]) if head else {}}
    for name, (model, columns) in PARTS.items():
        still = {"withdrawn_because": ""} if model is HeldDocument else {}
        rows = model._default_manager.filter(**{"modification_id": modification_id, **still})
        out[name] = [plain(row) for row in listed(rows.order_by("id").values(*columns))]
    return out


def fell_with_modification(acting: Acting) -> None:
    """Void what was put about each modification whose content this act wrote, as far as a step from
    its stage still rests on it; what led to an earlier step is history."""
    if acting.act.startswith(("resolution.", "register.")):
        return
    touched: dict[str, Modification] = {}
    for row in acting.written():
        if isinstance(row, Modification):
            touched[row.id] = row
        elif isinstance(row, (Impact, ReportText, HeldDocument)):
            touched[row.modification_id] = row.modification
    for modification_id, row in sorted(touched.items()):
        life = life_of(row.code_id, acting.today) if modification_id not in acting.added else None
        if life is None:
            continue
        guards = {
            g for step in life.workflow.transitions if row.stage in step.source for g in step.guards
        }
        asked = [s for s in life.workflow.shown if s.id in guards and s.by is Proof.RESOLUTION]
        if asked:
            matters = {s.matter for s in asked}
            void_changed(acting, SUBJECT_TYPE, modification_id, matters=matters)


def bind() -> None:
    """Register the subject, and take part in every act from now on."""
    KINDS[SUBJECT_TYPE] = content
    MATTERS[SUBJECT_TYPE] = "A modification"
    if fell_with_modification not in HOOKS:
        HOOKS.append(fell_with_modification)
