"""Acts about papers: submitted for an agenda item with their arrival, or withdrawn in the open."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field

from ridgeway.core.verdict import Reason, State, Verdict, refusal
from ridgeway.faults import crashpoint
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import body_or_refusal
from ridgeway.governance.committees.binding import item_changed
from ridgeway.governance.committees.lateness import days_late
from ridgeway.governance.committees.models import AgendaItem, Meeting, Paper
from ridgeway.governance.committees.services_agenda import while_it_stands
from ridgeway.governance.committees.subjects import digest_of
from ridgeway.governance.evidence import store
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.evidence.services import Digest
from ridgeway.governance.record.rows import Audience, label_of

Line = Annotated[str, Field(min_length=1, max_length=300)]


class SubmitPaper(Given):
    title: Line = Field(title="Title")
    text: str = Field(
        "", title="Text", max_length=100_000, description="Paragraphs with an empty line between"
    )
    pages: int | None = Field(None, title="Pages", ge=1, le=100_000)
    submitted_by: str | None = Field(None, title="Submitted by body")
    arrived_date: dt.date | None = Field(
        None, title="Arrived on", description="Empty for now; an earlier day needs a source"
    )
    audience: Audience = Field(Audience.COMMITTEE, title="Who may see it")
    digest: Digest | None = Field(None, title="SHA-256 of the file")
    size: int = Field(0, title="Size in bytes", ge=0)
    media_type: str = Field("", title="Media type", max_length=100)
    file_name: str = Field("", title="File name", max_length=200)


@act(
    "paper.submit",
    AgendaItem,
    SubmitPaper,
    title="Submit a paper",
    effect="Frozen as it arrives; after the paper day it is marked late, by how many working days.",
    judge=while_it_stands,
    dated_back=True,
)
def submit_paper(acting: Acting, item: AgendaItem, given: SubmitPaper) -> None:
    if not given.text and not given.digest:
        raise refusal("Submit a paper?", "paper", "Give its text, its file, or both.")
    if given.digest and not store.is_whole(given.digest):
        raise refusal("Submit a paper?", "file", "No file with this digest was received.")
    meeting = Meeting.objects.get(pk=item.meeting_id)
    arrived = _arrived(acting, given)
    kind, about = item.subject_type, item.subject_id
    paper = Paper(
        code=acting.within,
        subject_type=kind or label_of(AgendaItem),
        subject_id=about or item.id,
        audience=given.audience,
        meeting=meeting,
        item=item,
        title=given.title,
        arrived_at=arrived,
        pages=given.pages,
        days_late=days_late(acting.within, meeting.paper_date, arrived),
    )
    paper.content = _content(given)
    paper.digest = digest_of(paper.content)
    evidence = _file(acting, paper, given)
    paper.evidence = evidence
    if evidence is not None:
        acting.add(evidence)
    acting.add(paper)
    crashpoint("paper.submitted")
    item_changed(acting, item)
    acting.answer["days_late"] = paper.days_late
    acting.answer["paper"] = paper.id


def _arrived(acting: Acting, given: SubmitPaper) -> dt.datetime:
    if given.arrived_date is None or given.arrived_date == acting.today:
        return acting.at
    if not acting.told.source or given.arrived_date > acting.today:
        what = "A paper that arrived on an earlier day is attested: say where that is known from."
        raise refusal("Submit a paper?", "source", what)
    noon = dt.datetime.combine(given.arrived_date, dt.time(12), ZoneInfo(acting.within.zone))
    return noon.astimezone(dt.UTC)


def _content(given: SubmitPaper) -> dict[str, Any]:
    paragraphs = [part.strip() for part in given.text.split("\n\n")]
    content: dict[str, Any] = {
        "title": given.title,
        "paragraphs": [part for part in paragraphs if part],
    }
    if given.digest:
        content["file"] = {"sha-256": given.digest, "name": given.file_name, "size": given.size}
    return content


def _file(acting: Acting, paper: Paper, given: SubmitPaper) -> Evidence | None:
    if not given.digest:
        return None
    by = body_or_refusal(acting, given.submitted_by).id if given.submitted_by else None
    return Evidence(
        code=acting.within,
        subject_type=label_of(Paper),
        subject_id=paper.id,
        title=given.title,
        digest=given.digest,
        size=given.size,
        media_type=given.media_type,
        file_name=given.file_name,
        arrived_date=paper.arrived_at.astimezone(ZoneInfo(acting.within.zone)).date(),
        arrived_at=paper.arrived_at,
        submitted_by_id=by,
        source=acting.told.source,
        audience=given.audience,
    )


class WithdrawPaper(Given):
    reason: Line = Field(title="Why it is withdrawn")


def may_withdraw_paper(acting: Acting, paper: Paper, given: Given | None) -> Verdict:
    del acting, given
    reasons = []
    if paper.withdrawn_reason:
        reasons.append(Reason("withdrawn", "It is withdrawn already.", State.UNMET))
    if paper.resolutions.exists():
        what = "A resolution was put with it; withdraw that resolution."
        reasons.append(Reason("resolution", what, State.UNMET))
    return Verdict("May it be withdrawn?", tuple(reasons))


@act(
    "paper.withdraw",
    Paper,
    WithdrawPaper,
    title="Withdraw the paper",
    effect="It stays visible as withdrawn, with the reason; it no longer lies before the body.",
    judge=may_withdraw_paper,
)
def withdraw_paper(acting: Acting, paper: Paper, given: WithdrawPaper) -> None:
    acting.change(paper, withdrawn_reason=given.reason)
    if paper.item is not None:
        item_changed(acting, paper.item)
