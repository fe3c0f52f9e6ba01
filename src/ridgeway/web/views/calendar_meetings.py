"""The days of meetings on a calendar: drawn in a lane of their own, and as entries of the feed."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from ridgeway.documents.calendar_feed import Entry, Standing
from ridgeway.entrance.doors import Request
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.committees.queries_meetings import Day
from ridgeway.web.drawing.timeline import Lane, Mark, MarkKind, Zoom


def lane_of(days: Sequence[Day], zoom: Zoom) -> tuple[Lane, ...]:
    """One lane for all bodies, named after them; cancelled meetings are not drawn."""
    held = [it for it in days if not it.cancelled]
    bodies = ", ".join(dict.fromkeys(it.body for it in held))
    marks = tuple(
        Mark(
            it.day,
            _shape(it),
            title_of(it),
            title_of(it) if zoom is Zoom.MONTH else "",
            reverse("meeting", args=(it.meeting_id,)),
        )
        for it in held
    )
    return (Lane("Meetings", bodies, marks),) if marks else ()


def title_of(it: Day) -> str:
    return f"Papers due for {it.title}" if it.papers else it.title


def _shape(it: Day) -> MarkKind:
    if it.papers:
        return MarkKind.DUTY
    return MarkKind.MEETING if it.decides else MarkKind.MEETING_OF_ADVISERS


def entry_of(it: Day, code: CodeSeen, request: Request) -> Entry:
    """The uid stays while the meeting moves."""
    what = "papers" if it.papers else "meets"
    said = [f"{it.body}: {'papers are due' if it.papers else 'meets'}"]
    if it.example:
        said.append("An example, not a real meeting.")
    return Entry(
        uid=f"{it.meeting_id}.{what}@{code.key}.ridgeway",
        on=it.day,
        title=title_of(it),
        description="\n".join(said),
        url=request.build_absolute_uri(reverse("meeting", args=(it.meeting_id,))),
        sequence=code.position,
        standing=Standing.CANCELLED if it.cancelled else Standing.CONFIRMED,
        categories=("Papers due" if it.papers else "Meeting",),
    )
