"""Reads of notices: what is owed, what went out, what failed, what becomes late."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from ridgeway.core import access
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Code
from ridgeway.governance.codes.visibility import EVERYTHING, NOTHING, declare, seen_rows, visible
from ridgeway.governance.notices.models import Delivery, Notice
from ridgeway.governance.record.rows import listed
from ridgeway.governance.record.sources import LIVE, Source

declare(Notice)

READERS = (access.ADMINISTRATOR, access.AUDITOR)


def _deliveries(actor: Actor) -> Q:
    """Who was told is for those who administer and audit the code."""
    if actor.worker:
        return EVERYTHING
    codes = {h.code_id for h in actor.held if h.role in READERS and h.code_id}
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


def notices_about(actor: Actor, subject_id: str, source: Source = LIVE) -> list[dict[str, Any]]:
    """The notices about a subject with how many messages went, failed and wait."""
    if source is not LIVE:
        return _notices_then(actor, subject_id, source)
    rows = visible(Notice, actor).filter(subject_id=subject_id)
    return listed(_counted(rows).order_by("due_date", "rule").values(*COLUMNS))


def _notices_then(actor: Actor, subject_id: str, source: Source) -> list[dict[str, Any]]:
    columns = tuple(name for name in COLUMNS if name not in COUNTED)
    found = seen_rows(actor, Notice, columns, source, subject_id=subject_id)
    found.sort(key=lambda row: (row["due_date"], row["rule"]))
    told = source.rows(Delivery, ("notice_id", "state"), notice_id=[row["id"] for row in found])
    states = Counter((row["notice_id"], row["state"]) for row in told)
    for row in found:
        row.update({name: states[row["id"], state] for name, state in COUNTED.items()})
    return found


def notices_of(actor: Actor, code_id: str, *, most: int = 50) -> list[dict[str, Any]]:
    """The latest notices of a code that went out."""
    rows = visible(Notice, actor).filter(code_id=code_id, state__in=("released", "sent"))
    return listed(_counted(rows).order_by("-sent_date", "-released_at").values(*COLUMNS)[:most])


def owed(actor: Actor, code_id: str) -> list[dict[str, Any]]:
    """The notices of a code that nobody has sent yet, the earliest due first."""
    rows = visible(Notice, actor).filter(code_id=code_id, state="owed")
    return listed(_counted(rows).order_by("due_date", "rule").values(*COLUMNS))


def notice_seen(actor: Actor, notice_id: str) -> Notice | None:
    """One notice with its code and what it corrects, if the actor may see it."""
    rows = visible(Notice, actor).select_related("code", "corrects", "obligation")
    return rows.filter(pk=notice_id).first()


DELIVERY_COLUMNS = (
    "id", "notice_id", "notice__title", "person_id", "person__name", "address", "state",
    "settled_at", "attempts", "next_try_at", "last_error", "possible_duplicate", "message_id",
)  # fmt: skip


def deliveries_of(actor: Actor, notice_id: str) -> list[dict[str, Any]]:
    """Each message of a notice, by the name of its reader."""
    rows = visible(Delivery, actor).filter(notice_id=notice_id)
    return listed(rows.order_by("person__name", "id").values(*DELIVERY_COLUMNS))


def failed_deliveries(actor: Actor, code_id: str) -> list[dict[str, Any]]:
    """The messages that did not arrive: somebody has to find another way to each person."""
    rows = visible(Delivery, actor).filter(notice__code_id=code_id, state="failed")
    return listed(rows.order_by("settled_at", "id").values(*DELIVERY_COLUMNS))


@dataclass(frozen=True, slots=True)
class Alarm:
    """A notice whose window runs out. `used` is the share of it gone, over 1 when it is late.

    `waiting` counts messages that were released and have not arrived.
    """

    notice_id: str
    title: str
    clause: str
    due_date: dt.date
    used: float
    level: str
    state: str
    waiting: int


HALF, MOST, LATE = "half", "most", "late"


def alarms(actor: Actor, code_id: str, now: dt.datetime) -> list[Alarm]:
    """Notices past 50 % and 80 % of their window and past its end, the worst first.

    The window runs from the moment a notice became owed until the end of the day it is due on, in
    the zone of the code. A released one counts as long as messages of it wait. Notices without a
    date of their own (`due_words`) have no window.
    """
    rows = visible(Notice, actor).filter(
        code_id=code_id, state__in=("owed", "released"), due_words=""
    )
    found = []
    wanted = ("id", "title", "clause", "due_date", "owed_at", "state", "code__zone", "waiting")
    for row in _counted(rows).values(*wanted):
        if row["state"] == "released" and not row["waiting"]:
            continue
        used = share_used(row["owed_at"], row["due_date"], row["code__zone"], now)
        if used >= 0.5:
            level = LATE if used >= 1 else MOST if used >= 0.8 else HALF
            keep = {k: row[k] for k in ("title", "clause", "due_date", "state", "waiting")}
            found.append(Alarm(notice_id=row["id"], used=used, level=level, **keep))
    return sorted(found, key=lambda alarm: (-alarm.used, alarm.due_date, alarm.notice_id))


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
