"""Meetings at which a scope closes: read for reckoning, and followed when they change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ridgeway.core.planning.meetings import NO_MEETINGS, Meetings
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.governance.committees.models import Meeting


def closing_bodies(books: Iterable[Rulebook]) -> frozenset[str]:
    """The bodies at whose meetings these policies close a scope."""
    return frozenset(rule.at_meeting_of for book in books for rule in book.scope) - {""}


def meetings_of(code_id: str, books: Iterable[Rulebook]) -> Meetings:
    """When those bodies meet; one query, and none where no policy waits for a meeting."""
    bodies = closing_bodies(books)
    if not bodies:
        return NO_MEETINGS
    found: dict[str, list[dt.date]] = {}
    rows = Meeting.objects.filter(code_id=code_id, body__key__in=sorted(bodies))
    for body, day in rows.exclude(state="cancelled").values_list("body__key", "meeting_date"):
        found.setdefault(body, []).append(day)
    return found
