"""Reads of notices: what is owed, what went out, what failed, what becomes late."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, fields
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from ridgeway.core import access
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Code, Person
from ridgeway.governance.codes.visibility import EVERYTHING, NOTHING, declare, seen_rows, visible
from ridgeway.governance.notices.models import Delivery, Notice
from ridgeway.governance.record.rows import in_order, listed
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.models import Obligation

declare(Notice)

READERS = (access.ADMINISTRATOR, access.AUDITOR)


def _deliveries(actor: Actor) -> Q:
    """Who was told is for those who administer and audit the code."""
    codes = {h.code_id for h in actor.held if h.role in READERS}
    if actor.worker or "" in codes:
        return EVERYTHING
    return Q(notice__code_id__in=sorted(codes)) if codes else NOTHING


declare(Delivery, _deliveries)

COLUMNS = (
    "id", "version", "rule", "occurrence", "title", "text", "clause", "due_date", "due_words",
    "owed_at", "state", "stated_date", "sent_date", "released_at", "withdrawn_because",
    "corrects_id", "example", "audience", "subject_type", "subject_id", "obligation_id",
    "code__key", "sent", "failed", "waiting",
)  # fmt: skip
COUNTED = {"sent": "sent", "failed": "failed", "waiting": "pending"}
"""The columns that count messages, each by the state that it counts."""

TABLES = (Notice, Delivery, Code)
"""What a source of another moment has to hold for them."""

PAGE_TABLES = (*TABLES, Obligation, Person)
"""What it has to hold for one of them with its messages."""


def notices_about(actor: Actor, subject_id: str, source: Source = LIVE) -> list[dict[str, Any]]:
    """The notices about a subject with how many messages went, failed and wait."""
    if source is not LIVE:
        return _notices_then(actor, subject_id, source)
    rows = visible(Notice, actor).filter(subject_id=subject_id)
    return listed(_counted(rows).order_by("due_date", "rule", "id").values(*COLUMNS))


def _notices_then(actor: Actor, subject_id: str, source: Source) -> list[dict[str, Any]]:
    columns = tuple(name for name in COLUMNS if name not in COUNTED)
    found = seen_rows(actor, Notice, columns, source, subject_id=subject_id)
    found = in_order(found, "due_date", "rule", "id")
    told = source.rows(Delivery, ("notice_id", "state"), notice_id=[row["id"] for row in found])
    states = Counter((row["notice_id"], row["state"]) for row in told)
    for row in found:
        row.update({name: states[row["id"], state] for name, state in COUNTED.items()})
    return found


def notices_of(actor: Actor, code_id: str, *, most: int = 50) -> list[dict[str, Any]]:
    """The latest notices of a code that went out."""
    rows = visible(Notice, actor).filter(code_id=code_id, state__in=("released", "sent"))
    return listed(_counted(rows).order_by("-sent_date", "-released_at").values(*COLUMNS)[:most])


def notice_seen(actor: Actor, notice_id: str) -> Notice | None:
    """One notice with its code and what it corrects, if the actor may see it."""
    rows = visible(Notice, actor).select_related("code", "corrects", "obligation")
    return rows.filter(pk=notice_id).first()


DELIVERY_COLUMNS = (
    "id", "notice_id", "notice__title", "person_id", "person__name", "address", "state",
    "settled_at", "attempts", "next_try_at", "last_error", "possible_duplicate", "message_id",
)  # fmt: skip


def deliveries_of(actor: Actor, notice_id: str, source: Source = LIVE) -> list[dict[str, Any]]:
    """Each message of a notice, by the name of its reader."""
    now = visible(Delivery, actor).filter(notice_id=notice_id)
    if source is LIVE:
        return listed(now.order_by("person__name", "id").values(*DELIVERY_COLUMNS))
    ids = list(now.values_list("pk", flat=True))
    return in_order(source.rows(Delivery, DELIVERY_COLUMNS, id=ids), "person__name", "id")


HALF, MOST, LATE = "half", "most", "late"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A notice that somebody has to see to: owed, on its way, or with messages that came back.

    `used` is the share of its window that is gone, over 1 when it is late; None for a notice
    without a date of its own. `level` is `half` from 50 %, `most` from 80 %, `late` from its end.
    """

    id: str
    title: str
    clause: str
    due_date: dt.date
    due_words: str
    state: str
    example: bool
    waiting: int
    failed: int
    used: float | None

    @property
    def level(self) -> str:
        used = self.used or 0
        return LATE if used >= 1 else MOST if used >= 0.8 else HALF if used >= 0.5 else ""


def unfinished(actor: Actor, code_id: str, now: dt.datetime) -> list[Unfinished]:
    """The notices of a code that have not reached everybody they were meant for, earliest first.

    The window runs from the moment a notice became owed until the end of the day it is due on, in
    the zone of the code, and stands still once every message was handed over.
    """
    # Found by what is open, so that what was sent long ago is not counted through each time.
    back = Delivery.objects.filter(state="failed").values("notice_id")
    under_way = Q(state__in=("owed", "released")) | Q(pk__in=back)
    rows = _counted(visible(Notice, actor).filter(under_way, code_id=code_id))
    open_ = rows.filter(Q(state="owed") | Q(waiting__gt=0) | Q(failed__gt=0))
    wanted = (*(f.name for f in fields(Unfinished) if f.name != "used"), "owed_at", "code__zone")
    found = []
    for row in open_.order_by("due_date", "rule").values(*wanted):
        since, zone = row.pop("owed_at"), row.pop("code__zone")
        runs = not row["due_words"] and (row["state"] == "owed" or row["waiting"])
        used = share_used(since, row["due_date"], zone, now) if runs else None
        found.append(Unfinished(used=used, **row))
    return found


def share_used(since: dt.datetime, due: dt.date, zone: str, now: dt.datetime) -> float:
    """How much of a window is gone: 0 at its start, 1 at the end of the due day, then more."""
    end = dt.datetime.combine(due + dt.timedelta(days=1), dt.time(), ZoneInfo(zone))
    whole = (end - since).total_seconds()
    gone = (now - since).total_seconds()
    if whole <= 0:
        return 1.0 + max(gone, 0.0) / 86_400
    return gone / whole


def _counted(rows: QuerySet[Notice]) -> QuerySet[Any]:
    return rows.annotate(
        sent=Count("deliveries", filter=Q(deliveries__state="sent")),
        failed=Count("deliveries", filter=Q(deliveries__state="failed")),
        waiting=Count("deliveries", filter=Q(deliveries__state="pending")),
    )
