"""Acts that move or cancel a meeting that was called."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from ridgeway.core.dates.calendar import OutsideCalendarError
from ridgeway.core.dates.loading import load_calendar
from ridgeway.core.dates.wording import long_date
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.models import Code
from ridgeway.governance.committees.lateness import days_late
from ridgeway.governance.committees.models import Meeting, Paper

Line = Annotated[str, Field(min_length=1, max_length=200)]


def instant_of(code: Code, day: dt.date, time: dt.time | None) -> dt.datetime | None:
    """The instant of a time of day in the code's zone; none without one."""
    if time is None:
        return None
    return dt.datetime.combine(day, time, ZoneInfo(code.zone)).astimezone(dt.UTC)


def not_cancelled(meeting: Meeting) -> list[Reason]:
    """Why nothing happens at a meeting that is cancelled."""
    if meeting.state != "cancelled":
        return []
    return [Reason("cancelled", f"It is cancelled: {meeting.state_reason}", State.UNMET)]


def may_move(acting: Acting, meeting: Meeting, given: MoveMeeting | None) -> Verdict:
    reasons = not_cancelled(meeting)
    if meeting.meeting_date < acting.today:
        reasons.append(Reason("past", "Its day has passed.", State.UNMET))
    if given is not None and given.meeting_date < acting.today:
        reasons.append(Reason("past-day", "It can only be moved to a day to come.", State.UNMET))
    return Verdict("May it be moved?", tuple(reasons))


class MoveMeeting(Given):
    meeting_date: dt.date = Field(title="Meets on")
    paper_date: dt.date | None = Field(
        None, title="Papers due on", description="Empty: as many working days before as now"
    )
    starts: dt.time | None = Field(None, title="Begins at")
    place: str = Field("", title="Place", max_length=200, description="Empty: as it is")
    reason: Line = Field(title="Why it moves")


@act(
    "meeting.move",
    Meeting,
    MoveMeeting,
    title="Move the meeting",
    effect="Its paper day moves with it, and papers are late or not against the new one.",
    judge=may_move,
)
def move_meeting(acting: Acting, meeting: Meeting, given: MoveMeeting) -> None:
    code = acting.within
    papers = given.paper_date or _moved(code, meeting, given.meeting_date)
    starts = instant_of(code, given.meeting_date, given.starts or _time_of(code, meeting))
    acting.change(
        meeting,
        meeting_date=given.meeting_date,
        paper_date=papers,
        starts_at=starts,
        place=given.place or meeting.place,
        state_reason=f"Moved from {long_date(meeting.meeting_date)}: {given.reason}"[:300],
    )
    for paper in Paper.objects.filter(meeting=meeting):
        late = days_late(code, papers, paper.arrived_at)
        if late != paper.days_late:
            acting.change(paper, days_late=late)


def _time_of(code: Code, meeting: Meeting) -> dt.time | None:
    return meeting.starts_at.astimezone(ZoneInfo(code.zone)).time() if meeting.starts_at else None


def _moved(code: Code, meeting: Meeting, day: dt.date) -> dt.date | None:
    """The paper day as many working days before as it was."""
    if meeting.paper_date is None:
        return None
    calendar = load_calendar(code.calendar)
    try:
        return calendar.shift(day, -calendar.count(meeting.paper_date, meeting.meeting_date))
    except OutsideCalendarError:
        return day - (meeting.meeting_date - meeting.paper_date)


class CancelMeeting(Given):
    reason: Line = Field(title="Why it is cancelled")


def may_cancel(acting: Acting, meeting: Meeting, given: Given | None) -> Verdict:
    del acting, given
    reasons = not_cancelled(meeting)
    if meeting.resolutions.filter(state="open").exists():
        what = "A resolution is open there: withdraw it or put it to another meeting first."
        reasons.append(Reason("open", what, State.UNMET))
    return Verdict("May it be cancelled?", tuple(reasons))


@act(
    "meeting.cancel",
    Meeting,
    CancelMeeting,
    title="Cancel the meeting",
    effect="It stays visible as cancelled, with the reason.",
    judge=may_cancel,
)
def cancel_meeting(acting: Acting, meeting: Meeting, given: CancelMeeting) -> None:
    acting.change(meeting, state="cancelled", state_reason=given.reason)
