"""What came after the paper day, and by how much; what a decision says about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from ridgeway.core.dates.calendar import OutsideCalendarError
from ridgeway.core.dates.loading import load_calendar
from ridgeway.core.dates.wording import counted, long_date
from ridgeway.governance.codes.models import Code
from ridgeway.governance.committees.models import Meeting, Paper, Resolution

VOLUMINOUS = 100
"""Pages from which a paper is said to be voluminous."""


def days_late(code: Code, paper_date: dt.date | None, arrived_at: dt.datetime) -> int:
    """Working days from the paper day to the arrival; 0 in time. On a weekend after it: 1."""
    arrived = arrived_at.astimezone(ZoneInfo(code.zone)).date()
    if paper_date is None or arrived <= paper_date:
        return 0
    try:
        return max(1, load_calendar(code.calendar).count(paper_date, arrived))
    except OutsideCalendarError:
        return (arrived - paper_date).days


def late_before(resolution: Resolution) -> list[Paper]:
    """The late papers that lie in front of the body when it decides this: those submitted for its
    item, or without one what was put."""
    if resolution.item_id:
        rows = Paper.objects.filter(days_late__gt=0, withdrawn_reason="", resolutions=None)
        return list(rows.filter(item_id=resolution.item_id).order_by("arrived_at", "id"))
    put = resolution.paper
    return [put] if put is not None and put.days_late else []


def late_for(meeting: Meeting, subject_id: str) -> list[Paper]:
    """The late papers of a meeting about a subject, or on an agenda item about it."""
    rows = Paper.objects.filter(meeting=meeting, days_late__gt=0, withdrawn_reason="")
    mine = rows.filter(subject_id=subject_id) | rows.filter(item__subject_id=subject_id)
    return list(mine.distinct().order_by("arrived_at", "id"))


def told(papers: Iterable[Paper]) -> str:
    """Each late paper as a sentence: what, how late, and how long where it is voluminous."""
    return "\n".join(_told(paper) for paper in papers)


def _told(paper: Paper) -> str:
    much = f", {paper.pages} pages" if paper.pages and paper.pages >= VOLUMINOUS else ""
    days = counted(paper.days_late, "working day", "working days")
    return f"“{paper.title}” came {days} late, on {long_date(paper.arrived_at.date())}{much}."
