"""Minutes: written as a draft, approved at a later meeting by resolution, stable from then on."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.committees.binding import MINUTES
from ridgeway.governance.committees.models import Meeting, Minutes
from ridgeway.governance.committees.services_meetings import not_cancelled
from ridgeway.governance.committees.voting import void_changed

Text = Annotated[str, Field(min_length=1, max_length=200_000)]


def may_write(acting: Acting, meeting: Meeting, given: Given | None) -> Verdict:
    """After the meeting, until the minutes are approved."""
    del given
    reasons = not_cancelled(meeting)
    if meeting.meeting_date > acting.today:
        what = f"It meets on {long_date(meeting.meeting_date)}; there is nothing to write yet."
        reasons.append(Reason("day", what, State.UNMET))
    held = Minutes.objects.filter(meeting=meeting).first()
    if held is not None and held.state == "approved":
        what = "The minutes are approved and stand; a correction is for the next ones."
        reasons.append(Reason("approved", what, State.UNMET))
    return Verdict("May the minutes be written?", tuple(reasons))


class WriteMinutes(Given):
    text: Text = Field(title="Text", description="Paragraphs with an empty line between")


@act(
    "minutes.write",
    Meeting,
    WriteMinutes,
    title="Write the minutes",
    effect="A draft until a meeting approves it; a resolution to approve an earlier text falls.",
    judge=may_write,
)
def write_minutes(acting: Acting, meeting: Meeting, given: WriteMinutes) -> None:
    held = Minutes.objects.filter(meeting=meeting).first()
    if held is None:
        acting.add(
            Minutes(
                code=acting.within,
                meeting=meeting,
                text=given.text,
                written_at=acting.at,
                audience=meeting.audience,
            )
        )
        return
    acting.change(held, text=given.text, written_at=acting.at)
    void_changed(acting, MINUTES, held.id)
