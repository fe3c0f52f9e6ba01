"""Reads of what is owed and asked for: actions, conditions of what was agreed, views."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.visibility import seen_rows, visible
from ridgeway.governance.committees.models import Action, Condition, ViewRequest
from ridgeway.governance.record.rows import listed
from ridgeway.governance.record.sources import LIVE, Source

Values = dict[str, Any]

ACTION = (
    "id", "number", "body__short_name", "text", "owner__short_name", "due_date", "state", "note",
    "closed_date", "raised_date", "item_id", "meeting__title", "subject_type", "subject_id",
)  # fmt: skip
CONDITION = (
    "id", "number", "text", "owner__short_name", "due_date", "state", "discharged_date", "note",
    "evidence_id", "resolution_id", "resolution__state", "resolution__text",
    "resolution__body__short_name",
)  # fmt: skip
VIEW = (
    "id", "on", "due_date", "state", "body__short_name", "subject_type", "subject_id",
    "requested_date", "clause", "advice_id",
)  # fmt: skip


def mine_to_do(actor: Actor, code_id: str, *, most: int = 20) -> list[Values]:
    """Open actions of the bodies that the actor stands for, the nearest first: one query."""
    mine = actor.bodies(code_id)
    if not mine:
        return []
    rows = visible(Action, actor).filter(code_id=code_id, state="open", owner_id__in=mine)
    return listed(rows.order_by("due_date", "id").values(*ACTION)[:most])


def actions_of(actor: Actor, code_id: str, *, state: str = "open") -> list[Values]:
    """The actions of a code in one state, the nearest first: one query."""
    rows = visible(Action, actor).filter(code_id=code_id, state=state)
    return listed(rows.order_by("due_date", "id").values(*ACTION))


def hanging(actor: Actor, code_id: str, *, most: int | None = 20) -> list[Values]:
    """Conditions of what was agreed that are not discharged, the nearest first: one query."""
    rows = visible(Condition, actor).filter(
        code_id=code_id, state="open", resolution__state="carried"
    )
    return listed(rows.order_by("due_date", "id").values(*CONDITION)[:most])


def outstanding(actor: Actor, code_id: str, *, most: int | None = 20) -> list[Values]:
    """Views that bodies were asked for and did not give yet, the nearest first: one query."""
    rows = visible(ViewRequest, actor).filter(code_id=code_id, state="open")
    return listed(rows.order_by("due_date", "id").values(*VIEW)[:most])


def conditions_of(
    actor: Actor, resolutions: Iterable[Values], source: Source = LIVE
) -> list[Values]:
    """What these resolutions hang on as far as they stand, discharged or not."""
    standing = [row["id"] for row in resolutions if row["state"] in ("open", "carried")]
    if not standing:
        return []
    rows = seen_rows(actor, Condition, CONDITION, source, resolution_id=standing)
    return sorted(rows, key=lambda row: (row["resolution_id"], row["number"]))


def actions_about(actor: Actor, subject_id: str, source: Source = LIVE) -> list[Values]:
    """Every action about a subject, the closed ones too."""
    rows = seen_rows(actor, Action, ACTION, source, subject_id=subject_id)
    return sorted(rows, key=lambda row: (row["raised_date"], row["number"], row["id"]))


def views_about(actor: Actor, subject_id: str, source: Source = LIVE) -> list[Values]:
    """Every view that was asked for about a subject, given or not."""
    rows = seen_rows(actor, ViewRequest, VIEW, source, subject_id=subject_id)
    return sorted(rows, key=lambda row: (row["due_date"], row["id"]))
